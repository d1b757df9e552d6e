/**
 * Common causes: shocks that take many nodes at once (Marshall–Olkin). Every zone of a cause has one timer at a constant hazard and a stream of
 * its own, so that a further zone moves no shock of the others. What loses supply, coolant or network is held as racks until the zone is
 * restored; nodes that power or heat turned off may then fail to return, as after any loss of power. Shocks of equipment are faults of nodes.
 */
import { sample } from '../../base/distribution.ts'
import { type EntityKey, PURPOSE, childKey, entityKey, uniform } from '../../base/rng.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import type { CommonCause } from '../../scenario/schema/fault-causes.ts'
import { type CommandType, Phase } from '../kernel/kernel.ts'
import { type Cause, type DomainContext, type GatePort, type ReworkCause, type World, forNodesOn } from '../ports.ts'

/** What holds racks, and the rework that it makes. */
const HOLDS = { power: 'commonPower', cooling: 'commonCooling', fabric: 'commonFabric' } as const satisfies Record<string, Cause>
export const REWORK_OF_TAKEN: Readonly<Record<CommonCause['takes'], ReworkCause>> = { power: 'power', cooling: 'cooling', fabric: 'net', equipment: 'hw' }
const HELD: readonly Cause[] = Object.values(HOLDS)

/** Racks [begin, end) of a zone of a cause; `lot` where only nodes of one lot are meant, else −1. */
export interface CauseZone {
  readonly cause: number
  readonly path: string
  readonly begin: number
  readonly end: number
  readonly lot: number
}

type Stretch = Omit<CauseZone, 'cause'>

function rackGroups({ blocks }: World, size: number): Stretch[] {
  return blocks.path.flatMap((path, block) => {
    const count = Math.ceil((blocks.rackBegin[block + 1] - blocks.rackBegin[block]) / size)
    return Array.from({ length: count }, (_, i): Stretch => {
      const begin = blocks.rackBegin[block] + i * size
      return { path: `${path}/racks[${i}]`, begin, end: Math.min(begin + size, blocks.rackBegin[block + 1]), lot: -1 }
    })
  })
}

function leaves({ blocks, leaves: table, nodes }: World): Stretch[] {
  return blocks.path.flatMap((path, block) => {
    const [first, behind] = [blocks.leafBegin[block], blocks.leafBegin[block + 1]]
    return Array.from({ length: behind - first }, (_, i): Stretch => ({ path: `${path}/leaf[${i}]`, begin: nodes.rack[table.nodeBegin[first + i]], end: nodes.rack[table.nodeBegin[first + i + 1] - 1] + 1, lot: -1 }))
  })
}

const ZONES: Readonly<Record<CommonCause['zone'], (world: World, racks: number) => Stretch[]>> = {
  racks: rackGroups,
  leaf: leaves,
  block: ({ blocks }) => blocks.path.map((path, b) => ({ path, begin: blocks.rackBegin[b], end: blocks.rackBegin[b + 1], lot: -1 })),
  lot: ({ lots }) => lots.path.map((path, lot) => ({ path, begin: lots.firstRack[lot], end: lots.firstRack[lot] + lots.rackCount[lot], lot })),
  site: ({ racks }) => [{ path: 'site', begin: 0, end: racks.count, lot: -1 }],
}

/** All zones of all causes that ever happen, in file order. */
export function causeZones(world: World, causes: readonly CommonCause[]): CauseZone[] {
  return causes.flatMap(({ zone, racks, rate }, cause) => (rate > 0 ? ZONES[zone](world, racks).map(stretch => ({ cause, ...stretch })) : []))
}

/** What common causes ask of the faults domain. */
export interface CauseOwner {
  isExposed(node: number): boolean
  /** A shock of a cause struck a zone in which nodes were in service. */
  struck(cause: number): void
  /** It took so many nodes out of service, or gives them back. */
  taken(cause: number, nodes: number): void
  restored(cause: number, nodes: number): void
  /** A shock strikes a node in service, which fails; `draw` numbers it. */
  fail(node: number, cause: number, draw: number): void
}

export interface CommonCauses {
  start(): void
}

interface Shocks {
  readonly ctx: DomainContext
  readonly gates: Pick<GatePort, 'closeRack' | 'openRack'>
  readonly owner: CauseOwner
  readonly causes: readonly CommonCause[]
  readonly zones: readonly CauseZone[]
  readonly keys: readonly EntityKey[]
  /** Shocks of a zone so far; 1 while it is out; nodes that its shock took. */
  readonly table: { readonly col: { readonly draw: Uint32Array; readonly isOut: Uint8Array; readonly nodes: Int32Array } }
  /** Zones that hold a rack, by rack × cause held. */
  readonly holds: { readonly col: { readonly zones: Uint8Array } }
  readonly types: { shock: CommandType; restore: CommandType }
}

function arm(s: Shocks, zone: number): void {
  const { kernel, world } = s.ctx
  const { rate } = s.causes[s.zones[zone].cause]
  const atMs = kernel.now + roundMs(exponential(uniform(s.keys[zone], PURPOSE.commonCause, s.table.col.draw[zone]), YEAR_MS / rate))
  if (atMs <= world.horizonMs) kernel.schedule(s.types.shock, zone, atMs)
}

