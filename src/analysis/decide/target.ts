/** How far a target is from being missed. */
import { boundOf } from '../../scenario/check-expression.ts'
import type { Check } from '../../scenario/schema/checks.ts'
import { type CheckResult, judgeChecks } from '../judge-checks.ts'

/** Beyond every bound: what is never reached, or has no value. */
const FAR = 1e9

export interface Judged {
  readonly missed: boolean
  /** Largest distance beyond a bound as a share of it, negative while all are kept. */
  readonly shortfall: number
  readonly results: readonly CheckResult[]
}

/** Judges one check over replications; `values` by replication. */
export function judgeTarget(check: Check, option: string | null, values: readonly number[]): Judged {
  const results = judgeChecks([check], option, values.map(value => [value]))
  const distances = results.map(({ value, pass }, at) => {
    const { comparison } = check.expect[at]
    const bound = boundOf(check.metric.name, check.expect[at])
    if (value === null || !bound.ok) return pass ? -FAR : FAR
    return ((comparison.startsWith('>') ? bound.value - value : value - bound.value) / Math.max(1e-9, Math.abs(bound.value)))
  })
  return { missed: results.some(({ pass }) => !pass), shortfall: Math.max(...distances), results }
}
