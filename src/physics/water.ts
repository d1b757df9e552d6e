import { enthalpyJPerKg, saturationHumidityRatio } from './psychrometrics.ts'

/** Outdoor air entering an evaporative device. */
export interface InletAir {
  readonly dryBulbC: number
  readonly humidityRatio: number
  readonly pressurePa: number
}

/** Evaporation of a tower whose air leaves saturated midway between hot and cold water. */
export interface Evaporation {
  readonly airKgps: number
  readonly evaporatedKgps: number
  /** Share of the heat that leaves as vapour, at 2 430 kJ/kg (water near 30 °C). */
  readonly latentFraction: number
}

const LATENT_HEAT_JPKG = 2.43e6

/** Air flow and evaporation of a tower that rejects `heatW` from `hotC` to `coldC` water. */
export function towerEvaporation(heatW: number, hotC: number, coldC: number, air: InletAir): Evaporation {
  const leavingC = 0.5 * (hotC + coldC)
  const leavingRatio = saturationHumidityRatio(leavingC, air.pressurePa)
  const riseJPerKg =
    enthalpyJPerKg(leavingC, leavingRatio) - enthalpyJPerKg(air.dryBulbC, air.humidityRatio)
  const airKgps = heatW / riseJPerKg
  const evaporatedKgps = airKgps * (leavingRatio - air.humidityRatio)
  return { airKgps, evaporatedKgps, latentFraction: (evaporatedKgps * LATENT_HEAT_JPKG) / heatW }
}

/** Water balance of an evaporative loop, kg/s; makeup = evaporation + blowdown + drift. */
export interface Makeup {
  readonly blowdownKgps: number
  readonly driftKgps: number
  readonly makeupKgps: number
}

/** Drift as a share of circulating water: EnergyPlus default; modern eliminators reach 0.001 %. */
export const DRIFT_FRACTION = 0.00008

/** Cycles of concentration of a tower where nothing else is said; engineering default. */
export const CYCLES = 5

/** Blowdown and makeup at `cycles` of concentration (> 1); drift counts as blowdown, which is never negative. */
export function makeup(evaporatedKgps: number, cycles: number, driftKgps: number): Makeup {
  const blowdownKgps = Math.max(0, evaporatedKgps / (cycles - 1) - driftKgps)
  return { blowdownKgps, driftKgps, makeupKgps: evaporatedKgps + blowdownKgps + driftKgps }
}

/** Highest cycles of concentration that silica (mg/L), chloride (mg/L) and conductivity (µS/cm) allow; engineering default. */
export function cyclesLimit(silicaMgPerL: number, chlorideMgPerL: number, conductivityUsPerCm: number): number {
  return Math.min(150 / silicaMgPerL, 250 / chlorideMgPerL, 2500 / conductivityUsPerCm)
}

/** Volume, m³, of a chilled-water buffer that carries `heatW` for `durationMs` with a swing of `swingK`. */
export function bufferTankM3(heatW: number, durationMs: number, swingK: number): number {
  // Water at 990 kg/m³ and 4 180 J/(kg·K); 90 % of a stratified tank is usable (engineering default).
  return (heatW * (durationMs / 1000)) / (990 * 4180 * swingK * 0.9)
}
