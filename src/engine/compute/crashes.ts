/**
 * Crashes of a job that have nothing to do with its nodes: code of its users, file systems, libraries. A constant hazard while it runs, the
 * same for small jobs and large ones; why small jobs fail more often than faults of their nodes explain (Kokolis et al., HPCA 2025).
 */
import { childKey, type EntityKey, entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { YEAR_MS } from '../../base/spans.ts'
import { exponential, roundMs } from '../../base/variates.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { Cluster } from './tables.ts'

export interface Crashes {
  /** Crashes of a running job per ms, by workload entry. */
  readonly perMs: Float64Array
  readonly keys: readonly EntityKey[]
}

export function crashesOf(workload: WorkloadSection, root: EntityKey): Crashes {
  return {
    perMs: Float64Array.from(workload, entry => (entry.source === 'inference' ? 0 : entry.crashes / YEAR_MS)),
    keys: workload.map(({ id }) => entityKey(root, `workload.${id}`)),
  }
}

/** A job trains from now on: its next crash is drawn, by the number of the job and how often it began to train. */
export function armCrash(c: Cluster, job: number): void {
  const { source, ordinal, crashDraw, crashTimer } = c.jobs.col
  const perMs = c.crashes.perMs[source[job]]
  if (perMs === 0) return
  dropCrash(c, job)
  const u = uniform(childKey(c.crashes.keys[source[job]], ordinal[job]), PURPOSE.crash, crashDraw[job]++)
  const atMs = c.kernel.now + roundMs(exponential(u, 1 / perMs))
  if (atMs <= c.world.horizonMs) crashTimer[job] = c.kernel.schedule(c.commands.crash, job, atMs)
}

/** The job no longer trains. */
export function dropCrash(c: Cluster, job: number): void {
  const { crashTimer } = c.jobs.col
  if (crashTimer[job] === 0) return
  c.kernel.cancel(crashTimer[job])
  crashTimer[job] = 0
}
