import { InvariantError } from './assert.ts'
import { HOUR_MS } from './spans.ts'

/** Energy as an exact integer: whole kWh and a remainder in W·ms, because 2.5 GW for an hour already exceeds 2^53 W·ms. */
export interface EnergySum {
  /** Whole kWh; negative for a sum that flows out. */
  kWh: number
  /** Remainder, 0 ≤ wMs < 3.6e9. */
  wMs: number
}

/** W·ms in one kWh. */
const W_MS_PER_KWH = 3_600_000_000
/** Products up to here leave room for a remainder below 2^53. */
const PRODUCT_LIMIT = Number.MAX_SAFE_INTEGER - W_MS_PER_KWH

/** An empty sum; a plain object, so it can be held by `state.scalars`. */
export function createEnergy(): EnergySum {
  return { kWh: 0, wMs: 0 }
}

/**
 * Adds `watts` (whole, either sign, up to 2.5 TW) over `dtMs` (whole, ≥ 0) exactly. Splitting an interval changes nothing.
 * Fractions and overflow throw: an inexact book is worse than none.
 */
export function addEnergy(sum: EnergySum, watts: number, dtMs: number): void {
  const product = watts * dtMs
  if (!Number.isInteger(watts) || !Number.isInteger(dtMs) || dtMs < 0) throw notWhole(watts, dtMs)
  if (Math.abs(product) <= PRODUCT_LIMIT) carry(sum, product)
  else addLarge(sum, watts, dtMs)
}

/** Moves whole kWh out of the remainder plus `wMs`. The floor of the quotient is exact for integers below 2^53. */
function carry(sum: EnergySum, wMs: number): void {
  const total = sum.wMs + wMs
  const kWh = Math.floor(total / W_MS_PER_KWH)
  sum.kWh += kWh
  sum.wMs = total - kWh * W_MS_PER_KWH
}

/** kW for whole hours, kW for the rest of an hour, the watts below a kW: each product stays below 2^53. */
function addLarge(sum: EnergySum, watts: number, dtMs: number): void {
  const kW = Math.floor(watts / 1000)
  const hours = Math.floor(dtMs / HOUR_MS)
  const kWMs = kW * (dtMs - hours * HOUR_MS)
  const restWMs = (watts - kW * 1000) * dtMs
  const wholeKWh = kW * hours
  if (!Number.isSafeInteger(kWMs) || !Number.isSafeInteger(restWMs) || !Number.isSafeInteger(wholeKWh)) throw notWhole(watts, dtMs)
  const kWhOfRest = Math.floor(kWMs / HOUR_MS)
  sum.kWh += wholeKWh + kWhOfRest
  carry(sum, (kWMs - kWhOfRest * HOUR_MS) * 1000)
  carry(sum, restWMs)
}

function notWhole(watts: number, dtMs: number): InvariantError {
  return new InvariantError('energy needs whole watts and whole milliseconds ≥ 0 in range', { watts, dtMs })
}

/** The sum in W·ms. */
export function energyWMs(sum: EnergySum): bigint {
  return BigInt(sum.kWh) * BigInt(W_MS_PER_KWH) + BigInt(sum.wMs)
}
