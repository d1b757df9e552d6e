import { DRY_AIR_CP_JPKGK } from './psychrometrics.ts'

/** Air volume flow, m³/s, that takes up `heatW` with a rise of `riseK`. */
export function airFlowM3ps(heatW: number, riseK: number, densityKgpm3: number): number {
  return heatW / (densityKgpm3 * DRY_AIR_CP_JPKGK * riseK)
}

/**
 * How well a hall keeps hot and cold air apart. Contained: recirculation 0.02–0.05, bypass 0.05–0.15; open: 0.2 and 0.4;
 * engineering defaults. Their sum is below 1.
 */
export interface Containment {
  /** Share of the servers' air that is hot exhaust. */
  readonly recirculationFraction: number
  /** Share of the cooling units' air that no server breathes. */
  readonly bypassFraction: number
}

/** Air loop of a hall in steady state. */
export interface HallAir {
  readonly serverFlowM3ps: number
  readonly crahFlowM3ps: number
  readonly inletC: number
  readonly returnC: number
}

/** Flows and temperatures of a hall whose servers raise their air by `serverRiseK`, supplied at `supplyC`. */
export function hallAir(
  heatW: number,
  serverRiseK: number,
  supplyC: number,
  densityKgpm3: number,
  containment: Containment,
): HallAir {
  const { recirculationFraction: r, bypassFraction: b } = containment
  const serverFlowM3ps = airFlowM3ps(heatW, serverRiseK, densityKgpm3)
  const crahFlowM3ps = (serverFlowM3ps * (1 - r)) / (1 - b)
  const inletC = supplyC + (r / (1 - r)) * serverRiseK
  const returnC = supplyC + heatW / (crahFlowM3ps * densityKgpm3 * DRY_AIR_CP_JPKGK)
  return { serverFlowM3ps, crahFlowM3ps, inletC, returnC }
}

/** Fan power, W, of a volume flow against a pressure, at total efficiency 0–1. */
export function fanPowerW(flowM3ps: number, pressurePa: number, efficiencyFraction: number): number {
  return (flowM3ps * pressurePa) / efficiencyFraction
}

/** Coldest supply air of a chilled-water coil, °C: its approach (6 K at rating, engineering default) follows the load. */
export function coilSupplyC(waterSupplyC: number, loadFraction: number, approachRatedK = 6): number {
  return waterSupplyC + approachRatedK * loadFraction
}

/** Heat, W, that a rear-door coil takes from rack exhaust; `effectiveness` 0.6–0.75 without fans. */
export function rearDoorHeatW(
  airCapacityFlowWPerK: number,
  exhaustC: number,
  waterInC: number,
  effectiveness: number,
): number {
  return effectiveness * airCapacityFlowWPerK * Math.max(0, exhaustC - waterInC)
}
