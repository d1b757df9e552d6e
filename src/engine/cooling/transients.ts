/**
 * Temperatures of stores between events, in closed form: a store rests, relaxes to an end, or rises along a straight line.
 * Nothing steps: the value at any later instant and the time of any crossing follow from the motion alone, so splitting an
 * interval changes nothing.
 */
import type { Table } from '../../base/table.ts'
import { relaxationCrossingMs, relaxedC, timeConstantMs } from '../../physics/thermal-mass.ts'

/** How a store moves. */
export const MOTION = { rest: 0, relax: 1, ramp: 2 } as const

export const STORE_COLUMNS = {
  /** Value at `sinceMs` of the block, °C (or K above another store). */
  start: 'f64',
  /** The same before anything that an evaluation at this instant did; evaluations at one instant all begin from it. */
  kept: 'f64',
  motion: 'u8',
  target: 'f64',
  tauMs: 'f64',
  /** K/ms of a ramp. */
  rate: 'f64',
  /** Lowest value: the set point at which control takes over again. */
  floor: 'f64',
} as const
export type StoreTable = Table<typeof STORE_COLUMNS>

/** Value of a store `dtMs` after the start of its motion. */
export function storeAfter(stores: StoreTable, row: number, dtMs: number): number {
  const { start, motion, target, tauMs, rate, floor } = stores.col
  if (motion[row] === MOTION.rest || dtMs === 0) return start[row]
  const moved = motion[row] === MOTION.relax ? relaxedC(start[row], target[row], tauMs[row], dtMs) : start[row] + rate[row] * dtMs
  return Math.max(moved, floor[row])
}

/** Milliseconds from the start of the motion until the store passes `limit`; 0 if it stands there, Infinity if it never does. */
export function storeCrossingMs(stores: StoreTable, row: number, limit: number): number {
  const { start, motion, target, tauMs, rate, floor } = stores.col
  if (motion[row] === MOTION.rest || limit < floor[row]) return Infinity
  if (motion[row] === MOTION.relax) return relaxationCrossingMs(start[row], target[row], tauMs[row], limit)
  const ms = (limit - start[row]) / rate[row]
  return ms >= 0 ? ms : Infinity
}

/** The store stays at `value`. */
export function rest(stores: StoreTable, row: number, value: number): void {
  stores.col.start[row] = value
  stores.col.motion[row] = MOTION.rest
  stores.col.target[row] = 0
  stores.col.tauMs[row] = 0
  stores.col.rate[row] = 0
  stores.col.floor[row] = -Infinity
}

/** The store at `value` rises by `heatW` into `capacityJPerK` with nothing taken away. */
export function ramp(stores: StoreTable, row: number, value: number, heatW: number, capacityJPerK: number, floor: number): void {
  rest(stores, row, value)
  if (heatW === 0) return
  stores.col.motion[row] = MOTION.ramp
  stores.col.rate[row] = heatW / capacityJPerK / 1000
  stores.col.floor[row] = floor
}

/**
 * The store at `value` takes up `heatW` and gives away `slopeWPerK`·T + `interceptW`: it relaxes to the balance of the two, but
 * not below `floor`, where less than full effort will do.
 */
export function relax(
  stores: StoreTable,
  row: number,
  value: number,
  heatW: number,
  slopeWPerK: number,
  interceptW: number,
  capacityJPerK: number,
  floor: number,
): void {
  if (slopeWPerK <= 0) {
    ramp(stores, row, value, heatW - interceptW, capacityJPerK, floor)
    return
  }
  rest(stores, row, value)
  const target = (heatW - interceptW) / slopeWPerK
  if (target === value) return
  stores.col.motion[row] = MOTION.relax
  stores.col.target[row] = target
  stores.col.tauMs[row] = timeConstantMs(capacityJPerK, slopeWPerK)
  stores.col.floor[row] = floor
}

/** Watts flowing into a store of `capacityJPerK`, `dtMs` after the start of its motion. */
export function storeHeatW(stores: StoreTable, row: number, capacityJPerK: number, dtMs: number): number {
  const { motion, target, tauMs, rate, floor } = stores.col
  if (motion[row] === MOTION.rest) return 0
  const value = storeAfter(stores, row, dtMs)
  const falling = motion[row] === MOTION.relax ? target[row] < value : rate[row] < 0
  if (falling && value <= floor[row]) return 0
  const kps = motion[row] === MOTION.relax ? ((target[row] - value) / tauMs[row]) * 1000 : rate[row] * 1000
  return kps * capacityJPerK
}
