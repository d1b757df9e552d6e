/** Transformers in a run: temperature, ageing, loads allowed in hot weather, exchange at the end of life, spares. */
import { describe, expect, test } from 'vitest'
import { createState } from '../../../src/engine/kernel/state.ts'
import { createKernel, Phase } from '../../../src/engine/kernel/kernel.ts'
import type { DomainContext } from '../../../src/engine/ports.ts'
import { createTransformerHeats, fanStage } from '../../../src/engine/power/transformer-heat.ts'
import { transformerCare, transformerThermalPlan, type TransformerGroupPlan, type TransformerSection } from '../../../src/engine/power/transformer-plan.ts'
import { ageingRateUpgraded, DISTRIBUTION, hotSpotC, ONAF_POWER, steadyHeat, transformerHeatAfter } from '../../../src/physics/transformer-hot-spot.ts'
import { loadingLimit, loadTable, loadWithinLimit, tabulatedLoad } from '../../../src/physics/transformer-limits.ts'
import { transformerCatalog } from '../../../src/scenario/catalog/transformers.ts'
import { catalogItem } from '../../../src/scenario/schema/fields.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { type Site, createPowerSiteUnderTest, dateAfter, loadAll, QUIET_OUTAGES, quietPower } from './site.ts'
import { drawer } from './trees.ts'

const sectionOf = (text: Record<string, unknown>): TransformerSection => catalogItem(transformerCatalog).parse(text)

/** One group of one transformer of 1 W, so that watts are load fractions, without anything else of the site. */
function heatsUnderTest(text: Record<string, unknown>) {
  const section = sectionOf(text)
  const state = createState()
  const kernel = createKernel(state)
  const group: TransformerGroupPlan = { path: 'unit', block: 0, count: 1, unitW: 1, thermal: transformerThermalPlan(section), care: transformerCare(section) }
  const crossings: { atMs: number; limit: string; isAbove: boolean }[] = []
  const heats = createTransformerHeats({ kernel, state } as DomainContext, [group], {
    limitCrossed: (_, limit, isAbove) => crossings.push({ atMs: kernel.now, limit, isAbove }),
    aged: () => undefined,
  })
  const at = (ms: number): void => {
    const stop = kernel.command(`test.${ms}`, Phase.facility, () => undefined)
    kernel.schedule(stop, 0, ms)
    kernel.run(ms, 1e6)
  }
  return { heats, at, crossings, state }
}

const HOT = { thermal: 'power', natural: 0.6, firstFans: 0.8, model: 'hv-100mva' }

