import { describe, expect, test } from 'vitest'
import { demandPerS } from '../../../src/engine/compute/demand.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { createZoneHours } from '../../../src/scenario/calendar.ts'
import { workloadSection, type InferenceEntry } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, rig, type RigOptions, traceOf } from './rig.ts'

const INIT = bucketIndex('L8.init')
const TEARDOWN = bucketIndex('L8.teardown')
const MINUTE_MS = 60_000

/** A service of a constant demand that wants ten replicas of a node each; what its books hold day by day. */
function site(fields: object, options: { nodes?: number } & Pick<RigOptions, 'commands' | 'scheduler' | 'traces' | 'workload'> = {}) {
  const { nodes = 40, workload = [] } = options
  const running = rig({
    ...options,
    world: { blocks: 1, racksPerBlock: nodes / 4, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 20 * DAY_MS },
    workload: [{ id: 'chat', source: 'inference', peak: '100 request/s', trough: 1, minimum: 10, maximum: 10, coldStart: '5 min', ...fields }, ...workload],
  })
  running.openAll()
  running.compute.start()
  return running
}

const totalOf = ({ compute }: Pick<ReturnType<typeof site>, 'compute'>) => compute.services()[0].columns.total

/** Lowest and highest number of serving replicas over a stretch, looked at every minute. */
function servingOver(running: ReturnType<typeof site>, fromMs: number, toMs: number): { least: number; most: number } {
  let [least, most] = [Infinity, 0]
  for (let atMs = fromMs; atMs <= toMs; atMs += MINUTE_MS) {
    running.run(atMs)
    least = Math.min(least, running.compute.jobs.replicasServing)
    most = Math.max(most, running.compute.jobs.replicasServing)
  }
  return { least, most }
}

describe('rollouts', () => {
  const rollouts = { first: '1 day', every: '30 days', canary: 0 }

  test('with a surge of two: never fewer than ten serve; ten cold starts, five rounds of five minutes', () => {
    const running = site({ rollouts: { ...rollouts, surge: 0.2 } })
    running.run(DAY_MS - 1)
    const before = running.ledger.heldMs(INIT)
    const { least, most } = servingOver(running, DAY_MS, DAY_MS + HOUR_MS)
    expect(least).toBe(10)
    expect(most).toBeLessThanOrEqual(12)
    running.compute.settleAll()
    expect(running.ledger.heldMs(INIT) - before).toBe(10 * 8 * 5 * MINUTE_MS)
    // What is held besides is what starts: two nodes for 25 minutes, and a millisecond of a pass between rounds.
    expect(totalOf(running).rolloutAcceleratorMs / (2 * 8 * 25 * MINUTE_MS)).toBeCloseTo(1, 2)
    expect(totalOf(running).shed).toBeLessThan(0.01 * totalOf(running).requests)
  })

  test('old replicas that drain keep their nodes for two minutes more and answer nothing: ten times two minutes of teardown, as many cold starts', () => {
    const running = site({ rollouts: { ...rollouts, surge: 0.2, drain: '2 min' } })
    running.run(DAY_MS - 1)
    const before = [INIT, TEARDOWN].map(bucket => running.ledger.heldMs(bucket))
    const { least, most } = servingOver(running, DAY_MS, DAY_MS + 2 * HOUR_MS)
    expect([least, most <= 12]).toEqual([10, true])
    running.compute.settleAll()
    expect([INIT, TEARDOWN].map((bucket, i) => (running.ledger.heldMs(bucket) - before[i]) / (8 * MINUTE_MS))).toEqual([50, 20])
    expect(running.compute.jobs.replicasServing).toBe(10)
    expect(running.compute.jobs.servingAccelerators).toBe(80)
  })

  test('without a surge replicas are exchanged in their place: one is missing for fifty minutes', () => {
    const running = site({ rollouts: { ...rollouts, surge: 0 } })
    running.run(DAY_MS - 1)
    expect(servingOver(running, DAY_MS + MINUTE_MS, DAY_MS + 49 * MINUTE_MS)).toEqual({ least: 9, most: 9 })
    running.run(DAY_MS + 51 * MINUTE_MS)
    expect(running.compute.jobs.replicasServing).toBe(10)
  })

  test('where the site has no room for a surge they are exchanged in their place all the same', () => {
    const running = site({ rollouts: { ...rollouts, surge: 0.2 }, minimum: 8, maximum: 8 }, { nodes: 8 })
    running.run(DAY_MS - 1)
    const before = running.ledger.heldMs(INIT)
    const { least } = servingOver(running, DAY_MS, DAY_MS + 2 * HOUR_MS)
    expect(least).toBe(7)
    expect(running.ledger.heldMs(INIT) - before).toBe(8 * 8 * 5 * MINUTE_MS)
    expect(running.compute.jobs.replicasServing).toBe(8)
  })

  test('a canary serves beside the others for its time; only then do they follow', () => {
    const running = site({ rollouts: { ...rollouts, surge: 0.5, canary: 0.1, bake: '2 h' } })
    running.run(DAY_MS + HOUR_MS)
    expect(running.compute.jobs.replicasServing).toBe(11)
    running.run(DAY_MS + 3 * HOUR_MS)
    expect(running.compute.jobs.replicasServing).toBe(10)
    running.compute.settleAll()
    // One node for two hours, then the others in two rounds of five.
    expect(totalOf(running).rolloutAcceleratorMs / HOUR_MS / 8).toBeGreaterThan(2)
    expect(totalOf(running).rolloutAcceleratorMs / HOUR_MS / 8).toBeLessThan(3)
  })

  test('a restored run goes on as the straight one in the middle of a rollout', () => {
    const running = site({ rollouts: { first: '1 day', every: '2 days', surge: 0.2, bake: '30 min' }, trough: 0.3, minimum: 1, maximum: 100 })
    running.run(DAY_MS + 35 * MINUTE_MS)
    const middle = snapshotState(running.state)
    running.run(5 * DAY_MS)
    const end = hashState(running.state)
    restoreState(running.state, middle)
    running.run(5 * DAY_MS)
    expect(hashState(running.state)).toBe(end)
  })
})

