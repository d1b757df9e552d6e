/**
 * Runs points × replications over worker threads and hands over one row after the other. A run is reduced to its row as soon as it ends and
 * dropped; rows come in order whatever the number of workers, so sums are the same bits.
 */
import { availableParallelism } from 'node:os'
import { reduceRun, type Row } from '../../analysis/reduce.ts'
import { type RunTold, tellRun } from '../../analysis/report.ts'
import { MOST_REPLICATIONS, nextLook } from '../../analysis/statistics/stopping.ts'
import type { RunResult } from '../../results/run-result.ts'
import { createPool, type Death, MOST_DEATHS, type NumberedTask, type Pool } from '../../runner/pool.ts'
import type { RunOutcome, RunTask } from '../../runner/protocol.ts'
import { createSession } from '../../runner/session.ts'
import { createThreadPool } from '../../runner/threads.ts'
import { UsageError } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { issuesText } from '../issues-text.ts'
import { createProgressBar, type ProgressBar } from '../progress.ts'
import { untilMs } from '../until.ts'
import { createGoals, type Goal, type Reached, type Task } from './goals.ts'
import { cacheFolder, cacheKey, openCache, type RowCache } from './row-cache.ts'
import { createPointReader, type Point, type PointChoice, type PointReader, subjectRun } from './point.ts'

/** What the flags of a verb choose for all points. */
export interface ExperimentFlags {
  readonly seed?: number | undefined
  readonly replications?: number | undefined
  readonly workers?: number | undefined
  readonly until?: string | undefined
  /** Whether replication 0 writes down what racks, blocks and zones did. */
  readonly record?: boolean | undefined
  /** How often a run goes on from its written state in a fresh simulation. */
  readonly restores?: number | undefined
  /** False neither reads nor writes the cache. */
  readonly cache?: boolean | undefined
  /** Figures whose intervals are to be so narrow: replications go on until they are. */
  readonly halfWidth?: readonly Goal[] | undefined
  readonly mostReplications?: number | undefined
  /** Replications in pairs with mirrored draws. */
  readonly antithetic?: boolean | undefined
}

export interface Experiment extends ExperimentFlags {
  readonly points: readonly PointChoice[]
  /** Word before the progress bar. */
  readonly label: string
  /** Rows alone, or with them what a report tells of a run, and the run of replication 0. */
  readonly wants?: 'rows' | 'reports'
  /** Goals are about differences to the first point, replication by replication; all points get as many. */
  readonly isPaired?: boolean
  /** Points that are run; all when left out. */
  readonly chosen?: readonly number[]
  /** Rows that are there already, such as those of a journal: not run again, told like the others. */
  readonly known?: (point: number, replication: number) => Row | undefined
  /** Told, with the points that it depends on, when a goal was asked for and it is over. */
  readonly onPrecision?: (reached: readonly Reached[]) => void
  /** Told in order of points, then replications. */
  readonly onRow: (done: Replication) => void
}

/** A replication that is done. */
export interface Replication {
  readonly point: Point
  readonly row: Row
  /** Null where rows alone are wanted. */
  readonly told: RunTold | null
  /** The whole result, of replication 0 where reports are wanted. */
  readonly run: RunResult | null
}

/** One session in this process behind the pool's interface. */
const createLocalPool = (): Pool =>
  createPool(1, () => {
    const session = createSession()
    return { ...session, diedOf: () => undefined, terminate: () => void session.cancel() }
  })

/** What a run that did not finish means for the exit code; says why on stderr. */
function explain(host: Host, outcome: RunOutcome): ExitCode {
  if (outcome.status === 'cancelled') return EXIT.interrupted
  if (outcome.status === 'failed') {
    host.say(`the model broke at ${outcome.atMs} ms: ${outcome.message}`)
    for (const line of outcome.trace.slice(-12)) host.say(`  ${line}`)
    return outcome.message.startsWith('unexpected') ? EXIT.failure : EXIT.invariantBroken
  }
  // What the file could not show: that an option changes the past.
  if (outcome.status === 'invalid') host.say(issuesText(outcome.issues).trimEnd())
  return EXIT.invalidScenario
}

/** What becomes of a replication whose worker died. */
function deathText({ points }: Experiment, { point, replication }: Task, reason: string, isLast: boolean): string {
  const where = `replication ${replication}${points.length > 1 ? ` of ${points[point].label}` : ''}`
  return isLast
    ? `${MOST_DEATHS} workers died of ${where}, the last because ${reason}; it is given up. Where memory is short, fewer --workers help; --workers 1 runs in this process`
    : `a worker died at ${where} (${reason}); a new one runs it again, and nothing that was finished is lost`
}

/** Hands things over in the order of their numbers. */
function inOrder<T>(tell: (thing: T) => void): (index: number, thing: T) => void {
  const waiting = new Map<number, T>()
  let next = 0
  return (index, thing) => {
    waiting.set(index, thing)
    for (let found = waiting.get(next); found !== undefined; found = waiting.get(next)) {
      waiting.delete(next)
      next += 1
      tell(found)
    }
  }
}

