/**
 * Overload in time. A system above its rating runs two clocks, exact between changes of load. When its electronics have stood all they can,
 * they hand the load to the bypass, which needs the utility; without it, or when the utility goes while in bypass, the output is lost. When
 * the inverse-time clock of its breaker is full, the system opens. The controller may lower the racks before. What a system carried moves
 * on, so one trip may follow another; a system that is open carries nothing, so each trips at most once until it is repaired.
 */
import { breakerClockAfter, breakerTripMs } from '../../physics/breaker-trip.ts'
import { upsOverloadAfter, upsOverloadMs } from '../../physics/ups-overload.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { LOAD_CLASS_COUNT } from '../ports.ts'
import { hasChainBreakers } from './breakers.ts'
import { limitReserve, outputRatedW } from './catchers.ts'
import { refreshTransformers } from './equipment.ts'
import { systemRatedW } from './live-feeds.ts'
import { NODE, nodeOf } from './network.ts'
import { ACTING, GOVERNED, MODE, type PowerSite, cancelAt } from './power-site.ts'
import type { UnitTable } from './units.ts'

/** Rounding of a load that is cut to its rating exactly. */
const AT_RATING = 1 + 1e-9
/** No crossing is scheduled beyond this time, ms. */
const NEVER_MS = 1e15

