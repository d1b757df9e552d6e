/** The jobs of a batch entry one by one: size, run and end from the draws of the job. */
import { exp, inverseNormal, normalCdf, sqrt } from '../../base/exact-math.ts'
import { type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { type JobClass, jobClass } from '../../scenario/catalog/job-classes.ts'
import type { BatchEntry } from '../../scenario/schema/workload.ts'
import { jobShape, type JobShape } from './job-shape.ts'
import type { JobDraft } from './source.ts'

/** The class of an entry with what the entry states anew. */
export function classOf(entry: BatchEntry): JobClass {
  const stated = Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))
  return { ...jobClass(entry.class), ...stated }
}

/** Shapes that were worked out before; an entry never changes. */
const shapes = new WeakMap<BatchEntry, JobShape>()

export function shapeOf(entry: BatchEntry): JobShape {
  const known = shapes.get(entry)
  if (known !== undefined) return known
  const shape = jobShape(classOf(entry))
  shapes.set(entry, shape)
  return shape
}

/** Beta(0.5, 2) at probability u: its distribution function is (3y − y³) / 2 in y = √x, solved by Newton steps. */
export function failedShare(u: number): number {
  let y = (2 * u) / 3
  for (let i = 0; i < 40; i++) y -= (3 * y - y * y * y - 2 * u) / Math.max(3 - 3 * y * y, 1e-9)
  return Math.min(1, y * y)
}

/** Probability of size at score z of the run, then the size; at most `most`. */
function sizeAt({ sizes, tie, upTo }: JobShape, runScore: number, sizeScore: number, most: number): number {
  const u = tie === 0 ? normalCdf(sizeScore) : normalCdf(tie * runScore + sqrt(1 - tie * tie) * sizeScore)
  let k = 0
  while (k + 1 < sizes.length && upTo[k] <= u) k += 1
  while (k > 0 && sizes[k] > most) k -= 1
  return sizes[k]
}

/**
 * Fills in the job of `key`; `first` is that of the first job of its array, whose size it has. Its run is as recorded, so one that ends early
 * asked for more.
 */
export function fillJob(job: JobDraft, shape: JobShape, key: EntityKey, first: EntityKey, most: number, overestimate: number): void {
  const score = inverseNormal(uniform(key, PURPOSE.duration, 0))
  const firstScore = first === key ? score : inverseNormal(uniform(first, PURPOSE.duration, 0))
  job.accelerators = sizeAt(shape, firstScore, inverseNormal(uniform(first, PURPOSE.size, 0)), most)
  job.workMs = Math.max(1, Math.round(Math.min(shape.longestMs, exp(shape.mu + shape.sigma * score))))
  const { failed, cancelled } = shape.ends[job.accelerators * job.workMs < shape.heavyMs ? 0 : 1]
  const u = uniform(key, PURPOSE.cancel, 0)
  job.fails = u < failed
  job.cancels = !job.fails && u < failed + cancelled
  const where = uniform(key, PURPOSE.cancel, 1)
  const share = job.fails ? failedShare(where) : job.cancels ? where : 1
  const asked = Math.max(job.workMs, Math.min(shape.longestMs, job.workMs / share))
  job.requestedMs = Math.ceil(asked * (1 + overestimate * uniform(key, PURPOSE.duration, 1)))
}
