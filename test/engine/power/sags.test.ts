/** Voltage sags: what they do to batteries, cooling and the grid, and how often they come. */
import { describe, expect, test } from 'vitest'
import { entityKey, rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { MODE } from '../../../src/engine/power/power-site.ts'
import { retainedVoltage } from '../../../src/engine/power/sags.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from './site.ts'

const T0 = 10 * DAY_MS
const YEAR_MS = 365.25 * DAY_MS

function quietSite(grid: Record<string, unknown> = {}): Site {
  const site = createPowerSiteUnderTest({ grid: { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } }, ...grid }, power: quietPower({ mechanicalOnUps: 0 }) })
  loadAll(site, 20e6, 8e6, 2e6)
  site.kernel.run(T0, 1e9)
  return site
}

const balance = ({ totals }: Site['power']['view']): number => totals.gridW + totals.generationW - totals.itW - totals.mechanicalW - totals.lossW

describe('one sag', () => {
  test('shallow: the UPS live on their batteries for the sag and 10 s more, cooling does not notice', () => {
    const site = quietSite()
    const before = { ...site.power.view.totals }
    site.power.sagFeed(0, 0.8, 120)
    site.kernel.run(T0 + 1, 1e9)
    const { totals, mechanicalGrantedW } = site.power.view
    expect(totals.itW).toBe(20e6)
    expect(mechanicalGrantedW[0]).toBe(2e6)
    // Only cooling and standing losses of transformers are left on the grid.
    expect(totals.gridW).toBeLessThan(2.1e6)
    expect(totals.gridW).toBeGreaterThanOrEqual(2e6)
    expect(balance(site.power.view)).toBe(0)
    const dropped = site.events.find(event => event.kind === 'loadDropped')
    expect(dropped?.kind === 'loadDropped' ? dropped.durationMs : 0).toBe(10_120)
    // The UPS-fed load is what the grid no longer carries, but for the losses of block transformers.
    expect((dropped?.kind === 'loadDropped' ? dropped.w : 0) / (before.gridW - totals.gridW)).toBeCloseTo(1, 1)
    site.kernel.run(T0 + 10_119, 1e9)
    expect(site.power.view.totals.gridW).toBeLessThan(2.1e6)
    site.kernel.run(T0 + 10_121, 1e9)
    expect(site.power.view.totals.gridW).toBeGreaterThan(before.gridW)
    expect(site.power.chargeOf(0)).toBeLessThan(1)
    expect(site.power.modeOf(0)).toBe(MODE.utility)
    expect(site.gates.calls.filter(call => call.atMs >= T0)).toEqual([])
  })

  test('a deep one drops cooling without UPS until it has restarted', () => {
    const site = quietSite({ sagResponse: { dropShare: 1 } })
    site.power.sagFeed(0, 0.5, 120)
    site.kernel.run(T0 + 1, 1e9)
    expect(site.power.view.mechanicalGrantedW[0]).toBe(0)
    expect(balance(site.power.view)).toBe(0)
    site.kernel.run(T0 + 20_119, 1e9)
    expect(site.power.view.mechanicalGrantedW[0]).toBe(0)
    site.kernel.run(T0 + 20_121, 1e9)
    expect(site.power.view.mechanicalGrantedW[0]).toBe(2e6)
    expect(balance(site.power.view)).toBe(0)
  })

  test('a deep one of 50 ms or less drops nothing', () => {
    const site = quietSite({ sagResponse: { dropShare: 1 } })
    site.power.sagFeed(0, 0.5, 50)
    site.kernel.run(T0 + 1, 1e9)
    expect(site.power.view.mechanicalGrantedW[0]).toBe(2e6)
  })

  test('a second sag lengthens the ride and drops nothing more from the grid', () => {
    const site = quietSite()
    site.power.sagFeed(0, 0.8, 120)
    site.kernel.run(T0 + 5000, 1e9)
    site.power.sagFeed(0, 0.8, 120)
    site.kernel.run(T0 + 15_119, 1e9)
    expect(site.power.view.totals.gridW).toBeLessThan(2.1e6)
    site.kernel.run(T0 + 15_121, 1e9)
    expect(site.power.view.totals.gridW).toBeGreaterThan(20e6)
    expect(site.events.filter(event => event.kind === 'loadDropped')).toHaveLength(1)
  })

  test('an interruption during the ride: battery, then back, and the ride is over', () => {
    const site = quietSite()
    site.power.sagFeed(0, 0.8, 120)
    site.power.interruptFeed(0, T0 + 2000, 4000)
    site.kernel.run(T0 + 3000, 1e9)
    expect(site.power.modeOf(0)).toBe(MODE.battery)
    site.kernel.run(T0 + 15_999, 1e9)
    expect(site.power.view.totals.gridW).toBeLessThan(2.1e6)
    site.kernel.run(T0 + 16_001, 1e9)
    expect(site.power.view.totals.gridW).toBeGreaterThan(20e6)
    expect(balance(site.power.view)).toBe(0)
  })

  test('a ride that the battery does not outlast goes back to the mains', () => {
    const site = quietSite({ sagResponse: { retransfer: '1 h' } })
    site.power.sagFeed(0, 0.8, 120)
    site.kernel.run(T0 + 3_000_000, 1e9)
    expect(site.power.modeOf(0)).toBe(MODE.utility)
    expect(site.power.view.totals.itW).toBe(20e6)
    expect(site.power.view.totals.gridW).toBeGreaterThan(20e6)
    expect(site.gates.calls.filter(call => call.atMs >= T0)).toEqual([])
  })

  test('the curve of the contract says which sags must be ridden through', () => {
    const feeds = { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES, rideThrough: [{ retained: 0.7, duration: '200 ms' }] } }
    const site = quietSite({ feeds })
    for (const [retained, durationMs] of [[0.8, 120], [0.8, 300], [0.5, 120]]) site.power.sagFeed(0, retained, durationMs)
    expect(site.events.flatMap(event => (event.kind === 'feedSagged' ? [event.isAllowed] : []))).toEqual([false, true, true])
  })
})

