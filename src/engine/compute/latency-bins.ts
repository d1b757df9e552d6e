/**
 * Times as counts in logarithmic bins, eight an octave from 1 ms to a thousand seconds and more: percentiles over any stretch of a run
 * within about 2 %, in bounded memory, and histograms add.
 */
import { log2, pow } from '../../base/exact-math.ts'

export const BINS = 168
const PER_OCTAVE = 8
const LEAST_MS = 0.5

/** Place of a time among the bins, with its fraction; times outside lie in the first or last. */
export const placeOf = (ms: number): number => (ms <= LEAST_MS ? 0 : Math.min(BINS - 1, PER_OCTAVE * log2(ms / LEAST_MS)))

/** Adds a weight at a time. */
export function addTime(bins: Float64Array, ms: number, weight: number): void {
  bins[Math.floor(placeOf(ms))] += weight
}

/** A histogram that changes no more, with the stretch of bins outside of which it is empty. */
export interface FixedBins {
  readonly bins: Float64Array
  readonly begin: number
  readonly end: number
}

export function fixBins(bins: Float64Array): FixedBins {
  const begin = bins.findIndex(count => count !== 0)
  return { bins, begin: begin < 0 ? BINS : begin, end: bins.findLastIndex(count => count !== 0) + 1 }
}

/** Adds histograms of weight 1 in the ratio `blend` of the second to the first, times `weight`, with all times `scale` times as long. */
export function addBins(into: Float64Array, from: number, low: FixedBins, high: FixedBins, blend: number, weight: number, scale: number): void {
  const first = low.bins
  const second = high.bins
  const end = low.end > high.end ? low.end : high.end
  let bin = low.begin < high.begin ? low.begin : high.begin
  if (scale === 1) {
    for (; bin < end; bin++) into[from + bin] += (first[bin] * (1 - blend) + second[bin] * blend) * weight
    return
  }
  const shift = PER_OCTAVE * log2(scale)
  const whole = Math.floor(shift)
  const part = shift - whole
  for (; bin < end; bin++) {
    const count = (first[bin] * (1 - blend) + second[bin] * blend) * weight
    if (count === 0) continue
    into[from + Math.max(0, Math.min(BINS - 1, bin + whole))] += count * (1 - part)
    if (part > 0) into[from + Math.max(0, Math.min(BINS - 1, bin + whole + 1))] += count * part
  }
}

/** Counts below every bin and, last, of all. */
export function cumulated(bins: ArrayLike<number>): Float64Array {
  const upTo = new Float64Array(BINS + 1)
  for (let bin = 0; bin < BINS; bin++) upTo[bin + 1] = upTo[bin] + bins[bin]
  return upTo
}

/** Of such sums those of times up to `ms`; inside a bin by the logarithm. */
export function countUpTo(upTo: Float64Array, ms: number): number {
  const at = placeOf(ms)
  const bin = Math.floor(at)
  return upTo[bin] + (upTo[bin + 1] - upTo[bin]) * (at - bin)
}

/** Time in ms that a share `p` of the counts from `from` on does not exceed; NaN without any. */
export function binQuantile(bins: ArrayLike<number>, from: number, p: number): number {
  let total = 0
  for (let bin = 0; bin < BINS; bin++) total += bins[from + bin]
  if (!(total > 0)) return NaN
  let left = p * total
  for (let bin = 0; bin < BINS; bin++) {
    const count = bins[from + bin]
    if (count > 0 && left <= count) return LEAST_MS * pow(2, (bin + left / count) / PER_OCTAVE)
    left -= count
  }
  return LEAST_MS * pow(2, BINS / PER_OCTAVE)
}
