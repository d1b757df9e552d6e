/** Quarantine by the probability that a node is a lemon, and tests of a node by what was done to it. */
import { describe, expect, test } from 'vitest'
import { lemonProbability } from '../../../src/engine/faults/quarantine.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { FAULT_CLASSES } from '../../../src/scenario/catalog/fault-classes.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FOREVER, INSTANT_CURE, makeSite, type Site, type SiteSpec } from './site.ts'

const only = (id: string, cure: object = {}): object => ({
  classes: Object.fromEntries(FAULT_CLASSES.map(row => [row.id, row.id === id ? cure : { weight: 0 }])),
})

describe('probability that a node is a lemon', () => {
  test('Bayes by hand: 1.5 % of nodes with 12 times the rate, where an ordinary node has 0.1 faults', () => {
    const lemons = { share: 0.015, factor: 12 }
    // Odds 0.015 ÷ 0.985 × 12ⁿ × e^(−11 × 0.1).
    expect(lemonProbability(0, 0, lemons)).toBeCloseTo(0.015, 12)
    expect(lemonProbability(2, 0.1, lemons)).toBeCloseTo(0.729_95 / 1.729_95, 4)
    expect(lemonProbability(3, 0.1, lemons)).toBeCloseTo(8.759_4 / 9.759_4, 4)
    // A node that has served long is cleared by it.
    expect(lemonProbability(3, 1, lemons)).toBeLessThan(0.001)
  })

  const fleet: SiteSpec['world'] = { racksPerBlock: 40, nodesPerRack: 50, acceleratorsPerNode: 8, horizonMs: 600 * DAY_MS }
  const spec: SiteSpec = { world: fleet, ideal: true, faults: { ...INSTANT_CURE, ...only('ssd', { autoFix: 1 }), lemons: { share: 0.02, factor: 20 }, quarantine: { posterior: 0.9, repair: '1 day' } } }
  const begin = (): Site => {
    const site = makeSite(spec)
    site.expose(true)
    return site
  }

  test('of those held at 0.9 at least nine in ten are lemons, and nearly all lemons are found (seed 1)', () => {
    const site = begin()
    const lemons = new Set(Array.from({ length: 2000 }, (_, node) => node).filter(site.faults.isLemon))
    site.kernel.run(600 * DAY_MS, FOREVER)
    const held = new Set(site.gates.calls.filter(({ call, cause }) => call === 'closeNode' && cause === 'quarantine').map(({ entity }) => entity))
    const right = [...held].filter(node => lemons.has(node)).length
    expect(lemons.size).toBeGreaterThan(20)
    expect(right / lemons.size, `${right} of ${lemons.size} found`).toBeGreaterThan(0.9)
    // Thirty or forty held: three standard deviations of a share of 0.9 are 0.15.
    expect(right / held.size, `${right} of ${held.size} held`).toBeGreaterThan(0.75)
  })

  test('restored it ends like the straight run, to the bit', () => {
    const straight = begin()
    straight.kernel.run(60 * DAY_MS, FOREVER)
    const saved = snapshotState(straight.state)
    straight.kernel.run(150 * DAY_MS, FOREVER)
    const other = begin()
    restoreState(other.state, saved)
    other.kernel.run(150 * DAY_MS, FOREVER)
    expect(hashState(other.state)).toBe(hashState(straight.state))
  })
})

describe('tests of a node by what was done to it', () => {
  const world: SiteSpec['world'] = { racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 8, horizonMs: 40_000 * DAY_MS }
  const by = { requalification: '4 hours', requalificationBy: { reset: '1 hour', part: '72 hours', vendor: '100 hours', quarantine: '200 hours' } }

  /** Length of the first stay in requalification. */
  function tested(faults: object, cause = 'requalification'): number {
    const site = makeSite({ world, racks: [{ count: 1 }], ideal: true, faults: { ...by, ...faults } })
    site.faults.nodeExposed(0, true)
    const { nextMs } = site.faults.exposure(0)
    site.kernel.run(nextMs + 60 * DAY_MS, FOREVER)
    const at = site.gates.calls.findIndex(({ call, cause: of }) => call === 'closeNode' && of === cause)
    const [from, to] = [site.gates.calls[at], site.gates.calls.slice(at).find(({ call, cause: of }) => call === 'openNode' && of === cause)]
    return (to?.atMs ?? 0) - from.atMs
  }

  test('a reset 1 h, hands without a part as stated for all, a new accelerator 72 h, the vendor 100 h', () => {
    expect(tested(only('ssd', { autoFix: 1 }))).toBe(HOUR_MS)
    expect(tested(only('gpu-thermal', { autoFix: 0 }))).toBe(4 * HOUR_MS)
    expect(tested(only('faulty-gpu', { autoFix: 0 }))).toBe(72 * HOUR_MS)
    expect(tested({ ...only('faulty-gpu', { autoFix: 0 }), afterRepair: { pool: 0, rma: 1, scrap: 0 } })).toBe(100 * HOUR_MS)
  })

  test('a node in quarantine: its deep repair and the tests after that', () => {
    expect(tested({ ...only('ssd', { autoFix: 1 }), quarantine: { faults: 1, cap: 1, repair: '2 days' } }, 'quarantine')).toBe(2 * 24 * HOUR_MS + 200 * HOUR_MS)
  })
})
