/**
 * When a job would start at this site, as whoever chooses between sites reckons: at once where nobody waits and there is a place, else at the
 * shadow time of the job together with all that waits before it. Where even the end of all that runs does not free as much, what then still
 * waits runs first, on all nodes. An estimate by the requests of users, as if nobody passed anybody.
 */
import { growTable } from '../../base/table.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { State } from '../kernel/state.ts'
import { demandOf } from './asked.ts'
import { atomOf } from './atom.ts'
import type { Shadow } from './ends.ts'
import { canPlace, ruleNow } from './place.ts'
import { LEVEL } from './placement-rules.ts'
import { groupShadow } from './shadow.ts'
import type { Cluster } from './tables.ts'

export interface ExpectedStart {
  /** A job waits from now on. */
  waits(job: number): void
  /** It waits no longer. */
  leaves(job: number): void
  /** Until a job of an entry that is submitted now would start, ms; Infinity where nothing frees enough. */
  afterMs(entry: number, accelerators: number): number
}

// Result of a shadow, overwritten by every call.
const into: Shadow = { atMs: 0, spareNodes: 0 }

/** Until so many nodes of the site are free, wherever they are; `freeNow` of them are. */
function siteMs({ ends, kernel }: Cluster, need: number, freeNow: number): number {
  if (need <= freeNow) return 0
  ends.shadow(need, freeNow, kernel.now, into)
  return into.atMs - kernel.now
}

/** Until one group of nodes holds the job alone, where its placement asks for one. */
function groupMs(c: Cluster, entry: number, need: number): number {
  const rule = ruleNow(c, entry)
  if (rule.within === LEVEL.site && rule.segment === 1 && c.eligibility?.has(entry) !== true) return 0
  groupShadow(c, entry, need, into)
  return into.atMs - c.kernel.now
}

function afterMs(c: Cluster, waiting: { readonly accelerators: number; readonly workMs: number }, entry: number, accelerators: number): number {
  const atom = atomOf(c, entry)
  const need = Math.ceil(accelerators / atom)
  const isPart = c.params.isSharing && accelerators < atom
  if (waiting.accelerators === 0 && (isPart ? c.counts.idleAccelerators >= accelerators : canPlace(c, entry, need))) return 0
  const { freeNodes } = c.counts
  const all = freeNodes + c.ends.nodes()
  if (need > all) return Infinity
  const wanted = Math.ceil(waiting.accelerators / atom) + need
  if (wanted <= all) return Math.max(siteMs(c, wanted, freeNodes), groupMs(c, entry, need))
  return Math.max(siteMs(c, all, freeNodes), groupMs(c, entry, need)) + waiting.workMs / (all * atom)
}

/** Undefined where no job is routed by its start. */
export function createExpectedStart(cluster: () => Cluster, workload: WorkloadSection, isRouted: boolean, state: State): ExpectedStart | undefined {
  if (!isRouted || workload.every(entry => entry.source === 'inference' || entry.route !== 'soonest')) return undefined
  const waiting = state.scalars('compute.waitingWork', { accelerators: 0, workMs: 0 })
  const rows = state.table('compute.waitingJobs', 256, { accelerators: 'i32', workMs: 'f64' })
  return {
    waits(job) {
      const c = cluster()
      if (job >= rows.capacity) growTable(rows, job + 1)
      if (job >= rows.length) rows.length = job + 1
      rows.col.accelerators[job] = demandOf(c, job)
      // Whole, so that what is added is taken away to the last bit.
      rows.col.workMs[job] = rows.col.accelerators[job] * Math.round(c.jobs.col.estimateMs[job])
      waiting.accelerators += rows.col.accelerators[job]
      waiting.workMs += rows.col.workMs[job]
    },
    leaves(job) {
      waiting.accelerators -= rows.col.accelerators[job]
      waiting.workMs -= rows.col.workMs[job]
    },
    afterMs: (entry, accelerators) => afterMs(cluster(), waiting, entry, accelerators),
  }
}