/** Tells of the `member`-th of a zone whether its present shock takes it: the same answer whenever it is asked. */
function whoIsStruck(s: Shocks, zone: number): (member: number) => boolean {
  const { struck } = s.causes[s.zones[zone].cause]
  const key = childKey(s.keys[zone], s.table.col.draw[zone])
  return member => struck >= 1 || uniform(key, PURPOSE.struck, member) < struck
}

function setRack(s: Shocks, rack: number, takes: keyof typeof HOLDS, by: 1 | -1): void {
  const cause = HOLDS[takes]
  const { zones } = s.holds.col
  const cell = rack * HELD.length + HELD.indexOf(cause)
  zones[cell] += by
  if (by === 1 && zones[cell] === 1) s.gates.closeRack(rack, cause)
  if (by === -1 && zones[cell] === 0) s.gates.openRack(rack, cause)
}

/** Calls `visit` with every rack that the present shock of a zone takes. */
function eachRack(s: Shocks, zone: number, visit: (rack: number) => void): void {
  const { begin, end } = s.zones[zone]
  const isStruck = whoIsStruck(s, zone)
  for (let rack = begin; rack < end; rack++) if (isStruck(rack - begin)) visit(rack)
}

/** Supply, coolant or network of a zone is gone until somebody restores it. */
function takeOut(s: Shocks, zone: number, cause: CommonCause, takes: keyof typeof HOLDS): void {
  const { draw, isOut, nodes } = s.table.col
  const { nodeBegin } = s.ctx.world.racks
  isOut[zone] = 1
  nodes[zone] = 0
  eachRack(s, zone, rack => {
    for (let node = nodeBegin[rack]; node < nodeBegin[rack + 1]; node++) nodes[zone] += Number(s.owner.isExposed(node))
  })
  if (nodes[zone] > 0) s.owner.struck(s.zones[zone].cause)
  s.owner.taken(s.zones[zone].cause, nodes[zone])
  eachRack(s, zone, rack => setRack(s, rack, takes, 1))
  const outMs = roundMs(sample(cause.outage, uniform(s.keys[zone], PURPOSE.commonOutage, draw[zone])))
  s.ctx.kernel.schedule(s.types.restore, zone, s.ctx.kernel.now + outMs)
}

function restore(s: Shocks, zone: number): void {
  const { cause } = s.zones[zone]
  const { takes } = s.causes[cause]
  const { draw, isOut, nodes } = s.table.col
  if (takes === 'equipment') return
  s.owner.restored(cause, nodes[zone])
  eachRack(s, zone, rack => setRack(s, rack, takes, -1))
  isOut[zone] = 0
  draw[zone] += 1
  arm(s, zone)
}

/** Every node of the zone that is in service fails with the same probability. */
function failNodes(s: Shocks, zone: number): void {
  const { begin, end, lot, cause } = s.zones[zone]
  const { racks } = s.ctx.world
  const { draw } = s.table.col
  const shock = draw[zone]
  const isStruck = whoIsStruck(s, zone)
  let member = 0
  let exposed = 0
  const visit = (node: number): void => {
    if (s.owner.isExposed(node)) exposed += 1
    if (isStruck(member)) s.owner.fail(node, cause, shock)
    member += 1
  }
  for (let rack = begin; rack < end; rack++) {
    if (lot >= 0) forNodesOn(s.ctx.world, lot, rack, visit)
    else for (let node = racks.nodeBegin[rack]; node < racks.nodeBegin[rack + 1]; node++) visit(node)
  }
  if (exposed > 0) s.owner.struck(cause)
  draw[zone] += 1
  arm(s, zone)
}

/** The clocks of a zone stand while it is out: the next shock is drawn when it is restored. */
function strike(s: Shocks, zone: number): void {
  const cause = s.causes[s.zones[zone].cause]
  if (cause.takes === 'equipment') failNodes(s, zone)
  else takeOut(s, zone, cause, cause.takes)
}

/** Creates the shocks; undefined where the scenario has none. */
export function createCommonCauses(ctx: DomainContext, gates: Shocks['gates'], causes: readonly CommonCause[], owner: CauseOwner): CommonCauses | undefined {
  const { world, state, kernel } = ctx
  const zones = causeZones(world, causes)
  if (zones.length === 0) return undefined
  const s: Shocks = {
    ctx, gates, owner, causes, zones,
    keys: zones.map(({ cause, path }) => entityKey(world.root, `${path}/cause[${causes[cause].id}]`)),
    table: state.table('faults.commonCauses', zones.length, { draw: 'u32', isOut: 'u8', nodes: 'i32' }),
    holds: state.table('faults.commonHolds', world.racks.count * HELD.length, { zones: 'u8' }),
    types: { shock: 0, restore: 0 },
  }
  s.types.shock = kernel.command('faults.commonCause', Phase.facility, zone => strike(s, zone))
  s.types.restore = kernel.command('faults.commonRestored', Phase.facility, zone => restore(s, zone))
  return { start: () => zones.forEach((_, zone) => arm(s, zone)) }
}
