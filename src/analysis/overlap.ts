/**
 * Overlap-aware share of each gate from the mask ledger: every instant is split equally among the gates unmet at that instant.
 * For an AND of gates this is the Shapley value of the static game (each instant is a unanimity game on its active set).
 */

import { formatDate } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'
import { average } from './estimate.ts'

const GATE_COUNT = 6
const MASK_COUNT = 1 << GATE_COUNT

/** Shares by gate (index 0 = gate 1), in the unit of `maskMs`; `maskMs[m]` is the time with exactly the gates of mask m unmet. */
export function staticShapley(maskMs: readonly number[]): number[] {
  const shares = new Array<number>(GATE_COUNT).fill(0)
  maskMs.forEach((ms, mask) => {
    const active = gatesOf(mask)
    for (const gate of active) shares[gate] += ms / active.length
  })
  return shares
}

/** What idealising one gate alone would give back: the time in which it is the only unmet gate. */
export function removeOne(maskMs: readonly number[]): number[] {
  return Array.from({ length: GATE_COUNT }, (_, gate) => maskMs[1 << gate] ?? 0)
}

/** Time lost at all: the sum over all masks but the empty one. */
export function lostInTotal(maskMs: readonly number[]): number {
  return maskMs.reduce((sum, ms, mask) => (mask === 0 ? sum : sum + ms), 0)
}

function gatesOf(mask: number): number[] {
  const gates: number[] = []
  for (let gate = 0; gate < GATE_COUNT; gate++) if ((mask >> gate) & 1) gates.push(gate)
  return gates
}

/** What a gate of nodes took, seen in three ways; GPU-hours, means over replications. */
export interface OverlapRow extends Uncertain {
  readonly gate: number
  readonly label: string
  /** As the ledger books it: the first unmet gate takes all. */
  readonly firstHours: number
  /** Every instant split equally among the gates unmet then. */
  readonly sharedHours: number
  /** While no other gate was unmet: what it would give back alone. */
  readonly aloneHours: number
}

/** Hours by mask booked to its first gate. */
function firstUnmet(maskMs: readonly number[]): number[] {
  const first = new Array<number>(GATE_COUNT).fill(0)
  maskMs.forEach((ms, mask) => {
    const [gate] = gatesOf(mask)
    if (gate !== undefined) first[gate] += ms
  })
  return first
}

/** Means over masks by run: rows of the gates that took anything. */
function rowsOf(masks: readonly (readonly number[])[]): OverlapRow[] {
  const views = masks.map(mask => ({ first: firstUnmet(mask), shared: staticShapley(mask), alone: removeOne(mask) }))
  return Array.from({ length: GATE_COUNT }, (_, gate): OverlapRow => ({
    gate: gate + 1,
    label: GATE_LABELS[gate].loss,
    firstHours: average(views.map(({ first }) => first[gate])),
    sharedHours: average(views.map(({ shared }) => shared[gate])),
    aloneHours: average(views.map(({ alone }) => alone[gate])),
  })).filter(({ sharedHours }) => sharedHours > 0)
}

/** Rows of the gates that took anything. Spares kept idle and nodes that drain are held by the scheduler and are in no mask. */
export const overlapRows = (runs: readonly RunResult[]): OverlapRow[] => rowsOf(runs.map(run => run.ledger.maskMs.map(ms => Number(BigInt(ms)) / HOUR_MS)))

/** The same over a stretch of windows. */
export interface OverlapPeriod {
  /** First day and the day after the last, YYYY-MM-DD. */
  readonly from: string
  readonly to: string
  readonly gates: readonly Omit<OverlapRow, 'label'>[]
}

/** Stretches in which any gate of nodes was unmet, in order of time. */
export function overlapPeriods(runs: readonly RunResult[]): OverlapPeriod[] {
  const [{ startDay, horizonMs, ledger }] = runs
  const lengthMs = ledger.maskPeriods.windows * ledger.windowMs
  const dayAt = (ms: number): string => formatDate(startDay + Math.floor(ms / DAY_MS))
  return Array.from({ length: ledger.maskPeriods.acceleratorMs.length / MASK_COUNT }, (_, period) => {
    const masks = runs.map(run => Array.from(run.ledger.maskPeriods.acceleratorMs.subarray(period * MASK_COUNT, (period + 1) * MASK_COUNT), ms => ms / HOUR_MS))
    return { from: dayAt(period * lengthMs), to: dayAt(Math.min(horizonMs, (period + 1) * lengthMs)), gates: rowsOf(masks).map(({ label: _label, ...row }) => row) }
  }).filter(({ gates }) => gates.length > 0)
}
