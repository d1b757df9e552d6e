/** Fuel, permit hours, tests and rating classes of standby sets. */
import { describe, expect, test } from 'vitest'
import { daysFromCivil } from '../../../src/base/civil-date.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { MODE } from '../../../src/engine/power/power-site.ts'
import { dieselFuelLph } from '../../../src/physics/generator.ts'
import { draws } from '../../physics/draws.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from './site.ts'

const HOUR_MS = 3_600_000
const T0 = 10 * DAY_MS
const SURE = { availability: 1, failToStart: 0, commonCause: 0, runMttf: '100 years' }
const NO_TESTS = { monthly: '0 h', loadBank: '0 h' }
const sets = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ model: 'diesel-3mw', count: 12, ...SURE, tests: NO_TESTS, ...more })

function site(generators: Record<string, unknown>, durationMs: number, world: Record<string, unknown> = {}): Site {
  const made = createPowerSiteUnderTest({
    world,
    grid: { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } } },
    power: quietPower({ generators }),
  })
  loadAll(made, 20e6, 8e6, 2e6)
  if (durationMs > 0) made.power.interruptFeed(0, T0, durationMs)
  return made
}

describe('fuel', () => {
  test('W4.1: a 40 m³ tank of a 3 MW set at 75 % lasts 70.18 h, to the moment at which sets stop', () => {
    // One set of 3 MW in an island of its own: 2.25 MW at the bus; one delivery that comes too late.
    const made = createPowerSiteUnderTest({
      world: { racksPerBlock: 17 },
      grid: { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } } },
      power: quietPower({ topology: 'n', ups: { model: 'ups-1667kw', count: 4, failures: '0/year', systemFailures: '0/year', recharge: '1 h' }, generators: sets({ count: 1, fuel: { tank: '40 m^3', delivery: '1 year' } }) }),
    })
    made.power.setItLoad(0, 4, 2e6, 0)
    made.power.interruptFeed(0, T0, 100 * HOUR_MS)
    made.kernel.run(T0 + 2 * HOUR_MS, 1e9)
    // The battery is full again and the load stands; trim it to exactly 75 % at the bus.
    const atBusW = made.power.view.totals.generationW
    made.power.setItLoad(0, 4, 2e6 + Math.round((2.25e6 - atBusW) / 1.04), 0)
    made.power.settle()
    const from = made.power.fuelOf(0)
    const servedW = made.power.view.totals.generationW
    expect(servedW / 2.25e6).toBeCloseTo(1, 2)
    const lastsMs = (from.levelL / dieselFuelLph(3e6, servedW / 3e6)) * HOUR_MS
    expect((40_000 / dieselFuelLph(3e6, 0.75)).toFixed(2)).toBe('70.18')
    made.kernel.run(T0 + 99 * HOUR_MS, 1e9)
    const empty = made.events.find(event => event.kind === 'fuelEmpty')
    expect(Math.abs((empty?.atMs ?? 0) - T0 - 2 * HOUR_MS - lastsMs)).toBeLessThan(2)
    expect(made.power.fuelOf(0).levelL).toBeLessThan(0.01)
    expect(made.events.filter(event => event.kind === 'fuelEmpty')).toHaveLength(1)
    expect(made.power.modeOf(0)).toBe(MODE.dead)
    expect(made.held('block[0]')).toEqual(['generationFault'])
  })

  test('the reorder level orders, the delivery comes a lead time later and fills the tanks', () => {
    const made = site(sets({ fuel: { tank: '10 m^3', low: 0.5, delivery: '6 h' } }), 40 * HOUR_MS)
    made.kernel.run(T0 + 39 * HOUR_MS, 1e9)
    const ordered = made.events.filter(event => event.kind === 'fuelOrdered')
    const delivered = made.events.filter(event => event.kind === 'fuelDelivered')
    expect(ordered.length).toBeGreaterThan(1)
    expect(delivered[0].atMs - ordered[0].atMs).toBe(6 * HOUR_MS)
    expect(made.events.filter(event => event.kind === 'fuelEmpty')).toEqual([])
    expect(made.power.modeOf(0)).toBe(MODE.island)
    const { levelL, burntL, deliveredL } = made.power.fuelOf(0)
    expect((120_000 - burntL + deliveredL) / levelL).toBeCloseTo(1, 9)
  })

  test('after a delivery to empty tanks the sets start again', () => {
    const made = site(sets({ fuel: { tank: '2 m^3', low: 0.1, delivery: '12 h' } }), 60 * HOUR_MS)
    made.kernel.run(T0 + 59 * HOUR_MS, 1e9)
    const dry = made.events.filter(event => event.kind === 'fuelEmpty')
    expect(dry.length).toBeGreaterThan(1)
    expect(made.events.filter(event => event.kind === 'generatorStarted' && event.atMs > dry[0].atMs).length).toBeGreaterThanOrEqual(12)
  })
})

