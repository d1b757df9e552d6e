/** UPS modes and the health of batteries in a run. */
import { expect, test } from 'vitest'
import { batteryColdFactor, batteryHealth, batteryLifeFactor } from '../../../src/physics/battery-ageing.ts'
import { rideThroughMs } from '../../../src/physics/ups-ride-through.ts'
import { DAY_MS } from '../world.ts'
import { createPowerSiteUnderTest, dateAfter, loadAll, QUIET_OUTAGES, quietPower, type Site } from './site.ts'

const YEAR_MS = 31_557_600_000

function siteOf(ups: Record<string, unknown>): Site {
  const site = createPowerSiteUnderTest({
    world: { horizonMs: 40 * YEAR_MS },
    grid: { feeds: { a: { capacity: '60 MW', voltage: '25 kV', energised: dateAfter(0), outages: QUIET_OUTAGES } } },
    power: quietPower({}, ups),
  })
  loadAll(site, 24_000_000, 9e6, 0)
  site.kernel.run(10, 1e9)
  return site
}

/** How long the racks last after the feed is lost now, ms. */
function rideOf(site: Site, downMs = 2 * 3_600_000): number {
  const fromMs = site.kernel.now
  site.power.interruptFeed(0, fromMs + 1, downMs)
  site.kernel.run(fromMs + downMs - 1, 1e9)
  const shed = site.events.filter(event => event.kind === 'blockShed' && event.atMs > fromMs)
  site.kernel.run(fromMs + downMs + 10 * DAY_MS, 1e9)
  return shed.length === 0 ? Infinity : shed[0].atMs - fromMs - 1
}

test('W4.10: 300 s at rating, state of health 0.92: the load share of 1.6 of 2.5 MW rides 441.0 s', () => {
  expect(rideThroughMs({ ratedW: 2.5e6, ratedMs: 300_000, exponent: 1.05 }, 1.6e6, 0.92) / 1000).toBeCloseTo(441, 0)
  const site = siteOf({ strings: 1, openStrings: '0/year', batteryUsed: 0.4 })
  const rated = 20 * 1.667e6
  // Behind the busway the UPS carries a little more than the racks.
  expect(rideOf(site) / rideThroughMs({ ratedW: rated, ratedMs: 300_000, exponent: 1.05 }, 24_000_000, batteryHealth(0.4))).toBeCloseTo(1, 2)
})

test('health falls to 0.8 over the life; heat halves the life, cold takes capacity', () => {
  expect([0, 0.5, 1, 2].map(batteryHealth)).toEqual([1, 0.9, 0.8, 0.8])
  expect([25, 40, 10].map(c => batteryLifeFactor('lithiumIon', c))).toEqual([1, 0.5, 1])
  expect(batteryLifeFactor('leadAcid', 35)).toBe(0.5)
  expect(batteryColdFactor('leadAcid', 15)).toBeCloseTo(0.92, 12)
  expect(batteryColdFactor('lithiumIon', 30)).toBe(1)
})

test('an old battery rides shorter, and is new again after its life; a hot room shortens that', () => {
  const cool = siteOf({ openStrings: '0/year', batteryLife: '10 years' })
  const first = rideOf(cool)
  cool.kernel.run(9.9 * YEAR_MS, 1e9)
  expect(rideOf(cool) / first).toBeCloseTo(batteryHealth(0.99), 2)
  cool.kernel.run(10.3 * YEAR_MS, 1e9)
  expect(rideOf(cool) / first).toBeCloseTo(1, 1)
  const hot = siteOf({ openStrings: '0/year', batteryLife: '10 years', batteryRoom: '40 degC' })
  hot.kernel.run(4.9 * YEAR_MS, 1e9)
  expect(rideOf(hot) / first).toBeCloseTo(batteryHealth(0.98), 2)
})

test('open strings are latent: a discharge is short and shows them, the next one is not; a test finds them as well', () => {
  const openOften = { strings: 4, openStrings: '0.5/year', batteryLife: '50 years', batteryTest: '20 years' }
  const site = siteOf(openOften)
  site.kernel.run(YEAR_MS, 1e9)
  const short = rideOf(site)
  const whole = rideThroughMs({ ratedW: 20 * 1.667e6, ratedMs: 300_000, exponent: 1.05 }, 24_000_000)
  expect(short).toBeLessThan(0.75 * whole)
  expect(rideOf(site)).toBeGreaterThan(0.95 * whole)
  const tested = siteOf({ ...openOften, batteryTest: '30 days' })
  tested.kernel.run(YEAR_MS, 1e9)
  expect(rideOf(tested)).toBeGreaterThan(0.9 * whole)
})

test('eco: the loss of the bypass on the utility, of the converters on battery', () => {
  const eco = siteOf({ mode: 'eco' })
  const dual = siteOf({})
  const rated = 20 * 1.667e6
  const saved = (site: Site): number => site.power.view.totals.lossW
  // Fits at x = 24 / 33.34, systems loaded alike: a0 + a1·x + a2·x².
  const x = 24.08e6 / rated
  const expected = rated * (0.0045 - 0.0025 + (0.013 - 0.004) * x + (0.0105 - 0.003) * x * x)
  expect((saved(dual) - saved(eco)) / expected).toBeCloseTo(1, 1)
  for (const site of [eco, dual]) {
    site.power.interruptFeed(0, site.kernel.now + 1, 60_000)
    site.kernel.run(site.kernel.now + 10, 1e9)
  }
  expect(eco.power.modeOf(0)).toBe(2)
  expect(eco.power.view.totals.lossW).toBe(dual.power.view.totals.lossW)
})
