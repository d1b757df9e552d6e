import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { NODE_STAGE } from '../../../src/engine/faults/repair.ts'
import { FAULT_CLASSES } from '../../../src/scenario/catalog/fault-classes.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FOREVER, INSTANT_CURE, makeSite, type Site, type SiteSpec } from './site.ts'

const only = (id: string, cure: object = {}): object => ({
  classes: Object.fromEntries(FAULT_CLASSES.map(row => [row.id, row.id === id ? cure : { weight: 0 }])),
})
const faultsOf = (site: Site): number => site.faults.summary().reduce((sum, row) => sum + row.count, 0)
const nodesOf = (site: Site): number[] => Array.from({ length: site.world.nodes.count }, (_, node) => node)

const fleet: SiteSpec['world'] = { racksPerBlock: 40, nodesPerRack: 50, acceleratorsPerNode: 8, horizonMs: 1000 * DAY_MS }

describe('lemon nodes', () => {
  const lemons = { share: 0.015, factor: 12 }

  test('their share is that of the file, and the fleet as a whole has the rate of its preset (seed 1)', () => {
    const site = makeSite({ world: fleet, faults: { ...INSTANT_CURE, ...only('ssd', { autoFix: 1 }), lemons }, ideal: true })
    site.expose(true)
    site.kernel.run(1000 * DAY_MS, FOREVER)
    const count = nodesOf(site).filter(site.faults.isLemon).length
    // 2,000 draws of 1.5 %: three standard deviations are 16.
    expect(Math.abs(count - 30), `${count} lemons`).toBeLessThan(17)
    const perDay = faultsOf(site) / (2000 * 1000)
    const expected = (3.788701e-3 * (1 + (count / 2000) * 11)) / (1 + 0.015 * 11)
    expect(Math.abs(perDay / expected - 1), `${faultsOf(site)} faults`).toBeLessThan(0.035)
  })

  test('quarantine finds them, deep repair cures them, and faults fall to the rate of ordinary nodes', () => {
    const quarantine = { faults: 3, within: '56 days', repair: '1 day' }
    const spec = { world: fleet, faults: { ...INSTANT_CURE, ...only('ssd', { autoFix: 1 }), lemons: { share: 0.015, factor: 20 }, quarantine, technicians: 1000 } }
    const site = makeSite(spec)
    const before = nodesOf(site).filter(site.faults.isLemon).length
    site.expose(true)
    site.kernel.run(1000 * DAY_MS, FOREVER)
    const after = nodesOf(site).filter(site.faults.isLemon).length
    expect(before).toBeGreaterThan(10)
    expect(after / before, `${after} of ${before} left`).toBeLessThan(0.1)
    expect(site.gates.calls.filter(({ call, cause }) => call === 'closeNode' && cause === 'quarantine').length).toBeGreaterThanOrEqual(before - after)
  })

  test('a job of 64 nodes: removing lemons takes most of the faults of unlucky placements away', () => {
    // Six lemons of twenty times the rate among 64 nodes are 120 ÷ 178 of all faults.
    const world: SiteSpec['world'] = { racksPerBlock: 1, nodesPerRack: 64, acceleratorsPerNode: 8, horizonMs: 4000 * DAY_MS }
    const faults = { ...INSTANT_CURE, ...only('ssd', { autoFix: 1 }), lemons: { share: 6 / 64, factor: 20 } }
    const with3 = makeSite({ world, racks: [{ count: 1 }], faults: { ...faults, quarantine: { faults: 3, within: '60 days', repair: '1 hour', cap: 1 }, technicians: 100 } })
    const without = makeSite({ world, racks: [{ count: 1 }], faults: { ...faults, technicians: 100 } })
    for (const site of [with3, without]) {
      site.expose(true)
      site.kernel.run(4000 * DAY_MS, FOREVER)
    }
    expect(nodesOf(without).filter(without.faults.isLemon).length).toBeGreaterThan(2)
    expect(faultsOf(with3) / faultsOf(without)).toBeLessThan(0.6)
  })

  test('burn-in exposes lemons before they enter service', () => {
    const spec = (days: number): SiteSpec => ({
      world: fleet, ideal: true, facility: { burnIn: { duration: `${days} days` } },
      faults: { ...only('ssd', { autoFix: 1 }), lemons: { share: 0.5, factor: 50 }, quarantine: { faults: 3 } },
    })
    const lemonsAfter = (days: number): number => {
      const site = makeSite(spec(days))
      return nodesOf(site).filter(site.faults.isLemon).length
    }
    expect(Math.abs(lemonsAfter(0) - 1000)).toBeLessThan(70)
    // In 14 days a lemon has 3.788701e-3 ÷ 25.5 × 50 × (14 + 90·(1 − e^(−14/30))) = 0.3536 faults: P(≥ 3) of Poisson is 0.0056.
    expect(lemonsAfter(0) - lemonsAfter(14)).toBeGreaterThanOrEqual(1)
    expect(lemonsAfter(0) - lemonsAfter(60)).toBeGreaterThan(20)
  })
})

