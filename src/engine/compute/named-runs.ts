/**
 * The book of named model runs: their dates, their time by state, what interrupted them and what was lost, and which runs wait for others.
 * Registered only where the file plans such runs; one row a workload entry.
 */
import { isNamedRun, RUN_CAUSES, RUN_STATES, type RunCause, type RunPlan, runPlan, type RunState } from '../../scenario/run-plan.ts'
import { samplingFor } from '../../scenario/gang-sizes.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import { type Cluster, JOB_KIND, JOB_STATE } from './tables.ts'

const STATE_OF: Readonly<Record<number, RunState>> = {
  [JOB_STATE.staging]: 'waiting', [JOB_STATE.queued]: 'waiting', [JOB_STATE.starting]: 'starting', [JOB_STATE.gangWait]: 'starting', [JOB_STATE.restoring]: 'restoring', [JOB_STATE.running]: 'running', [JOB_STATE.stalled]: 'stalled', [JOB_STATE.ending]: 'ending',
}

const COLUMNS = { submitMs: 'f64', startMs: 'f64', endMs: 'f64', isDone: 'u8', job: 'i32', doneMs: 'f64', state: 'i32', sinceMs: 'f64', checkpointMs: 'f64' } as const

export interface NamedRuns {
  /** By workload entry; undefined for other entries. */
  readonly plans: readonly (RunPlan | undefined)[]
  readonly table: { readonly col: { readonly [K in keyof typeof COLUMNS]: { [row: number]: number } } }
  /** Time by entry × state; interruptions and lost work by entry × cause. */
  readonly times: { readonly col: { readonly ms: Float64Array } }
  readonly causes: { readonly col: { readonly count: Float64Array; readonly lostMs: Float64Array } }
  /** Entries that an entry waits for. */
  readonly before: readonly (readonly number[])[]
  /** Entries that wait or are waited for: they stay at one site. */
  readonly isTied: readonly boolean[]
}

export function createNamedRuns(state: State, workload: WorkloadSection, world: World): NamedRuns | undefined {
  if (!workload.some(entry => entry.source === 'training-run' && isNamedRun(entry))) return undefined
  const table = state.table('compute.namedRuns', workload.length, COLUMNS)
  for (const column of [table.col.submitMs, table.col.startMs, table.col.endMs]) column.fill(-1)
  const ids = workload.map(({ id }) => id)
  const before = workload.map(entry => (entry.source === 'training-run' ? entry.dependsOn.map(id => ids.indexOf(id)).filter(index => index >= 0) : []))
  return {
    isTied: workload.map((_, index) => before[index].length > 0 || before.some(each => each.includes(index))),
    before,
    plans: workload.map(entry => (entry.source === 'training-run' ? planOf(entry, world) : undefined)),
    table,
    times: state.table('compute.namedRunTimes', workload.length * RUN_STATES.length, { ms: 'f64' }),
    causes: state.table('compute.namedRunCauses', workload.length * RUN_CAUSES.length, { count: 'f64', lostMs: 'f64' }),
  }
}

/** The plan of a run on the racks that the site has first. */
export const planOf = (entry: Parameters<typeof runPlan>[0], world: Pick<World, 'startDay' | 'rackTypes' | 'lots'>): RunPlan =>
  runPlan(entry, world.startDay, world.lots.count === 0 ? 1e15 : world.rackTypes[world.lots.type[0]].peakFlops)

/** Entry of a batch job that is a named run, −1 for any other. */
function rowOf({ jobs, namedRuns }: Cluster, job: number): number {
  const { kind, entry } = jobs.col
  return namedRuns !== undefined && kind[job] === JOB_KIND.batch && namedRuns.plans[entry[job]] !== undefined ? entry[job] : -1
}

function closeState({ plans, table, times }: NamedRuns, row: number, now: number): void {
  const { state, sinceMs } = table.col
  const name = plans[row] === undefined ? undefined : STATE_OF[state[row]]
  if (name !== undefined) times.col.ms[row * RUN_STATES.length + RUN_STATES.indexOf(name)] += now - sinceMs[row]
  sinceMs[row] = now
}

