/**
 * What a search must keep, as people write it: `p90(tenantWait{tenant: research}) <= 24 h`, `mean(pue) < 1.2`; and capacity by date:
 * `2028-01-01=5000, 2029-01-01=12000`, of accelerators that jobs could have with 90 % probability unless another aggregate stands before it.
 */
import { err, ok, type Result } from '../base/result.ts'

/** Texts of a check. */
export interface KeepText {
  readonly metric: string
  readonly expect: string
  /** As written. */
  readonly text: string
}

const KEEP = /^(p\d{1,2}(?:\.\d+)?|mean|min|max)\s*\(\s*(.+?)\s*\)\s*(>=|<=|>|<)\s*(\S.*)$/u
const CURVE = /^(?:(p\d{1,2}(?:\.\d+)?|mean|min|max)\s*\(\s*(.+?)\s*\)\s*:?\s*)?(\d{4}-\d{2}-\d{2}\s*=.*)$/u
const STEP = /^(\d{4}-\d{2}-\d{2})\s*=\s*(\S.*)$/u
const CAPACITY = { aggregate: 'p10', metric: 'allocatableAccelerators' } as const

/** Reads one bound. */
export function readKeep(text: string): Result<KeepText, string> {
  const match = KEEP.exec(text.trim())
  return match === null ? err('takes aggregate(metric) comparison bound, such as p90(tenantWait{tenant: research}) <= 24 h') : ok({ metric: match[2], expect: `${match[1]} ${match[3]} ${match[4]}`, text: text.trim() })
}

/** Reads a demand curve: a bound a date. */
export function readDemand(text: string): Result<KeepText[], string> {
  const match = CURVE.exec(text.trim())
  const steps = (match?.[3] ?? '').split(',').map(step => STEP.exec(step.trim()))
  if (match === null || steps.includes(null)) return err('takes date=amount, separated by commas, such as 2028-01-01=5000,2029-01-01=12000, perhaps with p10(energisedAccelerators) before them')
  const aggregate = match[1] ?? CAPACITY.aggregate
  const metric = match[2] ?? CAPACITY.metric
  return ok(steps.flatMap(step => (step === null ? [] : [{ metric: `${metric}@${step[1]}`, expect: `${aggregate} >= ${step[2]}`, text: `${aggregate}(${metric}@${step[1]}) >= ${step[2]}` }])))
}
