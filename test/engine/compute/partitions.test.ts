import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import type { Stretches } from '../../../src/engine/ports.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, rig, startsOf, traceOf } from './rig.ts'

const H = 3600
const of = (code: string): number => bucketIndex(code) - bucketIndex('L7.noDemand')

type Row = readonly [submitS: number, nodes: number, runS: number]

/** Two halls of two racks of four nodes of one accelerator; every tenant has a trace of its own. */
function site(tenants: Readonly<Record<string, unknown>>, rows: Readonly<Record<string, readonly Row[]>>, scheduler: Readonly<Record<string, unknown>> = {}) {
  const placed: { first: number; last: number; nodes: number[]; source: number }[] = []
  const made = rig({
    world: { blocks: 2, racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 1, horizonMs: 30 * DAY_MS },
    tenants,
    workload: Object.keys(rows).map(name => ({ id: name, source: 'trace', file: name, communication: 0, tenants: { [name]: 1 } })),
    traces: Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, traceOf(all.map(([at, count, run]) => [at, count, run, run]))])),
    scheduler: { startup: { base: '0 s', perDoubling: '0 s' }, patience: '15 years', ...scheduler },
    checkpoints: { interval: '30 min', mode: 'blocking', blocking: '0 s', restore: '0 s' },
    fabric: {
      attach(_job, { count, begin, length }: Stretches, _nodes, commFraction, source) {
        const nodes = Array.from({ length: count }, (_, i) => Array.from({ length: length[i] }, (_unused, n) => begin[i] + n)).flat().sort((x, y) => x - y)
        placed.push({ first: nodes[0], last: nodes.at(-1) ?? -1, nodes, source })
        return commFraction
      },
      detach() {},
    },
  })
  made.openAll()
  made.compute.start()
  return { ...made, placed }
}

const HALL = { block: 'block[1]' }
const policies = ['fifo', 'easy-backfill', 'conservative', 'priority'] as const

describe('a hall that is one tenant’s alone', () => {
  test.each(policies)('under %s: its jobs run there, and those of others never do', policy => {
    const { compute, placed, run } = site({ a: { isolation: HALL }, b: {} }, { a: [[0, 3, H], [1, 6, H], [2, 5, H]], b: [[0, 5, H], [1, 6, H], [2, 2, H]] }, { policy })
    run(20 * HOUR_MS)
    expect(compute.counts().jobsCompleted).toBe(6)
    for (const { first, last, source } of placed) {
      if (source === 0) expect(first).toBeGreaterThanOrEqual(8)
      else expect(last).toBeLessThan(8)
    }
  })

  test.each(policies)('under %s: a large job that waits there holds nobody up elsewhere', policy => {
    const { compute, run } = site({ a: { isolation: HALL }, b: {} }, { a: [[0, 5, 10 * H], [1, 8, H]], b: [[2, 8, H], [3, 8, H]] }, { policy })
    run(30 * HOUR_MS)
    // By number: a, a, b, b in order of submission.
    expect(startsOf(compute, 4)).toEqual([0, 10 * H, 2, H + 2])
  })

  test('a job larger than the hall is refused, not starved', () => {
    const { compute, run } = site({ a: { isolation: HALL }, b: {} }, { a: [[0, 9, H]], b: [[0, 9, H], [1, 8, H]] })
    run(HOUR_MS)
    expect(compute.counts()).toMatchObject({ jobsWithdrawn: 2, jobsStarted: 1 })
  })

  test('what idles there while others wait is stranded: in the ledger as affinity, and for the tenant whose it is', () => {
    const { compute, ledger, run } = site({ a: { isolation: HALL }, b: {} }, { a: [[0, 2, 4 * H]], b: [[0, 8, 2 * H], [1, 5, H]] })
    run(HOUR_MS)
    // Six nodes idle in the hall; the job of five waits and may not have them.
    expect(ledger.idle()[of('L7.affinity')]).toBe(5)
    expect(ledger.idle()[of('L7.noDemand')]).toBe(1)
    for (let day = 1; day <= 2; day++) {
      run(day * DAY_MS)
      compute.settleAll()
    }
    const stranded = Array.from(compute.tenants?.windows().strandedMs ?? [])
    expect(stranded[1]).toBe(5 * (2 * HOUR_MS - 1000))
    expect(stranded.reduce((sum, ms) => sum + ms, 0)).toBe(stranded[1])
  })

  test('commitments are served from the hall of the tenant, and those of others from the rest', () => {
    const { compute, kernel, run } = site({ a: { isolation: HALL, commitments: [{ accelerators: 8 }] }, b: { commitments: [{ accelerators: 8 }] } }, { a: [], b: [] })
    const lose = kernel.command('test.lose', FAULT_PHASE, node => compute.nodeLost(node, 'triage'))
    for (let node = 8; node < 12; node++) kernel.schedule(lose, node, 12 * HOUR_MS)
    run(DAY_MS)
    compute.settleAll()
    const delivered = compute.tenants?.windows().deliveredMs ?? []
    expect([delivered[1], delivered[2]]).toEqual([(8 * 12 + 4 * 12) * HOUR_MS, 8 * 24 * HOUR_MS])
  })

  test('racks can be set apart too, and parts of a tenant run where it does', () => {
    const { placed, run } = site({ a: { isolation: { block: 'block[0]', firstRack: 1, racks: 1 } }, team: { parent: 'a' }, b: {} }, { team: [[0, 4, H]], b: [[0, 12, H]] })
    run(5 * HOUR_MS)
    expect(placed.map(({ nodes }) => nodes.join(' ')).sort()).toEqual(['0 1 2 3 8 9 10 11 12 13 14 15', '4 5 6 7'])
  })
})

