import { exp } from '../../../base/exact-math.ts'
import { childKey, type EntityKey, entityKey, PURPOSE, uniform } from '../../../base/rng.ts'
import { DAY_MS } from '../../../base/spans.ts'
import { exponential, geometric } from '../../../base/variates.ts'
import { gangUse } from '../../../scenario/gang-sizes.ts'
import type { BatchEntry } from '../../../scenario/schema/workload.ts'
import { type ArrivalRate, arrivalRate, type RateSite } from '../arrival-rate.ts'
import { classOf, fillJob, shapeOf } from '../batch-jobs.ts'
import { batchFollowers } from '../batch-followers.ts'
import { type Cursor, defineJobSource, type JobDraft, type SourceSite } from '../source.ts'

/** Offered work of an entry that states neither rate nor load. */
const DEFAULT_LOAD = 0.5
const NEWTON_STEPS = 24

/** From eight to eighteen o'clock on working days. */
const OFFICE = { hours: Array.from({ length: 24 }, (_, hour) => (hour >= 8 && hour < 18 ? 1 : 0)), weekdays: [1, 1, 1, 1, 1, 0, 0] }

/** Arrivals over time; an array or chain of jobs is one arrival. With users: how often one of them who only thinks would submit. */
export function batchRate(entry: BatchEntry, site: RateSite, meanUseMs: number): ArrivalRate {
  const { rate, load, arrays, chain, users, hours, weekdays, amplitude } = entry.arrivals
  const key = entityKey(site.root, `workload.${entry.id}`)
  const isOffice = classOf(entry).office && hours === undefined && weekdays === undefined && amplitude === 0
  const arrivals = isOffice ? { ...entry.arrivals, ...OFFICE } : entry.arrivals
  if (users !== undefined) return arrivalRate(arrivals, site, key, () => 1 / users.think)
  if (rate !== undefined) return arrivalRate(arrivals, site, key, () => rate / DAY_MS)
  return arrivalRate(arrivals, site, key, accelerators => ((load ?? DEFAULT_LOAD) * accelerators) / (meanUseMs * gangUse(entry.samplers) * arrays * chain))
}

function contractedAt({ contract }: SourceSite, atMs: number): number {
  let accelerators = 0
  for (const step of contract) if (step.fromMs <= atMs) accelerators = step.accelerators
  return accelerators
}

/**
 * Next arrival of a self-exciting stream: each one adds `branching` arrivals, exponential in time. The cumulative intensity since the last
 * arrival is inverted by Newton steps inside a bracket.
 */
function excitedAt(rate: ArrivalRate, { branching, echo }: { branching: number; echo: number }, cursor: Cursor, target: number): number {
  const from = cursor.sinceMs
  const base = rate.upTo(from)
  const sum = (atMs: number): number => (1 - branching) * (rate.upTo(atMs) - base) + cursor.excited * (1 - exp((from - atMs) / echo))
  const latest = rate.at(base + target / (1 - branching))
  if (latest === Infinity && target >= (1 - branching) * (rate.total - base) + cursor.excited) return Infinity
  let [low, high] = [from, latest === Infinity ? from + 1000 * echo : latest]
  // Past the last knot only the echo is left: it is nearly over after this.
  let at = high
  for (let i = 0; i < NEWTON_STEPS && high - low > 0.25; i++) {
    const excess = sum(at) - target
    if (excess > 0) high = at
    else low = at
    const slope = (1 - branching) * rate.perMs(at) + (cursor.excited / echo) * exp((from - at) / echo)
    const next = at - excess / slope
    at = next > low && next < high ? next : (low + high) / 2
  }
  return high
}

/** Moves the cursor to the next arrival; undefined when there is none. */
function nextArrival(entry: BatchEntry, rate: ArrivalRate, cursor: Cursor, target: number): number | undefined {
  const { process, branching, echo } = entry.arrivals
  const isExcited = process === 'self-exciting'
  if (!isExcited) cursor.position += target
  const due = isExcited ? excitedAt(rate, { branching, echo }, cursor, target) : rate.at(cursor.position)
  if (due === Infinity) return undefined
  const atMs = Math.ceil(due)
  if (isExcited) cursor.excited = cursor.excited * exp((cursor.sinceMs - atMs) / echo) + branching
  cursor.sinceMs = atMs
  return atMs
}

export const batch = defineJobSource({
  id: 'batch',
  label: 'Batch jobs of a class',
  summary: 'Arrivals that follow the clock, the calendar and growth, steady or bursty; sizes, runs and ends as the class or its cluster has them.',
  create(entry, site) {
    const shape = shapeOf(entry)
    const { communication } = classOf(entry)
    const source = entityKey(site.root, `workload.${entry.id}`)
    const rate = batchRate(entry, site, shape.meanUseMs)
    const { arrays, chain } = entry.arrivals
    const fill = (ordinal: number, first: EntityKey, atMs: number, job: JobDraft): void => {
      job.ordinal = ordinal
      fillJob(job, shape, childKey(source, ordinal), first, contractedAt(site, atMs), entry.overestimate)
      job.commFraction = communication
      job.deferrable = entry.deferrable
    }
    const followers = batchFollowers(entry, source, rate, fill)
    return {
      ...(followers === undefined ? {} : { followers }),
      next(cursor, job) {
        if (followers?.isClosed === true) return false
        const key = childKey(source, cursor.ordinal * chain)
        if (cursor.left > 0) {
          cursor.left -= 1
          cursor.member += 1
        } else {
          const atMs = nextArrival(entry, rate, cursor, exponential(uniform(key, PURPOSE.arrival, 0), 1))
          if (atMs === undefined || atMs >= site.horizonMs) return false
          cursor.left = arrays > 1 ? geometric(uniform(key, PURPOSE.class, 0), arrays) - 1 : 0
          cursor.member = 0
        }
        job.submitMs = cursor.sinceMs
        fill(cursor.ordinal * chain, childKey(source, (cursor.ordinal - cursor.member) * chain), cursor.sinceMs, job)
        cursor.ordinal += 1
        return true
      },
    }
  },
})
