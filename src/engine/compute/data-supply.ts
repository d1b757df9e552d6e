/** What jobs do when a store has read their checkpoint, or supplies more or less training data; and what limits loading besides. */
import { loadingRate } from '../../physics/checkpoint-storage.ts'
import type { DataStore, DataStoreHooks } from './data-store.ts'
import { slowPauses } from './flushes.ts'
import { begun } from './jobs.ts'
import { setFactor } from './rates.ts'
import { stepDown } from './power-draw.ts'
import { type Cluster, JOB_KIND, JOB_STATE } from './tables.ts'

/** Jobs that load are no replicas of services, whose books are kept elsewhere. */
const NO_REPLICAS = { beforeReplica: (): void => undefined, afterReplica: (): void => undefined }

/** Where an entry loads its training data from. */
export type Tier = 'datastore' | 'disks' | 'object'

/** The shared store that the jobs of an entry load from; undefined for disks of their own. */
export function storeOf(c: Pick<Cluster, 'store' | 'objectStore' | 'loadsFrom'>, entry: number): DataStore | undefined {
  return { datastore: c.store, object: c.objectStore, disks: undefined }[c.loadsFrom[entry]]
}

/** Share of its rate that a job can load at: what its store supplies, and what a node takes in. */
export const supplyOf = (c: Cluster, entry: number): number => Math.min(storeOf(c, entry)?.supply() ?? 1, c.nodeSupply[entry])

/** By entry: share of the rate at which a node takes in what its accelerators load, from the tier of the entry. */
export function nodeSupplies({ params: { datastore }, loading, loadsFrom }: Pick<Cluster, 'params' | 'loading' | 'loadsFrom'>, mostPerNode: number): Float64Array {
  return loading.map((bytesPerS, entry) => {
    if (datastore === undefined || bytesPerS === 0) return 1
    const perNode = { datastore: datastore.perNode, disks: datastore.disks?.perNode ?? Infinity, object: datastore.object?.perNode ?? Infinity }[loadsFrom[entry]]
    return stepDown(loadingRate(perNode, bytesPerS * mostPerNode))
  })
}

/** Gives every job that loads from a store and runs now, in order of its row, what the store supplies. */
function supplyAll(c: Cluster, of: DataStore | undefined): void {
  const { state, kind, source } = c.jobs.col
  for (let job = 1; job < c.jobs.length; job++) {
    if (kind[job] !== JOB_KIND.batch || state[job] !== JOB_STATE.running || c.loading[source[job]] === 0 || storeOf(c, source[job]) !== of) continue
    setFactor(c, NO_REPLICAS, job, c.jobs.col.storageFactor, supplyOf(c, source[job]))
  }
}

export function storeHooks(cluster: () => Cluster, which: 'store' | 'objectStore' | 'burst'): DataStoreHooks {
  return {
    restored(job, atMs) {
      const c = cluster()
      if (c.kernel.now >= atMs) begun(c, job)
      else c.jobs.col.timer[job] = c.kernel.schedule(c.commands.begin, job, atMs)
    },
    supplyChanged: () => supplyAll(cluster(), cluster()[which]),
    silenceChanged(isSilent) {
      slowPauses(cluster())
      cluster().emit({ kind: isSilent ? 'outageStarted' : 'outageEnded', what: 'datastore', block: -1 })
    },
  }
}
