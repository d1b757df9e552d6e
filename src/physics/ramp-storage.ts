/** Storage that reconciles steps of the load with what the grid allows. Source: energy under a straight ramp. */
import { HOUR_MS, MINUTE_MS } from '../base/spans.ts'

/** Time a ramp limit (W/min) needs for a step (W), ms. */
export function rampMs(stepW: number, rampWPerMin: number): number {
  return (stepW / rampWPerMin) * MINUTE_MS
}

/** Energy that storage gives or takes while the grid follows a step at its ramp limit: ½ ΔP² / r, Wh. */
export function rampEnergyWh(stepW: number, rampWPerMin: number): number {
  return (0.5 * stepW * rampMs(stepW, rampWPerMin)) / HOUR_MS
}

/** Energy that bridges a step while its source follows evenly within `responseMs`: ½ ΔP · t, Wh. */
export function bridgeEnergyWh(stepW: number, responseMs: number): number {
  return (0.5 * stepW * responseMs) / HOUR_MS
}