describe('sessions', () => {
  // Turns of 8 s in a full batch (210.7 tokens of 36.87 ms, 40.9 ms to read) and 12.2 s of thinking.
  const sessions = { sessions: { count: 1000, think: '12.19 s', lostTurns: 40 }, minimum: 1, maximum: 1000 }
  const cycleS = 12.19 + 0.0409 + 7.76782

  test('a closed loop asks once a cycle and session, day and night', () => {
    const running = site(sessions)
    running.run(DAY_MS)
    running.compute.settleAll()
    expect(totalOf(running).answered / ((1000 / cycleS) * 86_400)).toBeCloseTo(1, 2)
    expect(totalOf(running).shed).toBe(0)
  })

  test('with too few replicas turns come later and less often, none is turned away', () => {
    const running = site({ ...sessions, maximum: 1 })
    running.run(DAY_MS)
    running.compute.settleAll()
    const total = totalOf(running)
    expect(total.shed).toBe(0)
    expect(total.answered / total.requests).toBe(1)
    expect(total.answered).toBeLessThan(0.75 * (1000 / cycleS) * 86_400)
    // What is held back is what a cycle takes longer: sessions ÷ rate − cycle.
    const rate = total.answered / 86_400
    expect(total.firstTokenP50Ms / 1000 / (1000 / rate - cycleS)).toBeCloseTo(1, 1)
  })

  test('a lost replica costs its sessions their state: the turns are made again, as rework, and the ledger holds', () => {
    let strike = 0
    const running = site(sessions, {
      commands(kernel, compute) {
        strike = kernel.command('test.strike', FAULT_PHASE, node => {
          compute().nodeStalled(node)
          compute().faultDetected(node, 'hw')
        })
      },
    })
    running.run(DAY_MS)
    const serving = running.compute.jobs.replicasServing
    running.kernel.schedule(strike, 0, DAY_MS + 1)
    running.run(DAY_MS + HOUR_MS)
    running.compute.settleAll()
    const total = totalOf(running)
    expect(total.lostSessions / (1000 / serving)).toBeCloseTo(1, 6)
    expect(total.redoneTokens / ((1000 / serving) * 40 * 210.7)).toBeCloseTo(1, 6)
    expect(total.tokens + total.redoneTokens).toBeCloseTo(total.answered * 210.7, -1)
    const lost = running.ledger.settled.filter(booking => booking.lost === 'hw')
    // A turn takes 1 ÷ 16.478 s of an instance of four accelerators.
    const acceleratorS = lost.reduce((sum, { accelerators, fromMs, toMs }) => sum + (accelerators * (toMs - fromMs)) / 1000, 0)
    expect(acceleratorS / (((1000 / serving) * 40 * 4) / 16.4782)).toBeCloseTo(1, 2)
    // Nothing is booked twice or left out: stretches follow each other.
    const stretches = running.ledger.settled
    for (let i = 1; i < stretches.length; i++) expect(stretches[i].fromMs).toBe(stretches[i - 1].toMs)
  })
})

describe('services and batch', () => {
  test.each([['requeue', 4, 1], ['off', 0, 0]])('preemption %s: a service of a higher class has %i replicas on a site that a batch job fills, %i preempted', (mode, replicas, preempted) => {
    const running = site(
      { priority: 'high', minimum: 4, maximum: 4, peak: '10 request/s' },
      {
        nodes: 8,
        scheduler: { ...PLAIN_SCHEDULER, policy: 'priority', preemption: { mode, grace: '1 min', exempt: '0 s' } },
        workload: [{ id: 'trace', source: 'trace', file: 'rows', communication: 0, priority: 'low' }],
        traces: { rows: traceOf([[0, 64, 10 * 86_400, 10 * 86_400]]) },
      },
    )
    running.run(HOUR_MS)
    expect(running.compute.jobs.replicasServing).toBe(replicas)
    expect(running.compute.counts().jobPreemptions).toBe(preempted)
  })
})

describe('demand by origin', () => {
  const entry = workloadSection.parse([{ id: 'chat', source: 'inference', trough: 0.2, origins: [{ id: 'east', share: 3, timezone: 'America/New_York' }, { id: 'japan', timezone: 'Asia/Tokyo', peakHour: 20 }] }])[0] as InferenceEntry

  test('every place follows its own clock', () => {
    const hours: Readonly<Record<string, number>> = { 'America/New_York': 15, 'Asia/Tokyo': 8 }
    // East at its peak of 75, Japan twelve hours from its own at a fifth of 25.
    expect(demandPerS(entry, 100, zone => hours[zone ?? ''])).toBeCloseTo(75 + 5, 9)
  })

  test('the hour in another zone, daylight saving included', () => {
    const january = createZoneHours('America/Chicago', 20_819)
    // 2027-01-01 00:00 in Chicago.
    expect(['America/Chicago', 'America/New_York', 'America/Los_Angeles', 'Asia/Tokyo', 'UTC'].map(zone => january(zone, 0))).toEqual([0, 1, 22, 15, 6])
    const july = 181 * DAY_MS
    // Standard time of Chicago at midnight is 01:00 on its clocks, and on those of New York 02:00.
    expect(['America/Chicago', 'America/New_York', 'Asia/Tokyo'].map(zone => january(zone, july))).toEqual([1, 2, 15])
  })
})
