/**
 * Failure rate of servers over the temperature of the air at their inlets, relative to 20 °C around the clock: the average x-factors of volume
 * servers. Source: ASHRAE TC 9.9, Thermal Guidelines for Data Processing Environments (white paper of 2011), 15–45 °C.
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
