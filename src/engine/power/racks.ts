/** Which racks have no supply and why: their gates, block by block. */
import { CAUSES, type Cause } from '../ports.ts'
import { NO_SYSTEM } from './redundancy.ts'
import { MODE, type PowerSite } from './power-site.ts'
import { pairOf } from './block-plan.ts'
import { type UnitTable, sectionIsDead } from './units.ts'

const NONE = 0
const codeOf = (cause: Cause): number => CAUSES.indexOf(cause) + 1
const UPS_FAULT = codeOf('upsFault')
const DISTRIBUTION_FAULT = codeOf('distributionFault')

/** Closes the block's gate for `cause`, or opens the one that was closed for want of supply. */
export function setBlockGate(p: PowerSite, block: number, cause: Cause | undefined): void {
  const { gate } = p.blocks.col
  const code = cause === undefined ? NONE : codeOf(cause)
  const before = gate[block]
  if (before === code) return
  gate[block] = code
  // The new cause first, so that no node is open in between.
  if (cause !== undefined) p.ports.gates.closeBlock(block, cause)
  if (before !== NONE) p.ports.gates.openBlock(block, CAUSES[before - 1])
}

function isSystemUp(p: PowerSite, row: number): boolean {
  return p.systems.col.up[row] === 1 && p.systems.col.modulesUp[row] > 0
}

function pairIsDead(p: PowerSite, block: number, pair: number): boolean {
  const { first, second } = p.plan.blocks[block].topology.pairs[pair]
  const begin = p.systemBegin[block]
  return !isSystemUp(p, begin + first) && (second === NO_SYSTEM || !isSystemUp(p, begin + second))
}

/** Why a rack of a live block has no supply, as a code; 0 when it has. */
function rackCode(p: PowerSite, units: UnitTable, block: number, index: number): number {
  const plan = p.plan.blocks[block]
  if (pairIsDead(p, block, pairOf(plan, index))) return UPS_FAULT
  if (sectionIsDead(units, block, Math.floor(index / plan.racksPerSection))) return DISTRIBUTION_FAULT
  const { shed, shedCause } = p.blocks.col
  return index >= plan.rackEnd - plan.rackBegin - shed[block] ? shedCause[block] : NONE
}

/** Brings gates and the view of a block's racks up to date; true if any changed. */
export function refreshRacks(p: PowerSite, units: UnitTable, block: number): boolean {
  const { gate, dead } = p.racks.col
  const { rackBegin, rackEnd } = p.plan.blocks[block]
  const mode = p.blocks.col.mode[block]
  const isBlockDead = mode === MODE.off || mode === MODE.dead
  let hasChanged = false
  for (let rack = rackBegin; rack < rackEnd; rack++) {
    const code = mode === MODE.off ? NONE : rackCode(p, units, block, rack - rackBegin)
    const before = gate[rack]
    if (before !== code) {
      gate[rack] = code
      if (code !== NONE) p.ports.gates.closeRack(rack, CAUSES[code - 1])
      if (before !== NONE) p.ports.gates.openRack(rack, CAUSES[before - 1])
    }
    const isDead = isBlockDead || code !== NONE ? 1 : 0
    if (dead[rack] !== isDead) {
      dead[rack] = isDead
      hasChanged = true
    }
  }
  return hasChanged
}

/** Opens `count` further racks at the end of the block's list, for `cause`. */
export function shedRacks(p: PowerSite, units: UnitTable, block: number, count: number, cause: Cause): boolean {
  const { rackBegin, rackEnd } = p.plan.blocks[block]
  const { shed, shedCause, shedMs } = p.blocks.col
  shed[block] = Math.min(rackEnd - rackBegin, shed[block] + count)
  shedCause[block] = codeOf(cause)
  shedMs[block] = p.ctx.kernel.now
  p.ctx.emit({ kind: 'blockShed', block, cause })
  return refreshRacks(p, units, block)
}

/** Gives shed racks back: something that may carry them has come back. */
export function restoreShed(p: PowerSite, units: UnitTable, block: number): void {
  const { shed, shedCause } = p.blocks.col
  if (shed[block] === 0) return
  shed[block] = 0
  shedCause[block] = NONE
  refreshRacks(p, units, block)
  p.ports.requestSettle(block)
}