describe('heat of a group', () => {
  test('W3.3 to W3.6 in the engine: after two days at constant load and weather, to 0.1 K', () => {
    for (const [load, ambientC, hot] of [[1, 20, 98], [0.9, 35, 102.8], [1, 40, 118], [1.2, 30, 130.1]]) {
      const { heats, at } = heatsUnderTest({ model: 'hv-100mva' })
      heats.setAmbient(ambientC)
      heats.connect(0)
      heats.follow(0, load, 1)
      at(2 * DAY_MS)
      heats.follow(0, load + 0.2, 1)
      expect(heats.hotSpotC(0), `load ${load}`).toBeCloseTo(hot, 1)
    }
  })

  test('W3.5: a day at 118 °C takes 0.02971 % of life', () => {
    const { heats, at } = heatsUnderTest({ model: 'hv-100mva' })
    heats.setAmbient(40)
    heats.connect(0)
    heats.follow(0, 1, 1)
    at(5 * DAY_MS)
    heats.setAmbient(38)
    const before = heats.lifeUsed(0)
    heats.setAmbient(40)
    heats.follow(0, 1.06, 1)
    heats.follow(0, 1, 1)
    at(6 * DAY_MS)
    heats.setAmbient(20)
    expect((heats.lifeUsed(0) - before) * 100).toBeCloseTo(0.02971, 4)
  })

  test('small changes are not followed, material ones are', () => {
    const { heats, at } = heatsUnderTest({ model: 'hv-100mva' })
    heats.connect(0)
    heats.follow(0, 0.9, 1)
    at(DAY_MS)
    heats.follow(0, 0.92, 1)
    heats.setAmbient(20.5)
    expect(heats.lifeUsed(0)).toBe(0)
    heats.follow(0, 0.96, 1)
    expect(heats.lifeUsed(0)).toBeGreaterThan(0)
  })

  test('fans: off while the hot spot is cool without them, all on when it is not', () => {
    const { stages } = transformerThermalPlan(sectionOf(HOT))
    expect([[0.3, 10], [0.5, 10], [0.6, 25], [0.7, 5], [1, 20]].map(([load, c]) => fanStage(stages, load, c))).toEqual([0, 0, 1, 1, 2])
  })

  test('limits are crossed at the moment that the closed form says, and left again in the cool', () => {
    const { heats, at, crossings } = heatsUnderTest({ model: 'hv-100mva', loading: 'longEmergency' })
    heats.setAmbient(30)
    heats.connect(0)
    heats.follow(0, 0.9, 1)
    at(5 * DAY_MS)
    heats.follow(0, 1.3, 1)
    at(5 * DAY_MS + 4 * HOUR_MS)
    const from = steadyHeat(ONAF_POWER, 0.9, 30)
    const spotAfter = (ms: number): number => hotSpotC(transformerHeatAfter(ONAF_POWER, from, 1.3, 30, ms))
    const upwards = crossings.filter(({ isAbove }) => isAbove)
    expect(upwards.map(({ limit }) => limit)).toEqual(['continuous', 'cyclic', 'longEmergency'])
    const limits = [110, 120, 140]
    upwards.forEach(({ atMs }, i) => {
      const ms = atMs - 5 * DAY_MS
      expect(spotAfter(ms)).toBeGreaterThan(limits[i])
      expect(spotAfter(ms - 2)).toBeLessThanOrEqual(limits[i] + 1e-3)
    })
    heats.follow(0, 0.3, 1)
    at(6 * DAY_MS)
    heats.setAmbient(10)
    expect(crossings.filter(({ isAbove }) => !isAbove).map(({ limit }) => limit)).toEqual(['longEmergency', 'cyclic', 'continuous'])
  })

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('I21: ageing never falls, adds up, and equals fine quadrature of the exact path, seed %d', seed => {
    const draw = drawer(seed)
    const { heats, at } = heatsUnderTest({ model: 'lv-3mva' })
    heats.setAmbient(20)
    heats.connect(0)
    let heat = steadyHeat(DISTRIBUTION, 0, 20)
    let [ms, load, ambientC, fine, before] = [0, 0, 20, 0, 0]
    for (let change = 0; change < 25; change++) {
      load = Math.round(draw.next() * 12) / 10 + (change % 2) * 0.2
      heats.follow(0, load, 1)
      ambientC += draw.next() < 0.5 ? 4 : -4
      heats.setAmbient(ambientC)
      const spanMs = 60_000 * (1 + draw.below(600))
      for (let minute = 0; minute < spanMs / 60_000; minute++) {
        const next = transformerHeatAfter(DISTRIBUTION, heat, load, ambientC, 60_000)
        const middle = transformerHeatAfter(DISTRIBUTION, heat, load, ambientC, 30_000)
        fine += (60_000 / 6) * (ageingRateUpgraded(hotSpotC(heat)) + 4 * ageingRateUpgraded(hotSpotC(middle)) + ageingRateUpgraded(hotSpotC(next)))
        heat = next
      }
      ms += spanMs
      at(ms)
      heats.follow(0, load + 1, 1)
      const used = heats.lifeUsed(0)
      expect(used, `seed ${seed} change ${change}`).toBeGreaterThanOrEqual(before)
      before = used
      expect(Math.abs(heats.hotSpotC(0) - hotSpotC(heat)), `seed ${seed} change ${change}`).toBeLessThan(1e-9)
    }
    // Kind: quadrature with one panel an hour in the cool, against one a minute.
    expect(Math.abs(before / (fine / (180_000 * HOUR_MS)) - 1), `seed ${seed}`).toBeLessThan(0.05)
  })

  test.each([1, 2, 3, 4, 5])('the update is a semigroup to 1e-9 K, seed %d', seed => {
    const draw = drawer(seed)
    let straight = steadyHeat(ONAF_POWER, draw.next(), 40 * draw.next())
    for (let i = 0; i < 50; i++) {
      const [load, ambientC, first, second] = [2 * draw.next(), 60 * draw.next() - 20, draw.below(1e7), draw.below(1e7)]
      const split = transformerHeatAfter(ONAF_POWER, transformerHeatAfter(ONAF_POWER, straight, load, ambientC, first), load, ambientC, second)
      straight = transformerHeatAfter(ONAF_POWER, straight, load, ambientC, first + second)
      expect(Math.abs(hotSpotC(split) - hotSpotC(straight)), `seed ${seed} step ${i}`).toBeLessThan(1e-9)
      expect(Math.abs(split.topOilC - straight.topOilC), `seed ${seed} step ${i}`).toBeLessThan(1e-9)
    }
  })
})

