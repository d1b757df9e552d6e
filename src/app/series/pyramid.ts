/**
 * Long series for the screen: the lowest, the highest and the mean value under every pixel, however many values lie there. Blocks of values
 * are summed up beforehand, so that a look at a million of them costs as much as one at a thousand.
 */

/** Values at even steps, or at times of their own, ascending. */
export interface TimedSeries {
  readonly startMs: number
  readonly stepMs: number
  /** Times of the values, ms; null at even steps. */
  readonly times: Float64Array | null
  /** NaN where there is none. */
  readonly values: Float64Array
}

/** By pixel from left to right; NaN where no value lies. */
export interface PixelColumns {
  readonly low: Float64Array
  readonly high: Float64Array
  readonly mean: Float64Array
}

export interface Pyramid {
  readonly series: TimedSeries
  columns(fromMs: number, toMs: number, pixels: number): PixelColumns
  /** Mean over each of so many windows; NaN for those in which no value lies. */
  windowMeans(startMs: number, windowMs: number, count: number): Float64Array
}

const FACTOR = 16

interface Level {
  readonly size: number
  readonly low: Float64Array
  readonly high: Float64Array
  readonly sum: Float64Array
  readonly count: Float64Array
}

function levelsOf(values: Float64Array): Level[] {
  const levels: Level[] = []
  let below: Level | null = null
  for (let size = FACTOR; size < values.length * FACTOR && (size === FACTOR || (below?.low.length ?? 0) > FACTOR); size *= FACTOR) {
    const length = Math.ceil(values.length / size)
    const level: Level = { size, low: new Float64Array(length).fill(Infinity), high: new Float64Array(length).fill(-Infinity), sum: new Float64Array(length), count: new Float64Array(length) }
    const from: Level | null = below
    const parts = from === null ? values.length : from.low.length
    for (let at = 0; at < parts; at++) {
      const block = Math.floor(at / FACTOR)
      const [low, high, sum, count]: readonly number[] = from === null ? [values[at], values[at], values[at], 1] : [from.low[at], from.high[at], from.sum[at], from.count[at]]
      if (from === null ? Number.isNaN(low) : count === 0) continue
      if (low < level.low[block]) level.low[block] = low
      if (high > level.high[block]) level.high[block] = high
      level.sum[block] += sum
      level.count[block] += count
    }
    levels.push(level)
    below = level
  }
  return levels
}

/** First index whose time is not before `ms`. */
function indexAt({ times, startMs, stepMs, values }: TimedSeries, ms: number): number {
  if (times === null) return Math.min(values.length, Math.max(0, Math.ceil((ms - startMs) / stepMs)))
  let [low, high] = [0, times.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (times[middle] < ms) low = middle + 1
    else high = middle
  }
  return low
}

interface Total {
  low: number
  high: number
  sum: number
  count: number
}

/** Takes in the values from `from` to before `to`, in the largest blocks that fit. */
function gather(values: Float64Array, levels: readonly Level[], from: number, to: number, total: Total): void {
  let at = from
  while (at < to) {
    let level: Level | undefined
    for (const candidate of levels) {
      if (at % candidate.size !== 0 || at + candidate.size > to) break
      level = candidate
    }
    if (level === undefined) {
      const value = values[at]
      at += 1
      if (Number.isNaN(value)) continue
      total.low = Math.min(total.low, value)
      total.high = Math.max(total.high, value)
      total.sum += value
      total.count += 1
      continue
    }
    const block = at / level.size
    at += level.size
    if (level.count[block] === 0) continue
    total.low = Math.min(total.low, level.low[block])
    total.high = Math.max(total.high, level.high[block])
    total.sum += level.sum[block]
    total.count += level.count[block]
  }
}

/** Values that follow each other within so many of their usual steps have no gap between them. */
const NO_GAP_STEPS = 1.5

/** How long a value stands where no other one follows, ms: its window, or for single moments somewhat more than the usual step between two. */
function reachOf({ times, stepMs }: TimedSeries): number {
  if (times === null) return stepMs
  const steps = times.subarray(1).map((time, index) => time - times[index]).sort()
  return steps.length === 0 ? 0 : steps[steps.length >> 1] * NO_GAP_STEPS
}

const timeOf = ({ times, startMs, stepMs }: TimedSeries, index: number): number => times?.[index] ?? startMs + index * stepMs

interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  readonly pixels: number
}

/** What lies under each pixel. Where values are farther apart than pixels, each one stands as far as it reaches. */
function columnsOf(series: TimedSeries, levels: readonly Level[], { fromMs, toMs, pixels }: Stretch, reachMs: number): PixelColumns {
  const [low, high, mean] = [new Float64Array(pixels).fill(NaN), new Float64Array(pixels).fill(NaN), new Float64Array(pixels).fill(NaN)]
  const width = (toMs - fromMs) / pixels
  let begin = indexAt(series, fromMs)
  for (let pixel = 0; pixel < pixels; pixel++) {
    const end = indexAt(series, pixel === pixels - 1 ? toMs : fromMs + (pixel + 1) * width)
    const total: Total = { low: Infinity, high: -Infinity, sum: 0, count: 0 }
    gather(series.values, levels, begin, end, total)
    if (end === begin && begin > 0 && timeOf(series, begin - 1) + reachMs > fromMs + pixel * width) gather(series.values, levels, begin - 1, begin, total)
    begin = end
    if (total.count === 0) continue
    low[pixel] = total.low
    high[pixel] = total.high
    mean[pixel] = total.sum / total.count
  }
  return { low, high, mean }
}

export function createPyramid(series: TimedSeries): Pyramid {
  const levels = levelsOf(series.values)
  const reachMs = reachOf(series)
  return {
    series,
    columns: (fromMs, toMs, pixels) => columnsOf(series, levels, { fromMs, toMs, pixels }, reachMs),
    // What is compared counts where it was measured, and nowhere else.
    windowMeans: (startMs, windowMs, count) => (count === 0 ? new Float64Array(0) : columnsOf(series, levels, { fromMs: startMs, toMs: startMs + windowMs * count, pixels: count }, 0).mean),
  }
}
