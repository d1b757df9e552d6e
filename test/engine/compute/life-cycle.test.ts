import { describe, expect, test } from 'vitest'
import { FACTORS, IDLE_REASONS, LOAD_CLASS } from '../../../src/engine/ports.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, type RigOptions, TRACE, traceOf } from './rig.ts'

const S = 1000
const INIT = bucketIndex('L8.init')
const RESTORE = bucketIndex('L8.restore')
const STALL = bucketIndex('L8.faultStall')
const PROVISIONAL = bucketIndex('E.provisional')
const WORLD = { racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8 }
const idleOf = (reason: (typeof IDLE_REASONS)[number], idle: readonly number[]): number => idle[IDLE_REASONS.indexOf(reason)]

/** One job of 16 accelerators (two nodes) and 1,000 s of work on 8 nodes of 8. */
function oneJob(options: RigOptions = {}) {
  const site = rig({ world: WORLD, workload: TRACE, traces: { rows: traceOf([[10, 16, 1000, 2000]]) }, ...options })
  site.openAll()
  site.compute.start()
  return site
}

describe('a job by hand', () => {
  test('start-up of 60 s + 20 s · log2 of the nodes, then work, then the end', () => {
    const { run, ledger, events, compute } = oneJob({ checkpoints: NO_CHECKPOINTS })
    run(DAY_MS)
    expect(ledger.heldMs(INIT)).toBe(16 * 80 * S)
    expect(ledger.heldMs(PROVISIONAL)).toBe(16 * 1000 * S)
    expect(ledger.settled).toEqual([{ accelerators: 16, fromMs: 90 * S, toMs: 1090 * S, blockedMs: 0, factors: FACTORS.map(() => 1) }])
    expect(events).toEqual([
      { kind: 'jobQueued', job: 1, entry: 0, ordinal: 1, accelerators: 16 },
      { kind: 'jobStarted', job: 1, accelerators: 16, waitMs: 0 },
      { kind: 'jobEnded', job: 1, accelerators: 16, outcome: 'completed' },
    ])
    const { col, length } = compute.finishedJobs
    expect([length, col.submitMs[0], col.startMs[0], col.endMs[0], col.accelerators[0], col.restarts[0]]).toEqual([1, 10 * S, 10 * S, 1090 * S, 16, 0])
    expect(compute.counts()).toMatchObject({ jobsQueued: 1, jobsStarted: 1, jobsCompleted: 1, jobsWithdrawn: 0, jobsOnTimeShare: 1, waitMsMean: 0, waitMsP95: 0 })
  })

  test('whole nodes: 17 accelerators hold three nodes of 8', () => {
    const { run, ledger } = oneJob({ traces: { rows: traceOf([[0, 17, 100, 100]]) }, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS })
    run(50 * S)
    expect(ledger.idle().reduce((sum, n) => sum + n, 0)).toBe(64 - 24)
    run(DAY_MS)
    expect(ledger.settled[0].accelerators).toBe(24)
  })

  test('checkpoints of 10 s every 300 s of work: 1,000 s of work take 1,030 s', () => {
    const { run, ledger } = oneJob({ scheduler: PLAIN_SCHEDULER, checkpoints: { interval: '300 s', blocking: '10 s', mode: 'blocking' } })
    run(DAY_MS)
    const { settled } = ledger
    expect(settled.at(-1)?.toMs).toBe(1040 * S)
    expect(settled.reduce((sum, { blockedMs }) => sum + blockedMs, 0)).toBe(30 * S)
  })

  test('a fault after 500 s of work: stalled until detection, rework since the last checkpoint, restart with restore', () => {
    let strike = 0
    let detect = 0
    const { run, kernel, ledger, events } = oneJob({
      checkpoints: { interval: '300 s', blocking: '10 s', mode: 'blocking', restore: '5 min' },
      commands(kern, compute) {
        strike = kern.command('test.strike', FAULT_PHASE, node => expect(compute().nodeStalled(node)).toBe(true))
        detect = kern.command('test.detect', FAULT_PHASE, node => {
          compute().faultDetected(node, 'hw')
          compute().nodeLost(node, 'triage')
        })
      },
    })
    // Runs from 90 s; checkpoint from 390 to 400 s; strikes at 600 s, seen at 630 s.
    kernel.schedule(strike, 0, 600 * S)
    kernel.schedule(detect, 0, 630 * S)
    run(DAY_MS)
    expect(ledger.heldMs(STALL)).toBe(16 * 30 * S)
    expect(ledger.heldMs(INIT)).toBe(16 * 2 * 80 * S)
    expect(ledger.heldMs(RESTORE)).toBe(16 * 300 * S)
    const lost = ledger.settled.filter(booking => booking.lost !== undefined)
    expect(lost).toEqual([{ accelerators: 16, fromMs: 400 * S, toMs: 600 * S, blockedMs: 0, factors: FACTORS.map(() => 1), lost: 'hw' }])
    // 300 s were durable; 700 s and two checkpoints remain after start-up and restore at 1,010 s.
    expect(ledger.settled.at(-1)?.toMs).toBe((630 + 80 + 300 + 720) * S)
    expect(events.map(({ kind }) => kind)).toEqual(['jobQueued', 'jobStarted', 'jobInterrupted', 'jobStarted', 'jobEnded'])
  })

  test('asynchronous checkpoints: what is not durable yet is lost too', () => {
    const faultAt = (faultS: number): number => {
      let strike = 0
      const { run, kernel, ledger } = oneJob({
        scheduler: PLAIN_SCHEDULER,
        checkpoints: { interval: '300 s', blocking: '10 s', flush: '60 s', restore: '0 s' },
        commands(kern, compute) {
          strike = kern.command('test.strike', FAULT_PHASE, node => compute().jobFaulted(node, 'sw'))
        },
      })
      kernel.schedule(strike, 0, faultS * S)
      run(DAY_MS)
      return ledger.settled.filter(({ lost }) => lost === 'sw').reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0) / S
    }
    // The job runs from 10 s; the first checkpoint is written at 320 s and durable at 380 s.
    expect(faultAt(379)).toBe(369)
    expect(faultAt(380)).toBe(60)
    expect(faultAt(400)).toBe(80)
    // The second is written at 630 s and durable at 690 s.
    expect(faultAt(689)).toBe(369)
    expect(faultAt(690)).toBe(60)
  })

  test('a power cap for 200 s: the job slows down by the rate of the cap, and the books show its useful share', () => {
    let cap = 0
    const { run, kernel, ledger } = oneJob({
      scheduler: PLAIN_SCHEDULER,
      checkpoints: NO_CHECKPOINTS,
      commands(kern, compute) {
        cap = kern.command('test.cap', FAULT_PHASE, (_, share) => compute().setPowerCap(0, LOAD_CLASS.training, share / 100))
      },
    })
    kernel.schedule(cap, 0, 510 * S, 80)
    kernel.schedule(cap, 0, 710 * S, 100)
    run(DAY_MS)
    // H100 rack: host share 0.3, static share 0.3, exponent 2, 15 % of the step without clock.
    const clock = Math.sqrt(((0.8 - 0.3) / 0.7 - 0.3) / 0.7)
    const rate = 1 / (0.85 / clock + 0.15)
    expect(rate).toBeCloseTo(0.797, 3)
    expect(ledger.settled.at(-1)?.toMs).toBe(Math.ceil((710 + 1000 - 500 - 200 * rate) * S))
    // No checkpoint and one window: what lies before the last change is one booking, with factors that give the useful share of both parts.
    const [merged, last] = ledger.settled
    expect([merged.fromMs, merged.toMs, last.fromMs]).toEqual([10 * S, 710 * S, 710 * S])
    expect(merged.factors[FACTORS.indexOf('powerThrottle')]).toBeCloseTo((500 + 200 * rate) / 700, 12)
    expect(merged.factors.reduce((x, y) => x * y, 1)).toBeCloseTo((500 + 200 * rate) / 700, 12)
    expect(last.factors).toEqual(FACTORS.map(() => 1))
  })

  test('the worst block counts for a throttle; fabric factors multiply', () => {
    const throttle = { thermal: 0 }
    const { run, kernel, ledger } = oneJob({
      world: { ...WORLD, blocks: 2 },
      traces: { rows: traceOf([[0, 128, 1000, 1000]]) },
      scheduler: PLAIN_SCHEDULER,
      checkpoints: NO_CHECKPOINTS,
      commands(kern, compute) {
        throttle.thermal = kern.command('test.throttle', FAULT_PHASE, () => {
          compute().setThermalFactor(0, 0.9)
          compute().setThermalFactor(1, 0.5)
          compute().setFabricFactors(1, 0.8, 1, 1)
        })
      },
    })
    kernel.schedule(throttle.thermal, 0, 1)
    run(DAY_MS)
    expect(ledger.settled.at(-1)?.toMs).toBe(1 + Math.ceil((1000 * S - 1) / 0.4))
  })
})