/** Integrates the fuel curve over what the island's bus shows, without looking at the tanks. */
function watchFuel(made: Site, untilMs: number): number {
  let litres = 0
  let running = new Set<string>()
  let lastMs = made.kernel.now
  let seen = 0
  let lph = 0
  while (made.kernel.now < untilMs) {
    const status = made.kernel.run(untilMs, 1)
    litres += (lph * (made.kernel.now - lastMs)) / HOUR_MS
    lastMs = made.kernel.now
    for (; seen < made.events.length; seen++) {
      const event = made.events[seen]
      if (event.kind === 'generatorStarted') running = running.add(event.generator)
      if (event.kind === 'generatorStopped') running.delete(event.generator)
    }
    const islandW = made.power.modeOf(0) === MODE.island ? made.power.view.totals.generationW : 0
    // Cooling sets idle beside none that serve; no test is on in these runs.
    lph = running.size === 0 ? 0 : running.size * dieselFuelLph(3e6, islandW / (running.size * 3e6))
    if (status === 'until') break
  }
  return litres
}

describe('I3 and I22 over random events', () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    test(`seed ${seed}: fuel burnt is the integral of the curve, tanks stay within bounds, hours by purpose are the hours run`, () => {
      const draw = draws(seed)
      const made = site(
        { model: 'diesel-3mw', count: 12, availability: 0.95, failToStart: 0.05, runMttf: '30 h', tests: NO_TESTS, fuel: { tank: `${draw(1, 6)} m^3`, low: 0.5, delivery: { exponential: '8 h' }, load: `${draw(5, 60)} m^3` }, permit: { total: `${draw(20, 60)} h` } },
        0,
        { seed },
      )
      let at = T0
      for (let i = 0; i < 8; i++) {
        const spanMs = Math.round(draw(0.1, 20) * HOUR_MS)
        made.power.interruptFeed(0, at, spanMs)
        at += spanMs + Math.round(draw(0.5, 30) * HOUR_MS)
      }
      const endMs = at + DAY_MS
      const litres = watchFuel(made, endMs)
      const { levelL, burntL, deliveredL } = made.power.fuelOf(0)
      expect(burntL, `seed ${seed}`).toBeGreaterThan(1000)
      expect(Math.abs(burntL / litres - 1), `seed ${seed}: ${burntL} against ${litres}`).toBeLessThan(1e-9)
      const [fullL] = [made.power.fuelOf(0).levelL + burntL - deliveredL]
      expect(levelL).toBeGreaterThanOrEqual(0)
      expect(levelL).toBeLessThanOrEqual(fullL * (1 + 1e-12))
      const since = new Map<string, number>()
      let ranMs = 0
      const yearly = new Map<string, number>()
      for (const event of made.events) {
        if (event.kind === 'generatorStarted') since.set(event.generator, event.atMs)
        if (event.kind !== 'generatorStopped') continue
        const spanMs = event.atMs - (since.get(event.generator) ?? NaN)
        ranMs += spanMs
        yearly.set(event.generator, (yearly.get(event.generator) ?? 0) + spanMs)
        since.delete(event.generator)
      }
      for (const from of since.values()) ranMs += made.kernel.now - from
      const hours = made.power.hoursOf(0)
      expect(hours.emergencyMs + hours.testMs + hours.responseMs, `seed ${seed}`).toBe(ranMs)
      expect(hours.violationMs, `seed ${seed}`).toBe(0)
      const limitMs = Math.max(...yearly.values())
      expect(limitMs, `seed ${seed}`).toBeLessThanOrEqual(60 * HOUR_MS)
    })
  }
})

