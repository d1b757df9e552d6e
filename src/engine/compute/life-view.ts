/** What an observer may ask about single nodes and jobs: read-only, at any instant between two events. */
import { canEverPlace, canPlaceJob, everyDemand } from './place.ts'
import { jobAt } from './nodes.ts'
import { isInQuota } from './queueing.ts'
import { heldByJob, jobOfRow, sizeOfJob } from './samplers.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NONE } from './tables.ts'

/** Why a job waits. */
export const WAITS = ['quota', 'power', 'thermal', 'nodes', 'fragmentation', 'order'] as const
export type Wait = (typeof WAITS)[number]

/** Who holds an accelerator: nobody, a reserve of spares, or a job or replica by its row. */
export interface Holder {
  kind: 'idle' | 'spare' | 'job' | 'replica'
  row: number
  /** Whether it generates for the job. */
  isSampler: boolean
}

export interface LifeView {
  /** Who holds the `accelerator`-th of a node, which is open; written into `out`. On a shared node jobs count from the first accelerator on. */
  holder(node: number, accelerator: number, out: Holder): void
  uid(row: number): number
  /** Index of JOB_STATE. */
  state(row: number): number
  entry(row: number): number
  /** Service of a replica. */
  service(row: number): number
  /** Accelerators that a job holds, those it asks for, its submission. */
  held(row: number): number
  accelerators(row: number): number
  submitMs(row: number): number
  restarts(row: number): number
  /** Jobs of a workload entry so far. */
  submitted(entry: number): number
  /** Row of the n-th job of an entry (from 0); 0 when it is not there any more. */
  find(entry: number, ordinal: number): number
  waits(row: number): Wait
}

function waitOf(c: Cluster, job: number): Wait {
  const { nodes } = c.jobs.col
  if (!isInQuota(c, job)) return 'quota'
  const { power, thermal } = c.admission.held
  if (c.counts.freeNodes < nodes[job]) return 'nodes'
  if (c.counts.freeNodes - power - thermal < nodes[job]) return power >= thermal ? 'power' : 'thermal'
  return canPlaceJob(c, job) || !everyDemand(c, job, canEverPlace) ? 'order' : 'fragmentation'
}

function holderOf(c: Cluster, node: number, accelerator: number, out: Holder): void {
  const { kind, share, shareFirst, shareNext } = c.jobs.col
  let row = jobAt(c, node)
  if (row !== NONE && kind[row] === JOB_KIND.holder) {
    let behind = 0
    row = shareFirst[row]
    while (row !== NONE && accelerator >= (behind += share[row])) row = shareNext[row]
  }
  out.isSampler = row !== NONE && kind[row] === JOB_KIND.sampler
  out.row = jobOfRow(c, row)
  out.kind = row === NONE ? 'idle' : kind[row] === JOB_KIND.spare ? 'spare' : kind[row] === JOB_KIND.replica ? 'replica' : 'job'
}

function findJob({ jobs }: Cluster, entry: number, ordinal: number): number {
  const { kind, state, source, ordinal: of } = jobs.col
  for (let row = 1; row < jobs.length; row++) {
    if (kind[row] === JOB_KIND.batch && state[row] !== JOB_STATE.free && source[row] === entry && of[row] === ordinal) return row
  }
  return NONE
}

export function createLifeView(c: Cluster): LifeView {
  const { jobs } = c
  return {
    holder: (node, accelerator, out) => holderOf(c, node, accelerator, out),
    uid: row => jobs.col.uid[row],
    state: row => jobs.col.state[row],
    entry: row => jobs.col.entry[row],
    service: row => jobs.col.source[row],
    held: row => heldByJob(c, row),
    accelerators: row => sizeOfJob(c, row),
    submitMs: row => jobs.col.submitMs[row],
    restarts: row => jobs.col.restarts[row],
    submitted: entry => c.sources.col.ordinal[entry],
    find: (entry, ordinal) => findJob(c, entry, ordinal),
    waits: job => waitOf(c, job),
  }
}
