import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

// The world of these tests begins at day 20,819.
const FIRST_DAY = '2027-01-01'
const MINUTE_MS = 60_000

/** Ten racks of ten nodes with one accelerator each, in two blocks; jobs as rows of submission s, nodes, run s, request s. */
function site(campaign: Readonly<Record<string, unknown>>, rows: readonly (readonly [number, number, number, number])[] = []) {
  const failed: { atMs: number; node: number; draw: number }[] = []
  const made = rig({
    world: { blocks: 2, racksPerBlock: 5, nodesPerRack: 10, acceleratorsPerNode: 1, racksPerLeaf: 5, horizonMs: 200 * DAY_MS },
    ...(rows.length === 0 ? {} : { workload: TRACE, traces: { rows: traceOf(rows) } }),
    scheduler: { ...PLAIN_SCHEDULER, campaigns: [{ id: 'firmware', from: FIRST_DAY, batch: 0.1, respect: 'node', perNode: '1 h', notice: '0 min', ...campaign }] },
    updateFailed: (node, draw) => void failed.push({ atMs: made.kernel.now, node, draw }),
  })
  made.openAll()
  made.compute.start()
  return { ...made, failed }
}

const closedHours = (made: ReturnType<typeof site>): number => made.closedMs('firmware') / HOUR_MS
const aborted = (made: ReturnType<typeof site>) => made.events.filter(({ kind }) => kind === 'rolloutAborted')

describe('modes of a campaign', () => {
  test('rolling: ten batches of ten, one after the other', () => {
    const made = site({})
    made.run(5 * HOUR_MS + 1)
    expect(made.compute.jobs.openNodes).toBe(90)
    made.run(DAY_MS)
    expect([closedHours(made), made.kernel.now]).toEqual([100, DAY_MS])
  })

  test('big-bang: all at once, for as long as one node takes', () => {
    const made = site({ mode: 'big-bang' })
    made.run(HOUR_MS - 1)
    expect(made.compute.jobs.openNodes).toBe(0)
    made.run(DAY_MS)
    expect([made.compute.jobs.openNodes, closedHours(made)]).toEqual([100, 100])
  })

  test('a canary of one in a hundred goes first; the others wait a day', () => {
    const made = site({ canary: { share: 0.01, soak: '24 h' } })
    made.run(30 * MINUTE_MS)
    expect(made.compute.jobs.openNodes).toBe(99)
    made.run(12 * HOUR_MS)
    expect(made.compute.jobs.openNodes).toBe(100)
    made.run(25 * HOUR_MS + 1)
    expect(made.compute.jobs.openNodes).toBe(90)
    made.run(3 * DAY_MS)
    expect(closedHours(made)).toBe(100)
  })

  test('a batch that respects blocks is never in two of them', () => {
    const made = site({ respect: 'block', batch: 0.4 })
    const open = (): number[] => [0, 1].map(block => Array.from({ length: 50 }, (_, i) => block * 50 + i).filter(node => made.isOpen(node)).length)
    const seen: number[][] = []
    for (let hour = 0; hour < 8; hour++) {
      made.run(hour * HOUR_MS + 30 * MINUTE_MS)
      seen.push(open())
    }
    expect(seen.filter(([first, second]) => first < 50 && second < 50)).toEqual([])
    made.run(DAY_MS)
    expect(closedHours(made)).toBe(100)
  })

  test('opportunistic: idle nodes at once, busy ones when their job has gone, no job is disturbed', () => {
    // Sixty nodes are busy for 20 h.
    const made = site({ mode: 'opportunistic', deadline: '3 days', batch: 0.2 }, [[0, 60, 20 * 3600, 20 * 3600]])
    made.run(5 * HOUR_MS)
    expect(made.compute.counts().jobInterruptions).toBe(0)
    expect(closedHours(made)).toBeGreaterThanOrEqual(20)
    made.run(2 * DAY_MS)
    expect([closedHours(made), made.compute.counts().jobInterruptions, made.compute.jobs.openNodes]).toEqual([100, 0, 100])
  })

  test('opportunistic: what is left at the deadline is drained', () => {
    const made = site({ mode: 'opportunistic', deadline: '2 days', batch: 0.2 }, [[0, 60, 40 * 86_400, 40 * 86_400]])
    made.run(2 * DAY_MS - 1)
    expect([closedHours(made), made.compute.counts().jobInterruptions]).toEqual([40, 0])
    made.run(4 * DAY_MS)
    expect(closedHours(made)).toBe(100)
    expect(made.compute.counts().jobInterruptions).toBeGreaterThan(0)
  })
})

