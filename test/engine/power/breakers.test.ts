/** Breakers with a rating of their own: busway and distribution units under their racks, switchboards and feeders of a block, infeeds of the site. */
import { describe, expect, test } from 'vitest'
import { entityKey, rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, quietPower } from './site.ts'

const GRID = { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } } }
const LOSSLESS_UPS = { model: 'ups-500kw', count: 2, rated: '3 MW', noLoadLoss: 0, linearLoss: 0, quadraticLoss: 0, failures: '0/year', systemFailures: '0/year', openStrings: '0/year' }
const SECTION = { kind: 'dc-800', loss: 0, section: 10, oversubscribed: true, failures: '0/year', repair: '100 days' }

/** Twenty racks of 100 kW on two systems and two paths; sections of ten racks, of 1,000 A at 800 V or 800 kW each path where the file says so. */
function hall(power: Record<string, unknown>, grid: unknown = GRID): Site {
  const s = createPowerSiteUnderTest({
    grid,
    power: { topology: '2n', ups: LOSSLESS_UPS, transformers: { model: 'lv-2500kva', count: 2, failures: '0/year' }, distribution: SECTION, mechanicalAllowance: 0, mechanicalOnUps: 0, ...power },
    world: { racksPerBlock: 20, rackMaxW: 100_000 },
  })
  s.power.setItLoad(0, 4, 2e6, 0)
  s.power.setMechanicalLoad(0, 0)
  s.kernel.run(DAY_MS + 1000, 1e9)
  return s
}

const OF_SECTION = { distribution: { ...SECTION, current: '1000 A' } }
const NO_CONTROLLER = { capping: { controller: false } }
const later = (s: Site, ms: number): void => void s.kernel.run(s.kernel.now + ms, 1e9)
const trips = (s: Site) => s.events.flatMap(event => (event.kind === 'deviceTripped' ? [{ what: event.what, atMs: event.atMs }] : []))
const dark = (s: Site): number[] => Array.from(s.power.view.rackDead).flatMap((isDead, rack) => (isDead === 1 ? [rack] : []))
const loadOf = (s: Site, what: string): number | undefined => s.power.breakerLoads().find(breaker => breaker.what === what)?.loadFraction