function taskOf({ read, scenario, idealise }: Point, replication: number, flags: ExperimentFlags): RunTask {
  return { source: read.source, inputs: read.inputs, seed: flags.seed ?? null, replication, untilMs: untilMs(flags.until, scenario.horizon), record: flags.record === true && replication === 0, stream: false, ...(flags.antithetic === true ? { antithetic: true } : {}), ...(idealise === undefined ? {} : { idealise }), ...(flags.restores === undefined ? {} : { restores: flags.restores }) }
}

/** A replication that need not be run: known to the caller, or in the cache. A whole result is in neither. */
async function foundOf({ experiment, cache }: Round, point: Point, { replication }: Task, task: RunTask): Promise<Replication | undefined> {
  const wantsTold = experiment.wants === 'reports'
  if (wantsTold && replication === 0) return undefined
  const known = experiment.known?.(point.index, replication)
  if (known !== undefined) return { point, row: known, told: null, run: null }
  const found = await cache?.get(cacheKey(point, task), wantsTold)
  return found === undefined ? undefined : { point, row: { ...found.row, point: point.index }, told: found.told, run: null }
}

function replicationOf(point: Point, whole: RunResult, wants: Experiment['wants']): Replication {
  const { scenario, run } = subjectRun(point, whole)
  if (wants !== 'reports') return { point, row: reduceRun(scenario, run, point.index), told: null, run: null }
  const told = tellRun(scenario, run)
  return { point, row: reduceRun(scenario, run, point.index, told.figures), told, run: run.replication === 0 ? run : null }
}

interface Round {
  readonly host: Host
  readonly pool: Pool
  readonly reader: PointReader
  readonly experiment: Experiment
  readonly cache: RowCache | undefined
}

/** The points that are run. */
const chosenOf = ({ points, chosen }: Experiment): readonly number[] => chosen ?? [...points.keys()]

/** First tasks, point by point; the scenarios say how many replications where neither flags nor goals do. Undefined where a point has errors. */
async function plan(reader: PointReader, experiment: Experiment): Promise<Task[] | undefined> {
  const { replications, halfWidth = [], mostReplications = MOST_REPLICATIONS } = experiment
  if (experiment.mostReplications !== undefined && halfWidth.length === 0) throw new UsageError('--most-replications ends what --half-width asks for: give --half-width figure=width with it, or --replications')
  const tasks: Task[] = []
  for (const point of chosenOf(experiment)) {
    const count = halfWidth.length > 0 ? nextLook(0, mostReplications) : (replications ?? (await reader.read(point))?.scenario.replications)
    if (count === undefined) return undefined
    if (experiment.antithetic === true && count % 2 !== 0) throw new UsageError(`antithetic replications come in pairs: --replications takes an even number, not ${count}`)
    for (let replication = 0; replication < count; replication++) tasks.push({ point, replication })
  }
  return tasks
}

/** Runs tasks; the exit code of the first that did not finish, or none. */
async function runTasks(round: Round, tasks: readonly Task[], bar: ProgressBar): Promise<ExitCode | undefined> {
  const { host, pool, reader, experiment, cache } = round
  const left = new Map<number, number>()
  for (const { point } of tasks) left.set(point, (left.get(point) ?? 0) + 1)
  const given = new Map<number, { readonly point: Point; readonly key: string }>()
  const writing = new Set<Promise<void>>()
  let broken: ExitCode | undefined
  let taken = 0
  const stop = (exit: ExitCode): undefined => {
    broken ??= exit
    pool.cancel()
  }
  const hand = inOrder<Replication>(done => {
    experiment.onRow(done)
    const rest = (left.get(done.point.index) ?? 0) - 1
    left.set(done.point.index, rest)
    if (rest === 0) reader.forget(done.point.index)
  })
  const isOver = (): boolean => broken !== undefined || host.interrupted.aborted || taken >= tasks.length
  const next = async (): Promise<NumberedTask | undefined> => {
    while (!isOver()) {
      const index = taken++
      const point = await reader.read(tasks[index].point)
      if (point === undefined) return stop(EXIT.invalidScenario)
      const task = taskOf(point, tasks[index].replication, experiment)
      const found = await foundOf(round, point, tasks[index], task)
      if (found === undefined) {
        given.set(index, { point, key: cache === undefined ? '' : cacheKey(point, task) })
        return { index, task }
      }
      bar.update(index, 1)
      hand(index, found)
    }
    return undefined
  }
  const onOutcome = (index: number, outcome: RunOutcome): void => {
    bar.update(index, 1)
    const own = given.get(index)
    given.delete(index)
    if (outcome.status !== 'finished' || own === undefined) {
      // What is cancelled because another broke says nothing of its own.
      if (broken === undefined) stop(explain(host, outcome))
      return
    }
    const done = replicationOf(own.point, outcome.result, experiment.wants)
    if (cache !== undefined) {
      const write = cache.put(own.key, { row: done.row, told: done.told })
      writing.add(write)
      void write.then(() => writing.delete(write))
    }
    hand(index, done)
  }
  const onDeath = ({ index, reason, isLast }: Death): void => {
    host.say(deathText(experiment, tasks[index], reason, isLast))
    if (isLast) stop(EXIT.failure)
  }
  await pool.runEach(next, onOutcome, (index, { simulatedMs, horizonMs }) => bar.update(index, simulatedMs / horizonMs), onDeath)
  await Promise.all(writing)
  return broken ?? (host.interrupted.aborted ? EXIT.interrupted : undefined)
}

