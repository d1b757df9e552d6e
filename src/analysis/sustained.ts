/**
 * Sustained utilisation: the level that at least a fraction q of calendar-aligned, half-open windows reaches.
 * No interpolation; the incomplete last window is dropped. Definition: model specification, utilisation accounting §9.7.
 */
import { DAY_MS } from '../base/spans.ts'

/** Guards ⌊(1 − q)·n⌋ against products such as 0.30000000000000004; one part in 10⁹ of a window. */
const RANK_GUARD = 1e-9

/** The k-th smallest value with k = ⌊(1 − q)·n + guard⌋ + 1; NaN for no windows. */
export function sustainedLevel(values: readonly number[], fraction: number): number {
  if (values.length === 0) return NaN
  const sorted = [...values].sort((a, b) => a - b)
  const rank = Math.floor((1 - fraction) * sorted.length + RANK_GUARD) + 1
  return sorted[Math.min(sorted.length, rank) - 1]
}

/** Ratios of sums over groups of `groupSize` consecutive windows from `first` on; groups with an empty denominator are dropped. */
export function groupedRatios(numerator: Float64Array, denominator: Float64Array, first: number, groupSize: number): number[] {
  const ratios: number[] = []
  for (let begin = first; begin + groupSize <= numerator.length; begin += groupSize) {
    let above = 0
    let below = 0
    for (let i = begin; i < begin + groupSize; i++) {
      above += numerator[i]
      below += denominator[i]
    }
    if (below > 0) ratios.push(above / below)
  }
  return ratios
}

/** Length of the windows, ms, and the share of them that counts. */
export interface SustainedRule {
  readonly sustainedWindow: number
  readonly sustainedFraction: number
}

/** The rule in words: `95 % of weeks`, `90 % of 28-day windows`. */
export function sustainedWords({ sustainedWindow, sustainedFraction }: SustainedRule): string {
  const days = Math.round(sustainedWindow / DAY_MS)
  const windows = days === 7 ? 'weeks' : days === 1 ? 'days' : `${days}-day windows`
  return `${Math.round(sustainedFraction * 10_000) / 100} % of ${windows}`
}
