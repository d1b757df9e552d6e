/** Air permits by mass: what is emitted by hand arithmetic, the limit to the millisecond, what each policy does there, months and dates. */
import { describe, expect, test } from 'vitest'
import { civilFromDays, daysFromCivil } from '../../../src/base/civil-date.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { airPermits } from '../../../src/engine/power/air-permit-plan.ts'
import { DAY_MS, tinyWorld } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, electricalScenario, loadAll, quietPower } from './site.ts'

const HOUR_MS = 3_600_000
const START = daysFromCivil(2027, 1, 1)
const atDate = (year: number, month: number, day = 1): number => (daysFromCivil(year, month, day) - START) * DAY_MS
const QUIET_UNITS = { startSuccess: 1, forcedOutage: 0, inspection: '0 h', overhaul: '0 h' }
const FEED = { capacity: '60 MW', voltage: '25 kV', energised: dateAfter(0), outages: QUIET_OUTAGES }
/** Turbines that carry the site before the feed does. */
const turbines = { id: 'turbines', model: 'turbine-aero-34mw', count: 3, inService: dateAfter(0), dispatch: 'plant-first', ...QUIET_UNITS }
/** No sets but those of a test. */
const SETS = { model: 'diesel-3mw', count: 12, availability: 1, failToStart: 0, commonCause: 0, runMttf: '100 years', tests: { monthly: '0 h', loadBank: '0 h' } }

function site(permit: Record<string, unknown>, text: { readonly feeds?: Record<string, unknown>; readonly generation?: unknown[]; readonly power?: Record<string, unknown> } = {}): Site {
  const { feeds = { main: FEED }, generation = [turbines], power = {} } = text
  const made = createPowerSiteUnderTest({ grid: { feeds }, generation, power: quietPower(power), airPermits: [{ id: 'bubble', ...permit }] })
  loadAll(made, 20e6, 20e6, 2e6)
  return made
}

const until = (made: Site, ms: number): void => void made.kernel.run(ms, 1e9)
const bubble = (made: Site): ReturnType<Site['power']['emissions']>[number] => made.power.emissions()[0]
const told = (made: Site, kind: string): number[] => made.events.filter(event => event.kind === kind).map(({ atMs }) => atMs)
/** Tonnes in a year at what the plants burn now, 47 g/GJ. */
const yearlyT = (made: Site): number => (made.power.view.totals.gasW * 47 * 31_557_600) / 1e15

describe('what is emitted', () => {
  test('turbines at constant load: heat of the fuel times 47 g/GJ', () => {
    const made = site({ nox: '1000 t/year' })
    until(made, 10 * DAY_MS)
    const { gasW } = made.power.view.totals
    // 22 MW and the losses of the chain at 36 % and part load.
    expect(gasW).toBeGreaterThan(22e6 / 0.36)
    expect(bubble(made).noxKg).toBeCloseTo((gasW * 10 * 86_400 * 47) / 1e12, 3)
    expect(bubble(made)).toMatchObject({ overKg: 0, fineUsd: 0, reachedH: 0 })
  })

  test('standby sets: litres times 35.8 MJ/L times 700 g/GJ', () => {
    const made = site({ nox: '1000 t/year' }, { generation: [], power: { generators: SETS } })
    until(made, DAY_MS)
    made.power.interruptFeed(0, DAY_MS + 1, 10 * HOUR_MS)
    until(made, 3 * DAY_MS)
    expect(made.power.fuelOf(0).burntL).toBeGreaterThan(10_000)
    expect(bubble(made).noxKg).toBeCloseTo((made.power.fuelOf(0).burntL * 0.0358 * 700) / 1000, 6)
  })

  test('an author’s own factor and a list of plants', () => {
    const other = { ...turbines, id: 'other', dispatch: 'grid-first' }
    const made = site({ nox: '1000 t/year', plants: ['other'] }, { generation: [{ ...turbines, nox: '20 g/GJ' }, other] })
    until(made, 10 * DAY_MS)
    expect(bubble(made).noxKg).toBe(0)
    const all = site({ nox: '1000 t/year' }, { generation: [{ ...turbines, nox: '20 g/GJ' }] })
    until(all, 10 * DAY_MS)
    expect(bubble(all).noxKg).toBeCloseTo((all.power.view.totals.gasW * 10 * 86_400 * 20) / 1e12, 3)
  })
})

