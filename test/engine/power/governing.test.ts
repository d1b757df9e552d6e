/** Invariants of caps, overloads and redundancy over random chains and random losses, and how racks are shed. */
import { describe, expect, test } from 'vitest'
import { entityKey, rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import type { ItLoad } from '../../../src/engine/ports.ts'
import { TOPOLOGY } from '../../../src/engine/power/redundancy.ts'
import { TOPOLOGIES } from '../../../src/scenario/schema/topologies.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter } from './site.ts'

const GRID = { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } } }
const RACKS = 48
const RACK_W = 100_000
const MINUTE_MS = 60_000

const chain = (more: Record<string, unknown> = {}, ups: Record<string, unknown> = {}): Record<string, unknown> => ({
  topology: '4-to-make-3',
  ups: { model: 'ups-500kw', count: 16, failures: '0/year', systemFailures: '0/year', ...ups },
  transformers: { model: 'lv-3mva', count: 8, failures: '0/year' },
  distribution: { failures: '0/year', section: 8 },
  ...more,
})

/** Published loads that a test writes by rack; sums follow. */
function rackLoads(): ItLoad & { set(site: Site, requestW: (rack: number) => number, classOf: (rack: number) => number, floorShare: number): void } {
  const load = { requestW: new Int32Array(RACKS * 6), minimumW: new Int32Array(RACKS * 6), blockRequestW: new Float64Array(6), blockMinimumW: new Float64Array(6) }
  return {
    ...load,
    liveRequestW: load.blockRequestW,
    liveMinimumW: load.blockMinimumW,
    readRacks: () => {},
    set(site, requestW, classOf, floorShare) {
      for (const column of Object.values(load)) column.fill(0)
      for (let rack = 0; rack < RACKS; rack++) {
        const at = rack * 6 + classOf(rack)
        load.requestW[at] = Math.round(requestW(rack))
        load.minimumW[at] = Math.round(requestW(rack) * floorShare)
        load.blockRequestW[classOf(rack)] += load.requestW[at]
        load.blockMinimumW[classOf(rack)] += load.minimumW[at]
      }
      for (let c = 0; c < 6; c++) site.power.setItLoad(0, c, load.blockRequestW[c], load.blockMinimumW[c])
      site.power.settle()
    },
  }
}

interface Loaded {
  readonly site: Site
  readonly load: ReturnType<typeof rackLoads>
}

function loaded(power: Record<string, unknown>, jobOf?: (rack: number) => number): Loaded {
  const load = rackLoads()
  const site = createPowerSiteUnderTest({ grid: GRID, power, world: { racksPerBlock: RACKS, rackMaxW: RACK_W } }, { itLoad: () => load, ...(jobOf === undefined ? {} : { syncGroupOf: jobOf }) })
  site.kernel.run(DAY_MS + 1000, 1e9)
  return { site, load }
}

const later = (site: Site, ms: number): void => void site.kernel.run(site.kernel.now + ms, 1e9)
const dark = (site: Site): number[] => Array.from(site.power.view.rackDead).flatMap((isDead, rack) => (isDead === 1 ? [rack] : []))

describe('what is looked at again', () => {
  test('caps move with a publication, a loss and the controller, and not in between', () => {
    const { site, load } = loaded(chain({ oversubscription: 1.5 }))
    // Rows of eight racks round down first.
    const budgetW = (RACKS / 8) * Math.floor((8 * RACK_W) / 1.5)
    load.set(site, () => RACK_W, () => 4, 0.2)
    expect(site.power.view.totals.itW).toBe(budgetW)
    expect(site.power.isHeldBack(0)).toBe(true)
    // A settle for another reason, such as the weather of the hour, leaves every rack what it had.
    const before = Array.from({ length: RACKS }, (_, rack) => site.power.rackAllowedW(rack))
    site.power.setMechanicalLoad(0, 400_000)
    site.power.settle()
    expect(Array.from({ length: RACKS }, (_, rack) => site.power.rackAllowedW(rack))).toEqual(before)
    load.set(site, () => RACK_W / 2, () => 4, 0.2)
    expect(site.power.view.totals.itW).toBe((RACKS * RACK_W) / 2)
    expect(site.power.isHeldBack(0)).toBe(false)
    expect(site.power.letThroughW(0, (RACKS * RACK_W) / 2)).toBe((RACKS * RACK_W) / 2)
    site.power.failUnit('block[0]/ups[0]')
    later(site, 12_000)
    expect(site.power.rackAllowedW(0)).toBe(RACK_W / 2)
  })

  test('what the caps let through is known before the flow is solved, and the flow agrees', () => {
    const { site, load } = loaded(chain({ oversubscription: 1.5 }))
    load.set(site, rack => RACK_W * (0.5 + 0.01 * rack), () => 4, 0.2)
    site.power.setItLoad(0, 4, 4_500_000, 900_000)
    const w = site.power.letThroughW(0, 4_500_000)
    site.power.settle()
    expect(site.power.view.totals.itW).toBe(w)
  })
})

