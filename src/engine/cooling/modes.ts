/** Modes of free cooling of a block, judged when weather changes by the heat that its loops last had. */
import type { BlockDesign } from './block-design.ts'
import { recordStart } from './chiller-start.ts'
import { type CoolingRun, readInput } from './cooling-run.ts'
import { economiserMode } from './economiser.ts'
import { ECONOMISER } from './plant.ts'
import { type BlockInput, demandOn } from './solution.ts'

/** Mode of the air share's plant (or of the liquid loop's) that follows `previous`, held for `heldMs`, with `heatW` in its loop. */
export function modeOf(design: BlockDesign, input: BlockInput, isAir: boolean, heatW: number, previous: number, heldMs: number): number {
  const { air, liquid, section } = design
  const plant = isAir ? design.airPlant : design.liquidPlant
  const reachedC = plant?.reachedC
  if (reachedC === undefined) return ECONOMISER.mechanical
  const supplyC = isAir ? air.setpointC + input.airRiseK : liquid.setpointC + input.riseK
  const returnC = isAir ? air.returnC + input.airRiseK : supplyC + section.facilityLoop.range
  const demand = demandOn(design, input, isAir, heatW, 1)
  const aloneC = reachedC(demand)
  const alone = economiserMode(previous, heldMs, aloneC, supplyC, returnC)
  const besideC = plant?.besideC
  if (besideC === undefined || alone !== ECONOMISER.partial) return alone
  return economiserMode(previous, heldMs, Math.max(aloneC, besideC(demand)), supplyC, returnC)
}

function started({ state, ctx }: CoolingRun, block: number): void {
  state.blocks.col.compressorStarts[block] += 1
  recordStart(state.blocks, block, ctx.kernel.now)
}

/** Changes the modes of a block where the air now says so; compressors that start are counted. */
export function setModes(run: CoolingRun, block: number): void {
  const design = run.designs[block]
  if (design.airPlant?.reachedC === undefined && design.liquidPlant?.reachedC === undefined) return
  const { col } = run.state.blocks
  const nowMs = run.ctx.kernel.now
  const input = readInput(run, block)
  const air = modeOf(design, input, true, col.airHeatW[block] || design.air.coilHeatW, col.economiser[block], nowMs - col.economiserSince[block])
  if (air !== col.economiser[block]) {
    if (col.economiser[block] === ECONOMISER.free) started(run, block)
    col.economiser[block] = air
    col.economiserSince[block] = nowMs
  }
  const liquid = modeOf(design, input, false, col.liquidHeatW[block] || design.liquid.heatW, col.liquidEconomiser[block], nowMs - col.liquidEconomiserSince[block])
  if (liquid !== col.liquidEconomiser[block]) {
    if (col.liquidEconomiser[block] === ECONOMISER.free) started(run, block)
    col.liquidEconomiser[block] = liquid
    col.liquidEconomiserSince[block] = nowMs
  }
}
