import { describe, expect, test } from 'vitest'
import { meanOf, quantileOf } from '../../../src/base/distribution.ts'
import { gridSection } from '../../../src/scenario/schema/grid.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, createPowerSiteUnderTest, dateAfter, quietPower } from './site.ts'

const MONTH_MS = (365.25 / 12) * DAY_MS
const monthDate = (month: number): string => dateAfter(Math.round((month * MONTH_MS) / DAY_MS))

/** The campus of the specification: four blocks of 25 MW, ready in months 20, 26, 32, 38. */
const campus = (slipMonths: number, generation: unknown = []) => ({
  world: { blocks: 4 },
  grid: {
    feeds: {
      temporary: { capacity: '30 MW', voltage: '25 kV', energised: monthDate(18), outages: QUIET_OUTAGES },
      permanent: { capacity: '150 MW', voltage: '138 kV', energised: { planned: monthDate(24), slip: `${slipMonths} months` }, outages: QUIET_OUTAGES },
    },
    substation: { transformers: { model: 'hv-90mva', count: 3, failures: '0/year', minorFailures: '0/year' }, redundancy: 1 },
  },
  generation,
  power: quietPower({ generators: { model: 'diesel-3mw', count: 12 } }),
})
const READY_MONTHS = [20, 26, 32, 38]

/** Idle MW·months of blocks that are ready but have no power. */
function idleMwMonths(slipMonths: number, generation: unknown = []): number {
  const site = createPowerSiteUnderTest(campus(slipMonths, generation))
  site.kernel.run(Math.round(60 * MONTH_MS), 1e9)
  const energised = site.events.flatMap(event => (event.kind === 'blockEnergised' ? [{ block: event.block, atMs: event.atMs }] : []))
  expect(energised.map(({ block }) => block)).toEqual([0, 1, 2, 3])
  return energised.reduce((sum, { block, atMs }) => sum + Math.max(0, atMs - READY_MONTHS[block] * MONTH_MS) * 25, 0) / MONTH_MS
}

describe('a late substation, by commitment', () => {
  test('design power of a block is 28.9 MW, so that the temporary feed of 30 MW carries one', () => {
    const site = createPowerSiteUnderTest(campus(0))
    site.kernel.run(Math.round(19 * MONTH_MS), 1e9)
    expect(Array.from(site.power.view.energised)).toEqual([1, 0, 0, 0])
    expect(site.power.firmW()).toBe(30e6)
    expect(site.held('block[0]')).toEqual([])
    expect(site.held('block[1]')).toEqual(['gridDelay'])
  })

  test('at the P50 slip (month 30) block 2 idles 4 months: 100 MW·months', () => {
    expect(Math.abs(idleMwMonths(6) / 100 - 1)).toBeLessThan(0.02)
  })

  test('at the P90 slip (month 42) blocks 2 to 4 idle 16 + 10 + 4 months: 750 MW·months', () => {
    expect(Math.abs(idleMwMonths(18) / 750 - 1)).toBeLessThan(0.02)
  })

  test('ten gas engines from month 21 carry block 2 at N+2: only blocks 3 and 4 idle at P90', () => {
    const bridge = [{ id: 'bridge', model: 'recip-4mw', count: 10, inService: monthDate(21) }]
    expect(Math.abs(idleMwMonths(18, bridge) / 350 - 1)).toBeLessThan(0.02)
    expect(idleMwMonths(6, bridge)).toBe(0)
  })

  test('engines reserved for a block do not energise another', () => {
    const site = createPowerSiteUnderTest(campus(18, [{ id: 'bridge', model: 'recip-4mw', count: 10, inService: monthDate(21), serves: ['block[2]'] }]))
    site.kernel.run(Math.round(41 * MONTH_MS), 1e9)
    expect(Array.from(site.power.view.energised)).toEqual([1, 0, 1, 0])
  })

  test('a plant reserved for a block that does not exist energises none', () => {
    const site = createPowerSiteUnderTest(campus(18, [{ id: 'bridge', model: 'recip-4mw', count: 10, inService: monthDate(21), serves: ['annex'] }]))
    site.kernel.run(Math.round(41 * MONTH_MS), 1e9)
    expect(Array.from(site.power.view.energised)).toEqual([1, 0, 0, 0])
  })

  test('an interruption of a feed that is not there yet concerns nobody', () => {
    const site = createPowerSiteUnderTest(campus(6))
    site.power.interruptFeed(1, DAY_MS, DAY_MS)
    site.kernel.run(Math.round(60 * MONTH_MS), 1e9)
    expect(site.events.filter(event => event.kind === 'outageStarted')).toEqual([])
  })

  test('the substation counts with one transformer out: 2 × 90 MVA cap a larger feed', () => {
    const text = campus(0)
    const grid = { ...text.grid, feeds: { permanent: { ...text.grid.feeds.permanent, capacity: '400 MW' } } }
    const site = createPowerSiteUnderTest({ ...text, grid })
    site.kernel.run(Math.round(25 * MONTH_MS), 1e9)
    // 2 × 90 MVA at the mixed power factor of about 0.97.
    expect(site.power.firmW() / 1e6).toBeGreaterThan(173)
    expect(site.power.firmW() / 1e6).toBeLessThan(177)
  })

  test('gates close at t = 0 and open once, with the events in step', () => {
    const site = createPowerSiteUnderTest(campus(6))
    site.kernel.run(Math.round(60 * MONTH_MS), 1e9)
    const calls = site.gates.calls.filter(call => call.cause === 'gridDelay')
    expect(calls.filter(call => call.call === 'closeBlock').map(call => call.atMs)).toEqual([0, 0, 0, 0])
    const opened = calls.filter(call => call.call === 'openBlock')
    expect(opened.map(call => call.entity)).toEqual([0, 1, 2, 3])
    const energised = site.events.filter(event => event.kind === 'blockEnergised')
    expect(opened.map(call => call.atMs)).toEqual(energised.map(event => event.atMs))
    expect(site.events.filter(event => event.kind === 'feedEnergised').map(event => event.feed)).toEqual(['temporary', 'permanent'])
  })
})

