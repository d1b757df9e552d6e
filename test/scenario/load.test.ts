import { describe, expect, test } from 'vitest'
import { load as loadYaml } from 'js-yaml'
import { formatIssue } from '../../src/scenario/issue.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { mustLoad, shipped, shippedText, SMALL } from './support/files.ts'

const issuesOf = (text: string) => loadScenario(text).issues
/** SMALL with a piece replaced; the piece must be there. */
function changed(...edits: [string, string][]): string {
  let text = SMALL
  for (const [from, to] of edits) {
    if (!text.includes(from)) throw new Error(`SMALL has no '${from}'`)
    text = text.replace(from, to)
  }
  return text
}
/** 1-based line and column of the n-th occurrence of a piece. */
function placeOf(text: string, piece: string): { line: number; column: number } {
  const before = text.slice(0, text.indexOf(piece)).split('\n')
  return { line: before.length, column: (before.at(-1) ?? '').length + 1 }
}

test('a scenario in engine units, defaults filled in', () => {
  const { scenario, issues } = mustLoad(SMALL)
  expect(issues).toEqual([])
  expect(scenario).toMatchObject({ format: 1, seed: 1, replications: 8, window: 86_400_000, horizon: { start: 20_819, end: 21_184 }, parameters: { slip: '6 months' } })
  expect(scenario.grid.feeds.street).toMatchObject({ capacity: 3_000_000, energised: { planned: 20_850, slip: { kind: 'fixed', value: 182.625 * 86_400_000 } } })
  expect(scenario.blocks.map(({ id, label, ready }) => ({ id, label, ready }))).toEqual([
    { id: 'hall[0]', label: 'Hall 1', ready: 20_878 },
    { id: 'hall[1]', label: 'Hall 2', ready: 20_970 },
    { id: 'annex', label: 'Annex', ready: 21_062 },
  ])
  expect(scenario.blocks[1].racks[0]).toMatchObject({ model: 'gb200-nvl72', count: 4, max: 132_000, delivered: { lead: { kind: 'fixed', value: 26 * 7 * 86_400_000 } } })
})

test('every problem at once, each at its line and column with value, range and nearest name', () => {
  const text = changed(
    ['capacity: 3 MW', 'capacity: 3 kg'],
    ['slip: =slip', 'slip: =slpi'],
    ['[2027-03-01, 2027-06-01]', '[2027-03-01, 2027-02-30]'],
    ['model: ups-500kw, count: 8', 'model: ups-500kv, count: 8'],
    ['count: 3}}\n    racks: [{model: gb200-nvl72, count: 4', 'cuont: 3}}\n    racks: [{model: gb200-nvl72, count: 4.5'],
    ['load: 0.6', 'load: 9'],
    ['climate: dallas', 'climate: dalas'],
    ['end: 2028-01-01', 'end: 2026-01-01'],
    ['name: Small', 'nmae: Small'],
  )
  const at = (piece: string) => placeOf(text, piece)
  expect(issuesOf(text).map(({ code, path, value, nearest, line, column }) => ({ code, path, value, nearest, line, column }))).toEqual([
    { code: 'missing', path: 'name', value: undefined, nearest: undefined, line: 1, column: 1 },
    { code: 'unknown-key', path: 'nmae', value: undefined, nearest: 'name', ...at('nmae') },
    { code: 'horizon', path: 'horizon.end', value: '2026-01-01', nearest: undefined, ...at('2026-01-01') },
    { code: 'choice', path: 'site.weather.climate', value: 'dalas', nearest: 'dallas', ...at('dalas') },
    { code: 'dimension', path: 'grid.feeds.street.capacity', value: '3 kg', nearest: undefined, ...at('3 kg') },
    { code: 'expression', path: 'grid.feeds.street.energised.slip', value: '=slpi', nearest: undefined, ...at('=slpi') },
    { code: 'date', path: 'blocks.hall[1].ready', value: '2027-02-30', nearest: undefined, ...at('2027-02-30') },
    { code: 'choice', path: 'blocks.hall.power.ups.model', value: 'ups-500kv', nearest: 'ups-500kw', ...at('ups-500kv') },
    { code: 'unknown-key', path: 'blocks.hall.cooling.units.cuont', value: undefined, nearest: 'count', ...at('cuont') },
    { code: 'type', path: 'blocks.hall.racks[0].count', value: '4.5', nearest: undefined, ...at('4.5') },
    { code: 'range', path: 'workload.training.load', value: '9', nearest: undefined, ...at('9}') },
  ])
})

