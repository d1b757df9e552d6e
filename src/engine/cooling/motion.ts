/**
 * How the stores of a block move from now on. Every evaluation at one instant begins from the same kept values, so that the
 * rounds of a settle do not add up: only the last one counts once time goes on.
 */
import type { BlockDesign } from './block-design.ts'
import { REGIME, chilledRow, excessRow, facilityRow, rewind } from './block-state.ts'
import { capacityShare, startMs } from './chiller-start.ts'
import { moveColdTank, tankRow } from './cold-tank.ts'
import { type CoolingRun, readInput } from './cooling-run.ts'
import type { PlantAnswer } from './plant.ts'
import { type BlockSolution, solveBlock } from './solution.ts'
import { ramp, relax, rest } from './transients.ts'

/** Starts pumps and chillers after a stop; times of a start in work are kept. */
function startPumps(run: CoolingRun, block: number): void {
  const col = run.state.blocks.col
  const { restart } = run.designs[block].section
  const nowMs = run.ctx.kernel.now
  const running = col.flowingKept[block] === 1 || col.pumpsAtKept[block] > 0
  col.pumpsAt[block] = running ? col.pumpsAtKept[block] : nowMs + restart.pumps
  col.chillersAt[block] = running ? col.chillersAtKept[block] : startMs(run.state.blocks, block, restart, nowMs)
  col.flowing[block] = nowMs >= col.pumpsAt[block] ? 1 : 0
}

function stopPumps(run: CoolingRun, block: number): void {
  const col = run.state.blocks.col
  col.pumpsAt[block] = 0
  col.chillersAt[block] = 0
  col.flowing[block] = 0
}

/** Coolant and hall air that stood still and grew warm give their heat to the loops as soon as those move; mixing takes no time. */
function mix(run: CoolingRun, design: BlockDesign, block: number, hasCoolant: boolean, hasAir: boolean): void {
  const { blocks, stores, halls } = run.state
  const { start } = stores.col
  if (hasCoolant && start[excessRow(block)] !== 0) {
    start[facilityRow(block)] += (start[excessRow(block)] * blocks.col.excessJPerK[block]) / design.liquid.loopJPerK
    start[excessRow(block)] = 0
  }
  const { airK, equipmentK } = halls.col
  if (hasAir && (airK[block] !== 0 || equipmentK[block] !== 0)) {
    const { airJPerK, equipmentJPerK } = design.air.masses
    start[chilledRow(block)] += (airK[block] * airJPerK + equipmentK[block] * equipmentJPerK) / design.air.storeJPerK
    airK[block] = 0
    equipmentK[block] = 0
  }
}

/** A loop under its plant: at rest on the set point, or moving along the plant's line of rejection. */
function moveLoop(run: CoolingRun, design: BlockDesign, isAir: boolean, heatW: number, answer: PlantAnswer, capacityJPerK: number): void {
  const { stores, coldTanks } = run.state
  const row = isAir ? chilledRow(design.block) : facilityRow(design.block)
  const value = stores.col.start[row]
  const chargingW = isAir ? run.solution.airChargeW : run.solution.liquidChargeW
  const isCarried = design.hasTanks && moveColdTank(coldTanks, design, isAir, heatW, chargingW, value, answer)
  if (answer.holds || isCarried) rest(stores, row, value)
  else relax(stores, row, value, heatW, answer.slopeWPerK, answer.interceptW, capacityJPerK, answer.floorC)
}

/** Water and tank of a loop whose pumps stand still. */
function stop({ state: { stores, coldTanks } }: CoolingRun, row: number, tank: number): void {
  rest(stores, row, stores.col.start[row])
  coldTanks.col.rateW[tank] = 0
}

function moveLiquid(run: CoolingRun, design: BlockDesign, block: number, solution: BlockSolution): void {
  const { blocks, stores } = run.state
  const { liquid } = design
  const facility = facilityRow(block)
  const excess = excessRow(block)
  const flowing = blocks.col.flowing[block] === 1
  const excessK = stores.col.start[excess]
  if (flowing) moveLoop(run, design, false, solution.loop.facilityHeatW, solution.liquidPlant, liquid.loopJPerK)
  else stop(run, facility, tankRow(block, false))
  const plateHeatW = design.liquidFraction * blocks.col.itW[block]
  if (!solution.loop.hasCoolant && !liquid.isBath) {
    blocks.col.regime[block] = REGIME.noCoolant
    blocks.col.excessJPerK[block] = liquid.chipsJPerK
    ramp(stores, excess, excessK, plateHeatW, liquid.chipsJPerK, 0)
  } else if (!flowing || !solution.loop.hasCoolant) {
    blocks.col.regime[block] = REGIME.stagnant
    blocks.col.excessJPerK[block] = liquid.technologyJPerK
    ramp(stores, excess, excessK, solution.loop.hasCoolant ? solution.loop.exchangedW : plateHeatW, liquid.technologyJPerK, 0)
  } else {
    blocks.col.regime[block] = REGIME.flowing
    rest(stores, excess, 0)
  }
}

function moveAir(run: CoolingRun, design: BlockDesign, block: number, solution: BlockSolution): void {
  const { blocks, halls } = run.state
  const { air, airPlant } = solution
  const chilled = chilledRow(block)
  const flowing = blocks.col.flowing[block] === 1
  if (flowing) moveLoop(run, design, true, air.waterHeatW, airPlant, design.air.storeJPerK)
  else stop(run, chilled, tankRow(block, true))
  halls.col.heatW[block] = flowing && air.hasAir ? 0 : air.hallHeatW + air.fanW + (flowing ? 0 : air.doorHeatW)
}

/** Solves the block as it stands and sets its stores in motion. */
export function moveStores(run: CoolingRun, block: number): void {
  const { state, solution } = run
  const col = state.blocks.col
  const design = run.designs[block]
  rewind(state, block)
  const input = readInput(run, block)
  // Either loop without any pump stops both: their controls are one.
  if ((input.facilityFlow > 0 || design.liquid.heatW === 0) && input.chilledFlow > 0) startPumps(run, block)
  else stopPumps(run, block)
  input.pumpsStarted = col.flowing[block] === 1
  input.chillerShare = capacityShare(col.chillersAt[block], design.section.restart, run.ctx.kernel.now)
  if (input.pumpsStarted) {
    mix(run, design, block, input.cdus > 0 || design.liquid.heatW === 0, input.handlers > 0)
    input.facilityC = state.stores.col.start[facilityRow(block)]
    input.chilledC = state.stores.col.start[chilledRow(block)]
  }
  solveBlock(design, input, solution)
  if (!solution.pumpsPowered) {
    rewind(state, block)
    stopPumps(run, block)
    // What stands still asks only for what it needs to start, at once and not one evaluation later.
    input.pumpsStarted = false
    solveBlock(design, input, solution)
  }
  moveLiquid(run, design, block, solution)
  moveAir(run, design, block, solution)
  col.approachK[block] = solution.loop.approachK
  col.inletAboveK[block] = solution.air.inletAboveK
  const { liquidPlant, airPlant } = solution
  col.facilityFromC[block] = liquidPlant.fromC
  col.facilityToC[block] = liquidPlant.toC
  col.chilledFromC[block] = airPlant.fromC
  col.chilledToC[block] = airPlant.toC
}
