import { exp, pow } from '../base/exact-math.ts'
import { STANDARD_PRESSURE_PA } from './psychrometrics.ts'

/** Fuel per rated kilowatt-hour, L, idle and per load fraction: fitted to the Cummins QSK23 sheet incl. alternator and fan. */
export const DIESEL_FUEL = { idleLPerKwh: 0.01, loadLPerKwh: 0.24 } as const

/** Diesel burnt, L/h, by a set rated `ratedW` at a load fraction 0–1.1. */
export function dieselFuelLph(ratedW: number, loadFraction: number): number {
  return (ratedW / 1000) * (DIESEL_FUEL.idleLPerKwh + DIESEL_FUEL.loadLPerKwh * loadFraction)
}

/**
 * Share of a diesel's rating left in hot or thin air, 0–1: 20 % per 10 K above 40 °C and 3.4 % per 300 m above 1 000 m
 * (Cummins QSK23 sheet).
 */
export function dieselDerate(ambientC: number, elevationM: number): number {
  const derate = 1 - 0.02 * Math.max(0, ambientC - 40) - 0.034 * Math.max(0, (elevationM - 1000) / 300)
  return Math.max(0, derate)
}

/** How dependable one generating set is. */
export interface GeneratorReliability {
  /** Operational availability, 0–1: not in maintenance or repair when called. */
  readonly availabilityFraction: number
  /** Probability that an available set fails to start. */
  readonly failToStartFraction: number
  /** Mean running time to failure, h. */
  readonly runMttfH: number
}

/** Grades of upkeep: REopt.jl defaults and API; well-kept and poor rows after Marqusee & Jenket 2020. */
export const GENERATOR_GRADES = {
  wellKept: { availabilityFraction: 0.9998, failToStartFraction: 0.0013, runMttfH: 1662 },
  reoptDefault: { availabilityFraction: 0.995, failToStartFraction: 0.0094, runMttfH: 1100 },
  average: { availabilityFraction: 0.98, failToStartFraction: 0.0066, runMttfH: 636 },
  poor: { availabilityFraction: 0.84, failToStartFraction: 0.0165, runMttfH: 61 },
} as const satisfies Record<string, GeneratorReliability>

/** Probability that a set starts and still runs `hours` later. */
export function generatorSurvival(reliability: GeneratorReliability, hours: number): number {
  const start = reliability.availabilityFraction * (1 - reliability.failToStartFraction)
  return start * exp(-hours / reliability.runMttfH)
}

/**
 * Probability that at least `needed` of `installed` independent sets serve, times the chance that no common cause
 * (fuel, controls, switchgear; 0.001 a demand is the engineering default) takes all of them.
 */
export function blockSuccess(needed: number, installed: number, unitSuccess: number, commonCause = 0): number {
  let sum = 0
  let combinations = 1
  for (let failed = 0; failed <= installed - needed; failed += 1) {
    sum += combinations * pow(unitSuccess, installed - failed) * pow(1 - unitSuccess, failed)
    combinations = (combinations * (installed - failed)) / (failed + 1)
  }
  return sum * (1 - commonCause)
}

/** A gas turbine or gas engine behind the meter. */
export interface GasUnit {
  /** Output at ISO conditions (15 °C, sea level), W. */
  readonly isoW: number
  /** Output lost per kelvin above 15 °C: 0.0075 default, 0.006 heavy frame, 0.009 aeroderivative; engineering default. */
  readonly derateFractionPerK: number
  /** Heat rate at full load, kJ of fuel (LHV) per kWh. */
  readonly heatRateKjPerKwh: number
  /** Lowest stable load fraction (0.4–0.5 for low-emission burners). */
  readonly loadFractionMin: number
}

/** Output, W, that the unit can reach at `inletC` and site pressure. Below 15 °C it gains, as turbines do. */
export function gasAvailableW(unit: GasUnit, inletC: number, pressurePa: number): number {
  const factor = 1 - unit.derateFractionPerK * (inletC - 15)
  return (unit.isoW * Math.max(0, factor) * pressurePa) / STANDARD_PRESSURE_PA
}

/** Inlet temperature behind an evaporative inlet cooler of 85 % effectiveness, °C. */
export function evaporativeInletC(dryBulbC: number, wetBulbC: number): number {
  return dryBulbC - 0.85 * (dryBulbC - wetBulbC)
}

/** Heat rate, kJ (LHV) per kWh, at a load fraction of what is available; the caller keeps it at or above the minimum. */
export function gasHeatRateKjPerKwh(unit: GasUnit, loadFraction: number): number {
  return unit.heatRateKjPerKwh * (0.75 + 0.25 / loadFraction)
}
