import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { mostOf, quotasOf, roomOf } from '../../../src/engine/compute/quotas.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { tenantsSection } from '../../../src/scenario/schema/tenants.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { rig, startsOf, traceOf } from './rig.ts'

const H = 3600
const QUOTA = bucketIndex('L7.quota') - bucketIndex('L7.noDemand')
const RESERVED = bucketIndex('L7.reservationHold') - bucketIndex('L7.noDemand')

type Row = readonly [submitS: number, nodes: number, runS: number]

/** One rack of nodes with one accelerator; every tenant has a trace of its own. */
function site(tenants: Readonly<Record<string, unknown>>, rows: Readonly<Record<string, readonly Row[]>>, scheduler: Readonly<Record<string, unknown>> = {}, nodes = 21) {
  const made = rig({
    world: { racksPerBlock: 1, nodesPerRack: nodes, acceleratorsPerNode: 1, horizonMs: 30 * DAY_MS },
    tenants,
    workload: Object.keys(rows).map(name => ({ id: name, source: 'trace', file: name, communication: 0, tenants: { [name]: 1 } })),
    traces: Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, traceOf(all.map(([at, count, run]) => [at, count, run, run]))])),
    scheduler: { startup: { base: '0 s', perDoubling: '0 s' }, patience: '15 years', ...scheduler },
    checkpoints: { interval: '30 min', mode: 'blocking', blocking: '0 s', restore: '0 s' },
  })
  made.openAll()
  made.compute.start()
  return made
}

const ones = (count: number, runS = 10 * H): Row[] => Array.from({ length: count }, () => [0, 1, runS])

describe('T8.2', () => {
  const admitted = (limits: object, lending: object = {}): number => {
    const { compute, run } = site({ a: { quota: 9, cohort: 'all', ...limits }, b: { quota: 12, cohort: 'all', ...lending } }, { a: ones(30) })
    run(1000)
    return compute.jobs.runningCount
  }

  test('A with a nominal quota of 9 and B with 12, idle, in one cohort: A may admit 21', () => {
    expect(admitted({})).toBe(21)
  })

  test('with a borrowing limit of 1 it may admit 10', () => {
    expect(admitted({ borrowingLimit: 1 })).toBe(10)
  })

  test('what B lends limits it too', () => {
    expect(admitted({}, { lendingLimit: 5 })).toBe(14)
  })
})

describe('rooms under quotas', () => {
  const of = (tenants: object) => quotasOf(tenantsSection.parse(tenants))

  test('what a tenant does not lend is its own, whatever others hold', () => {
    const quotas = of({ a: { quota: 10, cohort: 'x', lendingLimit: 4 }, b: { quota: 10, cohort: 'x' } })
    expect(roomOf(quotas, [0, 0, 14], 1)).toBe(6)
    expect(roomOf(quotas, [0, 6, 14], 1)).toBe(0)
    expect(mostOf(quotas, 2)).toBe(14)
    expect(mostOf(quotas, 1)).toBe(20)
  })

  test.each([1, 2, 3, 4])('seed %d: a cohort never holds more than its quotas together, and everybody may have what is guaranteed', seed => {
    const key = rootKey(seed, 3)
    let draw = 0
    const pick = (most: number): number => Math.floor(uniform(key, 0, draw++) * (most + 1))
    for (let round = 0; round < 200; round++) {
      const tenants = Object.fromEntries(['a', 'b', 'c'].map(name => {
        const quota = 1 + pick(20)
        return [name, { quota, cohort: 'x', ...(pick(1) === 0 ? {} : { borrowingLimit: pick(10) }), ...(pick(1) === 0 ? {} : { lendingLimit: pick(quota) }) }]
      }))
      const quotas = of(tenants)
      const held = [0, 0, 0, 0]
      for (let step = 0; step < 60; step++) {
        const tenant = 1 + pick(2)
        if (pick(2) === 0) held[tenant] -= pick(held[tenant])
        else held[tenant] += Math.max(0, pick(Math.max(0, roomOf(quotas, held, tenant))))
        const all = held.reduce((sum, n) => sum + n, 0)
        expect(all).toBeLessThanOrEqual(quotas.slice(1).reduce((sum, { nominal }) => sum + nominal, 0))
        for (let at = 1; at < 4; at++) {
          expect(roomOf(quotas, held, at)).toBeGreaterThanOrEqual(Math.max(0, quotas[at].guaranteed - held[at]))
          expect(held[at]).toBeLessThanOrEqual(quotas[at].nominal + quotas[at].borrowing)
        }
      }
    }
  })
})

describe('reclaiming what was lent', () => {
  // A holds all 21 for ten hours; after three, B asks for 12, its own quota.
  const rows = { a: [...ones(21)], b: [[3 * H, 12, H]] as Row[] }
  const tenants = { a: { quota: 9, cohort: 'all' }, b: { quota: 12, cohort: 'all' } }
  const preemption = { grace: '60 s', exempt: '0 s' }

  test('never: B waits until A gives it back', () => {
    const { compute, run } = site(tenants, rows)
    run(20 * HOUR_MS)
    expect(startsOf(compute, 22)[21]).toBe(10 * H)
    expect(compute.counts().jobPreemptions).toBe(0)
  })

  test.each(['easy-backfill', 'fifo', 'conservative', 'priority'])('any, under %s: twelve of A’s jobs give way, not one more, and wait again', policy => {
    const { compute, run } = site(tenants, rows, { policy, preemption: { ...preemption, reclaim: 'any' } })
    run(3.5 * HOUR_MS)
    expect(compute.counts().jobPreemptions).toBe(12)
    expect(compute.jobs.runningCount).toBe(10)
    run(60 * HOUR_MS)
    expect(startsOf(compute, 22)[21]).toBe(3 * H + 60)
    expect(compute.counts()).toMatchObject({ jobsCompleted: 22, jobPreemptions: 12 })
  })

  test('lower priority: only jobs of lower classes give way', () => {
    const equal = site(tenants, rows, { preemption: { ...preemption, reclaim: 'lower-priority' } })
    equal.run(20 * HOUR_MS)
    expect(equal.compute.counts().jobPreemptions).toBe(0)
    const lower = site({ ...tenants, a: { ...tenants.a, priority: 'low' } }, rows, { preemption: { ...preemption, reclaim: 'lower-priority' } })
    lower.run(20 * HOUR_MS)
    expect(lower.compute.counts().jobPreemptions).toBe(12)
  })

  test('not for what B would borrow itself', () => {
    const { compute, run } = site(tenants, { ...rows, b: [[3 * H, 13, H]] }, { preemption: { ...preemption, reclaim: 'any' } })
    run(9 * HOUR_MS)
    expect(compute.counts().jobPreemptions).toBe(0)
  })
})

