/** Equipment that fails and is repaired at random: transformers, UPS modules and systems, busway sections, engines. */
import { exponential, roundMs } from '../../base/variates.ts'
import { PURPOSE, entityKey, uniformOf } from '../../base/rng.ts'
import type { Table } from '../../base/table.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext } from '../ports.ts'
import type { Reliability } from './component.ts'
import { components } from './components/index.ts'
import type { BlockPlan } from './block-plan.ts'
import type { PowerPlan } from './plan.ts'
import { YEAR_MS } from './spans.ts'
import { sectionsOfBlock } from './switchgear-plan.ts'

export type UnitKind = 'substationTransformer' | 'substationTapChanger' | 'blockTransformer' | 'blockTapChanger' | 'busSection' | 'relay' | 'infeedBreaker' | 'feederBreaker' | 'upsModule' | 'upsSystem' | 'pdu' | 'busway' | 'engine' | 'storageConverter'

/** One unit; `owner` is its block or plant (−1: the site), `member` its system or section there. */
export interface Unit {
  readonly path: string
  readonly kind: UnitKind
  readonly owner: number
  readonly member: number
  readonly reliability: Reliability
}

/** `failure` is the handle of the pending failure. */
const UNIT_COLUMNS = { up: 'u8', isRunning: 'u8', failures: 'u32', repairs: 'u32', failure: 'f64' } as const

export interface UnitTable {
  readonly list: readonly Unit[]
  readonly table: Table<typeof UNIT_COLUMNS>
  /** First unit of each block's busway; section s of path q is unit begin + s · paths + q. Likewise of its distribution units, −1 without. */
  readonly buswayBegin: Int32Array
  readonly pduBegin: Int32Array
  /** Sections of busway behind one distribution unit. */
  readonly sectionsPerPdu: Int32Array
  readonly paths: Int32Array
  /** Starts the failure clocks of the units that `select` picks: from now on they are in service. */
  start(select: (unit: Unit) => boolean): void
  /** Takes a unit out now; its repair follows. */
  fail(unit: number): void
  /** Schedules the return of a unit whose repair had to wait. */
  repairAfter(unit: number, workMs: number): void
  isUp(unit: number): boolean
}

