import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, rig, startsOf, TRACE, traceOf } from './rig.ts'

const H = 3600
const MIN_MS = 60_000
const bucket = { ckpt: bucketIndex('L9.ckpt'), init: bucketIndex('L8.init'), restore: bucketIndex('L8.restore') }

type Row = readonly [submitS: number, nodes: number, runS: number]

interface Options {
  readonly section?: Readonly<Record<string, unknown>> | null
  readonly checkpoints?: Readonly<Record<string, unknown>>
  readonly placement?: Readonly<Record<string, unknown>>
}

/** Two leaves of eight nodes of one accelerator; small jobs come first, then one that wants a whole leaf. */
const WHOLE: Row = [1800, 8, H]

function site(rows: readonly Row[], { section, checkpoints, placement = { within: 'leaf' } }: Options = {}) {
  const large = rows.filter(([, nodes]) => nodes === 8)
  const small = rows.filter(([, nodes]) => nodes < 8)
  const made = rig({
    world: { racksPerBlock: 2, nodesPerRack: 8, acceleratorsPerNode: 1, horizonMs: 10 * DAY_MS },
    workload: [{ ...TRACE[0], file: 'small' }, { ...TRACE[0], id: 'large', file: 'large', placement }],
    traces: { small: traceOf(small.map(([at, nodes, run]) => [at, nodes, run, run])), large: traceOf(large.map(([at, nodes, run]) => [at, nodes, run, run])) },
    scheduler: { startup: { base: '30 s', perDoubling: '0 s' }, patience: '15 years', ...(section === null ? {} : { defragmentation: section ?? {} }) },
    checkpoints: { interval: '1 h', blocking: '60 s', mode: 'blocking', restore: '90 s', ...checkpoints },
  })
  made.openAll()
  made.compute.start()
  return made
}

// The first fills half of one leaf, the second the other half; the third and fourth go to the other leaf, of which the third leaves soon.
// So that both leaves have holes, one of the first leaf ends soon too.
const SHORT: Row[] = [[0, 4, 4], [1, 4, 20 * H], [2, 4, 4], [3, 4, 20 * H], WHOLE]

