/** Times to the first token by replicas and utilisation, waiting included: worked out when first asked for, and kept, since they are a pure function. */
import { BINS, type FixedBins, fixBins } from './latency-bins.ts'
import { addWaiting, type Histograms, missedShare, NEGLIGIBLE_WAIT, type PoolLatency, STEPS, waitsOf } from './serving-latency.ts'

/** Above this utilisation waits change too fast to be blended between steps. */
export const BLENDED_UP_TO = (STEPS - 1) / STEPS

/** A histogram of weight 1. */
export interface ServedTimes extends FixedBins {
  /** Share that misses the objective. */
  readonly missed: number
}

/** Of `replicas` at step / STEPS of their capacity, for steps below STEPS. */
export type TimesByLoad = (replicas: number, step: number) => ServedTimes

export function createTimes(pool: PoolLatency, apart: Histograms): TimesByLoad {
  // By replicas, then by step: it is asked several times whenever a replica comes or goes.
  const known: ((ServedTimes | undefined)[] | undefined)[] = []
  return (replicas, step) => {
    const bySteps = (known[replicas] ??= [])
    const found = bySteps[step]
    if (found !== undefined) return found
    const utilisation = step / STEPS
    const perS = (utilisation * replicas * pool.slots) / pool.residenceS
    const waits = waitsOf(pool, replicas, perS)
    let bins = apart.at(step)
    if (waits.slot + waits.read > NEGLIGIBLE_WAIT) {
      const waiting = new Float64Array(BINS)
      addWaiting(waiting, 0, { pool, waits, utilisation, heldBackS: 0 }, 1, 1)
      bins = fixBins(waiting)
    }
    const times: ServedTimes = { ...bins, missed: missedShare(pool, replicas, perS) }
    bySteps[step] = times
    return times
  }
}

/** Share of requests at a utilisation up to `BLENDED_UP_TO` that misses the objective. */
export function missedAt(times: TimesByLoad, replicas: number, utilisation: number): number {
  const at = utilisation * STEPS
  const step = Math.min(STEPS - 2, Math.floor(at))
  const low = times(replicas, step).missed
  return low + (times(replicas, step + 1).missed - low) * (at - step)
}
