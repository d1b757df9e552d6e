import { assert } from '../base/assert.ts'
import { exp, pow } from '../base/exact-math.ts'

/**
 * Dry or adiabatic cooler: cross-flow effectiveness–NTU with variable fan speed.
 *
 * Speed `y` is the fan speed as a fraction, 0–1. Air flow is proportional to it, fan power to its cube. The conductance
 * follows the air side (share 2/3 of the resistance, exponent 0.8); water flow is that of the rating.
 * `airFactor` multiplies all capacity: the altitude factor of the site.
 * Source: effectiveness of an unmixed cross-flow exchanger (Incropera); form and rating from LBNL Modelica Buildings.
 */
export interface DryCoolerRating {
  readonly heatW: number
  readonly airInC: number
  readonly waterInC: number
  readonly waterOutC: number
  readonly fanW: number
}

/** A cooler with the constants derived from its rating. */
export interface DryCooler {
  /** Capacity flow of the water, and of the air at full speed, W/K (equal at the rating). */
  readonly capacityFlowWPerK: number
  /** Conductance at full speed over the capacity flow. */
  readonly ntuRated: number
  readonly fanRatedW: number
  /** Largest conductance fraction: heat per kelvin of initial temperature difference over capacity flow, at full speed. */
  readonly conductanceFractionMax: number
}

/** BAC TrilliumSeries TDFS1238N (LBNL Modelica Buildings data record). */
export const BAC_TDFS1238N: DryCoolerRating = {
  heatW: 2_931_000,
  airInC: 35,
  waterInC: 46.11,
  waterOutC: 40.55,
  fanW: 117_680,
}

const AIR_RESISTANCE_SHARE = 2 / 3
const AIR_EXPONENT = 0.8

/** Effectiveness of an unmixed cross-flow exchanger; `capacityRatio` is smaller over larger capacity flow, in (0, 1]. */
export function crossFlowEffectiveness(ntu: number, capacityRatio: number): number {
  const root = pow(ntu, 0.22)
  const inner = exp((-capacityRatio * ntu) / root) - 1
  return 1 - exp((inner * root) / capacityRatio)
}

/** Heat per kelvin of initial difference over the rated capacity flow, at fan speed `y`; rises with `y`. */
function conductanceFraction(ntuRated: number, y: number): number {
  if (y <= 0) return 0
  const relativeUa = 1 / (AIR_RESISTANCE_SHARE * pow(y, -AIR_EXPONENT) + (1 - AIR_RESISTANCE_SHARE))
  // Air carries y of the capacity flow that water carries, so air is the smaller side and the ratio is y.
  return y * crossFlowEffectiveness((ntuRated * relativeUa) / y, y)
}

/** Derives a cooler's constants from its rating point: the conductance is the one that reproduces the rated heat. */
export function createDryCooler(rating: DryCoolerRating): DryCooler {
  const rangeK = rating.waterInC - rating.waterOutC
  const itdK = rating.waterInC - rating.airInC
  const capacityFlowWPerK = rating.heatW / rangeK
  const target = rangeK / itdK
  assert(target > 0 && target < 0.8, 'rated effectiveness of a dry cooler must lie between 0 and 0.8', { target })
  let low = 0
  let high = 100
  while (high - low > 1e-13 * high) {
    const middle = 0.5 * (low + high)
    if (middle === low || middle === high) break
    if (crossFlowEffectiveness(middle, 1) < target) low = middle
    else high = middle
  }
  const ntuRated = 0.5 * (low + high)
  return {
    capacityFlowWPerK,
    ntuRated,
    fanRatedW: rating.fanW,
    conductanceFractionMax: conductanceFraction(ntuRated, 1),
  }
}

/** Heat rejected, W, at fan speed `y` with `itdK` = entering water minus entering air temperature, K (0 if negative). */
export function dryCoolerHeatW(cooler: DryCooler, y: number, itdK: number, airFactor = 1): number {
  return airFactor * conductanceFraction(cooler.ntuRated, y) * cooler.capacityFlowWPerK * Math.max(0, itdK)
}

/** Initial temperature difference, K, at which the cooler rejects `heatW` at fan speed `y` > 0. */
export function dryCoolerItdK(cooler: DryCooler, heatW: number, y: number, airFactor = 1): number {
  return heatW / (airFactor * conductanceFraction(cooler.ntuRated, y) * cooler.capacityFlowWPerK)
}

