/** How far an oil-filled transformer may be loaded: limits of IEC 60076-7 for its temperatures and load, and the load that keeps them. */
import type { TransformerThermal } from './transformer-hot-spot.ts'
import { steadyLoadLimit, steadyTopOilC } from './transformer-hot-spot.ts'

/** Insulation of the winding: thermally upgraded or normal kraft paper. */
export type Paper = 'upgraded' | 'normal'
export const LOADING_KINDS = ['continuous', 'cyclic', 'longEmergency', 'shortEmergency'] as const
export type LoadingKind = (typeof LOADING_KINDS)[number]

export interface LoadingLimit {
  readonly hotSpotC: number
  readonly topOilC: number
  /** Load per rating of transformers below and from 100 MVA. */
  readonly load: number
  readonly loadLarge: number
}

/** Hot spot at which paper ages at its normal rate, °C. */
export const CONTINUOUS_HOT_SPOT_C: Readonly<Record<Paper, number>> = { upgraded: 110, normal: 98 }

/**
 * Source: alliander-opensource/transformer-thermal-model after IEC 60076-7; long emergency loads as for cyclic loading. Continuous
 * loading has the hot spot of the paper instead.
 */
export const LOADING_LIMITS: Readonly<Record<Exclude<LoadingKind, 'continuous'>, LoadingLimit>> = {
  cyclic: { hotSpotC: 120, topOilC: 105, load: 1.5, loadLarge: 1.3 },
  longEmergency: { hotSpotC: 140, topOilC: 115, load: 1.5, loadLarge: 1.3 },
  shortEmergency: { hotSpotC: 160, topOilC: 115, load: 1.8, loadLarge: 1.5 },
}
const LARGE_VA = 100e6

/** Limit of a kind of loading for a transformer. Continuous loading ends at the rating. */
export function loadingLimit(kind: LoadingKind, paper: Paper): LoadingLimit {
  return kind === 'continuous' ? { hotSpotC: CONTINUOUS_HOT_SPOT_C[paper], topOilC: Infinity, load: 1, loadLarge: 1 } : LOADING_LIMITS[kind]
}

/** Largest steady load fraction within a limit at `ambientC`: root of the steady hot spot and of the top oil, and the load limit itself. */
export function loadWithinLimit(thermal: TransformerThermal, ratedVa: number, limit: LoadingLimit, ambientC: number): number {
  const byHotSpot = steadyLoadLimit(thermal, limit.hotSpotC, ambientC)
  return Math.min(byHotSpot, topOilLoad(thermal, limit.topOilC, ambientC), ratedVa < LARGE_VA ? limit.load : limit.loadLarge)
}

/** Loads beyond twice the rating are outside the thermal model. */
export const THERMAL_LOAD_MAX = 2

function topOilLoad(thermal: TransformerThermal, limitC: number, ambientC: number): number {
  if (steadyTopOilC(thermal, THERMAL_LOAD_MAX, ambientC) <= limitC) return THERMAL_LOAD_MAX
  let low = 0
  let high = THERMAL_LOAD_MAX
  while (high - low > 1e-9) {
    const middle = 0.5 * (low + high)
    if (steadyTopOilC(thermal, middle, ambientC) <= limitC) low = middle
    else high = middle
  }
  return low
}

/** Load within a limit, tabulated per 1 K of ambient temperature: {@link tabulatedLoad} reads it. */
export type LoadTable = Float64Array

const FROM_C = -40
const TO_C = 60

export function loadTable(thermal: TransformerThermal, ratedVa: number, limit: LoadingLimit): LoadTable {
  return Float64Array.from({ length: TO_C - FROM_C + 1 }, (_, i) => loadWithinLimit(thermal, ratedVa, limit, FROM_C + i))
}

/** Load fraction allowed at `ambientC`, from the next whole degree above; colder than −40 °C and hotter than 60 °C count as these. */
export function tabulatedLoad(table: LoadTable, ambientC: number): number {
  const row = Math.ceil(ambientC) - FROM_C
  if (row <= 0) return table[0]
  return row < table.length ? table[row] : table[table.length - 1]
}
