/**
 * Supply units of nodes: each node has some, of which it needs fewer. A unit that fails is replaced while the node works, as long as enough
 * are left; with fewer the node is lost, or works on under the cap that the rest can carry. One timer a node at the rate of all its units; a strike
 * on a unit that has failed already, or on a node that is off or down, passes by, which is the same as no hazard there.
 */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, uniformOf } from '../../base/rng.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import type { RackType } from '../../scenario/catalog/racks.ts'
import { CLOCK_FREE_SHARE, rateUnderCap } from '../../scenario/rack-power.ts'
import type { FaultsSection } from '../../scenario/schema/faults.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'

/** Draws of one failure: when the next one comes, which unit it is, how long the swap takes. */
const DRAWS = 3
/** Least work rate at which a node is kept running. */
const LEAST_RATE = 0.05

export interface SupplyUnits {
  start(): void
  /** All units of a node that was in repair work again. */
  renew(node: number): void
}

export interface SupplyHooks {
  /** The node is in service and not down. */
  isWorking(node: number): boolean
  /** A unit failed, whatever follows from it. */
  failed(): void
  /** Too few are left: the node is lost. `n` numbers the failures of its units. */
  lost(node: number, n: number): void
  /** The node works at so much of its speed from now on; 1 is all of it. */
  slowed(node: number, speed: number): void
}

/** Work rate of a node of which `left` units carry what `needed` are made for: its highest draw. */
export function rateOnUnits(type: RackType, left: number): number {
  const granted = (left * type.max) / (type.supplyUnitsNeeded * type.sustained)
  return rateUnderCap((granted - type.hostShare) / (1 - type.hostShare), CLOCK_FREE_SHARE.training, type.capStaticShare, type.capExponent)
}

const register = ({ state, world }: DomainContext) => state.table('faults.supplyUnits', world.nodes.count, { failed: 'u8', draw: 'u32', visit: 'u32' })

/** Creates the timers; undefined without the section. */
export function createSupplyUnits(ctx: DomainContext, section: FaultsSection['supplyUnits'], hooks: SupplyHooks): SupplyUnits | undefined {
  if (section === undefined) return undefined
  const { world, kernel } = ctx
  const { key0, key1, lot } = world.nodes
  const { failed, draw, visit } = register(ctx).col
  const typeOf = (node: number): RackType => world.rackTypes[world.lots.type[lot[node]]]
  const u = (node: number, which: number): number => uniformOf(key0[node], key1[node], PURPOSE.supplyUnit, draw[node] * DRAWS + which)
  const arm = (node: number): void => {
    const atMs = kernel.now + roundMs(exponential(u(node, 0), YEAR_MS / (section.rate * typeOf(node).supplyUnits)))
    if (atMs <= world.horizonMs) kernel.schedule(due, node, atMs)
  }
  const strike = (node: number): void => {
    const type = typeOf(node)
    if (!hooks.isWorking(node) || Math.floor(u(node, 1) * type.supplyUnits) < failed[node]) return
    hooks.failed()
    failed[node] += 1
    const left = type.supplyUnits - failed[node]
    const rate = left >= type.supplyUnitsNeeded ? 1 : section.below === 'off' ? 0 : rateOnUnits(type, left)
    if (rate < LEAST_RATE) {
      hooks.lost(node, draw[node])
      return
    }
    if (rate < 1) hooks.slowed(node, rate)
    // Who comes for the first takes along what failed until then.
    if (failed[node] === 1) kernel.schedule(swapped, node, kernel.now + roundMs(sample(section.swap, u(node, 2))), visit[node])
  }
  const due = kernel.command('faults.supplyUnit', Phase.fault, node => {
    strike(node)
    draw[node] += 1
    arm(node)
  })
  const swapped = kernel.command('faults.supplySwapped', Phase.repair, (node, of) => {
    if (of === visit[node]) renew(node)
  })
  const renew = (node: number): void => {
    const { supplyUnits, supplyUnitsNeeded } = typeOf(node)
    const wasShort = supplyUnits - failed[node] < supplyUnitsNeeded
    failed[node] = 0
    visit[node] += 1
    if (wasShort && section.below === 'slow') hooks.slowed(node, 1)
  }
  return {
    start() {
      if (section.rate > 0) for (let node = 0; node < world.nodes.count; node++) if (typeOf(node).supplyUnits > 0) arm(node)
    },
    renew,
  }
}
