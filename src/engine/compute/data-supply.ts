/** What jobs do when the datastore has read their checkpoint, or supplies more or less training data. */
import type { DataStoreHooks } from './data-store.ts'
import { begun } from './jobs.ts'
import { setFactor } from './rates.ts'
import { type Cluster, JOB_KIND, JOB_STATE } from './tables.ts'

/** Jobs that load are no replicas of services, whose books are kept elsewhere. */
const NO_REPLICAS = { beforeReplica: (): void => undefined }

/** Gives every job that loads and runs now, in order of its row, what the store supplies. */
function supplyAll(c: Cluster): void {
  const supply = c.store?.supply() ?? 1
  const { state, kind, source } = c.jobs.col
  for (let job = 1; job < c.jobs.length; job++) {
    if (kind[job] === JOB_KIND.batch && state[job] === JOB_STATE.running && c.loading[source[job]] > 0) setFactor(c, NO_REPLICAS, job, 'storageFactor', supply)
  }
}

export function storeHooks(cluster: () => Cluster): DataStoreHooks {
  return {
    restored(job, atMs) {
      const c = cluster()
      if (c.kernel.now >= atMs) begun(c, job)
      else c.jobs.col.timer[job] = c.kernel.schedule(c.commands.begin, job, atMs)
    },
    supplyChanged: () => supplyAll(cluster()),
  }
}
