import { describe, expect, test } from 'vitest'
import { civilFromDays, daysFromCivil } from '../../../src/base/civil-date.ts'
import { rootKey } from '../../../src/base/rng.ts'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import { extremesOf } from '../../../src/engine/site/extremes.ts'
import { weatherOf } from '../../../src/engine/weather.ts'
import { dewPointC, humidityRatioOfVapour, saturationPressurePa, vapourPressurePa } from '../../../src/physics/psychrometrics.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { mustLoad } from '../../scenario/support/files.ts'

const DAY_MS = 86_400_000
const START = daysFromCivil(2027, 1, 1)

/** A hall in service from the first day, without failures, on a pad-cooled plant; extremes and weather as written. */
function site(extremes: string, more: { weather?: string; water?: string; end?: string; seed?: number } = {}): Scenario {
  return mustLoad(`format: 1
name: Extremes
horizon: {start: 2027-01-01, end: ${more.end ?? '2028-01-01'}}
seed: ${more.seed ?? 1}
site:
  location: {latitude: 32.9, longitude: -97.0, elevation: 171 m, timezone: America/Chicago}
  weather: ${more.weather ?? '{climate: dallas}'}
  warming: 0 K/decade
  extremes: ${extremes}
grid:
  feeds:
    street: {capacity: 4 MW, voltage: 13.8 kV, energised: 2027-01-01, outages: {scale: 0}}
blocks:
  - id: hall
    count: 2
    ready: 2027-01-01
    power: {topology: n, ups: {model: ups-500kw, count: 3, failures: 0/year, systemFailures: 0/year}, transformers: {model: lv-2500kva, count: 1, failures: 0/year}}
    cooling:
      units: {model: dry-cooler-980kw, count: 2}
      water: {outages: 0/year, storage: 0 h${more.water ?? ''}}
      reliability: {fan: 0/year, chiller: 0/year, cdu: 0/year, handler: 0/year}
    racks: [{model: gb200-nvl72, count: 8}]
workload:
  - {id: training, source: training-mix, load: 1.5, largest: 64, jobs: 2000}
faults: {preset: none}
`).scenario
}