// Day 20,819 is 1 January 2027.
const DAY_2 = '2027-01-02'
const DAY_3 = '2027-01-03'

describe('reservations of accelerators', () => {
  const day = 24 * H

  test('soft: others use what the tenant does not ask for; when it asks, it goes first', () => {
    const rows = { a: [[0, 10, 30 * H], [day + H, 10, H]] as Row[], b: [[day + 1800, 10, 5 * H]] as Row[] }
    const { compute, run } = site({ a: {}, b: { reservations: [{ accelerators: 10, from: DAY_2 }] } }, rows, {}, 10)
    run(10 * DAY_MS)
    // B came before A’s second job by half an hour; with both waiting it starts first. uid 1: a, 2: b, 3: a.
    expect(startsOf(compute, 3)).toEqual([0, 30 * H, 35 * H])
    expect(compute.counts().jobPreemptions).toBe(0)
  })

  test('soft: what waits for it is kept from jobs that came earlier', () => {
    const rows = { a: [[0, 10, 30 * H], [H, 10, 5 * H]] as Row[], b: [[day + 1800, 10, H]] as Row[] }
    const { compute, run } = site({ a: {}, b: { reservations: [{ accelerators: 10, from: DAY_2 }] } }, rows, {}, 10)
    run(10 * DAY_MS)
    expect(startsOf(compute, 3)).toEqual([0, 31 * H, 30 * H])
  })

  test('hard: jobs in the way are preempted when it begins, and what idles for it while others wait is held', () => {
    const rows = { a: [[0, 4, 40 * H], [1, 6, 40 * H]] as Row[], b: [[day + 6 * H, 6, H]] as Row[] }
    const { compute, ledger, run } = site({ a: {}, b: { reservations: [{ accelerators: 6, from: DAY_2, until: DAY_3, kind: 'hard' }] } }, rows, { preemption: { grace: '60 s' } }, 10)
    run(DAY_MS + HOUR_MS)
    // The last started goes: it held just what is missing.
    expect(compute.counts().jobPreemptions).toBe(1)
    expect(compute.jobs).toMatchObject({ runningCount: 1, queuedCount: 1, idleAccelerators: 6 })
    expect(ledger.idle()[RESERVED]).toBe(6)
    expect(ledger.idle()[QUOTA]).toBe(0)
    run(10 * DAY_MS)
    expect(startsOf(compute, 3)[2]).toBe(day + 6 * H)
    expect(compute.counts().jobsCompleted).toBe(3)
  })

  test('nothing is kept before and after', () => {
    const rows = { a: [[0, 10, H], [2 * day + 60, 10, H]] as Row[], b: [] as Row[] }
    const { compute, run } = site({ a: {}, b: { reservations: [{ accelerators: 6, from: DAY_2, until: DAY_3, kind: 'hard' }] } }, rows, {}, 10)
    run(10 * DAY_MS)
    expect(startsOf(compute, 2)).toEqual([0, 2 * day + 60])
  })
})

describe('whatever happens', () => {
  const policies = ['fifo', 'easy-backfill', 'conservative', 'priority']
  test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %d: accelerators are counted exactly, all jobs end, and a restored run equals the straight one', seed => {
    const key = rootKey(seed, 9)
    const jobs = (lane: number): Row[] => Array.from({ length: 25 }, (_, i): Row => [Math.floor(i * 2400 + uniform(key, lane, i) * 2000), 1 + Math.floor(uniform(key, lane + 10, i) * 9), Math.floor(600 + uniform(key, lane + 20, i) * 6 * H)])
    const tenants = { a: { quota: 9, cohort: 'x' }, b: { quota: 12, cohort: 'x', lendingLimit: 8, reservations: [{ accelerators: 6, from: DAY_2, until: DAY_3, kind: seed % 2 === 0 ? 'hard' : 'soft' }] } }
    const made = (): ReturnType<typeof site> => site(tenants, { a: jobs(1), b: jobs(2) }, { policy: policies[seed % 4], preemption: { grace: '60 s', exempt: '10 min', reclaim: 'any' } })
    const straight = made()
    straight.run(DAY_MS + 3 * HOUR_MS)
    const saved = snapshotState(straight.state)
    straight.run(20 * DAY_MS)
    expect(straight.compute.counts().jobsCompleted).toBe(50)
    const restored = made()
    restoreState(restored.state, saved)
    restored.run(20 * DAY_MS)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    const held = ['L8.init', 'L8.restore', 'L8.teardown', 'E.provisional'].reduce((sum, code) => sum + straight.ledger.heldMs(bucketIndex(code)), 0)
    expect(held + straight.ledger.idleMs()).toBe(21 * straight.kernel.now)
  })
})
