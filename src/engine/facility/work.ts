/**
 * Work on power and cooling: repairs wait for their part, then for people with the skill for the asset; what leaves nothing in reserve goes
 * first, planned maintenance last. Without crews in the file nobody is asked, and every repair begins at once.
 */
import { entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { createCalendar } from '../../scenario/calendar.ts'
import { ASSETS } from '../../scenario/catalog/assets.ts'
import { teamsOf } from '../../scenario/crew-teams.ts'
import type { CrewsSection } from '../../scenario/schema/crews.ts'
import type { AccessPort, AssetPort, AssetRepairPort, DomainContext, WorkPort } from '../ports.ts'
import { type Groups, createGroups } from './groups.ts'
import { type Maintenance, type MaintenancePorts, type MaintenanceSummary, createMaintenance } from './maintenance.ts'
import { type Task, tasksOf } from './maintenance-tasks.ts'
import { type MistakeSummary, type Mistakes, createMistakes, mistakeProbability } from './mistakes.ts'
import { type Parts, type PartSummary, createParts } from './parts.ts'
import { type TeamSummary, type Teams, createTeams, rotaOf } from './teams.ts'
import { ORDER, type OrderSpec, type OrderSummary, type Rank, type WorkOrders, createWorkOrders } from './work-orders.ts'

export interface WorkPorts {
  readonly assets: AssetPort
  /** Security; nobody waits at the door without it. */
  readonly access?: AccessPort | undefined
  /** Whether fire keeps people away from an asset; of changes `accessChanged` tells. */
  readonly isClosed?: ((asset: number) => boolean) | undefined
  /** People have nothing to do here; who shares them may want them. */
  readonly peopleFree?: (() => void) | undefined
  /** Hands were at work in a block; with this probability they press a button that nothing guards. */
  readonly workedNearby?: ((block: number, probability: number) => void) | undefined
  readonly maintenance: MaintenancePorts
}

export interface WorkSummary {
  readonly teams: readonly TeamSummary[]
  readonly orders: OrderSummary
  readonly mistakes: MistakeSummary
  readonly parts: readonly PartSummary[]
  readonly maintenance: MaintenanceSummary | undefined
}

export interface Work extends AssetRepairPort, WorkPort {
  /** Smoke was smelt in a block (−1: beside the blocks): somebody trained for it looks, where the file has such people. */
  alarmed(block: number): void
  /** Fire keeps people out of other places than before. */
  accessChanged(): void
  /** All teams; those with the skill `it` are shared with the repair of nodes. */
  readonly teams: Teams
  /** People who repaired nodes are free. */
  crewFreed(): void
  /** Schedules the first due dates; once, at t = 0. */
  start(): void
  summary(): WorkSummary
}

/** Nothing is left to lose before load is lost. */
const isUrgent = (spare: number): boolean => spare <= 0
/** How long somebody looks for what made an alarm, ms; engineering default. */
const LOOK_MS = 1_800_000
/** Stands for plenty in the queue. */
const PLENTY = 1000

interface Site {
  readonly ctx: DomainContext
  readonly crews: CrewsSection
  readonly groups: Groups
  readonly tasks: readonly Task[]
  readonly byPath: ReadonlyMap<string, number>
  readonly mistakes: Mistakes
  readonly workedNearby: WorkPorts['workedNearby']
  readonly parts: () => Parts
  readonly orders: () => WorkOrders
  readonly maintenance: () => Maintenance | undefined
  /** Work of repairs that wait for their part, ms, and how many repairs each asset had. */
  readonly table: { readonly col: { readonly workMs: Float64Array; readonly repairs: Uint32Array } }
}

function rankOf({ groups }: Site, asset: number): Rank {
  const spare = groups.spareAround(asset)
  return { isUrgent: isUrgent(spare), classAtRisk: ASSETS[groups.port.assets[asset].kind].classAtRisk, spare: Math.min(spare, PLENTY) }
}

function repairSpec({ crews, groups }: Site, asset: number, workMs: number): OrderSpec {
  const { kind, block } = groups.port.assets[asset]
  const { skill, isSwitching } = ASSETS[kind]
  return { skill, isSwitching, people: isSwitching ? crews.switching : 1, workMs, block }
}

/** What stands in for each other is now scarcer: repairs in the same groups become more pressing. */
function rerankAround(s: Site, asset: number): void {
  const { state } = s.orders().table.col
  for (const group of s.groups.touched(asset)) {
    for (const other of s.groups.members[group]) if (other !== asset && state[other] !== ORDER.none) s.orders().rerank(other, rankOf(s, other))
  }
}

/** The rows of the queue: repairs by asset, then tasks, then a look at an alarm by block, the site last. */
const rowPath = ({ ctx: { world: { blocks } }, groups, tasks }: Site, order: number): string => {
  const { assets } = groups.port
  if (order < assets.length) return `${assets[order].path}/repair`
  return order < assets.length + tasks.length ? tasks[order - assets.length].path : `${[...blocks.path, 'site'][order - assets.length - tasks.length]}/alarm`
}

/** Somebody looks at an alarm, before all repairs; while one looks, a second alarm of the block changes nothing. */
function alarmed(s: Site, teams: Teams, block: number): void {
  const { assets } = s.groups.port
  const order = assets.length + s.tasks.length + (block < 0 ? s.ctx.world.blocks.count : block)
  if (s.orders().table.col.state[order] !== ORDER.none || !teams.list.some(({ skills }) => skills.includes('fire'))) return
  s.orders().place(order, { skill: 'fire', people: 1, isSwitching: false, workMs: LOOK_MS, block }, { isUrgent: false, classAtRisk: 0, spare: 0 })
}

function assetFailed(s: Site, path: string, workMs: number): void {
  const asset = s.byPath.get(path)
  if (asset === undefined) throw new Error(`no asset ${path}`)
  const { col } = s.table
  const u = uniform(entityKey(s.ctx.world.root, rowPath(s, asset)), PURPOSE.part, col.repairs[asset]++)
  rerankAround(s, asset)
  col.workMs[asset] = workMs
  if (s.parts().takeForRepair(asset, s.groups.port.assets[asset].kind, u)) ask(s, asset)
}

const ask = (s: Site, asset: number): void => s.orders().place(asset, repairSpec(s, asset, s.table.col.workMs[asset]), rankOf(s, asset))

/** A part has come for a repair or a task. */
function partArrived(s: Site, order: number): void {
  const repairs = s.groups.port.assets.length
  if (order < repairs) ask(s, order)
  else s.maintenance()?.partArrived(order - repairs)
}

/** The work of an order is done; hands may have made a mistake. */
function done(s: Site, order: number, isStrained: boolean): void {
  // Eyes break nothing.
  if (order >= s.groups.port.assets.length + s.tasks.length) return
  const { isSwitching, jobs } = s.orders().table.col
  const { port } = s.groups
  const task = order - port.assets.length
  if (task < 0) port.repaired(order)
  else s.maintenance()?.done(task)
  const of = task < 0 ? { asset: order, factor: 1 } : { asset: s.tasks[task].asset, factor: s.tasks[task].plan.mistakes }
  s.workedNearby?.(port.assets[of.asset].block, mistakeProbability(s.crews.mistakes, isSwitching[order] === 1, isStrained) * of.factor)
  s.mistakes.after(of.asset, { isSwitching: isSwitching[order] === 1, isStrained, factor: of.factor }, entityKey(s.ctx.world.root, rowPath(s, order)), jobs[order])
}

function createSite(ctx: DomainContext, crews: CrewsSection, { assets: port, workedNearby, maintenance: { isMaintainable } }: WorkPorts, late: Pick<Site, 'parts' | 'orders' | 'maintenance'>): Site {
  const { assets } = port
  // Where the design load bears the loss of a member, sums of ratings that say otherwise are too careful.
  const members = new Map<string, number>()
  for (const { group } of assets) members.set(group, (members.get(group) ?? 0) + 1)
  const groups = createGroups(port, ({ path, group, needed }) => (isMaintainable(path) ? Math.min(needed, (members.get(group) ?? 1) - 1) : needed))
  const { maintenance } = ctx.scenario
  return {
    ctx, crews, groups, workedNearby, ...late,
    tasks: maintenance === undefined ? [] : tasksOf(maintenance, assets, ctx.world),
    byPath: new Map(assets.map(({ path }, asset) => [path, asset])),
    mistakes: createMistakes(ctx, crews.mistakes, groups),
    table: ctx.state.table('facility.repairs', assets.length, { workMs: 'f64', repairs: 'u32' }),
  }
}

/** Creates the work of a site with crews. Power and cooling must be built. */
export function createWork(ctx: DomainContext, crews: CrewsSection, ports: WorkPorts): Work {
  const { kernel, state, world, scenario } = ctx
  const site: Site = createSite(ctx, crews, ports, { parts: () => parts, orders: () => orders, maintenance: () => maintenance })
  const { groups, tasks } = site
  const repairs = ports.assets.assets.length
  const rows = repairs + tasks.length
  const rota = rotaOf(crews, kernel, createCalendar(scenario.site.location.timezone, world.startDay))
  const teams = createTeams(state, kernel, teamsOf(crews, scenario), rota)
  const parts = createParts(ctx, scenario.spares, order => partArrived(site, order))
  const orders: WorkOrders = createWorkOrders(ctx, rows + world.blocks.count + 1, order => rowPath(site, order), teams, {
    isBarred: order => order < rows && ports.isClosed?.(order < repairs ? order : tasks[order - repairs].asset) === true,
    begins: order => order < repairs || order >= rows || maintenance?.begins(order - repairs) === true,
    interrupted: order => (order < repairs || order >= rows ? undefined : maintenance?.interrupted(order - repairs)),
    done: (order, isStrained) => done(site, order, isStrained),
    freed() {
      maintenance?.freed()
      ports.peopleFree?.()
    },
  }, ports.access)
  const maintenance: Maintenance | undefined = scenario.maintenance === undefined ? undefined
    : createMaintenance(ctx, scenario.maintenance, { tasks, groups, orders: () => orders, parts, rota, crewSize: crews.switching }, ports.maintenance)
  return {
    start: () => maintenance?.start(),
    assetFailed: (path, workMs) => assetFailed(site, path, workMs),
    admitted: order => orders.admitted(order),
    alarmed: block => alarmed(site, teams, block),
    accessChanged: () => orders.accessChanged(),
    teams,
    crewFreed: () => orders.freed(),
    summary: () => ({ teams: teams.summary(), orders: orders.summary(), mistakes: site.mistakes.summary(), parts: parts.summary(), maintenance: maintenance?.summary() }),
  }
}