const simulate = (of: Scenario): Simulation => createSimulation(of, { weather: null }, { seed: of.seed, replication: 0, record: false })
const series = (of: Scenario) => weatherOf(of, rootKey(of.seed, 0), { weather: null })
const plain = series(site('[]'))
const finish = (of: Scenario) => {
  const simulation = simulate(of)
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

describe('what comes when', () => {
  test('on its day, for its duration', () => {
    const [dome] = extremesOf(site('[{id: dome, kind: heat-wave, start: 2027-07-10, duration: 6 days}]'), rootKey(1, 0))
    expect([dome.startMs / DAY_MS, dome.endMs / DAY_MS]).toEqual([daysFromCivil(2027, 7, 10) - START, daysFromCivil(2027, 7, 16) - START])
  })

  test('at a rate: 3 a year over 15 years in its months alone, one at a time (seed 7)', () => {
    const of = site('[{id: dome, kind: heat-wave, rate: 3/year, duration: 2 days}]', { end: '2042-01-01', seed: 7 })
    const all = extremesOf(of, rootKey(7, 0))
    // Poisson of mean 45: standard deviation 6.7; two-day events in a five-month season hide 4 % of arrivals.
    expect(Math.abs(all.length - 43.5)).toBeLessThan(3 * 6.7)
    all.forEach(({ startMs }, index) => {
      expect([5, 6, 7, 8, 9]).toContain(civilFromDays(START + Math.floor(startMs / DAY_MS)).month)
      if (index > 0) expect(startMs).toBeGreaterThanOrEqual(all[index - 1].endMs)
    })
  })

  test('another extreme moves none of the first (common random numbers)', () => {
    const of = (list: string) => extremesOf(site(list, { end: '2037-01-01' }), rootKey(3, 0)).filter(({ extreme }) => extreme.id === 'storm').map(({ startMs }) => startMs)
    const storm = '{id: storm, kind: hail, rate: 2/year}'
    expect(of(`[{id: dome, kind: heat-wave, rate: 1/year}, ${storm}]`)).toEqual(of(`[${storm}]`))
    expect(of(`[${storm}]`).length).toBeGreaterThan(5)
  })
})

describe('weather', () => {
  const day = (month: number, date: number) => (daysFromCivil(2027, month, date) - START) * 24

  test('a heat wave adds to the dry bulb of its hours and leaves the moisture', () => {
    const hot = series(site('[{id: dome, kind: heat-wave, start: 2027-07-10, rise: 6 K, duration: 3 days}]'))
    for (let hour = 0; hour < 8760; hour++) {
      const isIn = hour >= day(7, 10) && hour < day(7, 13)
      expect(hot.dryBulbC[hour]).toBeCloseTo(plain.dryBulbC[hour] + (isIn ? 6 : 0), 12)
      expect(hot.humidityRatio[hour]).toBe(plain.humidityRatio[hour])
      if (!isIn) expect(hot.wetBulbC[hour]).toBe(plain.wetBulbC[hour])
    }
    expect(hot.wetBulbC[day(7, 11)]).toBeGreaterThan(plain.wetBulbC[day(7, 11)])
    expect(hot.designDay).toEqual(plain.designDay)
  })

  test('a freeze takes from it, and what the air cannot hold falls out', () => {
    const cold = series(site('[{id: norther, kind: freeze, start: 2027-02-10, fall: 15 K, duration: 4 days}]'))
    let dried = 0
    for (let hour = day(2, 10); hour < day(2, 14); hour++) {
      expect(cold.dryBulbC[hour]).toBeCloseTo(plain.dryBulbC[hour] - 15, 12)
      const saturated = humidityRatioOfVapour(saturationPressurePa(cold.dryBulbC[hour]), cold.pressurePa[hour])
      expect(cold.humidityRatio[hour]).toBe(Math.min(plain.humidityRatio[hour], saturated))
      if (cold.humidityRatio[hour] < plain.humidityRatio[hour]) dried++
    }
    expect(dried).toBeGreaterThan(0)
  })
})

describe('I15: wet bulb ≤ dry bulb and dew point ≤ wet bulb in every hour, whatever makes the weather', () => {
  const kept = [1, 11, 27]
  test.each(kept.flatMap(seed => ['dallas', 'phoenix', 'singapore'].map(climate => [seed, climate] as const)))('seed %i, %s', (seed, climate) => {
    const extremes = '[{id: dome, kind: heat-wave, rate: 3/year, rise: 9 K}, {id: norther, kind: freeze, rate: 3/year, fall: 25 K}]'
    let looked = 0
    for (const process of ['', ', process: bootstrap, pool: 10']) {
      const { dryBulbC, wetBulbC, humidityRatio, pressurePa } = series(site(extremes, { weather: `{climate: ${climate}${process}}`, seed }))
      for (let hour = 0; hour < dryBulbC.length; hour += 3) {
        const dew = dewPointC(vapourPressurePa(humidityRatio[hour], pressurePa[hour]))
        if (wetBulbC[hour] > dryBulbC[hour] + 1e-9 || dew > wetBulbC[hour] + 1e-6) throw new Error(`seed ${seed}, ${climate}, hour ${hour}: ${dew} ≤ ${wetBulbC[hour]} ≤ ${dryBulbC[hour]} does not hold`)
        looked += 1
      }
    }
    expect(looked).toBe(2 * 2920)
  })
})

describe('what the site suffers', () => {
  const calm = finish(site('[]'))

  test('smoke: dry coolers work harder while it lasts, and an incident says so', () => {
    const smoky = finish(site('[{id: fire, kind: smoke, start: 2027-08-01, duration: 30 days, airSide: 0.7}]'))
    expect(BigInt(smoky.energy.mechanicalWms)).toBeGreaterThan(BigInt(calm.energy.mechanicalWms))
    const start = (daysFromCivil(2027, 8, 1) - START) * DAY_MS
    expect(smoky.incidents.filter(({ label }) => label === 'smoke fire')).toEqual([{ atMs: start, endMs: start + 30 * DAY_MS, kind: 'outage', label: 'smoke fire', block: -1 }])
  })

  test('hail: with certainty it takes every cooler of the site, each until its own repair', () => {
    const { incidents } = finish(site('[{id: storm, kind: hail, start: 2027-04-10, damage: 1, repair: {uniform: [10 days, 20 days]}}]'))
    const coils = incidents.filter(({ label }) => label === 'cooler coil')
    const struckMs = (daysFromCivil(2027, 4, 10) - START) * DAY_MS
    expect(coils.map(({ block }) => block)).toEqual([0, 0, 1, 1])
    for (const { atMs, endMs } of coils) {
      expect(atMs).toBe(struckMs)
      expect((endMs - struckMs) / DAY_MS).toBeGreaterThanOrEqual(10)
      expect((endMs - struckMs) / DAY_MS).toBeLessThanOrEqual(20)
    }
  })

  test('hail damages 2 % of coolers: 400 storms on four coolers (seed 9)', () => {
    const of = site('[{id: storm, kind: hail, rate: 50/year, months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], repair: 1 h}]', { end: '2035-01-01', seed: 9 })
    const storms = extremesOf(of, rootKey(9, 0)).length
    const struck = finish(of).incidents.filter(({ label }) => label === 'cooler coil').length
    // Binomial: mean 0.02 × 4 × storms, standard deviation about its root.
    expect(storms).toBeGreaterThan(300)
    expect(Math.abs(struck - 0.08 * storms)).toBeLessThan(3 * Math.sqrt(0.08 * storms))
  })

  test('flood: the blocks that are named are closed while it lasts, the others are not', () => {
    const { ledger } = finish(site('[{id: river, kind: flood, start: 2027-05-03, duration: 3 days, blocks: ["hall[1]"]}]'))
    const zone = ledger.buckets.findIndex(({ code }) => code === 'L2.zone')
    const lostMs = (window: number): number => ledger.acceleratorMs[window * ledger.buckets.length + zone]
    const first = daysFromCivil(2027, 5, 3) - START
    // Eight racks of 72 accelerators for a day.
    expect([-1, 0, 1, 2, 3].map(offset => lostMs(first + offset) / DAY_MS)).toEqual([0, 576, 576, 576, 0])
  })

  test('drought: pads get their share of water, so that less is drawn', () => {
    const dry = finish(site('[{id: dry, kind: drought, start: 2027-06-01, duration: 90 days, supply: 0.05}]'))
    expect(dry.energy.waterL).toBeLessThan(0.8 * calm.energy.waterL)
  })

  test('lightning: an incident, and a sag of the feed, for which the UPS live on their batteries', () => {
    const struck = finish(site('[{id: bolt, kind: lightning, start: 2027-05-05, retained: 0.5, sag: 200 ms}]'))
    const atMs = (daysFromCivil(2027, 5, 5) - START) * DAY_MS
    expect(struck.incidents.filter(incident => incident.atMs === atMs).map(({ label }) => label)).toEqual(['lightning bolt'])
    // The same strike in a run without interruptions is the only thing that can move energy from one instant to another.
    expect(struck.energy.gridWms).not.toBe(calm.energy.gridWms)
    expect(Math.abs(Number(BigInt(struck.energy.gridWms) - BigInt(calm.energy.gridWms))) / Number(calm.energy.gridWms)).toBeLessThan(1e-4)
  })

  test('a run interrupted in the middle of extremes and restored ends like the straight one', () => {
    const of = site('[{id: fire, kind: smoke, start: 2027-08-01, duration: 30 days}, {id: storm, kind: hail, start: 2027-08-02, damage: 0.6}, {id: dry, kind: drought, start: 2027-07-01}, {id: river, kind: flood, start: 2027-08-03}]')
    const straight = simulate(of)
    straight.run(straight.horizonMs, Infinity)
    const first = simulate(of)
    first.run((daysFromCivil(2027, 8, 4) - START) * DAY_MS + 1, Infinity)
    const other = simulate(of)
    other.restore(first.snapshot())
    other.run(other.horizonMs, Infinity)
    expect(other.hash()).toBe(straight.hash())
  })
})
