/**
 * I30, I13 and I20 over random sites and histories of sags, outages, calls, faults and loads; seeds are in the titles. Exact: whole watts
 * at every instant, whole W·ms over a run.
 */
import { describe, expect, test } from 'vitest'
import { entityKey, rootKey, uniform } from '../../../src/base/rng.ts'
import { Phase } from '../../../src/engine/kernel/kernel.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, loadAll, quietPower } from './site.ts'

const HOUR_MS = 3_600_000
const T0 = 10 * DAY_MS

/** Draws of a history, by its seed. */
function dice(seed: number): (below: number) => number {
  const key = entityKey(rootKey(seed, 0), 'history')
  let n = 0
  return below => Math.floor(uniform(key, 1, n++) * below)
}

function randomSite(roll: (below: number) => number, seed: number): Site {
  const feed = (capacityMW: number): Record<string, unknown> => ({
    capacity: `${capacityMW} MW`, voltage: ['12 kV', '25 kV'][roll(2)], energised: dateAfter(1), outages: { scale: 20 }, ...(roll(2) === 0 ? { group: 'north' } : {}),
    ...(roll(2) === 0 ? { interruptible: '20 MW', curtailment: { trigger: { process: 'seasonal', rate: '300/year', months: [1, 2, 3], from: 0, to: 24 }, maxHours: '2000 h', maxEvents: 900, ...(roll(2) === 0 ? { leastReduction: '25 MW' } : {}) } } : {}),
  })
  const response = [['storage', 'itCap', 'generators', 'shed'], ['generators', 'itCap'], ['itCap'], ['generators', 'shed'], []][roll(5)]
  const generators = { model: 'diesel-3mw', count: 4 + roll(9), failToStart: 0.3, runMttf: '8 h', runRepair: '5 h' }
  const made = createPowerSiteUnderTest({
    world: { blocks: 2, racksPerBlock: 120, seed },
    grid: { feeds: { a: feed(30 + roll(20)), b: feed(20 + roll(30)) }, response },
    power: quietPower({ topology: ['n', '2n', '4-to-make-3'][roll(3)], ...(roll(3) > 0 ? { generators } : {}) }, { failures: '10/year', systemFailures: '5/year' }),
  })
  loadAll(made, 14e6, 5e6, 1.5e6)
  return made
}

type Totals = Site['power']['view']['totals']
type Sums = Record<string, bigint>

/** Runs a history event by event; `see` looks at every instant. Energies by item come back. */
function live(seed: number, see: (site: Site, totals: Totals) => void, noOps: boolean): { sums: Sums; site: Site } {
  const roll = dice(seed)
  const site = randomSite(roll, seed)
  const sums: Sums = {}
  let sinceMs = 0
  // The clock jumps to the end of a step with its last event; with a mark there, that event is not the last.
  const mark = site.kernel.command('test.mark', Phase.end, () => undefined)
  const step = (untilMs: number): void => {
    if (untilMs > site.kernel.now) site.kernel.schedule(mark, 0, untilMs)
    let flows = { ...site.power.view.totals }
    while (site.kernel.run(untilMs, 1) === 'yield' || site.kernel.now > sinceMs) {
      for (const [item, w] of Object.entries(flows)) sums[item] = (sums[item] ?? 0n) + BigInt(w) * BigInt(site.kernel.now - sinceMs)
      sinceMs = site.kernel.now
      flows = { ...site.power.view.totals }
      see(site, site.power.view.totals)
    }
  }
  step(T0)
  for (let n = 0; n < 60; n++) {
    const act = roll(6)
    const atMs = T0 + (n + 1) * (HOUR_MS + roll(5 * HOUR_MS))
    const next = Math.max(atMs, site.kernel.now + 1)
    if (noOps) {
      step(site.kernel.now + Math.floor((next - site.kernel.now) / 3))
      // While racks are being opened a further settle is an event: loads here do not fall by themselves.
      if (Math.max(...site.power.view.rackDead) === 0) site.power.settle()
    }
    step(next)
    const [first, second, third] = [roll(2), roll(1000), roll(1000)]
    if (act === 0) site.power.interruptFeed(first, site.kernel.now + 1, 60_000 * (1 + second))
    else if (act === 1) site.power.sagFeed(first, 0.3 + 0.0006 * second, 20 + third)
    else if (act === 2) {
      const itW = 4_000_000 + 10_000 * second
      site.power.setItLoad(first, 4, itW, Math.floor(itW / 3))
      site.power.setGivenUp(first, 100 * third, false)
      site.power.settle()
    } else if (act === 3) {
      site.power.setMechanicalLoad(first, 1_000_000 + 1000 * second)
      site.power.settle()
    } else if (act === 4) site.power.setItLoad(first, 3, 4000 * second, 1000 * Math.floor(second / 2))
    step(site.kernel.now + 1)
    site.power.settle()
  }
  step(site.kernel.now + DAY_MS)
  return { sums, site }
}

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