test('an issue as a line of text', () => {
  const [issue] = loadScenario(changed(['capacity: 3 MW', 'capacity: 30 TW']), { file: 'plans/small.yaml' }).issues
  expect(formatIssue(issue)).toBe('plans/small.yaml:10:24 grid.feeds.street.capacity: is out of range (got 30 TW; allowed: 0 W to 20 GW)')
  const [unknown] = loadScenario(changed(['capacity: 3 MW', 'capacty: 3 MW']), { file: 's.yaml' }).issues.filter(({ code }) => code === 'unknown-key')
  expect(formatIssue(unknown)).toBe('s.yaml:10:14 grid.feeds.street.capacty: is not a known key (did you mean capacity?; allowed: capacity, interruptible, promised, curtailment, voltage, energised, needs, reservation, steps, entry, group, powerFactor, shortCircuit, ramp, rideThrough, outages)')
})

describe('rules beyond single values', () => {
  test.each<[string, [string, string][], string, string]>([
    ['dates in order', [['end: 2028-01-01', 'end: 2027-01-01']], 'horizon', 'horizon.end'],
    ['at most 15 years', [['end: 2028-01-01', 'end: 2043-01-01']], 'horizon', 'horizon.end'],
    ['a window that divides a day', [['parameters:', 'window: 7 hours\nparameters:']], 'window', 'window'],
    ['one weather', [['climate: dallas', 'climate: dallas, epw: a.epw']], 'weather', 'site.weather'],
    ['some weather', [['weather: {climate: dallas}', 'weather: {}']], 'weather', 'site.weather'],
    ['some power', [['    street: {capacity: 3 MW, energised: {planned: 2027-02-01, slip: =slip}}', ''], ['  on-time: {label: On time, set: {grid.feeds.street.energised.slip: 0 days}}', '  on-time: {label: On time}'], ['feeds:', 'feeds: {}']], 'no-power', 'grid.feeds'],
    ['some racks', [['racks: [{model: gb200-nvl72, count: 4, delivered: {lead: 26 weeks}}]', 'racks: []']], 'no-racks', 'blocks.hall.racks'],
    ['more than zero racks', [['count: 4, delivered', 'count: 0, delivered']], 'no-racks', 'blocks.hall.racks'],
    ['unique workload ids', [['id: chat', 'id: training']], 'duplicate-id', 'workload.training.id'],
    ['unique block ids', [['id: annex', 'id: hall\n    count: 1']], 'duplicate-id', 'blocks.hall.id'],
    ['a rack whose idle is below its load', [['count: 4, delivered', 'count: 4, idle: 120 kW, delivered']], 'rack-power', 'blocks.hall.racks[0]'],
    ['scale-up domains that fit', [['count: 4, delivered', 'count: 4, scaleUpSize: 50, delivered']], 'scale-up', 'blocks.hall.racks[0].scaleUpSize'],
    ['as many dates as blocks', [['[2027-03-01, 2027-06-01]', '[2027-03-01]']], 'range', 'blocks.hall.ready'],
    ['a count in range', [['count: 2\n', 'count: 1001\n']], 'range', 'blocks.hall.count'],
    ['a count that is one', [['count: 2\n', 'count: two\n']], 'type', 'blocks.hall.count'],
    ['a block id that is one', [['id: annex', 'id: an.nex']], 'identifier', 'blocks.an.nex.id'],
    ['parameter names for expressions', [['{slip: 6 months}', '{slip: 6 months, my-slip: 3}']], 'parameter-name', 'parameters.my-slip'],
    ['parameter names that are no units', [['{slip: 6 months}', '{slip: 6 months, kW: 3}']], 'parameter-name', 'parameters.kW'],
    ['parameters that are not used', [['{slip: 6 months}', '{slip: 6 months, other: many}']], 'expression', 'parameters.other'],
    ['feeds whose steps come in order', [['{capacity: 3 MW, energised', '{capacity: 3 MW, steps: [{capacity: 1 MW, energised: 2026-01-01}], energised']], 'ENERG_ORDER', 'grid.feeds.street.steps[0].energised'],
    ['plants that serve blocks which exist', [['workload:', 'generation: [{id: g, model: recip-4mw, inService: 2027-02-01, serves: [hal]}]\nworkload:']], 'unknown-block', 'generation.g.serves[0]'],
  ])('%s', (_, edits, code, path) => {
    const errors = issuesOf(changed(...edits)).filter(({ severity }) => severity === 'error')
    expect(errors.map((issue) => [issue.code, issue.path])).toEqual([[code, path]])
    expect(errors[0].line).toBeGreaterThan(0)
    expect(loadScenario(changed(...edits)).scenario).toBeUndefined()
  })

  test('dates beyond the horizon are warnings, and the scenario is there', () => {
    const loaded = loadScenario(changed(['ready: 2027-09-01', 'ready: 2028-09-01'], ['planned: 2027-02-01', 'planned: 2028-02-01']))
    expect(loaded.issues.map(({ severity, code, path }) => [severity, code, path])).toEqual([['warn', 'after-horizon', 'grid.feeds.street.energised'], ['warn', 'after-horizon', 'blocks.annex.ready']])
    expect(loaded.scenario).toBeDefined()
    expect(formatIssue({ ...loaded.issues[1], file: 'a.yaml' })).toMatch(/^a\.yaml:\d+:\d+ blocks\.annex\.ready: warning: is after the horizon/u)
  })

  test('rules see past unknown keys elsewhere in the same section', () => {
    expect(issuesOf(changed(['end: 2028-01-01}', 'end: 2026-01-01, ned: 1}'])).map(({ code }) => code).sort()).toEqual(['horizon', 'unknown-key'])
  })
})

