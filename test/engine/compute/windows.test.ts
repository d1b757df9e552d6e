import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, startsOf, TRACE, traceOf } from './rig.ts'

// The world of these tests begins at day 20,819.
const FIRST_DAY = '2027-01-01'
const SECOND_DAY = '2027-01-02'
const DRAIN = bucketIndex('L6.drainWait')
const S = 1000

type Row = readonly [submitS: number, nodes: number, runS: number, requestedS: number]

/** Two racks of four nodes with one accelerator each. */
function site(rows: readonly Row[], reservation: Readonly<Record<string, unknown>>, checkpoints: Readonly<Record<string, unknown>> = NO_CHECKPOINTS) {
  const made = rig({
    world: { blocks: 1, racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 1, horizonMs: 10 * DAY_MS },
    workload: TRACE,
    traces: { rows: traceOf(rows) },
    scheduler: { ...PLAIN_SCHEDULER, reservations: [{ id: 'work', from: FIRST_DAY, at: '10 h', duration: '2 h', notice: '4 h', racks: 1, ...reservation }] },
    checkpoints,
  })
  made.openAll()
  made.compute.start()
  return made
}

const H = 3600

describe('T8.1', () => {
  test('12,500 nodes in batches of 2 %, 45 min each after 15 min of draining: 50 hours, 75,000 accelerator-hours of update and 25,000 of draining', () => {
    const { compute, ledger, closedMs, openAll, run, kernel } = rig({
      world: { blocks: 1, racksPerBlock: 3125, nodesPerRack: 4, acceleratorsPerNode: 8, racksPerLeaf: 8 },
      scheduler: { campaigns: [{ id: 'firmware', from: FIRST_DAY, batch: 0.02, respect: 'node' }] },
    })
    openAll()
    compute.start()
    run(50 * HOUR_MS - 1)
    expect(compute.jobs.openNodes).toBe(12_250)
    run(50 * HOUR_MS)
    expect(compute.jobs.openNodes).toBe(12_500)
    run(60 * HOUR_MS)
    expect(closedMs('firmware')).toBe(75_000 * HOUR_MS)
    expect(ledger.heldMs(DRAIN)).toBe(25_000 * HOUR_MS)
    expect(((closedMs('firmware') + ledger.heldMs(DRAIN)) / (100_000 * 8766 * HOUR_MS)) * 100).toBeCloseTo(0.01141, 5)
    expect(kernel.stats().filter(({ name }) => name === 'compute.windowBegin')[0].count).toBe(50)
  })

  test('a batch takes whole domains', () => {
    const { compute, openAll, run } = rig({
      rack: 'gb200-nvl72',
      world: { blocks: 1, racksPerBlock: 10, nodesPerRack: 18, acceleratorsPerNode: 4 },
      scheduler: { campaigns: [{ id: 'firmware', from: FIRST_DAY, batch: 0.15 }] },
    })
    openAll()
    compute.start()
    run(30 * 60 * S)
    expect(compute.jobs.openNodes).toBe(180 - 18)
  })
})

describe('draining', () => {
  test('jobs that end in time go on being started there, others are not; what idles is draining', () => {
    // Submitted during the notice: 4 nodes for 3 h end by 10 h, 4 for 5 h do not and have the other rack.
    const rows: Row[] = [[6.5 * H, 4, 5 * H, 5 * H], [6.5 * H, 4, 3 * H, 3 * H], [10 * H, 1, H, H]]
    const { compute, ledger, closedMs, run } = site(rows, {})
    run(6.5 * H * S - 1)
    expect(ledger.heldMs(DRAIN)).toBe(4 * (0.5 * H * S - 1))
    run(11 * H * S)
    expect(compute.jobs).toMatchObject({ openNodes: 4, runningCount: 1, queuedCount: 1 })
    run(DAY_MS)
    expect(startsOf(compute, 3)).toEqual([6.5 * H, 6.5 * H, 11.5 * H])
    expect(closedMs('maintenance')).toBe(4 * 2 * H * S)
    expect(ledger.heldMs(DRAIN)).toBe(4 * H * S)
  })

  test('wait: it begins when the last job has ended, for its whole length', () => {
    const { compute, closedMs, run } = site([[0, 8, 11 * H, 11 * H], [10.5 * H, 4, H, H]], {})
    run(DAY_MS)
    expect(startsOf(compute, 2)).toEqual([0, 11 * H])
    expect(closedMs('maintenance')).toBe(4 * 2 * H * S)
  })

  test('preempt: whoever is there goes back to the queue and loses what is not durable', () => {
    const { ledger, compute, run } = site([[0, 4, 12 * H, 12 * H]], { drainBy: 'preempt', firstRack: 0, racks: 2 }, { interval: '1 h', blocking: '0 s', mode: 'blocking', restore: '0 s' })
    run(DAY_MS)
    expect(compute.counts().jobInterruptions).toBe(1)
    // Ten hours are durable at ten o'clock; two more follow from twelve.
    expect(ledger.settled.filter(({ lost }) => lost === 'preempt').reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0)).toBe(0)
    expect(compute.counts().jobsCompleted).toBe(1)
  })

  test('migrate: jobs leave with their next checkpoint and start again elsewhere', () => {
    const { ledger, compute, events, run } = site([[0.5 * H, 4, 12 * H, 12 * H]], { drainBy: 'migrate' }, { interval: '1 h', blocking: '0 s', mode: 'blocking', restore: '0 s' })
    run(6 * H * S)
    expect(compute.counts().jobInterruptions).toBe(0)
    run(6.5 * H * S)
    expect(compute.counts().jobInterruptions).toBe(1)
    expect(compute.rackBusyNodes(0)).toBe(0)
    expect(compute.rackBusyNodes(1)).toBe(4)
    run(DAY_MS)
    expect(ledger.settled.filter(({ lost }) => lost !== undefined)).toEqual([])
    expect(compute.counts().jobsCompleted).toBe(1)
    expect(events.filter(({ kind }) => kind === 'jobInterrupted')).toHaveLength(1)
  })

  test('again and again until a day; a reservation is held by its administrator', () => {
    const { closedMs, run } = site([], { every: '1 day', until: '2027-01-04', for: 'reservation' })
    run(9 * DAY_MS)
    expect(closedMs('adminHold')).toBe(3 * 4 * 2 * H * S)
  })

  test('two that overlap keep a node closed until the later ends', () => {
    const { compute, openAll, run } = rig({
      world: { blocks: 1, racksPerBlock: 1, nodesPerRack: 4, acceleratorsPerNode: 1 },
      scheduler: { reservations: [{ id: 'a', from: FIRST_DAY, at: '2 h', duration: '2 h', notice: '1 h' }, { id: 'b', from: FIRST_DAY, at: '3 h', duration: '3 h', notice: '1 h' }] },
    })
    openAll()
    compute.start()
    run(5 * HOUR_MS)
    expect(compute.jobs.openNodes).toBe(0)
    run(6 * HOUR_MS)
    expect(compute.jobs.openNodes).toBe(4)
  })
})

