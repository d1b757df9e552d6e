/** Checks: what a plan must keep, judged over its replications. */
import type { z } from 'zod'
import { ok } from '../../base/result.ts'
import { type Expectation, readExpectation, readMetric } from '../check-expression.ts'
import { leaf } from './field-meta.ts'
import { choice, list, optional, section, text } from './fields.ts'

const metric = leaf({ kind: 'text', help: 'What is judged: a figure of the run, perhaps of one option, site, tenant, service, run or bucket, perhaps at a day.', examples: ['sustainedUtilisation', 'energisedAccelerators{option: bridge}@2029-06-01', 'availability{tenant: research}'] }, readMetric)

const expect = leaf<readonly Expectation[]>({ kind: 'any', help: 'What is expected of it over the replications: an aggregate, a comparison and a bound, or several of them. Quantiles are by non-exceedance.', examples: ['p10 >= 0.55', ['p50 >= 0.7', 'min > 0.5']] }, input => {
  const read = (Array.isArray(input) ? (input as readonly unknown[]) : [input]).map(readExpectation)
  const wrong = read.find(each => !each.ok)
  return wrong === undefined ? ok(read.flatMap(each => (each.ok ? [each.value] : []))) : wrong
})

const check = section(
  {
    name: optional(text({ help: 'Name in words; the metric and its bound when left out.' })),
    metric,
    expect,
    level: choice(['error', 'warn'], { help: 'Whether a miss fails the run or is only told.', default: 'error', source: 'engineering default', confidence: 'high' }),
  },
  { help: 'Something that the plan must keep.' },
)

export const checksSection = list(check, { help: 'What the plan must keep; `check` judges it and ends with 10 when an error is missed.', max: 500, default: [], source: 'none', confidence: 'high' })
export type Check = z.output<typeof checksSection>[number]
