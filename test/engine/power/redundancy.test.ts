import { describe, expect, test } from 'vitest'
import { TOPOLOGY, isSecure, overloadCascade, systemLoadsW, worstLoss, type PairLoad } from '../../../src/engine/power/redundancy.ts'
import { TOPOLOGIES } from '../../../src/scenario/schema/block-power.ts'

/** Pair loads of the worked example, MW by systems counted from 1. */
const W51: readonly PairLoad[] = (
  [[1, 2, 1.2], [1, 3, 0.9], [1, 4, 0.9], [2, 3, 0.9], [2, 4, 0.9], [3, 4, 1.2]] as const
).map(([first, second, mw]) => ({ first: first - 1, second: second - 1, firstShare: 0.5, loadW: mw * 1e6 }))
const RATED = 2e6

describe('capacity rules of the topologies', () => {
  test.each([
    ['n', 20, 20, 1],
    ['n-plus-1', 20, 19, 19 / 20],
    ['2n', 2, 1, 0.5],
    ['3-to-make-2', 3, 2, 2 / 3],
    ['4-to-make-3', 4, 3, 0.75],
    ['5-to-make-4', 5, 4, 0.8],
    ['6-to-make-5', 6, 5, 5 / 6],
    ['block-redundant', 5, 4, 1],
  ] as const)('%s: %d units of 1 MW carry %d MW at a normal loading of %d', (id, count, usableMw, loading) => {
    expect(TOPOLOGY[id].usableW(count, 1e6)).toBe(usableMw * 1e6)
    expect(TOPOLOGY[id].normalLoading(count)).toBeCloseTo(loading, 12)
  })

  test.each(TOPOLOGIES)('%s: balanced pairs at the usable load keep the promise of the label', id => {
    const { pairs, systems, spareUnits, unit } = TOPOLOGY[id]
    if (unit === 'module') {
      expect(pairs).toHaveLength(1)
      return
    }
    const totalW = TOPOLOGY[id].usableW(systems, 1e6)
    const loads = pairs.map(pair => ({ ...pair, loadW: totalW / pairs.length }))
    expect(worstLoss(loads, systems, 1e6).loadFraction).toBeCloseTo(1, 9)
    expect(systemLoadsW(loads, systems).reduce((a, b) => a + b, 0)).toBeCloseTo(totalW, 3)
    // One per cent more load breaks it.
    expect(isSecure(loads.map(pair => ({ ...pair, loadW: pair.loadW * 1.01 })), systems, 1e6)).toBe(spareUnits === 0)
  })
})

describe('worked example: four systems of 2 MW, unbalanced pairs', () => {
  test('W5.1: the totals look compliant', () => {
    expect(W51.reduce((sum, pair) => sum + pair.loadW, 0)).toBe(6e6)
    systemLoadsW(W51, 4).forEach(loadW => expect(loadW).toBe(1.5e6))
  })

  test('W5.1: loss of system 1 loads system 2 to 105 %', () => {
    const [l1, l2, l3, l4] = systemLoadsW(W51, 4, [0])
    expect([l1, l2, l3, l4]).toEqual([0, 2.1e6, 1.95e6, 1.95e6])
    expect(worstLoss(W51, 4, RATED)).toEqual({ lost: 0, system: 1, loadFraction: 1.05 })
    expect(isSecure(W51, 4, RATED)).toBe(false)
  })

  test('W5.2 and W5.3: without capping everything is lost, each trip at its time', () => {
    const { trips, lostW, cutW } = overloadCascade(W51, 4, RATED, 0)
    expect(trips.map(trip => trip.system)).toEqual([1, 2, 3])
    expect(trips[0].atMs / 1000).toBeCloseTo(3293, 0)
    expect((trips[1].atMs - trips[0].atMs) / 1000).toBeCloseTo(767.0, 1)
    expect(lostW).toBe(6e6)
    expect(cutW).toBe(0)
  })

  test('W5.3: after the first trip 1.2 MW is lost and systems 3 and 4 stand at 120 %', () => {
    const loads = systemLoadsW(W51, 4, [0, 1])
    expect([loads[2], loads[3]]).toEqual([2.4e6, 2.4e6])
  })

  test('W5.3: a capping controller of 10 s needs to cut 0.1 MW and nothing trips', () => {
    const { trips, lostW, cutW } = overloadCascade(W51, 4, RATED, 0, 10_000)
    expect(trips).toEqual([])
    expect(lostW).toBe(0)
    expect(cutW).toBeCloseTo(1e5, 6)
  })
})