test.each<[number, string, string]>([[1, 'wait', 'easy-backfill'], [2, 'preempt', 'fifo'], [3, 'migrate', 'conservative']])('seed %i, %s under %s: every accelerator-ms is booked once, and a restored run equals the straight one', (seed, drainBy, policy) => {
  const make = () => {
    const made = rig({
      world: { blocks: 2, racksPerBlock: 4, nodesPerRack: 4, acceleratorsPerNode: 8, racksPerLeaf: 2, horizonMs: 30 * DAY_MS, seed },
      workload: [{ id: 'training', source: 'training-mix', load: 1.1, smallest: 2, largest: 64, median: '3 hours', spread: 1.2, jobs: 5000 }, { id: 'chat', source: 'inference', peak: '120 request/s', trough: 0.3 }],
      scheduler: {
        patience: '2 days', policy, sharing: true,
        reservations: [
          { id: 'weekly', block: 'block[1]', racks: 2, from: SECOND_DAY, at: '8 h', duration: '5 h', every: '3 days', notice: '10 h', drainBy },
          { id: 'other', firstRack: 1, racks: 3, from: '2027-01-05', duration: '1 day', every: '7 days', notice: '20 h', drainBy },
        ],
      },
      checkpoints: { interval: '20 min', flush: '2 min' },
    })
    made.openAll()
    made.compute.start()
    return made
  }
  const { kernel, compute, ledger, closedMs, state } = make()
  for (let day = 1; day <= 30; day++) {
    kernel.run(day * DAY_MS, Infinity)
    compute.settleAll()
    const held = ['L8.init', 'L8.restore', 'L8.faultStall', 'E.provisional', 'L6.drainWait'].reduce((sum, code) => sum + ledger.heldMs(bucketIndex(code)), 0)
    expect(ledger.idleMs() + held + closedMs('maintenance'), `seed ${seed}, day ${day}`).toBe(256 * day * DAY_MS)
  }
  expect(ledger.heldMs(DRAIN)).toBeGreaterThan(0)
  expect(closedMs('maintenance')).toBeGreaterThan(0)
  const restored = make()
  const straight = make()
  straight.kernel.run(30 * DAY_MS, Infinity)
  const cut = Math.floor(uniform(rootKey(seed, 3), 1, 0) * 20 + 2) * DAY_MS + 40_000_000
  restored.kernel.run(cut, Infinity)
  const kept = snapshotState(restored.state)
  restored.kernel.run(30 * DAY_MS, Infinity)
  restoreState(restored.state, kept)
  restored.kernel.run(30 * DAY_MS, Infinity)
  expect(hashState(restored.state), `seed ${seed}, cut at ${cut} ms`).toBe(hashState(straight.state))
  expect(state).toBeDefined()
})

describe('by the rules of a calendar', () => {
  test('every second Saturday of the horizon, and again after a restore', () => {
    // 2027-01-01 is a Friday: the horizon of 40 days has its Saturdays on days 1, 8, 15, 22, 29 and 36.
    const make = () => {
      const made = rig({
        world: { blocks: 1, racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 1, horizonMs: 40 * DAY_MS },
        scheduler: { ...PLAIN_SCHEDULER, reservations: [{ id: 'work', from: FIRST_DAY, at: '10 h', duration: '2 h', notice: '4 h', racks: 1, recurrence: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=SA' }] },
      })
      made.openAll()
      made.compute.start()
      return made
    }
    const made = make()
    const begun: number[] = []
    for (let hour = 0; hour < 40 * 24; hour++) {
      made.run(hour * HOUR_MS + 1)
      if (!made.isOpen(0) && (begun.length === 0 || hour > begun[begun.length - 1] + 2)) begun.push(hour)
    }
    // Weeks begin on Monday: the first week of the rule is that of the first Friday.
    expect(begun).toEqual([1, 15, 29].map(day => day * 24 + 10))
    expect(made.closedMs('maintenance')).toBe(3 * 2 * 4 * HOUR_MS)
    const other = make()
    other.run(15.3 * DAY_MS)
    const saved = snapshotState(other.state)
    other.run(30 * DAY_MS)
    restoreState(other.state, saved)
    other.run(40 * DAY_MS)
    made.run(40 * DAY_MS)
    expect(hashState(other.state)).toBe(hashState(made.state))
  })
})
