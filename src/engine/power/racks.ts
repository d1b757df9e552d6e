/** Which racks have no supply and why, and what of the others each system carries: gates and shares, block by block. */
import { CAUSES, type Cause } from '../ports.ts'
import { branchSum } from './breakers.ts'
import { CAUGHT, limitReserve, moveToReserve } from './catchers.ts'
import { NODE, nodeOf } from './network.ts'
import { feedShares, isPairDark, moveSwitches, systemRatedW } from './live-feeds.ts'
import { NO_SYSTEM } from './redundancy.ts'
import { GOVERNED, MODE, type PowerSite } from './power-site.ts'
import { pickRacks } from './shedding.ts'
import { equipmentCause } from './taken.ts'
import type { UnitTable } from './units.ts'
import { composeLoaded } from './ups-bank.ts'
import { UNLIMITED_W } from './flow.ts'

const NONE = 0
const codeOf = (cause: Cause): number => CAUSES.indexOf(cause) + 1

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

/** Why a rack of a live block has no supply, as a code; 0 when it has. */
function rackCode(p: PowerSite, block: number, index: number, hasFeed: boolean): number {
  const plan = p.plan.blocks[block]
  if (!hasFeed) return codeOf(equipmentCause(p, block, isPairDark(p, block, plan.rackPair[index]) ? 'upsFault' : 'distributionFault'))
  return p.racks.col.shed[plan.rackBegin + index] === 1 ? p.blocks.col.shedCause[block] : NONE
}

const SHARES = { first: 0, second: 0 }

/** Brings gates, shares and the view of a block's racks up to date; true if any gate changed. */
export function refreshRacks(p: PowerSite, units: UnitTable, block: number): boolean {
  const { gate, dead, firstShare, secondShare } = p.racks.col
  const { rackBegin, rackEnd } = p.plan.blocks[block]
  const mode = p.blocks.col.mode[block]
  const wasCaught = p.blocks.col.caught[block] === CAUGHT.reserve
  const isCaught = moveToReserve(p, block)
  const isBlockDead = mode === MODE.off || (mode === MODE.dead && !isCaught)
  if (mode === MODE.dead && isCaught !== wasCaught) setBlockGate(p, block, isCaught ? undefined : equipmentCause(p, block, 'upsFault'))
  moveSwitches(p, block)
  let hasChanged = false
  let dark = 0
  for (let rack = rackBegin; rack < rackEnd; rack++) {
    feedShares(p, units, block, rack - rackBegin, SHARES)
    const code = mode === MODE.off ? NONE : rackCode(p, block, rack - rackBegin, SHARES.first + SHARES.second > 0)
    firstShare[rack] = code === NONE ? SHARES.first : 0
    secondShare[rack] = code === NONE ? SHARES.second : 0
    const before = gate[rack]
    if (before !== code) {
      gate[rack] = code
      if (code !== NONE) p.ports.gates.closeRack(rack, CAUSES[code - 1])
      if (before !== NONE) p.ports.gates.openRack(rack, CAUSES[before - 1])
    }
    const isDead = isBlockDead || code !== NONE ? 1 : 0
    dark += isDead
    if (dead[rack] !== isDead) {
      dead[rack] = isDead
      hasChanged = true
    }
  }
  p.blocks.col.dark[block] = dark
  refreshBank(p, units, block)
  for (const member of p.plan.blocks[block].catches?.members ?? []) if (refreshRacks(p, units, member)) hasChanged = true
  if (wasCaught && !isCaught) retryOthers(p, units, block)
  return hasChanged
}

/** The reserve has room again for blocks whose switches were held back. */
function retryOthers(p: PowerSite, units: UnitTable, block: number): void {
  for (const member of p.plan.blocks[p.plan.catcherOf[block]].catches?.members ?? []) {
    if (member !== block && p.blocks.col.caught[member] === CAUGHT.own && p.blocks.col.dark[member] > 0) refreshRacks(p, units, member)
  }
}

