/** Heat books of a block at one instant: everything that enters as work or heat, everything that leaves, and what stays. */
import { REGIME, chilledRow, excessRow, facilityRow, hallAirAfterK } from './block-state.ts'
import { capacityShare } from './chiller-start.ts'
import { coldTankHeatW } from './cold-tank.ts'
import { type CoolingRun, guardedC, readInput } from './cooling-run.ts'
import { createBlockSolution, solveBlock } from './solution.ts'
import { storeAfter, storeHeatW } from './transients.ts'
import { waterBook } from './water-balance.ts'

/** Watts. In: IT, room losses and the plant's electricity. Out: what reaches outdoor air. Stored: what warms loops, halls, chips; negative what chips give back after a shutdown. */
export interface HeatBalance {
  readonly itW: number
  readonly roomLossW: number
  /** Electricity that the plant really draws: fans, pumps, compressors, house. */
  readonly electricW: number
  /** The part of it behind the UPS: technology pumps and air handlers. */
  readonly backedW: number
  readonly coolerHeatW: number
  readonly chillerHeatW: number
  /** The part of it that chillers of the liquid loop take. */
  readonly trimHeatW: number
  /** Fans and compressors outdoors, with the motor heat of outdoor pumps. */
  readonly outdoorElectricW: number
  readonly rejectedW: number
  readonly storedW: number
  readonly facilitySupplyC: number
  readonly coolantC: number
  readonly inletAirC: number
  readonly makeupKgps: number
  readonly evaporatedKgps: number
  /** In the tanks of the site, kg. */
  readonly tankKg: number
  readonly coolersLockedOut: boolean
  readonly chillersLockedOut: boolean
}

/** Recomputes the books of a block at the present instant; changes nothing. */
export function heatBalance(run: CoolingRun, block: number): HeatBalance {
  const { state } = run
  const { stores } = state
  const design = run.designs[block]
  const col = state.blocks.col
  const nowMs = run.ctx.kernel.now
  const dtMs = nowMs - col.sinceMs[block]
  const solution = createBlockSolution()
  const input = { ...readInput(run, block) }
  input.facilityC = storeAfter(stores, facilityRow(block), dtMs)
  input.chilledC = storeAfter(stores, chilledRow(block), dtMs)
  input.pumpsStarted = col.flowing[block] === 1
  input.chillerShare = capacityShare(col.chillersAt[block], design.section.restart, nowMs)
  solveBlock(design, input, solution)
  const { loop, air, liquidPlant, airPlant } = solution
  const running = input.pumpsStarted ? 1 : 0
  const plantW = (running * (liquidPlant.electricW + airPlant.electricW) + solution.heatersW) * solution.powerShare
  const pumpsW = running * (loop.facilityPumpW + air.pumpW)
  const coolerHeatW = running * (liquidPlant.coolerHeatW + airPlant.coolerHeatW)
  const chillerHeatW = running * (liquidPlant.chillerHeatW + airPlant.chillerHeatW)
  const backedW = loop.technologyPumpW + air.fanW
  const outdoorElectricW = plantW + running * (loop.toOutdoorsW + air.toOutdoorsW)
  return {
    itW: input.itW,
    roomLossW: input.roomLossW,
    electricW: backedW + solution.houseW + pumpsW + plantW,
    backedW,
    coolerHeatW,
    chillerHeatW,
    trimHeatW: running * liquidPlant.chillerHeatW,
    outdoorElectricW,
    rejectedW: coolerHeatW + chillerHeatW + outdoorElectricW,
    storedW: storedHeatW(run, block, dtMs) - input.chipsW,
    facilitySupplyC: input.facilityC,
    coolantC: Math.max(guardedC(run, block), input.facilityC + loop.approachK + storeAfter(stores, excessRow(block), dtMs)),
    inletAirC: input.chilledC + air.inletAboveK + hallAirAfterK(state, design, block, dtMs).airC,
    makeupKgps: running * (liquidPlant.makeupKgps + airPlant.makeupKgps),
    evaporatedKgps: running * (liquidPlant.evaporatedKgps + airPlant.evaporatedKgps),
    tankKg: Number(waterBook(run).tankUg) / 1e9,
    coolersLockedOut: liquidPlant.coolersLockedOut || airPlant.coolersLockedOut,
    chillersLockedOut: liquidPlant.chillersLockedOut || airPlant.chillersLockedOut,
  }
}

/** Heat going into all stores of a block, W, from the motion of each, `dtMs` after it began. */
function storedHeatW(run: CoolingRun, block: number, dtMs: number): number {
  const { stores, blocks, halls } = run.state
  const { liquid, air } = run.designs[block]
  const stillW = blocks.col.regime[block] === REGIME.flowing ? 0 : storeHeatW(stores, excessRow(block), blocks.col.excessJPerK[block], dtMs)
  return storeHeatW(stores, facilityRow(block), liquid.loopJPerK, dtMs) + storeHeatW(stores, chilledRow(block), air.storeJPerK, dtMs) + stillW + halls.col.heatW[block] + coldTankHeatW(run.state.coldTanks, block)
}
