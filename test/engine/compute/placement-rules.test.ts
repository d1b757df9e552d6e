import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import type { Stretches } from '../../../src/engine/ports.ts'
import { DAY_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

interface Settings {
  readonly blocks: number
  readonly racks: number
  readonly racksPerLeaf?: number
  readonly placement?: Readonly<Record<string, unknown>>
  readonly rule?: string
}

/** NVL72 racks of 18 nodes, each one scale-up domain; `closed` nodes stay out. Nodes of every job that starts, in order of submission. */
function placed({ blocks, racks, racksPerLeaf = 1, placement, rule = 'compact' }: Settings, closed: (rack: number, node: number) => boolean, sizes: readonly number[]): number[][] {
  const jobs: number[][] = []
  const { compute, kernel, world } = rig({
    rack: 'gb200-nvl72',
    world: { blocks, racksPerBlock: racks, racksPerLeaf, nodesPerRack: 18, acceleratorsPerNode: 4 },
    workload: [{ ...TRACE[0], placement }],
    traces: { rows: traceOf(sizes.map((size, i) => [i, size * 4, 1000, 1000])) },
    scheduler: { ...PLAIN_SCHEDULER, placement: rule },
    checkpoints: NO_CHECKPOINTS,
    fabric: {
      attach(_job, { count, begin, length }, _nodes, commFraction) {
        jobs.push(Array.from({ length: count }, (_, i) => Array.from({ length: length[i] }, (_unused, n) => begin[i] + n)).flat())
        return commFraction
      },
      detach() {},
    },
  })
  for (let node = 0; node < world.nodes.count; node++) if (!closed(Math.floor(node / 18), node % 18)) compute.nodeGained(node)
  compute.start()
  kernel.run(100_000, Infinity)
  return jobs
}

const none = (): boolean => false
/** Nodes by rack, in order of racks. */
const byRack = (nodes: readonly number[]): [number, number][] => {
  const counts = new Map<number, number>()
  for (const node of nodes) counts.set(Math.floor(node / 18), (counts.get(Math.floor(node / 18)) ?? 0) + 1)
  return [...counts].sort(([a], [b]) => a - b)
}

describe('levels', () => {
  const leaf = { blocks: 1, racks: 4, racksPerLeaf: 4 }
  // Free: 18, 12, 18, 10.
  const holes = (rack: number, node: number): boolean => (rack === 1 && node >= 12) || (rack === 3 && node >= 10)

  test('from the leaf, nodes are taken in order; from the domain, the fullest domain that holds the job', () => {
    expect(placed(leaf, holes, [10]).map(byRack)).toEqual([[[0, 10]]])
    expect(placed({ ...leaf, placement: { prefer: 'domain' } }, holes, [10, 11, 19]).map(byRack)).toEqual([[[3, 10]], [[1, 11]], [[0, 18], [1, 1]]])
  })

  test('a job that no domain holds climbs when the level is preferred, and waits when it is required', () => {
    expect(placed({ ...leaf, placement: { prefer: 'domain', within: 'leaf' } }, holes, [19]).map(byRack)).toEqual([[[0, 18], [3, 1]]])
    const blocked = (rack: number, node: number): boolean => node >= 16
    expect(placed({ ...leaf, placement: { within: 'domain' } }, blocked, [17, 16]).map(byRack)).toEqual([[[0, 16]]])
    expect(placed({ blocks: 2, racks: 2, placement: { within: 'leaf' } }, none, [18, 19])).toHaveLength(1)
  })

  test('within a pod: the fullest block that holds the job', () => {
    const first = (rack: number, node: number): boolean => rack === 0 && node === 0
    expect(placed({ blocks: 2, racks: 2, placement: { within: 'pod' } }, first, [30]).map(byRack)).toEqual([[[0, 12], [1, 18]]])
  })
})

describe('segments', () => {
  test('units of 8 nodes never straddle a domain of 18: two a rack, and the rest of the rack stays free', () => {
    expect(placed({ blocks: 1, racks: 3, racksPerLeaf: 3, placement: { segment: 8 } }, none, [40]).map(byRack)).toEqual([[[0, 16], [1, 16], [2, 8]]])
    expect(placed({ blocks: 1, racks: 3, racksPerLeaf: 3, placement: { segment: 8 } }, none, [48]).map(byRack)).toEqual([[[0, 16], [1, 16], [2, 16]]])
  })

  test('a job for which counting says yes and topology says no waits', () => {
    const half = (_rack: number, node: number): boolean => node >= 9
    expect(placed({ blocks: 1, racks: 4, racksPerLeaf: 4, placement: { segment: 16 } }, half, [32])).toEqual([])
  })

  test('a job that is no whole number of segments is withdrawn', () => {
    expect(placed({ blocks: 1, racks: 2, placement: { segment: 8 } }, none, [12])).toEqual([])
  })
})

describe('rail-aligned', () => {
  test('one leaf where it fits, else equal shares of the fewest leaves', () => {
    const site = { blocks: 1, racks: 4, rule: 'rail-aligned' }
    expect(placed(site, none, [18]).map(byRack)).toEqual([[[0, 18]]])
    expect(placed(site, none, [20]).map(byRack)).toEqual([[[0, 10], [1, 10]]])
    expect(placed(site, none, [41]).map(byRack)).toEqual([[[0, 14], [1, 14], [2, 13]]])
  })

  test('the fullest leaves that have the share, and unequal shares before waiting', () => {
    // Free: 18, 12, 18, 10: two of 11 come from the leaf of 12 and one of 18.
    const holes = (rack: number, node: number): boolean => (rack === 1 && node >= 12) || (rack === 3 && node >= 10)
    expect(placed({ blocks: 1, racks: 4, rule: 'rail-aligned' }, holes, [22]).map(byRack)).toEqual([[[0, 11], [1, 11]]])
    expect(placed({ blocks: 1, racks: 4, rule: 'rail-aligned' }, holes, [58]).map(byRack)).toEqual([[[0, 18], [1, 12], [2, 18], [3, 10]]])
  })
})

describe('spread', () => {
  test('round robin over the leaves of the site, or of the emptiest block', () => {
    expect(placed({ blocks: 2, racks: 2, rule: 'spread' }, none, [10]).map(byRack)).toEqual([[[0, 3], [1, 3], [2, 2], [3, 2]]])
    const first = (rack: number, node: number): boolean => rack === 0 && node < 4
    expect(placed({ blocks: 2, racks: 2, placement: { rule: 'spread', within: 'pod' } }, first, [10]).map(byRack)).toEqual([[[2, 5], [3, 5]]])
  })

  test('a leaf that has less gives what it has', () => {
    const first = (rack: number, node: number): boolean => rack === 0 && node >= 1
    expect(placed({ blocks: 1, racks: 3, rule: 'spread' }, first, [11]).map(byRack)).toEqual([[[0, 1], [1, 5], [2, 5]]])
  })

  test('replicas of a service go to block after block, and in a block to leaf after leaf', () => {
    const homes: number[] = []
    const { compute, openAll, run, world } = rig({
      rack: 'gb200-nvl72',
      world: { blocks: 2, racksPerBlock: 2, nodesPerRack: 18, acceleratorsPerNode: 4 },
      workload: [{ id: 'chat', source: 'inference', minimum: 6, maximum: 6, peak: '1 request/s', placement: { rule: 'spread' } }],
      fabric: {
        attach(_job, { begin }, _nodes, commFraction) {
          homes.push(world.nodes.leaf[begin[0]])
          return commFraction
        },
        detach() {},
      },
    })
    openAll()
    compute.start()
    run(1000)
    expect(homes).toEqual([0, 2, 1, 3, 0, 2])
  })
})

/** What random jobs of a rule hold over thirty days with faults. */
function random(seed: number, placement: Readonly<Record<string, unknown>>, sizes: readonly number[], check: (nodes: readonly number[]) => void) {
  const key = rootKey(seed, 91)
  const holders = new Map<number, number[]>()
  const owner = new Map<number, number>()
  const flat = ({ count, begin, length }: Stretches): number[] => Array.from({ length: count }, (_, i) => Array.from({ length: length[i] }, (_unused, n) => begin[i] + n)).flat()
  const rows = Array.from({ length: 400 }, (_, i) => {
    const run = 600 + Math.floor(uniform(key, 1, i) * 40_000)
    return [i * 1500, sizes[Math.floor(uniform(key, 2, i) * sizes.length)] * 4, run, run * 2] as const
  })
  const site = rig({
    rack: 'gb200-nvl72',
    world: { blocks: 2, racksPerBlock: 4, racksPerLeaf: 2, nodesPerRack: 18, acceleratorsPerNode: 4, horizonMs: 30 * DAY_MS, seed },
    workload: [{ ...TRACE[0], placement }],
    traces: { rows: traceOf(rows) },
    scheduler: { patience: '20 days' },
    checkpoints: { interval: '30 min' },
    commands(kernel, compute, state) {
      const open = state.table('test.open', 144, { flag: 'u8' })
      const flip = kernel.command('test.flip', 1, node => {
        open.col.flag[node] = 1 - open.col.flag[node]
        if (open.col.flag[node] === 1) compute().nodeGained(node)
        else compute().nodeLost(node, 'triage')
      })
      for (let node = 0; node < 144; node++) kernel.schedule(flip, node, 0)
      for (let n = 0; n < 400; n++) kernel.schedule(flip, Math.floor(uniform(key, 3, n) * 144), 1000 + Math.floor(uniform(key, 4, n) * 9 * DAY_MS))
    },
    fabric: {
      attach(job, stretches, _count, commFraction) {
        const nodes = flat(stretches)
        for (const node of nodes) {
          expect(owner.has(node), `seed ${seed}: node ${node} is used twice`).toBe(false)
          owner.set(node, job)
        }
        holders.set(job, nodes)
        check(nodes)
        return commFraction
      },
      detach(job) {
        for (const node of holders.get(job) ?? []) owner.delete(node)
        holders.delete(job)
      },
    },
  })
  site.compute.start()
  return { ...site, owner }
}

const perRack = (nodes: readonly number[]): number[] => byRack(nodes).map(([, count]) => count)
const groups = (nodes: readonly number[], size: number): number => new Set(nodes.map(node => Math.floor(node / size))).size

describe('random jobs, faults and repairs', () => {
  test.each<[number, Readonly<Record<string, unknown>>, readonly number[], (nodes: readonly number[]) => void]>([
    [1, { within: 'domain' }, [1, 4, 18], nodes => expect(groups(nodes, 18)).toBe(1)],
    [2, { within: 'leaf', prefer: 'domain' }, [2, 18, 36], nodes => expect(groups(nodes, 36)).toBe(1)],
    [3, { within: 'pod' }, [2, 20, 72], nodes => expect(groups(nodes, 72)).toBe(1)],
    [4, { segment: 8 }, [8, 24, 64], nodes => perRack(nodes).forEach(count => expect(count % 8).toBe(0))],
    [5, { segment: 4, within: 'leaf', prefer: 'domain' }, [4, 16, 32], nodes => {
      expect(groups(nodes, 36)).toBe(1)
      perRack(nodes).forEach(count => expect(count % 4).toBe(0))
    }],
    [6, { rule: 'rail-aligned' }, [2, 30, 80], () => undefined],
    [7, { rule: 'spread' }, [2, 30, 80], () => undefined],
  ])('seed %i, %o: nobody shares a node, constraints hold, free counts equal a recount, a restored run equals the straight one', (seed, placement, sizes, check) => {
    const straight = random(seed, placement, sizes, check)
    for (let day = 1; day <= 12; day++) {
      straight.kernel.run(day * DAY_MS, Infinity)
      const { jobs } = straight.compute
      expect(jobs.freeNodes, `seed ${seed}, day ${day}`).toBe(jobs.openNodes - straight.owner.size)
      expect(jobs.idleAccelerators).toBe(4 * jobs.freeNodes)
    }
    expect(straight.compute.counts().jobsStarted).toBeGreaterThan(100)
    const other = random(seed, placement, sizes, () => undefined)
    other.kernel.run(5 * DAY_MS, Infinity)
    const kept = snapshotState(other.state)
    other.kernel.run(8 * DAY_MS, Infinity)
    other.owner.clear()
    restoreState(other.state, kept)
    other.kernel.run(5 * DAY_MS + 1, Infinity)
    expect(other.kernel.now).toBeLessThanOrEqual(5 * DAY_MS + 1)
    const again = random(seed, placement, sizes, () => undefined)
    again.kernel.run(5 * DAY_MS + 1, Infinity)
    expect(hashState(other.state)).toBe(hashState(again.state))
  })
})