describe('at the limit', () => {
  /** A limit that constant load reaches after 100 days. */
  const HUNDRED = ((): number => {
    const made = site({ nox: '1000 t/year' })
    until(made, DAY_MS)
    return (yearlyT(made) * 100) / 365.25
  })()
  const limit = { nox: `${HUNDRED} t/year` }

  test('stop: the turbines stop at that moment, the feed carries the site, and nothing more is emitted', () => {
    const made = site(limit)
    until(made, 50 * DAY_MS)
    const restMs = ((HUNDRED * 1e6 - bubble(made).noxKg * 1000) / ((made.power.view.totals.gasW * 47) / 1e9)) * 1000
    const expectedMs = Math.ceil(50 * DAY_MS + restMs)
    // The book of the fuel is whole watts: 1e-8 of fifty days is 40 ms.
    until(made, expectedMs - 100)
    expect(made.power.view.totals.plantW).toBeGreaterThan(22e6)
    until(made, expectedMs + 100)
    expect(told(made, 'emissionReached')).toHaveLength(1)
    expect(made.power.view.totals).toMatchObject({ plantW: 0, itW: 20e6 })
    until(made, 150 * DAY_MS)
    expect(bubble(made).noxKg).toBeCloseTo(HUNDRED * 1000, 3)
    expect(bubble(made).overKg).toBe(0)
    expect(bubble(made).reachedH).toBeCloseTo(50 * 24, 0)
  })

  test('last: the feed carries what it can, the turbines only what it cannot, and that is fined', () => {
    const made = site({ ...limit, policy: 'last', fine: '5000 USD/t' }, { feeds: { main: { ...FEED, capacity: '15 MW' } } })
    until(made, 101 * DAY_MS)
    const { plantW, gridW, itW, gasW } = made.power.view.totals
    expect([gridW, itW]).toEqual([15e6, 20e6])
    expect(plantW).toBeGreaterThan(7e6)
    expect(plantW).toBeLessThan(9e6)
    const overT = (gasW * 86_400 * 47) / 1e15
    expect(bubble(made).overKg).toBeCloseTo(overT * 1000, 2)
    expect(bubble(made).fineUsd).toBeCloseTo(overT * 5000, 1)
  })

  test('violate: all runs on, what is beyond the limit is fined', () => {
    const made = site({ ...limit, policy: 'violate' })
    until(made, 110 * DAY_MS)
    expect(made.power.view.totals.plantW).toBeGreaterThan(22e6)
    expect(bubble(made).overKg).toBeCloseTo(HUNDRED * 100, 0)
    expect(bubble(made).fineUsd).toBeCloseTo(bubble(made).overKg * 10, 6)
  })

  test('an island that stops is not served for the permit', () => {
    const made = site(limit, { feeds: {}, generation: [{ ...turbines, operation: 'island', redundancy: 0 }] })
    until(made, 101 * DAY_MS)
    const { itW, shortPermitW, requestedW } = made.power.view.totals
    expect(itW).toBe(0)
    expect(shortPermitW).toBe(requestedW)
    expect(requestedW).toBeGreaterThan(20e6)
  })

  test('rolling: the eleven months before count, and room comes back with the month that drops out', () => {
    const made = site(limit)
    until(made, atDate(2028, 3, 2))
    // January's 31 days are run again in January; February 2027 leaves room for 28 days of the 29 of February 2028.
    expect(told(made, 'emissionFreed')).toEqual([atDate(2028, 1), atDate(2028, 3)])
    expect(told(made, 'emissionReached').map(ms => Math.round(ms / DAY_MS))).toEqual([100, 365 + 31 + 28])
    expect(bubble(made).peakKg).toBeLessThanOrEqual(HUNDRED * 1000 + 1e-3)
  })

  test('calendar: all of it is there again on 1 January', () => {
    const made = site({ ...limit, period: 'calendar' })
    until(made, atDate(2028, 6))
    expect(told(made, 'emissionFreed')).toEqual([atDate(2028, 1)])
    expect(told(made, 'emissionReached').map(ms => Math.round(ms / DAY_MS))).toEqual([100, 365 + 100])
    expect(bubble(made).peakKg).toBeCloseTo(HUNDRED * 1000, 2)
    expect(bubble(made).noxKg).toBeCloseTo(HUNDRED * 2000, 2)
  })
})

