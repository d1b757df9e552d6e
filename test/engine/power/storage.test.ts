/** Storage and sun on the site bus: exact energy, bounds of the state of charge, bridging, peaks, requests, ageing. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { MODE } from '../../../src/engine/power/power-site.ts'
import { healthLoss } from '../../../src/physics/battery-storage.ts'
import { draws } from '../../physics/draws.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, type SiteText, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from './site.ts'

const HOUR_MS = 3_600_000
const MWH_WMS = 3.6e12
const T0 = 10 * DAY_MS
const FEED = { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES }
const store = (more: Record<string, unknown> = {}): Record<string, unknown> => ({ id: 'store', model: 'bess-2mwh', count: 20, inService: dateAfter(1), failures: '0/year', ...more })

function site(more: Partial<SiteText>): Site {
  const made = createPowerSiteUnderTest({ grid: { feeds: { main: FEED } }, power: quietPower(), ...more })
  loadAll(made, 20e6, 8e6, 2e6)
  return made
}

const balance = ({ power: { view: { totals } } }: Site): number => totals.gridW + totals.generationW - totals.itW - totals.mechanicalW - totals.lossW

describe('energy', () => {
  for (const seed of [1, 2, 3, 4]) {
    test(`I2 and I10, seed ${seed}: what is stored is what went in and out; 0 ≤ charge ≤ health; health falls but for new cells`, () => {
      const draw = draws(seed)
      const made = site({ storage: [store({ failures: '2/year', endOfLife: 0.97, replacement: '3 days', recharge: `${Math.ceil(draw(1, 12))} h` }), store({ id: 'other', count: 5, shaveAbove: `${Math.ceil(draw(18, 24))} MW` })] })
      for (let i = 0, at = T0; i < 12; i++) {
        const spanMs = Math.round(draw(0.1, 3) * HOUR_MS)
        made.power.interruptFeed(0, at, spanMs)
        at += spanMs + Math.round(draw(1, 40) * HOUR_MS)
      }
      const endMs = T0 + 60 * DAY_MS
      // An event at the very end, so that single steps never pass over a stretch of time after one.
      made.power.interruptFeed(0, endMs, 1)
      const health = [1, 1]
      let inWms = 0
      let lastMs = made.kernel.now
      let sitW = 0
      const before = [0, 1].map(index => made.power.storeOf(index))
      for (let step = 0; made.kernel.now < endMs; step++) {
        made.kernel.run(endMs, 1)
        inWms += sitW * (made.kernel.now - lastMs)
        lastMs = made.kernel.now
        const { totals } = made.power.view
        sitW = totals.storageInW - totals.storageOutW
        expect(balance(made), `seed ${seed}`).toBe(0)
        if (step % 40 === 0) loadAll(made, Math.round(draw(5e6, 24e6)), 2e6, 2e6)
        for (const index of [0, 1]) {
          const book = made.power.storeOf(index)
          const charge = book.storedWms / book.capacityWms
          expect(charge, `seed ${seed}`).toBeGreaterThanOrEqual(0)
          expect(charge, `seed ${seed}`).toBeLessThanOrEqual(book.health * (1 + 1e-12))
          if (book.health > health[index]) expect(book.health).toBe(1)
          health[index] = book.health
        }
      }
      let moved = 0
      for (const index of [0, 1]) {
        const { storedWms, chargedWms, dischargedWms, auxiliaryWms, exchangedWms, capacityWms } = made.power.storeOf(index)
        const expected = before[index].storedWms + 0.9479 * chargedWms - (dischargedWms + auxiliaryWms) / 0.9479 + exchangedWms
        expect(Math.abs(storedWms - expected) / capacityWms, `seed ${seed}`).toBeLessThan(1e-9)
        moved += chargedWms - dischargedWms
      }
      expect(Math.abs(moved - inWms), `seed ${seed}: books of stores against the site`).toBeLessThan(1e-9 * MWH_WMS * 1000)
      expect(moved).not.toBe(0)
    })
  }
})

describe('bridging the loss of supply', () => {
  test('storage carries the block until it is empty at its lower bound, then batteries and racks go as without it', () => {
    const made = site({ storage: [store({ chargeMin: 0.1, chargeMax: 0.9, auxiliary: '0 1/h', availability: 1 })] })
    made.power.interruptFeed(0, T0, 4 * HOUR_MS)
    made.kernel.run(T0 + 1, 1e9)
    const { totals } = made.power.view
    expect(made.power.modeOf(0)).toBe(MODE.utility)
    expect(totals.storageOutW).toBe(totals.itW + totals.mechanicalW + totals.lossW)
    // 0.8 of 40 MWh at 0.9479.
    const lastsMs = (0.8 * 40 * MWH_WMS * 0.9479) / totals.storageOutW
    made.kernel.run(Math.floor(T0 + lastsMs) - 1, 1e9)
    expect(made.power.modeOf(0)).toBe(MODE.utility)
    made.kernel.run(Math.ceil(T0 + lastsMs) + 2, 1e9)
    expect(made.power.modeOf(0)).toBe(MODE.battery)
    const { storedWms, capacityWms } = made.power.storeOf(0)
    expect(storedWms / capacityWms).toBeCloseTo(0.1, 6)
    made.kernel.run(T0 + 4 * HOUR_MS + 5 * HOUR_MS, 1e9)
    expect(made.power.modeOf(0)).toBe(MODE.utility)
    expect(made.power.storeOf(0).storedWms / capacityWms).toBeGreaterThan(0.85)
  })

  test('storage bridges the start of turbines: no battery, no rack is touched', () => {
    const generation = [{ id: 'plant', model: 'turbine-aero-34mw', count: 3, inService: dateAfter(1), startSuccess: 1, forcedOutage: 0 }]
    const made = site({ storage: [store()], generation })
    made.power.interruptFeed(0, T0, 3 * HOUR_MS)
    made.kernel.run(T0 + 60_000, 1e9)
    expect(made.power.view.totals.plantW).toBe(0)
    expect(made.power.view.totals.storageOutW).toBeGreaterThan(22e6)
    made.kernel.run(T0 + 9 * 60_000, 1e9)
    expect(made.power.view.totals.storageOutW).toBe(0)
    expect(made.power.view.totals.plantW).toBeGreaterThan(22e6)
    expect(made.events.filter(event => event.kind === 'outageStarted' && event.what === 'block[0]/utility')).toEqual([])
    expect(made.gates.calls.filter(call => call.atMs >= T0)).toEqual([])
  })

  test('storage too small for a block leaves it to batteries and sets at once', () => {
    const made = site({ storage: [store({ count: 2 })], power: quietPower({ generators: { model: 'diesel-3mw', count: 12, availability: 1, failToStart: 0, commonCause: 0 } }) })
    made.power.interruptFeed(0, T0, HOUR_MS)
    made.kernel.run(T0 + 60_000, 1e9)
    expect(made.power.modeOf(0)).toBe(MODE.island)
  })
})

describe('peaks and requests', () => {
  test('draw above the threshold comes from storage, and charging stays below it', () => {
    const made = site({ storage: [store({ shaveAbove: '20 MW' })] })
    made.kernel.run(DAY_MS + 2 * HOUR_MS, 1e9)
    const { totals } = made.power.view
    expect(totals.gridW).toBe(20e6)
    expect(totals.storageOutW).toBe(totals.itW + totals.mechanicalW + totals.lossW - 20e6)
    loadAll(made, 15e6, 8e6, 1e6)
    made.power.settle()
    made.kernel.run(DAY_MS + 2 * HOUR_MS + 1000, 1e9)
    expect(totals.storageOutW).toBe(0)
    expect(totals.storageInW).toBeGreaterThan(0)
    expect(totals.gridW).toBeLessThanOrEqual(20e6)
    made.kernel.run(T0 + 40 * HOUR_MS, 1e9)
    expect(totals.storageInW).toBe(0)
  })

  test('a request is met up to what is available and lasts until it is taken back', () => {
    const made = site({ storage: [store({ count: 5 })] })
    made.kernel.run(T0, 1e9)
    expect(made.power.storageAvailableW()).toBe(Math.floor(5 * 2e6 * 0.97))
    const beforeW = made.power.view.totals.gridW
    made.power.requestStorage(6e6)
    made.kernel.run(T0 + 10, 1e9)
    expect(made.power.view.totals.storageOutW).toBe(6e6)
    expect(made.power.view.totals.gridW).toBe(beforeW - 6e6)
    made.power.requestStorage(50e6)
    made.kernel.run(T0 + 20, 1e9)
    expect(made.power.view.totals.storageOutW).toBe(Math.floor(5 * 2e6 * 0.97))
    made.power.requestStorage(0)
    made.kernel.run(T0 + 30, 1e9)
    expect(made.power.view.totals.storageOutW).toBe(0)
  })

  test('the smoothing reserve is kept back: power and energy of Eq 4.10 for the step that rack storage leaves', () => {
    // 20 MW less 30 % at 2 MW a minute: ½ · 14² / 2 = 49 MW·min = 0.817 MWh, and 14 MW less what the ramp gives in a second.
    const made = site({ storage: [store({ count: 10 })], smoothing: { step: '20 MW', ramp: '2 MW/min', rack: 0.3 } })
    made.kernel.run(T0, 1e9)
    expect(made.power.storageAvailableW()).toBe(Math.floor(10 * 2e6 * 0.97) - Math.ceil(14e6 - 2e6 / 60))
    const { storedWms } = made.power.storeOf(0)
    expect(storedWms).toBeLessThanOrEqual(0.95 * 20 * MWH_WMS - (49 / 60) * MWH_WMS + 1)
  })

  test('a failed inverter takes its share of the power, its repair gives it back', () => {
    const made = site({ storage: [store({ count: 4 })] })
    made.kernel.run(T0, 1e9)
    const wholeW = made.power.storageAvailableW()
    made.power.failUnit('storage[store]/unit[1]')
    expect(made.power.storageAvailableW()).toBe(Math.floor(3 * 2e6 * 0.97))
    made.kernel.run(T0 + 400 * HOUR_MS, 1e9)
    expect(made.power.storageAvailableW()).toBeGreaterThan(0.98 * wholeW)
  })
})

describe('ageing', () => {
  test('Eq 4.7 month by month: idle storage near its upper bound', () => {
    const made = site({ storage: [store({ auxiliary: '0 1/h' })] })
    made.kernel.run(DAY_MS + 10 * 31_557_600_000, 1e9)
    const { health, storedWms, capacityWms } = made.power.storeOf(0)
    // It stands at 95 % of its present capacity throughout, so the mean state of charge falls with health: between both ends.
    expect(1 - health).toBeLessThan(healthLoss(0, 3652.5, 0.95, 0))
    expect(1 - health).toBeGreaterThan(healthLoss(0, 3652.5, 0.95 * health, 0))
    expect(storedWms / capacityWms).toBeLessThanOrEqual(health)
  })

  test('at the end of life the cells are replaced, and the store is away meanwhile', () => {
    const made = site({ storage: [store({ endOfLife: 0.97, replacement: '10 days' })] })
    made.kernel.run(DAY_MS + 3 * 31_557_600_000, 1e9)
    const replaced = made.events.filter(event => event.kind === 'storageReplaced')
    expect(replaced.length).toBeGreaterThan(0)
    expect(made.power.storeOf(0).health).toBeGreaterThan(0.97)
  })
})

describe('sun', () => {
  const DARK_AND_BRIGHT = Float64Array.from({ length: 24 * 30 }, (_, hour) => (hour % 24 >= 8 && hour % 24 < 16 ? 850 : 0))
  const weather = { dryBulbC: 19.5, wetBulbC: 10, humidityRatio: 0.005, pressurePa: 101_325, densityKgpm3: 1.2 }

  test('W4.12: an array of 100 MWp gives 71.15 MW before the feeds do, and nothing by night', () => {
    const made = createPowerSiteUnderTest(
      { grid: { feeds: { main: FEED } }, power: quietPower(), solar: [{ id: 'field', peak: '100 MW', efficiency: 0.9, tiltGain: 1, inService: dateAfter(1) }] },
      { irradiance: DARK_AND_BRIGHT },
    )
    loadAll(made, 20e6, 8e6, 2e6)
    made.kernel.run(T0, 1e9)
    made.power.setWeather(weather)
    made.kernel.run(T0 + 1, 1e9)
    const { totals } = made.power.view
    expect(totals.solarW).toBe(0)
    const gridW = totals.gridW
    made.kernel.run(T0 + 10 * HOUR_MS, 1e9)
    made.power.setWeather(weather)
    made.kernel.run(T0 + 10 * HOUR_MS + 1, 1e9)
    // More than the site needs: the rest is curtailed. With cells at 45 °C it could give 71.15 MW.
    expect(totals.gridW).toBe(0)
    expect(totals.solarW).toBe(gridW)
    expect(balance(made)).toBe(0)
    // Sun is no firm power: the loss of the feed is felt at noon too.
    made.power.interruptFeed(0, T0 + 11 * HOUR_MS, HOUR_MS)
    made.kernel.run(T0 + 11 * HOUR_MS + 1000, 1e9)
    expect(made.power.modeOf(0)).toBe(MODE.battery)
  })
})

test('a run that is copied and restored ends like a straight one', () => {
  const make = (): Site => {
    const made = site({ storage: [store({ failures: '20/year', endOfLife: 0.985 }), store({ id: 'peak', count: 3, shaveAbove: '23 MW' })] })
    for (let day = 10; day < 90; day += 6) made.power.interruptFeed(0, day * DAY_MS, 2 * HOUR_MS)
    return made
  }
  const straight = make()
  straight.kernel.run(150 * DAY_MS, 1e9)
  const first = make()
  first.kernel.run(46 * DAY_MS + HOUR_MS, 1e9)
  const copy = snapshotState(first.state)
  const second = make()
  restoreState(second.state, copy)
  second.kernel.run(150 * DAY_MS, 1e9)
  expect(hashState(second.state)).toBe(hashState(straight.state))
})
