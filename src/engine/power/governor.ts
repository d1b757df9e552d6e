/**
 * Caps of racks in blocks where something could exceed its rating or budget: caps of the power basis, budgets of rows and of the block,
 * ratings of UPS systems. Budgets hold at every instant; ratings only while the controller acts, since it needs time to see a loss.
 * What a rack may draw follows from the load and the state of the equipment alone, so solving twice gives the same watts.
 */
import { type Cause, type ItLoad, LOAD_CLASS_COUNT } from '../ports.ts'
import type { BlockPlan } from './block-plan.ts'
import { branchSum, pathShare, restBranches } from './breakers.ts'
import { UNLIMITED_W } from './flow.ts'
import { systemRatedW } from './live-feeds.ts'
import { NODE, nodeOf } from './network.ts'
import { ACTING, GOVERNED, type PowerSite, cancelAt } from './power-site.ts'
import { type RackDraws, cutRack, cutToFloors, divideOver, rackW, sumRacks, weightedW } from './rack-draws.ts'
import { shedRacks } from './racks.ts'
import { NO_SYSTEM } from './redundancy.ts'
import { equipmentCause } from './taken.ts'
import type { UnitTable } from './units.ts'

const rackCount = ({ rackBegin, rackEnd }: BlockPlan): number => rackEnd - rackBegin

/** Power that the whole block (or with `racks` its row) may draw at a time, W. */
export function budgetW(plan: BlockPlan, begin: number, end: number): number {
  let ratedW = 0
  for (let index = begin; index < end; index++) ratedW += plan.rackMaxW[index]
  return Math.floor(ratedW / plan.oversubscription)
}

/** One class of the racks' loads, scaled to what the block asks for: as published, and less where coolant is hot. */
function fillClass(into: Float64Array, c: number, plan: BlockPlan, askedW: number, of: ArrayLike<number> | undefined, sumW: number): void {
  const count = rackCount(plan)
  if (of === undefined || sumW === 0 || sumW !== askedW) {
    divideOver(into, c, count, askedW, index => (of === undefined || sumW === 0 ? plan.rackMaxW[index] : of[(plan.rackBegin + index) * LOAD_CLASS_COUNT + c]))
    return
  }
  const from = plan.rackBegin * LOAD_CLASS_COUNT + c
  for (let at = 0; at < count * LOAD_CLASS_COUNT; at += LOAD_CLASS_COUNT) into[at + c] = of[from + at]
}

/** Whether a block asks for what its racks ask for now, class by class: nothing is published late, throttled or burnt on top. */
function asksAsRacks({ asked }: PowerSite, block: number, load: ItLoad): boolean {
  const { requestW, leastW } = asked.col
  for (let cell = block * LOAD_CLASS_COUNT; cell < (block + 1) * LOAD_CLASS_COUNT; cell++) {
    if (requestW[cell] !== load.liveRequestW[cell] || leastW[cell] !== load.liveMinimumW[cell]) return false
  }
  return true
}

/** Takes over what each live rack asks for. */
function copyDraws(p: PowerSite, block: number, { requestW, minimumW }: ItLoad): void {
  const { rackBegin, rackEnd } = p.plan.blocks[block]
  const { drawW, floorW } = p.draws
  const { firstShare, secondShare } = p.racks.col
  let at = 0
  for (let rack = rackBegin; rack < rackEnd; rack++) {
    const isLive = firstShare[rack] + secondShare[rack] > 0
    for (let from = rack * LOAD_CLASS_COUNT; from < (rack + 1) * LOAD_CLASS_COUNT; from++, at++) {
      const w = isLive ? requestW[from] : 0
      drawW[at] = w
      floorW[at] = minimumW[from] < w ? minimumW[from] : w
    }
  }
}

