/** All state of the cooling domain, in tables: what was last asked of each block, how its stores move, what is broken. */
import { assert } from '../../base/assert.ts'
import { STANDARD_PRESSURE_PA } from '../../physics/psychrometrics.ts'
import { type HallState, hallAfter } from '../../physics/thermal-mass.ts'
import type { State } from '../kernel/state.ts'
import type { BlockDesign } from './block-design.ts'
import { COLD_TANK_COLUMNS, type ColdTanks, advanceColdTanks, fillColdTanks } from './cold-tank.ts'
import { TAKEN_COLUMNS } from './taken.ts'
import { STORE_COLUMNS, type StoreTable, rest, storeAfter } from './transients.ts'

/** How heat leaves the cold plates: by flow, not beyond the technology loop (no facility flow), or not at all (no coolant). */
export const REGIME = { flowing: 0, stagnant: 1, noCoolant: 2 } as const

/** Stores of a block: facility supply, chilled-water supply (°C), and coolant above its flowing temperature (K). */
export const STORES_PER_BLOCK = 3
export const facilityRow = (block: number): number => block * STORES_PER_BLOCK
export const chilledRow = (block: number): number => block * STORES_PER_BLOCK + 1
export const excessRow = (block: number): number => block * STORES_PER_BLOCK + 2

const BLOCK_COLUMNS = {
  itW: 'f64', roomLossW: 'f64', poweredFraction: 'f64',
  /** Instant from which the motions of the stores count. */
  sinceMs: 'f64',
  regime: 'u8',
  /** Whether facility and chilled water move now; when pumps and chillers are ready after a start, 0 for none pending. */
  flowing: 'u8', flowingKept: 'u8',
  pumpsAt: 'f64', pumpsAtKept: 'f64',
  chillersAt: 'f64', chillersAtKept: 'f64',
  /** Latest starts of the chillers, newest first, ms. */
  startedA: 'f64', startedB: 'f64', startedC: 'f64', startedD: 'f64',
  /** Percent of their power that racks were asked for when this instant began. */
  told: 'u8',
  /** Kelvins of warm inlets for which servers' fans were told to draw when this instant began. */
  fanSteps: 'u8',
  /** When that last changed, ms, and whether temperatures would let it rise. */
  toldAt: 'f64', mayRise: 'u8',
  /** What counts while it lasts: bits of STANDING. */
  standing: 'u8',
  /** Heat capacity behind the excess store, J/K. */
  excessJPerK: 'f64',
  approachK: 'f64', inletAboveK: 'f64',
  /** Bounds between which the present lines of rejection hold, °C. */
  facilityFromC: 'f64', facilityToC: 'f64', chilledFromC: 'f64', chilledToC: 'f64',
  /** Heat of the chips before the last thermal shutdown, W, and when that was. */
  chipsW: 'f64', chipsSinceMs: 'f64',
  ready: 'u8', shutdown: 'u8', cause: 'u8', healthy: 'u8', tripItW: 'f64', restartAt: 'f64',
  /** Exhaust that the yard breathes again now: what it adds to dry and wet bulb, K. */
  yardK: 'f64', yardWetK: 'f64',
  /** Present rises of the set points of facility and chilled water by load and weather, K. */
  resetK: 'f64', airResetK: 'f64',
  economiser: 'u8', liquidEconomiser: 'u8', economiserSince: 'f64', liquidEconomiserSince: 'f64', compressorStarts: 'u32',
  /** Heat that the loops last gave their plants, W: what an economiser's mode is judged by. */
  liquidHeatW: 'f64', airHeatW: 'f64',
  /** Below zero where machines were added. */
  fansOut: 'u32', coilsOut: 'i32', trimOut: 'i32', towersOut: 'i32',
  airFansOut: 'u32', airCoilsOut: 'i32', airChillersOut: 'i32', airTowersOut: 'i32', handlersOut: 'u32',
  facilityPumpsOut: 'u32', chilledPumpsOut: 'u32', controllersOut: 'u32',
  /** Distribution units that are missing; those short of pumps count in part. */
  cdusOut: 'f64',
  /** Where rows share units: share of the liquid heat whose racks are not off for want of coolant. */
  rowsShare: 'f64',
  crossing: 'f64',
} as const

const HALL_COLUMNS = {
  /** Hall air and equipment above what flowing chilled water would hold, K. */
  airK: 'f64', airKept: 'f64', equipmentK: 'f64', equipmentKept: 'f64',
  /** Heat into still air, W; 0 while air and water flow. */
  heatW: 'f64',
} as const

/** What a block may stand in, as bits: coolant above the vendor's limit, a warning, coolant held above the dew point. */
export const STANDING = { beyondWarranty: 1, warned: 2, guarded: 4 } as const

const VIEW_COLUMNS = {
  mechanicalW: 'f64', makeupKgps: 'f64', facilitySupplyC: 'f64', coolantC: 'f64', inletAirC: 'f64', throttle: 'f64', fanSteps: 'u8', fanFactor: 'f64', shutdown: 'u8',
  beyondWarrantyMs: 'f64', warnedMs: 'f64', guardedMs: 'f64',
} as const

export type BlockTable = ReturnType<typeof createCoolingState>['blocks']
export type HallTable = ReturnType<typeof createCoolingState>['halls']
export type ViewTable = ReturnType<typeof createCoolingState>['view']
export type CoolingState = ReturnType<typeof createCoolingState>