describe('limits', () => {
  test('W3.8 from the table per kelvin: 1.111, 1.019, 0.9222, 0.8718 at 20, 30, 40 and 45 °C by hot spot; between degrees the hotter counts', () => {
    const limit = { hotSpotC: 110, topOilC: Infinity, load: 2, loadLarge: 2 }
    const table = loadTable(ONAF_POWER, 100e6, limit)
    const at = (c: number): number => tabulatedLoad(table, c)
    expect([at(20), at(30)].map(k => Number(k.toFixed(3)))).toEqual([1.111, 1.019])
    expect([at(40), at(45)].map(k => Number(k.toFixed(4)))).toEqual([0.9222, 0.8718])
    expect(at(39.2)).toBe(at(40))
    expect(at(80)).toBe(at(60))
  })

  test('continuous ends at the rating, cyclic and emergency loads at theirs, smaller for the largest', () => {
    expect(loadWithinLimit(ONAF_POWER, 90e6, loadingLimit('continuous', 'upgraded'), 0)).toBe(1)
    expect(loadWithinLimit(ONAF_POWER, 90e6, loadingLimit('shortEmergency', 'upgraded'), -40)).toBeCloseTo(1.8, 2)
    expect(loadWithinLimit(ONAF_POWER, 100e6, loadingLimit('cyclic', 'upgraded'), -40)).toBe(1.3)
    expect(loadWithinLimit(ONAF_POWER, 90e6, loadingLimit('continuous', 'normal'), 40)).toBeLessThan(loadWithinLimit(ONAF_POWER, 90e6, loadingLimit('continuous', 'upgraded'), 40))
  })
})

const weather = (dryBulbC: number) => ({ dryBulbC, wetBulbC: 20, humidityRatio: 0.01, pressurePa: 101_325, densityKgpm3: 1.1 })

function siteUnderTest(substation: Record<string, unknown>, power: Record<string, unknown> = {}, itW = 24_948_000): Site {
  const site = createPowerSiteUnderTest({
    grid: {
      feeds: { main: { capacity: '200 MW', voltage: '138 kV', energised: dateAfter(0), outages: QUIET_OUTAGES } },
      substation: { transformers: { model: 'hv-40mva', failures: '0/year', minorFailures: '0/year', count: 1, ...substation }, redundancy: 0 },
    },
    power: quietPower(power),
  })
  loadAll(site, itW, 0, 0)
  site.kernel.run(2, 1e9)
  return site
}
const settle = (site: Site): void => void site.kernel.run(site.kernel.now + 2, 1e9)

