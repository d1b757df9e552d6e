// Frontier, Virginia and Phoenix hold the figures of the specification's example sites, with every option.
import { describe, expect, test } from 'vitest'
import { preflight } from '../../src/engine/preflight/preflight.ts'
import { completeIssues } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { mustLoad, shippedText } from './support/files.ts'

type Name = Parameters<typeof shippedText>[0]

const scenarioOf = (name: Name, option?: string): Scenario => mustLoad(shippedText(name), option === undefined ? {} : { option }).scenario
const sum = (scenario: Scenario, of: (block: Scenario['blocks'][number]) => number): number => scenario.blocks.reduce((total, block) => total + of(block), 0)
const itW = (scenario: Scenario): number => sum(scenario, ({ racks }) => racks.reduce((total, { count, max }) => total + count * max, 0))

const NAMES = ['frontier.yaml', 'virginia-20mw.yaml', 'phoenix-1gw.yaml'] as const
const options = NAMES.flatMap((name): [Name, string | undefined][] => [[name, undefined], ...Object.keys(scenarioOf(name).options).map((option): [Name, string] => [name, option])])

test.each(options)('%s %s: the checks before a run find no error', (name, option) => {
  const findings = preflight(scenarioOf(name, option), { weather: null })
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
})

/** As `validate` judges them: warnings count, what the file accepts by name does not. */
test.each([['frontier.yaml', undefined], ['virginia-20mw.yaml', undefined], ['virginia-20mw.yaml', 'operated'], ['phoenix-1gw.yaml', undefined], ['phoenix-1gw.yaml', 'operated'], ['phoenix-1gw.yaml', 'adiabatic'], ['dallas-100mw.yaml', undefined], ['dallas-100mw.yaml', 'dry-years']] as [Name, string | undefined][])('%s %s: nothing that a planner would be asked about', (name, option) => {
  const loaded = mustLoad(shippedText(name), option === undefined ? {} : { option })
  const found = completeIssues(loaded, preflight(loaded.scenario, { weather: null }), name)
  expect(found.filter(({ severity }) => severity === 'error' || severity === 'warn').map(({ path, message }) => `${path} ${message}`)).toEqual([])
})

test('the options with people use crews, maintenance, spares, security and zones', () => {
  const virginia = scenarioOf('virginia-20mw.yaml', 'operated')
  expect(Object.keys(virginia.blocks[0].power.fireZones ?? {})).toHaveLength(8)
  expect([virginia.crews?.teams?.length, virginia.spares.length, virginia.security?.escorts, virginia.maintenance?.plans.length]).toEqual([4, 4, 2, 2])
  expect(virginia.fire).toBeDefined()
  expect(scenarioOf('phoenix-1gw.yaml', 'ordered').procurement.orders).toHaveLength(3)
  expect(scenarioOf('phoenix-1gw.yaml', 'adiabatic').water.sources?.map(({ kind }) => kind)).toEqual(['reclaimed', 'potable'])
})

describe('virginia-20mw.yaml has the electrical parts of site A', () => {
  const scenario = scenarioOf('virginia-20mw.yaml')

  test('four halls of 5 MW in racks of 10 kW', () => {
    expect(scenario.blocks).toHaveLength(4)
    expect(scenario.blocks.map(({ racks: [{ count, max }] }) => [count, max])).toEqual(Array.from({ length: 4 }, () => [500, 10_000]))
    expect(itW(scenario)).toBe(20_000_000)
  })

  test('16 UPS modules of 2.5 MW in 2N, 20 block transformers of 3 MVA, 12 sets of 3 MW, two 40 MVA at 34.5 kV behind two feeds of 30 MW', () => {
    expect(scenario.blocks.map(({ power }) => power.topology)).toEqual(['2n', '2n', '2n', '2n'])
    expect([sum(scenario, ({ power }) => power.ups.count), scenario.blocks[0].power.ups.rated]).toEqual([16, 2_500_000])
    expect([sum(scenario, ({ power }) => power.transformers.count), scenario.blocks[0].power.transformers.rated]).toEqual([20, 3_000_000])
    expect([sum(scenario, ({ power }) => power.generators?.count ?? 0), scenario.blocks[0].power.generators?.rated]).toEqual([12, 3_000_000])
    expect(scenario.grid.substation?.transformers).toMatchObject({ model: 'hv-40mva', count: 2 })
    expect(Object.values(scenario.grid.feeds).map(({ capacity, voltage }) => [capacity, voltage])).toEqual([[30_000_000, 34_500], [30_000_000, 34_500]])
  })
})

describe('phoenix-1gw.yaml is site C', () => {
  const scenario = scenarioOf('phoenix-1gw.yaml')

  test('eight buildings of 100 MW, 85 % of it in liquid, 30 dry coolers each at 40 °C, no water', () => {
    expect(scenario.blocks).toHaveLength(8)
    for (const { racks: [{ count, max, liquidFraction }], cooling } of scenario.blocks) {
      expect(Math.abs((count * max) / 100e6 - 1)).toBeLessThan(1e-3)
      expect(liquidFraction).toBe(0.85)
      expect([cooling.units?.count, cooling.pads, cooling.supply, cooling.cdu.approach]).toEqual([30, 0, 40, 4])
    }
  })

  test('46 turbines of 34 MW with two in reserve; the grid brings 400 MW in year 3 and 1 000 MW in year 5', () => {
    expect(scenario.generation).toMatchObject([{ count: 46, rated: 34_000_000, redundancy: 2 }])
    expect(scenario.gas?.firm).toBeGreaterThan((46 * 34e6) / 0.36)
    const { transmission } = scenario.grid.feeds
    const yearOf = (day: number): number => Math.floor((day - scenario.horizon.start) / 365.25) + 1
    expect([transmission.capacity, yearOf(transmission.energised.planned)]).toEqual([400_000_000, 3])
    expect(transmission.steps.map(({ capacity, energised }) => [transmission.capacity + capacity, yearOf(energised.planned)])).toEqual([[1_000_000_000, 5]])
  })

  test('buildings on a parcel, released in four phases; a dome and a late notice as options', () => {
    expect(scenario.site.buildings).toHaveLength(8)
    expect(scenario.blocks.map(({ building, phase }) => [building, phase])).toEqual(['first', 'first', 'second', 'second', 'third', 'third', 'fourth', 'fourth'].map((phase, index) => [`b${index + 1}`, phase]))
    // Density of AI halls is 1.5 to 4 kW/m² of white space.
    for (const { whiteSpace } of scenario.site.buildings) expect(100e6 / whiteSpace).toBeLessThan(4000)
    expect(scenarioOf('phoenix-1gw.yaml', 'heat-dome').site.extremes).toMatchObject([{ id: 'dome', kind: 'heat-wave', rise: 4 }])
    const [planned, late] = [scenario, scenarioOf('phoenix-1gw.yaml', 'late-notice')].map(of => of.site.phases.find(({ id }) => id === 'third')?.noticeToProceed?.planned ?? NaN)
    expect(late - planned).toBe(365)
  })

  test('a battery of 250 MW and 500 MWh', () => {
    const [{ count, power, energy }] = scenario.storage
    expect([count * power, (count * energy) / 3.6e9]).toEqual([250_000_000, 500])
  })

  test('the options leave one source of power each', () => {
    expect(Object.keys(scenarioOf('phoenix-1gw.yaml', 'btm-turbines').grid.feeds)).toEqual([])
    expect(scenarioOf('phoenix-1gw.yaml', 'btm-turbines').generation).toHaveLength(1)
    expect(scenarioOf('phoenix-1gw.yaml', 'grid-only').generation).toEqual([])
  })
})