describe('random sites and histories', () => {
  test.each(SEEDS)('I30: served and not served by cause are what is requested, at every instant and in sum, seed %i', seed => {
    const { sums } = live(seed, (_, t) => {
      const shortW = t.shortUtilityW + t.shortCurtailW + t.shortInternalW + t.shortCoolingW + t.shortPermitW
      if (t.itW + t.mechanicalW + shortW !== t.requestedW) throw new Error(`seed ${seed}: ${JSON.stringify(t)}`)
      if (Math.min(t.shortUtilityW, t.shortCurtailW, t.shortInternalW, t.shortCoolingW, t.shortPermitW) < 0) throw new Error(`seed ${seed}: negative ${JSON.stringify(t)}`)
    }, false)
    expect(sums.itW + sums.mechanicalW + sums.shortUtilityW + sums.shortCurtailW + sums.shortInternalW + sums.shortCoolingW + sums.shortPermitW).toBe(sums.requestedW)
    expect(sums.requestedW).toBeGreaterThan(sums.itW)
  })

  test.each(SEEDS)('I13: what feeds deliver never exceeds those that live; dead feeds carry nothing, seed %i', seed => {
    const down = [0, 0]
    let dead = 0
    live(seed, (site, totals) => {
      down.fill(0)
      let lastMs = 0
      for (const event of site.events) {
        if ((event.kind !== 'outageStarted' && event.kind !== 'outageEnded') || event.block >= 0) continue
        lastMs = event.atMs
        down[event.what === 'grid/feed[a]' ? 0 : 1] += event.kind === 'outageStarted' ? 1 : -1
      }
      // The settle follows within a millisecond.
      if (down[0] === 0 || down[1] === 0 || site.kernel.now <= lastMs + 1) return
      dead += 1
      if (totals.gridW !== 0) throw new Error(`seed ${seed}: ${totals.gridW} W from dead feeds`)
    }, false)
    expect(dead).toBeGreaterThanOrEqual(0)
  })

  test.each(SEEDS)('I20: a settle that changes nothing changes no energy, seed %i', seed => {
    const plain = live(seed, () => undefined, false)
    const split = live(seed, () => undefined, true)
    expect(split.sums).toEqual(plain.sums)
  })
})

describe('causes', () => {
  const at = (site: Site, atMs: number): Totals => {
    site.kernel.run(atMs, 1e9)
    return site.power.view.totals
  }
  const make = (more: Record<string, unknown> = {}, power: Record<string, unknown> = {}): Site => {
    const main = { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES, ...more }
    const site = createPowerSiteUnderTest({ grid: { feeds: { main } }, power: quietPower({ mechanicalOnUps: 0, ...power }) })
    loadAll(site, 20e6, 8e6, 2e6)
    site.kernel.run(T0, 1e9)
    return site
  }

  test('a dark block is short of what its racks drew, for the utility, until it is back', () => {
    const site = make()
    expect(at(site, T0 + 1)).toMatchObject({ requestedW: 22e6, shortUtilityW: 0 })
    site.power.interruptFeed(0, T0 + 1000, HOUR_MS)
    // On battery only cooling is short.
    expect(at(site, T0 + 2000)).toMatchObject({ requestedW: 22e6, shortUtilityW: 2e6, shortInternalW: 0 })
    at(site, T0 + 1_800_000)
    // Racks that are dark ask for nothing.
    site.power.setItLoad(0, 4, 0, 0)
    site.power.settle()
    expect(site.power.view.totals).toMatchObject({ requestedW: 22e6, shortUtilityW: 22e6, itW: 0 })
    at(site, T0 + 1000 + HOUR_MS + 1)
    site.power.setItLoad(0, 4, 20e6, 8e6)
    site.power.settle()
    expect(site.power.view.totals).toMatchObject({ requestedW: 22e6, shortUtilityW: 0, itW: 20e6 })
  })

  test('caps of a call are curtailment, heat is cooling', () => {
    const site = make({ capacity: '12 MW', interruptible: '28 MW', curtailment: { trigger: { process: 'heat' }, notice: '0 min' } })
    site.power.call(0, HOUR_MS)
    const totals = at(site, T0 + 60_000)
    expect(totals.shortCurtailW).toBeGreaterThan(9e6)
    expect(totals.itW + totals.mechanicalW + totals.shortCurtailW).toBe(totals.requestedW)
    site.kernel.run(T0 + 2 * HOUR_MS, 1e9)
    site.power.setItLoad(0, 4, 15e6, 8e6)
    site.power.setGivenUp(0, 5e6, false)
    site.power.settle()
    expect(site.power.view.totals).toMatchObject({ shortCoolingW: 5e6, requestedW: 22e6, shortCurtailW: 0 })
  })

  test('sets whose permit is used up leave racks dark for the permit', () => {
    const generators = { model: 'diesel-3mw', count: 12, availability: 1, failToStart: 0, commonCause: 0, runMttf: '100 years', permit: { total: '1 h', policy: 'stop' } }
    const site = make({}, { generators })
    site.power.interruptFeed(0, T0 + 1000, 6 * HOUR_MS)
    expect(at(site, T0 + HOUR_MS / 2)).toMatchObject({ shortPermitW: 0, itW: 20e6 })
    at(site, T0 + 3 * HOUR_MS)
    site.power.setItLoad(0, 4, 0, 0)
    site.power.settle()
    expect(site.power.view.totals).toMatchObject({ shortPermitW: 22e6, shortInternalW: 0, shortUtilityW: 0 })
  })
})
