/** The services of a site as a whole: their state, their demand, and what they could carry. */
import { PRIORITY_CLASSES } from '../../scenario/catalog/priority-classes.ts'
import { jointServices } from '../../scenario/joint-services.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import { createPoolTable, createServices, createServiceTable } from './inference.ts'
import type { RoutingPort } from './routing.ts'
import { turnKnot } from './scaling.ts'
import type { Services } from './serving-accounts.ts'
import { laterGenerations, siteOfGeneration } from './serving-generations.ts'
import { createServingBooks, type ServingBooks } from './serving-book.ts'
import type { ComputeScenario } from './parameters.ts'
import { createServingTenants, type ServiceTenantSums } from './serving-tenants.ts'
import { createRedoTable } from './sessions.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { ServiceSpec, SourceSite } from './inference-definition.ts'
import { openSource, type OpenedSource } from './sources/index.ts'
import type { Cluster } from './tables.ts'

/** What of the site's ports services need. */
interface Outside {
  readonly routing?: RoutingPort | undefined
  localHour(atMs: number): number
  hourIn?(timezone: string, atMs: number): number
}

/** The services among opened entries as they are on another site. */
export function servicesOn(opened: readonly (OpenedSource | null)[], workload: WorkloadSection, site: SourceSite): { spec: ServiceSpec; index: number }[] {
  return opened.flatMap((source, index) => {
    if (source?.kind !== 'service') return []
    const there = openSource(workload[index], site)
    return there.kind === 'service' ? [{ spec: there.spec, index }] : []
  })
}

/** Services of the opened workload, in its order. */
export function createServing(opened: readonly (OpenedSource | null)[], { workload, tenants, site }: Pick<ComputeScenario, 'workload' | 'tenants'> & { readonly site: SourceSite }, state: State, world: World, outside: Outside): Services {
  // Where others follow, nodes of the first racks are counted as they are, not as the smallest of all.
  const isFirstOfSeveral = laterGenerations(world).length > 0
  const specs = isFirstOfSeveral ? servicesOn(opened, workload, siteOfGeneration(site, world, world.lots.type[0])) : opened.flatMap((source, index) => (source?.kind === 'service' ? [{ spec: source.spec, index }] : []))
  const { list, pools } = createServices(specs)
  const hourIn = (zone: string | undefined, atMs: number): number => (zone === undefined || outside.hourIn === undefined ? outside.localHour(atMs) : outside.hourIn(zone, atMs))
  const windows = Math.ceil(world.horizonMs / world.windowMs)
  const books = createServingBooks(state, list.length, windows)
  const classes = Object.values(tenants).map(({ priority }) => PRIORITY_CLASSES.indexOf(priority))
  return {
    tenants: createServingTenants(state, books, jointServices({ workload, tenants }), list.map(({ index }) => index), tenant => classes[tenant - 1], windows),
    table: createServiceTable(state, list.length),
    pools: createPoolTable(state, pools.length),
    list,
    poolList: pools,
    redo: createRedoTable(state, list.length),
    books,
    demandPerS: (row, atMs, asOfMs) => outside.routing?.demandPerS(list[row].index, atMs) ?? list[row].spec.demandPerS(asOfMs, zone => hourIn(zone, atMs)),
    roundTripS: row => (outside.routing?.roundTripMs(list[row].index) ?? 0) / 1000,
  }
}

/** What the rest of the engine asks of the services of a site. */
export interface ServingPort {
  /** Writes a ledger window of the services down; everything must be booked up to its end. */
  closeWindow(window: number): void
  /** The books of the services, with their index in the workload. */
  services(): { readonly index: number; readonly columns: ReturnType<ServingBooks['columns']>; readonly tenants: ServiceTenantSums[] | undefined }[]
  /** The demand for services goes another way from now on: their books are closed, and their demand is asked for anew. */
  reroute(): void
  /** Requests per second of a workload entry that its replicas, and those that free nodes have room for, carry within the objectives. */
  serviceCapacityPerS(entry: number): number
}

export const servingPort = (c: () => Cluster, services: Services): ServingPort => ({
  closeWindow(window) {
    services.books.closeWindow(window)
    services.tenants?.closeWindow(window)
  },
  services: () => services.list.map(({ index }, row) => ({ index, columns: services.books.columns(row), tenants: services.tenants?.columns(row) })),
  reroute: () => services.list.forEach((_, row) => turnKnot(c(), services, row)),
  serviceCapacityPerS: entry => capacityPerS(c(), services, entry),
})

/** Requests per second of a workload entry that its replicas, and those that free nodes have room for, carry within the objectives. */
function capacityPerS({ counts }: Cluster, { list, pools, poolList }: Services, entry: number): number {
  const service = list.find(({ index }) => index === entry)
  if (service === undefined) return 0
  return service.pools.reduce((least, row) => {
    const { spec, mostPerS } = poolList[row]
    const replicas = Math.min(spec.maximum, pools.col.held[row] + Math.floor(counts.freeNodes / (spec.nodes * service.pools.length)))
    return Math.min(least, mostPerS(replicas))
  }, Infinity)
}
