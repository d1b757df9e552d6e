/**
 * Groups of distribution units at work: what a group lacks touches the racks of its rows and no others. Units that are left share the
 * heat; where coolant would then be too warm for chips at full power, or pumps and valves end before, the last racks of the rows go off
 * when their coolant has warmed that far. Without any unit all go off when still chips reach their shutdown. Racks return once units are
 * back and the restart delay has passed.
 */
import { ln } from '../../base/exact-math.ts'
import { parallelPumpFlowFraction } from '../../physics/affinity.ts'
import { cduApproachK } from '../../physics/direct-liquid.ts'
import { cduLimitW } from '../../scenario/cdu-heat.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'
import type { BlockDesign } from './block-design.ts'
import { facilityRow } from './block-state.ts'
import { type CoolingRun, exchangeLeft } from './cooling-run.ts'
import type { Machine } from './machines.ts'
import type { RowGroup } from './row-groups.ts'

/** `out`: units that the group lacks, in part where pumps are missing; `review`: handle of the pending change of its racks; `racksOff`. */
const COLUMNS = { out: 'f64', review: 'f64', racksOff: 'u32' } as const

interface RowsOfBlock extends RowGroup {
  readonly block: number
}

export interface RowUnits {
  /** Groups of all blocks that state rows. */
  readonly groups: readonly RowsOfBlock[]
  /** By row of the table of machines: the group of a distribution unit or of its pump; −1 for all others. */
  readonly groupOf: Int32Array
  readonly table: ReturnType<typeof createTableOf>
}

const createTableOf = (ctx: DomainContext, count: number) => ctx.state.table('cooling.rows', count, COLUMNS)

export function createRowUnits(ctx: DomainContext, designs: readonly BlockDesign[], machines: readonly Machine[]): RowUnits {
  const groups = designs.flatMap(({ block, liquid }) => liquid.groups.map(group => ({ ...group, block })))
  const firstOf = designs.map(({ block }) => groups.findIndex(group => group.block === block))
  const groupOf = Int32Array.from(machines, ({ block, rowGroup }) => (rowGroup === undefined ? -1 : firstOf[block] + rowGroup))
  return { groups, groupOf, table: createTableOf(ctx, groups.length) }
}

export function registerRowUnits(run: CoolingRun): void {
  run.commands.rowsReviewed = run.ctx.kernel.command('cooling.rowsReviewed', Phase.facility, index => turnRacks(run, index))
}

/** Units of a group that run; in part where pumps are missing. */
const runningOf = ({ rows }: CoolingRun, index: number): number => Math.max(0, rows.groups[index].installed - rows.table.col.out[index])

/** What coolant supply and flow lack for `kept` of the racks on `running` units, as kelvins of coolant above facility water. */
function aboveFacilityK(run: CoolingRun, index: number, kept: number, running: number): number {
  const { block, share, needed, rackBegin, rackEnd } = run.rows.groups[index]
  const { liquid, limits, section } = run.designs[block]
  const part = kept / (rackEnd - rackBegin)
  const heatW = part * share * liquid.heatW
  const approachK = cduApproachK(liquid.approachRatedK, heatW, liquid.cduRatedW * running * exchangeLeft(run, block))
  const designLpm = (share * liquid.heatW * section.cdu.flow) / 1000
  const flow = Math.min(parallelPumpFlowFraction(running, needed), ((section.cdu.pumpFlow ?? Infinity) * running) / designLpm)
  // Racks that are off are shut off; the others share their flow up to what they were made for.
  return approachK + (limits.plate.coolantRiseK / 2) * (1 / Math.min(1, flow / part) - 1)
}

/** Racks of a group that chips at full power and the limits of the running units let stay on. */
function racksThatLast(run: CoolingRun, index: number): number {
  const { block, share, needed, rackBegin, rackEnd } = run.rows.groups[index]
  const count = rackEnd - rackBegin
  const running = runningOf(run, index)
  if (running >= needed) return count
  if (running === 0) return 0
  const { liquid, limits, section } = run.designs[block]
  const facilityC = Math.max(liquid.setpointC, run.state.stores.col.start[facilityRow(block)])
  const mostW = running * cduLimitW(section)
  for (let kept = count; kept > 0; kept--) {
    if ((kept / count) * share * liquid.heatW <= mostW && facilityC + aboveFacilityK(run, index, kept, running) <= limits.throttleC) return kept
  }
  return 0
}

