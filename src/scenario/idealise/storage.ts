/** The stores are as fast and as large as anyone asks, and data is where its job is. */
import type { DatastoreSection } from '../schema/datastore.ts'
import type { WorkloadEntry } from '../schema/workload.ts'
import type { Change } from './change.ts'

/** More than anyone reads or writes, B/s. */
const AMPLE_BPS = 1e18

function perfect(store: DatastoreSection): DatastoreSection {
  if (store === undefined) return undefined
  const { capacity: _capacity, disks, object, ...rest } = store
  const local = disks === undefined ? undefined : { ...disks, perNode: AMPLE_BPS, capacity: undefined }
  return {
    ...rest,
    write: AMPLE_BPS, read: AMPLE_BPS, perNode: AMPLE_BPS, share: 1, failures: 0,
    ...(local === undefined ? {} : { disks: local }),
    ...(object === undefined ? {} : { object: { ...object, read: AMPLE_BPS, perNode: AMPLE_BPS, latency: 0 } }),
  }
}

/** A job whose data is there and read at any speed. */
function supplied(entry: WorkloadEntry): WorkloadEntry {
  if (entry.source === 'inference') return entry
  return { ...entry, loading: 0, data: undefined }
}

export const withoutStorageLimits: Change = scenario => ({ ...scenario, datastore: perfect(scenario.datastore), workload: scenario.workload.map(supplied) })
