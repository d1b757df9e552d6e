import { exp, pow } from '../base/exact-math.ts'
import { MINUTE_MS } from '../base/spans.ts'

/**
 * Oil and winding hot-spot temperature of an oil-filled transformer and the ageing of its paper:
 * difference equations of IEC 60076-7, exact while load and ambient are constant.
 */

/** Thermal constants of a transformer. */
export interface TransformerThermal {
  /** Top-oil rise at rated load, K. */
  readonly topOilRiseK: number
  /** Hot-spot to top-oil gradient at rated load, K. */
  readonly hotSpotGradientK: number
  /** Oil and winding time constants, ms. */
  readonly oilTauMs: number
  readonly windingTauMs: number
  /** Ratio of load loss to no-load loss. */
  readonly lossRatio: number
  /** Oil and winding exponents. */
  readonly oilExponent: number
  readonly windingExponent: number
  readonly k11: number
  readonly k21: number
  readonly k22: number
}

/** Temperatures, °C and K, that the model carries between events. */
export interface TransformerHeat {
  readonly topOilC: number
  readonly gradientRiseK: number
  readonly gradientLagK: number
}

/** Forced-air power transformer: Ildar-Daminov ONAF model and alliander transformer-thermal-model, conservative rise 52 K. */
export const ONAF_POWER: TransformerThermal = {
  topOilRiseK: 52,
  hotSpotGradientK: 26,
  oilTauMs: 150 * MINUTE_MS,
  windingTauMs: 7 * MINUTE_MS,
  lossRatio: 6,
  oilExponent: 0.8,
  windingExponent: 1.3,
  k11: 0.5,
  k21: 2,
  k22: 2,
}

/** Power transformer with its fans off, over its rating without fans. Same sources; oil time constant 210 min. */
export const ONAN_POWER: TransformerThermal = { ...ONAF_POWER, oilTauMs: 210 * MINUTE_MS, windingTauMs: 10 * MINUTE_MS }

/** Distribution transformer (alliander transformer-thermal-model); loss ratio of the 3 MVA default. */
export const DISTRIBUTION: TransformerThermal = {
  topOilRiseK: 60,
  hotSpotGradientK: 27.6,
  oilTauMs: 180 * MINUTE_MS,
  windingTauMs: 4 * MINUTE_MS,
  lossRatio: 22200 / 1890,
  oilExponent: 0.8,
  windingExponent: 1.6,
  k11: 1,
  k21: 1,
  k22: 2,
}

/** Top-oil temperature, °C, after long at load fraction `load` and `ambientC`. */
export function steadyTopOilC(thermal: TransformerThermal, load: number, ambientC: number): number {
  const lossFraction = (1 + thermal.lossRatio * load * load) / (1 + thermal.lossRatio)
  return ambientC + thermal.topOilRiseK * pow(lossFraction, thermal.oilExponent)
}

/** Hot-spot gradient over top oil, K, after long at load fraction `load`. */
export function steadyGradientK(thermal: TransformerThermal, load: number): number {
  return thermal.hotSpotGradientK * pow(load, thermal.windingExponent)
}

/** State after long at constant load and ambient. */
export function steadyHeat(thermal: TransformerThermal, load: number, ambientC: number): TransformerHeat {
  const gradientK = steadyGradientK(thermal, load)
  return {
    topOilC: steadyTopOilC(thermal, load, ambientC),
    gradientRiseK: thermal.k21 * gradientK,
    gradientLagK: (thermal.k21 - 1) * gradientK,
  }
}

/** State after `dtMs` at constant load fraction and ambient. */
export function transformerHeatAfter(
  thermal: TransformerThermal,
  heat: TransformerHeat,
  load: number,
  ambientC: number,
  dtMs: number,
): TransformerHeat {
  const oilShare = 1 - exp(-dtMs / (thermal.k11 * thermal.oilTauMs))
  const riseShare = 1 - exp(-dtMs / (thermal.k22 * thermal.windingTauMs))
  const lagShare = 1 - exp((-dtMs * thermal.k22) / thermal.oilTauMs)
  const end = steadyHeat(thermal, load, ambientC)
  return {
    topOilC: heat.topOilC + (end.topOilC - heat.topOilC) * oilShare,
    gradientRiseK: heat.gradientRiseK + (end.gradientRiseK - heat.gradientRiseK) * riseShare,
    gradientLagK: heat.gradientLagK + (end.gradientLagK - heat.gradientLagK) * lagShare,
  }
}

/** Winding hot spot, °C. */
export function hotSpotC(heat: TransformerHeat): number {
  return heat.topOilC + heat.gradientRiseK - heat.gradientLagK
}

/** Life at an ageing rate of 1, h (IEEE C57.91). */
export const INSULATION_LIFE_H = 180_000
/** What a room adds to the ambient temperature of a distribution transformer, K (alliander transformer-thermal-model). */
export const INDOOR_SURCHARGE_K = 10

/** Relative ageing rate of thermally upgraded paper (1 at 110 °C); life at rate 1 is 180 000 h (IEEE C57.91). */
export function ageingRateUpgraded(hotSpotTempC: number): number {
  return exp(15000 / 383 - 15000 / (hotSpotTempC + 273))
}

/** Relative ageing rate of normal kraft paper (1 at 98 °C). */
export function ageingRateNormal(hotSpotTempC: number): number {
  return pow(2, (hotSpotTempC - 98) / 6)
}

/** Largest steady load fraction, 0–2, whose hot spot stays at or below `limitC` at `ambientC`; 0 if none. */
export function steadyLoadLimit(thermal: TransformerThermal, limitC: number, ambientC: number): number {
  const steadyHotSpotC = (load: number) =>
    steadyTopOilC(thermal, load, ambientC) + steadyGradientK(thermal, load)
  if (steadyHotSpotC(0) > limitC) return 0
  let low = 0
  let high = 2
  while (high - low > 1e-9) {
    const middle = 0.5 * (low + high)
    if (steadyHotSpotC(middle) <= limitC) low = middle
    else high = middle
  }
  return low
}
