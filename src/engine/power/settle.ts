/** One settle: solve the flow, hand out what each block got, shed what no longer fits, sum up the site. */
import { assert } from '../../base/assert.ts'
import { HOUR_MS } from '../../base/spans.ts'
import { stagesOutputW } from '../../physics/converter-stages.ts'
import { type Cause, LOAD_CLASS_COUNT } from '../ports.ts'
import type { BlockPlan } from './block-plan.ts'
import { dieselHeatW } from './components/index.ts'
import type { Breakers } from './breakers.ts'
import { CAUGHT } from './catchers.ts'
import { type Dispatch, dispatch } from './dispatch.ts'
import { NODE, SITE_BUS, nodeOf } from './network.ts'
import { govern, release } from './governor.ts'
import type { Overload } from './overload.ts'
import { followNotServed, sumNotServed } from './not-served.ts'
import { GOVERNED, MODE, type PowerSite, isOnBattery } from './power-site.ts'
import { shedRacks } from './racks.ts'
import { followRamp } from './ramp.ts'
import { followCall, opensForCall } from './response.ts'
import { siteCause } from './supply.ts'
import { equipmentCause } from './taken.ts'
import type { UnitTable } from './units.ts'

/** A block sheds again only after loads had time to fall, ms. */
export const SHED_SPACING_MS = 1000

/** Nodes of a block whose losses heat its rooms; those of its transformers stay outdoors. */
const INDOORS: readonly number[] = [NODE.ups, NODE.pdu, NODE.busway, NODE.mechanicalUps]

const nodeLossW = ({ flow }: PowerSite, node: number): number => flow.inW(node) - flow.outW(node)

function indoorLossW(p: PowerSite, block: number): number {
  let sum = 0
  for (let i = 0; i < INDOORS.length; i++) sum += nodeLossW(p, nodeOf(block, INDOORS[i]))
  return sum
}

/** Copies the grants of one block to the view; true if any changed. */
function readGrants(p: PowerSite, block: number): boolean {
  const { flow, view } = p
  const from = nodeOf(block, NODE.it) * LOAD_CLASS_COUNT
  let hasChanged = false
  let itW = 0
  for (let c = 0; c < LOAD_CLASS_COUNT; c++) {
    const at = block * LOAD_CLASS_COUNT + c
    const w = flow.grantedW[from + c]
    itW += w
    if (view.grantedW[at] === w) continue
    view.grantedW[at] = w
    hasChanged = true
  }
  if (itW !== view.itGrantedW[block]) p.blocks.col.busbarW[block] = busbarW(p.plan.blocks[block], itW)
  view.itGrantedW[block] = itW
  const mechanicalW = flow.outW(nodeOf(block, NODE.mechanicalOnUps)) + flow.outW(nodeOf(block, NODE.mechanical))
  if (view.mechanicalGrantedW[block] !== mechanicalW) hasChanged = true
  view.mechanicalGrantedW[block] = mechanicalW
  const roomLossW = indoorLossW(p, block)
  p.blocks.col.roomLossW[block] = roomLossW
  p.blocks.col.lossW[block] = roomLossW + nodeLossW(p, nodeOf(block, NODE.transformer)) + flow.outW(nodeOf(block, NODE.charger))
  return hasChanged
}

/** What arrives at the busbars inside the racks, all of them alike, W. */
function busbarW(plan: BlockPlan, itW: number): number {
  const racks = plan.rackEnd - plan.rackBegin
  return racks === 0 ? 0 : Math.floor(racks * stagesOutputW(plan.rackStages, itW / racks))
}

/** Which limit holds a block's racks back, from the source down. */
function bindingCause(p: PowerSite, block: number): Cause {
  const plan = p.plan.blocks[block]
  const { mode, transformersUp, caught } = p.blocks.col
  if (caught[block] === CAUGHT.reserve) {
    const catcher = p.plan.catcherOf[block]
    return p.flow.isCut(nodeOf(catcher, NODE.ups)) ? 'rackPower' : bindingCause(p, catcher)
  }
  if (mode[block] === MODE.island && p.flow.isCut(nodeOf(block, NODE.bus))) return equipmentCause(p, block, 'generationFault')
  if (mode[block] === MODE.utility && p.flow.isCut(SITE_BUS)) return siteCause(p)
  if (mode[block] === MODE.utility && p.flow.isCut(nodeOf(block, NODE.transformer))) return transformersUp[block] < plan.transformerCount ? equipmentCause(p, block, 'transformerFault') : 'rackPower'
  return equipmentCause(p, block, 'upsFault')
}

