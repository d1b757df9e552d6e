/**
 * The last step of a shortage: racks of a block go off, last ones first, until what is left lasts below the temperature that the policy
 * allows; they come back by the hour as air and water allow. A shutdown for heat stands behind it as ever.
 */
import { HOUR_MS } from '../../base/spans.ts'
import type { BlockDesign } from './block-design.ts'
import { type CoolingRun, readInput } from './cooling-run.ts'
import { type BlockInput, createBlockInput, createBlockSolution, solveEquilibrium } from './solution.ts'

const trialInput = createBlockInput()
const trial = createBlockSolution()

/** Distance from shutdown at which racks go, and further distance at which they may come back, K. */
const SHUTDOWN_MARGIN_K = 3
const RETURN_MARGIN_K = 1

function coolantAllowedC(design: BlockDesign, above: 'coolantMax' | 'throttle' | 'shutdown'): number {
  const { coolantMaxC, throttleC, shutdownC } = design.limits
  return { coolantMax: coolantMaxC, throttle: throttleC, shutdown: shutdownC - SHUTDOWN_MARGIN_K }[above]
}

/** Whether a block lasts below what the policy allows, `marginK` away from it. Uses up `input`. */
function lasts(run: CoolingRun, block: number, input: BlockInput, marginK: number): boolean {
  const design = run.designs[block]
  solveEquilibrium(design, input, trial)
  if (!trial.loop.hasCoolant || !trial.air.hasAir) return false
  const coolantC = design.liquid.heatW === 0 ? -Infinity : input.facilityC + trial.loop.approachK
  const inletC = input.chilledC + trial.air.inletAboveK
  return coolantC < coolantAllowedC(design, run.waterPlan.shortage.shedAbove) - marginK && inletC < design.limits.inletMaxC - SHUTDOWN_MARGIN_K - marginK
}

/** The present input of a block with power and pumps in order: only water is asked about. */
function presentInput(run: CoolingRun, block: number): BlockInput {
  return Object.assign(trialInput, readInput(run, block), { poweredFraction: 1, pumpsStarted: true, chillerShare: 1 })
}

/** Whether a block as it runs now would warm beyond what the policy allows. */
export function isTooHot(run: CoolingRun, block: number): boolean {
  if (run.state.blocks.col.itW[block] === 0) return false
  return !lasts(run, block, presentInput(run, block), 0)
}

/** Most racks of a block that last, each with its part of the power before shedding. */
function racksThatLast(run: CoolingRun, block: number, count: number, marginK: number): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const input = presentInput(run, block)
    input.itW = (run.water.blocks.col.basisW[block] * middle) / count
    if (lasts(run, block, input, marginK)) low = middle
    else high = middle - 1
  }
  return low
}

function turn(run: CoolingRun, block: number, kept: number): void {
  const { rackBegin } = run.ctx.world.blocks
  const { racksOff } = run.water.blocks.col
  const count = rackBegin[block + 1] - rackBegin[block]
  const before = count - racksOff[block]
  for (let i = kept; i < before; i++) run.ports.gates.closeRack(rackBegin[block] + i, 'water')
  for (let i = before; i < kept; i++) run.ports.gates.openRack(rackBegin[block] + i, 'water')
  racksOff[block] = count - kept
  if (kept !== before) run.ctx.emit({ kind: 'racksShed', block, racksOff: count - kept, lack: 'water' })
}

function review(run: CoolingRun, block: number): void {
  const { racksOff, basisW, isHot, reviewedHour } = run.water.blocks.col
  const { rackBegin } = run.ctx.world.blocks
  const count = rackBegin[block + 1] - rackBegin[block]
  const hour = Math.floor(run.ctx.kernel.now / HOUR_MS)
  if (isHot[block] === 0 && (racksOff[block] === 0 || hour === reviewedHour[block])) return
  reviewedHour[block] = hour
  if (racksOff[block] === 0) basisW[block] = run.state.blocks.col.itW[block]
  const kept = racksThatLast(run, block, count, isHot[block] === 1 ? 0 : RETURN_MARGIN_K)
  const open = count - racksOff[block]
  if (isHot[block] === 1 ? kept < open : kept > open) turn(run, block, kept)
}

/** Sheds and gives back racks of all blocks while that step is in force. */
export function followShed(run: CoolingRun): void {
  for (let block = 0; block < run.designs.length; block++) review(run, block)
}
