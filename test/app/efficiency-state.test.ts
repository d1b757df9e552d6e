// The panel of efficiency: every figure of the command line's table in a group, parts of PUE that add up to it, and gaps that are told as such.
import { describe, expect, test } from 'vitest'
import { efficiencyRows } from '../../src/analysis/efficiency.ts'
import { efficiencyParts } from '../../src/analysis/efficiency-parts.ts'
import { efficiencyCsv, efficiencyGroups, efficiencyValue, efficiencyView } from '../../src/app/state/efficiency.ts'
import type { Study } from '../../src/app/state/run.ts'
import { createSession } from '../../src/runner/session.ts'
import { DAY_MS, scenarioText, shippedScenario } from './scenarios.ts'

const scenario = shippedScenario('quickstart')
const outcome = await createSession().run({ source: { text: scenarioText('quickstart'), file: 'quickstart.yaml', option: null, set: [] }, inputs: { weather: null }, seed: null, replication: 0, untilMs: 400 * DAY_MS, record: false, stream: false }, null)
if (outcome.status !== 'finished') throw new Error(JSON.stringify(outcome))
const { result: run } = outcome
const rows = efficiencyRows(scenario, [run], [0.4])
const study: Study = { key: 'k', option: null, scenario, runs: [run], partial: null }

describe('the table', () => {
  test('has every row of the command line once, in groups of one kind', () => {
    const groups = efficiencyGroups(rows)
    expect(groups.flatMap(group => group.rows.map(({ id }) => id)).toSorted()).toEqual(rows.map(({ id }) => id).toSorted())
    expect(groups.map(({ label }) => label)).toEqual(['Site', 'PUE by year', 'PUE by load', 'Water', 'Partial PUE of blocks', 'Hours by economiser mode', 'Machines and warranty'])
    expect(groups[0].rows.map(({ id }) => id)).toEqual(['pue', 'budgetPue', 'cue', 'wue'])
  })

  test('writes values with the digits of their kind, and a dash where there is none', () => {
    const row = (value: number | null, unit: string): string => efficiencyValue({ id: '', label: '', value, unit })
    expect([row(1.0853, ''), row(14, ''), row(0.414, 'kg/kWh'), row(8123.4, 'h'), row(null, '')]).toEqual(['1.085', '14', '0.41', '8123', '–'])
  })

  test('is taken along with every row', () => {
    expect(efficiencyCsv(efficiencyGroups(rows)).trim().split('\r\n')).toHaveLength(rows.length + 1)
  })
})

describe('the charts', () => {
  const parts = efficiencyParts(scenario, [run])
  const valueOf = (id: string): number => rows.find(row => row.id === id)?.value ?? NaN

  test('cooling and losses by year, load and block are one less than the PUE of the table', () => {
    for (const { label, cooling, losses } of parts.byYear) expect(1 + cooling + losses).toBeCloseTo(valueOf(`pue.${label}`), 12)
    for (const { label, cooling, losses } of parts.byLoad) expect(1 + cooling + losses).toBeCloseTo(valueOf(`pue.load${Number(label.split('–')[0]) / 10}`), 12)
    expect(parts.byBlock).toHaveLength(1)
    expect(1 + parts.byBlock[0].cooling + parts.byBlock[0].losses).toBeCloseTo(valueOf('ppue.hall'), 12)
  })

  test('hours by mode are those of the table', () => {
    expect(parts.hours.map(({ label }) => label)).toEqual(['Hall 1, liquid', 'Hall 1, air'])
    expect(parts.hours[0].freeH).toBeCloseTo(rows.find(({ id }) => id.startsWith('liquid.freeH'))?.value ?? NaN, 9)
  })

  test('weeks begin with the run and have a gap where nothing ran; their water is the water of the run', () => {
    expect(parts.pueWeekly.values).toHaveLength(Math.ceil(400 / 7))
    expect(parts.pueWeekly.values[0]).toBeNaN()
    expect(parts.waterWeekly.values.reduce((sum, m3) => sum + m3, 0)).toBeCloseTo(run.energy.waterL / 1000, 6)
  })
})

test('a single run has no intervals, and says so', () => {
  const view = efficiencyView(study)
  expect(view?.headlines.map(({ id }) => id)).toEqual(['pue', 'budgetPue', 'sitePerBusbar', 'wue', 'cue', 'peakWater'])
  expect(view?.headlines[0]).toMatchObject({ value: expect.stringMatching(/^1\.\d{3}$/), more: 'one run' })
  expect(efficiencyView({ ...study, runs: [], partial: run })?.headlines[0].more).toBe('so far')
  expect(efficiencyView(null)).toBeNull()
})