describe('slips', () => {
  test('W2.1: P50 of 6 and P90 of 18 months', () => {
    const { permanent } = gridSection.parse({ feeds: { permanent: { capacity: '150 MW', energised: { planned: '2029-01-01', slip: { p50: '6 months', p90: '18 months' } } } } }).feeds
    const { slip } = permanent.energised
    expect(slip.kind === 'lognormal' ? slip.sigma : 0).toBeCloseTo(0.8573, 4)
    expect(meanOf(slip) / MONTH_MS).toBeCloseTo(8.664, 2)
    expect(quantileOf(slip, 0.95) / MONTH_MS).toBeCloseTo(24.58, 2)
  })

  test('power waits for what it needs, however late that is', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const line = { what: 'line', ready: { planned: dateAfter(90), slip: { p50: '6 months', p90: '18 months' } } }
      const build = (needs: unknown[]): number[] => {
        const main = { capacity: '1 MW', energised: dateAfter(100), outages: QUIET_OUTAGES, needs, steps: [{ capacity: '2 MW', energised: dateAfter(110) }] }
        const site = createPowerSiteUnderTest({ world: { racksPerBlock: 4, seed }, grid: { feeds: { main } }, power: quietPower() })
        site.kernel.run(400 * MONTH_MS, 1e9)
        return site.events.flatMap(event => (event.kind === 'feedEnergised' ? [event.atMs] : []))
      }
      const [first, second] = build([line])
      expect(build([]), `seed ${seed}`).toEqual([100, 110].map(days => days * DAY_MS))
      expect(first, `seed ${seed}`).toBeGreaterThan(100 * DAY_MS)
      expect(second, `seed ${seed}`).toBeGreaterThanOrEqual(first)
    }
  })

  test('the median over seeds is the P50, and a step never precedes the one before', () => {
    const slips: number[] = []
    for (let seed = 1; seed <= 400; seed++) {
      const site = createPowerSiteUnderTest({
        world: { racksPerBlock: 4, seed },
        grid: {
          feeds: {
            main: {
              capacity: '1 MW', energised: { planned: dateAfter(100), slip: { p50: '6 months', p90: '18 months' } }, outages: QUIET_OUTAGES,
              steps: [{ capacity: '2 MW', energised: { planned: dateAfter(110), slip: { p50: '6 months', p90: '18 months' } } }],
            },
          },
        },
        power: quietPower(),
      })
      site.kernel.run(400 * MONTH_MS, 1e9)
      const times = site.events.flatMap(event => (event.kind === 'feedEnergised' ? [event.atMs] : []))
      expect(times, `seed ${seed}`).toHaveLength(2)
      expect(times[1], `seed ${seed}`).toBeGreaterThanOrEqual(times[0])
      slips.push((times[0] - 100 * DAY_MS) / MONTH_MS)
    }
    const sorted = slips.toSorted((a, b) => a - b)
    // Standard error of the median of a lognormal with σ 0.857: 6 · 1.2533 · 0.857 / √400 ≈ 0.32.
    expect(Math.abs(sorted[200] - 6)).toBeLessThan(3 * 0.33)
    expect(sorted.filter(slip => slip <= 18).length / 400).toBeGreaterThan(0.9 - 3 * 0.015)
  })

  test('a later block never waits for racks of an earlier one to be smaller: the promise is by file order', () => {
    const site = createPowerSiteUnderTest({
      world: { blocks: 3, racksPerBlock: 10 },
      grid: { feeds: { main: { capacity: '5 MW', energised: dateAfter(1), outages: QUIET_OUTAGES } } },
      power: [quietPower({ designPower: '2 MW' }), quietPower({ designPower: '4 MW' }), quietPower({ designPower: '1 MW' })],
    })
    site.kernel.run(2 * DAY_MS, 1e9)
    expect(Array.from(site.power.view.energised)).toEqual([1, 0, 0])
  })
})