/** Racks whose floors no longer fit are opened, or, where racks are not lowered in part, all that is short; true if any were. */
function shedShort(p: PowerSite, units: UnitTable, block: number): boolean {
  const { mode, shed, shedMs } = p.blocks.col
  if (mode[block] === MODE.off || (mode[block] === MODE.dead && p.blocks.col.caught[block] !== CAUGHT.reserve)) return false
  const minimumW = p.minimum.col.w
  let floorW = 0
  let grantedW = 0
  for (let at = block * LOAD_CLASS_COUNT; at < (block + 1) * LOAD_CLASS_COUNT; at++) {
    floorW += minimumW[at]
    grantedW += p.view.grantedW[at]
  }
  const plan = p.plan.blocks[block]
  const isLowered = plan.shedding === 'proportional' && !(mode[block] === MODE.utility && opensForCall(p))
  const neededW = isLowered ? floorW : p.flow.demandW(nodeOf(block, NODE.it))
  if (grantedW >= neededW) return false
  const left = plan.rackEnd - plan.rackBegin - shed[block]
  if (left === 0 || (shed[block] > 0 && p.ctx.kernel.now < shedMs[block] + SHED_SPACING_MS)) return false
  const want = isLowered ? { count: Math.ceil(left * (1 - grantedW / floorW)), deficitW: 0 } : { count: 0, deficitW: neededW - grantedW }
  return shedRacks(p, units, block, bindingCause(p, block), want)
}

/**
 * Sums of the site. A battery that discharges counts as generation and one that is charged as loss, so that what comes in equals what
 * is used and lost at every instant.
 */
function sumSite(sources: Dispatch): void {
  const { p } = sources
  const { totals, view } = p
  totals.itW = 0
  totals.mechanicalW = 0
  totals.lossW = 0
  totals.standbyW = 0
  totals.upsW = 0
  totals.dieselW = 0
  totals.busbarW = 0
  for (let block = 0; block < p.plan.blocks.length; block++) {
    totals.itW += view.itGrantedW[block]
    totals.mechanicalW += view.mechanicalGrantedW[block]
    totals.lossW += p.blocks.col.lossW[block]
    totals.busbarW += p.blocks.col.busbarW[block]
    if (isOnBattery(p, block)) totals.upsW += p.flow.inW(nodeOf(block, NODE.ups)) + p.flow.inW(nodeOf(block, NODE.mechanicalUps))
    else if (p.blocks.col.mode[block] === MODE.island) totals.standbyW += p.flow.inW(nodeOf(block, NODE.bus))
    if (p.fuel.col.rateLpms[block] > 0) totals.dieselW += dieselHeatW(p.fuel.col.rateLpms[block] * HOUR_MS)
  }
  sumNotServed(p)
  totals.dieselW = Math.round(totals.dieselW)
  dispatch(sources)
  totals.fuelW = totals.dieselW + totals.gasW
  const { gridW, generationW, itW, mechanicalW, lossW } = totals
  if (gridW + generationW !== itW + mechanicalW + lossW) assert(false, 'power of the site does not balance', { gridW, generationW, itW, mechanicalW, lossW })
}

/** Overload clocks that follow every settle of a governed block. */
export interface SettledClocks {
  readonly overload: Pick<Overload, 'follow'>
  readonly breakers: Pick<Breakers, 'followRacks'>
}

/** Solves the dirty part and brings the view up to date; true if any grant or rack changed. `follow` hears of every block that was solved. */
export function settlePower(sources: Dispatch, units: UnitTable, clocks: SettledClocks, follow: (block: number) => void): boolean {
  const { p } = sources
  const { governed } = p.blocks.col
  for (let block = 0; block < governed.length; block++) {
    if (governed[block] === GOVERNED.yes) {
      // Between publications, losses and acts of the controller the caps are what they were.
      if (p.blocks.col.isStale[block] === 1) govern(p, units, block)
    } else if (governed[block] === GOVERNED.ended) release(p, block)
  }
  p.flow.solve()
  if (followCall(p)) p.flow.solve()
  const { touched } = p.flow
  let hasChanged = p.supply.changed === 1
  p.supply.changed = 0
  for (let block = 0; block < p.plan.blocks.length; block++) {
    const first = nodeOf(block, NODE.transformer)
    const end = nodeOf(block + 1, NODE.transformer)
    let isTouched = 0
    for (let node = first; node < end; node++) isTouched |= touched[node]
    if (isTouched === 0) continue
    touched.fill(0, first, end)
    if (readGrants(p, block)) hasChanged = true
    follow(block)
    if (shedShort(p, units, block)) {
      hasChanged = true
      // Racks that are opened leave other losses behind.
      p.ports.requestSettle(block)
    }
    followNotServed(p, block, bindingCause)
  }
  for (let block = 0; block < governed.length; block++) {
    if (governed[block] !== GOVERNED.yes) continue
    clocks.overload.follow(block)
    clocks.breakers.followRacks(block)
  }
  sumSite(sources)
  followRamp(p)
  return hasChanged
}
