/** What the page asks the worker that opens and writes files of results. Files are read off the page, so that none can freeze it. */
import type { RunFigures } from '../../analysis/figures.ts'
import type { Report } from '../../analysis/report.ts'
import type { Row } from '../../analysis/reduce.ts'
import type { BundledRun } from '../../results/bundle.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'

export type OpenedRun = BundledRun<Report, RunFigures>

/** A results bundle as it was read. */
export interface OpenedBundle {
  readonly kind: 'bundle'
  /** Name of the scenario's file, and its text with the values that it was run with. */
  readonly file: string
  readonly text: string
  /** Values that stand in the text now although they were set from outside. */
  readonly set: readonly string[]
  readonly runs: readonly OpenedRun[]
}

/** One point of a sweep with all of its replications. */
export interface SweepPointRows {
  readonly point: number
  /** Value of each axis as text. */
  readonly values: readonly string[]
  readonly rows: readonly Pick<Row, 'replication' | 'seed' | 'figures'>[]
}

/** A merged sweep as it was read. */
export interface OpenedSweep {
  readonly kind: 'sweep'
  readonly scenario: string
  readonly scenarioHash: string
  readonly engine: string
  readonly design: string
  readonly seed: number
  readonly option: string | null
  /** Paths that are varied. */
  readonly axes: readonly string[]
  /** What every point shares, `path=value`. */
  readonly set: readonly string[]
  readonly points: readonly SweepPointRows[]
  /** Text of the scenario; null in files that do not hold it. */
  readonly text: string | null
  /** False where the page cannot check the checksum: it needs a secure connection. */
  readonly isChecked: boolean
}

export interface OpenRequest {
  readonly kind: 'open'
  readonly name: string
  readonly file: Blob
}

/** A set of runs to be written as a bundle. */
export interface SaveRequest {
  readonly kind: 'save'
  readonly file: string
  readonly text: string
  readonly studies: readonly { readonly option: string | null; readonly hash: string; readonly scenario: Scenario; readonly runs: readonly RunResult[] }[]
}

/** Writes values into the text of a scenario: a point of a sweep. */
export interface SetRequest {
  readonly kind: 'set'
  readonly text: string
  readonly set: readonly { readonly path: string; readonly value: string }[]
  /** The scenario that the text must be, with this option and these values; null where that is certain. */
  readonly of: { readonly hash: string; readonly option: string | null; readonly set: readonly { readonly path: string; readonly value: string }[] } | null
}

export type OpeningRequest = OpenRequest | SaveRequest | SetRequest

export type OpeningAnswer =
  | { readonly kind: 'opened'; readonly opened: OpenedBundle | OpenedSweep }
  | { readonly kind: 'saved'; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: 'text'; readonly text: string }
  /** What is wrong with the file, as a sentence that goes on after its name. */
  | { readonly kind: 'problem'; readonly message: string }
