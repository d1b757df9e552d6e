/**
 * Work on power and cooling: repairs ask for people with the skill for the asset; what leaves nothing in reserve goes first. Without crews in
 * the file nobody is asked, and every repair begins at once.
 */
import { entityKey } from '../../base/rng.ts'
import { createCalendar } from '../../scenario/calendar.ts'
import { ASSETS } from '../../scenario/catalog/assets.ts'
import { teamsOf } from '../../scenario/crew-teams.ts'
import type { CrewsSection } from '../../scenario/schema/crews.ts'
import type { AccessPort, AssetPort, AssetRepairPort, DomainContext, WorkPort } from '../ports.ts'
import { type Groups, createGroups } from './groups.ts'
import { type MistakeSummary, createMistakes } from './mistakes.ts'
import { type TeamSummary, createTeams, rotaOf } from './teams.ts'
import { ORDER, type OrderSpec, type OrderSummary, type Rank, type WorkOrders, createWorkOrders } from './work-orders.ts'

export interface WorkPorts {
  readonly assets: AssetPort
  /** Security; nobody waits at the door without it. */
  readonly access?: AccessPort | undefined
}

export interface WorkSummary {
  readonly teams: readonly TeamSummary[]
  readonly orders: OrderSummary
  readonly mistakes: MistakeSummary
}

export interface Work extends AssetRepairPort, WorkPort {
  summary(): WorkSummary
}

/** Nothing is left to lose before load is lost. */
const isUrgent = (spare: number): boolean => spare <= 0

interface Site {
  readonly crews: CrewsSection
  readonly groups: Groups
  readonly orders: WorkOrders
  readonly byPath: ReadonlyMap<string, number>
}

function rankOf({ groups }: Site, asset: number): Rank {
  const spare = groups.spareAround(asset)
  return { isUrgent: isUrgent(spare), classAtRisk: ASSETS[groups.port.assets[asset].kind].classAtRisk, spare: Math.min(spare, 1000) }
}

function repairSpec({ crews, groups }: Site, asset: number, workMs: number): OrderSpec {
  const { kind, block } = groups.port.assets[asset]
  const { skill, isSwitching } = ASSETS[kind]
  return { skill, isSwitching, people: isSwitching ? crews.switching : 1, workMs, block }
}

/** What stands in for each other is now scarcer: repairs in the same groups become more pressing. */
function rerankAround(s: Site, asset: number): void {
  const { state } = s.orders.table.col
  for (const group of s.groups.touched(asset)) {
    for (const other of s.groups.members[group]) if (other !== asset && state[other] !== ORDER.none) s.orders.rerank(other, rankOf(s, other))
  }
}

function assetFailed(s: Site, path: string, workMs: number): void {
  const asset = s.byPath.get(path)
  if (asset === undefined) throw new Error(`no asset ${path}`)
  rerankAround(s, asset)
  s.orders.place(asset, repairSpec(s, asset, workMs), rankOf(s, asset))
}

/** Creates the work of a site with crews. Power and cooling must be built. */
export function createWork(ctx: DomainContext, crews: CrewsSection, ports: WorkPorts): Work {
  const { kernel, state, world, scenario } = ctx
  const groups = createGroups(ports.assets)
  const { assets } = ports.assets
  const rota = rotaOf(crews, kernel, createCalendar(scenario.site.location.timezone, world.startDay))
  const teams = createTeams(state, kernel, teamsOf(crews, scenario), rota)
  const mistakes = createMistakes(ctx, crews.mistakes, groups)
  const pathOf = (order: number): string => `${assets[order].path}/repair`
  const orders: WorkOrders = createWorkOrders(ctx, assets.length, pathOf, teams, {
    begins: () => true,
    done(order, isOvertime) {
      const { isSwitching, jobs } = orders.table.col
      groups.port.repaired(order)
      mistakes.after(order, { isSwitching: isSwitching[order] === 1, isOvertime, factor: 1 }, entityKey(world.root, pathOf(order)), jobs[order])
    },
  }, ports.access)
  const site: Site = { crews, groups, orders, byPath: new Map(assets.map(({ path }, asset) => [path, asset])) }
  return {
    assetFailed: (path, workMs) => assetFailed(site, path, workMs),
    admitted: order => orders.admitted(order),
    summary: () => ({ teams: teams.summary(), orders: orders.summary(), mistakes: mistakes.summary() }),
  }
}
