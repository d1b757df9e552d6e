/** Jobs at the stores: reading checkpoints, writing them, loading training data. */
import { storeOf, supplyOf } from './data-supply.ts'
import { noteWriting, pauseMs } from './flushes.ts'
import { setStorageFactor } from './rates.ts'
import type { Cluster } from './tables.ts'

/** A job no longer reads its checkpoint. */
export function leaveStores(c: Cluster, job: number): void {
  c.store?.leave(job)
  c.objectStore?.leave(job)
  c.burst?.leave(job)
}

/** A job begins to write checkpoints; where training waits for them, as long as others leave it. */
export function startWriting(c: Cluster, job: number): void {
  if (c.store === undefined) return
  noteWriting(c, job, 1)
  c.jobs.col.blockingMs[job] = pauseMs(c, job)
}

/** A job that loads training data begins to; it gets as much as others do. */
export function takeData(c: Cluster, job: number): void {
  const { accelerators, source } = c.jobs.col
  const bytesPerS = c.loading[source[job]] * accelerators[job]
  if (c.store === undefined || bytesPerS === 0) return
  storeOf(c, source[job])?.load(bytesPerS)
  setStorageFactor(c, job, supplyOf(c, source[job]))
}
