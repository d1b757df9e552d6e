/** Set points that rise while there is less heat to carry or colder air to carry it into; decided when weather changes, so that no load step moves them. */
import type { BlockCoolingSection } from '../../scenario/schema/block-cooling.ts'
import type { CoolingRun } from './cooling-run.ts'

type Reset = NonNullable<BlockCoolingSection['facilityLoop']['reset']>

/** Steps in which a set point moves, K. */
const STEP_K = 0.5
/** Slack of a step for the rounding of its own bound. */
const ROUNDING = 1e-9

/** Rise of a set point, K, at a share of the design load and a dry bulb. */
export function resetRiseK(reset: Reset | undefined, load: number, dryBulbC: number): number {
  if (reset === undefined) return 0
  const cold = Math.min(1, Math.max(0, (reset.hot - dryBulbC) / (reset.hot - reset.cold)))
  return Math.floor((reset.load * (1 - Math.min(1, load)) + reset.weather * cold) / STEP_K + ROUNDING) * STEP_K
}

/** Sets the rises of a block by its present load and weather. */
export function setResets({ designs, state }: CoolingRun, block: number): void {
  const { section, itDesignW } = designs[block]
  const ofLiquid = section.facilityLoop.reset
  const ofAir = section.air.reset
  if (ofLiquid === undefined && ofAir === undefined) return
  const { col } = state.blocks
  const load = itDesignW === 0 ? 0 : col.itW[block] / itDesignW
  col.resetK[block] = resetRiseK(ofLiquid, load, state.weather.dryBulbC)
  col.airResetK[block] = resetRiseK(ofAir, load, state.weather.dryBulbC)
}
