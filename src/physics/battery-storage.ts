import { sqrt } from '../base/exact-math.ts'

/** One-way efficiency at the terminals, each of charge and discharge: inverter 0.96, square root of 0.975 for the cells. Source: REopt.jl defaults. */
export const ONE_WAY_EFFICIENCY = 0.96 * sqrt(0.975)

/** Ageing of lithium iron phosphate: per √day and state of charge, and per full cycle. Source: REopt.jl degradation defaults. */
export const STORAGE_AGEING = { calendarPerRootDay: 1.16e-3, perCycle: 2.46e-5 } as const

/** Packs age faster than cells by 20–30 %. Source: BLAST-Lite documentation. */
export const PACK_FACTOR = 1.25

/** Rate at which the stored energy changes, W, at `chargeW` and `dischargeW` at the terminals and `auxiliaryW` for cooling and controls. */
export function storedRateW(efficiency: number, chargeW: number, dischargeW: number, auxiliaryW: number): number {
  return efficiency * chargeW - (dischargeW + auxiliaryW) / efficiency
}

/** Efficiency of a full cycle at the terminals, without auxiliaries. */
export const roundTripEfficiency = (efficiency: number): number => efficiency * efficiency

/**
 * Health lost, 0–1, from day `fromDay` to day `toDay` of a battery's life at a mean state of charge 0–1 and a number of full cycles.
 * Calendar ageing goes with the root of time, so that adjoining intervals at one state of charge add up.
 */
export function healthLoss(fromDay: number, toDay: number, meanCharge: number, fullCycles: number, packFactor = PACK_FACTOR): number {
  const calendar = STORAGE_AGEING.calendarPerRootDay * meanCharge * (sqrt(toDay) - sqrt(fromDay))
  return packFactor * (calendar + STORAGE_AGEING.perCycle * fullCycles)
}

/** Energy, J, that levels a step of `stepW` to a ramp of `rampWPerS` at the connection: half the step for as long as the ramp takes. */
export function smoothingEnergyJ(stepW: number, rampWPerS: number): number {
  return (0.5 * stepW * stepW) / rampWPerS
}

/** Power, W, that smoothing needs when the site's sources follow the ramp after `responseS`. */
export function smoothingPowerW(stepW: number, rampWPerS: number, responseS: number): number {
  return Math.max(0, stepW - rampWPerS * responseS)
}

/** Energy, J, that bridges a step for a response time. */
export const bridgingEnergyJ = (stepW: number, responseS: number): number => 0.5 * stepW * responseS