describe('whatever happens', () => {
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %d: accelerators are counted exactly under faults, all jobs end, and a restored run equals the straight one', seed => {
    const key = rootKey(seed, 21)
    const jobs = (lane: number): Row[] => Array.from({ length: 25 }, (_, i): Row => [Math.floor(i * 2400 + uniform(key, lane, i) * 2000), 1 + Math.floor(uniform(key, lane + 10, i) * 7), Math.floor(600 + uniform(key, lane + 20, i) * 5 * H)])
    const made = () => {
      const built = site({ a: { isolation: HALL, quota: 7 }, b: {} }, { a: jobs(1), b: jobs(2) }, { policy: policies[seed % 4], preemption: { grace: '60 s' } })
      const { compute, kernel } = built
      const lose = kernel.command('test.lose', FAULT_PHASE, node => {
        compute.nodeLost(node, 'triage')
      })
      const gain = kernel.command('test.gain', FAULT_PHASE, node => {
        compute.nodeGained(node)
      })
      return { ...built, lose, gain }
    }
    const straight = made()
    for (let i = 0; i < 40; i++) {
      const node = Math.floor(uniform(key, 40, i) * 16)
      const atMs = Math.floor((i + uniform(key, 41, i)) * HOUR_MS)
      straight.kernel.schedule(straight.lose, node, atMs)
      straight.kernel.schedule(straight.gain, node, atMs + HOUR_MS / 2)
    }
    straight.run(9 * HOUR_MS)
    const saved = snapshotState(straight.state)
    straight.run(20 * DAY_MS)
    expect(straight.compute.counts().jobsCompleted).toBe(50)
    const restored = made()
    restoreState(restored.state, saved)
    restored.run(20 * DAY_MS)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    const held = ['L8.init', 'L8.restore', 'L8.teardown', 'E.provisional'].reduce((sum, code) => sum + straight.ledger.heldMs(bucketIndex(code)), 0)
    const downMs = 16 * straight.kernel.now - held - straight.ledger.idleMs()
    // Forty losses of half an hour, of nodes that were in service; none is counted twice.
    expect(downMs).toBeGreaterThan(0)
    expect(downMs).toBeLessThanOrEqual(40 * (HOUR_MS / 2))
    expect(downMs % 1).toBe(0)
  })
})
