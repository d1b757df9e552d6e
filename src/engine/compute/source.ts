/** What a workload source is: a pure stream of jobs with a plain cursor, so that runs restore exactly and nothing is kept in closures. */
import type { EntityKey } from '../../base/rng.ts'
import type { JobTrace, RequestDemand } from '../../scenario/inputs.ts'
import type { DrawPhases } from '../../scenario/schema/power.ts'
import type { WorkloadEntry } from '../../scenario/schema/workload.ts'
import type { RackType } from '../../scenario/catalog/racks.ts'

/** One job as a source announces it. Sources overwrite it; nobody keeps it. */
export interface JobDraft {
  /** Number of the job in its entry, by which all of its draws go; that of the announcement where a source leaves it at −1. */
  ordinal: number
  submitMs: number
  accelerators: number
  /** Nominal work, whole ms. */
  workMs: number
  /** The user's request, at least the work, whole ms. */
  requestedMs: number
  commFraction: number
  deferrable: boolean
  /** An error of the user's own ends the job when its work is done. */
  fails: boolean
  /** Its user cancels the job when its work is done. */
  cancels: boolean
}

/** Where a source stands: jobs drawn so far and a few numbers of its own; the last four are kept for batch entries alone. */
export interface Cursor {
  ordinal: number
  position: number
  /** Last arrival, ms; jobs of its array still to come, and number of the last one in it. */
  sinceMs: number
  left: number
  member: number
  /** Arrivals that earlier ones are still to set off. */
  excited: number
}

export const newCursor = (): Cursor => ({ ordinal: 0, position: 0, sinceMs: 0, left: 0, member: 0, excited: 0 })
export const newDraft = (): JobDraft => ({ ordinal: -1, submitMs: 0, accelerators: 0, workMs: 0, requestedMs: 0, commFraction: 0, deferrable: false, fails: false, cancels: false })

/** A date from which on a number of accelerators is contracted. */
export interface ContractStep {
  readonly fromMs: number
  readonly accelerators: number
}

/** What sources know of the site. */
export interface SourceSite {
  readonly root: EntityKey
  readonly horizonMs: number
  /** Day number (days since 1970-01-01) whose standard midnight is 0 ms. */
  readonly startDay: number
  /** Local civil hour of the day in [0, 24). */
  localHour(atMs: number): number
  /** In order of time; the last holds to the horizon. */
  readonly contract: readonly ContractStep[]
  readonly acceleratorCount: number
  /** Accelerators of the smallest node. */
  readonly atom: number
  /** Type of the first rack: what services are sized for. */
  readonly rackType: RackType | undefined
  /** Draw of nodes by what they do. */
  readonly phases: DrawPhases
  readonly traces: Readonly<Record<string, JobTrace>>
  readonly requests?: Readonly<Record<string, RequestDemand>>
  /** Times in which the requests of a lost region come here, as a share of those that come anyway. */
  readonly takeovers: readonly { readonly fromMs: number; readonly toMs: number; readonly share: number }[]
}

/** Has a job of the same entry come at a time, once all that it waits for are over. */
export type Follow = (ordinal: number, atMs: number) => void

/** Jobs that come when others are over: users who think first, steps of a chain, recorded or stated dependencies. */
export interface Followers {
  /** Jobs that wait for nobody and that `next` does not announce; asked for once, at the begin. */
  first?(follow: Follow): void
  /** What the end of a job sets off. */
  after(ordinal: number, endMs: number, isDone: boolean, follow: Follow): void
  /** Jobs that one waits for, where that may be more than one. */
  parentsOf?(ordinal: number): number
  fill(ordinal: number, atMs: number, job: JobDraft): void
  /** Number by which the tenant of a job is drawn. */
  drawnBy(ordinal: number): number
}

/** A source of batch jobs. */
export interface JobSource {
  /** Moves the cursor to the next job that waits for nobody and fills it in; false when there is none before the horizon. Times never go back. */
  next(cursor: Cursor, job: JobDraft): boolean
  readonly followers?: Followers
}

export interface JobSourceDefinition<Id extends WorkloadEntry['source']> {
  readonly kind: 'jobs'
  readonly id: Id
  /** Sentence case. */
  readonly label: string
  readonly summary: string
  create(entry: Extract<WorkloadEntry, { source: Id }>, site: SourceSite): JobSource
}

export function defineJobSource<Id extends WorkloadEntry['source']>(definition: Omit<JobSourceDefinition<Id>, 'kind'>): JobSourceDefinition<Id> {
  return Object.freeze({ ...definition, kind: 'jobs' as const })
}

/** State by workload entry. */
export const SOURCE_COLUMNS = {
  // Cursor of the source.
  ordinal: 'f64',
  position: 'f64',
  // The job it announced last, which has not arrived yet.
  accelerators: 'i32',
  workMs: 'f64',
  requestedMs: 'f64',
  commFraction: 'f64',
  deferrable: 'u8',
  fails: 'u8',
  // Which of the tenants of its entry it is of.
  drawn: 'i32',
} as const