describe('in a run', () => {
  test('at 45 °C the substation carries 0.8718 of its rating and block transformers less as well, in the same hour', () => {
    const site = siteUnderTest({ rated: '24 MVA' }, { designPower: '15 MW' })
    site.power.setWeather(weather(20))
    settle(site)
    const mildW = site.power.view.totals.itW
    site.power.setWeather(weather(45))
    settle(site)
    const hotW = site.power.view.totals.itW
    expect(hotW / mildW).toBeCloseTo(0.8718, 2)
    site.power.setWeather(weather(20))
    settle(site)
    site.kernel.run(site.kernel.now + HOUR_MS, 1e9)
    expect(site.power.view.totals.itW).toBe(mildW)
    const few = siteUnderTest({ rated: '60 MVA' }, { designPower: '15 MW', transformers: { model: 'lv-3mva', count: 8, failures: '0/year' } })
    few.power.setWeather(weather(10))
    settle(few)
    const coolW = few.power.view.totals.itW
    few.power.setWeather(weather(45))
    settle(few)
    const allowed = loadWithinLimit(DISTRIBUTION, 3e6, loadingLimit('continuous', 'upgraded'), 45)
    expect(few.power.view.totals.itW / coolW).toBeCloseTo(allowed, 2)
  })

  test('with a spare a major failure lasts its repair; the next one waits for delivery', () => {
    const site = siteUnderTest({ count: 2, repair: '336 h', lead: '128 weeks', spare: 1 })
    site.power.failUnit('grid/substation/transformer[0]')
    site.kernel.run(site.kernel.now + 1, 1e9)
    site.power.failUnit('grid/substation/transformer[1]')
    site.kernel.run(site.kernel.now + 300 * DAY_MS, 1e9)
    const ended = (): string[] => site.events.filter(({ kind }) => kind === 'outageEnded').flatMap(event => ('what' in event && event.what.startsWith('grid') ? [event.what] : []))
    expect(ended()).toEqual(['grid/substation/transformer[0]'])
    site.kernel.run(site.kernel.now + 900 * DAY_MS, 1e9)
    expect(ended()).toEqual(['grid/substation/transformer[0]', 'grid/substation/transformer[1]'])
    const back = site.events.filter(event => event.kind === 'outageEnded' && event.what.startsWith('grid')).map(({ atMs }) => atMs / (7 * DAY_MS))
    expect(back[1]).toBeGreaterThan(128)
  })

  test('a tap changer takes its transformer out for its repair, without a spare', () => {
    const site = siteUnderTest({ count: 2, minorFailures: '0.02/year' })
    site.power.failUnit('grid/substation/transformer[0]/tap-changer')
    site.power.failUnit('grid/substation/transformer[0]')
    site.power.failUnit('grid/substation/transformer[1]/tap-changer')
    settle(site)
    expect(site.power.modeOf(0)).not.toBe(1)
  })

  test('I21: worn transformers are exchanged one after the other before their life ends; none is older than its life', () => {
    const site = siteUnderTest({ rated: '14.5 MVA', count: 2, life: '600 h', repair: '10 h', lead: '1 week', spare: 1, loading: 'cyclic' }, { designPower: '8 MW' })
    const out = new Set<string>()
    for (let hour = 0; hour < 24 * 120; hour++) {
      site.kernel.run((hour + 1) * HOUR_MS, 1e9)
      site.power.setWeather(weather(hour % 24 < 12 ? 44 : 40))
      for (const event of site.events) if (event.kind === 'outageStarted' && event.what.startsWith('grid')) out.add(event.what)
    }
    const starts = site.events.filter(({ kind }) => kind === 'outageStarted')
    expect(starts.length).toBeGreaterThan(2)
    expect([...out].sort()).toEqual(['grid/substation/transformer[0]', 'grid/substation/transformer[1]'])
    expect(site.power.transformerLife().every(used => used >= 0 && used <= 1 + 1e-12)).toBe(true)
  })
})