/** A job comes into another state. */
export function noteRunState(c: Cluster, job: number, state: number): void {
  const row = rowOf(c, job)
  if (c.namedRuns === undefined || row < 0) return
  const { table } = c.namedRuns
  closeState(c.namedRuns, row, c.kernel.now)
  table.col.state[row] = state
  table.col.job[row] = job
  if (table.col.submitMs[row] < 0) table.col.submitMs[row] = c.kernel.now
  if (state === JOB_STATE.starting && table.col.startMs[row] < 0) table.col.startMs[row] = c.kernel.now
}

/** A running or stalled job is taken down; its segment is closed and what is durable is known. */
export function noteRunLoss(c: Cluster, job: number, cause: RunCause): void {
  const row = rowOf(c, job)
  if (c.namedRuns === undefined || row < 0) return
  const { state, workedMs, doneMs } = c.jobs.col
  const at = row * RUN_CAUSES.length + RUN_CAUSES.indexOf(cause)
  const { count, lostMs } = c.namedRuns.causes.col
  count[at] += 1
  if (state[job] === JOB_STATE.running || state[job] === JOB_STATE.stalled) lostMs[at] += Math.max(0, workedMs[job] - doneMs[job])
}

/** Training stood still for checkpoints. */
export function noteRunCheckpoints(c: Cluster, job: number, blockedMs: number): void {
  const row = rowOf(c, job)
  if (c.namedRuns !== undefined && row >= 0) c.namedRuns.table.col.checkpointMs[row] += blockedMs
}

/** A job is over for good. */
function noteEnd(c: Cluster, job: number, isDone: boolean): void {
  const row = rowOf(c, job)
  if (c.namedRuns === undefined || row < 0) return
  const { col } = c.namedRuns.table
  closeState(c.namedRuns, row, c.kernel.now)
  if (col.submitMs[row] < 0) col.submitMs[row] = c.kernel.now
  col.endMs[row] = c.kernel.now
  col.isDone[row] = isDone ? 1 : 0
  col.doneMs[row] = isDone ? c.jobs.col.workMs[job] : c.jobs.col.doneMs[job]
  col.state[row] = JOB_STATE.free
  col.job[row] = 0
}

/** Whether all runs that an entry waits for are done. */
export const isFree = ({ namedRuns }: Cluster, entry: number): boolean => namedRuns === undefined || namedRuns.before[entry].every(before => namedRuns.table.col.isDone[before] === 1)

/** Entries that wait for nothing more, now that `done` is. */
function freedBy(c: Cluster, done: number): number[] {
  if (c.namedRuns === undefined) return []
  return c.namedRuns.before.flatMap((before, entry) => (before.includes(done) && isFree(c, entry) ? [entry] : []))
}

/** A job of a named run is over: runs that waited for it alone are submitted, on their own day at the earliest. */
export function endRun(c: Cluster, job: number, isDone: boolean): void {
  noteEnd(c, job, isDone)
  if (!isDone) return
  for (const entry of freedBy(c, c.jobs.col.entry[job])) {
    const atMs = Math.max(c.kernel.now, c.namedRuns?.plans[entry]?.submitMs ?? 0)
    if (atMs <= c.world.horizonMs) c.kernel.schedule(c.commands.arrive, entry, atMs)
  }
}

/** What is known of a run, to be gone on with at another site; times are ages, since every site has its own clock. −1: not yet. */
export interface RunOnTheWay {
  readonly submittedAgoMs: number
  readonly startedAgoMs: number
  readonly checkpointMs: number
  readonly ms: readonly number[]
  readonly count: readonly number[]
  readonly lostMs: readonly number[]
}

