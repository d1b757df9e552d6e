import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { HOUR_MS, type TinyWorld } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'
import { startsSeen, striking } from './struck.ts'

const DAY_MS = 24 * HOUR_MS

type Row = readonly [submitH: number, nodes: number, runH: number]

/** Nodes of every start, by job; nodes of eight accelerators in racks of four, each rack a leaf of its own. */
function site(world: TinyWorld, rows: readonly Row[], ties: Readonly<Record<string, unknown>> = {}) {
  const { starts, fabric } = startsSeen()
  const made = rig({
    world: { nodesPerRack: 4, acceleratorsPerNode: 8, racksPerLeaf: 1, horizonMs: 100 * DAY_MS, ...world },
    workload: TRACE,
    traces: { rows: traceOf(rows.map(([submit, nodes, run]) => [submit * 3600, nodes * 8, run * 3600, run * 3600])) },
    scheduler: { ...PLAIN_SCHEDULER, ties, avoid: '0 s' },
    checkpoints: NO_CHECKPOINTS,
    fabric,
  })
  const { fails, trips } = striking(made)
  made.openAll()
  made.compute.start()
  const strike = (type: number, node: number, ...hours: number[]): void => hours.forEach(hour => made.kernel.schedule(type, node, Math.round(hour * HOUR_MS)))
  return { ...made, starts, fails, trips, strike }
}

describe('nodes that failed often of late', () => {
  test('are taken last in their leaf, until their faults lie too far back', () => {
    const { starts, strike, fails, run } = site({ racksPerBlock: 1 }, [[1, 2, 1], [5, 2, 1], [7, 4, 1], [24 * 29, 2, 1]])
    strike(fails, 1, 0.2, 4)
    run(30 * DAY_MS)
    // After one fault node 1 is like the others; after two it is last; what needs all of them takes it; after 28 days it is forgotten.
    expect(starts).toEqual([[0, 1], [0, 2], [0, 1, 2, 3], [0, 1]])
  })

  test('tell equal leaves apart', () => {
    const { starts, strike, fails, run } = site({ racksPerBlock: 3 }, [[1, 2, 1], [5, 2, 1]])
    strike(fails, 0, 2.5, 3)
    run(DAY_MS)
    expect(starts).toEqual([[0, 1], [4, 5]])
  })

  test('do not count with losses of power, nor where the file says never', () => {
    const powerless = site({ racksPerBlock: 1 }, [[5, 2, 1]])
    powerless.strike(powerless.trips, 0, 1, 2, 3)
    powerless.run(DAY_MS)
    expect(powerless.starts).toEqual([[0, 1]])
    const never = site({ racksPerBlock: 1 }, [[5, 2, 1]], { frailAfter: 0 })
    never.strike(never.fails, 0, 1, 2, 3)
    never.run(DAY_MS)
    expect(never.starts).toEqual([[0, 1]])
  })
})

describe('equal leaves of several blocks', () => {
  test('are taken in order of index, or by cooling and power to spare where the file says so', () => {
    const rows: Row[] = [[1, 4, 10], [2, 4, 10]]
    const plain = site({ blocks: 2, racksPerBlock: 2 }, rows)
    plain.run(DAY_MS)
    expect(plain.starts).toEqual([[0, 1, 2, 3], [4, 5, 6, 7]])
    // The first job draws in block 0, so that block 1 has more to spare.
    const even = site({ blocks: 2, racksPerBlock: 2 }, rows, { headroom: true })
    even.run(DAY_MS)
    expect(even.starts).toEqual([[0, 1, 2, 3], [8, 9, 10, 11]])
    // A block that throttles has none.
    const hot = site({ blocks: 2, racksPerBlock: 2 }, rows, { headroom: true })
    hot.compute.setThermalFactor(0, 0.9)
    hot.run(DAY_MS)
    expect(hot.starts).toEqual([[8, 9, 10, 11], [12, 13, 14, 15]])
  })
})

test.each([1, 2, 3])('seed %i: whatever fails, jobs get as many nodes as without, none twice, and a restored run goes on as before', seed => {
  const key = rootKey(seed, 53)
  const rows = Array.from({ length: 40 }, (_, i): Row => [i, 1 + Math.floor(uniform(key, 1, i) * 9), 1 + Math.floor(uniform(key, 2, i) * 6)])
  const make = (ties: Readonly<Record<string, unknown>>) => {
    const made = site({ blocks: 2, racksPerBlock: 3 }, rows, ties)
    for (let i = 0; i < 60; i++) made.strike(made.fails, Math.floor(uniform(key, 3, i) * uniform(key, 4, i) * 24), uniform(key, 5, i) * 60)
    return made
  }
  const straight = make({ headroom: true, frailFor: '1 day' })
  straight.run(30 * HOUR_MS)
  const saved = snapshotState(straight.state)
  straight.run(90 * DAY_MS)
  for (const nodes of straight.starts) expect(new Set(nodes).size, `seed ${seed}`).toBe(nodes.length)
  expect(straight.compute.counts().jobsCompleted).toBe(40)
  expect(straight.compute.jobs).toMatchObject({ freeNodes: 24, idleAccelerators: 192 })
  const restored = make({ headroom: true, frailFor: '1 day' })
  restoreState(restored.state, saved)
  restored.run(90 * DAY_MS)
  expect(hashState(restored.state), `seed ${seed}`).toBe(hashState(straight.state))
})
