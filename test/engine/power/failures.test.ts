import { describe, expect, test } from 'vitest'
import { MODE } from '../../../src/engine/power/power-site.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, type SiteText, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from './site.ts'

const GRID = {
  feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } },
}

function site(power: Record<string, unknown>, more: Partial<SiteText> = {}): Site {
  const made = createPowerSiteUnderTest({ grid: GRID, power, ...more })
  loadAll(made, 24_948_000, 9e6, 2e6)
  made.kernel.run(2 * DAY_MS, 1e9)
  return made
}

const settle = (s: Site): void => void s.kernel.run(s.kernel.now + 2, 1e9)
/** The controller lowers racks ten seconds after a loss. */
const untilCapped = (s: Site): void => void s.kernel.run(s.kernel.now + 10_002, 1e9)
const deadRacks = (s: Site): number => s.power.view.rackDead.reduce((sum, isDead) => sum + isDead, 0)

describe('UPS systems in 4-to-make-3', () => {
  test('one system lost at full load: less than one per cent is capped, no rack is dark', () => {
    const s = site(quietPower())
    expect(s.power.view.totals.itW).toBe(24_948_000)
    s.power.failUnit('block[0]/ups[1]')
    settle(s)
    expect(deadRacks(s)).toBe(0)
    expect(s.power.view.totals.itW / 24_948_000).toBeGreaterThan(0.99)
    expect(s.events.filter(event => event.kind === 'outageStarted').map(event => event.what)).toEqual(['block[0]/ups[1]'])
  })

  test('a second system lost: the racks of their pair are dark, the others share what is left', () => {
    const s = site(quietPower())
    s.power.failUnit('block[0]/ups[1]')
    s.power.failUnit('block[0]/ups[3]')
    settle(s)
    // 189 racks on six pairs, 32 on each of the first three; pair 1–3 is the fifth.
    const dark = Array.from(s.power.view.rackDead).flatMap((isDead, rack) => (isDead === 1 ? [rack % 6] : []))
    expect(dark).toEqual(new Array(31).fill(4))
    expect(s.held('rack[4]')).toEqual(['upsFault'])
    // What the dark racks asked for is gone at once, the overload of the others ends when the controller acts.
    expect(s.power.view.totals.itW).toBe(24_948_000 - 31 * 132_000)
    untilCapped(s)
    expect(s.power.view.totals.itW).toBeLessThan(2 * 8.335e6)
    s.kernel.run(s.kernel.now + 60 * DAY_MS, 1e9)
    expect(deadRacks(s)).toBe(0)
    expect(s.held('rack[4]')).toEqual([])
    expect(s.power.view.totals.itW).toBe(24_948_000)
  })

  test('module failures use up redundancy first', () => {
    const s = site(quietPower())
    s.power.failUnit('block[0]/ups[0]/module[0]')
    settle(s)
    expect(s.power.view.totals.itW).toBe(24_948_000)
    for (let i = 1; i < 5; i++) s.power.failUnit(`block[0]/ups[0]/module[${i}]`)
    untilCapped(s)
    expect(deadRacks(s)).toBe(0)
    expect(s.power.view.totals.itW).toBeLessThan(24_948_000)
  })
})

describe('one parallel system, N+1', () => {
  test('two modules out leave 18 of 20, still enough; loss of the output takes every rack', () => {
    const s = site(quietPower({ topology: 'n-plus-1' }))
    s.power.failUnit('block[0]/ups[0]/module[0]')
    s.power.failUnit('block[0]/ups[0]/module[1]')
    settle(s)
    expect(s.power.view.totals.itW).toBe(24_948_000)
    s.power.failUnit('block[0]/ups[0]')
    settle(s)
    expect(deadRacks(s)).toBe(189)
    expect(s.power.view.totals.itW).toBe(0)
    expect(s.held('rack[0]')).toEqual(['upsFault'])
  })

  test('a busway section takes its ten racks; with two paths it does not', () => {
    const single = site(quietPower({ topology: 'n-plus-1' }))
    single.power.failUnit('block[0]/busway[3]/path[0]')
    settle(single)
    expect(Array.from(single.power.view.rackDead).flatMap((isDead, rack) => (isDead === 1 ? [rack] : []))).toEqual([30, 31, 32, 33, 34, 35, 36, 37, 38, 39])
    expect(single.held('rack[30]')).toEqual(['distributionFault'])
    const double = site(quietPower())
    double.power.failUnit('block[0]/busway[3]/path[0]')
    settle(double)
    expect(deadRacks(double)).toBe(0)
    double.power.failUnit('block[0]/busway[3]/path[1]')
    settle(double)
    expect(deadRacks(double)).toBe(10)
  })
})

