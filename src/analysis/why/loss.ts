/** Why a part of the ledger is as large as it is: when most of it fell, on which racks, and what was behind it. */
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import { BUCKETS } from '../../scenario/buckets.ts'
import type { ChangeLog, RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { average } from '../estimate.ts'

/** "Most of it": the shortest stretch of windows with this share. */
const MOST = 0.8
const LAST_NODE_GATE = 6
const IDLE_GATE = 7

export interface Span {
  readonly fromMs: number
  readonly toMs: number
  /** Middle of the window with the most. */
  readonly peakMs: number
  /** Share of the whole that fell within it, 0–1. */
  readonly share: number
}

/** Accelerator-ms of some buckets by window, mean over the runs. */
export function windowsOf(runs: readonly RunResult[], codes: ReadonlySet<string>): Float64Array {
  const [{ ledger: { windowCount } }] = runs
  const sums = new Float64Array(windowCount)
  for (const { ledger: { buckets, acceleratorMs } } of runs) {
    const members = buckets.flatMap(({ code }, bucket) => (codes.has(code) ? [bucket] : []))
    for (let window = 0; window < windowCount; window++) for (const bucket of members) sums[window] += (acceleratorMs[window * buckets.length + bucket] ?? 0) / runs.length
  }
  return sums
}

/** The shortest stretch of windows that holds most of a series; null where there is nothing. */
export function spanOf(values: Float64Array, windowMs: number): Span | null {
  const total = values.reduce((sum, value) => sum + value, 0)
  if (total <= 0) return null
  let [from, sum] = [0, 0]
  let best = { from: 0, to: values.length, sum: total }
  for (let to = 0; to < values.length; to++) {
    sum += values[to]
    while (sum - values[from] >= MOST * total) sum -= values[from++]
    if (sum >= MOST * total && to + 1 - from < best.to - best.from) best = { from, to: to + 1, sum }
  }
  const peak = values.reduce((most, value, window) => (value > values[most] ? window : most), 0)
  return { fromMs: best.from * windowMs, toMs: best.to * windowMs, peakMs: (peak + 0.5) * windowMs, share: best.sum / total }
}

/** Time that entities of a log spent with values that count, from a time of their own on, by entity. */
function timeWith(log: ChangeLog, endMs: number, beginsMs: (entity: number) => number, counts: (value: number) => boolean): Float64Array {
  const time = new Float64Array(log.entities)
  const since = new Float64Array(log.entities).fill(-1)
  const close = (entity: number, atMs: number): void => {
    if (since[entity] >= 0) time[entity] += Math.max(0, atMs - Math.max(since[entity], beginsMs(entity)))
  }
  for (let row = 0; row < log.entity.length; row++) {
    const entity = log.entity[row]
    close(entity, log.atMs[row])
    since[entity] = counts(log.value[row]) ? log.atMs[row] : -1
  }
  for (let entity = 0; entity < log.entities; entity++) close(entity, endMs)
  return time
}

/**
 * Rack-ms by rack of replication 0 in a part of the ledger: the log tells the bucket that closes the first node of a rack, and how many of
 * its nodes have work. Empty where the run did not record. `readyMs` is the begin of the contract of each rack.
 */
export function rackTimes(run: RunResult, gate: number, codes: ReadonlySet<string>, readyMs: (rack: number) => number): Float64Array {
  const logOf = (id: string): ChangeLog | undefined => run.logs.find(log => log.id === id)
  const [closed, busy] = [logOf('rackBucket'), logOf('rackBusy')]
  if (closed === undefined || busy === undefined) return new Float64Array(0)
  if (gate >= 1 && gate <= LAST_NODE_GATE) {
    const wanted = new Set(BUCKETS.flatMap(({ code }, index) => (codes.has(code) ? [index + 1] : [])))
    return timeWith(closed, run.horizonMs, readyMs, value => wanted.has(value))
  }
  const working = timeWith(busy, run.horizonMs, readyMs, value => value > 0)
  if (gate !== IDLE_GATE) return working
  return timeWith(closed, run.horizonMs, readyMs, value => value === 0).map((ms, rack) => Math.max(0, ms - working[rack]))
}

export interface Place {
  /** Index of the block with the most. */
  readonly block: number
  readonly share: number
  /** Rack of it that has most, in the engine's order. */
  readonly rack: number
}

/** The block with most of some rack times, and its worst rack; null where there is nothing. */
export function placeOf(times: Float64Array, blockOfRack: ArrayLike<number>): Place | null {
  const total = times.reduce((sum, ms) => sum + ms, 0)
  if (total <= 0) return null
  const byBlock: number[] = []
  times.forEach((ms, rack) => {
    const block = blockOfRack[rack]
    byBlock[block] = (byBlock[block] ?? 0) + ms
  })
  const block = byBlock.reduce((most, ms, at) => (ms > (byBlock[most] ?? 0) ? at : most), byBlock.findIndex(ms => ms !== undefined))
  const rack = times.reduce((most, ms, at) => (blockOfRack[at] === block && (most < 0 || ms > times[most]) ? at : most), -1)
  return { block, share: byBlock[block] / total, rack }
}

const overlapMs = (a: { readonly fromMs: number; readonly toMs: number }, b: { readonly fromMs: number; readonly toMs: number }): number => Math.max(0, Math.min(a.toMs, b.toMs) - Math.max(a.fromMs, b.fromMs))

export interface Cause {
  /** Words of what happened, as the chronicle names it. */
  readonly what: string
  readonly kind: 'late' | 'held' | 'incident' | 'fault' | 'work'
  /** Block index; −1 for the site. */
  readonly block: number
  readonly atMs: number
  /** How long it lasted, or how late it was, ms. */
  readonly forMs: number
  /** How many of the kind there were within the span. */
  readonly count: number
}

/** The milestone that came latest against its plan before the span was over. */
function latest(run: RunResult, span: Span): Cause | null {
  const late = run.milestones.filter(({ atMs, plannedMs }) => plannedMs >= 0 && atMs > plannedMs && overlapMs({ fromMs: plannedMs, toMs: atMs }, span) > 0)
  const worst = late.reduce<(typeof late)[number] | null>((most, each) => (most === null || each.atMs - each.plannedMs > most.atMs - most.plannedMs ? each : most), null)
  return worst === null ? null : { kind: 'late', what: worst.name, block: worst.block, atMs: worst.plannedMs, forMs: worst.atMs - worst.plannedMs, count: late.length }
}

/** What held a block longest while it was filled, among some buckets. */
function held(run: RunResult, codes: ReadonlySet<string>): Cause | null {
  const spells = (run.critical ?? []).filter(({ bucket }) => codes.has(bucket))
  const worst = spells.reduce<(typeof spells)[number] | null>((most, each) => (most === null || each.toMs - each.fromMs > most.toMs - most.fromMs ? each : most), null)
  return worst === null ? null : { kind: 'held', what: worst.bucket, block: worst.block, atMs: worst.fromMs, forMs: worst.toMs - worst.fromMs, count: spells.length }
}

/** Incidents of the kinds that stop what a gate asks for. */
const INCIDENTS: Readonly<Record<number, RegExp>> = { 2: /outage|curtail|fuel|permit|emission|fire|emergency|protection|load/iu, 3: /outage|cooling|water|leak|plant|chiller|pump/iu, 4: /link|leaf|switch|fabric|outage/iu, 9: /load|throttle|outage|curtail/iu }

function incident(run: RunResult, gate: number, span: Span): Cause | null {
  const kinds = INCIDENTS[gate]
  if (kinds === undefined) return null
  const found = run.incidents.map(each => ({ ...each, fromMs: each.atMs, toMs: each.endMs < 0 ? run.horizonMs : each.endMs })).filter(each => kinds.test(each.kind) && each.toMs >= span.fromMs && each.fromMs <= span.toMs)
  const worst = found.reduce<(typeof found)[number] | null>((most, each) => (most === null || overlapMs(each, span) > overlapMs(most, span) ? each : most), null)
  return worst === null ? null : { kind: 'incident', what: worst.label, block: worst.block, atMs: worst.atMs, forMs: worst.toMs - worst.fromMs, count: found.length }
}

/** The kind of fault that took most node time. */
function fault(run: RunResult): Cause | null {
  const worst = (run.faults ?? []).reduce<NonNullable<RunResult['faults']>[number] | null>((most, each) => (most === null || each.downMs > most.downMs ? each : most), null)
  return worst === null || worst.count === 0 ? null : { kind: 'fault', what: worst.label, block: -1, atMs: 0, forMs: worst.downMs, count: worst.count }
}

/** The workload entry with most of what a gate of jobs takes. */
function work(run: RunResult, gate: number): Cause | null {
  const lostOf = (each: NonNullable<RunResult['jobClasses']>[number]): number => (gate === 8 ? each.restart : gate === IDLE_GATE ? each.queued + each.requeued : each.checkpoint + each.rework + each.slowed)
  const worst = (run.jobClasses ?? []).reduce<NonNullable<RunResult['jobClasses']>[number] | null>((most, each) => (most === null || lostOf(each) > lostOf(most) ? each : most), null)
  return worst === null || lostOf(worst) === 0 ? null : { kind: 'work', what: worst.id, block: -1, atMs: 0, forMs: lostOf(worst), count: worst.started }
}

/** What stands behind a loss, of replication 0; null where the run cannot tell. */
function causeOf(run: RunResult, gate: number, codes: ReadonlySet<string>, span: Span): Cause | null {
  if (gate <= 4) return held(run, codes) ?? incident(run, gate, span) ?? latest(run, span)
  if (gate <= LAST_NODE_GATE) return gate === 5 ? fault(run) : null
  // Nobody's work stands behind a want of work.
  if (codes.has('L7.noDemand')) return null
  return (gate === 9 ? work(run, gate) ?? incident(run, gate, span) : work(run, gate))
}

export interface LossWhy {
  readonly gpuHours: number
  /** Share of the contract. */
  readonly share: number
  readonly span: Span | null
  readonly place: Place | null
  readonly cause: Cause | null
}

/** All of it for one bucket, or for the buckets of a gate. */
export function whyLost(scenario: Scenario, runs: readonly RunResult[], gate: number, codes: readonly string[], blockOfRack: ArrayLike<number>): LossWhy {
  const wanted = new Set(codes)
  const [first] = runs
  const values = windowsOf(runs, wanted)
  const total = values.reduce((sum, ms) => sum + ms, 0)
  const contract = average(runs.map(run => run.ledger.contractedMs.reduce((sum, ms) => sum + ms, 0)))
  const span = spanOf(values, first.ledger.windowMs)
  const readyMs = (rack: number): number => ((scenario.blocks[blockOfRack[rack]]?.ready ?? scenario.horizon.start) - scenario.horizon.start) * DAY_MS
  const times = first.logs.some(({ id, entities }) => id === 'rackBucket' && entities === blockOfRack.length) ? rackTimes(first, gate, wanted, readyMs) : new Float64Array(0)
  return {
    gpuHours: total / HOUR_MS, share: contract > 0 ? total / contract : 0, span,
    place: span === null ? null : placeOf(times, blockOfRack),
    cause: span === null ? null : causeOf(first, gate, wanted, span),
  }
}
