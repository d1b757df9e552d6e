import { describe, expect, test } from 'vitest'
import { compareStudies } from '../../src/app/state/comparison.ts'
import { MAX_FILE_BYTES } from '../../src/app/state/file-limit.ts'
import { happenings, neighbour, placeWords } from '../../src/app/state/happenings.ts'
import type { Study } from '../../src/app/state/run.ts'
import { SLIP_MONTHS, slipFeed, slipRuns, statedSlip } from '../../src/app/state/slip.ts'
import { soFar } from '../../src/app/state/so-far.ts'
import { createStudies, MOST_KEPT } from '../../src/app/state/studies.ts'
import { tablesFor } from '../../src/app/state/tables.ts'
import { worthSeeingMs } from '../../src/app/state/worth-seeing.ts'
import { linesOf } from '../../src/app/reader/lines.ts'
import type { WeatherTable } from '../../src/scenario/inputs.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { MAX_SCENARIO_BYTES } from '../../src/scenario/parse.ts'
import { DAY_MS, handRun, scenarioText, shippedScenario } from './scenarios.ts'

const dallas = shippedScenario('dallas-100mw')

test('the page opens files as large as the reader allows', () => {
  expect(MAX_FILE_BYTES).toBe(MAX_SCENARIO_BYTES)
})

describe('the response to slip', () => {
  test('asks for the feed that may slip, with the slip as stated', () => {
    expect(slipFeed(dallas)).toBe('permanent')
    const { p50, p90 } = statedSlip(dallas, 'permanent')
    expect(p50).toBeCloseTo(6, 1)
    expect(p90).toBeCloseTo(18, 1)
  })

  test('runs every slip once before any twice', () => {
    const runs = slipRuns('permanent', 2)
    expect(runs.slice(0, SLIP_MONTHS.length).map(run => run.slipMonths).toSorted((a, b) => a - b)).toEqual([...SLIP_MONTHS])
    expect(runs.map(run => run.replication)).toEqual([...SLIP_MONTHS.map(() => 0), ...SLIP_MONTHS.map(() => 1)])
    expect(runs[1].set).toEqual({ path: 'grid.feeds.permanent.energised.slip', value: '24 months' })
  })
})

test('a run under way is cut to its closed windows', () => {
  const run = handRun([{}, {}, {}], { series: [{ id: 'it', label: '', unit: 'kWh', values: Float64Array.of(1, 2, 3) }] })
  const cut = soFar(run, 2.9 * DAY_MS)
  expect(cut.ledger.windowCount).toBe(2)
  expect(cut.ledger.contractedMs).toHaveLength(2)
  expect([...cut.series[0].values]).toEqual([1, 2])
  expect(soFar(run, 3 * DAY_MS)).toBe(run)
})

test('the page opens at the last day on which most of the contract waits for power', () => {
  expect(worthSeeingMs(handRun([{ 'L2.grid': 2 }, { 'L2.grid': 8 }, { 'L2.grid': 8 }, { 'L2.grid': 1 }]))).toBe(3 * DAY_MS)
  expect(worthSeeingMs(handRun([{ 'L7.noDemand': 5 }], { rampEndMs: 77 }))).toBe(DAY_MS)
  expect(worthSeeingMs(handRun([{ 'L7.noDemand': 5 }], { rampEndMs: 3 * DAY_MS }))).toBe(3 * DAY_MS)
})

describe('happenings', () => {
  const run = handRun([{}], {
    milestones: [{ atMs: 700 * DAY_MS, plannedMs: 690 * DAY_MS, name: 'shell', block: 1 }],
    incidents: [{ atMs: 650 * DAY_MS, endMs: 651 * DAY_MS, kind: 'outage', label: 'feed temporary', block: -1 }],
  })
  const all = happenings(dallas, run)

  test('are in order of time, with contracts, milestones and incidents in their lanes', () => {
    expect(all.map(happening => happening.atMs)).toEqual(all.map(happening => happening.atMs).toSorted((a, b) => a - b))
    expect(all.find(happening => happening.kind === 'milestone')).toMatchObject({ lane: 2, label: `${dallas.blocks[1].label}: shell complete` })
    expect(all.find(happening => happening.kind === 'incident')).toMatchObject({ lane: 0, endMs: 651 * DAY_MS })
    expect(all.filter(happening => happening.kind === 'contract')).toHaveLength(dallas.blocks.length)
  })

  test('what is still out lasts until the end of what is simulated', () => {
    const down = handRun([{}, {}, {}, {}], { horizonMs: 4 * DAY_MS, incidents: [{ atMs: DAY_MS, endMs: -1, kind: 'outage', label: 'feed temporary', block: -1 }] })
    const endOf = (of: typeof down): number | undefined => happenings(dallas, of).find(({ kind }) => kind === 'incident')?.endMs
    expect(endOf(down)).toBe(4 * DAY_MS)
    expect(endOf(soFar(down, 2.5 * DAY_MS))).toBe(2 * DAY_MS)
    expect(endOf(soFar(down, 0.5 * DAY_MS))).toBe(DAY_MS)
  })

  test('are stepped through one by one, and not past the ends', () => {
    expect(neighbour(all, 0, 1)).toBe(all[0])
    expect(neighbour(all, all[1].atMs, -1)).toBe(all[0])
    expect(neighbour(all, all[0].atMs, -1)).toBeUndefined()
    expect(neighbour(all, Infinity, 1)).toBeUndefined()
  })
})