describe('transformers', () => {
  test('the block runs on 13 of 14, is capped on 9, and goes to its sets when none is left', () => {
    const s = site(quietPower({ generators: { model: 'diesel-3mw', count: 12, availability: 1, failToStart: 0, commonCause: 0 } }))
    s.power.failUnit('block[0]/transformer[0]')
    settle(s)
    expect(s.power.view.totals.itW).toBe(24_948_000)
    for (let i = 1; i < 5; i++) s.power.failUnit(`block[0]/transformer[${i}]`)
    settle(s)
    expect(s.power.view.totals.itW).toBeLessThan(24_948_000)
    expect(s.power.view.mechanicalGrantedW[0]).toBe(2e6)
    for (let i = 5; i < 14; i++) s.power.failUnit(`block[0]/transformer[${i}]`)
    settle(s)
    expect(s.power.modeOf(0)).toBe(MODE.battery)
    s.kernel.run(s.kernel.now + 60_000, 1e9)
    expect(s.power.modeOf(0)).toBe(MODE.island)
    expect(s.power.view.totals.itW).toBe(24_948_000)
  })

  test('the substation loses one of three without effect, then halves', () => {
    const grid = {
      feeds: { main: { capacity: '150 MW', voltage: '138 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } },
      substation: { transformers: { model: 'hv-40mva', count: 3, failures: '0/year', minorFailures: '0/year' }, redundancy: 1 },
    }
    const s = site(quietPower(), { grid, world: { blocks: 2 } })
    expect(s.power.view.totals.itW).toBe(2 * 24_948_000)
    s.power.failUnit('grid/substation/transformer[0]')
    settle(s)
    expect(s.power.view.totals.itW).toBe(2 * 24_948_000)
    s.power.failUnit('grid/substation/transformer[1]')
    settle(s)
    expect(s.power.view.totals.itW).toBeLessThan(40e6)
    expect(s.power.view.totals.gridW).toBeLessThan(40e6)
    const { totals } = s.power.view
    expect(totals.gridW + totals.generationW).toBe(totals.itW + totals.mechanicalW + totals.lossW)
  })
})

describe('common random numbers', () => {
  const failing = (count: number, topology = '4-to-make-3'): Site => {
    const s = createPowerSiteUnderTest({
      grid: GRID,
      power: { topology, ups: { model: 'ups-1667kw', count, failures: '2/year' }, transformers: { model: 'lv-3mva', count: 14, failures: '1/year' }, distribution: { failures: '1/year' } },
    })
    s.kernel.run(700 * DAY_MS, 1e9)
    return s
  }
  const firsts = (s: Site): Map<string, number> => {
    const seen = new Map<string, number>()
    for (const event of s.events) if (event.kind === 'outageStarted' && !seen.has(event.what)) seen.set(event.what, event.atMs)
    return seen
  }

  test('I25: four more UPS modules change no failure of anything else', () => {
    const [few, many] = [firsts(failing(20)), firsts(failing(24))]
    expect(few.size).toBeGreaterThan(40)
    for (const [what, atMs] of few) expect(many.get(what), what).toBe(atMs)
  })

  test('I27: fewer standby sets or UPS modules never serve more energy', () => {
    const servedMwh = (modules: number, sets: number): number => {
      const s = createPowerSiteUnderTest({
        world: { seed: 11 },
        grid: { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: { scale: 5 } } } },
        power: quietPower({ ups: { model: 'ups-1667kw', count: modules, failures: '6/year', systemFailures: '0/year', repair: '100 h' }, generators: { model: 'diesel-3mw', count: sets, failToStart: 0.2, retrySuccess: 0 } }),
      })
      loadAll(s, 22e6, 9e6, 2e6)
      let mwh = 0
      let lastMs = 0
      let lastW = 0
      for (let day = 2; day < 500; day += 0.05) {
        s.kernel.run(Math.round(day * DAY_MS), 1e9)
        mwh += (lastW * (s.kernel.now - lastMs)) / 3.6e12
        lastMs = s.kernel.now
        lastW = s.power.view.totals.itW
      }
      return mwh
    }
    const full = servedMwh(20, 12)
    expect(servedMwh(16, 12)).toBeLessThanOrEqual(full)
    expect(servedMwh(20, 6)).toBeLessThanOrEqual(full)
    expect(servedMwh(20, 2)).toBeLessThan(full)
  })
})

test('hot air derates gas engines, and a short plant caps its blocks', () => {
  const s = createPowerSiteUnderTest({
    grid: { feeds: {} },
    generation: [{ id: 'plant', model: 'recip-4mw', count: 8, redundancy: 0, inService: dateAfter(1), forcedOutage: 0, startSuccess: 1 }],
    power: quietPower(),
  })
  loadAll(s, 24_948_000, 9e6, 2.5e6)
  s.kernel.run(2 * DAY_MS, 1e9)
  expect(s.power.firmW()).toBe(32e6)
  const { totals } = s.power.view
  expect(totals.itW).toBe(24_948_000)
  expect(totals.gridW).toBe(0)
  // At 44.9 % efficiency and near full load the fuel is a little above 1 / 0.449 of the output.
  expect(totals.fuelW / totals.generationW).toBeGreaterThan(1 / 0.449)
  expect(totals.fuelW / totals.generationW).toBeLessThan(1.2 / 0.449)
  const air = { wetBulbC: 25, humidityRatio: 0.01, pressurePa: 101_325, densityKgpm3: 1.1 }
  s.power.setWeather({ ...air, dryBulbC: 50 })
  settle(s)
  expect(totals.generationW).toBeLessThanOrEqual(0.8 * 32e6)
  expect(totals.itW).toBeLessThan(24_948_000)
  expect(totals.mechanicalW).toBe(2.5e6)
  s.power.setWeather({ ...air, dryBulbC: 30 })
  settle(s)
  expect(totals.itW).toBe(24_948_000)
})
