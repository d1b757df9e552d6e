import type { LossCurve } from './converter-loss.ts'

/** What a nameplate says about a transformer's losses. */
export interface TransformerRating {
  /** Rated apparent power, VA, at the highest cooling stage. */
  readonly ratedVa: number
  /** No-load loss, W. */
  readonly noLoadLossW: number
  /** Load loss at rated apparent power, W. */
  readonly loadLossW: number
}

/** Losses as published for common sizes: EU 548/2014 tier 2 (2.5 MVA); 3 MVA scaled from it, engineering default. */
export const TRANSFORMER_2500_KVA: TransformerRating = { ratedVa: 2.5e6, noLoadLossW: 1575, loadLossW: 18500 }
export const TRANSFORMER_3000_KVA: TransformerRating = { ratedVa: 3e6, noLoadLossW: 1890, loadLossW: 22200 }

/**
 * Losses of a transformer known by its peak-efficiency index (EU 548/2014: 0.9972 at 40 MVA, 0.9977 from 100 MVA) and the
 * load fraction at which the peak lies (0.40–0.50).
 */
export function transformerOfPeakEfficiency(
  ratedVa: number,
  peakEfficiencyIndex: number,
  peakLoadFraction: number,
): TransformerRating {
  const noLoadLossW = ((1 - peakEfficiencyIndex) * peakLoadFraction * ratedVa) / 2
  return { ratedVa, noLoadLossW, loadLossW: noLoadLossW / (peakLoadFraction * peakLoadFraction) }
}

/**
 * Loss curve over real output power at a fixed power factor: no-load loss plus load loss·(S/rated)², S = out / powerFactor.
 * Use the integer functions of converter-loss with it.
 */
export function transformerCurve(rating: TransformerRating, powerFactor: number): LossCurve {
  const ratedW = rating.ratedVa * powerFactor
  return {
    constantW: rating.noLoadLossW,
    linear: 0,
    quadraticPerW: rating.loadLossW / (ratedW * ratedW),
  }
}

/** Apparent power, VA, of a real power at a power factor in (0.5, 1]. */
export function apparentPowerVa(powerW: number, powerFactor: number): number {
  return powerW / powerFactor
}
