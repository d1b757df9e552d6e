/** Equipment that fails and is repaired at random: transformers, UPS modules and systems, busway sections, engines. */
import { assert } from '../../base/assert.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import { PURPOSE, entityKey, uniformOf } from '../../base/rng.ts'
import type { Table } from '../../base/table.ts'
import { type FailureAge, exposureOverAge, matureOverAge } from '../../physics/failure-age.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import { type DomainContext, type OutageReason, REASON_COLUMNS, failureAgeOf, isTaken } from '../ports.ts'
import type { Reliability } from './component.ts'
import { components } from './components/index.ts'
import { sectionsPerPdu } from './branch-plan.ts'
import type { PowerPlan } from './plan.ts'
import { sectionsOfBlock } from './switchgear-plan.ts'

export type UnitKind = 'substationTransformer' | 'substationTapChanger' | 'blockTransformer' | 'blockTapChanger' | 'mainBreaker' | 'busSection' | 'relay' | 'infeedBreaker' | 'feederBreaker' | 'mechanicalUpsModule' | 'upsModule' | 'upsSystem' | 'pdu' | 'busway' | 'engine' | 'storageConverter'

/** One unit; `owner` is its block or plant (−1: the site), `member` its system or section there. */
export interface Unit {
  readonly path: string
  readonly kind: UnitKind
  readonly owner: number
  readonly member: number
  readonly reliability: Reliability
}

/**
 * `up`: neither failed nor taken out. `failure` is the handle of the pending failure, `leftMs` the mature time left until it for a unit that
 * was taken out, `bornMs` when it was new, `hazard` multiplies its failure rate; `isTold`: its outage was told, as all are but those for planned work.
 */
const UNIT_COLUMNS = { up: 'u8', failed: 'u8', isTold: 'u8', isRunning: 'u8', failures: 'u32', repairs: 'u32', failure: 'f64', leftMs: 'f64', bornMs: 'f64', hazard: 'f64', ...REASON_COLUMNS } as const

export interface UnitTable {
  readonly list: readonly Unit[]
  readonly table: Table<typeof UNIT_COLUMNS>
  /** First unit of each block's busway; section s of path q is unit begin + s · paths + q. Likewise of its distribution units, −1 without. */
  readonly buswayBegin: Int32Array
  readonly pduBegin: Int32Array
  /** Sections of busway behind one distribution unit. */
  readonly sectionsPerPdu: Int32Array
  readonly paths: Int32Array
  /** Starts the failure clocks of the units that `select` picks, new at `bornMs`: from now on they are in service. */
  start(select: (unit: Unit) => boolean, bornMs: number): void
  /** Takes a unit out now; its repair follows. */
  fail(unit: number): void
  /** A unit burned: true where a new one is ordered and put in, as with transformers. */
  destroy(unit: number): boolean
  /** Takes a unit out for one more reason, or gives it back for one; it is in service when it is whole and no reason is left. */
  takeOut(unit: number, reason: OutageReason): void
  giveBack(unit: number, reason: OutageReason): void
  /** Multiplies the failure rate of a unit from now on; > 0. */
  setHazard(unit: number, factor: number): void
  /** Begins the repair of a unit that had to wait. */
  repairAfter(unit: number, workMs: number): void
  /** The repair of a unit is done. */
  repaired(unit: number): void
  isUp(unit: number): boolean
}

function times(count: number, make: (index: number) => Unit): Unit[] {
  return Array.from({ length: count }, (_, index) => make(index))
}

