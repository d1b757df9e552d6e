/** A run of one option with its checks judged, and where each of them stands in the file. */
import type { CheckResult } from '../analysis/judge-checks.ts'
import type { Manifest } from '../results/summary.ts'

export interface PlacedCheck {
  readonly result: CheckResult
  /** 1-based line of the check in the file. */
  readonly line: number
}

export interface JudgedRun {
  /** Id of the option, `as written` without one. */
  readonly name: string
  readonly file: string
  readonly manifest: Manifest
  readonly checks: readonly PlacedCheck[]
}