export function createCoolingState(state: State, designs: readonly BlockDesign[]) {
  const blocks = state.table('cooling.block', designs.length, BLOCK_COLUMNS)
  const stores: StoreTable = state.table('cooling.store', designs.length * STORES_PER_BLOCK, STORE_COLUMNS)
  const halls = state.table('cooling.hall', designs.length, HALL_COLUMNS)
  const view = state.table('cooling.view', designs.length, VIEW_COLUMNS)
  const taken = state.table('cooling.taken', designs.length, TAKEN_COLUMNS)
  const weather = state.scalars('cooling.weather', { dryBulbC: 20, wetBulbC: 15, humidityRatio: 0.008, dewPointC: 11, pressurePa: STANDARD_PRESSURE_PA, airFactor: 1, airSide: 1 })
  const coldTanks: ColdTanks = state.table('cooling.coldTank', 2 * designs.length, COLD_TANK_COLUMNS)
  const settings = { blocks, stores, halls, view, taken, weather, coldTanks }
  designs.forEach((design, block) => {
    initialise(settings, design, block)
    fillColdTanks(coldTanks, design)
  })
  return settings
}

function initialise(state: Pick<CoolingState, 'blocks' | 'stores' | 'view'>, design: BlockDesign, block: number): void {
  const { blocks, stores, view } = state
  for (const [row, value] of [[facilityRow(block), design.liquid.setpointC], [chilledRow(block), design.air.setpointC], [excessRow(block), 0]]) {
    rest(stores, row, value)
    stores.col.kept[row] = value
  }
  blocks.col.poweredFraction[block] = 1
  blocks.col.rowsShare[block] = 1
  // No start so far.
  for (const column of ['startedA', 'startedB', 'startedC', 'startedD'] as const) blocks.col[column][block] = -Infinity
  blocks.col.told[block] = 100
  blocks.col.ready[block] = design.readyMs > 0 ? 0 : 1
  blocks.col.facilityFromC[block] = blocks.col.chilledFromC[block] = -Infinity
  blocks.col.facilityToC[block] = blocks.col.chilledToC[block] = Infinity
  view.col.facilitySupplyC[block] = view.col.coolantC[block] = design.liquid.setpointC
  view.col.inletAirC[block] = design.air.setpointC
  view.col.throttle[block] = 1
  view.col.fanFactor[block] = 1
  view.col.shutdown[block] = 1 - blocks.col.ready[block]
}

/** Whether the hall is at what flowing chilled water holds, and stays there. */
function isHallStill(state: Pick<CoolingState, 'halls'>, block: number): boolean {
  const { airK, equipmentK, heatW } = state.halls.col
  return heatW[block] === 0 && airK[block] === 0 && equipmentK[block] === 0
}

/** Hall air and equipment `dtMs` after the motions began, K above what flowing chilled water would hold. */
export function hallAirAfterK(state: Pick<CoolingState, 'halls'>, design: BlockDesign, block: number, dtMs: number): HallState {
  const { airK, equipmentK, heatW } = state.halls.col
  const start = { airC: airK[block], equipmentC: equipmentK[block] }
  return dtMs === 0 || isHallStill(state, block) ? start : hallAfter(design.air.masses, start, heatW[block], dtMs)
}

/** Moves all stores of a block to `nowMs` under the motions in force. What an evaluation at this instant finds is kept. */
export function advance(state: CoolingState, design: BlockDesign, block: number, nowMs: number): void {
  const { blocks, stores, halls } = state
  const dtMs = nowMs - blocks.col.sinceMs[block]
  if (dtMs === 0) return
  if (dtMs < 0) assert(false, 'cooling moved back in time', { block, nowMs })
  for (let row = facilityRow(block); row <= excessRow(block); row++) {
    stores.col.start[row] = stores.col.kept[row] = storeAfter(stores, row, dtMs)
  }
  if (isHallStill(state, block)) {
    halls.col.airKept[block] = halls.col.airK[block]
    halls.col.equipmentKept[block] = halls.col.equipmentK[block]
  } else {
    const { airC, equipmentC } = hallAirAfterK(state, design, block, dtMs)
    halls.col.airK[block] = halls.col.airKept[block] = airC
    halls.col.equipmentK[block] = halls.col.equipmentKept[block] = equipmentC
  }
  if (design.hasTanks) advanceColdTanks(state.coldTanks, design, dtMs)
  const col = blocks.col
  col.flowingKept[block] = col.flowing[block]
  col.pumpsAtKept[block] = col.pumpsAt[block]
  col.chillersAtKept[block] = col.chillersAt[block]
  const told = Math.round(state.view.col.throttle[block] * 100)
  if (told !== col.told[block]) {
    col.told[block] = told
    col.toldAt[block] = col.sinceMs[block]
  }
  col.fanSteps[block] = state.view.col.fanSteps[block]
  col.sinceMs[block] = nowMs
  if (col.standing[block] !== 0) countStanding(state, block, dtMs)
}

function countStanding({ blocks, view }: CoolingState, block: number, dtMs: number): void {
  const standing = blocks.col.standing[block]
  if ((standing & STANDING.beyondWarranty) !== 0) view.col.beyondWarrantyMs[block] += dtMs
  if ((standing & STANDING.warned) !== 0) view.col.warnedMs[block] += dtMs
  if ((standing & STANDING.guarded) !== 0) view.col.guardedMs[block] += dtMs
}

/** Undoes what an earlier evaluation at this instant did to the stores. */
export function rewind(state: CoolingState, block: number): void {
  const { stores, halls } = state
  for (let row = facilityRow(block); row <= excessRow(block); row++) stores.col.start[row] = stores.col.kept[row]
  halls.col.airK[block] = halls.col.airKept[block]
  halls.col.equipmentK[block] = halls.col.equipmentKept[block]
}
