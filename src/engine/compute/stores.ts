/** The stores of a site: the datastore, an object store behind it, where each entry loads its training data from; and the books of entries. */
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { WidePort, World } from '../ports.ts'
import { createAdaptive } from './adaptive.ts'
import { createClassBooks } from './class-books.ts'
import { createDataStore } from './data-store.ts'
import { nodeSupplies, storeHooks } from './data-supply.ts'
import { dataArrived } from './jobs.ts'
import { type ComputeScenario, readParams } from './parameters.ts'
import { createStaging } from './staging.ts'
import type { StoreParts } from './store-parts.ts'
import { createStoreRoom } from './store-room.ts'
import type { Cluster } from './tables.ts'
import { createTiers } from './tiers.ts'

/** What brings data from other regions, and the name of the site in a file with several. */
interface StorePorts {
  readonly wide?: () => WidePort
  readonly siteId?: string | undefined
  readonly siteIds?: readonly string[] | undefined
}

/** What an object store lacks of a datastore: nothing of it fails. */
const UNFAILING = { failures: 0, degraded: 1, repair: 1 } as const

export function createStores(cluster: () => Cluster, scenario: ComputeScenario, world: World, kernel: Kernel, state: State, { wide, siteId, siteIds = [] }: StorePorts): StoreParts {
  const { datastore, workload } = scenario
  const object = datastore?.object
  const loading = Float64Array.from(workload, entry => ('loading' in entry ? entry.loading : 0))
  const loadsFrom = workload.map(entry => ('loadsFrom' in entry ? entry.loadsFrom : 'datastore'))
  const params = readParams(scenario)
  const mostPerNode = world.nodes.accelerators.reduce((most, count) => Math.max(most, count), 1)
  return {
    store: createDataStore('datastore', datastore, world, kernel, state, storeHooks(cluster, 'store')),
    burst: createDataStore('burstBuffer', datastore?.burst === undefined ? undefined : { ...UNFAILING, read: datastore.burst.read }, world, kernel, state, storeHooks(cluster, 'burst')),
    objectStore: createDataStore('objectStore', object === undefined ? undefined : { ...UNFAILING, read: object.read }, world, kernel, state, storeHooks(cluster, 'objectStore')),
    tiers: createTiers(cluster, scenario.checkpoints.datastoreEvery, state),
    room: createStoreRoom(cluster, scenario, world, kernel, state),
    staging: createStaging(scenario, { here: siteId, siteIds }, kernel, state, wide, job => dataArrived(cluster(), job)),
    adaptive: createAdaptive(cluster, params.interval.rule === 'adaptive', params.failureRate, kernel, state),
    classes: createClassBooks(state, workload),
    loading, loadsFrom,
    nodeSupply: nodeSupplies({ params, loading, loadsFrom }, mostPerNode),
  }
}
