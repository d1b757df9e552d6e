/** What the scheduler may be told besides its policy: how far and how deep it looks, who goes ahead, who gathers nodes, who chooses his size. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { IDLE_REASONS } from '../../../src/engine/ports.ts'
import { DAY_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, startsOf, TRACE, traceOf } from './rig.ts'

type Row = readonly [submitS: number, nodes: number, runS: number, requestedS: number]
type Keys = Readonly<Record<string, unknown>>

/** Ten nodes of one accelerator; entries in the order of their rows. */
function site(parts: readonly { readonly rows: readonly Row[]; readonly keys?: Keys }[], scheduler: Keys) {
  const made = rig({
    world: { racksPerBlock: 1, nodesPerRack: 10, acceleratorsPerNode: 1, horizonMs: 100 * DAY_MS },
    workload: parts.map(({ keys }, at) => ({ ...TRACE[0], id: `entry${at}`, file: `rows${at}`, ...keys })),
    traces: Object.fromEntries(parts.map(({ rows }, at) => [`rows${at}`, traceOf(rows)])),
    scheduler: { ...PLAIN_SCHEDULER, ...scheduler },
    checkpoints: NO_CHECKPOINTS,
  })
  made.openAll()
  made.compute.start()
  return made
}

/** Starts, s, in order of submission. */
function starts(rows: readonly Row[], scheduler: Keys, keys: Keys = {}): number[] {
  const made = site([{ rows, keys }], scheduler)
  made.run(DAY_MS)
  return startsOf(made.compute, rows.length)
}

/** Idle accelerator-s with a reason. */
const idleS = ({ ledger }: ReturnType<typeof site>, reason: (typeof IDLE_REASONS)[number]): number => ledger.idleMsOf(IDLE_REASONS.indexOf(reason)) / 1000

describe('priority', () => {
  const busy: Row = [0, 10, 100, 100]
  const order = (resources: Keys, more: Keys = {}): number[] => {
    const made = site([{ rows: [busy] }, { rows: [[1, 2, 10, 10]], keys: more }, { rows: [[2, 9, 10, 10]] }], { policy: 'priority', priority: { weights: { age: 0, fairShare: 0, size: 0, qos: 0, resources } } })
    made.run(DAY_MS)
    return startsOf(made.compute, 3)
  }

  test('points for resources put ahead who asks for more of them; without any, who came first', () => {
    expect(order({})).toEqual([0, 100, 110])
    expect(order({ nodes: 1000 })).toEqual([0, 110, 100])
    expect(order({ accelerators: 1000 })).toEqual([0, 110, 100])
  })

  test('nice takes points away: 0.7 of 1,000 points are what nine nodes have before two', () => {
    expect(order({ nodes: 1000 }, { nice: -699 })).toEqual([0, 110, 100])
    expect(order({ nodes: 1000 }, { nice: -701 })).toEqual([0, 100, 110])
    expect(order({}, { nice: 1 })).toEqual([0, 110, 100])
  })
})

describe('how far and how deep a pass looks', () => {
  // Six nodes are busy for an hour; a job of eight waits for them, one of four that runs two hours would delay it.
  const rows: Row[] = [[0, 6, 3600, 3600], [1, 8, 60, 60], [2, 4, 7200, 7200]]

  test.each(['easy-backfill', 'priority', 'conservative'])('%s: a start beyond the window is promised to nobody', policy => {
    const interval = { interval: '1 s' }
    expect(starts(rows, { policy, backfill: interval })).toEqual([0, 3600, 3660])
    expect(starts(rows, { policy, backfill: { ...interval, window: '2 h' } })).toEqual([0, 3600, 3660])
    // The hour ahead is beyond half an hour: the third goes first, and the second waits for its two hours.
    expect(starts(rows, { policy, backfill: { ...interval, window: '30 min' } })).toEqual([0, 7202, 2])
  })

  test('with several reservations the window holds for each', () => {
    expect(starts(rows, { backfill: { reservations: 2 } })).toEqual([0, 3600, 3660])
    expect(starts(rows, { backfill: { reservations: 2, window: '30 min' } })).toEqual([0, 7202, 2])
  })

  test('conservative: time alone brings a start within the window', () => {
    // At half an hour the end of the first is within the window: from then on the second is promised that, and the third of two hours waits.
    const late: Row[] = [[0, 6, 3600, 3600], [1, 8, 60, 60], [1900, 4, 7200, 7200]]
    expect(starts(late, { policy: 'conservative', backfill: { interval: '10 s', window: '30 min' } })).toEqual([0, 3600, 3660])
  })

  test('tests: every waiting job behind the first counts, whether it fits or not', () => {
    // Four nodes are free; two jobs of five do not fit, the fourth waiting one does.
    const queue: Row[] = [[0, 6, 3600, 3600], [1, 8, 60, 60], [2, 5, 60, 60], [3, 5, 60, 60], [4, 4, 60, 60]]
    expect(starts(queue, { backfill: { tests: 3 } })[4]).toBe(4)
    expect(starts(queue, { backfill: { tests: 2 } })[4]).toBeGreaterThan(3600)
    expect(starts(queue, { backfill: { tests: 3, reservations: 2 } })[4]).toBe(4)
    expect(starts(queue, { backfill: { tests: 2, reservations: 2 } })[4]).toBeGreaterThan(3600)
  })

  test.each(['fifo', 'easy-backfill', 'priority'])('%s: a pass that started as many as it may is followed by another; what idles meanwhile waits for the scheduler', policy => {
    const queue: Row[] = Array.from({ length: 5 }, (): Row => [10, 1, 600, 600])
    const made = site([{ rows: queue }], { policy, queue: { depth: 2, interval: '30 s' } })
    made.run(DAY_MS)
    expect(startsOf(made.compute, 5)).toEqual([10, 10, 40, 40, 70])
    // Three accelerators for 30 s, then one.
    expect(idleS(made, 'schedLatency')).toBe(120)
  })
})

