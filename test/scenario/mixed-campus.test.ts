import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'js-yaml'
import { expect, test } from 'vitest'
import { preflight } from '../../src/engine/preflight/preflight.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { repositoryRoot } from '../fixtures.ts'

const text = readFileSync(join(repositoryRoot, 'scenarios', 'mixed-campus.yaml'), 'utf8')
const options = Object.keys((load(text) as { options: object }).options)

test('mixed-campus.yaml: three runs with dates beside services and batch work; nothing to complain of, with any option', () => {
  for (const option of [undefined, ...options]) {
    const { issues, scenario } = loadScenario(text, { file: 'mixed-campus.yaml', ...(option === undefined ? {} : { option }) })
    expect(issues, option).toEqual([])
    if (scenario === undefined) throw new Error('not loaded')
    expect(scenario.workload.filter(entry => entry.source === 'training-run' && entry.deadline !== undefined)).toHaveLength(3)
    const found = preflight(scenario, { weather: null })
    // A block that comes in September cannot carry a run that is needed in September: that is said with the arithmetic.
    expect(found.map(({ code }) => code), option).toEqual(option === 'fourth-block-late' ? ['run-deadline'] : [])
  }
})