describe('random chains and random losses', () => {
  const cases = Array.from({ length: 24 }, (_, seed) => ({ seed }))

  test.each(cases)('I7 and I13 hold after every event, seed $seed', ({ seed }) => {
    const key = entityKey(rootKey(seed, 2), 'losses')
    const draw = (n: number): number => uniform(key, 1, n)
    const topology = TOPOLOGIES[Math.floor(draw(0) * TOPOLOGIES.length)]
    const { systems } = TOPOLOGY[topology]
    const perSystem = Math.max(1, Math.ceil((RACKS * RACK_W * (0.9 + draw(1))) / (systems * 500_000)))
    const hasController = draw(2) < 0.6
    const { site, load } = loaded(chain({ topology, capping: { controller: hasController }, rackFeeds: { single: topology.startsWith('n') ? 0 : draw(3) * 0.3 } }, { count: perSystem * systems, systemRepair: '20 min', repair: '20 min' }))
    const clocks = new Float64Array(systems)
    let before: Float64Array = new Float64Array(systems)
    let sinceMs = site.kernel.now
    for (let step = 0; step < 60; step++) {
      if (draw(100 + step) < 0.4) load.set(site, rack => RACK_W * (0.3 + 0.7 * draw(1000 + step * RACKS + rack)), rack => 2 + (rack % 4), 0.2)
      if (draw(200 + step) < 0.3) {
        const system = Math.floor(draw(300 + step) * systems)
        site.power.failUnit(draw(400 + step) < 0.5 ? `block[0]/ups[${system}]` : `block[0]/ups[${system}]/module[0]`)
      }
      later(site, 2)
      for (let part = 0; part < 5; part++) {
        // Between two looks nothing else happens than repairs, trips and the controller; all of them end an interval.
        const now = site.power.systemLoadFractions(0)
        now.forEach((x, system) => {
          clocks[system] = x > 1 && before[system] > 1 ? clocks[system] + (Math.min(x, before[system]) ** 2 - 1) * (site.kernel.now - sinceMs) : 0
          expect(clocks[system], `${topology} seed ${seed} step ${step}`).toBeLessThanOrEqual(337_500 + 5000)
          if (hasController) expect(x > 1 && clocks[system] > 40_000 * (x * x - 1)).toBe(false)
        })
        before = now
        sinceMs = site.kernel.now
        later(site, Math.round(MINUTE_MS * draw(500 + step)))
      }
      const lost = new Set(site.events.filter(({ kind }) => kind === 'deviceTripped').map(event => ('what' in event ? event.what : '')))
      expect(lost.size).toBeLessThanOrEqual(systems)
      // I13: what is dark draws nothing, so the site never feeds more than its live racks ask for.
      const liveW = Array.from({ length: RACKS }, (_, rack) => (site.power.view.rackDead[rack] === 1 ? 0 : load.requestW.slice(rack * 6, rack * 6 + 6).reduce((sum, w) => sum + w, 0))).reduce((sum, w) => sum + w, 0)
      site.power.settle()
      expect(site.power.view.totals.itW).toBeLessThanOrEqual(liveW)
    }
  })

  test.each(cases)('I9: caps of every row and of the block stay within their budgets, seed $seed', ({ seed }) => {
    const key = entityKey(rootKey(seed, 3), 'budgets')
    const draw = (n: number): number => uniform(key, 1, n)
    const oversubscription = 1.01 + 0.6 * draw(0)
    const { site, load } = loaded(chain({ oversubscription }))
    for (let step = 0; step < 30; step++) {
      load.set(site, rack => RACK_W * draw(1000 + step * RACKS + rack) ** 0.3, rack => 2 + Math.floor(draw(5000 + rack) * 4), 0.4 * draw(10 + step))
      if (draw(50 + step) < 0.2) site.power.failUnit(`block[0]/ups[${step % 4}]`)
      for (const ms of [2, 3000, 9000]) {
        later(site, ms)
        const capsW = Array.from({ length: RACKS }, (_, rack) => site.power.rackAllowedW(rack))
        for (let row = 0; row < RACKS; row += 8) expect(capsW.slice(row, row + 8).reduce((sum, w) => sum + w, 0)).toBeLessThanOrEqual(Math.floor((8 * RACK_W) / oversubscription))
        expect(capsW.reduce((sum, w) => sum + w, 0)).toBeLessThanOrEqual(Math.floor((RACKS * RACK_W) / oversubscription))
        expect(site.power.view.totals.itW).toBeLessThanOrEqual(capsW.reduce((sum, w) => sum + w, 0))
        // PF7: solving once more gives the same watts.
        const grantedW = site.power.view.grantedW.slice()
        site.power.settle()
        expect(site.power.view.grantedW).toEqual(grantedW)
      }
    }
  })

  test.each(TOPOLOGIES.flatMap(topology => [1, 2, 3].map(seed => ({ topology, seed }))))('I27: $topology with a module less in every system never serves more nor darkens fewer racks, seed $seed', ({ topology, seed }) => {
    const { systems } = TOPOLOGY[topology]
    const run = (perSystem: number): { servedWms: number; darkRackMs: number } => {
      const site = createPowerSiteUnderTest({ grid: GRID, power: chain({ topology }, { count: perSystem * systems, failures: '8/year', systemFailures: '3/year', repair: '60 h' }), world: { racksPerBlock: RACKS, rackMaxW: RACK_W, seed } })
      site.power.setItLoad(0, 4, RACKS * RACK_W, 30_000 * RACKS)
      const sums = { servedWms: 0, darkRackMs: 0 }
      let lastW = 0
      let lastDark = 0
      let lastMs = 0
      for (let hour = 25; hour < 24 * 100; hour++) {
        site.kernel.run(hour * 3_600_000, 1e9)
        sums.servedWms += lastW * (site.kernel.now - lastMs)
        sums.darkRackMs += lastDark * (site.kernel.now - lastMs)
        lastMs = site.kernel.now
        lastW = site.power.view.totals.itW
        lastDark = dark(site).length
      }
      return sums
    }
    const needed = Math.ceil((RACKS * RACK_W) / (500_000 * Math.max(1, systems - 1)))
    const [whole, less] = [run(needed + 1), run(needed)]
    expect(less.servedWms).toBeLessThanOrEqual(whole.servedWms)
    expect(less.darkRackMs).toBeGreaterThanOrEqual(whole.darkRackMs)
  })

  test.each([['proportional', 1.2], ['listOrder', 1.2], ['groupAtomic', 1]] as const)('%s at an oversubscription of %d: restored on the way equals straight', (shedding, oversubscription) => {
    const make = (): Site => {
      const site = createPowerSiteUnderTest({ grid: GRID, power: chain({ shedding, oversubscription }, { count: 12, failures: '20/year', systemFailures: '10/year', repair: '30 h' }), world: { racksPerBlock: RACKS, rackMaxW: RACK_W, seed: 5 } }, { syncGroupOf: rack => Math.floor(rack / 7) })
      site.power.setItLoad(0, 4, RACKS * RACK_W, 30_000 * RACKS)
      return site
    }
    const straight = make()
    straight.kernel.run(20 * DAY_MS, 1e9)
    const snapshot = snapshotState(straight.state)
    straight.kernel.run(60 * DAY_MS, 1e9)
    const restored = make()
    restoreState(restored.state, snapshot)
    restored.kernel.run(60 * DAY_MS, 1e9)
    expect(straight.events.some(({ kind }) => kind === 'loadTransferred')).toBe(true)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})

describe('oversubscription', () => {
  test('a block with 1.25 gives its racks four fifths at a time, class 5 first', () => {
    const { site, load } = loaded(chain({ oversubscription: 1.25 }))
    load.set(site, () => RACK_W, rack => (rack % 2 === 0 ? 4 : 5), 0.2)
    // 4.8 MW rated, 3.84 MW budget: 0.96 MW comes out of the deferrable half.
    expect(Array.from(site.power.view.grantedW.slice(4, 6))).toEqual([2.4e6, 1.44e6])
  })

  test('as long as not all peak together nobody is lowered', () => {
    const { site, load } = loaded(chain({ oversubscription: 1.25 }))
    load.set(site, rack => (rack % 4 === 0 ? 20_000 : 90_000), () => 3, 0.2)
    const askedW = Array.from({ length: RACKS }, (_, rack) => (rack % 4 === 0 ? 20_000 : 90_000)).reduce((sum, w) => sum + w, 0)
    expect(site.power.view.totals.itW).toBe(askedW)
  })
})

describe('shedding', () => {
  /** Four systems of 1.5 MW for 4.8 MW of racks: one lost leaves the others 107 %. */
  const lossOf = (shedding: string, jobOf?: (rack: number) => number): Loaded => {
    const made = loaded(chain({ shedding }, { count: 12 }), jobOf)
    made.load.set(made.site, () => RACK_W, rack => (jobOf === undefined || jobOf(rack) % 2 === 0 ? 4 : 5), 0.5)
    made.site.power.failUnit('block[0]/ups[0]')
    later(made.site, 10_010)
    return made
  }

  test('proportional: racks of the overloaded systems share the cut and none goes dark', () => {
    const { site } = lossOf('proportional')
    expect(dark(site)).toEqual([])
    // 4.8 MW on three systems of 1.5 MW, with losses of busway.
    expect(site.power.view.totals.itW).toBeGreaterThan(4.45e6)
    expect(site.power.view.totals.itW).toBeLessThanOrEqual(4.5e6)
  })

  test('list order: whole racks from the end of the list, the others keep all they ask for', () => {
    const { site } = lossOf('listOrder')
    const gone = dark(site)
    expect(gone.length).toBeGreaterThanOrEqual(4)
    expect(gone.length).toBeLessThanOrEqual(6)
    expect(site.power.view.totals.itW).toBe((RACKS - gone.length) * RACK_W)
    expect(gone.at(-1)).toBe(RACKS - 1)
    expect(gone).toEqual([...gone].sort((a, b) => a - b))
    expect(Math.max(...site.power.systemLoadFractions(0))).toBeLessThanOrEqual(1)
  })

  test('whole jobs: a job loses all racks or none, deferrable ones first, then the smallest', () => {
    // Jobs of 4, 8, 12 and 24 racks; the odd ones are deferrable.
    const jobOf = (rack: number): number => (rack < 4 ? 0 : rack < 12 ? 1 : rack < 24 ? 3 : 2)
    const { site } = lossOf('groupAtomic', jobOf)
    const gone = new Set(dark(site).map(jobOf))
    const kept = new Set(Array.from({ length: RACKS }, (_, rack) => rack).filter(rack => site.power.view.rackDead[rack] === 0).map(jobOf))
    for (const job of gone) expect(kept.has(job), `job ${job}`).toBe(false)
    // 0.3 MW must go: the smaller of the deferrable jobs is enough.
    expect([...gone]).toEqual([1])
    expect(site.power.view.totals.itW).toBe(40 * RACK_W)
  })

  test('racks that are capped draw less and live; those that are shed, tripped or isolated are dead', () => {
    const count = (site: Site): number => dark(site).length
    expect(count(createPowerSiteUnderTest({ grid: GRID, power: chain(), world: { racksPerBlock: RACKS, rackMaxW: RACK_W } }))).toBe(RACKS)
    const capped = lossOf('proportional').site
    expect(count(capped)).toBe(0)
    const allowed = Array.from({ length: RACKS }, (_, rack) => capped.power.rackAllowedW(rack))
    expect(allowed.some(w => w < RACK_W)).toBe(true)
    expect(allowed.some(w => w >= RACK_W)).toBe(true)
    const { site } = lossOf('listOrder')
    const shed = count(site)
    expect(shed).toBeGreaterThan(0)
    site.power.failUnit('block[0]/ups[1]')
    site.power.failUnit('block[0]/busway[0]/path[1]')
    later(site, 2)
    expect(count(site)).toBeGreaterThan(shed)
  })

  test('what was shed comes back with the system', () => {
    const { site } = lossOf('listOrder')
    later(site, 60 * DAY_MS)
    expect(dark(site)).toEqual([])
    expect(site.power.view.totals.itW).toBe(RACKS * RACK_W)
  })

  test('a source that is short sheds whole jobs too', () => {
    const jobOf = (rack: number): number => Math.floor(rack / 6)
    const load = rackLoads()
    const site = createPowerSiteUnderTest(
      { grid: GRID, power: { ...chain({ shedding: 'groupAtomic' }), transformers: { model: 'lv-3mva', count: 2, failures: '0/year' } }, world: { racksPerBlock: RACKS, rackMaxW: RACK_W } },
      { itLoad: () => load, syncGroupOf: jobOf },
    )
    site.kernel.run(DAY_MS + 1000, 1e9)
    load.set(site, () => RACK_W, () => 4, 0.5)
    site.power.failUnit('block[0]/transformer[0]')
    later(site, 5000)
    const gone = dark(site)
    expect(gone.length % 6).toBe(0)
    expect(gone.length).toBeGreaterThanOrEqual(18)
    expect(site.power.view.totals.itW).toBe((RACKS - gone.length) * RACK_W)
  })
})
