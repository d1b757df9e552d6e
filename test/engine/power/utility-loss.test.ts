import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { batteryHealth } from '../../../src/physics/battery-ageing.ts'
import { rideThroughMs } from '../../../src/physics/ups-ride-through.ts'
import { MODE } from '../../../src/engine/power/power-site.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from './site.ts'

const T0 = 10 * DAY_MS
const HOUR_MS = 3_600_000
const SURE = { availability: 1, failToStart: 0, commonCause: 0, runMttf: '100 years' }
const DIESELS = { model: 'diesel-3mw', count: 12, ...SURE }

const grid = (feeds: Record<string, unknown> = {}): Record<string, unknown> => ({
  feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES }, ...feeds },
})

/** One block of 24.9 MW on one feed, loaded to 20 MW of IT and 2 MW of cooling, its feed interrupted at T0. */
function outage(power: Record<string, unknown>, durationMs: number, world = {}): Site {
  const site = createPowerSiteUnderTest({ world, grid: grid(), power })
  loadAll(site, 20e6, 8e6, 2e6)
  site.power.interruptFeed(0, T0, durationMs)
  return site
}

const modeAt = (site: Site, atMs: number): number => {
  site.kernel.run(atMs, 1e9)
  return site.power.modeOf(0)
}

describe('loss of the utility', () => {
  test('every set starts: battery for 66.5 s, then the island, then back after 10 healthy minutes', () => {
    const site = outage(quietPower({ generators: DIESELS }), HOUR_MS)
    expect(modeAt(site, T0 - 1)).toBe(MODE.utility)
    expect(modeAt(site, T0)).toBe(MODE.battery)
    // 11.5 s to speed, 15 s to parallel, 10 s walk-in and 3 × 5 s stagger of four systems.
    expect(modeAt(site, T0 + 51_499)).toBe(MODE.battery)
    expect(modeAt(site, T0 + 51_500)).toBe(MODE.island)
    expect(site.events.filter(event => event.kind === 'generatorStarted').map(event => event.atMs)).toEqual(new Array(12).fill(T0 + 11_500))
    expect(modeAt(site, T0 + HOUR_MS + 599_999)).toBe(MODE.island)
    expect(modeAt(site, T0 + HOUR_MS + 600_000)).toBe(MODE.utility)
    expect(site.gates.calls.filter(call => call.atMs >= T0)).toEqual([])
  })

  test('on battery IT draws all it asks for, cooling only what its own UPS carries, and the site buys nothing', () => {
    const site = outage(quietPower({ generators: DIESELS }), HOUR_MS)
    site.kernel.run(T0 + 1000, 1e9)
    const { totals, mechanicalGrantedW } = site.power.view
    expect(totals.itW).toBe(20e6)
    // The UPS of pumps and air handlers: 35 % of 11.5 % of 189 racks of 132 kW.
    expect(mechanicalGrantedW[0]).toBe(Math.ceil(0.35 * Math.round(0.115 * 189 * 132_000)))
    expect(totals.gridW).toBe(0)
    expect(totals.generationW).toBe(totals.itW + totals.mechanicalW + totals.lossW)
    site.kernel.run(T0 + 60_000, 1e9)
    expect(mechanicalGrantedW[0]).toBe(2e6)
    expect(totals.generationW).toBe(totals.itW + totals.mechanicalW + totals.lossW)
    expect(totals.fuelW).toBeGreaterThan(2 * totals.generationW)
  })

  test('without sets the racks go dark when the battery ends, by the ride-through formula', () => {
    const site = outage(quietPower(), HOUR_MS)
    site.kernel.run(T0, 1e9)
    // Output of the UPS: 20 MW of IT and the loss of two busway paths: 0.005 · x² of 24.948/0.8 MW each at half the load.
    const pathW = 24.948e6 / 0.8
    const busLossW = 2 * 0.005 * pathW * (10e6 / pathW) ** 2
    const rideMs = rideThroughMs({ ratedW: 20 * 1.667e6, ratedMs: 300_000, exponent: 1.05 }, 20e6 + busLossW, batteryHealth(9 / (13 * 365.25))) // nine days old
    expect(rideMs / 1000).toBeCloseTo(300 * (33.34 / 20.04) ** 1.05, -1)
    expect(modeAt(site, T0 + Math.floor(rideMs) - 2)).toBe(MODE.battery)
    expect(modeAt(site, T0 + Math.ceil(rideMs) + 2)).toBe(MODE.dead)
    expect(site.held('block[0]')).toEqual(['gridOutage'])
    expect(Math.min(...site.power.view.rackDead)).toBe(1)
    expect(site.power.view.totals).toMatchObject({ gridW: 0, itW: 0, lossW: 0 })
    expect(modeAt(site, T0 + HOUR_MS)).toBe(MODE.utility)
    expect(site.held('block[0]')).toEqual([])
    expect(site.power.view.totals.itW).toBe(20e6)
  })

  test('a short interruption never leaves the battery, which is charged again over 8 hours', () => {
    const site = outage(quietPower({ generators: DIESELS }), 20_000)
    expect(modeAt(site, T0 + 20_000)).toBe(MODE.utility)
    const left = site.power.chargeOf(0)
    expect(left).toBeGreaterThan(0.95)
    expect(left).toBeLessThan(1)
    // The UPS trust the mains again after 10 s; only then they charge.
    expect(site.power.view.totals.lossW).toBeLessThan(1e6)
    site.kernel.run(T0 + 30_000, 1e9)
    const chargingW = site.power.view.totals.lossW
    const charge = site.power.chargeOf(0)
    expect(charge / left).toBeLessThan(1)
    site.kernel.run(T0 + 30_000 + Math.ceil((1 - charge) * 8 * HOUR_MS) + 2, 1e9)
    expect(site.power.chargeOf(0)).toBe(1)
    // 33.34 MW for 300 s in 8 h at 90 %.
    expect(chargingW - site.power.view.totals.lossW).toBeGreaterThan((33.34e6 * 300) / (8 * 3600) / 0.9 - 1)
    expect(site.gates.calls.filter(call => call.atMs >= T0)).toEqual([])
  })

  test('a second loss right after the first finds what is left in the battery', () => {
    const site = outage(quietPower(), 200_000)
    site.power.interruptFeed(0, T0 + 201_000, HOUR_MS)
    site.kernel.run(T0 + 200_000, 1e9)
    const left = site.power.chargeOf(0)
    expect(left).toBeGreaterThan(0.5)
    expect(left).toBeLessThan(0.7)
    site.kernel.run(T0 + 2 * HOUR_MS, 1e9)
    const dark = site.events.filter(event => event.kind === 'blockShed')
    expect(dark).toHaveLength(1)
    // The whole charge lasts some 513 s at this load; a second of charging adds next to nothing.
    expect((dark[0].atMs - T0 - 201_000) / (left * 513_000)).toBeCloseTo(1, 1)
  })

  test('the only set does not start: dark for want of generation, not of the grid', () => {
    const generators = { ...DIESELS, count: 1, rated: '20 MW', derate: 1, failToStart: 0.9, retrySuccess: 0, startRepair: '1 year' }
    const modes = Array.from({ length: 40 }, (_, seed) => {
      const site = outage(quietPower({ generators }), HOUR_MS, { seed, racksPerBlock: 60 })
      site.power.setItLoad(0, 4, 6e6, 2e6)
      site.kernel.run(T0 + 3_000_000, 1e9)
      const isStarted = site.events.some(event => event.kind === 'generatorStarted')
      expect(site.power.modeOf(0), `seed ${seed}`).toBe(isStarted ? MODE.island : MODE.dead)
      expect(site.held('block[0]'), `seed ${seed}`).toEqual(isStarted ? [] : ['generationFault'])
      return site.power.modeOf(0)
    })
    // 40 draws at 10 %: three standard deviations around 4.
    expect(modes.filter(mode => mode === MODE.island).length).toBeLessThan(10)
    expect(modes).toContain(MODE.dead)
  })

  test('a set that fails at first is tried once more, and joins late', () => {
    const site = outage(quietPower({ generators: { ...DIESELS, failToStart: 0.5, retrySuccess: 1 } }), HOUR_MS)
    site.kernel.run(T0 + 60_000, 1e9)
    const started = site.events.filter(event => event.kind === 'generatorStarted')
    expect(started).toHaveLength(12)
    const late = started.filter(event => event.atMs === T0 + 11_500 + 25_000)
    expect(late.length).toBe(site.events.filter(event => event.kind === 'generatorFailed').length)
    expect(late.length).toBeGreaterThan(0)
  })

  test('too few sets: the island sheds by class, and racks below their floor are opened from the end', () => {
    // Three sets of 2.85 MW for 22 MW: less than the floors of 8 MW of IT and 2 MW of cooling.
    const site = outage(quietPower({ generators: { ...DIESELS, count: 3 } }), HOUR_MS)
    site.kernel.run(T0 + 60_000, 1e9)
    expect(site.power.modeOf(0)).toBe(MODE.island)
    const { totals, mechanicalGrantedW, grantedW, rackDead } = site.power.view
    expect(totals.generationW).toBeLessThanOrEqual(3 * 2.85e6)
    expect(mechanicalGrantedW[0]).toBe(2e6)
    expect(grantedW[4]).toBeLessThan(8e6)
    const dead = Array.from(rackDead).flatMap((isDead, rack) => (isDead === 1 ? [rack] : []))
    expect(dead.length).toBeGreaterThan(20)
    expect(dead).toEqual(Array.from({ length: dead.length }, (_, i) => 189 - dead.length + i))
    expect(site.held('rack[188]')).toEqual(['generationFault'])
    expect(site.held('rack[0]')).toEqual([])
    site.kernel.run(T0 + 2 * HOUR_MS, 1e9)
    expect(Math.max(...rackDead)).toBe(0)
    expect(site.held('rack[188]')).toEqual([])
  })

  test('running sets that fail leave the island, the battery takes over, repaired sets come back', () => {
    const site = outage(quietPower({ generators: { ...DIESELS, count: 9, runMttf: '2 h', runRepair: '1 h' } }), 40 * HOUR_MS)
    site.kernel.run(T0 + 45 * HOUR_MS, 1e9)
    const failures = site.events.filter(event => event.kind === 'generatorFailed' && !event.onStart)
    const starts = site.events.filter(event => event.kind === 'generatorStarted')
    expect(failures.length).toBeGreaterThan(50)
    expect(starts.length).toBeGreaterThan(failures.length - 1)
    expect(site.power.modeOf(0)).toBe(MODE.utility)
    expect(site.held('block[0]')).toEqual([])
  })
})