describe('a job that waits only for where the free nodes are', () => {
  test('without defragmentation waits until a leaf is empty', () => {
    const { compute, run } = site(SHORT, { section: null })
    run(30 * HOUR_MS)
    expect(startsOf(compute, 5)[4]).toBeGreaterThan(20 * H)
    expect(compute.counts().jobsMoved).toBe(0)
  })

  test('has a running job move after a quarter of an hour and its checkpoint; the books say what that cost', () => {
    const { compute, ledger, run } = site(SHORT)
    run(30 * HOUR_MS)
    expect(startsOf(compute, 5)[4]).toBe(1800 + 900 + 60)
    expect(compute.counts()).toMatchObject({ jobsMoved: 1, jobInterruptions: 0, jobsCompleted: 5 })
    // Four accelerators save for a minute, start for half a minute a second time and restore for a minute and a half.
    expect(ledger.heldMs(bucket.ckpt)).toBe(4 * MIN_MS)
    expect(ledger.heldMs(bucket.init)).toBe((4 * 5 + 8) * 30_000)
    expect(ledger.heldMs(bucket.restore)).toBe(4 * 90_000)
    expect(ledger.settled.filter(({ lost }) => lost !== undefined)).toEqual([])
  })

  test('not before it has waited for `after`, nor when the moves cost more than the wait', () => {
    const late = site(SHORT, { section: { after: '2 h' } })
    late.run(30 * HOUR_MS)
    expect(startsOf(late.compute, 5)[4]).toBe(1800 + 7200 + 60)
    // Three minutes of four accelerators against some twenty hours of eight.
    const dear = site(SHORT, { section: { weight: 0.001 } })
    dear.run(30 * HOUR_MS)
    expect(dear.compute.counts().jobsMoved).toBe(0)
    const cheap = site(SHORT, { section: { weight: 0.002 } })
    cheap.run(30 * HOUR_MS)
    expect(cheap.compute.counts().jobsMoved).toBe(1)
  })

  test('without checkpoints what was done counts as a cost, and is lost', () => {
    const { compute, ledger, run } = site(SHORT, { checkpoints: { interval: 'none' } })
    run(60 * HOUR_MS)
    expect(compute.counts().jobsMoved).toBe(1)
    const lost = ledger.settled.filter(each => each.lost === 'preempt').reduce((sum, { accelerators, fromMs, toMs }) => sum + accelerators * (toMs - fromMs), 0)
    // From the end of its start at 31 s to the decision at 2,700 s.
    expect(lost).toBeGreaterThanOrEqual(4 * (2700 - 35) * 1000)
    expect(lost).toBeLessThanOrEqual(4 * (2700 - 30) * 1000)
  })

  test('no more moves in an hour than the file allows', () => {
    // Each leaf is filled by two jobs of three: two must move, one may.
    const rows: Row[] = [[0, 3, 20 * H], [1, 3, 20 * H], [2, 2, 4], [3, 3, 20 * H], [4, 2, 4], [5, 3, 4], WHOLE]
    const one = site(rows, { section: { movesPerHour: 1 } })
    one.run(15 * HOUR_MS)
    const more = site(rows, {})
    more.run(15 * HOUR_MS)
    expect(one.compute.counts().jobsMoved).toBeLessThanOrEqual(1)
    expect(more.compute.counts().jobsMoved).toBeGreaterThanOrEqual(one.compute.counts().jobsMoved)
  })

  test('a fault during the checkpoint takes the job down, and the work since the last one with it', () => {
    const { compute, ledger, kernel, run } = site(SHORT)
    const lose = kernel.command('test.lose', FAULT_PHASE, node => compute.nodeLost(node, 'triage'))
    run((1800 + 900 + 30) * 1000)
    const rest = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15].filter(node => compute.jobOf(node) >= 0)
    for (const node of rest) kernel.schedule(lose, node, kernel.now + 1)
    run(20 * HOUR_MS)
    expect(ledger.settled.some(({ lost }) => lost === 'hw')).toBe(true)
  })

  test('segments: a domain is emptied for a job in whole units', () => {
    const made = rig({
      rack: 'gb200-nvl72',
      world: { racksPerBlock: 2, racksPerLeaf: 2, nodesPerRack: 18, acceleratorsPerNode: 4, horizonMs: 10 * DAY_MS },
      workload: [{ ...TRACE[0], file: 'small' }, { ...TRACE[0], id: 'large', file: 'large', placement: { segment: 16 } }],
      traces: { small: traceOf([[0, 36, 4, 4], [1, 36, 30 * H, 30 * H], [2, 36, 4, 4], [3, 36, 30 * H, 30 * H]]), large: traceOf([[1800, 64, H, H]]) },
      scheduler: { startup: { base: '30 s', perDoubling: '0 s' }, patience: '15 years', defragmentation: {} },
      checkpoints: { interval: '1 h', blocking: '60 s', mode: 'blocking', restore: '90 s' },
    })
    made.openAll()
    made.compute.start()
    made.run(20 * HOUR_MS)
    expect(made.compute.counts()).toMatchObject({ jobsMoved: 1, jobsCompleted: 3 })
  })
})

describe('whatever happens', () => {
  test.each([1, 2, 3, 4, 5, 6])('seed %d: accelerators are counted exactly, and a restored run equals the straight one', seed => {
    const key = rootKey(seed, 5)
    const rows = Array.from({ length: 40 }, (_, i): Row => {
      const u = (n: number): number => uniform(key, n, i)
      return [Math.floor(i * 900 + u(0) * 300), u(1) < 0.3 ? 8 : 1 + Math.floor(u(1) * 6), Math.floor(600 + u(2) * 5 * H)]
    })
    const made = (): ReturnType<typeof site> => site(rows, { section: { after: '5 min' } })
    const straight = made()
    straight.run(6 * HOUR_MS)
    const saved = snapshotState(straight.state)
    straight.run(60 * HOUR_MS)
    expect(straight.compute.counts().jobsCompleted).toBe(40)
    const restored = made()
    restoreState(restored.state, saved)
    restored.run(60 * HOUR_MS)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    const held = [bucket.ckpt, bucket.init, bucket.restore, bucketIndex('E.provisional'), bucketIndex('L8.teardown')].reduce((sum, each) => sum + straight.ledger.heldMs(each), 0)
    expect(held + straight.ledger.idleMs()).toBe(16 * straight.kernel.now)
  })
})