/** All units in path order: the substation, then blocks, plants and stores. */
export function listUnits(plan: PowerPlan): Unit[] {
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

/** Breaker of a switchboard: as for a distribution panel, engineering default. */
const MAIN_BREAKER: Reliability = { failuresPerYear: 0.002, repairMs: 10_800_000 }
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
    ...times(block.mainBreakerW === Infinity ? 0 : block.transformerCount, member => ({ path: `${block.path}/transformer[${member}]/breaker`, kind: 'mainBreaker', owner, member, reliability: MAIN_BREAKER })),
    ...block.modules.flatMap((count, member) => [
      ...times(count, i => ({ path: `${block.path}/ups[${member}]/module[${i}]`, kind: 'upsModule', owner, member, reliability: moduleReliability })),
      { path: `${block.path}/ups[${member}]`, kind: 'upsSystem' as const, owner, member, reliability: systemReliability },
    ]),
    ...times(block.mechanicalBank?.modules ?? 0, i => ({ path: `${block.path}/mechanicalUps/module[${i}]`, kind: 'mechanicalUpsModule', owner, member: i, reliability: reliabilityOf(block.mechanicalBank) })),
    ...times(block.pdu === undefined ? 0 : Math.ceil(block.sections / sectionsPerPdu(block)) * paths, i => ({
      path: `${block.path}/pdu[${Math.floor(i / paths)}]/path[${i % paths}]`, kind: 'pdu', owner, member: Math.floor(i / paths), reliability: block.pdu ?? NEVER,
    })),
    ...times(block.sections * paths, i => ({
      path: `${block.path}/busway[${Math.floor(i / paths)}]/path[${i % paths}]`, kind: 'busway', owner, member: Math.floor(i / paths), reliability: buswayReliability,
    })),
  ]
}

export interface UnitListener {
  /** A unit went out of or came back into service. */
  changed(unit: Unit, isUp: boolean): void
  /** Whole units that failed are put in order by others, who call `repaired`; left out, each is repaired by itself. */
  readonly ask: ((path: string, workMs: number) => void) | undefined
  /** A unit of a block (−1: the site) has one more (1) or one less (−1) reason to be out; comes before `changed`. */
  count(block: number, reason: OutageReason | 'failed', by: 1 | -1): void
}

/** Whether a unit stands still at the moment, so that it cannot fail in service. */
export type UnitIdle = (unit: Unit) => boolean

/** How long a unit is out whose repair itself lasts `workMs`; undefined when it waits for {@link UnitTable.repairAfter}. */
export type UnitRepair = (unit: Unit, index: number, workMs: number) => number | undefined

/** What the clocks of units share. */
interface Units {
  readonly kernel: Kernel
  readonly emit: DomainContext['emit']
  readonly list: readonly Unit[]
  readonly ages: readonly FailureAge[]
  readonly table: Table<typeof UNIT_COLUMNS>
  /** A draw of a unit: exponential, ms, ≥ 1. */
  readonly draw: (unit: number, purpose: number, n: number, meanMs: number) => number
  readonly listener: UnitListener
  readonly types: { failed: CommandType; repaired: CommandType }
}

const blockOf = ({ kind, owner }: Unit): number => (kind === 'engine' || kind === 'storageConverter' ? -1 : owner)

/** Schedules the failure of a unit in service after `mature` ms of mature time. */
function failAfter(u: Units, unit: number, mature: number): void {
  const { failure, bornMs } = u.table.col
  failure[unit] = u.kernel.schedule(u.types.failed, unit, u.kernel.now + Math.max(1, exposureOverAge(u.ages[unit], u.kernel.now - bornMs[unit], mature)))
}

/** Draws the next failure of a unit in service. */
function wind(u: Units, unit: number): void {
  const { failures, hazard } = u.table.col
  const { failuresPerYear } = u.list[unit].reliability
  if (failuresPerYear === 0) return
  failAfter(u, unit, u.draw(unit, PURPOSE.failure, failures[unit]++, YEAR_MS / failuresPerYear / hazard[unit]))
}

/** The clock of a unit that was taken out goes on where it stopped. */
function resume(u: Units, unit: number): void {
  const { leftMs, isRunning } = u.table.col
  if (leftMs[unit] > 0) failAfter(u, unit, leftMs[unit])
  else if (isRunning[unit] === 1) wind(u, unit)
  leftMs[unit] = 0
}

/** The pending failure of a unit is put aside; the mature time that was left until it, ms. */
function stopClock(u: Units, unit: number): number {
  const { failure } = u.table.col
  if (failure[unit] === 0) return 0
  const leftMs = matureLeftMs(u, unit)
  u.kernel.cancel(failure[unit])
  failure[unit] = 0
  return Math.max(1, Math.round(leftMs))
}