/** Fan power, W, at speed `y`. */
export function dryCoolerFanW(cooler: DryCooler, y: number): number {
  return cooler.fanRatedW * y * y * y
}

/** Air through the coil at speed `y`, kg/s. */
export function dryCoolerAirKgps(cooler: DryCooler, y: number): number {
  return (cooler.capacityFlowWPerK / 1006) * y
}

/** Demand on a cooler as a fraction of its capacity flow; Infinity when there is heat but no driving difference. */
function demandedFraction(cooler: DryCooler, heatW: number, itdK: number, airFactor: number): number {
  if (heatW <= 0) return 0
  if (itdK <= 0) return Infinity
  return heatW / (airFactor * itdK * cooler.capacityFlowWPerK)
}

/** Fan speed of a demanded conductance fraction, by bisection to the last bit that matters. */
function speedOfFraction(cooler: DryCooler, fraction: number): number {
  if (fraction <= 0) return 0
  if (fraction > cooler.conductanceFractionMax) return Infinity
  let low = 0
  let high = 1
  for (let step = 0; step < 60; step += 1) {
    const middle = 0.5 * (low + high)
    if (conductanceFraction(cooler.ntuRated, middle) < fraction) low = middle
    else high = middle
    if (high - low < 1e-13) break
  }
  return high
}

/**
 * Fan speed 0–1 that rejects `heatW` at an initial difference of `itdK`, by root finding (about 20 µs).
 * Infinity when full speed is not enough.
 */
export function dryCoolerFanSpeed(cooler: DryCooler, heatW: number, itdK: number, airFactor = 1): number {
  return speedOfFraction(cooler, demandedFraction(cooler, heatW, itdK, airFactor))
}

/** Inverse of a cooler on equal steps of demanded conductance fraction. */
export interface FanTable {
  readonly cooler: DryCooler
  /** Fan speed over conductance fraction at each node: 1 at rest, rising, so that the product is monotone. */
  readonly speedPerFraction: Float64Array
  /** Table steps per unit of conductance fraction. */
  readonly stepsPerFraction: number
}

/** Largest relative error of fan power that a table may have. */
export const FAN_TABLE_POWER_TOLERANCE = 5e-4

/**
 * Tabulates the inverse with linear interpolation between `nodes` nodes, and asserts at the middle of every step that fan
 * power is within `FAN_TABLE_POWER_TOLERANCE` of the exact solver (relative, at any speed).
 */
export function buildFanTable(cooler: DryCooler, nodes = 513): FanTable {
  const last = nodes - 1
  const speedPerFraction = new Float64Array(nodes)
  speedPerFraction[0] = 1
  for (let index = 1; index < last; index += 1) {
    const fraction = (cooler.conductanceFractionMax * index) / last
    speedPerFraction[index] = speedOfFraction(cooler, fraction) / fraction
  }
  speedPerFraction[last] = 1 / cooler.conductanceFractionMax
  const table = { cooler, speedPerFraction, stepsPerFraction: last / cooler.conductanceFractionMax }
  for (let index = 0; index < last; index += 1) {
    const fraction = (index + 0.5) / table.stepsPerFraction
    const ratio = speedInTable(table, fraction) / speedOfFraction(cooler, fraction)
    const relativeError = Math.abs(ratio * ratio * ratio - 1)
    assert(relativeError < FAN_TABLE_POWER_TOLERANCE, 'fan table too coarse', { index, nodes, relativeError })
  }
  return table
}

function speedInTable(table: FanTable, fraction: number): number {
  if (fraction > table.cooler.conductanceFractionMax) return Infinity
  const position = fraction * table.stepsPerFraction
  const index = Math.min(Math.trunc(position), table.speedPerFraction.length - 2)
  const below = table.speedPerFraction[index]
  const speedPerFraction = below + (table.speedPerFraction[index + 1] - below) * (position - index)
  return Math.min(1, fraction * speedPerFraction)
}

/** As `dryCoolerFanSpeed`, from a table (about 20 ns). Infinity when full speed is not enough. */
export function fanSpeedFromTable(table: FanTable, heatW: number, itdK: number, airFactor = 1): number {
  const fraction = demandedFraction(table.cooler, heatW, itdK, airFactor)
  return fraction <= 0 ? 0 : speedInTable(table, fraction)
}