describe('several feeds', () => {
  test('the other feed carries on: nothing is felt', () => {
    const site = createPowerSiteUnderTest({ grid: grid({ second: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } }), power: quietPower() })
    loadAll(site, 20e6, 8e6, 2e6)
    site.power.interruptFeed(0, T0, HOUR_MS)
    site.kernel.run(T0 + 1, 1e9)
    expect(site.power.modeOf(0)).toBe(MODE.utility)
    expect(site.power.view.totals.itW).toBe(20e6)
  })

  test('a small feed is left and there are no sets: the site is capped by class, for the outage', () => {
    const site = createPowerSiteUnderTest({ grid: grid({ second: { capacity: '15 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } }), power: quietPower() })
    site.power.setItLoad(0, 3, 8e6, 3e6)
    site.power.setItLoad(0, 4, 12e6, 3e6)
    site.power.setMechanicalLoad(0, 2e6)
    site.power.interruptFeed(0, T0, HOUR_MS)
    site.kernel.run(T0 + 1, 1e9)
    const { grantedW, totals, mechanicalGrantedW } = site.power.view
    expect(site.power.modeOf(0)).toBe(MODE.utility)
    expect(mechanicalGrantedW[0]).toBe(2e6)
    expect(grantedW[3]).toBe(8e6)
    expect(grantedW[4]).toBeLessThan(12e6)
    expect(grantedW[4]).toBeGreaterThan(3e6)
    expect(totals.gridW).toBe(15e6)
    site.kernel.run(T0 + HOUR_MS + 1, 1e9)
    expect(grantedW[4]).toBe(12e6)
  })

  test('a small feed is left and there are sets: the block goes to its sets', () => {
    const second = { capacity: '15 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES }
    const site = createPowerSiteUnderTest({ grid: grid({ second }), power: quietPower({ generators: DIESELS }) })
    loadAll(site, 20e6, 8e6, 2e6)
    site.power.interruptFeed(0, T0, HOUR_MS)
    expect(modeAt(site, T0 + 1)).toBe(MODE.battery)
    expect(modeAt(site, T0 + 60_000)).toBe(MODE.island)
    expect(site.power.view.totals.itW).toBe(20e6)
    expect(site.power.view.totals.gridW).toBe(0)
  })

  test('the first blocks in the file keep what utility is left', () => {
    const second = { capacity: '30 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES }
    const site = createPowerSiteUnderTest({ world: { blocks: 2 }, grid: grid({ second }), power: quietPower({ generators: DIESELS }) })
    loadAll(site, 20e6, 8e6, 2e6)
    site.power.interruptFeed(0, T0, HOUR_MS)
    site.kernel.run(T0 + 60_000, 1e9)
    expect([site.power.modeOf(0), site.power.modeOf(1)]).toEqual([MODE.utility, MODE.island])
    const { totals } = site.power.view
    expect(totals.gridW + totals.generationW).toBe(totals.itW + totals.mechanicalW + totals.lossW)
    expect(totals.itW).toBe(40e6)
  })
})

describe('determinism', () => {
  const wild = { ...grid({ second: { capacity: '20 MW', energised: { planned: dateAfter(5), slip: { p50: '10 days', p90: '40 days' } }, outages: { scale: 40 } } }) }
  const text = {
    world: { blocks: 2, seed: 7 },
    grid: { ...wild, substation: { transformers: { model: 'hv-40mva', count: 2, failures: '5/year' } } },
    generation: [{ id: 'bridge', model: 'recip-4mw', count: 4, inService: dateAfter(3), forcedOutage: 0.1 }],
    power: {
      topology: '4-to-make-3',
      ups: { model: 'ups-1667kw', count: 20, failures: '3/year', systemFailures: '2/year' },
      transformers: { model: 'lv-3mva', count: 14, failures: '1/year' },
      generators: { model: 'diesel-3mw', count: 11, failToStart: 0.3, runMttf: '6 h', runRepair: '5 h' },
    },
  }
  const run = (): Site => {
    const site = createPowerSiteUnderTest(text)
    loadAll(site, 22e6, 9e6, 2.2e6)
    site.power.interruptFeed(0, T0, 3 * HOUR_MS)
    return site
  }

  test('same seed, same state and events; another seed, another story', () => {
    const [a, b] = [run(), run()]
    a.kernel.run(400 * DAY_MS, 1e9)
    b.kernel.run(400 * DAY_MS, 1e9)
    expect(hashState(a.state)).toBe(hashState(b.state))
    expect(a.events).toEqual(b.events)
    const other = createPowerSiteUnderTest({ ...text, world: { blocks: 2, seed: 8 } })
    loadAll(other, 22e6, 9e6, 2.2e6)
    other.kernel.run(400 * DAY_MS, 1e9)
    expect(hashState(other.state)).not.toBe(hashState(a.state))
  })

  test.each([T0 - 1, T0, T0 + 5000, T0 + 11_500, T0 + 30_000, T0 + 51_500, T0 + HOUR_MS, T0 + 3 * HOUR_MS + 1000, 100 * DAY_MS])(
    'a restore at %d ms, mid-outage or not, equals the straight run',
    atMs => {
      const straight = run()
      straight.kernel.run(200 * DAY_MS, 1e9)
      const first = run()
      first.kernel.run(atMs, 1e9)
      const snapshot = snapshotState(first.state)
      const second = run()
      second.kernel.run(150 * DAY_MS, 1e9)
      restoreState(second.state, snapshot)
      second.kernel.run(200 * DAY_MS, 1e9)
      expect(hashState(second.state)).toBe(hashState(straight.state))
    },
  )

  test('the story has every kind of event', () => {
    const site = run()
    site.kernel.run(400 * DAY_MS, 1e9)
    const kinds = new Set(site.events.map(event => event.kind))
    for (const kind of ['feedEnergised', 'generatorInService', 'blockEnergised', 'outageStarted', 'outageEnded', 'generatorStarted', 'generatorFailed']) expect(kinds).toContain(kind)
    const { totals } = site.power.view
    expect(totals.gridW + totals.generationW).toBe(totals.itW + totals.mechanicalW + totals.lossW)
  })
})
