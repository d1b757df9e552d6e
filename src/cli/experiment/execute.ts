/**
 * Runs points × replications over worker threads and hands over one row after the other. A run is reduced to its row as soon as it ends and
 * dropped; rows come in order whatever the number of workers, so sums are the same bits.
 */
import { availableParallelism } from 'node:os'
import { reduceRun, type Row } from '../../analysis/reduce.ts'
import { type RunTold, tellRun } from '../../analysis/report.ts'
import type { RunResult } from '../../results/run-result.ts'
import { createPool, type NumberedTask, type Pool } from '../../runner/pool.ts'
import type { RunOutcome, RunTask } from '../../runner/protocol.ts'
import { createSession } from '../../runner/session.ts'
import { createThreadPool } from '../../runner/threads.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { createProgressBar, type ProgressBar } from '../progress.ts'
import { untilMs } from '../until.ts'
import { createPointReader, type Point, type PointChoice, type PointReader } from './point.ts'

/** What the flags of a verb choose for all points. */
export interface ExperimentFlags {
  readonly seed?: number | undefined
  readonly replications?: number | undefined
  readonly workers?: number | undefined
  readonly until?: string | undefined
  /** Whether replication 0 writes down what racks, blocks and zones did. */
  readonly record?: boolean | undefined
}

export interface Experiment extends ExperimentFlags {
  readonly points: readonly PointChoice[]
  /** Word before the progress bar. */
  readonly label: string
  /** Rows alone, or with them what a report tells of a run, and the run of replication 0. */
  readonly wants?: 'rows' | 'reports'
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
    return { ...session, terminate: () => void session.cancel() }
  })

/** What a run that did not finish means for the exit code; says why on stderr. */
function explain(host: Host, outcome: RunOutcome): ExitCode {
  if (outcome.status === 'cancelled') return EXIT.interrupted
  if (outcome.status === 'failed') {
    host.say(`the model broke at ${outcome.atMs} ms: ${outcome.message}`)
    for (const line of outcome.trace.slice(-12)) host.say(`  ${line}`)
    return outcome.message.startsWith('unexpected') ? EXIT.failure : EXIT.invariantBroken
  }
  return EXIT.invalidScenario
}

/** A replication of a point that is to be run. */
interface Task {
  readonly point: number
  readonly replication: number
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

function taskOf({ read, scenario }: Point, replication: number, flags: ExperimentFlags): RunTask {
  return { source: read.source, inputs: read.inputs, seed: flags.seed ?? null, replication, untilMs: untilMs(flags.until, scenario.horizon.start), record: flags.record === true && replication === 0, stream: false }
}

function replicationOf(point: Point, run: RunResult, wants: Experiment['wants']): Replication {
  if (wants !== 'reports') return { point, row: reduceRun(point.scenario, run, point.index), told: null, run: null }
  const told = tellRun(point.scenario, run)
  return { point, row: reduceRun(point.scenario, run, point.index, told.figures), told, run: run.replication === 0 ? run : null }
}

/** All tasks, point by point; the scenarios say how many replications where the flags do not. Undefined where a point has errors. */
async function plan(reader: PointReader, { points, replications }: Experiment): Promise<Task[] | undefined> {
  const tasks: Task[] = []
  for (const point of points.keys()) {
    const count = replications ?? (await reader.read(point))?.scenario.replications
    if (count === undefined) return undefined
    for (let replication = 0; replication < count; replication++) tasks.push({ point, replication })
  }
  return tasks
}

interface Round {
  readonly host: Host
  readonly pool: Pool
  readonly reader: PointReader
  readonly experiment: Experiment
  readonly bar: ProgressBar
}

/** Runs tasks; the exit code of the first that did not finish, or none. */
async function runTasks({ host, pool, reader, experiment, bar }: Round, tasks: readonly Task[]): Promise<ExitCode | undefined> {
  const left = new Map<number, number>()
  for (const { point } of tasks) left.set(point, (left.get(point) ?? 0) + 1)
  const opened = new Map<number, Point>()
  let broken: ExitCode | undefined
  let taken = 0
  const stop = (exit: ExitCode): void => {
    broken ??= exit
    pool.cancel()
  }
  const hand = inOrder<Replication>(done => {
    experiment.onRow(done)
    const rest = (left.get(done.point.index) ?? 0) - 1
    left.set(done.point.index, rest)
    if (rest > 0) return
    reader.forget(done.point.index)
    opened.delete(done.point.index)
  })
  const next = async (): Promise<NumberedTask | undefined> => {
    if (broken !== undefined || taken >= tasks.length) return undefined
    const index = taken++
    const point = await reader.read(tasks[index].point)
    if (point === undefined) {
      stop(EXIT.invalidScenario)
      return undefined
    }
    opened.set(point.index, point)
    return { index, task: taskOf(point, tasks[index].replication, experiment) }
  }
  const onOutcome = (index: number, outcome: RunOutcome): void => {
    bar.update(index, 1)
    const point = opened.get(tasks[index].point)
    if (outcome.status !== 'finished' || point === undefined) {
      // What is cancelled because another broke says nothing of its own.
      if (broken === undefined) stop(explain(host, outcome))
      return
    }
    hand(index, replicationOf(point, outcome.result, experiment.wants))
  }
  await pool.runEach(next, onOutcome, (index, { simulatedMs, horizonMs }) => bar.update(index, simulatedMs / horizonMs))
  return broken ?? (host.interrupted.aborted ? EXIT.interrupted : undefined)
}

/** Runs an experiment; the exit code says how it ended, `EXIT.pass` when all rows were told. */
export async function runExperiment(host: Host, experiment: Experiment): Promise<ExitCode> {
  const reader = createPointReader(host, experiment.points)
  const tasks = await plan(reader, experiment)
  if (tasks === undefined) return EXIT.invalidScenario
  if (host.interrupted.aborted) return EXIT.interrupted
  const workers = Math.min(tasks.length, experiment.workers ?? Math.max(1, availableParallelism()))
  const pool = workers <= 1 ? createLocalPool() : createThreadPool(workers)
  const bar = createProgressBar(host, experiment.label, tasks.length)
  const cancel = (): void => pool.cancel()
  host.interrupted.addEventListener('abort', cancel)
  try {
    return (await runTasks({ host, pool, reader, experiment, bar }, tasks)) ?? EXIT.pass
  } finally {
    host.interrupted.removeEventListener('abort', cancel)
    bar.done()
    pool.terminate()
  }
}

/** The rows of each point, in order of replications. */
export type ExperimentRows = { readonly ok: true; readonly points: readonly { readonly point: Point; readonly rows: readonly Row[] }[] } | { readonly ok: false; readonly exit: ExitCode }

/** Runs an experiment and keeps its rows: for plans of some hundred points. */
export async function rowsOfExperiment(host: Host, experiment: Omit<Experiment, 'onRow' | 'wants'>): Promise<ExperimentRows> {
  const points: { point: Point; rows: Row[] }[] = []
  const exit = await runExperiment(host, {
    ...experiment,
    onRow({ point, row }) {
      const last = points.at(-1)
      if (last?.point.index === point.index) last.rows.push(row)
      else points.push({ point, rows: [row] })
    },
  })
  return exit === EXIT.pass ? { ok: true, points } : { ok: false, exit }
}