function times(count: number, make: (index: number) => Unit): Unit[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

/** All units in path order: the substation, then blocks, plants and stores. */
function listUnits(plan: PowerPlan): Unit[] {
  const { substation } = plan
  const site = substation === undefined ? [] : times(substation.count, i => ({
    path: `grid/substation/transformer[${i}]`, kind: 'substationTransformer', owner: -1, member: i, reliability: reliabilityOf(components.transformer.reliability(substation.spec)),
  }))
  const siteChangers = substation === undefined ? [] : tapChangers(substation.count, 'grid/substation/transformer', 'substationTapChanger', -1, careOf(plan, -1).minor)
  return [...site, ...siteChangers, ...gearUnits(plan), ...plan.blocks.flatMap((_, block) => listBlock(plan, block)), ...plan.plants.flatMap((plant, owner) => times(plant.count, i => ({
    path: `${plant.path}/engine[${i}]`, kind: 'engine', owner, member: i, reliability: reliabilityOf(components.gasEngine.reliability(plant.spec)),
  }))), ...plan.storage.flatMap((store, owner) => times(store.count, i => ({
    path: `${store.path}/unit[${i}]`, kind: 'storageConverter', owner, member: i, reliability: reliabilityOf(components.batteryStore.reliability(store.spec)),
  })))]
}

/** Sections of the bus with their relays, breakers of infeeds, and breakers of blocks at their sections. */
function gearUnits({ switchgear, blocks }: PowerPlan): Unit[] {
  if (switchgear === undefined) return []
  const { section, relay, breaker, sections, infeed } = switchgear
  const at = (index: number): string => `grid/switchgear/section[${index}]`
  return [
    ...times(sections, member => ({ path: at(member), kind: 'busSection', owner: -1, member, reliability: section })),
    ...times(sections, member => ({ path: `${at(member)}/relay`, kind: 'relay', owner: -1, member, reliability: relay })),
    ...times(infeed.length, member => ({ path: `${at(infeed[member])}/infeed[${member}]`, kind: 'infeedBreaker', owner: -1, member, reliability: breaker })),
    ...blocks.flatMap((block, owner) => sectionsOfBlock(switchgear, owner, block.transformerCount).map((member): Unit => ({ path: `${at(member)}/${block.path}`, kind: 'feederBreaker', owner, member, reliability: breaker }))),
  ]
}

const careOf = (plan: PowerPlan, block: number) => plan.transformers[block + (plan.substation === undefined ? 0 : 1)].care

/** Minor failures are units of their own beside each transformer; none where they never happen. */
function tapChangers(count: number, path: string, kind: UnitKind, owner: number, minor: Reliability): Unit[] {
  return times(minor.failuresPerYear === 0 ? 0 : count, member => ({ path: `${path}[${member}]/tap-changer`, kind, owner, member, reliability: minor }))
}

const NEVER: Reliability = { failuresPerYear: 0, repairMs: 1 }
const reliabilityOf = (reliability: Reliability | undefined): Reliability => reliability ?? NEVER

function listBlock(plan: PowerPlan, owner: number): Unit[] {
  const block = plan.blocks[owner]
  const { paths } = block.topology
  const moduleReliability = reliabilityOf(components.ups.reliability(block.ups))
  const systemReliability = { failuresPerYear: block.systemFailuresPerYear, repairMs: block.systemRepairMs }
  const buswayReliability = reliabilityOf(components.distribution.reliability(block.distribution))
  return [
    ...times(block.transformerCount, member => ({
      path: `${block.path}/transformer[${member}]`, kind: 'blockTransformer', owner, member, reliability: reliabilityOf(components.transformer.reliability(block.transformer)),
    })),
    ...tapChangers(block.transformerCount, `${block.path}/transformer`, 'blockTapChanger', owner, careOf(plan, owner).minor),
    ...block.modules.flatMap((count, member) => [
      ...times(count, i => ({ path: `${block.path}/ups[${member}]/module[${i}]`, kind: 'upsModule', owner, member, reliability: moduleReliability })),
      { path: `${block.path}/ups[${member}]`, kind: 'upsSystem' as const, owner, member, reliability: systemReliability },
    ]),
    ...times(block.pdu === undefined ? 0 : Math.ceil(block.sections / sectionsPerPdu(block)) * paths, i => ({
      path: `${block.path}/pdu[${Math.floor(i / paths)}]/path[${i % paths}]`, kind: 'pdu', owner, member: Math.floor(i / paths), reliability: block.pdu ?? NEVER,
    })),
    ...times(block.sections * paths, i => ({
      path: `${block.path}/busway[${Math.floor(i / paths)}]/path[${i % paths}]`, kind: 'busway', owner, member: Math.floor(i / paths), reliability: buswayReliability,
    })),
  ]
}

/** Sections of busway behind one distribution unit of a path. */
export const sectionsPerPdu = (block: BlockPlan): number => Math.max(1, Math.round(block.racksPerPdu / block.racksPerSection))

/** What happens when a unit goes out of or comes back into service. */
export type UnitChanged = (unit: Unit, isUp: boolean) => void

/** Whether a unit stands still at the moment, so that it cannot fail in service. */
export type UnitIdle = (unit: Unit) => boolean

/** How long a unit is out whose repair itself lasts `workMs`; undefined when it waits for {@link UnitTable.repairAfter}. */
export type UnitRepair = (unit: Unit, index: number, workMs: number) => number | undefined

/** Registers state and commands of all units; `changed` hears of each failure and repair. */
export function createUnits(ctx: DomainContext, plan: PowerPlan, changed: UnitChanged, isIdle: UnitIdle, repair: UnitRepair): UnitTable {
  const { kernel, state, world, emit } = ctx
  const list = listUnits(plan)
  const keys = list.map(({ path }) => entityKey(world.root, path))
  const table = state.table('power.units', list.length, UNIT_COLUMNS)
  table.col.up.fill(1)
  const draw = (unit: number, purpose: number, n: number, meanMs: number): number => roundMs(exponential(uniformOf(keys[unit].k0, keys[unit].k1, purpose, n), meanMs))
  const blockOf = ({ kind, owner }: Unit): number => (kind === 'engine' || kind === 'storageConverter' ? -1 : owner)
  const fail = (unit: number): void => {
    const { up, repairs, failure } = table.col
    if (up[unit] === 0) return
    up[unit] = 0
    if (failure[unit] !== 0) kernel.cancel(failure[unit])
    failure[unit] = 0
    emit({ kind: 'outageStarted', what: list[unit].path, block: blockOf(list[unit]) })
    const outMs = repair(list[unit], unit, draw(unit, PURPOSE.repair, repairs[unit]++, list[unit].reliability.repairMs))
    if (outMs !== undefined) kernel.schedule(repaired, unit, kernel.now + outMs)
    changed(list[unit], false)
  }
  const failed = kernel.command('power.unitFailed', Phase.fault, unit => {
    table.col.failure[unit] = 0
    // Without memory, a hazard that rests while the unit stands still is the same as drawing anew.
    if (isIdle(list[unit])) clock(unit)
    else fail(unit)
  })
  const clock = (unit: number): void => {
    const { failuresPerYear } = list[unit].reliability
    if (failuresPerYear === 0) return
    table.col.failure[unit] = kernel.schedule(failed, unit, kernel.now + draw(unit, PURPOSE.failure, table.col.failures[unit]++, YEAR_MS / failuresPerYear))
  }
  const repaired = kernel.command('power.unitRepaired', Phase.repair, unit => {
    table.col.up[unit] = 1
    emit({ kind: 'outageEnded', what: list[unit].path, block: blockOf(list[unit]) })
    clock(unit)
    changed(list[unit], true)
  })
  const firstOf = (kind: UnitKind): Int32Array => Int32Array.from(plan.blocks, (_, block) => list.findIndex(unit => unit.kind === kind && unit.owner === block))
  return {
    list,
    table,
    buswayBegin: firstOf('busway'),
    pduBegin: firstOf('pdu'),
    sectionsPerPdu: Int32Array.from(plan.blocks, sectionsPerPdu),
    paths: Int32Array.from(plan.blocks, block => block.topology.paths),
    start(select) {
      list.forEach((unit, index) => {
        if (table.col.isRunning[index] === 1 || !select(unit)) return
        table.col.isRunning[index] = 1
        if (table.col.up[index] === 1) clock(index)
      })
    },
    fail,
    repairAfter: (unit, workMs) => void kernel.schedule(repaired, unit, kernel.now + workMs),
    isUp: unit => table.col.up[unit] === 1,
  }
}

/** True if a path (0 or 1) to a busway section is up, in itself and in the distribution unit before it. */
export function isPathUp(units: UnitTable, block: number, section: number, path: number): boolean {
  const { up } = units.table.col
  const paths = units.paths[block]
  const pdu = units.pduBegin[block] < 0 ? -1 : units.pduBegin[block] + Math.floor(section / units.sectionsPerPdu[block]) * paths
  return up[units.buswayBegin[block] + section * paths + path] === 1 && (pdu < 0 || up[pdu + path] === 1)
}

const TAP_CHANGER = { substationTransformer: 'substationTapChanger', blockTransformer: 'blockTapChanger' } as const

/** Transformers of a group that are whole, their tap changers included, and connected to the bus. */
export function transformersInService({ list, table }: UnitTable, kind: keyof typeof TAP_CHANGER, owner: number, isConnected: (owner: number, member: number) => boolean): number {
  const out = new Set<number>()
  let count = 0
  list.forEach((unit, index) => {
    if (unit.owner !== owner || (unit.kind !== kind && unit.kind !== TAP_CHANGER[kind])) return
    if (unit.kind === kind) {
      count += 1
      if (!isConnected(owner, unit.member)) out.add(unit.member)
    }
    if (table.col.up[index] === 0) out.add(unit.member)
  })
  return count - out.size
}

/** Index of the unit with this path; throws when there is none. */
export function unitAt({ list }: UnitTable, path: string): number {
  const unit = list.findIndex(candidate => candidate.path === path)
  if (unit < 0) throw new Error(`no unit ${path}`)
  return unit
}