describe('busway that its racks may overload', () => {
  test('both paths share: 500 of 800 kW each, nothing runs', () => {
    const s = hall({ ...OF_SECTION, ...NO_CONTROLLER })
    later(s, 10 * DAY_MS)
    expect(trips(s)).toEqual([])
    expect(s.power.view.totals.itW).toBe(2e6)
  })

  test('W5.2: one path carries 125 % and trips after 600.0 s; its ten racks are dark, the others are not', () => {
    const s = hall({ ...OF_SECTION, ...NO_CONTROLLER })
    const beganMs = s.kernel.now
    s.power.failUnit('block[0]/busway[0]/path[0]')
    later(s, 2)
    expect(loadOf(s, 'block[0]/busway[0]/path[1]')).toBe(1.25)
    expect(loadOf(s, 'block[0]/busway[0]/path[0]')).toBe(0)
    later(s, 700_000)
    const found = trips(s)
    expect(found.map(({ what }) => what)).toEqual(['block[0]/busway[0]/path[1]'])
    expect(Math.abs(found[0].atMs - beganMs - 600_000)).toBeLessThanOrEqual(2)
    expect(dark(s)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(s.held('rack[0]')).toEqual(['distributionFault'])
    expect(s.power.view.totals.itW).toBe(1e6)
  })

  test('the controller lowers the ten racks by 200 kW after 10 s, and nothing trips', () => {
    const s = hall(OF_SECTION)
    s.power.failUnit('block[0]/busway[0]/path[0]')
    later(s, 9_990)
    expect(s.power.view.totals.itW).toBe(2e6)
    later(s, 20)
    expect(s.power.view.totals.itW).toBe(1.8e6)
    expect(s.events.flatMap(event => (event.kind === 'loadCapped' ? [event.cutW] : []))).toEqual([200_000])
    expect(Array.from({ length: 20 }, (_, rack) => s.power.rackAllowedW(rack))).toEqual(Array.from({ length: 20 }, (_, rack) => (rack < 10 ? 80_000 : 100_000)))
    later(s, 20 * DAY_MS)
    expect(trips(s)).toEqual([])
  })

  test('a whole system out loads one path of every section; repaired, racks get all they ask for', () => {
    const s = hall({ distribution: { ...SECTION, current: '1000 A', repair: '1 h' }, ups: { ...LOSSLESS_UPS, systemRepair: '1 h' } })
    s.power.failUnit('block[0]/ups[0]')
    later(s, 11_000)
    expect(s.power.view.totals.itW).toBe(1.6e6)
    later(s, 5 * DAY_MS)
    expect(s.power.view.totals.itW).toBe(2e6)
    expect(trips(s)).toEqual([])
  })

  test('floors above the rating: racks are opened from the end of the section', () => {
    const s = hall(OF_SECTION)
    s.power.setItLoad(0, 4, 2e6, 2e6)
    s.power.settle()
    s.power.failUnit('block[0]/busway[0]/path[0]')
    later(s, 11_000)
    expect(dark(s)).toEqual([8, 9])
    expect(s.held('rack[9]')).toEqual(['distributionFault'])
    expect(s.power.view.totals.itW).toBe(1.8e6)
  })

  test('sized to its racks it has no clock at all', () => {
    const s = hall({ distribution: { ...SECTION, oversubscribed: false } })
    expect(s.power.breakerLoads()).toEqual([])
  })

  test('restored in the middle of an overload equals straight', () => {
    const begin = (): Site => hall({ ...OF_SECTION, ...NO_CONTROLLER })
    const straight = begin()
    straight.power.failUnit('block[0]/busway[1]/path[1]')
    later(straight, 300_000)
    const snapshot = snapshotState(straight.state)
    later(straight, DAY_MS)
    expect(trips(straight)).toHaveLength(1)
    const restored = begin()
    restoreState(restored.state, snapshot)
    restored.kernel.run(straight.kernel.now, 1e9)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})

test('W5.2: a distribution unit of 1.6 MW that carries 2 MW trips after 600.0 s', () => {
  const s = hall({ distribution: { ...SECTION, pdu: { rated: '1.6 MW', racks: 20, noLoadLoss: 0, loadLoss: 0, failures: '0/year', repair: '100 days' } }, ...NO_CONTROLLER })
  const beganMs = s.kernel.now
  s.power.failUnit('block[0]/pdu[0]/path[1]')
  later(s, 700_000)
  const found = trips(s)
  expect(found.map(({ what }) => what)).toEqual(['block[0]/pdu[0]/path[0]'])
  expect(Math.abs(found[0].atMs - beganMs - 600_000)).toBeLessThanOrEqual(2)
  expect(dark(s)).toHaveLength(20)
})

/** K/(x² − 1), s. */
const tripS = (x: number): number => 337.5 / (x * x - 1)

describe('breakers before the UPS systems of a block', () => {
  /** 2,500 A at 480 V and a power factor of 0.98. */
  const MAIN_W = Math.floor(Math.sqrt(3) * 480 * 2300 * 0.98)
  const mains = { distribution: { ...SECTION, current: '2000 A' }, switchboard: { breaker: '2300 A' } }

  test('one transformer carries 2 MW over a breaker of 2,300 A until that trips', () => {
    const s = hall({ ...mains, ...NO_CONTROLLER })
    const beganMs = s.kernel.now
    s.power.failUnit('block[0]/transformer[0]')
    later(s, 2)
    expect(loadOf(s, 'block[0]/transformer[0]/breaker')).toBe(0)
    expect(loadOf(s, 'block[0]/transformer[1]/breaker')).toBeCloseTo(2e6 / MAIN_W, 9)
    later(s, 3_600_000)
    const [first] = trips(s)
    expect(first.what).toBe('block[0]/transformer[1]/breaker')
    expect((first.atMs - beganMs) / 1000).toBeCloseTo(tripS(2e6 / MAIN_W), 1)
  })

  test('the controller keeps it: the block gives up what the breaker does not carry', () => {
    const s = hall(mains)
    s.power.failUnit('block[0]/transformer[0]')
    later(s, 9_900)
    expect(s.power.view.totals.itW).toBe(2e6)
    later(s, 200)
    expect(s.power.view.totals.itW).toBe(MAIN_W)
    later(s, 3_600_000)
    expect(trips(s)).toEqual([])
  })

  test('a feeder carries the block alone when the other section is lost; transformer losses count', () => {
    const gear = { scheme: 'main-tie-main', sections: 2, faults: '0/year', repair: '100 days', breakers: { feeder: '30 A', trips: '0/year', failToOperate: 0 }, relays: { failures: '0/year' } }
    const s = hall(NO_CONTROLLER, { ...GRID, switchgear: gear })
    const beganMs = s.kernel.now
    s.power.failUnit('grid/switchgear/section[1]')
    later(s, 3_600_000)
    // 1,575 W and 18.5 kW at 2.5 MVA: 13,904 W at 2 MW and 0.98.
    const x = 2_013_904 / Math.floor(Math.sqrt(3) * 34_500 * 30 * 0.98)
    const [first] = trips(s)
    expect(first.what).toBe('grid/switchgear/section[0]/block[0]')
    expect((first.atMs - beganMs) / 1000).toBeCloseTo(tripS(x), 0)
  })
})

describe('infeeds of the substation', () => {
  const site = (more: Record<string, unknown> = {}): Site => {
    const s = createPowerSiteUnderTest({
      grid: {
        feeds: { main: { capacity: '60 MW', voltage: '138 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } },
        substation: { transformers: { model: 'hv-40mva', count: 2, failures: '0/year', minorFailures: '0/year' }, redundancy: 0 },
        switchgear: { scheme: 'single', faults: '0/year', breakers: { infeed: '400 A', trips: '0/year' }, relays: { failures: '0/year' } },
      },
      power: quietPower({ mechanicalAllowance: 0, ...more }),
    })
    s.power.setItLoad(0, 4, 24e6, 0)
    s.kernel.run(DAY_MS + 1000, 1e9)
    return s
  }
  const RATED_W = Math.floor(Math.sqrt(3) * 34_500 * 400 * 0.98)

  /** What one transformer of 40 MVA passes on of a draw at the meter, W: 25.2 kW and 124.4 kW at its rating. */
  function throughW(meterW: number): number {
    let w = meterW
    for (let round = 0; round < 50; round++) w = meterW - 25_200 - 124_400 * (w / 0.98 / 40e6) ** 2
    return w
  }

  test('one of two out: the other carries all of it until its breaker trips', () => {
    const s = site(NO_CONTROLLER)
    const beganMs = s.kernel.now
    s.power.failUnit('grid/substation/transformer[0]')
    later(s, 2)
    const x = throughW(s.power.view.totals.gridW) / RATED_W
    expect(x).toBeGreaterThan(1.02)
    expect(loadOf(s, 'grid/switchgear/section[0]/infeed[1]')).toBeCloseTo(x, 5)
    later(s, 24 * 3_600_000)
    const [first] = trips(s)
    expect(first.what).toBe('grid/switchgear/section[0]/infeed[1]')
    expect((first.atMs - beganMs) / 1000 / tripS(x)).toBeCloseTo(1, 3)
  })

  test('the controllers of the blocks keep it', () => {
    const s = site()
    s.power.failUnit('grid/substation/transformer[0]')
    later(s, 9_900)
    expect(s.power.view.totals.itW).toBe(24e6)
    later(s, 200)
    expect(throughW(s.power.view.totals.gridW)).toBeLessThanOrEqual(RATED_W + 1)
    expect(s.power.view.totals.itW).toBeLessThan(24e6)
    later(s, DAY_MS)
    expect(trips(s)).toEqual([])
  })
})

describe('I7', () => {
  const tripped: number[] = []

  test.each(Array.from({ length: 16 }, (_, seed) => ({ seed })))('no breaker is above its rating for longer than its clock allows, seed $seed', ({ seed }) => {
    const key = entityKey(rootKey(seed, 7), 'breakers')
    const draw = (n: number): number => uniform(key, 1, n)
    const hasController = draw(0) < 0.5
    const s = hall({
      topology: draw(1) < 0.5 ? '2n' : '4-to-make-3',
      ups: { ...LOSSLESS_UPS, count: 4, rated: '1 MW', systemRepair: '15 min', repair: '15 min' },
      distribution: { ...SECTION, current: `${Math.round(600 + 700 * draw(2))} A`, repair: '15 min', pdu: { rated: `${Math.round(1000 + 900 * draw(3))} kW`, racks: 20, failures: '0/year', repair: '15 min' } },
      switchboard: { breaker: `${Math.round(1500 + 1500 * draw(4))} A` },
      transformers: { model: 'lv-2500kva', count: 2, failures: '0/year', repair: '20 min' },
      capping: { controller: hasController },
    })
    const units = ['block[0]/busway[0]/path[0]', 'block[0]/busway[1]/path[1]', 'block[0]/pdu[0]/path[0]', 'block[0]/ups[0]', 'block[0]/ups[1]', 'block[0]/transformer[0]']
    const { length } = s.power.breakerLoads()
    const clocks = new Float64Array(length)
    let before = new Float64Array(length)
    let sinceMs = s.kernel.now
    for (let step = 0; step < 80; step++) {
      if (draw(100 + step) < 0.4) {
        s.power.setItLoad(0, 4, Math.round(2e6 * (0.4 + 0.6 * draw(200 + step))), 400_000)
        s.power.settle()
      }
      if (draw(300 + step) < 0.5) s.power.failUnit(units[Math.floor(draw(400 + step) * units.length)])
      for (let part = 0; part < 4; part++) {
        later(s, part === 0 ? 2 : Math.round(90_000 * draw(1000 + 4 * step + part)))
        const now = Float64Array.from(s.power.breakerLoads(), ({ loadFraction }) => loadFraction)
        now.forEach((x, row) => {
          clocks[row] = x > 1 && before[row] > 1 ? clocks[row] + (Math.min(x, before[row]) ** 2 - 1) * (s.kernel.now - sinceMs) : 0
          expect(clocks[row], `row ${row}, step ${step}`).toBeLessThanOrEqual(337_500 + 5)
        })
        before = now
        sinceMs = s.kernel.now
      }
      // PF3: the site balances.
      const { gridW, generationW, itW, mechanicalW, lossW } = s.power.view.totals
      expect(gridW + generationW).toBe(itW + mechanicalW + lossW)
    }
    tripped.push(trips(s).length)
  })

  test('breakers tripped in some of these and in others not', () => {
    expect(tripped.filter(count => count > 0).length).toBeGreaterThan(2)
    expect(tripped.filter(count => count === 0).length).toBeGreaterThan(2)
  })
})