describe('how often', () => {
  test('retained voltage lies in 0.3–0.9 with the stated share below 0.7', () => {
    const key = entityKey(rootKey(1, 0), 'sag')
    const draws = Array.from({ length: 4000 }, (_, n) => retainedVoltage(0.36, uniform(key, 1, n)))
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0.3)
    expect(Math.max(...draws)).toBeLessThanOrEqual(0.9)
    const deep = draws.filter(retained => retained < 0.7).length / draws.length
    expect(Math.abs(deep - 0.36)).toBeLessThan(3 * Math.sqrt((0.36 * 0.64) / 4000))
  })

  test.each([['12 kV', 50, 18], ['138 kV', 10, 3]] as const)('%s: %i sags a year, %i of them deep (three standard deviations over 100 years)', (voltage, below90, below70) => {
    const outages = { ordinary: { rate: '0/year' }, major: { rate: '0/year' }, planned: { rate: '0/year' } }
    const site = createPowerSiteUnderTest({ world: { racksPerBlock: 8 }, grid: { feeds: { main: { capacity: '10 MW', voltage, energised: dateAfter(0), outages } } }, power: quietPower({ topology: 'n' }) })
    site.kernel.run(100 * YEAR_MS, 1e9)
    const found = site.events.flatMap(event => (event.kind === 'feedSagged' ? [event.retained] : []))
    expect(Math.abs(found.length - 100 * below90)).toBeLessThan(3 * Math.sqrt(100 * below90))
    expect(Math.abs(found.filter(retained => retained < 0.7).length - 100 * below70)).toBeLessThan(3 * Math.sqrt(100 * below70))
  })

  test('momentary interruptions: three for each longer one, none of 5 minutes (three standard deviations over 300 years)', () => {
    const outages = { ordinary: { rate: '0/year' }, sags: { below90: '0/year' }, planned: { rate: '0/year' } }
    const site = createPowerSiteUnderTest({ world: { racksPerBlock: 8 }, grid: { feeds: { main: { capacity: '10 MW', voltage: '12 kV', energised: dateAfter(0), outages } } }, power: quietPower({ topology: 'n' }) })
    site.kernel.run(300 * YEAR_MS, 1e9)
    const blinks = site.events.filter(event => event.kind === 'feedBlinked').length
    expect(Math.abs(blinks - 300 * 3 * 0.326)).toBeLessThan(3 * Math.sqrt(300 * 3 * 0.326))
  })

  test('planned outages: announced 30 days ahead, 8–48 h (three standard deviations over 600 years)', () => {
    const outages = { ordinary: { rate: '0/year' }, major: { rate: '0/year' }, sags: { below90: '0/year' } }
    const site = createPowerSiteUnderTest({ world: { racksPerBlock: 8 }, grid: { feeds: { main: { capacity: '10 MW', voltage: '12 kV', energised: dateAfter(0), outages } } }, power: quietPower({ topology: 'n' }) })
    site.power.setItLoad(0, 4, 500_000, 100_000)
    site.kernel.run(600 * YEAR_MS, 1e9)
    const announced = site.events.flatMap(event => (event.kind === 'plannedOutageAnnounced' ? [event] : []))
    expect(Math.abs(announced.length - 200)).toBeLessThan(3 * Math.sqrt(200))
    for (const event of announced) expect(event.beginsMs - event.atMs).toBe(30 * DAY_MS)
    const begins = site.events.filter(event => event.kind === 'outageStarted' && event.block < 0).map(event => event.atMs)
    const ends = site.events.filter(event => event.kind === 'outageEnded' && event.block < 0).map(event => event.atMs)
    const hours = begins.slice(0, ends.length).map((atMs, i) => (ends[i] - atMs) / 3_600_000)
    expect(Math.min(...hours)).toBeGreaterThanOrEqual(8)
    // Uniform on 8–48 h: mean 28 h, standard deviation 11.5 h; two that overlap make one that is longer.
    expect(Math.abs(hours.reduce((sum, span) => sum + span, 0) / hours.length - 28)).toBeLessThan((3 * 11.5) / Math.sqrt(hours.length) + 0.5)
    expect(site.gates.calls.some(call => call.cause === 'plannedElectrical')).toBe(true)
    expect(site.gates.calls.some(call => call.cause === 'gridOutage')).toBe(false)
  })
})

