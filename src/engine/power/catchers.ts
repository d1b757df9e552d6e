/**
 * One reserve for several blocks: a block without racks whose UPS and sets carry other blocks that have lost the output of their own. The
 * racks of a block move over as a whole, through its static switch; when more fall on the reserve than it can carry, its clocks run and the
 * controller lowers the racks of all of them by class, or the reserve opens and all of them are dark.
 */
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import type { BlockPowerSection } from '../../scenario/schema/block-power.ts'
import type { World } from '../ports.ts'
import type { BlockPlan } from './block-plan.ts'
import { UNLIMITED_W } from './flow.ts'
import { NODE, nodeOf, topNode } from './network.ts'
import { ACTING, MODE, type PowerSite } from './power-site.ts'

/** Where the racks of a block hang: on its own UPS, on the reserve, or on neither since the switch did not transfer. */
export const CAUGHT = { own: 0, reserve: 1, open: 2 } as const

export interface CatchPlan {
  /** Blocks that it backs, by index. */
  readonly members: readonly number[]
  /** Blocks that it can carry at a time with all racks at maximum. */
  readonly atOnce: number
  /** A switch does not transfer while it carries that many. */
  readonly isInhibited: boolean
  readonly switchFailure: number
}

/** Reads what a block catches; undefined for blocks that catch none. */
export function catchPlan({ catches }: BlockPowerSection, world: World): CatchPlan | undefined {
  if (catches === undefined) return undefined
  return { members: catches.blocks.map(path => world.blocks.path.indexOf(path)).filter(block => block >= 0), atOnce: catches.atOnce, isInhibited: catches.inhibit, switchFailure: catches.switchFailure }
}

/** The reserve of each block, −1 for none. */
export const catcherOf = (blocks: readonly Pick<BlockPlan, 'catches'>[]): number[] => blocks.map((_, block) => blocks.findIndex(({ catches }) => catches?.members.includes(block) === true))

/** Rating of all UPS systems of a block that have their output, W. */
export function outputRatedW(p: PowerSite, block: number): number {
  const { modulesUp, up } = p.systems.col
  let modules = 0
  for (let row = p.systemBegin[block]; row < p.systemBegin[block + 1]; row++) modules += up[row] * modulesUp[row]
  return modules * p.plan.blocks[block].ups.ratedW
}

/** Whether some UPS system of a block has its output. */
const hasOutput = (p: PowerSite, block: number): boolean => outputRatedW(p, block) > 0

const isLive = (p: PowerSite, block: number): boolean => p.blocks.col.mode[block] !== MODE.off && p.blocks.col.mode[block] !== MODE.dead && hasOutput(p, block)

const countCaught = (p: PowerSite, { members }: CatchPlan): number => members.reduce((sum, member) => sum + (p.blocks.col.caught[member] === CAUGHT.reserve ? 1 : 0), 0)

/** The switch of a block that lost its output tries to transfer; what it stands on then. */
function transfer(p: PowerSite, block: number, catcher: number, plan: CatchPlan): number {
  if (!isLive(p, catcher) || (plan.isInhibited && countCaught(p, plan) >= plan.atOnce)) return CAUGHT.own
  const { catchDemands } = p.blocks.col
  const what = `${p.plan.blocks[block].path}/reserveSwitch`
  const n = catchDemands[block]++
  const isMoved = uniform(entityKey(p.ctx.world.root, what), PURPOSE.transfer, n) >= plan.switchFailure
  p.ctx.emit(isMoved ? { kind: 'loadTransferred', what, block } : { kind: 'transferFailed', what, block })
  return isMoved ? CAUGHT.reserve : CAUGHT.open
}

function stand(p: PowerSite, block: number, catcher: number, state: number): void {
  const { caught, acting } = p.blocks.col
  const plan = p.plan.blocks[block]
  const before = caught[block]
  caught[block] = state
  const isOn = state === CAUGHT.reserve
  if (isOn === (before === CAUGHT.reserve)) return
  p.flow.hang(topNode(plan, block), nodeOf(isOn ? catcher : block, NODE.ups))
  // The controller has to see what fell on the reserve before it can act.
  if (isOn && p.plan.blocks[catcher].hasController) acting[catcher] = ACTING.not
  limitReserve(p, catcher)
  p.ports.requestSettle(block)
  p.ports.requestSettle(catcher)
}

/**
 * Moves the switch of a block between its own output and its reserve; `isLost`: its own is gone whatever its mode says. True while the
 * racks hang on the reserve.
 */
export function moveToReserve(p: PowerSite, block: number, isLost = !isLive(p, block)): boolean {
  const catcher = p.plan.catcherOf[block]
  if (catcher < 0) return false
  const { caught, mode } = p.blocks.col
  const plan = p.plan.blocks[catcher].catches
  if (plan === undefined) return false
  const isGone = caught[block] === CAUGHT.reserve && !isLive(p, catcher)
  if (!isLost || mode[block] === MODE.off || isGone) stand(p, block, catcher, CAUGHT.own)
  else if (caught[block] === CAUGHT.own) stand(p, block, catcher, transfer(p, block, catcher, plan))
  return caught[block] === CAUGHT.reserve
}

/** What a reserve may pass on: its rating once the controller acts, before that whatever falls on it. */
export function limitReserve(p: PowerSite, catcher: number): void {
  if (p.plan.blocks[catcher].catches === undefined) return
  const sumW = outputRatedW(p, catcher)
  const isHeld = p.blocks.col.acting[catcher] !== ACTING.not
  p.flow.setCap(nodeOf(catcher, NODE.ups), sumW > 0 && !isHeld ? UNLIMITED_W : sumW)
}