describe('quarantine', () => {
  const often = { ...only('ssd', { autoFix: 1 }), rateFactor: 200, infantMortality: { factor: 0 } }

  test('the third fault within the window goes to quarantine and keeps that cause until it is back', () => {
    const site = makeSite({ world: { racksPerBlock: 1, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 400 * DAY_MS }, racks: [{ count: 1 }], faults: { ...often, quarantine: { faults: 3, cap: 1, repair: '2 days' } } })
    site.expose(true)
    site.kernel.run(30 * DAY_MS, FOREVER)
    const ofNode = site.gates.calls.filter(({ entity }) => entity === 0)
    const at = ofNode.findIndex(({ cause }) => cause === 'quarantine')
    expect(ofNode.slice(0, at).filter(({ call, cause }) => call === 'closeNode' && cause === 'triage')).toHaveLength(2)
    expect(ofNode[at + 1]).toMatchObject({ call: 'openNode', cause: 'quarantine', atMs: ofNode[at].atMs + 2 * DAY_MS + 4 * HOUR_MS })
  })

  test('no more than the cap at the same time', () => {
    const site = makeSite({ world: { racksPerBlock: 1, nodesPerRack: 100, acceleratorsPerNode: 8, horizonMs: 100 * DAY_MS }, racks: [{ count: 1 }], faults: { ...often, technicians: 100, quarantine: { faults: 2, cap: 0.05, repair: '20 days' } } })
    site.expose(true)
    site.kernel.run(100 * DAY_MS, FOREVER)
    let held = 0
    let most = 0
    for (const { call, cause } of site.gates.calls) {
      if (cause !== 'quarantine') continue
      held += call === 'closeNode' ? 1 : -1
      most = Math.max(most, held)
    }
    expect(most).toBe(5)
  })

  test('restored it ends like the straight run, to the bit', () => {
    const spec: SiteSpec = { world: { ...fleet, racksPerBlock: 4 }, faults: { rateFactor: 30, technicians: 3, lemons: {}, quarantine: {}, afterRepair: { pool: 0.6, rma: 0.3, scrap: 0.1 }, spares: { parts: { ssd: { stock: 1, reorderAt: 0, orderSize: 1 } } } } }
    const begin = (): Site => {
      const site = makeSite(spec)
      site.expose(true)
      return site
    }
    const straight = begin()
    straight.kernel.run(200 * DAY_MS, FOREVER)
    const half = begin()
    half.kernel.run(77 * DAY_MS, FOREVER)
    const saved = snapshotState(half.state)
    const other = begin()
    other.kernel.run(120 * DAY_MS, FOREVER)
    restoreState(other.state, saved)
    other.kernel.run(200 * DAY_MS, FOREVER)
    expect(hashState(other.state)).toBe(hashState(straight.state))
    expect(new Set(straight.gates.calls.map(({ cause }) => cause))).toContain('rma')
    expect(new Set(straight.gates.calls.map(({ cause }) => cause))).toContain('quarantine')
  })
})

describe('what becomes of repaired nodes', () => {
  const world: SiteSpec['world'] = { racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 8, horizonMs: 40_000 * DAY_MS }
  const toHand = { ...only('ssd', { autoFix: 0 }), repair: '3 hours' }
  const firstFault = (site: Site): number => {
    site.faults.nodeExposed(0, true)
    const { nextMs } = site.faults.exposure(0)
    site.kernel.run(nextMs, FOREVER)
    return nextMs
  }

  test('a node that fails requalification is at the vendor for a week, its technician is free', () => {
    const site = makeSite({ world, racks: [{ count: 1 }], faults: { ...toHand, afterRepair: { pool: 0, rma: 1, scrap: 0 } } })
    const repaired = firstFault(site) + 30_000 + 30 * 60_000 + 3 * HOUR_MS
    site.kernel.run(repaired, FOREVER)
    expect(site.faults.nodeStage()[0]).toBe(NODE_STAGE.vendor)
    expect(site.facility.crew().busy).toBe(0)
    site.kernel.run(repaired + 7 * DAY_MS + 4 * HOUR_MS, FOREVER)
    expect(site.gates.calls.slice(-4).map(({ atMs, call, cause }) => [atMs, call, cause])).toEqual([
      [repaired, 'openNode', 'repair'],
      [repaired + 7 * DAY_MS, 'closeNode', 'requalification'],
      [repaired + 7 * DAY_MS, 'openNode', 'rma'],
      [repaired + 7 * DAY_MS + 4 * HOUR_MS, 'openNode', 'requalification'],
    ])
  })

  test('a new node in place of a scrapped one is as young as the first was', () => {
    const site = makeSite({ world, racks: [{ count: 1 }], faults: { ...toHand, afterRepair: { pool: 0, rma: 0, scrap: 1, replacement: '4 days' } } })
    const t = firstFault(site)
    site.kernel.run(t + 4 * DAY_MS + 8 * HOUR_MS, FOREVER)
    expect(site.gates.isOpen(0)).toBe(true)
    const back = t + 30_000 + 30 * 60_000 + 3 * HOUR_MS + 4 * DAY_MS + 4 * HOUR_MS
    expect(site.faults.exposure(0).nowMs).toBe(t + 4 * DAY_MS + 8 * HOUR_MS - back)
  })

  test('shares of many repairs are those of the file (seed 1)', () => {
    const site = makeSite({ world: { ...world, racksPerBlock: 10, nodesPerRack: 20 }, faults: { ...INSTANT_CURE, ...only('ssd', { autoFix: 0 }), rateFactor: 20, technicians: 500, afterRepair: { pool: 0.7, rma: 0.2, scrap: 0.1, turnaround: '1 hour', replacement: '1 hour' } } })
    site.expose(true)
    site.kernel.run(500 * DAY_MS, FOREVER)
    const repairs = site.gates.calls.filter(({ call, cause }) => call === 'closeNode' && cause === 'repair').length
    const away = site.gates.calls.filter(({ call, cause }) => call === 'closeNode' && cause === 'rma').length
    expect(repairs).toBeGreaterThan(5000)
    expect(Math.abs(away / repairs - 0.3)).toBeLessThan(3 * Math.sqrt(0.21 / repairs))
  })
})
