/**
 * When what fails: one clock per leaf group for all its links, modules, switches and scale-up domains, one per block for its spines, one
 * for the core. The second uniform of the same draw tells which one it is, so that nobody's faults move when something else is added.
 */
import type { Distribution } from '../../base/distribution.ts'
import { sample } from '../../base/distribution.ts'
import { type EntityKey, entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { appendRow } from '../../base/table.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import type { FabricSection } from '../../scenario/schema/fabric.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import type { FacilityPort } from '../ports.ts'
import { FAULT, FAULT_COUNT, type FabricBook } from './book.ts'
import { applyFault } from './fault-effects.ts'
import { createNetworkRepairs, type NetworkRepairs } from './repairs.ts'

export const MS_PER_YEAR = 8766 * 3_600_000

/** How long each kind is under repair. */
const REPAIR: Readonly<Record<number, (fabric: FabricSection) => Distribution>> = {
  [FAULT.nodeLink]: ({ failures }) => failures.linkRepair,
  [FAULT.uplink]: ({ failures }) => failures.linkRepair,
  [FAULT.nodeOptic]: ({ failures }) => failures.opticRepair,
  [FAULT.uplinkOptic]: ({ failures }) => failures.opticRepair,
  [FAULT.leafSwitch]: ({ failures }) => failures.leafSwitchRepair,
  [FAULT.spine]: ({ failures }) => failures.leafSwitchRepair,
  [FAULT.core]: ({ failures }) => failures.leafSwitchRepair,
  [FAULT.tray]: ({ scaleUp }) => scaleUp.repair,
}

/** Ends of an optical link. */
const ENDS = 2

/** Where nobody is asked. */
const noFacility = (): FacilityPort => ({ requestTechnician() {}, releaseTechnician() {}, takePart: () => true })

interface Clocks extends FabricBook {
  readonly keys: readonly EntityKey[]
  readonly draws: { readonly col: { readonly n: Int32Array } }
  /** Failures a year by clock × kind. */
  readonly yearly: Float64Array
}

/** Scale-up domains of a leaf group. */
function domainsOf({ ctx, shape }: FabricBook, leaf: number): number {
  const { nodeBegin } = ctx.world.leaves
  return Math.ceil((nodeBegin[leaf + 1] - nodeBegin[leaf]) / shape.domainNodes(nodeBegin[leaf]))
}

function rates(book: FabricBook, opticalShare: (leaf: number) => number): Float64Array {
  const { ctx, shape } = book
  const { leaves, blocks } = ctx.world
  const { failures } = ctx.scenario.fabric
  const yearly = new Float64Array((leaves.count + blocks.count + 1) * FAULT_COUNT)
  for (let leaf = 0; leaf < leaves.count; leaf++) {
    const row = leaf * FAULT_COUNT
    yearly[row + FAULT.nodeLink] = shape.hostPorts[leaf] * failures.link
    yearly[row + FAULT.nodeOptic] = shape.hostPorts[leaf] * ENDS * failures.optic * opticalShare(leaf)
    yearly[row + FAULT.uplink] = shape.uplinks[leaf] * failures.link
    yearly[row + FAULT.uplinkOptic] = shape.uplinks[leaf] * ENDS * failures.optic
    yearly[row + FAULT.leafSwitch] = shape.leafSwitches[leaf] * failures.leafSwitch
    yearly[row + FAULT.tray] = domainsOf(book, leaf) * shape.trayLosses(leaves.nodeBegin[leaf])
  }
  for (let block = 0; block < blocks.count; block++) yearly[(leaves.count + block) * FAULT_COUNT + FAULT.spine] = shape.spines[block] * failures.upperSwitch
  yearly[(leaves.count + blocks.count) * FAULT_COUNT + FAULT.core] = shape.cores * failures.upperSwitch
  return yearly
}

function sumOf(yearly: Float64Array, clock: number): number {
  let sum = 0
  for (let kind = 0; kind < FAULT_COUNT; kind++) sum += yearly[clock * FAULT_COUNT + kind]
  return sum
}

/** A free row of what is under repair or worked on. */
export function takeRow({ down, active }: FabricBook): number {
  if (down.freeRow === 0) return appendRow(active)
  const row = down.freeRow - 1
  down.freeRow = active.col.next[row]
  return row
}

export function freeRow({ down, active }: FabricBook, row: number): void {
  active.col.kind[row] = FAULT.none
  active.col.next[row] = down.freeRow
  down.freeRow = row + 1
}

const pick = (share: number, count: number): number => Math.min(count - 1, Math.floor(share * count))

/** Nodes that a fault of a leaf group hits, where `share` in [0, 1) chooses among its equals. */
function hitNodes(book: FabricBook, leaf: number, kind: number, share: number): { from: number; to: number } {
  const { ctx, shape } = book
  const begin = ctx.world.leaves.nodeBegin[leaf]
  const end = ctx.world.leaves.nodeBegin[leaf + 1]
  if (kind === FAULT.nodeLink || kind === FAULT.nodeOptic) {
    const node = begin + pick(share, end - begin)
    return { from: node, to: node + 1 }
  }
  if (kind === FAULT.leafSwitch) {
    const each = shape.nodesPerSwitch[leaf]
    const from = begin + pick(share, Math.ceil((end - begin) / each)) * each
    return { from, to: Math.min(end, from + each) }
  }
  if (kind !== FAULT.tray) return { from: 0, to: 0 }
  const size = shape.domainNodes(begin)
  const from = begin + pick(share, domainsOf(book, leaf)) * size
  return { from, to: Math.min(end, from + size) }
}

/** Chooses what failed from the uniform `u` over the rates of a clock. */
function choose(book: Clocks, clock: number, u: number, row: number): void {
  const { kind, at, from, to } = book.active.col
  const { count } = book.ctx.world.leaves
  let left = u * sumOf(book.yearly, clock)
  let chosen = 0
  for (let k = 1; k < FAULT_COUNT; k++) {
    const rate = book.yearly[clock * FAULT_COUNT + k]
    if (rate === 0) continue
    chosen = k
    if (left < rate) break
    left -= rate
  }
  const hit = clock < count ? hitNodes(book, clock, chosen, left / book.yearly[clock * FAULT_COUNT + chosen]) : { from: 0, to: 0 }
  kind[row] = chosen
  at[row] = clock < count ? clock : clock - count
  from[row] = hit.from
  to[row] = hit.to
}

/** A fault that finds nothing left to fail is no fault. */
function isPossible({ shape, active, nodes, leaves, blocks, down }: FabricBook, row: number): boolean {
  const { kind, at, from } = active.col
  const node = from[row]
  const { linksDown, switchPortsDown, traysDown } = nodes.col
  switch (kind[row]) {
    case FAULT.nodeLink:
    case FAULT.nodeOptic:
      return linksDown[node] + switchPortsDown[node] < shape.portsOf(node)
    case FAULT.leafSwitch:
      return switchPortsDown[node] < shape.portsOf(node)
    case FAULT.tray:
      return shape.isLostWithTray(node) ? traysDown[node] === 0 : (traysDown[node] + 1) * shape.trayShare(node) < 1
    case FAULT.spine:
      return blocks.col.spinesDown[at[row]] < shape.spines[at[row]]
    case FAULT.core:
      return down.cores < shape.cores
    default:
      return leaves.col.uplinksDown[at[row]] < shape.uplinks[at[row]]
  }
}

/** Path of a clock inside its block, so that adding a block moves no other one's faults. */
function pathOf({ ctx }: FabricBook, clock: number): string {
  const { leaves, blocks } = ctx.world
  if (clock < leaves.count) return `${blocks.path[leaves.block[clock]]}/leaf[${clock - blocks.leafBegin[leaves.block[clock]]}]`
  return clock < leaves.count + blocks.count ? `${blocks.path[clock - leaves.count]}/spines` : 'fabric/core'
}

export interface FaultClocks extends Pick<NetworkRepairs, 'technicianArrived' | 'partArrived'> {
  start(): void
}

/** `opticalShare`: share of the links from nodes to their leaf switches that are optical, by leaf group. */
export function createFaultClocks(fabric: FabricBook, opticalShare: (leaf: number) => number): FaultClocks {
  const { ctx } = fabric
  const { kernel, world, scenario, state } = ctx
  const count = world.leaves.count + world.blocks.count + 1
  const book: Clocks = {
    ...fabric,
    keys: Array.from({ length: count }, (_, clock) => entityKey(world.root, pathOf(fabric, clock))),
    draws: state.table('fabric.draws', count, { n: 'i32' }),
    yearly: rates(fabric, opticalShare),
  }
  const leafOf = (row: number): number => (book.active.col.kind[row] === FAULT.spine || book.active.col.kind[row] === FAULT.core ? -1 : book.active.col.at[row])
  const repaired: CommandType = kernel.command('fabric.repaired', Phase.repair, row => {
    applyFault(book, row, -1)
    repairs.done(row)
    ctx.emit({ kind: 'linkRestored', leaf: leafOf(row) })
    freeRow(book, row)
  })
  const repairs = createNetworkRepairs(book, fabric.ports.facility ?? noFacility, () => repaired)
  const struck = kernel.command('fabric.struck', Phase.fault, clock => {
    const n = book.draws.col.n[clock]
    const key = book.keys[clock]
    const row = takeRow(book)
    choose(book, clock, uniform(key, PURPOSE.class, n), row)
    if (isPossible(book, row)) {
      const repair = REPAIR[book.active.col.kind[row]](scenario.fabric)
      applyFault(book, row, 1)
      ctx.emit({ kind: 'linkFaulted', leaf: leafOf(row) })
      repairs.begin(row, roundMs(sample(repair, uniform(key, PURPOSE.repair, n))))
    } else {
      freeRow(book, row)
    }
    book.draws.col.n[clock] = n + 1
    scheduleNext(clock)
  })
  function scheduleNext(clock: number): void {
    const yearly = sumOf(book.yearly, clock)
    if (yearly <= 0) return
    const waitMs = exponential(uniform(book.keys[clock], PURPOSE.failure, book.draws.col.n[clock]), MS_PER_YEAR / yearly)
    const atMs = kernel.now + roundMs(waitMs)
    if (atMs < world.horizonMs) kernel.schedule(struck, clock, atMs)
  }
  return {
    technicianArrived: repairs.technicianArrived,
    partArrived: repairs.partArrived,
    start() {
      for (let clock = 0; clock < count; clock++) scheduleNext(clock)
    },
  }
}