/** Fills the draws with what live racks ask for; those without supply ask in vain. */
function fillDraws(p: PowerSite, block: number): void {
  const plan = p.plan.blocks[block]
  const { drawW, floorW } = p.draws
  const { firstShare, secondShare } = p.racks.col
  const load = p.ports.itLoad?.()
  load?.readRacks(block)
  if (load !== undefined && asksAsRacks(p, block, load)) {
    copyDraws(p, block, load)
    return
  }
  const count = rackCount(plan)
  drawW.fill(0, 0, count * LOAD_CLASS_COUNT)
  floorW.fill(0, 0, count * LOAD_CLASS_COUNT)
  for (let c = 0; c < LOAD_CLASS_COUNT; c++) {
    const cell = block * LOAD_CLASS_COUNT + c
    if (p.asked.col.requestW[cell] === 0) continue
    fillClass(drawW, c, plan, p.asked.col.requestW[cell], load?.requestW, load?.liveRequestW[cell] ?? 0)
    fillClass(floorW, c, plan, p.asked.col.leastW[cell], load?.minimumW, load?.liveMinimumW[cell] ?? 0)
  }
  for (let index = 0; index < count; index++) {
    const isLive = firstShare[plan.rackBegin + index] + secondShare[plan.rackBegin + index] > 0
    for (let at = index * LOAD_CLASS_COUNT; at < (index + 1) * LOAD_CLASS_COUNT; at++) {
      if (!isLive) drawW[at] = 0
      if (floorW[at] > drawW[at]) floorW[at] = drawW[at]
    }
  }
}

/** Lowers the racks by `weight` until they draw at most `limitW`; racks are opened where floors do not allow it. True if any was. */
function limit(p: PowerSite, units: UnitTable, block: number, limitW: number, cause: Cause): boolean {
  const plan = p.plan.blocks[block]
  const count = rackCount(plan)
  const excessW = weightedW(p.draws, count) - limitW
  if (excessW <= 0) return false
  p.draws.isHeld = true
  const left = plan.shedding === 'proportional' ? cutToFloors(p.draws, count, excessW) : Math.ceil(excessW)
  sumRacks(p.draws, count)
  if (left <= 0) return false
  const { weight } = p.draws
  return shedRacks(p, units, block, cause, { count: 0, deficitW: left }, index => weight[index] > 0)
}

/** Watts of the racks from `begin` to `end`. */
function rangeW({ totalW }: RackDraws, begin: number, end: number): number {
  let sum = 0
  for (let index = begin; index < end; index++) sum += totalW[index]
  return sum
}

/** Budgets of the block's rows and of the block itself. */
function keepBudgets(p: PowerSite, units: UnitTable, block: number): boolean {
  const plan = p.plan.blocks[block]
  if (plan.oversubscription <= 1) return false
  const count = rackCount(plan)
  const keep = (begin: number, end: number): boolean => {
    const mostW = budgetW(plan, begin, end)
    if (rangeW(p.draws, begin, end) <= mostW) return false
    p.draws.weight.fill(0, 0, count)
    p.draws.weight.fill(1, begin, end)
    return limit(p, units, block, mostW, 'rackPower')
  }
  for (let begin = 0; begin < count; begin += plan.racksPerSection) if (keep(begin, Math.min(count, begin + plan.racksPerSection))) return true
  return keep(0, count)
}

/** Loads of the block's systems at the racks, W, before anything is held to a rating. */
function systemsAtRacks(p: PowerSite, block: number): Float64Array {
  const plan = p.plan.blocks[block]
  const { rackLoadW } = p.draws
  const { firstShare, secondShare } = p.racks.col
  rackLoadW.fill(0)
  for (let index = 0; index < rackCount(plan); index++) {
    const { first, second } = plan.pairs[plan.rackPair[index]]
    const w = p.draws.totalW[index]
    rackLoadW[first] += firstShare[plan.rackBegin + index] * w
    if (second !== NO_SYSTEM) rackLoadW[second] += secondShare[plan.rackBegin + index] * w
  }
  return rackLoadW
}

function weighSystem(p: PowerSite, block: number, system: number): void {
  const plan = p.plan.blocks[block]
  const { firstShare, secondShare } = p.racks.col
  for (let index = 0; index < rackCount(plan); index++) {
    const { first, second } = plan.pairs[plan.rackPair[index]]
    p.draws.weight[index] = first === system ? firstShare[plan.rackBegin + index] : second === system ? secondShare[plan.rackBegin + index] : 0
  }
}

/** Ratings of busway and distribution units; true if racks were opened for one. */
function keepBranches(p: PowerSite, units: UnitTable, block: number): boolean {
  const plan = p.plan.blocks[block]
  for (const branch of plan.branches) {
    if (branchSum(p, units, block, branch, index => p.draws.totalW[index]) <= branch.ratedW) continue
    p.draws.weight.fill(0, 0, rackCount(plan))
    for (let index = branch.begin; index < branch.end; index++) p.draws.weight[index] = pathShare(p, units, block, index, branch.path)
    if (limit(p, units, block, branch.ratedW, 'distributionFault')) return true
  }
  return false
}