/** Mature time until the pending failure of a unit, ms. */
function matureLeftMs(u: Units, unit: number): number {
  const { failure, bornMs } = u.table.col
  return matureOverAge(u.ages[unit], u.kernel.now - bornMs[unit], u.kernel.timeOf(failure[unit]) - u.kernel.now)
}

function tell(u: Units, unit: number): void {
  if (u.table.col.isTold[unit] === 1) return
  u.table.col.isTold[unit] = 1
  u.emit({ kind: 'outageStarted', what: u.list[unit].path, block: blockOf(u.list[unit]) })
}

/** A unit that is whole and that nothing keeps out is in service again. */
function comeBack(u: Units, unit: number): void {
  const { up, failed, isTold } = u.table.col
  if (up[unit] === 1 || failed[unit] === 1 || isTaken(u.table.col, unit)) return
  up[unit] = 1
  if (isTold[unit] === 1) u.emit({ kind: 'outageEnded', what: u.list[unit].path, block: blockOf(u.list[unit]) })
  isTold[unit] = 0
  resume(u, unit)
  u.listener.changed(u.list[unit], true)
}

function beginRepair(u: Units, unit: number, workMs: number): void {
  if (u.listener.ask === undefined) u.kernel.schedule(u.types.repaired, unit, u.kernel.now + workMs)
  else u.listener.ask(u.list[unit].path, workMs)
}

/** Transformers are not repaired on site but exchanged. */
const EXCHANGED: readonly UnitKind[] = ['substationTransformer', 'blockTransformer']

function repaired(u: Units, unit: number): void {
  u.table.col.failed[unit] = 0
  if (EXCHANGED.includes(u.list[unit].kind)) u.table.col.bornMs[unit] = u.kernel.now
  u.listener.count(blockOf(u.list[unit]), 'failed', -1)
  comeBack(u, unit)
}

function takeOut(u: Units, unit: number, reason: OutageReason): void {
  u.table.col[reason][unit] += 1
  u.listener.count(blockOf(u.list[unit]), reason, 1)
  if (reason !== 'work') tell(u, unit)
  if (u.table.col.up[unit] === 0) return
  u.table.col.leftMs[unit] = stopClock(u, unit)
  u.table.col.up[unit] = 0
  u.listener.changed(u.list[unit], false)
}

function giveBack(u: Units, unit: number, reason: OutageReason): void {
  if (u.table.col[reason][unit] === 0) assert(false, 'a unit is given back that was not taken', { unit: u.list[unit].path, reason })
  u.table.col[reason][unit] -= 1
  u.listener.count(blockOf(u.list[unit]), reason, -1)
  comeBack(u, unit)
}

function setHazard(u: Units, unit: number, factor: number): void {
  const { hazard, failure, leftMs, bornMs } = u.table.col
  const share = hazard[unit] / factor
  if (share === 1) return
  hazard[unit] = factor
  leftMs[unit] = Math.ceil(leftMs[unit] * share)
  if (failure[unit] !== 0) u.kernel.reschedule(failure[unit], u.kernel.now + Math.max(1, exposureOverAge(u.ages[unit], u.kernel.now - bornMs[unit], matureLeftMs(u, unit) * share)))
}

function createClocks(ctx: DomainContext, list: readonly Unit[], listener: UnitListener): Units {
  const keys = list.map(({ path }) => entityKey(ctx.world.root, path))
  const table = ctx.state.table('power.units', list.length, UNIT_COLUMNS)
  table.col.up.fill(1)
  table.col.hazard.fill(1)
  const draw: Units['draw'] = (unit, purpose, n, meanMs) => roundMs(exponential(uniformOf(keys[unit].k0, keys[unit].k1, purpose, n), meanMs))
  const ages = list.map(({ kind }) => failureAgeOf(ctx.scenario, kind))
  return { kernel: ctx.kernel, emit: ctx.emit, list, ages, table, draw, listener, types: { failed: 0, repaired: 0 } }
}

