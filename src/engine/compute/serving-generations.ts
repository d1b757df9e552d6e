/**
 * Services over generations of racks. A service is sized for the racks of the first lot; when the last lot of their type is retired, for those of
 * the first lot that stands then: its replicas take as many nodes as the model needs on these, serve as fast as these do, and all of them start
 * anew. What of a model cannot be served there stays as it was.
 */
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { LotTable, World } from '../ports.ts'
import { createServices } from './inference.ts'
import { endReplica } from './replicas.ts'
import { turnKnot } from './scaling.ts'
import { closeService, type Services } from './serving-accounts.ts'
import type { SourceSite } from './source.ts'
import { type Cluster, NEVER, NONE } from './tables.ts'

/** From when on services are sized for another type of rack. */
export interface Generation {
  readonly atMs: number
  readonly type: number
}

/** First standing lot in file order. */
const standing = ({ count, contractMs, retireMs }: LotTable, atMs: number): number => Array.from({ length: count }, (_, lot) => lot).findIndex(lot => contractMs[lot] <= atMs && atMs < retireMs[lot])

/** The generations behind the first, in order; empty where racks are never exchanged for others. */
export function laterGenerations({ lots, horizonMs }: Pick<World, 'lots' | 'horizonMs'>): Generation[] {
  const found: Generation[] = []
  if (lots.count === 0) return found
  const retiredMs = (type: number): number => lots.retireMs.reduce((last, ms, lot) => (lots.type[lot] === type ? Math.max(last, ms) : last), 0)
  let type = lots.type[0]
  for (let atMs = retiredMs(type); atMs < horizonMs; atMs = Math.max(atMs, retiredMs(type))) {
    const nextMs = lots.contractMs.reduce((first, ms, lot) => (lots.retireMs[lot] > atMs ? Math.min(first, Math.max(ms, atMs)) : first), Infinity)
    if (nextMs >= horizonMs) return found
    type = lots.type[standing(lots, nextMs)]
    found.push({ atMs: nextMs, type })
    atMs = nextMs
  }
  return found
}

/** The site as services of a generation see it. */
export function siteOfGeneration(site: SourceSite, { rackTypes }: Pick<World, 'rackTypes'>, type: number): SourceSite {
  return { ...site, rackType: rackTypes[type], atom: rackTypes[type].acceleratorsPerNode }
}

type Opened = Parameters<typeof createServices>[0]

/** Takes over what services are on another generation; of those that it cannot serve nothing changes. */
function adopt({ list, poolList }: Services, opened: Opened): void {
  const next = createServices(opened)
  next.list.forEach((service, row) => {
    const isServed = service.pools.length === list[row].pools.length && service.pools.every(pool => next.pools[pool].spec.slots > 0)
    if (!isServed) return
    list[row] = { ...service, pools: list[row].pools }
    service.pools.forEach((pool, at) => void (poolList[list[row].pools[at]] = next.pools[pool]))
  })
}

/** All replicas of a service go, and it is scaled from nothing. */
function startAnew(c: Cluster, services: Services, row: number): void {
  const { first, wanted, scaledMs } = services.pools.col
  for (const pool of services.list[row].pools) {
    while (first[pool] !== NONE) endReplica(c, services, first[pool])
    wanted[pool] = 0
    scaledMs[pool] = NEVER
  }
}

/** Plans the changes of generation; `openAs` tells what the services are on one. The first generation is what they are at the begin. */
export function createServingGenerations(cluster: () => Cluster, services: Services, generations: readonly Generation[], openAs: (generation: Generation) => Opened, kernel: Kernel, state: State): { start(): void } {
  if (generations.length === 0 || services.list.length === 0) return { start: () => undefined }
  const begin = { list: [...services.list], poolList: [...services.poolList] }
  const now = state.scalars('compute.servingGeneration', { passed: 0 })
  const adoptAll = (passed: number): void => generations.slice(0, passed).forEach(generation => adopt(services, openAs(generation)))
  state.onRestore(() => {
    begin.list.forEach((service, row) => void (services.list[row] = service))
    begin.poolList.forEach((pool, row) => void (services.poolList[row] = pool))
    adoptAll(now.passed)
  })
  const change = kernel.command('compute.servingGeneration', Phase.control, index => {
    const c = cluster()
    for (let row = 0; row < services.list.length; row++) {
      closeService(c, services, row)
      startAnew(c, services, row)
    }
    now.passed = index + 1
    adopt(services, openAs(generations[index]))
    for (let row = 0; row < services.list.length; row++) turnKnot(c, services, row)
  })
  return { start: () => generations.forEach(({ atMs }, index) => void kernel.schedule(change, index, atMs)) }
}