describe('idle accelerators by reason', () => {
  test('no demand, reservation and backfill', () => {
    // 8 nodes: 6 are busy until 100 s; the next needs 8 and holds the rest; a short one may pass, a long one may not.
    const rows = traceOf([[0, 48, 100, 100], [1, 64, 50, 50], [2, 8, 30, 30], [3, 8, 200, 200]])
    const { run, ledger, openAll, compute } = rig({ world: WORLD, workload: TRACE, traces: { rows }, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS })
    openAll()
    compute.start()
    run(500)
    expect(idleOf('noDemand', ledger.idle())).toBe(16)
    run(1500)
    expect(idleOf('reservationHold', ledger.idle())).toBe(16)
    run(10 * S)
    expect(ledger.idle().reduce((sum, n) => sum + n, 0)).toBe(8)
    expect(idleOf('reservationHold', ledger.idle())).toBe(8)
    run(120 * S)
    expect(ledger.idle().reduce((sum, n) => sum + n, 0)).toBe(0)
    run(DAY_MS)
    expect(idleOf('noDemand', ledger.idle())).toBe(64)
  })

  test('fragmentation: free enough in all, in no block', () => {
    const rows = traceOf([[0, 24, 100, 100], [1, 24, 100, 100], [2, 16, 10, 10]])
    const { run, ledger, openAll, compute } = rig({
      world: { ...WORLD, blocks: 2, racksPerBlock: 1 },
      workload: TRACE,
      traces: { rows },
      scheduler: { ...PLAIN_SCHEDULER, placement: 'within-block' },
      checkpoints: NO_CHECKPOINTS,
    })
    openAll()
    compute.start()
    run(5 * S)
    expect(idleOf('fragmentation', ledger.idle())).toBe(16)
    run(105 * S)
    expect(idleOf('fragmentation', ledger.idle())).toBe(0)
  })

  test('spacing of passes: what could run waits as scheduler latency', () => {
    const rows = traceOf([[0, 8, 100, 100], [10, 8, 100, 100]])
    const { run, ledger, openAll, compute, events } = rig({ world: WORLD, workload: TRACE, traces: { rows }, scheduler: { ...PLAIN_SCHEDULER, spacing: '30 s' }, checkpoints: NO_CHECKPOINTS })
    openAll()
    compute.start()
    run(20 * S)
    expect(idleOf('schedLatency', ledger.idle())).toBe(8)
    expect(idleOf('noDemand', ledger.idle())).toBe(48)
    run(40 * S)
    expect(idleOf('schedLatency', ledger.idle())).toBe(0)
    expect(events.filter(({ kind }) => kind === 'jobStarted')).toMatchObject([{ waitMs: 0 }, { waitMs: 20 * S }])
  })
})