describe('gathering', () => {
  // Six nodes are busy for 100 s, two of the others for 40 s; a job of nine waits, and one of two fits beside.
  const rows: Row[] = [[0, 6, 100, 100], [0, 2, 40, 40], [1, 9, 50, 50], [2, 2, 30, 30]]

  test.each(['fifo', 'easy-backfill', 'conservative', 'priority', 'shortest-first'])('%s: nobody passes a job that gathers; what idles is held for it', policy => {
    const made = site([{ rows, keys: { accumulate: true } }], { policy, backfill: { interval: '1 s' } })
    made.run(DAY_MS)
    const [, , gang, small] = startsOf(made.compute, 4)
    if (policy === 'shortest-first') {
      // The small one stands before the gang, so it is the first.
      expect([gang, small]).toEqual([100, 2])
      return
    }
    expect([gang, small]).toEqual([100, 150])
    // Two idle from 1 to 40 s, four from then to 100 s, then the tenth while the small one of two waits behind nobody: 2 · 39 + 4 · 60 + 50.
    expect(idleS(made, 'reservationHold')).toBe(2 * 39 + 4 * 60 + 50)
  })

  test('without it the gap is filled', () => {
    expect(starts(rows, {})[3]).toBe(2)
  })
})

describe('moldable jobs', () => {
  const keys = { elastic: { sizing: 'at-start', min: 0.5, max: 2, serial: 0 } }

  test('take the size on which they end soonest, and keep it', () => {
    // Alone on ten nodes: four asked for, eight do it in half the time; the second of two asked for finds two, and would wait 50 s for four.
    const rows: Row[] = [[0, 4, 100, 100], [1, 2, 60, 60]]
    const made = site([{ rows, keys }], {})
    made.run(DAY_MS)
    expect(startsOf(made.compute, 2)).toEqual([0, 1])
    const { endMs, uid } = made.compute.finishedJobs.col
    expect(endMs[[...uid].indexOf(1)]).toBe(50_000)
    expect(endMs[[...uid].indexOf(2)]).toBe(61_000)
  })

  test('wait for more nodes where that ends sooner, by the same reckoning under reservations', () => {
    // Two nodes are free now: 400 s on two end at 401; on eight from 20 s on, a quarter of it ends at 120.
    const rows: Row[] = [[0, 8, 20, 20], [1, 4, 200, 200]]
    for (const policy of ['easy-backfill', 'conservative', 'fifo']) {
      const fixed = site([{ rows: [rows[0]] }, { rows: [rows[1]], keys }], { policy })
      fixed.run(DAY_MS)
      expect(startsOf(fixed.compute, 2), policy).toEqual([0, 20])
      expect(fixed.compute.finishedJobs.col.endMs[1], policy).toBe(120_000)
    }
  })

  test('the rows of a table are its sizes', () => {
    const speeds = [{ size: 0.5, speed: 1 }, { size: 1, speed: 3 }, { size: 2, speed: 3.1 }]
    const made = site([{ rows: [[0, 4, 310, 310], [1, 10, 10, 10]], keys: { elastic: { ...keys.elastic, speeds } } }], {})
    made.run(DAY_MS)
    expect(made.compute.finishedJobs.col.endMs[0]).toBe(300_000)
  })
})

test('restored = straight with all of it at once', () => {
  const make = () => site([
    { rows: Array.from({ length: 40 }, (_, i): Row => [i * 30, 1 + (i % 7), 100 + i, 200 + i]), keys: { elastic: { sizing: 'at-start', serial: 0.1 }, nice: 20 } },
    { rows: Array.from({ length: 10 }, (_, i): Row => [i * 100, 8, 60, 90]), keys: { accumulate: true } },
  ], { policy: 'priority', queue: { depth: 2 }, backfill: { tests: 5, window: '10 min' }, priority: { weights: { resources: { nodes: 1000 } } } })
  const straight = make()
  straight.run(DAY_MS)
  expect(straight.compute.counts().jobsCompleted).toBe(50)
  const again = make()
  again.run(777_777)
  const snapshot = snapshotState(again.state)
  again.run(DAY_MS)
  expect(hashState(again.state)).toBe(hashState(straight.state))
  restoreState(again.state, snapshot)
  again.run(DAY_MS)
  expect(hashState(again.state)).toBe(hashState(straight.state))
})
