import { describe, expect, test } from 'vitest'
import { breakerTripMs } from '../../../src/physics/breaker-trip.ts'
import { upsOverloadAfter, upsOverloadMs } from '../../../src/physics/ups-overload.ts'
import { restoreState, hashState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, quietPower } from './site.ts'

const GRID = { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } } }
const RATED_W = 2e6

/** Four systems of 2 MW without losses, pairs loaded with 1.2, 0.9, 0.9, 0.9, 0.9 and 1.2 MW in racks of 100 kW. */
const W51 = {
  topology: '4-to-make-3',
  ups: { model: 'ups-500kw', count: 4, rated: '2 MW', noLoadLoss: 0, linearLoss: 0, quadraticLoss: 0, failures: '0/year', systemFailures: '0/year', systemRepair: '100 days' },
  transformers: { model: 'lv-3mva', count: 8, failures: '0/year' },
  distribution: { failures: '0/year', loss: 0 },
  rackFeeds: {
    pairs: [
      { first: 1, second: 2, racks: 12 }, { first: 1, second: 3, racks: 9 }, { first: 1, second: 4, racks: 9 },
      { first: 2, second: 3, racks: 9 }, { first: 2, second: 4, racks: 9 }, { first: 3, second: 4, racks: 12 },
    ],
  },
}

function w51(power: Record<string, unknown> = {}, itW = 6e6): Site {
  const s = createPowerSiteUnderTest({ grid: GRID, power: { ...W51, ...power }, world: { racksPerBlock: 60, rackMaxW: 100_000 } })
  s.power.setItLoad(0, 4, itW, 0)
  s.power.setMechanicalLoad(0, 0)
  s.kernel.run(2 * DAY_MS, 1e9)
  return s
}

const trips = (s: Site) => s.events.flatMap(event => (event.kind === 'deviceTripped' ? [{ what: event.what, atMs: event.atMs }] : []))
const settle = (s: Site): void => void s.kernel.run(s.kernel.now + 2, 1e9)

