/** State of the site's water: level of the tanks, what every source has given, what blocks draw. Flows in whole mg/s, sums in whole µg. */
import { type EnergySum, addEnergy, energyWMs } from '../../base/exact-sum.ts'
import type { State } from '../kernel/state.ts'
import type { WaterPlan } from './water-plan.ts'

const BLOCK_COLUMNS = {
  /** Drawn now and what becomes of it. */
  makeupMgps: 'f64', evaporatedMgps: 'f64', blowdownMgps: 'f64', driftMgps: 'f64',
  /** Most that it may draw from its next evaluation on, Infinity without limit; limit and steps of its last one; what would hold its set points as they are, and as they would be without shortage. */
  limitMgps: 'f64', heldToMgps: 'f64', step: 'u8', needMgps: 'f64', wantMgps: 'f64',
  /** Temperatures that would last are beyond what the shortage policy allows. */
  isHot: 'u8',
  /** Racks that a shortage keeps off, the IT power before the first of them went, and the hour in which that was last looked at. */
  racksOff: 'u32', basisW: 'f64', reviewedHour: 'i32',
} as const

/** µg in `kWh`, the high half of an exact sum, which counts 3.6 × 10⁹ of the low half: energy's sum serves water as it is. */
const HALF_UG = 3_600_000_000n

/** Adds a rate in whole mg/s over whole ms: whole µg. */
export const addWater = addEnergy
/** An exact sum in µg. */
export const waterUg = energyWMs

/** Sets an exact sum. */
export function setWater(sum: EnergySum, ug: bigint): void {
  sum.kWh = Number(ug / HALF_UG)
  sum.wMs = Number(ug % HALF_UG)
}

const SUMS = ['evaporated', 'blowdown', 'drift'] as const
export type WaterItem = (typeof SUMS)[number]

export type WaterState = ReturnType<typeof createWaterState>
export type SourceState = WaterState['sources'][number]

export function createWaterState(state: State, plan: WaterPlan, blockCount: number) {
  const blocks = state.table('cooling.water', blockCount, BLOCK_COLUMNS)
  blocks.col.limitMgps.fill(Infinity)
  blocks.col.heldToMgps.fill(Infinity)
  const tank = state.scalars('cooling.tank', { kWh: 0, wMs: 0 })
  setWater(tank, plan.tankUg)
  return {
    blocks,
    tank,
    sources: plan.sources.map(({ id, readyMs }) =>
      state.scalars(`cooling.source.${id}`, { isUp: 1, isReady: readyMs > 0 ? 0 : 1, isSpent: 0, outages: 0, flowMgps: 0, kWh: 0, wMs: 0, yearKWh: 0, yearWms: 0 })),
    sums: Object.fromEntries(SUMS.map(item => [item, state.scalars(`cooling.water.${item}`, { kWh: 0, wMs: 0, flowMgps: 0 })])) as Record<WaterItem, EnergySum & { flowMgps: number }>,
    site: state.scalars('cooling.site', {
      sinceMs: 0, drawMgps: 0, inflowMgps: 0, supplyMgps: 0,
      /** Restrictions by stage of drought and by the extremes of the site: the smaller holds. */
      stageShare: plan.stages.at(0)?.share ?? 1, extremeShare: 1,
      isEmpty: plan.tankUg === 0n ? 1 : 0, isDrawing: 0,
      /** Shortage steps in force, and since when there is no fewer of them. */
      step: 0, stepMs: 0,
      isDirty: 1, crossing: 0,
    }),
  }
}
