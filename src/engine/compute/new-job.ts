/** The row of a job as it comes in, from its draft. */
import { LOAD_CLASS } from '../ports.ts'
import { askNodes } from './asked.ts'
import { resetCorruption } from './corruption.ts'
import { planSaving } from './saving.ts'
import type { JobDraft } from './source.ts'
import { type Cluster, EARLY, JOB_KIND, JOB_STATE, NEVER, NONE, takeJobRow } from './tables.ts'

/** The row of a job of an entry that is submitted now, `drawn` being which of its tenants submits it; nobody has counted it yet. */
export function newJob(c: Cluster, source: number, draft: JobDraft, drawn: number): number {
  const job = takeJobRow(c)
  const { col } = c.jobs
  col.uid[job] = c.counts.nextUid++
  col.kind[job] = JOB_KIND.batch
  col.state[job] = JOB_STATE.free
  col.loadClass[job] = draft.deferrable ? LOAD_CLASS.deferrable : LOAD_CLASS.training
  col.source[job] = source
  col.entry[job] = source
  col.tenant[job] = c.tenants.tenantOf(source, drawn)
  col.rank[job] = c.tenants.classOf(source, drawn)
  col.accelerators[job] = draft.accelerators
  col.held[job] = 0
  col.share[job] = c.params.isSharing && draft.accelerators < c.atom && c.eligibility?.has(source) !== true && c.samplers?.of[source] === undefined ? draft.accelerators : 0
  col.holder[job] = NONE
  col.spareRow[job] = NONE
  col.resizedMs[job] = NEVER
  askNodes(c, job)
  col.submitMs[job] = c.kernel.now
  col.workMs[job] = draft.workMs
  col.requestedMs[job] = Math.max(draft.requestedMs, draft.workMs)
  col.doneMs[job] = 0
  col.commFraction[job] = draft.commFraction * (1 - c.generates[source])
  col.fails[job] = draft.fails ? EARLY.fails : draft.cancels ? EARLY.cancels : 0
  col.startMs[job] = NEVER
  col.restarts[job] = 0
  col.preemptions[job] = 0
  col.firstRun[job] = NONE
  col.timer[job] = 0
  col.pendingMs[job] = NEVER
  resetCorruption(c, job)
  col.crashTimer[job] = 0
  col.limitTimer[job] = 0
  col.crashDraw[job] = 0
  col.ordinal[job] = draft.ordinal
  col.escrowFirst[job] = NONE
  col.escrowLast[job] = NONE
  planSaving(c, job)
  c.moves?.reset(job)
  return job
}