/** Tasks with a bar of their own. */
async function runWatched(round: Round, tasks: readonly Task[]): Promise<ExitCode | undefined> {
  const bar = createProgressBar(round.host, round.experiment.label, tasks.length)
  try {
    return await runTasks(round, tasks, bar)
  } finally {
    bar.done()
  }
}

/** Round after round until no goal asks for more. */
async function runRounds(round: Round, first: readonly Task[]): Promise<ExitCode> {
  const { experiment } = round
  const goals = createGoals(experiment.halfWidth ?? [], experiment.isPaired === true, chosenOf(experiment), experiment.mostReplications ?? MOST_REPLICATIONS)
  const watched: Round = { ...round, experiment: { ...experiment, onRow: done => { goals.add(done.row); experiment.onRow(done) } } }
  for (let tasks = first; tasks.length > 0; tasks = goals.next()) {
    const broken = await runWatched(watched, tasks)
    if (broken !== undefined) return broken
  }
  const reached = goals.reached()
  if (reached.length > 0) experiment.onPrecision?.(reached)
  return EXIT.pass
}

/** Opens threads and cache, uses them, closes them. */
async function withThreads(host: Host, experiment: Experiment, reader: PointReader, workers: number, use: (round: Round) => Promise<ExitCode>): Promise<ExitCode> {
  const pool = workers <= 1 ? createLocalPool() : createThreadPool(workers)
  const cache = experiment.cache === false || process.env.NAMEPLATE_CACHE === 'off' ? undefined : openCache(cacheFolder(process.env))
  const cancel = (): void => pool.cancel()
  host.interrupted.addEventListener('abort', cancel)
  try {
    return await use({ host, pool, reader, experiment, cache })
  } finally {
    host.interrupted.removeEventListener('abort', cancel)
    pool.terminate()
    const problem = cache?.problem()
    if (problem !== undefined) host.say(`the cache could not be written, which changes no result: ${problem}`)
  }
}

/** Runs an experiment; the exit code says how it ended, `EXIT.pass` when all rows were told. */
export async function runExperiment(host: Host, experiment: Experiment): Promise<ExitCode> {
  const reader = createPointReader(host, experiment.points)
  const tasks = await plan(reader, experiment)
  if (tasks === undefined) return EXIT.invalidScenario
  if (host.interrupted.aborted) return EXIT.interrupted
  const workers = Math.min(tasks.length, experiment.workers ?? Math.max(1, availableParallelism()))
  return withThreads(host, experiment, reader, workers, round => runRounds(round, tasks))
}

/** Runs tasks of a conversation; the exit code of the first that did not finish, or none. */
export type RunMore = (tasks: readonly Task[]) => Promise<ExitCode | undefined>

/** An experiment that asks for its tasks as it learns: `talk` runs some, looks, and runs more over the same threads. It may append points. */
export async function runConversation(host: Host, experiment: Experiment, talk: (run: RunMore) => Promise<ExitCode>): Promise<ExitCode> {
  const reader = createPointReader(host, experiment.points)
  const workers = experiment.workers ?? Math.max(1, availableParallelism())
  return withThreads(host, experiment, reader, workers, round => talk(tasks => runWatched(round, tasks)))
}

/** The rows of each point, in order of replications. */
export type ExperimentRows = { readonly ok: true; readonly points: readonly { readonly point: Point; readonly rows: readonly Row[] }[] } | { readonly ok: false; readonly exit: ExitCode }

/** Runs an experiment and keeps its rows: for plans of some hundred points. */
export async function rowsOfExperiment(host: Host, experiment: Omit<Experiment, 'onRow' | 'wants'>): Promise<ExperimentRows> {
  const points = new Map<number, { point: Point; rows: Row[] }>()
  const exit = await runExperiment(host, {
    ...experiment,
    onRow({ point, row }) {
      const own = points.get(point.index)
      if (own === undefined) points.set(point.index, { point, rows: [row] })
      else own.rows.push(row)
    },
  })
  return exit === EXIT.pass ? { ok: true, points: [...points.values()].toSorted((a, b) => a.point.index - b.point.index) } : { ok: false, exit }
}
