/** The time that the page opens at: when most of the contract waits for power; without such a time, when the last block is promised. */
import type { RunResult } from '../../results/run-result.ts'
import { follow } from './clock.ts'

const ENERGISED_GATE = 2
/** Windows this close to the worst count as the worst; the last of them is taken, when most is built. */
const NEARLY = 0.98

export function worthSeeingMs(run: RunResult): number {
  const { buckets, acceleratorMs, windowCount, windowMs } = run.ledger
  const members = buckets.flatMap(({ gate }, index) => (gate === ENERGISED_GATE ? [index] : []))
  const lost = Float64Array.from({ length: windowCount }, (_, window) => members.reduce((sum, bucket) => sum + acceleratorMs[window * buckets.length + bucket], 0))
  const most = lost.reduce((max, value) => Math.max(max, value), 0)
  // What is there from the start is seen once the first window has closed.
  if (most === 0) return Math.max(run.rampEndMs, windowMs)
  return (lost.findLastIndex(value => value >= NEARLY * most) + 1) * windowMs
}

/** The timeline is that of a run that has ended. */
export const followWhole = (run: RunResult): void => follow(run.horizonMs, run.horizonMs, worthSeeingMs(run))
