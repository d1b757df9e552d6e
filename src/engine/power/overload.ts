/**
 * Overload in time. A system above its rating runs its inverse-time clock, exact between changes of load, and opens when the clock is full,
 * unless the controller has lowered the racks by then. What it carried moves on, so one trip may follow another; a system that is open
 * carries nothing, so every system trips at most once until it is repaired.
 */
import { breakerClockAfter, breakerTripMs } from '../../physics/breaker-trip.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { LOAD_CLASS_COUNT } from '../ports.ts'
import { systemRatedW } from './live-feeds.ts'
import { NODE, nodeOf } from './network.ts'
import { ACTING, GOVERNED, type PowerSite, cancelAt } from './power-site.ts'
import type { UnitTable } from './units.ts'

/** Rounding of a load that is cut to its rating exactly. */
const AT_RATING = 1 + 1e-9
/** No crossing is scheduled beyond this time, ms. */
const NEVER_MS = 1e15

export interface Overload {
  /** After a solve: load, clock and next crossing of every system of a governed block. */
  follow(block: number): void
  /** Something of the block's chain was lost; the controller needs its time to see it. */
  worsened(block: number): void
}

export function createOverload(p: PowerSite, units: () => UnitTable): Overload {
  const { kernel } = p.ctx
  const blockOf = Int32Array.from(p.plan.blocks.flatMap((plan, block) => new Array<number>(plan.topology.systems).fill(block)))
  const tripped = kernel.command('power.systemTripped', Phase.fault, row => {
    p.systems.col.trip[row] = 0
    trip(p, units(), blockOf[row], row)
  })
  const relieved = kernel.command('power.overloadRelieved', Phase.repair, block => {
    p.blocks.col.relief[block] = 0
    p.blocks.col.acting[block] = ACTING.since
    p.ports.requestSettle(block)
  })
  return {
    follow: block => follow(p, block, tripped),
    worsened(block) {
      const { governed, acting, relief } = p.blocks.col
      const { hasController, cappingMs } = p.plan.blocks[block]
      if (!hasController || governed[block] !== GOVERNED.yes) return
      cancelAt(p, relief, block)
      acting[block] = ACTING.not
      relief[block] = kernel.schedule(relieved, block, kernel.now + cappingMs)
    },
  }
}

/** The system opens like one that lost its output; a crew brings it back. */
function trip(p: PowerSite, units: UnitTable, block: number, row: number): void {
  const system = row - p.systemBegin[block]
  const unit = units.list.findIndex(({ kind, owner, member }) => kind === 'upsSystem' && owner === block && member === system)
  p.ctx.emit({ kind: 'deviceTripped', what: units.list[unit].path, block })
  units.fail(unit)
}

/** Loads follow from the watts that flow: what the governor let through, in the shares in which classes were granted. */
function follow(p: PowerSite, block: number, tripped: CommandType): void {
  const { systemW } = p.draws
  const begin = p.systemBegin[block]
  const end = p.systemBegin[block + 1]
  let totalW = 0
  for (let c = 0; c < LOAD_CLASS_COUNT; c++) {
    let askedW = 0
    for (let row = begin; row < end; row++) askedW += systemW[row * LOAD_CLASS_COUNT + c]
    const granted = askedW === 0 ? 0 : p.view.grantedW[block * LOAD_CLASS_COUNT + c] / askedW
    for (let row = begin; row < end; row++) {
      systemW[row * LOAD_CLASS_COUNT + c] *= granted
      totalW += systemW[row * LOAD_CLASS_COUNT + c]
    }
  }
  const outW = p.flow.outW(nodeOf(block, NODE.ups))
  for (let row = begin; row < end; row++) {
    let w = 0
    for (let c = 0; c < LOAD_CLASS_COUNT; c++) w += systemW[row * LOAD_CLASS_COUNT + c]
    const ratedW = systemRatedW(p, block, row - begin)
    setLoadFraction(p, row, totalW === 0 || ratedW === 0 ? 0 : (outW * (w / totalW)) / ratedW, tripped)
  }
}

/** Brings the clock up to now and schedules its crossing at the new load. */
function setLoadFraction(p: PowerSite, row: number, to: number, tripped: CommandType): void {
  const { loadFraction, clock, clockMs, trip: handle } = p.systems.col
  const { kernel } = p.ctx
  const elapsedMs = kernel.now - clockMs[row]
  const fraction = to > 1 && to <= AT_RATING ? 1 : to
  // Rounds of one settle pass through loads that never flowed; only what lasts counts.
  if (elapsedMs > 0) clock[row] = breakerClockAfter(clock[row], loadFraction[row], elapsedMs)
  clockMs[row] = kernel.now
  if (fraction === loadFraction[row] && elapsedMs === 0) return
  loadFraction[row] = fraction
  cancelAt(p, handle, row)
  const atMs = kernel.now + Math.max(1, Math.ceil(breakerTripMs(fraction, clock[row])))
  if (atMs < NEVER_MS) handle[row] = kernel.schedule(tripped, row, atMs)
}
