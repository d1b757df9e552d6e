/** Checks that cannot be judged are told together, each with its line, its value and what is allowed; nothing is simulated, nothing is written. */
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nameplate } from './nameplate.ts'
import { fourRacks } from '../four-racks.ts'

const BASE = `${fourRacks('Checks', '2027-01-04', '2027-03-01')}faults: {preset: none}
workload: [{id: chat, source: inference, peak: 10 request/s}]
options:
  more: {label: More people, set: {faults.technicians: 20}}
`
const FIRST = BASE.split('\n').length + 1

type Told = readonly (readonly [check: string, told: string | null])[]

const CASES: Readonly<Record<string, Told>> = {
  'metrics that nobody knows': [
    ['{metric: meanUtilization, expect: p10 >= 0.1}', 'is not a metric that checks know (got meanUtilization; did you mean meanUtilisation?'],
    ['{metric: pues, expect: mean <= 1.3}', 'is not a metric that checks know (got pues; did you mean pue?'],
  ],
  'a metric that nobody knows among others that are wrong for other reasons': [
    ['{metric: meanUtilisation, expect: p10 >= 0.6}', null],
    ['{metric: pues, expect: mean <= 1.3}', 'is not a metric that checks know (got pues; did you mean pue?'],
    ['{metric: meanUtilisation, expect: p90 <= 0.5}', "cannot be kept together with 'p10 >= 0.6' of checks[0] (got p90 <= 0.5; allowed: at least 0.6)"],
    ["{metric: 'sloAttainment{service: chatty}', expect: p10 >= 0.1}", "matches nothing: there is no service 'chatty' (got chatty; did you mean chat?; allowed: chat)"],
    ['{metric: pue, expect: p10 = 1}', 'is not an expectation (got p10 = 1; allowed: an aggregate over replications'],
    ['{metric: itMW@2030-01-01, expect: p10 >= 1}', 'matches nothing: the day is not simulated (got 2030-01-01; allowed: 2027-01-04 to 2027-02-28)'],
  ],
  'what matches nothing or contradicts itself': [
    ['{metric: itMW@2030-01-01, expect: p10 >= 1}', 'matches nothing: the day is not simulated (got 2030-01-01; allowed: 2027-01-04 to 2027-02-28)'],
    ["{metric: 'meanUtilisation{option: mroe}', expect: p10 >= 0.1}", "matches nothing: there is no option 'mroe' (got mroe; did you mean more?; allowed: more, *)"],
    ["{metric: 'sloAttainment{service: chatty}', expect: p10 >= 0.1}", "matches nothing: there is no service 'chatty' (got chatty; did you mean chat?; allowed: chat)"],
    ['{metric: meanUtilisation, expect: p10 >= 0.6}', null],
    ['{metric: meanUtilisation, expect: p90 <= 0.5}', "cannot be kept together with 'p10 >= 0.6' of checks[3] (got p90 <= 0.5; allowed: at least 0.6)"],
  ],
}

test.each(Object.entries(CASES))('%s', async (_, checks) => {
  const folder = mkdtempSync(join(tmpdir(), 'checks-'))
  const file = join(folder, 'checks.yaml')
  writeFileSync(file, `${BASE}checks:\n${checks.map(([check]) => `  - ${check}\n`).join('')}`)
  const junit = join(folder, 'checks.xml')
  const { code, stdout, stderr } = await nameplate(['check', file, '--junit', junit])
  expect([code, stdout, existsSync(junit)]).toEqual([3, '', false])
  checks.forEach(([, told], index) => {
    const own = stderr.split('\n').filter(line => line.startsWith(`${file}:${FIRST + index}:`)).join('\n')
    if (told === null) expect(own).toBe('')
    else expect(own, `checks[${index}]`).toContain(told)
  })
  expect(stderr).toContain(`${checks.filter(([, told]) => told !== null).length} errors`)
})
