/**
 * What the ends of jobs set off: the next job of a user who has thought about it, the next step of a chain, jobs of other entries that
 * wait for this one. Registered only where the file has such jobs; their entries stay at one site.
 */
import { growTable, type Table } from '../../base/table.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import { createDueJobs } from './due-jobs.ts'
import { submit } from './jobs.ts'
import { type JobSource, newDraft } from './source.ts'
import { noteDismissed } from './streams.ts'
import { type Cluster, JOB_KIND } from './tables.ts'
import { requestPass } from './wake.ts'

/** What of the ends that a job waits for has come, by its number; `GONE` where one of them failed. */
const SEEN = { ends: 'u8' } as const
const GONE = 255

export interface Feedback {
  start(): void
  /** A job is over, `isDone` if all of its work is. */
  ended(job: number, isDone: boolean): void
  /** By workload entry: it waits or is waited for. */
  readonly isTied: readonly boolean[]
}

const parentsIn = (workload: WorkloadSection, entry: number): readonly string[] => {
  const each = workload[entry]
  return each.source === 'batch' ? each.dependsOn : []
}

/** By entry those whose jobs wait for jobs of the same number there. */
const dependentsOf = (workload: WorkloadSection): number[][] => workload.map(({ id }) => workload.flatMap((_, entry) => (parentsIn(workload, entry).includes(id) ? [entry] : [])))

type Seen = Table<typeof SEEN>

/** Row of a job among those that wait for several. */
function rowOf(table: Seen, ordinal: number): number {
  if (ordinal < table.length) return ordinal
  growTable(table, ordinal + 1)
  table.length = ordinal + 1
  return ordinal
}

/** Counts an end that a job waits for; true when it was the last of them. */
function isLast(table: Seen | undefined, ordinal: number, parents: number): boolean {
  if (parents <= 1 || table === undefined) return true
  const row = rowOf(table, ordinal)
  const { ends } = table.col
  if (ends[row] !== GONE) ends[row] += 1
  return ends[row] === parents
}

export function createFeedback(c: () => Cluster, sources: readonly (JobSource | undefined)[], workload: WorkloadSection, kernel: Kernel, state: State): Feedback | undefined {
  const dependents = dependentsOf(workload)
  const isTied = workload.map((_, entry) => sources[entry]?.followers !== undefined || dependents[entry].length > 0 || parentsIn(workload, entry).length > 0)
  if (!isTied.includes(true)) return undefined
  const seen = workload.map((_, entry) => (isTied[entry] ? state.table(`compute.seen.${entry}`, 8, SEEN) : undefined))
  const draft = newDraft()
  const come = (entry: number, ordinal: number): void => {
    const followers = sources[entry]?.followers
    if (followers === undefined) return
    draft.submitMs = kernel.now
    followers.fill(ordinal, kernel.now, draft)
    draft.ordinal = ordinal
    submit(c(), entry, draft, c().tenants.drawn(entry, followers.drawnBy(ordinal)))
  }
  const due = createDueJobs(kernel, state, come, () => requestPass(c()))
  const release = (entry: number, ordinal: number, parents: number, atMs: number): void => {
    if (isLast(seen[entry], ordinal, parents) && atMs < c().world.horizonMs) due.add(entry, ordinal, atMs)
  }
  /** What waits for a job that failed never comes, nor what waits for that. */
  const dismiss = (entry: number, ordinal: number): void => {
    for (const dependent of dependents[entry]) {
      const table = seen[dependent]
      if (table === undefined || table.col.ends[rowOf(table, ordinal)] === GONE) continue
      table.col.ends[ordinal] = GONE
      noteDismissed(c(), dependent)
      dismiss(dependent, ordinal)
    }
  }
  return {
    isTied,
    start: () => sources.forEach((source, entry) => source?.followers?.first?.((ordinal, atMs) => release(entry, ordinal, 1, atMs))),
    ended(job, isDone) {
      const { kind, entry, ordinal } = c().jobs.col
      const [of, number] = [entry[job], ordinal[job]]
      if (kind[job] !== JOB_KIND.batch || !isTied[of]) return
      const followers = sources[of]?.followers
      followers?.after(number, kernel.now, isDone, (next, atMs) => release(of, next, followers.parentsOf?.(next) ?? 1, atMs))
      if (!isDone) dismiss(of, number)
      else for (const dependent of dependents[of]) release(dependent, number, parentsIn(workload, dependent).length, kernel.now)
    },
  }
}
