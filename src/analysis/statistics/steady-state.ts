/**
 * The mean of one long series that settles, with its interval: the warm-up is cut by MSER-5 and what follows is put into batches, so that
 * days that depend on each other are not counted as if they did not. White, Cobb and Spratt, Winter Simulation Conference 2000; Law,
 * Simulation Modeling and Analysis, batch means.
 */
import { studentQuantile } from '../../base/student.ts'

const MSER_BATCH = 5
/** Fewer batches say too little about their spread. */
export const BATCHES = 20

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Means of neighbours, `size` each; an incomplete last one is dropped. */
export const batchMeans = (values: readonly number[], size: number): number[] =>
  Array.from({ length: Math.floor(values.length / size) }, (_, batch) => average(values.slice(batch * size, (batch + 1) * size)))

/**
 * Values to leave out at the beginning: where the squared standard error of the mean of what is left is least, on means of five, within the
 * first half. Null where it still falls at its end, so that the series has not settled.
 */
export function warmUpOf(values: readonly number[]): number | null {
  const means = batchMeans(values, MSER_BATCH)
  const count = means.length
  const last = Math.floor(count / 2)
  let [sum, squares, least, best] = [0, 0, Infinity, 0]
  for (let first = count - 1; first >= 0; first--) {
    sum += means[first]
    squares += means[first] * means[first]
    const left = count - first
    // A few at the end may happen to be alike.
    if (first > last) continue
    const error = Math.max(0, squares - (sum * sum) / left) / (left * left)
    if (error <= least) [least, best] = [error, first]
  }
  return best > 0 && best === last ? null : best * MSER_BATCH
}

export interface SteadyMean {
  readonly mean: number
  readonly ci95: readonly [number, number]
  /** Values that were cut as warm-up, and those of each batch. */
  readonly warmUp: number
  readonly batch: number
}

/** 95 % t-interval over 20 batches of what follows the warm-up; null where it has not settled or is too short. */
export function steadyMean(values: readonly number[]): SteadyMean | null {
  const warmUp = warmUpOf(values)
  if (warmUp === null) return null
  const size = Math.floor((values.length - warmUp) / BATCHES)
  if (size < 1) return null
  // What does not fill a batch goes with the warm-up.
  const means = batchMeans(values.slice(values.length - size * BATCHES), size)
  const mean = average(means)
  const variance = means.reduce((sum, value) => sum + (value - mean) * (value - mean), 0) / (BATCHES - 1)
  const half = (studentQuantile(0.975, BATCHES - 1) * Math.sqrt(variance)) / Math.sqrt(BATCHES)
  return { mean, ci95: [mean - half, mean + half], warmUp: values.length - size * BATCHES, batch: size }
}
