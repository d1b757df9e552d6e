/** Storage that reconciles steps of the load with what the grid allows. Source: energy under a straight ramp. */

const MS_PER_MIN = 60_000
const MS_PER_HOUR = 3_600_000

/** Time a ramp limit (W/min) needs for a step (W), ms. */
export function rampMs(stepW: number, rampWPerMin: number): number {
  return (stepW / rampWPerMin) * MS_PER_MIN
}

/** Energy that storage gives or takes while the grid follows a step at its ramp limit: ½ ΔP² / r, Wh. */
export function rampEnergyWh(stepW: number, rampWPerMin: number): number {
  return (0.5 * stepW * rampMs(stepW, rampWPerMin)) / MS_PER_HOUR
}

/** Energy that bridges a step while its source follows evenly within `responseMs`: ½ ΔP · t, Wh. */
export function bridgeEnergyWh(stepW: number, responseMs: number): number {
  return (0.5 * stepW * responseMs) / MS_PER_HOUR
}
