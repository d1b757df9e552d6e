/** What a block draws of the site's water, in whole mg/s, and while water is short what it would need. */
import type { ShortageStep } from '../../scenario/schema/water.ts'
import { LIMIT_SLACK_MGPS, MG_PER_KG, type WaterPlan } from './water-plan.ts'
import type { BlockDesign } from './block-design.ts'
import type { CoolingRun } from './cooling-run.ts'
import { type BlockInput, createBlockInput, createBlockSolution, solveBlock } from './solution.ts'
import { isTooHot } from './water-shed.ts'

const trialInput = createBlockInput()
const trial = createBlockSolution()

const mgps = (kgps: number): number => Math.round(kgps * MG_PER_KG)

/** Water that holds the set points of a block under `input` with all the water that it asks for, mg/s. */
function holdingMgps(design: BlockDesign, input: BlockInput): number {
  input.waterLimitKgps = Infinity
  input.poweredFraction = 1
  input.facilityC = design.liquid.setpointC + input.riseK
  input.chilledC = design.air.setpointC + input.airRiseK
  solveBlock(design, input, trial)
  return mgps(trial.liquidPlant.makeupKgps + trial.airPlant.makeupKgps)
}

function needMgps(run: CoolingRun, block: number): number {
  return holdingMgps(run.designs[block], Object.assign(trialInput, run.input))
}

/** The same without any step of a shortage. */
function wantMgps(run: CoolingRun, block: number): number {
  const { cycles, bleedFraction } = run.waterPlan
  return holdingMgps(run.designs[block], Object.assign(trialInput, run.input, { riseK: 0, airRiseK: 0, chillersFirst: false, cycles, bleedFraction }))
}

/** Takes over the water of the last evaluation of a block. */
export function drawWater(run: CoolingRun, block: number): void {
  const { water, solution: { liquidPlant, airPlant }, waterPlan: plan } = run
  const { col } = water.blocks
  const share = run.state.blocks.col.flowing[block]
  const evaporated = share * mgps(liquidPlant.evaporatedKgps + airPlant.evaporatedKgps)
  const blowdown = share * mgps(liquidPlant.blowdownKgps + airPlant.blowdownKgps)
  const drift = share * mgps(liquidPlant.driftKgps + airPlant.driftKgps)
  const makeup = evaporated + blowdown + drift
  const isPressed = col.step[block] > 0 || makeup + 2 * LIMIT_SLACK_MGPS >= col.heldToMgps[block]
  if (!isPressed && makeup === 0 && col.needMgps[block] === 0) return
  const need = isPressed ? Math.max(makeup, needMgps(run, block)) : makeup
  const want = col.step[block] > 0 && plan.tankUg === 0n ? wantMgps(run, block) : need
  const hot = isPressed && (col.racksOff[block] > 0 || need > makeup) && plan.steps.includes('shed') && isTooHot(run, block) ? 1 : 0
  const changed = evaporated !== col.evaporatedMgps[block] || blowdown !== col.blowdownMgps[block] || drift !== col.driftMgps[block]
    || need !== col.needMgps[block] || want !== col.wantMgps[block] || hot !== col.isHot[block]
  if (!changed) return
  col.evaporatedMgps[block] = evaporated
  col.blowdownMgps[block] = blowdown
  col.driftMgps[block] = drift
  col.makeupMgps[block] = makeup
  col.needMgps[block] = need
  col.wantMgps[block] = want
  col.isHot[block] = hot
  water.site.isDirty = 1
}

/** From this evaluation on the block follows the policy as it stands; until then its motions follow the one before. */
export function adoptPolicy({ water: { site, blocks: { col } } }: CoolingRun, block: number): void {
  col.heldToMgps[block] = col.limitMgps[block]
  col.step[block] = site.step
}

/** Whether a step is among the first `count`. */
function hasStep({ steps }: WaterPlan, count: number, step: ShortageStep): boolean {
  const index = steps.indexOf(step)
  return index >= 0 && index < count
}

/** How the shortage policy changes what a block is asked. */
export function readWater({ water: { blocks: { col } }, waterPlan: plan }: CoolingRun, block: number, input: BlockInput): void {
  const limit = col.heldToMgps[block]
  input.waterLimitKgps = limit === Infinity ? Infinity : Math.max(0, limit - LIMIT_SLACK_MGPS) / MG_PER_KG
  const isCalm = col.step[block] === 0
  const isSalty = !isCalm && hasStep(plan, col.step[block], 'cycles')
  const isWarm = !isCalm && hasStep(plan, col.step[block], 'setpoints')
  input.cycles = isSalty ? plan.cyclesMax : plan.cycles
  input.bleedFraction = isSalty ? plan.bleedLeast : plan.bleedFraction
  input.riseK = isWarm ? plan.riseK[block] : 0
  input.airRiseK = isWarm ? plan.airRiseK[block] : 0
  input.chillersFirst = !isCalm && hasStep(plan, col.step[block], 'trim')
}
