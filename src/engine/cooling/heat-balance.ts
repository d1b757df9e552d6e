/** Heat books of a block at one instant: everything that enters as work or heat, everything that leaves, and what stays. */
import { advance, chilledRow, excessRow, facilityRow, REGIME } from './block-state.ts'
import type { CoolingRun } from './cooling-run.ts'
import { readInput } from './cooling-run.ts'
import { createBlockSolution, solveBlock } from './solution.ts'
import { storeHeatW } from './transients.ts'

/** Watts. In: IT, room losses and the plant's electricity. Out: what reaches outdoor air. Stored: what warms loops, halls, chips. */
export interface HeatBalance {
  readonly itW: number
  readonly roomLossW: number
  /** Electricity that the plant really draws: fans, pumps, compressors, house. */
  readonly electricW: number
  /** The part of it behind the UPS: technology pumps and air handlers. */
  readonly backedW: number
  readonly coolerHeatW: number
  readonly chillerHeatW: number
  /** Fans and compressors outdoors, with the motor heat of outdoor pumps. */
  readonly outdoorElectricW: number
  readonly rejectedW: number
  readonly storedW: number
  readonly facilitySupplyC: number
  readonly coolantC: number
  readonly inletAirC: number
  readonly makeupKgps: number
  readonly evaporatedKgps: number
  readonly tankKg: number
  readonly coolersLockedOut: boolean
  readonly chillersLockedOut: boolean
}

/** Recomputes the books of a block at the present instant, which moves its stores there. */
export function heatBalance(run: CoolingRun, block: number): HeatBalance {
  const { state } = run
  const design = run.designs[block]
  const col = state.blocks.col
  advance(state, design, block, run.ctx.kernel.now)
  const solution = createBlockSolution()
  const input = { ...readInput(run, block) }
  input.pumpsStarted = col.flowing[block] === 1
  input.chillersStarted = run.ctx.kernel.now >= col.chillersAt[block]
  solveBlock(design, input, solution)
  const { loop, air, liquidPlant, airPlant } = solution
  const flowing = input.pumpsStarted
  const plantW = flowing ? (liquidPlant.electricW + airPlant.electricW) * solution.powerShare : 0
  const pumpsW = flowing ? loop.facilityPumpW + air.pumpW : 0
  const coolerHeatW = flowing ? liquidPlant.coolerHeatW + airPlant.coolerHeatW : 0
  const chillerHeatW = flowing ? liquidPlant.chillerHeatW + airPlant.chillerHeatW : 0
  const backedW = loop.technologyPumpW + air.fanW
  const outdoorElectricW = plantW + (flowing ? loop.toOutdoorsW + air.toOutdoorsW : 0)
  return {
    itW: input.itW,
    roomLossW: input.roomLossW,
    electricW: backedW + solution.houseW + pumpsW + plantW,
    backedW,
    coolerHeatW,
    chillerHeatW,
    outdoorElectricW,
    rejectedW: coolerHeatW + chillerHeatW + outdoorElectricW,
    storedW: storedHeatW(run, block),
    facilitySupplyC: input.facilityC,
    coolantC: input.facilityC + loop.approachK + state.stores.col.start[excessRow(block)],
    inletAirC: input.chilledC + air.inletAboveK + state.halls.col.airK[block],
    makeupKgps: flowing ? liquidPlant.makeupKgps : 0,
    evaporatedKgps: flowing ? liquidPlant.evaporatedKgps : 0,
    tankKg: col.tankKg[block],
    coolersLockedOut: liquidPlant.coolersLockedOut,
    chillersLockedOut: liquidPlant.chillersLockedOut || airPlant.chillersLockedOut,
  }
}

/** Heat going into all stores of a block, W, from the motion of each. */
function storedHeatW(run: CoolingRun, block: number): number {
  const { stores, blocks, halls } = run.state
  const { liquid, air } = run.designs[block]
  const stillW = blocks.col.regime[block] === REGIME.flowing ? 0 : storeHeatW(stores, excessRow(block), blocks.col.excessJPerK[block], 0)
  return storeHeatW(stores, facilityRow(block), liquid.loopJPerK, 0) + storeHeatW(stores, chilledRow(block), air.storeJPerK, 0) + stillW + halls.col.heatW[block]
}
