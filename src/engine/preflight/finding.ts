/** A problem that only physics can see; the loader of scenarios adds the line. */
import type { FindingSeverity } from '../../scenario/issue.ts'

export interface Finding {
  readonly severity: FindingSeverity
  readonly code: string
  /** Steps into the expanded scenario: `['blocks', 2, 'cooling']`. */
  readonly path: readonly (string | number)[]
  readonly message: string
  readonly value?: string
  readonly allowed?: string
}

export const megawatts = (watts: number): string => `${(watts / 1e6).toFixed(watts < 10e6 ? 2 : 1)} MW`
