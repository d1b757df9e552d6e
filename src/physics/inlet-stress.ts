/**
 * Failure rate of servers over the temperature of the air at their inlets, relative to 20 °C around the clock: the average x-factors of volume
 * servers, 15–45 °C. Source: ASHRAE TC 9.9, 2011 Thermal Guidelines for Data Processing Environments, Expanded Data Center Classes and Usage
 * Guidance. Read by us in print: 0.72 at 15 °C, 1 at 20 °C and 1.76 at 45 °C, as The Green Grid quotes them (Niemann, "Is it time to let the
 * x-factor determine data center temperature?", 2017). The ten values between are as the table is usually cited and were not read in it:
 * confidence low; they rise by ever smaller steps between the three that were.
 */

const FIRST_C = 15
const STEP_K = 2.5
const X_FACTORS: readonly number[] = [0.72, 0.87, 1, 1.13, 1.24, 1.34, 1.42, 1.48, 1.55, 1.61, 1.66, 1.71, 1.76]

/** Range of the table, °C; beyond it nobody has published a factor, and the nearest one holds. */
export const X_FACTOR_RANGE = { lowC: FIRST_C, highC: FIRST_C + STEP_K * (X_FACTORS.length - 1) } as const

/** Relative failure rate at an inlet of `inletC`, straight lines between the published values. */
export function xFactor(inletC: number): number {
  const at = Math.max(0, Math.min(X_FACTORS.length - 1, (inletC - FIRST_C) / STEP_K))
  const below = Math.floor(at)
  const above = Math.min(X_FACTORS.length - 1, below + 1)
  return X_FACTORS[below] + (X_FACTORS[above] - X_FACTORS[below]) * (at - below)
}