describe('waiting', () => {
  test('a job that waited beyond its patience is withdrawn; one that ran before is not', () => {
    const rows = traceOf([[0, 64, 100_000, 100_000], [10, 8, 100, 100], [20, 8, 100, 100]])
    const { run, openAll, compute, events } = rig({ world: WORLD, workload: TRACE, traces: { rows }, scheduler: { ...PLAIN_SCHEDULER, patience: '1 hour' }, checkpoints: NO_CHECKPOINTS })
    openAll()
    compute.start()
    run(3600 * S + 15 * S)
    expect(compute.jobs.queuedCount).toBe(1)
    run(2 * DAY_MS)
    expect(events.filter(event => event.kind === 'jobEnded')).toEqual([
      { kind: 'jobEnded', job: 2, accelerators: 8, outcome: 'withdrawn' },
      { kind: 'jobEnded', job: 3, accelerators: 8, outcome: 'withdrawn' },
      { kind: 'jobEnded', job: 1, accelerators: 64, outcome: 'completed' },
    ])
    const { col } = compute.finishedJobs
    expect([col.startMs[0], col.endMs[0], col.outcome[0]]).toEqual([-1, 3610 * S, 1])
    expect(compute.counts().jobsOnTimeShare).toBeCloseTo(1 / 3, 12)
  })

  test('an interrupted job goes back to its old place in the queue', () => {
    let fault = 0
    const rows = traceOf([[0, 64, 100, 100], [1, 64, 100, 100]])
    const { run, kernel, openAll, compute, events } = rig({
      world: WORLD,
      workload: TRACE,
      traces: { rows },
      scheduler: PLAIN_SCHEDULER,
      checkpoints: NO_CHECKPOINTS,
      commands(kern, domain) {
        fault = kern.command('test.fault', FAULT_PHASE, node => domain().jobFaulted(node, 'sw'))
      },
    })
    openAll()
    compute.start()
    kernel.schedule(fault, 3, 50 * S)
    run(DAY_MS)
    expect(events.flatMap(event => (event.kind === 'jobStarted' ? [event.job] : []))).toEqual([1, 1, 2])
    const { col } = compute.finishedJobs
    expect([col.endMs[0], col.restarts[0], col.endMs[1]]).toEqual([150 * S, 1, 250 * S])
  })

  test('closed nodes are no one’s: a lost node ends its job and waits for its gates', () => {
    let lose = 0
    let gain = 0
    const { run, kernel, ledger, compute } = oneJob({
      traces: { rows: traceOf([[0, 64, 100, 100]]) },
      scheduler: PLAIN_SCHEDULER,
      checkpoints: NO_CHECKPOINTS,
      commands(kern, domain) {
        lose = kern.command('test.lose', FAULT_PHASE, node => domain().nodeLost(node, 'gridOutage'))
        gain = kern.command('test.gain', FAULT_PHASE, node => domain().nodeGained(node))
      },
    })
    kernel.schedule(lose, 5, 40 * S)
    kernel.schedule(gain, 5, 70 * S)
    run(60 * S)
    expect(compute.jobs).toMatchObject({ runningCount: 0, queuedCount: 1, openNodes: 7, freeNodes: 7, idleAccelerators: 56 })
    expect(idleOf('reservationHold', ledger.idle())).toBe(56)
    expect(ledger.settled).toMatchObject([{ fromMs: 0, toMs: 40 * S, lost: 'power' }])
    run(DAY_MS)
    expect(compute.finishedJobs.col.endMs[0]).toBe(170 * S)
  })
})

test('racks tell who holds them', () => {
  const rows = traceOf([[0, 8, 100, 100], [1, 16, 100, 100], [2, 32, 100, 100]])
  const { run, openAll, compute } = rig({ world: WORLD, workload: TRACE, traces: { rows }, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS })
  openAll()
  compute.start()
  run(5 * S)
  expect([compute.rackBusyNodes(0), compute.rackBusyNodes(1)]).toEqual([3, 4])
  expect([compute.rackJob(0), compute.rackJob(1)]).toEqual([2, 3])
  run(DAY_MS)
  expect([compute.rackBusyNodes(0), compute.rackJob(0)]).toEqual([0, -1])
})