/** Takes the record of a waiting run out of the book of this site; undefined for a job that is no named run. */
export function takeRun(c: Cluster, job: number): RunOnTheWay | undefined {
  const row = rowOf(c, job)
  if (c.namedRuns === undefined || row < 0) return undefined
  const { table: { col }, times, causes } = c.namedRuns
  const { now } = c.kernel
  closeState(c.namedRuns, row, now)
  const taken = (column: Float64Array, width: number): number[] => {
    const part = column.subarray(row * width, (row + 1) * width)
    const values = Array.from(part)
    part.fill(0)
    return values
  }
  const age = (atMs: number): number => (atMs < 0 ? -1 : now - atMs)
  const record = {
    submittedAgoMs: age(col.submitMs[row]), startedAgoMs: age(col.startMs[row]), checkpointMs: col.checkpointMs[row],
    ms: taken(times.col.ms, RUN_STATES.length), count: taken(causes.col.count, RUN_CAUSES.length), lostMs: taken(causes.col.lostMs, RUN_CAUSES.length),
  }
  for (const column of [col.submitMs, col.startMs, col.endMs]) column[row] = -1
  for (const column of [col.state, col.job, col.doneMs, col.checkpointMs]) column[row] = 0
  return record
}

/** Goes on with the record of a run from another site, of which the loss of that site cost `lostMs`. */
export function putRun(c: Cluster, job: number, run: RunOnTheWay, cause: RunCause, lostMs: number): void {
  const row = rowOf(c, job)
  if (c.namedRuns === undefined || row < 0) return
  const { table: { col }, times, causes } = c.namedRuns
  const since = (agoMs: number): number => (agoMs < 0 ? -1 : Math.max(0, c.kernel.now - agoMs))
  col.submitMs[row] = since(run.submittedAgoMs)
  col.startMs[row] = since(run.startedAgoMs)
  col.checkpointMs[row] = run.checkpointMs
  col.sinceMs[row] = c.kernel.now
  col.job[row] = job
  run.ms.forEach((ms, at) => void (times.col.ms[row * RUN_STATES.length + at] += ms))
  run.count.forEach((count, at) => void (causes.col.count[row * RUN_CAUSES.length + at] += count))
  run.lostMs.forEach((ms, at) => void (causes.col.lostMs[row * RUN_CAUSES.length + at] += ms))
  causes.col.lostMs[row * RUN_CAUSES.length + RUN_CAUSES.indexOf(cause)] += lostMs
}

const byName = <K extends string>(names: readonly K[], of: (index: number) => number): Record<K, number> => Object.fromEntries(names.map((name, index) => [name, of(index)])) as Record<K, number>

/** The runs so far, in the form of results; empty where the file plans none. Times are −1 where it has not come to that. */
export function runRecords(c: Cluster, workload: WorkloadSection) {
  const { namedRuns } = c
  if (namedRuns === undefined) return []
  const { causes, table: { col }, times } = namedRuns
  return workload.flatMap((entry, row) => {
    const plan = namedRuns.plans[row]
    if (plan === undefined || entry.source !== 'training-run') return []
    const open = STATE_OF[col.state[row]]
    const job = col.job[row]
    const worked = job > 0 ? (open === 'running' || open === 'stalled' ? c.jobs.col.workedMs[job] : c.jobs.col.doneMs[job]) : col.doneMs[row]
    return [{
      id: entry.id, accelerators: entry.accelerators + samplingFor(entry.accelerators, entry.samplers), workMs: plan.workMs, doneMs: Math.round(worked),
      plannedMs: plan.submitMs, submitMs: col.submitMs[row], startMs: col.startMs[row], endMs: col.endMs[row], deadlineMs: plan.deadlineMs === Infinity ? -1 : plan.deadlineMs, isDone: col.isDone[row] === 1,
      stateMs: byName(RUN_STATES, index => times.col.ms[row * RUN_STATES.length + index] + (RUN_STATES[index] === open ? c.kernel.now - col.sinceMs[row] : 0)),
      checkpointMs: col.checkpointMs[row],
      interruptions: byName(RUN_CAUSES, index => causes.col.count[row * RUN_CAUSES.length + index]),
      lostMs: byName(RUN_CAUSES, index => Math.round(causes.col.lostMs[row * RUN_CAUSES.length + index])),
    }]
  })
}