/** Rating, losses and governing of the block's UPS systems with the racks that hang on each now. */
function refreshBank(p: PowerSite, units: UnitTable, block: number): void {
  const plan = p.plan.blocks[block]
  const bank = p.banks[block]
  const { firstShare, secondShare } = p.racks.col
  bank.systemW.fill(0)
  let hasDark = false
  for (let rack = plan.rackBegin; rack < plan.rackEnd; rack++) {
    const { first, second } = plan.pairs[plan.rackPair[rack - plan.rackBegin]]
    const maxW = plan.rackMaxW[rack - plan.rackBegin]
    bank.systemW[first] += firstShare[rack] * maxW
    if (second !== NO_SYSTEM) bank.systemW[second] += secondShare[rack] * maxW
    if (firstShare[rack] + secondShare[rack] === 0) hasDark = true
  }
  // A reserve carries in proportion to the ratings of its systems, whatever hangs on it; what hangs on a reserve is not on its own.
  if (p.blocks.col.caught[block] === CAUGHT.reserve) bank.systemW.fill(0)
  let mayOverload = false
  let ratedW = 0
  for (let system = 0; system < plan.topology.systems; system++) {
    bank.ratedW[system] = systemRatedW(p, block, system)
    if (plan.catches !== undefined) bank.systemW[system] = bank.ratedW[system]
    ratedW += bank.ratedW[system]
    if (plan.catches === undefined && bank.systemW[system] * plan.outputPerItW > bank.ratedW[system]) mayOverload = true
  }
  for (const branch of plan.branches) if (!mayOverload) mayOverload = branchSum(p, units, block, branch, index => plan.rackMaxW[index]) > branch.ratedW
  composeLoaded(plan.eco !== undefined && p.blocks.col.mode[block] === MODE.utility ? plan.eco : plan.ups, bank)
  p.flow.setCurve(nodeOf(block, NODE.ups), bank.curve)
  p.flow.setCap(nodeOf(block, NODE.ups), ratedW > 0 ? UNLIMITED_W : 0)
  limitReserve(p, block)
  const { governed } = p.blocks.col
  p.blocks.col.isStale[block] = 1
  if (hasDark || (!plan.isUnlimited && (mayOverload || plan.oversubscription > 1 || plan.capsRacks))) governed[block] = GOVERNED.yes
  else if (governed[block] === GOVERNED.yes) governed[block] = GOVERNED.ended
}

/** Opens racks that ask for at least `deficitW`, or `count` of them, for `cause`; which ones is the block's policy. */
export function shedRacks(p: PowerSite, units: UnitTable, block: number, cause: Cause, want: { readonly count: number; readonly deficitW: number }, counts?: (index: number) => boolean): boolean {
  const { shed, shedCause, shedMs } = p.blocks.col
  const picked = pickRacks(p, block, want, counts)
  if (picked.length === 0) return false
  for (const index of picked) p.racks.col.shed[p.plan.blocks[block].rackBegin + index] = 1
  shed[block] += picked.length
  shedCause[block] = codeOf(cause)
  shedMs[block] = p.ctx.kernel.now
  p.ctx.emit({ kind: 'blockShed', block, cause })
  // What the opened racks asked for is free for the others from the next settle on.
  p.ports.requestSettle(block)
  return refreshRacks(p, units, block)
}

/** Gives shed racks back: something that may carry them has come back. */
export function restoreShed(p: PowerSite, units: UnitTable, block: number): void {
  const { shed, shedCause } = p.blocks.col
  if (shed[block] === 0) return
  const { rackBegin, rackEnd } = p.plan.blocks[block]
  shed[block] = 0
  shedCause[block] = NONE
  p.racks.col.shed.fill(0, rackBegin, rackEnd)
  refreshRacks(p, units, block)
  p.ports.requestSettle(block)
}
