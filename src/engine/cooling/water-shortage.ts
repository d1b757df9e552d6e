/**
 * What is given up when water runs short, one step after the other in the order of the file, and given back in reverse: cycles of
 * concentration up, evaporation only of what sources deliver, warmer set points, chillers before water, racks off. A step begins while
 * blocks are short and the tanks are below its level; it ends when they stand above it by the hysteresis (without tanks: when sources
 * cover what blocks would draw) and the last change is a dwell ago.
 */
import type { ShortageStep } from '../../scenario/schema/water.ts'
import type { CoolingRun } from './cooling-run.ts'
import { levelUg, refilledUg } from './water-plan.ts'
import { followShed } from './water-shed.ts'
import { waterUg } from './water-state.ts'


/** Whether a step is in force. */
export function isInForce({ water, waterPlan }: CoolingRun, step: ShortageStep): boolean {
  const index = waterPlan.steps.indexOf(step)
  return index >= 0 && index < water.site.step
}

/** Level of the tanks at and below which a step may begin. */
const beginsAt = ({ waterPlan: { shortage } }: CoolingRun, step: ShortageStep): number => (step === 'cycles' ? shortage.cyclesBelow : shortage.dryBelow)

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0)

/** Whether blocks are held to what sources give: tanks are empty, or what is in them is kept. */
function isBound(run: CoolingRun): boolean {
  const { site } = run.water
  return site.supplyMgps !== Infinity && (site.isEmpty === 1 || isInForce(run, 'dry'))
}

/** Whether blocks draw more than sources give, or are held below what they need. */
function isShort(run: CoolingRun): boolean {
  const { site, blocks } = run.water
  return site.drawMgps > site.supplyMgps || (isBound(run) && sum(blocks.col.needMgps) > site.supplyMgps)
}

const someRackIsOff = ({ water: { blocks } }: CoolingRun): boolean => blocks.col.racksOff.some(count => count > 0)
const someBlockIsHot = ({ water: { blocks } }: CoolingRun): boolean => blocks.col.isHot.some(hot => hot === 1)

/** The next step, if there is reason for it now. */
function nextStep(run: CoolingRun): ShortageStep | undefined {
  const { water, waterPlan: plan } = run
  if (!isShort(run)) return undefined
  const step = plan.steps.at(water.site.step)
  if (step === undefined || water.site.step >= plan.steps.length) return undefined
  const isLow = water.site.isEmpty === 1 || waterUg(water.tank) <= levelUg(plan, beginsAt(run, step))
  return isLow && (step !== 'shed' || someBlockIsHot(run)) ? step : undefined
}

/** Level at which the last step may be given back, undefined where levels tell nothing. */
function givesBackUg(run: CoolingRun, step: ShortageStep): bigint | undefined {
  const { tankUg, shortage } = run.waterPlan
  return tankUg === 0n ? undefined : levelUg(run.waterPlan, Math.min(1, beginsAt(run, step) + shortage.hysteresis))
}

/** Whether levels allow the last step to be given back, whatever the dwell. */
function mayGiveBack(run: CoolingRun, step: ShortageStep): boolean {
  if (step === 'shed' && someRackIsOff(run)) return false
  const atUg = givesBackUg(run, step)
  if (atUg === undefined) return sum(run.water.blocks.col.wantMgps) <= run.water.site.supplyMgps
  return !isShort(run) && waterUg(run.water.tank) >= atUg
}

const lastStep = ({ water, waterPlan }: CoolingRun): ShortageStep | undefined => (water.site.step === 0 ? undefined : waterPlan.steps.at(water.site.step - 1))

/** Takes or gives back a step where there is reason to, and shares what is left among blocks. */
export function followShortage(run: CoolingRun): void {
  const { site } = run.water
  const { kernel } = run.ctx
  const taken = nextStep(run)
  const last = lastStep(run)
  if (taken !== undefined) {
    site.step += 1
    site.stepMs = kernel.now
    run.ctx.emit({ kind: 'waterStepBegun', step: taken })
  } else if (last !== undefined && mayGiveBack(run, last) && kernel.now >= site.stepMs + run.waterPlan.shortage.dwell) {
    site.step -= 1
    site.stepMs = kernel.now
    run.ctx.emit({ kind: 'waterStepEnded', step: last })
  } else {
    share(run)
    if (isInForce(run, 'shed')) followShed(run)
    return
  }
  share(run)
  // The step may not be enough: looked at again once its effect is known.
  site.isDirty = 1
  run.ports.requestSettle(-1)
}

/** What each block may draw: what it needs and a part of the rest by design, or its part of what there is. */
function share(run: CoolingRun): void {
  const { water: { site, blocks }, waterPlan: plan } = run
  const { limitMgps, needMgps } = blocks.col
  const bound = isBound(run)
  const needed = bound ? sum(needMgps) : 0
  const spare = site.supplyMgps - needed
  for (let block = 0; block < limitMgps.length; block++) {
    let limit = Infinity
    // What uses no water at design is not held to any.
    const isUser = plan.blockMgps[block] > 0
    if (bound && isUser && spare >= 0) limit = needMgps[block] + (plan.designMgps === 0 ? 0 : Math.floor((spare * plan.blockMgps[block]) / plan.designMgps))
    else if (bound && isUser) limit = Math.floor((site.supplyMgps * needMgps[block]) / needed)
    if (limit === limitMgps[block]) continue
    limitMgps[block] = limit
    run.ports.requestSettle(block)
  }
}

/** Until the tanks reach a level at which a step begins or may be given back, or its dwell is over; ms. */
export function shortageWaitMs(run: CoolingRun): number {
  const { water: { site, tank }, waterPlan: plan } = run
  const netMgps = site.inflowMgps - site.drawMgps
  const level = waterUg(tank)
  if (netMgps < 0) {
    const next = plan.steps.at(site.step)
    const aboveUg = next === undefined || site.step >= plan.steps.length ? 0n : level - levelUg(plan, beginsAt(run, next))
    return aboveUg > 0n ? Number(aboveUg / BigInt(-netMgps)) + 1 : Infinity
  }
  const last = lastStep(run)
  const refilledMs = site.isEmpty === 1 && netMgps > 0 ? untilUg(run, refilledUg(plan)) : Infinity
  return last === undefined ? refilledMs : Math.min(refilledMs, givesBackMs(run, last))
}

/** Until the last step may be given back as things stand, ms. */
function givesBackMs(run: CoolingRun, last: ShortageStep): number {
  const { water: { site, tank }, waterPlan: plan } = run
  const netMgps = site.inflowMgps - site.drawMgps
  const atUg = givesBackUg(run, last)
  if (atUg !== undefined && waterUg(tank) < atUg) return netMgps > 0 ? untilUg(run, atUg) : Infinity
  return mayGiveBack(run, last) ? Math.max(1, site.stepMs + plan.shortage.dwell - run.ctx.kernel.now) : Infinity
}

/** Until the rising tanks hold so much, ms. */
function untilUg({ water: { site, tank } }: CoolingRun, ug: bigint): number {
  const gapUg = ug - waterUg(tank)
  return gapUg <= 0n ? Infinity : Number(gapUg / BigInt(site.inflowMgps - site.drawMgps)) + 1
}