describe('determinism', () => {
  const run = (): Site => {
    const feeds = { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: { scale: 30 } }, second: { capacity: '30 MW', energised: dateAfter(1), outages: { scale: 30 }, group: 'north' }, third: { capacity: '30 MW', energised: dateAfter(9), outages: { scale: 20 }, group: 'north' } }
    const site = createPowerSiteUnderTest({ world: { blocks: 2, seed: 5 }, grid: { feeds }, power: quietPower({ generators: { model: 'diesel-3mw', count: 12 } }) })
    loadAll(site, 20e6, 8e6, 2e6)
    return site
  }

  test.each([20, 33, 47.123_456, 80])('a restore after %d days of sags and interruptions equals the straight run', days => {
    const straight = run()
    straight.kernel.run(120 * DAY_MS, 1e9)
    const first = run()
    first.kernel.run(Math.round(days * DAY_MS), 1e9)
    const snapshot = snapshotState(first.state)
    const second = run()
    second.kernel.run(100 * DAY_MS, 1e9)
    restoreState(second.state, snapshot)
    second.kernel.run(120 * DAY_MS, 1e9)
    expect(hashState(second.state)).toBe(hashState(straight.state))
    expect(straight.events.filter(event => event.kind === 'feedSagged').length).toBeGreaterThan(50)
  })
})
