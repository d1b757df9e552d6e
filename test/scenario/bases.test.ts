// A scenario that extends another: the file wins key by key, lines stay what they were, and everything that is wrong is told.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { inlineBases } from '../../src/scenario/bases.ts'
import { loadScenario } from '../../src/scenario/load.ts'

const BASE = readFileSync('scenarios/quickstart.yaml', 'utf8')

const files: Readonly<Record<string, string>> = {
  'base.yaml': BASE,
  'sub/first.yaml': 'extends: ../base.yaml\nseed: 7\nreplications: 3\n',
  'loop.yaml': 'extends: loop.yaml\n',
  'broken.yaml': 'a: [\n',
}
const inline = (text: string) => inlineBases(text, 'mine.yaml', path => (Object.hasOwn(files, path) ? files[path] : undefined))

test('the file lies over its base, which lies over its own', () => {
  const { text, missing, issues } = inline('# mine\nextends: sub/first.yaml\nseed: 9\nscheduler: {policy: fifo}\n')
  expect([missing, issues]).toEqual([[], []])
  const { scenario, issues: found } = loadScenario(text)
  expect(found.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(scenario).toMatchObject({ seed: 9, replications: 3, scheduler: { policy: 'fifo' } })
  expect(scenario?.blocks).toEqual(loadScenario(BASE).scenario?.blocks)
})

test('it means what the whole text means', () => {
  expect(loadScenario(inline('extends: [base.yaml]\n').text).hash).toBe(loadScenario(BASE).hash)
})

test('a weather file, or files of years, stand in place of the climate of the base, which then counts for nothing', () => {
  const weatherOf = (weather: string) => loadScenario(inline(`extends: base.yaml\nsite: {weather: ${weather}}\n`).text)
  const { climate } = loadScenario(BASE).scenario?.site.weather ?? {}
  expect(climate).toBeDefined()
  const { scenario, issues } = weatherOf('{epw: weather/mine.epw}')
  expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(scenario?.site.weather).toMatchObject({ epw: 'weather/mine.epw' })
  expect(scenario?.site.weather.climate).toBeUndefined()
  expect(weatherOf('{years: [weather/a.epw, weather/b.epw]}').scenario?.site.weather).toMatchObject({ years: ['weather/a.epw', 'weather/b.epw'] })
  // What names no source goes on with that of the base; two sources in one file are two.
  expect(weatherOf('{process: bootstrap}').scenario?.site.weather).toMatchObject({ climate, process: 'bootstrap' })
  expect(weatherOf('{epw: mine.epw, climate: phoenix}').issues).toContainEqual(expect.objectContaining({ code: 'weather', line: 2 }))
})

test('an issue stands in its line; one of a base where the base is named', () => {
  const own = loadScenario(inline('# mine\nextends:\n  - base.yaml\nreplications: 0\n').text).issues.find(({ path }) => path === 'replications')
  expect(own).toMatchObject({ line: 4, column: 15 })
  const ofBase = loadScenario(inline('# mine\nextends: base.yaml\nhorizon: {end: 2020-01-01}\n').text).issues
  expect(ofBase.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(0)
  for (const { line } of ofBase) expect(line).toBeGreaterThan(1)
})

test.each([
  ['a file that is not there', 'extends: none.yaml\n', { missing: ['none.yaml'] }],
  ['a file outside the folder', 'extends: ../base.yaml\n', { issues: [{ message: 'names a file outside the folder of the scenario' }] }],
  ['an absolute path', 'extends: /etc/passwd\n', { issues: [{ message: 'names a file outside the folder of the scenario' }] }],
  ['a circle', 'extends: loop.yaml\n', { issues: [{ path: 'extends', value: 'loop.yaml' }] }],
  ['a file that cannot be read', 'extends: broken.yaml\n', { issues: [{ path: 'extends', value: 'broken.yaml' }] }],
])('%s', (_, text, expected) => {
  expect(inline(text)).toMatchObject(expected)
  // Without its base the file says so.
  expect(loadScenario(inline(text).text).issues).toContainEqual(expect.objectContaining({ code: 'file', path: 'extends', line: 1 }))
})