/** Ratings of the systems while the controller acts; before that, what it allowed when it last did. */
function keepRatings(p: PowerSite, units: UnitTable, block: number): boolean {
  const plan = p.plan.blocks[block]
  const { frozenW } = p.racks.col
  const count = rackCount(plan)
  if (p.blocks.col.acting[block] === ACTING.not) {
    for (let index = 0; index < count; index++) {
      if (p.draws.totalW[index] <= frozenW[plan.rackBegin + index]) continue
      p.draws.isHeld = true
      cutRack(p.draws, index, frozenW[plan.rackBegin + index])
    }
    sumRacks(p.draws, count)
    return false
  }
  for (let index = 0; index < count; index++) frozenW[plan.rackBegin + index] = p.draws.totalW[index]
  if (keepBranches(p, units, block)) return true
  // Cuts only lower loads, so a system below its rating before them is below it after.
  const loadW = systemsAtRacks(p, block)
  for (let system = 0; system < plan.topology.systems; system++) {
    const ratedW = systemRatedW(p, block, system)
    if (ratedW === 0 || loadW[system] <= Math.floor(ratedW / plan.outputPerItW)) continue
    weighSystem(p, block, system)
    if (limit(p, units, block, Math.floor(ratedW / plan.outputPerItW), equipmentCause(p, block, 'upsFault'))) return true
  }
  return false
}

/** Remembers which racks the ratings hold down, and tells once how much a relief took. */
function noteCuts(p: PowerSite, block: number): void {
  const plan = p.plan.blocks[block]
  const { acting } = p.blocks.col
  const { frozenW, allowedW } = p.racks.col
  let cutW = 0
  for (let index = 0; index < rackCount(plan); index++) {
    const rack = plan.rackBegin + index
    const w = p.draws.totalW[index]
    allowedW[rack] = w
    if (acting[block] === ACTING.not) continue
    cutW += frozenW[rack] - w
    frozenW[rack] = frozenW[rack] > w ? w : UNLIMITED_W
  }
  if (acting[block] !== ACTING.since) return
  acting[block] = ACTING.yes
  if (cutW > 0) p.ctx.emit({ kind: 'loadCapped', block, cutW })
}

/** Sums one class over the racks: by system, and what of it are floors. */
function commitClass(p: PowerSite, block: number, c: number): void {
  const { pairs, rackPair, rackBegin, rackEnd } = p.plan.blocks[block]
  const { drawW, floorW } = p.draws
  const { firstShare, secondShare } = p.racks.col
  const systemW = p.systemLoad.col.w
  const begin = p.systemBegin[block]
  let sumW = 0
  let leastW = 0
  for (let rack = rackBegin, at = c; rack < rackEnd; rack++, at += LOAD_CLASS_COUNT) {
    const w = drawW[at]
    if (w === 0) continue
    const { first, second } = pairs[rackPair[rack - rackBegin]]
    sumW += w
    leastW += floorW[at] < w ? floorW[at] : w
    systemW[(begin + first) * LOAD_CLASS_COUNT + c] += firstShare[rack] * w
    if (second !== NO_SYSTEM) systemW[(begin + second) * LOAD_CLASS_COUNT + c] += secondShare[rack] * w
  }
  p.classLoad.col.w[block * LOAD_CLASS_COUNT + c] = sumW
  p.minimum.col.w[block * LOAD_CLASS_COUNT + c] = leastW
}

/** Hands the draws to the flow and sums them by system and class. */
function commit(p: PowerSite, units: UnitTable, block: number): void {
  const { branches } = p.plan.blocks[block]
  const { drawW } = p.draws
  const classW = p.classLoad.col.w
  p.systemLoad.col.w.fill(0, p.systemBegin[block] * LOAD_CLASS_COUNT, p.systemBegin[block + 1] * LOAD_CLASS_COUNT)
  for (let c = 0; c < LOAD_CLASS_COUNT; c++) {
    const cell = block * LOAD_CLASS_COUNT + c
    classW[cell] = 0
    p.minimum.col.w[cell] = 0
    if (p.asked.col.requestW[cell] > 0) commitClass(p, block, c)
    p.flow.setLoad(nodeOf(block, NODE.it), c, classW[cell], p.minimum.col.w[cell])
    branches.forEach((branch, at) => {
      p.branchLoad.col.w[(p.breakerBegin[block] + at) * LOAD_CLASS_COUNT + c] = classW[cell] === 0 ? 0 : branchSum(p, units, block, branch, index => drawW[index * LOAD_CLASS_COUNT + c])
    })
  }
}

