/**
 * Fan speed of a cooler for a demanded conductance: the inverse of an equation with powers and exponentials, as a table over
 * equal steps of speed. Both columns rise, so the inverse is monotone; its error is checked when it is built.
 */
import { assert } from '../../base/assert.ts'
import { type DryCooler, dryCoolerHeatW } from '../../physics/dry-cooler.ts'

export interface FanSpeedTable {
  readonly cooler: DryCooler
  /** Heat per kelvin of initial difference over the rated capacity flow, at fan speed index / (length − 1). */
  readonly conductance: Float64Array
}

const STEPS = 1024
/** Largest relative error of the conductance that a tabled speed really gives; fan power errs by about three times as much. */
const CONDUCTANCE_TOLERANCE = 5e-4
/** Below this speed fans draw less than a hundred-thousandth of their rating, and errors do not matter. */
const LOWEST_SPEED = 0.02

const conductanceAt = (cooler: DryCooler, speed: number): number => dryCoolerHeatW(cooler, speed, 1) / cooler.capacityFlowWPerK

/** Tabulates a cooler. */
export function buildFanSpeedTable(cooler: DryCooler): FanSpeedTable {
  const conductance = Float64Array.from({ length: STEPS + 1 }, (_, step) => conductanceAt(cooler, step / STEPS))
  const table = { cooler, conductance }
  for (let step = Math.ceil(LOWEST_SPEED * STEPS); step < STEPS; step++) {
    const wanted = 0.5 * (conductance[step] + conductance[step + 1])
    const relativeError = Math.abs(conductanceAt(cooler, speedOf(table, wanted)) / wanted - 1)
    assert(relativeError < CONDUCTANCE_TOLERANCE, 'table of fan speeds is too coarse', { step, relativeError })
  }
  return table
}

/** Fan speed for a conductance fraction within the table, by bisection and linear interpolation. */
function speedOf({ conductance }: FanSpeedTable, wanted: number): number {
  let low = 0
  let high = conductance.length - 1
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (conductance[middle] <= wanted) low = middle
    else high = middle
  }
  return (low + (wanted - conductance[low]) / (conductance[high] - conductance[low])) / (conductance.length - 1)
}

/** Fan speed 0–1 that rejects `heatW` at an initial difference of `itdK`; Infinity when full speed is not enough. */
export function fanSpeedFor(table: FanSpeedTable, heatW: number, itdK: number, airFactor: number): number {
  if (heatW <= 0) return 0
  if (itdK <= 0) return Infinity
  const wanted = heatW / (airFactor * itdK * table.cooler.capacityFlowWPerK)
  const highest = table.conductance[table.conductance.length - 1]
  if (wanted > highest) return Infinity
  return wanted === highest ? 1 : speedOf(table, wanted)
}