/** Registers state and commands of all units. */
export function createUnits(ctx: DomainContext, plan: PowerPlan, listener: UnitListener, isIdle: UnitIdle, repair: UnitRepair): UnitTable {
  const { kernel } = ctx
  const list = listUnits(plan)
  const u = createClocks(ctx, list, listener)
  const { table } = u
  const lose = (unit: number): void => {
    const { up, failed, repairs } = table.col
    const wasUp = up[unit] === 1
    table.col.leftMs[unit] = 0
    failed[unit] = 1
    up[unit] = 0
    listener.count(blockOf(list[unit]), 'failed', 1)
    stopClock(u, unit)
    tell(u, unit)
    const outMs = repair(list[unit], unit, u.draw(unit, PURPOSE.repair, repairs[unit]++, list[unit].reliability.repairMs))
    if (outMs !== undefined) beginRepair(u, unit, outMs)
    if (wasUp) listener.changed(list[unit], false)
  }
  const fail = (unit: number): void => {
    if (table.col.up[unit] === 1) lose(unit)
  }
  u.types.failed = kernel.command('power.unitFailed', Phase.fault, unit => {
    table.col.failure[unit] = 0
    // Without memory, a hazard that rests while the unit stands still is the same as drawing anew.
    if (isIdle(list[unit])) wind(u, unit)
    else fail(unit)
  })
  u.types.repaired = kernel.command('power.unitRepaired', Phase.repair, unit => repaired(u, unit))
  const firstOf = (kind: UnitKind): Int32Array => Int32Array.from(plan.blocks, (_, block) => list.findIndex(unit => unit.kind === kind && unit.owner === block))
  return {
    list,
    table,
    buswayBegin: firstOf('busway'),
    pduBegin: firstOf('pdu'),
    sectionsPerPdu: Int32Array.from(plan.blocks, sectionsPerPdu),
    paths: Int32Array.from(plan.blocks, block => block.topology.paths),
    start(select, bornMs) {
      list.forEach((unit, index) => {
        if (table.col.isRunning[index] === 1 || !select(unit)) return
        table.col.isRunning[index] = 1
        table.col.bornMs[index] = bornMs
        if (table.col.up[index] === 1) wind(u, index)
      })
    },
    fail,
    destroy(unit) {
      if (!EXCHANGED.includes(list[unit].kind)) return false
      // One that had failed already is being exchanged.
      if (table.col.failed[unit] === 0) lose(unit)
      return true
    },
    takeOut: (unit, reason) => takeOut(u, unit, reason),
    giveBack: (unit, reason) => giveBack(u, unit, reason),
    setHazard: (unit, factor) => setHazard(u, unit, factor),
    repairAfter: (unit, workMs) => beginRepair(u, unit, workMs),
    repaired: unit => repaired(u, unit),
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

/** Units without which a transformer carries nothing. */
const NEEDS: Readonly<Record<'substationTransformer' | 'blockTransformer', readonly UnitKind[]>> = {
  substationTransformer: ['substationTapChanger'],
  blockTransformer: ['blockTapChanger', 'mainBreaker'],
}

/** Transformers of a group that are whole, their tap changers and breakers included, and connected to the bus. */
export function membersInService({ list, table }: UnitTable, kind: keyof typeof NEEDS, owner: number, isConnected: (owner: number, member: number) => boolean): Set<number> {
  const members = new Set<number>()
  const out: number[] = []
  list.forEach((unit, index) => {
    if (unit.owner !== owner || (unit.kind !== kind && !NEEDS[kind].includes(unit.kind))) return
    if (unit.kind === kind) members.add(unit.member)
    if (table.col.up[index] === 0 || (unit.kind === kind && !isConnected(owner, unit.member))) out.push(unit.member)
  })
  for (const member of out) members.delete(member)
  return members
}

/** How many transformers of a group are in service. */
export const transformersInService = (units: UnitTable, kind: keyof typeof NEEDS, owner: number, isConnected: (owner: number, member: number) => boolean): number => membersInService(units, kind, owner, isConnected).size

/** Index of the unit with this path; throws when there is none. */
export function unitAt({ list }: UnitTable, path: string): number {
  const unit = list.findIndex(candidate => candidate.path === path)
  if (unit < 0) throw new Error(`no unit ${path}`)
  return unit
}