/** Caps of the power basis, rack by rack. */
function keepRackCaps(p: PowerSite, block: number): void {
  const { rackMaxW, rackBegin, rackEnd } = p.plan.blocks[block]
  const { totalW } = p.draws
  for (let index = 0; index < rackEnd - rackBegin; index++) {
    if (totalW[index] <= rackMaxW[index]) continue
    cutRack(p.draws, index, rackMaxW[index])
    totalW[index] = rackW(p.draws.drawW, index)
  }
}

/** Sets what the racks of a governed block may draw. */
export function govern(p: PowerSite, units: UnitTable, block: number): void {
  const plan = p.plan.blocks[block]
  do {
    p.draws.isHeld = false
    fillDraws(p, block)
    sumRacks(p.draws, rackCount(plan))
    if (plan.isUnlimited) break
    if (plan.capsRacks) keepRackCaps(p, block)
    // Racks that are opened for a limit leave more to the others, so all of it begins anew; each time at least one rack fewer.
  } while (keepBudgets(p, units, block) || keepRatings(p, units, block))
  noteCuts(p, block)
  commit(p, units, block)
  p.blocks.col.isStale[block] = 0
  p.blocks.col.isHeld[block] = p.draws.isHeld ? 1 : 0
}

/** What the governor lets through of what a block asks for, W; all of it where it has none. */
export function letThroughW(p: PowerSite, units: UnitTable, block: number, askedW: number): number {
  const { governed, isStale } = p.blocks.col
  if (governed[block] !== GOVERNED.yes) return askedW
  if (isStale[block] === 1) govern(p, units, block)
  let sum = 0
  for (let at = block * LOAD_CLASS_COUNT; at < (block + 1) * LOAD_CLASS_COUNT; at++) sum += p.classLoad.col.w[at]
  return sum
}

/** Whether a block is held back by what its racks share: budgets, ratings, or anything upstream. */
export function isHeldBack(p: PowerSite, block: number): boolean {
  const { governed, isHeld } = p.blocks.col
  if (governed[block] !== GOVERNED.yes || isHeld[block] === 1) return true
  for (let at = block * LOAD_CLASS_COUNT; at < (block + 1) * LOAD_CLASS_COUNT; at++) if (p.view.grantedW[at] < p.classLoad.col.w[at]) return true
  return false
}

/** Nothing can exceed a rating any more: the block gets what it asks for, and its clocks rest. */
export function release(p: PowerSite, block: number): void {
  const { rackBegin, rackEnd } = p.plan.blocks[block]
  for (let row = p.systemBegin[block]; row < p.systemBegin[block + 1]; row++) {
    cancelAt(p, p.systems.col.trip, row)
    cancelAt(p, p.systems.col.handOver, row)
    p.systems.col.used[row] = 0
    p.systems.col.bypass[row] = 0
    p.systems.col.loadFraction[row] = 0
    p.systems.col.clock[row] = 0
    p.systems.col.clockMs[row] = p.ctx.kernel.now
  }
  restBranches(p, block)
  p.blocks.col.governed[block] = GOVERNED.no
  p.racks.col.frozenW.fill(UNLIMITED_W, rackBegin, rackEnd)
  for (let c = 0; c < LOAD_CLASS_COUNT; c++) passOn(p, block, c)
}

/** Takes over what a block asks for in a class; the governor cuts it at the next settle where there is one. */
export function askItLoad(p: PowerSite, block: number, loadClass: number, requestW: number, leastW: number): void {
  const at = block * LOAD_CLASS_COUNT + loadClass
  if (p.asked.col.requestW[at] !== requestW || p.asked.col.leastW[at] !== leastW) p.blocks.col.isStale[block] = 1
  p.asked.col.requestW[at] = requestW
  p.asked.col.leastW[at] = leastW
  if (p.blocks.col.governed[block] === GOVERNED.no) passOn(p, block, loadClass)
}

function passOn(p: PowerSite, block: number, loadClass: number): void {
  const at = block * LOAD_CLASS_COUNT + loadClass
  const { requestW, leastW } = p.asked.col
  p.flow.setLoad(nodeOf(block, NODE.it), loadClass, requestW[at], leastW[at])
  p.minimum.col.w[at] = Math.min(requestW[at], leastW[at])
}
