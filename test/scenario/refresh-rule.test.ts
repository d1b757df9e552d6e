/** When rules of refresh take a lot out, against arithmetic by hand. */
import { describe, expect, test } from 'vitest'
import { parseDate } from '../../src/base/civil-date.ts'
import { formatIssue } from '../../src/scenario/issue.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { lotSpans } from '../../src/scenario/lots.ts'
import { refreshDecisions } from '../../src/scenario/refresh-rule.ts'

const DAY_MS = 86_400_000
const YEAR = '365.25 days'

/**
 * H100 (989 Tflop/s, 31 kW for 32 of them) by B200 (2.25 Pflop/s, of 2024, 32 in a rack of 40 kW). At 100 USD/MWh and no overhead a year of
 * a kW costs 876.60 USD; old accelerators cost 20,000 USD and a tenth of it a year for upkeep, new ones are paid over four years without interest.
 */
const text = (refresh: string, more = ''): string => `
format: 1
name: Refresh
horizon: {start: 2027-01-01, end: 2035-01-01}
site: {location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {street: {capacity: 3 MW, voltage: 25 kV, energised: 2026-06-01}}, tariff: {energy: 100 USD/MWh, demand: 0 USD/kW/month}}
blocks:
  - id: hall
    ready: 2027-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 3}, transformers: {model: lv-2500kva, count: 2}, generators: {model: diesel-2mw, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 2}}
    racks:
      - {id: first, model: hgx-h100-air-4, count: 4, ${refresh}}
      - {id: second, replaces: first, model: hgx-h100-air-4, count: 4, acceleratorName: next, year: 2024, peakFlops: 2.5 Pflop/s, delivered: {lead: 30 days}${more}}
money: {discountRate: 0, accelerators: {capex: 20000 USD, life: 4 year, maintenance: 0.1}}
`

function lotsOf(scenarioText: string) {
  const { scenario, issues } = loadScenario(scenarioText, { file: 'refresh' })
  if (scenario === undefined) throw new Error(issues.map(formatIssue).join('\n'))
  return { scenario, spans: lotSpans(scenario.blocks[0], scenario.horizon.start) }
}

const yearsOf = (scenarioText: string): number => lotsOf(scenarioText).spans[0].retireMs / DAY_MS / 365.25
const daysOf = (date: string): number => (parseDate(date) ?? NaN) - (parseDate('2027-01-01') ?? NaN)

describe('rules of refresh', () => {
  test('age: at the age that is stated, and the successor follows with its swap', () => {
    const { spans, scenario } = lotsOf(text(`refresh: {rule: age, after: 730 days}`, ', swap: 10 days'))
    expect(spans[0].retireMs).toBe(730 * DAY_MS)
    expect(spans[1].contractMs).toBe(740 * DAY_MS)
    expect(refreshDecisions(scenario)).toEqual([{ block: 'hall', lot: 'first', rule: 'age', day: scenario.horizon.start + 730 }])
  })

  const cost = (keys: string): string => text(`refresh: {rule: cost, after: ${YEAR}, every: ${YEAR}, overhead: 1, ${keys}}`)

  // Kept: (0.96875 kW · 876.60 + 2,000) / 0.989 = 2,880.93 USD a Pflop/s. Bought at price p: (p · 0.35 + 849.21) / 2.5; equal at p = 18,151.73.
  test.each([[18_151, 1], [18_152, Infinity]])('cost: at %d USD for a new one it ends after %d years', (price, years) => {
    const found = yearsOf(cost(`price: ${price} USD`))
    if (years === 1) expect(found).toBe(1)
    else expect(found).toBeGreaterThan(8)
  })

  test('cost: a price that falls a tenth a year from 30,000 USD on in 2024 is low enough in the fifth', () => {
    // 30,000 · 0.9^n: 19,683 in the fourth whole year after 2024, 17,714.7 in the fifth, which is complete two years after 2027-01-01.
    expect(yearsOf(cost('price: 30000 USD, priceChange: -0.1'))).toBe(2)
  })

  test('cost: upkeep that grows with age', () => {
    // At 26,000 USD a new one costs 3,979.68 a Pflop/s: upkeep must reach 3,086.69, 1.5433 times that of the first year; 1.15^3 = 1.5209, 1.15^4 = 1.749.
    expect(yearsOf(cost('price: 26000 USD, upkeepGrowth: 0.15'))).toBe(4)
  })

  test('power: the same power carries 2.5278 times the compute, from the year of the successor on', () => {
    const power = (keys: string): string => text(`refresh: {rule: power, after: ${YEAR}, every: ${YEAR}, ${keys}}`)
    expect(yearsOf(power('gain: 2.52'))).toBe(1)
    expect(yearsOf(power('gain: 2.53'))).toBeGreaterThan(8)
    expect(yearsOf(power('gain: 2').replace('year: 2024', 'year: 2030'))).toBe(4)
  })

  test('a planned life ends it at the latest, and a lot whose rule never holds stays beyond the horizon', () => {
    expect(yearsOf(cost('price: 90000 USD').replace('count: 4, refresh', `count: 4, life: 1000 days, refresh`)) * 365.25).toBe(1000)
    const { scenario, spans } = lotsOf(cost('price: 90000 USD'))
    expect(refreshDecisions(scenario)[0].day).toBeNull()
    expect(spans[1].contractMs).toBeGreaterThan(daysOf('2035-01-01') * DAY_MS)
  })

  test('reviews before the horizon are over: what stands at its begin is looked at next', () => {
    const old = text(`ready: 2020-01-01, refresh: {rule: age, after: 1000 days, every: 1000 days}`)
    // Reviews after 1,000, 2,000 and 3,000 days from 2020 on; the horizon begins after 2,557.
    expect(lotsOf(old).spans[0].retireMs / DAY_MS).toBe(3000 - 2557)
  })
})