/** Until the racks of a group that lacks units must go off, ms: still chips at the block's present load, or coolant that warms towards what would last. */
function warmingMs(run: CoolingRun, index: number): number {
  const { block, rackBegin, rackEnd } = run.rows.groups[index]
  const { liquid, limits, section, liquidFraction } = run.designs[block]
  const col = run.state.blocks.col
  const load = (liquidFraction * col.itW[block]) / liquid.heatW
  const running = runningOf(run, index)
  const facilityC = run.state.stores.col.start[facilityRow(block)]
  if (load === 0) return 1
  if (running === 0) {
    const junctionC = facilityC + col.approachK[block] + load * limits.junctionRiseK
    return ((section.chip.shutdown - junctionC) * liquid.chipsJPerK * 1000) / (load * liquid.heatW)
  }
  const tauMs = (1000 * liquid.technologyJPerK * liquid.approachRatedK) / liquid.heatW
  const lastingK = aboveFacilityK(run, index, rackEnd - rackBegin, running)
  const allowedK = limits.throttleC - facilityC
  if (lastingK <= allowedK || col.approachK[block] >= allowedK) return tauMs
  return tauMs * ln((lastingK - col.approachK[block]) / (lastingK - allowedK))
}

/** A group lacks `change` more units than before (fewer if negative): its racks follow when that has told on them. */
export function changeRows(run: CoolingRun, index: number, change: number): void {
  const { out } = run.rows.table.col
  out[index] += change
  planReview(run, index)
}

function planReview(run: CoolingRun, index: number): void {
  const { kernel } = run.ctx
  const { review, racksOff } = run.rows.table.col
  const { block, rackBegin, rackEnd } = run.rows.groups[index]
  const kept = racksThatLast(run, index)
  const open = rackEnd - rackBegin - racksOff[index]
  if (review[index] !== 0) kernel.cancel(review[index])
  review[index] = 0
  if (kept === open) return
  const waitMs = kept < open ? warmingMs(run, index) : run.designs[block].section.restart.racks
  review[index] = kernel.schedule(run.commands.rowsReviewed, index, kernel.now + Math.max(1, Math.ceil(waitMs)))
}

/** Share of a block's liquid heat at design whose racks are not off for want of coolant. */
function openShare({ rows }: CoolingRun, block: number): number {
  let offShare = 0
  rows.groups.forEach((group, index) => {
    if (group.block === block) offShare += (group.share * rows.table.col.racksOff[index]) / (group.rackEnd - group.rackBegin)
  })
  return 1 - offShare
}

/** Turns racks of a group off or on, as many as last now. */
function turnRacks(run: CoolingRun, index: number): void {
  const { review, racksOff } = run.rows.table.col
  const { block, rackBegin, rackEnd } = run.rows.groups[index]
  const count = rackEnd - rackBegin
  const [kept, open] = [racksThatLast(run, index), count - racksOff[index]]
  review[index] = 0
  if (kept === open) return
  for (let rack = rackBegin + kept; rack < rackBegin + open; rack++) run.ports.gates.closeRack(rack, 'cdu')
  for (let rack = rackBegin + open; rack < rackBegin + kept; rack++) run.ports.gates.openRack(rack, 'cdu')
  racksOff[index] = count - kept
  run.state.blocks.col.rowsShare[block] = openShare(run, block)
  run.ctx.emit({ kind: 'racksShed', block, racksOff: racksOff[index], lack: 'coolant' })
  run.ports.requestSettle(block)
}

/** New weather may warm facility water: groups that lack units are looked at again. */
export function reviewRows(run: CoolingRun): void {
  const { groups, table: { col: { out, review, racksOff } } } = run.rows
  for (let index = 0; index < groups.length; index++) {
    if (review[index] === 0 && (out[index] > groups[index].installed - groups[index].needed || racksOff[index] > 0)) planReview(run, index)
  }
}