describe('permit', () => {
  test('under stop, sets run exactly what the permit leaves and are locked until the year ends', () => {
    const made = site(sets({ permit: { total: '5 h' } }), 20 * HOUR_MS)
    made.kernel.run(T0 + 20 * HOUR_MS - 1, 1e9)
    const hours = made.power.hoursOf(0)
    expect(hours.emergencyMs).toBe(12 * 5 * HOUR_MS)
    expect(hours.violationMs).toBe(0)
    expect(made.events.filter(event => event.kind === 'permitReached')).toHaveLength(12)
    expect(made.power.modeOf(0)).toBe(MODE.dead)
    // A second outage of the same year finds no sets; one of the next year does.
    const newYearMs = (daysFromCivil(2028, 1, 1) - made.world.startDay) * DAY_MS
    made.power.interruptFeed(0, newYearMs - DAY_MS, HOUR_MS)
    made.power.interruptFeed(0, newYearMs + DAY_MS, HOUR_MS)
    made.kernel.run(newYearMs - DAY_MS + 30 * 60_000, 1e9)
    expect(made.power.modeOf(0)).toBe(MODE.dead)
    made.kernel.run(newYearMs + DAY_MS + 30 * 60_000, 1e9)
    expect(made.power.modeOf(0)).toBe(MODE.island)
  })

  test('under violate, sets run on and the hours beyond are counted for the fine', () => {
    const made = site(sets({ permit: { total: '5 h', policy: 'violate' } }), 20 * HOUR_MS)
    made.kernel.run(T0 + 40 * HOUR_MS, 1e9)
    const { emergencyMs, violationMs } = made.power.hoursOf(0)
    // 20 h less 11.5 s of starting, ten minutes of healthy utility and five of cooling down.
    const eachMs = 20 * HOUR_MS - 11_500 + 900_000
    expect(emergencyMs).toBe(12 * eachMs)
    expect(violationMs).toBe(12 * (eachMs - 5 * HOUR_MS))
  })

  test('a rating class limits the hours too: ESP 200 h a year', () => {
    const made = site(sets({ ratingClass: 'ESP', count: 14 }), 240 * HOUR_MS)
    made.kernel.run(T0 + 260 * HOUR_MS, 1e9)
    expect(made.power.hoursOf(0).emergencyMs).toBe(14 * 200 * HOUR_MS)
  })

  test('ESP: sets that gave more than 70 % over 24 h are held to it', () => {
    const made = site(sets({ ratingClass: 'ESP', count: 8, derate: 1 }), 40 * HOUR_MS)
    made.kernel.run(T0 + 20 * HOUR_MS, 1e9)
    expect(made.power.view.totals.generationW).toBeGreaterThan(0.9 * 8 * 3e6)
    made.kernel.run(T0 + 30 * HOUR_MS, 1e9)
    expect(made.power.view.totals.generationW).toBeLessThanOrEqual(0.7 * 8 * 3e6)
    made.kernel.run(T0 + 50 * HOUR_MS, 1e9)
    expect(made.power.view.totals.itW).toBe(20e6)
  })
})

describe('tests of sets', () => {
  const YEAR = 366 * DAY_MS

  test('eleven monthly tests and one on the load bank are 7.5 h a year; they burn fuel and carry nothing', () => {
    const made = site({ model: 'diesel-3mw', count: 12, ...SURE }, 0)
    made.kernel.run(YEAR + 10 * DAY_MS, 1e9)
    const hours = made.power.hoursOf(0)
    expect(hours.testMs).toBe(12 * (11 * 0.5 + 2) * HOUR_MS)
    expect(hours.emergencyMs).toBe(0)
    const litres = 12 * (5.5 * dieselFuelLph(3e6, 0.3) + 2 * dieselFuelLph(3e6, 0.75))
    expect(made.power.fuelOf(0).burntL / litres).toBeCloseTo(1, 9)
    expect(made.power.view.totals.generationW).toBe(0)
  })

  test('a permit that is used up makes tests missed, and with a factor starts fail more often', () => {
    const starts = Array.from({ length: 60 }, (_, seed) => {
      const made = site({ model: 'diesel-3mw', count: 12, availability: 1, failToStart: 0.05, commonCause: 0, retrySuccess: 0, permit: { nonEmergency: '1 h' }, tests: { monthly: '1 h', loadBank: '0 h', missedFactor: 2 } }, 0, { seed })
      made.power.interruptFeed(0, 130 * DAY_MS, HOUR_MS)
      made.kernel.run(130 * DAY_MS + 60_000, 1e9)
      expect(made.power.hoursOf(0).testMs, `seed ${seed}`).toBe(12 * HOUR_MS)
      return made.events.filter(event => event.kind === 'generatorFailed').length
    })
    // One test held, three missed: 0.05 · 2³ = 0.4 of 720 starts; three standard deviations.
    const failed = starts.reduce((sum, n) => sum + n, 0)
    expect(Math.abs(failed - 288)).toBeLessThan(3 * Math.sqrt(720 * 0.4 * 0.6))
  })

  test('sets under test take the load at once when the utility is lost', () => {
    const made = site({ model: 'diesel-3mw', count: 12, ...SURE }, 0)
    const testMs = DAY_MS + 31_557_600_000 / 12
    made.power.interruptFeed(0, testMs + 60_000, HOUR_MS)
    made.kernel.run(testMs + 60_000 + 52_000, 1e9)
    expect(made.power.modeOf(0)).toBe(MODE.island)
    expect(made.events.filter(event => event.kind === 'generatorStarted')).toHaveLength(12)
    expect(made.power.hoursOf(0).testMs).toBe(12 * (60_000 + 11_500))
  })
})

test('a run that is copied and restored in mid-outage ends like a straight one', () => {
  const make = (): Site => site({ model: 'diesel-3mw', count: 12, runMttf: '20 h', fuel: { tank: '3 m^3', delivery: '5 h' }, permit: { total: '30 h' } }, 60 * HOUR_MS)
  const straight = make()
  straight.kernel.run(T0 + 100 * HOUR_MS, 1e9)
  const first = make()
  first.kernel.run(T0 + 17 * HOUR_MS, 1e9)
  const copy = snapshotState(first.state)
  const second = make()
  restoreState(second.state, copy)
  second.kernel.run(T0 + 100 * HOUR_MS, 1e9)
  expect(hashState(second.state)).toBe(hashState(straight.state))
})