test.each([
  ['block[0]/ups[1]/module[2]', 'UPS 2 module 3'],
  ['grid/feed[temporary]', 'feed temporary'],
  ['cooler fan', 'cooler fan'],
])('%s in words is %s', (label, words) => {
  expect(placeWords(label)).toBe(words)
})

describe('studies', () => {
  test('keep runs by replication, whatever the order of arrival', () => {
    const studies = createStudies()
    const study = studies.open('a', null, dallas)
    const [first, third] = [handRun([{}]), handRun([{}], { replication: 2 })]
    studies.add(study, 2, third)
    expect(studies.add(study, 0, first).runs).toEqual([first, third])
    expect(studies.missing(study)).toEqual([1, 3, 4, 5, 6, 7])
    expect(studies.open('a', null, dallas).runs).toHaveLength(2)
  })

  test('forget the one that was not used for longest', () => {
    const studies = createStudies()
    const first = studies.open('0', null, dallas)
    studies.add(first, 0, handRun([{}]))
    for (let key = 1; key <= MOST_KEPT; key++) studies.open(String(key), null, dallas)
    expect(studies.open('0', null, dallas).runs).toHaveLength(0)
  })
})

describe('a comparison', () => {
  const quickstart = shippedScenario('quickstart')
  const study = (idle: readonly number[]): Study => ({ key: '', option: null, scenario: quickstart, partial: null, runs: idle.map((accelerators, replication) => handRun(Array.from({ length: 21 }, () => ({ 'L7.noDemand': accelerators })), { replication })) })
  const labels = { base: 'the scenario as written', other: '“Sooner”' }

  test('says what differs clearly, with the interval', () => {
    // Productive of ten: 5, 4, 6 against 7, 6.1, 8: differences 2, 2.1, 2 of ten.
    const comparison = compareStudies(study([5, 6, 4]), study([3, 3.9, 2]), labels)
    expect(comparison?.pairs).toBe(3)
    expect(comparison?.sentence).toMatch(/^“Sooner” gives 20\.3.pp more useful compute than the scenario as written \(95.% interval \+18\.9 to \+21\.8\)/u)
    expect(comparison?.figures[0]).toMatchObject({ key: 'meanUtilisation', verdict: 'better', base: '50.0\u2009%', option: '70.3\u2009%' })
  })

  test('does not claim what the interval does not bear', () => {
    const comparison = compareStudies(study([5, 6, 4]), study([6, 4, 5]), labels)
    expect(comparison?.sentence).toContain('do not differ clearly')
    expect(comparison?.figures[0].verdict).toBe('unclear')
  })

  test('waits for a pair', () => {
    expect(compareStudies(study([5]), study([]), labels)).toBeNull()
  })
})

test('lines of written paths, list elements by their ids', () => {
  const text = scenarioText('quickstart')
  const lines = linesOf(text)
  const lineOf = (piece: string): number => text.slice(0, text.indexOf(piece)).split('\n').length
  expect(lines['grid.feeds.street']).toBe(lineOf('    street:'))
  expect(lines['blocks.hall.cooling.units']).toBe(lineOf('      units:'))
  expect(lines['blocks.hall.racks[0]']).toBe(lineOf('      - model: gb200'))
  expect(linesOf('a: [')).toEqual({})
})

describe('files that a scenario names', () => {
  const text = scenarioText('quickstart').replace('weather: {climate: ashburn}', 'weather: {epw: weather/site.epw}')
  const { scenario } = loadScenario(text)
  const table = { source: 'a place' } as WeatherTable

  test('are asked for with their line while they are not open', () => {
    if (scenario === undefined) throw new Error('the scenario does not load')
    const { missing, inputs } = tablesFor(scenario, { weather: {}, traces: {}, carbon: {}, requests: {} }, linesOf(text))
    expect(missing).toMatchObject([{ severity: 'error', path: 'site.weather.epw', value: 'weather/site.epw', line: text.slice(0, text.indexOf('epw: weather')).split('\n').length }])
    expect(inputs.weather).toBeNull()
  })

  test('are found by their name, wherever they lay', () => {
    if (scenario === undefined) throw new Error('the scenario does not load')
    const { missing, inputs, key } = tablesFor(scenario, { weather: { 'site.epw': table }, traces: {}, carbon: {}, requests: {} }, {})
    expect(missing).toEqual([])
    expect(inputs.weather).toBe(table)
    expect(key).toBe('a place')
  })
})