describe('updates that fail', () => {
  test('ROLLOUT_ABORT: a round is called off when more than the stated share has failed, the next one begins anew', () => {
    const made = site({ failures: 0.5, abortAbove: 0.2, every: '30 days' })
    made.run(10 * DAY_MS)
    expect(aborted(made)).toMatchObject([{ kind: 'rolloutAborted', campaign: 'firmware', updated: 10 }])
    expect(closedHours(made)).toBe(10)
    expect(made.failed.length).toBeGreaterThan(2)
    expect(made.failed.every(({ atMs }) => Math.abs(atMs - HOUR_MS) <= 1)).toBe(true)
    made.run(31 * DAY_MS)
    expect(aborted(made)).toHaveLength(2)
    expect(closedHours(made)).toBe(20)
    // Draws of another round.
    expect(new Set(made.failed.map(({ draw }) => draw)).size).toBe(2)
  })

  test('with few failures it goes on to the end, and each is told as its batch ends (seed 1)', () => {
    const made = site({ failures: 0.05, abortAbove: 0.5 })
    made.run(DAY_MS)
    expect(aborted(made)).toEqual([])
    expect(closedHours(made)).toBe(100)
    expect(made.failed.length).toBeGreaterThan(0)
    expect(made.failed.length).toBeLessThan(15)
    for (const { atMs, node } of made.failed) expect(Math.abs(atMs - (Math.floor(node / 10) + 1) * HOUR_MS)).toBeLessThanOrEqual(1)
  })

  test('a canary keeps the others from harm', () => {
    const made = site({ failures: 1, canary: { share: 0.02, soak: '12 h' } })
    made.run(10 * DAY_MS)
    expect(aborted(made)).toMatchObject([{ updated: 2, failed: 2 }])
    expect(closedHours(made)).toBe(2)
  })
})

test('two windows of different causes on one node: each opens its own gate', () => {
  const made = rig({
    world: { blocks: 1, racksPerBlock: 1, nodesPerRack: 4, acceleratorsPerNode: 1, horizonMs: 10 * DAY_MS },
    scheduler: {
      ...PLAIN_SCHEDULER,
      reservations: [{ id: 'work', from: FIRST_DAY, at: '1 h', duration: '4 h', notice: '0 h', drainBy: 'preempt' }],
      campaigns: [{ id: 'firmware', from: FIRST_DAY, batch: 1, respect: 'node', perNode: '6 h', notice: '30 min' }],
    },
  })
  made.openAll()
  made.compute.start()
  made.run(DAY_MS)
  expect(made.compute.jobs.openNodes).toBe(4)
})

test('restored it ends like the straight run, to the bit', () => {
  const spec = { mode: 'opportunistic', deadline: '2 days', batch: 0.2, failures: 0.05, every: '20 days' }
  const rows = Array.from({ length: 200 }, (_, i) => [i * 9000, 1 + (i % 37), 20_000 + i * 100, 60_000] as const)
  const straight = site(spec, rows)
  straight.run(60 * DAY_MS)
  const half = site(spec, rows)
  half.run(20 * DAY_MS + 5 * HOUR_MS)
  const saved = snapshotState(half.state)
  const other = site(spec, rows)
  other.run(33 * DAY_MS)
  restoreState(other.state, saved)
  other.run(60 * DAY_MS)
  expect(hashState(other.state)).toBe(hashState(straight.state))
})
