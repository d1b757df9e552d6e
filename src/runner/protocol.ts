/**
 * The contract between a host (app, command line) and whoever runs the engine: in process, in a browser worker or in a thread.
 * Everything crosses as plain data; typed arrays are transferred. Expected failures are values.
 */
import type { AuditChoices, AuditReport } from '../results/audit.ts'
import type { Life, LifeProblem, LifeQuery } from '../results/biography.ts'
import type { CoolingSchematic, SchematicMoment } from '../results/cooling-schematic.ts'
import type { PlacementReport, PlacementRequest, PlaceProgress } from '../results/placement.ts'
import type { Packed } from '../results/packed.ts'
import type { RunResult } from '../results/run-result.ts'
import type { ScheduleChoices, ScheduleReport } from '../results/schedule.ts'
import type { SiteInjection } from '../scenario/branch.ts'
import type { CauseGroupId } from '../scenario/idealise/cause-groups.ts'
import type { CarbonTable, JobTrace, RequestDemand, WeatherTable } from '../scenario/inputs.ts'
import type { Issue } from '../scenario/issue.ts'

/** One edit of the command line or a sweep: a path and the text of its new value. */
export interface PathValue {
  readonly path: string
  readonly value: string
}

/** A scenario as text plus everything chosen around it. */
export interface ScenarioSource {
  readonly text: string
  /** Name for messages. */
  readonly file: string
  readonly option: string | null
  readonly set: readonly PathValue[]
  /** Site that a question is about, where the file has several; the first when left out. Runs and issues are of the whole file. */
  readonly site?: string | null
  /** Day on which the option is decided, YYYY-MM-DD; as the file says when left out. */
  readonly decideOn?: string
}

/** Tables read by the host from files that the scenario names. */
export interface HostInputs {
  readonly weather: WeatherTable | null
  /** Weather of actual years by the file name that the scenario gives; where it has several sites, all their weather files. */
  readonly weatherYears?: Readonly<Record<string, WeatherTable>>
  /** Traces of jobs by the file name that the workload gives. */
  readonly traces?: Readonly<Record<string, JobTrace>>
  /** Demand of services by the file name that the workload gives. */
  readonly requests?: Readonly<Record<string, RequestDemand>>
  /** Hourly carbon of the grid. */
  readonly carbon?: CarbonTable | null
  /** The same by file name, where there are several sites. */
  readonly carbonFiles?: Readonly<Record<string, CarbonTable>>
}

/** A future that leaves a run at a moment: what happens then, and what the file says from then on. */
export interface BranchTask {
  /** ms since the start of the run. */
  readonly atMs: number
  readonly injections: readonly SiteInjection[]
  /** Values that hold from the moment on. Those with dates must lie behind it: their past is simulated again and compared. */
  readonly set: readonly PathValue[]
  /** Name of the run that is left, with its tables: branches of one name share its past, which a worker keeps for a while. */
  readonly of: string
}

export interface RunTask {
  readonly source: ScenarioSource
  readonly inputs: HostInputs
  /** Overrides the scenario's seed. */
  readonly seed: number | null
  readonly replication: number
  /** Replications come in pairs that share their streams, the second with every draw u as 1 − u. */
  readonly antithetic?: boolean
  /** Stop early at this time, ms; null runs to the horizon. The result then has its horizon there. */
  readonly untilMs: number | null
  /** Causes without which the site is simulated, beside those that the scenario names under `idealise`. */
  readonly idealise?: readonly CauseGroupId[]
  /** How often, at even times, the state is written down and a fresh simulation goes on from it; never when left out. Changes no result. */
  readonly restores?: number
  /** Leaves the run at a moment. */
  readonly branch?: BranchTask
  /** Keep change logs for scrubbing. */
  readonly record: boolean
  /** Send partial results with progress. */
  readonly stream: boolean
  /** No partial result before a window with a contract is over: a host that shows another run has no use for it. */
  readonly awaitsContract?: boolean
  /** Send the state with progress every so often, ms, so that another worker can go on from it; never when left out. */
  readonly saveEveryMs?: number
  /** The state of the same run to go on from, as it was sent with progress. Changes no result. */
  readonly from?: Packed
}

