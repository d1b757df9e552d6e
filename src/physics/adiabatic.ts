/** Air behind evaporative pads. */
export interface PreCooledAir {
  readonly airC: number
  /** Water taken up, kg per kg of dry air. */
  readonly moisturePerAir: number
}

/** Highest effectiveness that pads reach, and their bleed-off over evaporation; engineering defaults. */
export const PAD_EFFECTIVENESS_MAX = 0.75
export const PAD_BLEED_FRACTION = 0.2

/** Outdoor air behind pads of the given effectiveness (0–0.75): cooled along the wet bulb, enthalpy kept. */
export function preCool(
  dryBulbC: number,
  wetBulbC: number,
  humidityRatio: number,
  effectiveness: number,
): PreCooledAir {
  const airC = dryBulbC - effectiveness * (dryBulbC - wetBulbC)
  const moisturePerAir = ((1.006 + 1.86 * humidityRatio) * (dryBulbC - airC)) / (2501 + 1.86 * airC)
  return { airC, moisturePerAir }
}

/** Least effectiveness that brings the air to `wantedC`; 0 if it already is, more than the maximum if out of reach. */
export function effectivenessFor(dryBulbC: number, wetBulbC: number, wantedC: number): number {
  if (wantedC >= dryBulbC) return 0
  const depressionK = dryBulbC - wetBulbC
  return depressionK <= 0 ? Infinity : (dryBulbC - wantedC) / depressionK
}

/** Water drawn, kg/s, by pads in an air stream: evaporation plus bleed. */
export function padWaterKgps(airKgps: number, moisturePerAir: number): number {
  return airKgps * moisturePerAir * (1 + PAD_BLEED_FRACTION)
}