describe('the worked cascade in the running engine', () => {
  test('W5.1: with everything healthy nothing is governed; loss of system 1 loads the others with 2.100, 1.950 and 1.950 MW at once', () => {
    const s = w51()
    expect(Array.from(s.power.systemLoadFractions(0))).toEqual([0, 0, 0, 0])
    s.power.failUnit('block[0]/ups[0]')
    settle(s)
    const loads = Array.from(s.power.systemLoadFractions(0), x => x * RATED_W)
    expect(loads[0]).toBe(0)
    expect(loads[1]).toBeCloseTo(2.1e6, 3)
    expect(loads[2]).toBeCloseTo(1.95e6, 3)
    expect(loads[3]).toBeCloseTo(1.95e6, 3)
    expect(s.power.view.totals.itW).toBe(6e6)
    expect(s.events.filter(({ kind }) => kind === 'loadTransferred')).toHaveLength(1)
  })

  test('W5.3: without capping system 2 trips at 3,293 s, the next 767.0 s later, then all is lost', () => {
    const s = w51({ capping: { controller: false } })
    const beganMs = s.kernel.now
    s.power.failUnit('block[0]/ups[0]')
    s.kernel.run(beganMs + 4_100_000, 1e9)
    const [second, third, fourth] = trips(s)
    expect(second.what).toBe('block[0]/ups[1]')
    expect((second.atMs - beganMs) / 1000).toBeCloseTo(3293, 0)
    expect(second.atMs - beganMs).toBe(Math.ceil(breakerTripMs(1.05)))
    expect([third.what, fourth.what]).toEqual(['block[0]/ups[2]', 'block[0]/ups[3]'])
    expect((third.atMs - second.atMs) / 1000).toBeCloseTo(767.0, 1)
    expect(trips(s)).toHaveLength(3)
    expect(s.power.view.totals.itW).toBe(0)
    expect(s.power.view.rackDead.every(isDead => isDead === 1)).toBe(true)
  })

  test('W5.3: between the trips the 12 racks of pair 1–2 are dark and systems 3 and 4 carry 2.400 MW each', () => {
    const s = w51({ capping: { controller: false } })
    const beganMs = s.kernel.now
    s.power.failUnit('block[0]/ups[0]')
    s.kernel.run(beganMs + 3_400_000, 1e9)
    expect(s.power.view.totals.itW).toBe(4.8e6)
    const [first, second, third, fourth] = Array.from(s.power.systemLoadFractions(0), x => x * RATED_W)
    expect([first, second]).toEqual([0, 0])
    expect(third).toBeCloseTo(2.4e6, 3)
    expect(fourth).toBeCloseTo(2.4e6, 3)
  })

  test('W5.3: a capping loop of 10 s cuts 0.1 MW and nothing trips', () => {
    const s = w51()
    const beganMs = s.kernel.now
    s.power.failUnit('block[0]/ups[0]')
    s.kernel.run(beganMs + 9_999, 1e9)
    expect(s.power.view.totals.itW).toBe(6e6)
    s.kernel.run(beganMs + 10_000, 1e9)
    expect(s.power.view.totals.itW).toBe(5.9e6)
    expect(s.power.systemLoadFractions(0)[1]).toBeCloseTo(1, 9)
    expect(s.events.flatMap(event => (event.kind === 'loadCapped' ? [event.cutW] : []))).toEqual([1e5])
    s.kernel.run(beganMs + DAY_MS, 1e9)
    expect(trips(s)).toEqual([])
    // Only the racks that hang on the overloaded system alone were lowered.
    expect(Array.from({ length: 60 }, (_, rack) => s.power.rackAllowedW(rack) < 100_000)).toEqual(Array.from({ length: 60 }, (_, rack) => rack < 12))
  })

  test('a hardware brake does the same within 0.1 s', () => {
    const s = w51({ capping: { brake: '0.1 s' } })
    const beganMs = s.kernel.now
    s.power.failUnit('block[0]/ups[0]')
    s.kernel.run(beganMs + 100, 1e9)
    expect(s.power.view.totals.itW).toBe(5.9e6)
  })

  test('when the lost system is back, racks get all they ask for', () => {
    const s = w51({ ups: { ...W51.ups, systemRepair: '4 h' } })
    s.power.failUnit('block[0]/ups[0]')
    s.kernel.run(s.kernel.now + 60 * DAY_MS, 1e9)
    expect(s.power.view.totals.itW).toBe(6e6)
    expect(trips(s)).toEqual([])
  })

  test('restored in the middle of the cascade equals straight', () => {
    const straight = w51({ capping: { controller: false } })
    straight.power.failUnit('block[0]/ups[0]')
    straight.kernel.run(straight.kernel.now + 1_000_000, 1e9)
    const snapshot = snapshotState(straight.state)
    straight.kernel.run(straight.kernel.now + 10 * DAY_MS, 1e9)
    const restored = w51({ capping: { controller: false } })
    restoreState(restored.state, snapshot)
    restored.kernel.run(straight.kernel.now, 1e9)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})

describe('overload clocks', () => {
  test('I7: a load that changes on the way trips exactly when the clock of (x² − 1) is full', () => {
    const s = w51({ capping: { controller: false } })
    const beganMs = s.kernel.now
    s.power.failUnit('block[0]/ups[0]')
    s.kernel.run(beganMs + 2_000_000, 1e9)
    // 105 % for 2,000 s, then 102.9 % until the rest of the clock is used.
    const used = (1.05 * 1.05 - 1) * 2_000_000
    s.power.setItLoad(0, 4, 5.88e6, 0)
    s.power.settle()
    const x = s.power.systemLoadFractions(0)[1]
    expect(x).toBeCloseTo(1.029, 6)
    s.kernel.run(beganMs + 20_000_000, 1e9)
    const [first] = trips(s)
    expect(first.what).toBe('block[0]/ups[1]')
    expect(Math.abs(first.atMs - (beganMs + 2_000_000 + breakerTripMs(x, used)))).toBeLessThanOrEqual(1)
  })

  test('I7: a load back at the rating resets the clock and nothing trips', () => {
    const s = w51({ capping: { controller: false } })
    s.power.failUnit('block[0]/ups[0]')
    s.kernel.run(s.kernel.now + 3_000_000, 1e9)
    s.power.setItLoad(0, 4, 5.7e6, 0)
    s.power.settle()
    s.kernel.run(s.kernel.now + 5 * DAY_MS, 1e9)
    expect(trips(s)).toEqual([])
  })
})

describe('what the electronics of a UPS stand', () => {
  test.each([[1, Infinity], [1.05, 3_600_000], [1.1, 3_600_000], [1.2, 600_000], [1.25, 600_000], [1.4, 60_000], [1.5, 60_000], [1.6, 200]])('%d of the rating: %d ms', (x, ms) => expect(upsOverloadMs(x)).toBe(ms))

  test('time used at one load counts at another, and rest forgives all', () => {
    expect(upsOverloadAfter(upsOverloadAfter(0, 1.2, 300_000), 1.05, 1_800_000)).toBe(1)
    expect(upsOverloadAfter(0.7, 1, 10)).toBe(0)
  })

  const half = (): Site => {
    const s = createPowerSiteUnderTest({ grid: GRID, power: { ...W51, topology: '2n', ups: { ...W51.ups, count: 2, rated: '1.25 MW' }, rackFeeds: {} }, world: { racksPerBlock: 20, rackMaxW: 100_000 } })
    s.power.setItLoad(0, 4, 2e6, 0)
    s.kernel.run(DAY_MS + 1000, 1e9)
    return s
  }
  const kinds = (s: Site): string[] => s.events.map(({ kind }) => kind).filter(kind => ['upsBypassed', 'deviceTripped', 'loadCapped'].includes(kind))

  test('at 160 % the load goes to the bypass after 200 ms and comes back when the racks are lowered', () => {
    const s = half()
    s.power.failUnit('block[0]/ups[0]')
    s.kernel.run(s.kernel.now + 195, 1e9)
    expect(kinds(s)).toEqual([])
    s.kernel.run(s.kernel.now + 20, 1e9)
    expect(kinds(s)).toEqual(['upsBypassed'])
    expect(s.power.view.totals.itW).toBe(2e6)
    s.kernel.run(s.kernel.now + 10_000, 1e9)
    expect(kinds(s)).toEqual(['upsBypassed', 'loadCapped'])
    expect(s.power.view.totals.itW).toBe(1.25e6)
  })

  test('on battery there is no bypass: the output is lost', () => {
    const s = half()
    s.power.interruptFeed(0, s.kernel.now + 1, 60_000)
    s.kernel.run(s.kernel.now + 1000, 1e9)
    s.power.failUnit('block[0]/ups[0]')
    s.kernel.run(s.kernel.now + 300, 1e9)
    expect(kinds(s)).toEqual(['deviceTripped'])
    expect(s.power.view.totals.itW).toBe(0)
  })

  test('a feed that goes while in bypass takes the load with it', () => {
    const s = half()
    s.power.failUnit('block[0]/ups[0]')
    s.power.interruptFeed(0, s.kernel.now + 1000, 60_000)
    s.kernel.run(s.kernel.now + 1500, 1e9)
    expect(kinds(s)).toEqual(['upsBypassed', 'deviceTripped'])
    expect(s.power.view.totals.itW).toBe(0)
  })
})

describe('cords', () => {
  const twoSystems = (rackFeeds: Record<string, unknown>, more: Record<string, unknown> = {}): Site => {
    const s = createPowerSiteUnderTest({ grid: GRID, power: { ...W51, topology: '2n', ups: { ...W51.ups, count: 2, rated: '2 MW' }, rackFeeds, ...more }, world: { racksPerBlock: 20, rackMaxW: 100_000 } })
    s.power.setItLoad(0, 4, 2e6, 0)
    s.kernel.run(DAY_MS + 1, 1e9)
    return s
  }
  const dark = (s: Site): number => s.power.view.rackDead.reduce((sum, isDead) => sum + isDead, 0)

  test('single-corded racks drop with their system, the others do not', () => {
    const s = twoSystems({ single: 0.25 })
    s.power.failUnit('block[0]/ups[0]')
    settle(s)
    expect(dark(s)).toBe(5)
    expect(s.power.view.totals.itW).toBe(1.5e6)
    expect(s.held('rack[0]')).toEqual(['upsFault'])
  })

  test('a static switch carries them over, unless it fails', () => {
    const good = twoSystems({ single: 0.25, transferSwitch: true, switchFailure: 0 })
    good.power.failUnit('block[0]/ups[0]')
    settle(good)
    expect(dark(good)).toBe(0)
    const bad = twoSystems({ single: 0.25, transferSwitch: true, switchFailure: 1 })
    bad.power.failUnit('block[0]/ups[0]')
    settle(bad)
    expect(dark(bad)).toBe(5)
    expect(bad.events.filter(({ kind }) => kind === 'transferFailed')).toHaveLength(1)
  })

  test('weighted and primary cords load the systems in their shares; an overload of the first is seen without any loss', () => {
    const s = twoSystems({ cords: 'primary' }, { ups: { ...W51.ups, count: 2, rated: '1.6 MW' }, capping: { controller: false } })
    expect(Array.from(s.power.systemLoadFractions(0))).toEqual([1.25, 0])
    s.kernel.run(s.kernel.now + 601_000, 1e9)
    expect(trips(s).map(({ what }) => what)).toContain('block[0]/ups[0]')
    const weighted = twoSystems({ cords: 'weighted', share: 0.75 }, { ups: { ...W51.ups, count: 2, rated: '1.4 MW' }, capping: { controller: false } })
    expect(weighted.power.systemLoadFractions(0)[0]).toBeCloseTo(1.5 / 1.4, 9)
  })

  test('a busway path out leaves its racks on the other system, and the loss of that one takes them', () => {
    const s = twoSystems({})
    s.power.failUnit('block[0]/busway[0]/path[0]')
    settle(s)
    expect(dark(s)).toBe(0)
    s.power.failUnit('block[0]/ups[1]')
    settle(s)
    expect(dark(s)).toBe(10)
    expect(s.held('rack[0]')).toEqual(['distributionFault'])
  })
})

describe('block redundant with one reserve', () => {
  const reserve = (switchFailure = 0): Site => {
    const s = createPowerSiteUnderTest({ grid: GRID, power: { ...W51, topology: 'block-redundant', ups: { ...W51.ups, count: 5 }, rackFeeds: { switchFailure } }, world: { racksPerBlock: 80, rackMaxW: 100_000 } })
    s.power.setItLoad(0, 4, 8e6, 0)
    s.kernel.run(2 * DAY_MS, 1e9)
    return s
  }
  const dark = (s: Site): number => s.power.view.rackDead.reduce((sum, isDead) => sum + isDead, 0)

  test('one system out: all of it moves to the reserve', () => {
    const s = reserve()
    s.power.failUnit('block[0]/ups[1]')
    settle(s)
    expect(dark(s)).toBe(0)
    s.kernel.run(s.kernel.now + 3_600_000, 1e9)
    expect(s.power.view.totals.itW).toBe(8e6)
    expect(trips(s)).toEqual([])
  })

  test('a second one while the reserve is in use is lost; the reserve is not overloaded', () => {
    const s = reserve()
    s.power.failUnit('block[0]/ups[1]')
    s.power.failUnit('block[0]/ups[2]')
    settle(s)
    expect(dark(s)).toBe(20)
    expect(s.power.view.totals.itW).toBe(6e6)
    s.kernel.run(s.kernel.now + DAY_MS, 1e9)
    expect(trips(s)).toEqual([])
  })

  test('a switch that fails, or a reserve that is out, loses the racks of the system', () => {
    const failed = reserve(1)
    failed.power.failUnit('block[0]/ups[0]')
    settle(failed)
    expect(dark(failed)).toBe(20)
    const without = reserve()
    without.power.failUnit('block[0]/ups[4]')
    without.power.failUnit('block[0]/ups[0]')
    settle(without)
    expect(dark(without)).toBe(20)
  })
})

test('I13: systems that are out carry nothing', () => {
  const s = createPowerSiteUnderTest({ grid: GRID, power: quietPower({ topology: '4-to-make-3' }, { count: 16 }) })
  s.power.setItLoad(0, 4, 24_948_000, 0)
  s.kernel.run(2 * DAY_MS, 1e9)
  for (const system of [0, 2, 3, 1]) {
    s.power.failUnit(`block[0]/ups[${system}]`)
    settle(s)
    expect(s.power.systemLoadFractions(0)[system]).toBe(0)
  }
  expect(s.power.view.totals.itW).toBe(0)
})