describe('dates', () => {
  test('temporary limits hold for their days alone; 0 t/year keeps all off', () => {
    const made = site({ nox: '1000 t/year', temporary: [{ nox: '0 t/year', from: '2027-03-01', until: '2027-04-01' }] })
    until(made, atDate(2027, 2, 28))
    expect(made.power.view.totals.plantW).toBeGreaterThan(22e6)
    until(made, atDate(2027, 3, 2))
    expect(made.power.view.totals.plantW).toBe(0)
    until(made, atDate(2027, 4, 2))
    expect(made.power.view.totals.plantW).toBeGreaterThan(22e6)
    expect([told(made, 'emissionReached'), told(made, 'emissionFreed')]).toEqual([[atDate(2027, 3)], [atDate(2027, 4)]])
  })

  test('a limit of the first day holds from the start', () => {
    const made = site({ nox: '1000 t/year', temporary: [{ nox: '0 t/year', from: '2026-01-01', until: '2027-01-11' }] })
    until(made, 9 * DAY_MS)
    expect(made.power.view.totals.plantW).toBe(0)
    until(made, 11 * DAY_MS)
    expect(made.power.view.totals.plantW).toBeGreaterThan(22e6)
  })

  test('limits by date, in order', () => {
    const world = tinyWorld({})
    const scenario = electricalScenario({ grid: { feeds: { main: FEED } }, power: quietPower(), airPermits: [{ id: 'a', nox: '50 t/year', temporary: [{ nox: '90 t/year', from: '2027-02-01', until: '2027-03-01' }, { nox: '70 t/year', from: '2027-03-01', until: '2027-05-01' }] }] }, world)
    const { limits } = airPermits(scenario, world).permits[0]
    expect(limits.map(({ fromMs, limitG }) => [civilFromDays(START + fromMs / DAY_MS).month, Math.round(limitG / 1e6)])).toEqual([[1, 50], [2, 90], [3, 70], [5, 50]])
  })

  test('a plant waits for its permit', () => {
    const made = site({ nox: '1000 t/year', granted: { planned: '2027-02-01', slip: '14 days' } })
    until(made, 60 * DAY_MS)
    expect(told(made, 'generatorInService')).toEqual([atDate(2027, 2, 15)])
  })
})

describe('standby sets under a permit that is used up', () => {
  const sets = (permit: Record<string, unknown>): Site => {
    const made = site({ nox: '0.1 t/year', ...permit }, { generation: [], power: { generators: SETS } })
    until(made, DAY_MS)
    made.power.interruptFeed(0, DAY_MS + 1, 24 * HOUR_MS)
    return made
  }

  test('stop: they stop in the outage, and what is not served is the permit’s', () => {
    const made = sets({})
    until(made, DAY_MS + 12 * HOUR_MS)
    expect(told(made, 'emissionReached')).toHaveLength(1)
    expect(bubble(made).noxKg).toBeCloseTo(100, 2)
    expect(made.power.view.totals.itW).toBe(0)
    expect(made.power.view.totals.shortPermitW).toBeGreaterThan(20e6)
    until(made, 3 * DAY_MS)
    expect(made.power.view.totals.itW).toBe(20e6)
  })

  test('last: they run on in the emergency and are fined', () => {
    const made = sets({ policy: 'last' })
    until(made, DAY_MS + 12 * HOUR_MS)
    expect(made.power.view.totals.itW).toBe(20e6)
    expect(bubble(made).overKg).toBeGreaterThan(100)
  })

  test('last: no test and no answer to a call', () => {
    const tests = { tests: { monthly: '1 h', loadBank: '0 h' }, permit: { nonEmergency: '100 h' } }
    const made = site({ nox: '0.1 t/year', policy: 'last' }, { generation: [], power: { generators: { ...SETS, ...tests } } })
    until(made, DAY_MS)
    made.power.interruptFeed(0, DAY_MS + 1, 24 * HOUR_MS)
    until(made, 100 * DAY_MS)
    expect(made.power.hoursOf(0).testMs).toBe(0)
  })
})

test('a run that is copied and restored ends like a straight one', () => {
  const make = (): Site => {
    const made = site({ nox: '20 t/year', period: 'calendar', temporary: [{ nox: '5 t/year', from: '2027-08-01', until: '2027-12-01' }] }, { power: { generators: SETS } })
    for (let day = 10; day < 400; day += 17) made.power.interruptFeed(0, day * DAY_MS, 20 * HOUR_MS)
    return made
  }
  const straight = make()
  until(straight, 460 * DAY_MS)
  const first = make()
  until(first, 152 * DAY_MS + HOUR_MS)
  const second = make()
  restoreState(second.state, snapshotState(first.state))
  until(second, 460 * DAY_MS)
  expect(told(straight, 'emissionReached').length).toBeGreaterThan(1)
  expect(hashState(second.state)).toBe(hashState(straight.state))
})