export interface Overload {
  /** After a solve: load, clock and next crossing of every system of a governed block. */
  follow(block: number): void
  /** After a solve: what has fallen on a reserve of several blocks. */
  followReserve(block: number): void
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
  const handedOver = kernel.command('power.upsOverloaded', Phase.fault, row => {
    p.systems.col.handOver[row] = 0
    handOver(p, units(), blockOf[row], row)
  })
  const commands: Commands = { tripped, handedOver }
  const relieved = kernel.command('power.overloadRelieved', Phase.repair, block => {
    p.blocks.col.relief[block] = 0
    p.blocks.col.acting[block] = p.blocks.col.governed[block] === GOVERNED.yes ? ACTING.since : ACTING.yes
    p.blocks.col.isStale[block] = 1
    refreshTransformers(p, block)
    limitReserve(p, block)
    p.ports.requestSettle(block)
  })
  return {
    follow(block) {
      if (!p.plan.blocks[block].isUnlimited) follow(p, block, commands)
    },
    followReserve(block) {
      const { acting, relief } = p.blocks.col
      const { catches, hasController, cappingMs } = p.plan.blocks[block]
      if (catches === undefined) return
      followReserve(p, block, commands)
      if (hasController && acting[block] === ACTING.not && relief[block] === 0) relief[block] = kernel.schedule(relieved, block, kernel.now + cappingMs)
    },
    worsened(block) {
      const { governed, acting, relief } = p.blocks.col
      const { hasController, cappingMs } = p.plan.blocks[block]
      if (!hasController || (governed[block] !== GOVERNED.yes && !hasChainBreakers(p, block))) return
      cancelAt(p, relief, block)
      acting[block] = ACTING.not
      p.blocks.col.isStale[block] = 1
      relief[block] = kernel.schedule(relieved, block, kernel.now + cappingMs)
      refreshTransformers(p, block)
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

interface Commands {
  readonly tripped: CommandType
  readonly handedOver: CommandType
}

/** The electronics of a system give up. Sets are not taken as synchronised with the UPS. */
function handOver(p: PowerSite, units: UnitTable, block: number, row: number): void {
  if (p.blocks.col.mode[block] !== MODE.utility) {
    trip(p, units, block, row)
    return
  }
  p.systems.col.bypass[row] = 1
  p.ctx.emit({ kind: 'upsBypassed', what: `${p.plan.blocks[block].path}/ups[${row - p.systemBegin[block]}]`, block })
}

/** Scratch: what of each class was granted, per asked. */
const SHARE = new Float64Array(LOAD_CLASS_COUNT)

/** Loads follow from the watts that flow: what the governor let through, in the shares in which classes were granted. */
function follow(p: PowerSite, block: number, commands: Commands): void {
  const systemW = p.systemLoad.col.w
  const begin = p.systemBegin[block]
  const end = p.systemBegin[block + 1]
  SHARE.fill(0)
  let totalW = 0
  for (let c = 0; c < LOAD_CLASS_COUNT; c++) {
    let askedW = 0
    for (let row = begin; row < end; row++) askedW += systemW[row * LOAD_CLASS_COUNT + c]
    if (askedW === 0) continue
    SHARE[c] = p.view.grantedW[block * LOAD_CLASS_COUNT + c] / askedW
    for (let row = begin; row < end; row++) totalW += systemW[row * LOAD_CLASS_COUNT + c] * SHARE[c]
  }
  const outW = p.flow.outW(nodeOf(block, NODE.ups))
  for (let row = begin; row < end; row++) {
    let w = 0
    for (let c = 0; c < LOAD_CLASS_COUNT; c++) w += systemW[row * LOAD_CLASS_COUNT + c] * SHARE[c]
    const ratedW = systemRatedW(p, block, row - begin)
    setLoadFraction(p, row, totalW === 0 || ratedW === 0 ? 0 : (outW * (w / totalW)) / ratedW, commands)
    if (p.systems.col.bypass[row] === 1 && p.blocks.col.mode[block] !== MODE.utility) tripSoon(p, row, commands)
  }
}

/** The systems of a reserve share what hangs on it by their ratings. */
function followReserve(p: PowerSite, block: number, commands: Commands): void {
  const outW = p.flow.outW(nodeOf(block, NODE.ups))
  const sumW = outputRatedW(p, block)
  for (let row = p.systemBegin[block]; row < p.systemBegin[block + 1]; row++) {
    setLoadFraction(p, row, systemRatedW(p, block, row - p.systemBegin[block]) === 0 ? 0 : outW / sumW, commands)
    if (p.systems.col.bypass[row] === 1 && p.blocks.col.mode[block] !== MODE.utility) tripSoon(p, row, commands)
  }
}

/** In bypass without utility: the output is gone within the millisecond. */
function tripSoon(p: PowerSite, row: number, { tripped }: Commands): void {
  const { trip: handle, bypass } = p.systems.col
  bypass[row] = 0
  cancelAt(p, handle, row)
  handle[row] = p.ctx.kernel.schedule(tripped, row, p.ctx.kernel.now + 1)
}

/** Brings the clocks up to now and schedules their crossings at the new load. */
function setLoadFraction(p: PowerSite, row: number, to: number, { tripped, handedOver }: Commands): void {
  const { loadFraction, clock, clockMs, used, bypass, trip: tripHandle, handOver: handOverHandle } = p.systems.col
  const { kernel } = p.ctx
  const elapsedMs = kernel.now - clockMs[row]
  const fraction = to > 1 && to <= AT_RATING ? 1 : to
  // Rounds of one settle pass through loads that never flowed; only what lasts counts.
  if (elapsedMs > 0) {
    clock[row] = breakerClockAfter(clock[row], loadFraction[row], elapsedMs)
    used[row] = upsOverloadAfter(used[row], loadFraction[row], elapsedMs)
  }
  clockMs[row] = kernel.now
  if (fraction === loadFraction[row]) return
  loadFraction[row] = fraction
  if (fraction <= 1) bypass[row] = 0
  after(p, tripHandle, row, breakerTripMs(fraction, clock[row]), tripped)
  after(p, handOverHandle, row, bypass[row] === 1 || fraction <= 1 ? Infinity : (1 - used[row]) * upsOverloadMs(fraction), handedOver)
}

/** Moves a crossing to `waitMs` from now, rounded up to the millisecond. */
function after(p: PowerSite, handles: Float64Array, row: number, waitMs: number, command: CommandType): void {
  cancelAt(p, handles, row)
  const atMs = p.ctx.kernel.now + Math.max(1, Math.ceil(waitMs))
  if (atMs < NEVER_MS) handles[row] = p.ctx.kernel.schedule(command, row, atMs)
}