export interface Progress {
  readonly simulatedMs: number
  readonly horizonMs: number
  readonly events: number
  /** The run so far, up to the last closed window. */
  readonly partial: RunResult | null
  /** The state at this moment, when it was due. */
  readonly saved?: Packed
}

/** Hears of progress; one that takes its time to look at it says when it has. */
export type Listener<T> = (progress: T) => unknown

export type RunOutcome =
  | { readonly status: 'finished'; readonly result: RunResult }
  | { readonly status: 'cancelled'; readonly atMs: number }
  | { readonly status: 'invalid'; readonly issues: readonly Issue[] }
  /** A bug of ours: an invariant broke. With scenario, seed and version this line is the bug report. */
  | { readonly status: 'failed'; readonly message: string; readonly atMs: number; readonly trace: readonly string[] }

export type AuditOutcome =
  /** Contingencies and labels with their lines in the file. */
  | { readonly status: 'finished'; readonly report: AuditReport }
  | { readonly status: 'invalid'; readonly issues: readonly Issue[] }
  /** A bug of ours. */
  | { readonly status: 'failed'; readonly message: string }

export type SchematicOutcome =
  | { readonly status: 'finished'; readonly schematic: CoolingSchematic }
  | { readonly status: 'invalid'; readonly issues: readonly Issue[] }
  /** A bug of ours. */
  | { readonly status: 'failed'; readonly message: string }

export type ScheduleOutcome =
  | { readonly status: 'finished'; readonly report: ScheduleReport }
  | { readonly status: 'invalid'; readonly issues: readonly Issue[] }
  /** A bug of ours. */
  | { readonly status: 'failed'; readonly message: string }

export type PlaceOutcome =
  | { readonly status: 'finished'; readonly report: PlacementReport }
  | { readonly status: 'cancelled' }
  | { readonly status: 'invalid'; readonly issues: readonly Issue[] }
  /** A bug of ours. */
  | { readonly status: 'failed'; readonly message: string }

export type LifeOutcome =
  /** Null for a run that never came to wait in the queue. */
  | { readonly status: 'finished'; readonly life: Life | null }
  /** There is nobody of that name. */
  | { readonly status: 'unknown'; readonly problem: LifeProblem }
  | { readonly status: 'cancelled' }
  | { readonly status: 'invalid'; readonly issues: readonly Issue[] }
  /** A bug of ours. */
  | { readonly status: 'failed'; readonly message: string }

export interface Session {
  /** All issues of a scenario, those that need physics included; no run. */
  prepare(source: ScenarioSource, inputs: HostInputs): Promise<readonly Issue[]>
  /** Removes every component on paper and tells what is left; no run. */
  audit(source: ScenarioSource, inputs: HostInputs, choices: AuditChoices): Promise<AuditOutcome>
  /** The cooling of a scenario as a drawing, at full load; keeps it for questions about moments. No run. */
  schematic(source: ScenarioSource, inputs: HostInputs): Promise<SchematicOutcome>
  /** The same with the state at a recorded moment; null before a schematic was asked for. */
  schematicAt(moment: SchematicMoment): Promise<CoolingSchematic | null>
  /** When what is built and bought comes, with its uncertainty, and by when it must be ordered; no run. */
  schedule(source: ScenarioSource, inputs: HostInputs, choices: ScheduleChoices): Promise<ScheduleOutcome>
  /** Ranks where more racks fit, with what binds at each place; no run. */
  place(source: ScenarioSource, inputs: HostInputs, request: PlacementRequest, onProgress: ((progress: PlaceProgress) => void) | null): Promise<PlaceOutcome>
  /** Tells the life of one accelerator or run: simulates replication 0 once more and looks at it alone. Progress is a share from 0 to 1. */
  life(source: ScenarioSource, inputs: HostInputs, query: LifeQuery, onProgress: ((share: number) => void) | null): Promise<LifeOutcome>
  /** A host that answers with a promise gets no further part of the result until it is kept. */
  run(task: RunTask, onProgress: Listener<Progress> | null): Promise<RunOutcome>
  /** Ends the run, placement or life in work at its next slice; so does a newer one. */
  cancel(): Promise<void>
}

/** A session that holds a worker and can be put away. */
export interface RemoteSession extends Session {
  /** Why its worker died of itself; undefined while it lives, and when it was put away. */
  diedOf(): string | undefined
  terminate(): void
}
