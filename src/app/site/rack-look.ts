/** What a rack shows whatever the layer: whether it was shed or lost its power, and how far its block is throttled. */
import { BUCKETS } from '../../scenario/buckets.ts'
import type { RunResult } from '../../results/run-result.ts'
import { type SiteState, UNKNOWN } from './replay.ts'

/** Shed, curtailed, without power or without cooling. */
const OFF = new Set(BUCKETS.flatMap(({ code, gate }, index) => ((gate === 2 && code !== 'L2.building' && code !== 'L2.commissioning') || gate === 3 ? [index + 1] : [])))

const known = new WeakMap<RunResult, Float64Array>()

/** First time that every rack was open for work, ms; Infinity for never. */
function firstOpen(run: RunResult): Float64Array {
  const found = known.get(run)
  if (found !== undefined) return found
  const log = run.logs.find(({ id }) => id === 'rackBucket')
  const since = new Float64Array(log?.entities ?? 0).fill(Infinity)
  for (let row = 0; row < (log?.entity.length ?? 0); row++) {
    const rack = log?.entity[row] ?? 0
    if (log?.value[row] === 0 && since[rack] === Infinity) since[rack] = log.atMs[row]
  }
  known.set(run, since)
  return since
}

/** Whether a rack that has worked before is off now. */
export const isDark = (run: RunResult | null, { rackBucket, atMs }: SiteState, rack: number): boolean => run !== null && OFF.has(rackBucket[rack]) && firstOpen(run)[rack] <= atMs

const FULL = 255

/** Share of full speed as a byte; 255 where nothing throttles. */
export function speedByte({ blockThrottle }: SiteState, block: number): number {
  const throttle = blockThrottle[block]
  return throttle === undefined || throttle === UNKNOWN || throttle >= 1000 ? FULL : Math.round((Math.max(0, throttle) / 1000) * FULL)
}