describe('the format', () => {
  test.each<[string, string, string]>([
    ['missing', '', 'is missing'],
    ['newer', 'format: 2', 'was written by a newer version of Nameplate; this one reads formats up to 1'],
    ['no number', 'format: one', 'is not a format number'],
    ['zero', 'format: 0', 'is not a format number'],
    ['a fraction', 'format: 1.5', 'is not a format number'],
  ])('%s', (_, line, message) => {
    const loaded = loadScenario(changed(['format: 1', line]))
    expect(loaded.issues.map((issue) => [issue.code, issue.message, issue.line])).toEqual([['format', message, line === '' ? 2 : 1]])
    expect(loaded.scenario).toBeUndefined()
  })
})

describe('one meaning, many notations', () => {
  test.each(shipped)('%s as JSON gives the same scenario and hash', (name) => {
    const yaml = mustLoad(shippedText(name))
    const data = loadYaml(shippedText(name))
    for (const json of [JSON.stringify(data), JSON.stringify(data, null, '\t'), JSON.stringify(data, null, 2)]) {
      const loaded = mustLoad(json)
      expect(loaded.scenario).toEqual(yaml.scenario)
      expect(loaded.hash).toBe(yaml.hash)
    }
  })

  test('the hash ignores notation and unused parts, and nothing else', () => {
    const { hash } = mustLoad(SMALL)
    expect(hash).toMatch(/^[0-9a-f]{16}$/u)
    const same = [changed(['name: Small', 'name: "Small" # a comment']), SMALL.replaceAll('\n', '\r\n'), changed(['{slip: 6 months}', '{slip: 6 months, unused: 3}']), changed(['slip: =slip', 'slip: 6 months']), changed(['on-time: {label: On time', 'on-time: {label: Sooner'])]
    for (const text of same) expect(mustLoad(text).hash).toBe(hash)
    const other = [changed(['load: 0.6', 'load: 0.7']), changed(['{slip: 6 months}', '{slip: 7 months}']), changed(['latitude: 32.9', 'latitude: 32.8'])]
    for (const text of other) expect(mustLoad(text).hash).not.toBe(hash)
    expect(mustLoad(SMALL, { option: 'on-time' }).hash).not.toBe(hash)
  })

  test('issues in JSON have places as well', () => {
    const json = JSON.stringify(loadYaml(changed(['load: 0.6', 'load: 9'])), null, 2)
    expect(loadScenario(json).issues[0]).toMatchObject({ path: 'workload.training.load', ...placeOf(json, '9\n') })
  })
})

test('sections of the wrong kind are told in words', () => {
  for (const [from, to, path] of [['site:\n', 'site: 5\nfoo:\n', 'site'], ['blocks:\n', 'blocks: {}\nfoo:\n', 'blocks'], ['workload:\n', 'workload: none\nfoo:\n', 'workload']] as const) {
    const issue = issuesOf(changed([from, to])).find((candidate) => candidate.path === path)
    expect(issue, path).toMatchObject({ code: 'type', allowed: expect.stringMatching(/^a (section with keys|list)$/u) as string })
  }
  expect(issuesOf(changed(['workload:\n', 'faults:\nworkload:\n'])).map(({ path, message }) => [path, message])).toEqual([['faults', 'is empty']])
})

test('twenty thousand problems are counted, not listed', () => {
  const { issues, scenario } = loadScenario(`${SMALL}${Array.from({ length: 20_000 }, (_, i) => `zz${i}: 1`).join('\n')}`)
  expect(scenario).toBeUndefined()
  expect(issues).toHaveLength(501)
  expect(issues.at(-1)).toMatchObject({ severity: 'error', code: 'more', message: 'and 19500 more problems' })
})
