/**
 * Direct-to-chip liquid cooling: coolant loop, distribution unit, chip.
 * Coolant defaults are 25 % propylene glycol: 1 015 kg/m³, 3 900 J/(kg·K).
 */
export const PG25 = { densityKgpm3: 1015, cpJPerKgK: 3900 } as const

/** Coolant flow, kg/s, of a loop that moves `lpmPerKw` litres a minute per kilowatt of heat `heatW`. */
export function coolantFlowKgps(heatW: number, lpmPerKw: number): number {
  return ((heatW / 1000) * lpmPerKw * PG25.densityKgpm3) / 60_000
}

/** Temperature rise, K, of a flow that takes up `heatW`. */
export function coolantRiseK(heatW: number, flowKgps: number, cpJPerKgK: number = PG25.cpJPerKgK): number {
  return heatW / (flowKgps * cpJPerKgK)
}

/**
 * Approach of the rack loop to the facility loop across a distribution unit, K: proportional to heat at fixed flows.
 * 4 K at rating is the engineering default.
 */
export function cduApproachK(approachRatedK: number, heatW: number, heatRatedW: number): number {
  return (approachRatedK * heatW) / heatRatedW
}

/** Thermal data of an accelerator on its cold plate. */
export interface ColdPlate {
  /** Full power of the chip, W. */
  readonly chipW: number
  /** Junction to coolant, K/W (below 0.03 published for GB200-class plates). */
  readonly resistanceKPerW: number
  /** Coolant rise over the plate at full power, K. */
  readonly coolantRiseK: number
  /** Junction temperature at which the chip throttles, and at which it shuts down, °C. */
  readonly throttleC: number
  readonly shutdownC: number
  /** Lowest share of full power that throttling reaches before a clean stop. */
  readonly throttleFractionMin: number
}

/** GB200-class accelerator: 1 200 W, throttle 85 °C (published 83–95), shutdown 95 °C; floor 0.5 engineering default. */
export const GB200_COLD_PLATE: ColdPlate = {
  chipW: 1200,
  resistanceKPerW: 0.025,
  coolantRiseK: 10.1,
  throttleC: 85,
  shutdownC: 95,
  throttleFractionMin: 0.5,
}

/** Junction to coolant supply, K/W, the coolant's own rise included. */
export function effectiveResistanceKPerW(plate: ColdPlate): number {
  return plate.resistanceKPerW + plate.coolantRiseK / (2 * plate.chipW)
}

/** Junction temperature, °C, at a share of full power and a coolant supply temperature. */
export function junctionC(plate: ColdPlate, supplyC: number, powerFraction = 1): number {
  return supplyC + powerFraction * plate.chipW * effectiveResistanceKPerW(plate)
}

/** Warmest coolant supply, °C, at which full power does not throttle. */
export function fullPowerCeilingC(plate: ColdPlate): number {
  return plate.throttleC - plate.chipW * effectiveResistanceKPerW(plate)
}

/** Share of full power that keeps the junction at its throttle point: 1 up to the ceiling, never below the floor. */
export function throttleFraction(plate: ColdPlate, supplyC: number): number {
  if (supplyC <= fullPowerCeilingC(plate)) return 1
  const fraction = (plate.throttleC - supplyC) / (plate.chipW * effectiveResistanceKPerW(plate))
  return Math.min(1, Math.max(plate.throttleFractionMin, fraction))
}

/** Whether the junction reaches its shutdown point even at the throttling floor. */
export function mustShutDown(plate: ColdPlate, supplyC: number): boolean {
  return junctionC(plate, supplyC, plate.throttleFractionMin) >= plate.shutdownC
}
