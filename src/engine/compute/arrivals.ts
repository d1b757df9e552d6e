/** Arrivals: one pending command per source. The job announced by the cursor waits in the source's row until it arrives. */
import { submit } from './jobs.ts'
import { isFree } from './named-runs.ts'
import { type JobSource, newCursor, newDraft } from './source.ts'
import { keepCursor, readCursor } from './streams.ts'
import { type Cluster, EARLY } from './tables.ts'
import { requestPass } from './wake.ts'

// One source at a time moves these; they are read back into its row before anything else runs.
const cursor = newCursor()
const draft = newDraft()

/** Lets a source announce its next job and schedules the arrival. */
export function announce(c: Cluster, sources: readonly (JobSource | undefined)[], index: number): boolean {
  const { col } = c.sources
  readCursor(c, index, cursor)
  draft.ordinal = -1
  const more = sources[index]?.next(cursor, draft) ?? false
  keepCursor(c, index, cursor)
  if (!more) return false
  col.accelerators[index] = draft.accelerators
  col.workMs[index] = draft.workMs
  col.requestedMs[index] = draft.requestedMs
  col.commFraction[index] = draft.commFraction
  col.deferrable[index] = draft.deferrable ? 1 : 0
  col.fails[index] = draft.fails ? EARLY.fails : draft.cancels ? EARLY.cancels : 0
  if (draft.ordinal < 0) draft.ordinal = cursor.ordinal - 1
  if (c.streams !== undefined) c.streams.table.col.announced[index] = draft.ordinal
  col.drawn[index] = c.tenants.drawn(index, sources[index]?.followers?.drawnBy(draft.ordinal) ?? draft.ordinal)
  return true
}

/** The announced job arrives, and with it all others of the source with the same time. */
export function arrive(c: Cluster, sources: readonly (JobSource | undefined)[], index: number): void {
  const { col } = c.sources
  let more = true
  draft.submitMs = c.kernel.now
  while (more && draft.submitMs <= c.kernel.now) {
    draft.ordinal = c.streams === undefined ? col.ordinal[index] - 1 : c.streams.table.col.announced[index]
    draft.accelerators = col.accelerators[index]
    draft.workMs = col.workMs[index]
    draft.requestedMs = col.requestedMs[index]
    draft.commFraction = col.commFraction[index]
    draft.deferrable = col.deferrable[index] === 1
    draft.fails = col.fails[index] === EARLY.fails
    draft.cancels = col.fails[index] === EARLY.cancels
    if (c.routing === undefined || c.namedRuns?.isTied[index] === true || c.feedback?.isTied[index] === true) submit(c, index, draft, col.drawn[index])
    else c.routing.submit(index, draft, col.drawn[index], draft.ordinal)
    more = announce(c, sources, index)
  }
  if (more) c.kernel.schedule(c.commands.arrive, index, draft.submitMs)
  requestPass(c)
}

/** First arrival of every source. */
export function openSources(c: Cluster, sources: readonly (JobSource | undefined)[]): void {
  for (let index = 0; index < sources.length; index++) {
    if (announce(c, sources, index) && isFree(c, index)) c.kernel.schedule(c.commands.arrive, index, Math.max(draft.submitMs, c.kernel.now))
  }
}
