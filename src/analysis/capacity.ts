/** Capacity by date: how many accelerators passed each gate, window by window, from the ledger alone. */
import type { LedgerColumns } from '../results/run-result.ts'

/** Mean accelerators per window at each level of the waterfall. */
export interface CapacityLevels {
  readonly contracted: Float64Array
  /** `byGate[g]` = accelerators left after gates 1…g, g = 1…9; `byGate[9]` is productive plus not yet committed. */
  readonly byGate: readonly Float64Array[]
  readonly productive: Float64Array
}

const GATES = 9

export function capacityLevels(ledger: LedgerColumns): CapacityLevels {
  const { windowCount, buckets, acceleratorMs, contractedMs, windowMs } = ledger
  const byGate = Array.from({ length: GATES + 1 }, () => new Float64Array(windowCount))
  const contracted = new Float64Array(windowCount)
  const productive = new Float64Array(windowCount)
  for (let window = 0; window < windowCount; window++) {
    contracted[window] = contractedMs[window] / windowMs
    const lost = lossesByGate(ledger, window)
    let left = contractedMs[window]
    for (let gate = 1; gate <= GATES; gate++) {
      left -= lost[gate]
      byGate[gate][window] = left / windowMs
    }
    byGate[0][window] = contracted[window]
    productive[window] = productiveMs(acceleratorMs, buckets.length, window) / windowMs
  }
  return { contracted, byGate, productive }
}

/** Accelerator-ms lost at each gate in one window; index = gate, 0 and 10 stay 0. */
function lossesByGate(ledger: LedgerColumns, window: number): number[] {
  const lost = new Array<number>(GATES + 2).fill(0)
  ledger.buckets.forEach((bucket, index) => {
    if (bucket.gate >= 1 && bucket.gate <= GATES) lost[bucket.gate] += ledger.acceleratorMs[window * ledger.buckets.length + index]
  })
  return lost
}

/** The productive bucket is the last row of the ledger. */
function productiveMs(cells: Float64Array, bucketCount: number, window: number): number {
  return cells[window * bucketCount + bucketCount - 1]
}

/** Productive accelerator-ms by window. */
export function productiveByWindow(ledger: LedgerColumns): Float64Array {
  const { windowCount, buckets, acceleratorMs } = ledger
  return Float64Array.from({ length: windowCount }, (_, window) => productiveMs(acceleratorMs, buckets.length, window))
}

/** Allocatable accelerator-ms by window: what is left after gates 1–6. */
export function allocatableByWindow(ledger: LedgerColumns): Float64Array {
  return Float64Array.from({ length: ledger.windowCount }, (_, window) => {
    const lost = lossesByGate(ledger, window)
    return ledger.contractedMs[window] - lost.slice(1, 7).reduce((sum, ms) => sum + ms, 0)
  })
}

/** Allocated accelerator-ms by window: what jobs and services held, gates 8 and 9, provisional and productive. */
export function allocatedByWindow({ buckets, windowCount, acceleratorMs }: LedgerColumns): Float64Array {
  const held = buckets.flatMap(({ gate }, bucket) => (gate === 0 || gate > 7 ? [bucket] : []))
  return Float64Array.from({ length: windowCount }, (_, window) => held.reduce((sum, bucket) => sum + acceleratorMs[window * buckets.length + bucket], 0))
}

/**
 * First time (ms) at which the trailing mean of `span` windows reaches `share` of the final contract and stays there for the next
 * `span` windows; NaN if never within the horizon. `levelMs` holds accelerator-ms by window.
 */
export function timeToCapacity(ledger: LedgerColumns, levelMs: Float64Array, share: number, span: number): number {
  const { windowCount, contractedMs, windowMs } = ledger
  const final = contractedMs[windowCount - 1] ?? 0
  if (final === 0) return NaN
  const wanted = share * final * span
  let trailing = 0
  let heldWindows = 0
  for (let end = 1; end <= windowCount; end++) {
    trailing += levelMs[end - 1] - (end > span ? levelMs[end - 1 - span] : 0)
    heldWindows = end >= span && trailing >= wanted ? heldWindows + 1 : 0
    if (heldWindows === span + 1) return (end - span) * windowMs
  }
  return NaN
}
