import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { LOAD_CLASS } from '../../../src/engine/ports.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

const RESERVE = bucketIndex('L6.spareReserve')
const STALL = bucketIndex('L8.faultStall')
const HOUR_S = 3600
const HOUR = HOUR_S * 1000

type Row = readonly [submitS: number, nodes: number, runS: number]

/** Two blocks of two racks of four nodes with eight accelerators; `strike` fails a node, which is found a minute later and closed. */
function site(rows: readonly Row[], scheduler: Readonly<Record<string, unknown>>, entry: Readonly<Record<string, unknown>> = {}) {
  const made = rig({
    world: { blocks: 2, racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8 },
    workload: [{ ...TRACE[0], ...entry }],
    traces: { rows: traceOf(rows.map(([submit, nodes, run]) => [submit, nodes * 8, run, run])) },
    scheduler: { ...PLAIN_SCHEDULER, spares: { onFault: 'replace', ...scheduler } },
    checkpoints: { interval: '1 h', blocking: '0 s', mode: 'blocking', restore: '0 s' },
  })
  const { kernel, compute } = made
  const struck = kernel.command('test.struck', FAULT_PHASE, node => void compute.nodeStalled(node))
  const found = kernel.command('test.found', FAULT_PHASE, node => {
    compute.faultDetected(node, 'hw')
    compute.nodeLost(node, 'triage')
  })
  made.openAll()
  compute.start()
  return {
    ...made,
    strike(node: number, atMs: number) {
      kernel.schedule(struck, node, atMs)
      kernel.schedule(found, node, atMs + 60_000)
    },
  }
}

describe('hot spares', () => {
  test('a job holds its spares beside its nodes; they book the reserve and are free with it', () => {
    const { compute, ledger, run } = site([[0, 3, HOUR_S]], {}, { spares: 1 })
    run(HOUR - 1)
    expect(compute.jobs).toMatchObject({ freeNodes: 12, idleAccelerators: 96 })
    run(2 * HOUR)
    expect(ledger.heldMs(RESERVE)).toBe(8 * HOUR)
    expect(compute.jobs).toMatchObject({ freeNodes: 16, idleAccelerators: 128 })
  })

  test('one takes the place of a failed node within the swap; the job loses what was not durable and goes on', () => {
    const { compute, ledger, strike, run } = site([[0, 3, 10 * HOUR_S]], {}, { spares: 1 })
    strike(1, 2.5 * HOUR)
    run(2.5 * HOUR + 60_000)
    expect(compute.jobs).toMatchObject({ runningCount: 1, openNodes: 15, freeNodes: 12 })
    run(DAY_MS)
    // A minute until it is found, a minute for the swap; half an hour is done again.
    expect(ledger.heldMs(STALL)).toBe(24 * 120_000)
    expect(ledger.settled.filter(({ lost }) => lost === 'hw').reduce((sum, { accelerators, fromMs, toMs }) => sum + accelerators * (toMs - fromMs), 0)).toBe(24 * 0.5 * HOUR)
    expect(ledger.heldMs(RESERVE)).toBe(8 * (2.5 * HOUR + 60_000))
    expect(compute.counts()).toMatchObject({ jobsCompleted: 1, jobInterruptions: 1 })
    expect(compute.finishedJobs.col.endMs[0]).toBe(10.5 * HOUR + 120_000)
  })

  test('those of a block serve whoever needs one and are filled again; else a free node near by does, else the queue', () => {
    const { compute, strike, run, kernel } = site([[0, 7, 10 * HOUR_S], [0, 7, 10 * HOUR_S]], { perBlock: 1 })
    run(1000)
    expect(compute.jobs).toMatchObject({ runningCount: 2, freeNodes: 0 })
    strike(0, HOUR)
    strike(1, 2 * HOUR)
    strike(2, 3 * HOUR)
    run(2 * HOUR + 60_000)
    expect(compute.jobs).toMatchObject({ runningCount: 2, queuedCount: 0, openNodes: 14, freeNodes: 0 })
    run(3 * HOUR + 60_000)
    expect(compute.jobs).toMatchObject({ runningCount: 1, queuedCount: 1, openNodes: 13 })
    const back = kernel.command('test.back', FAULT_PHASE, node => compute.nodeGained(node))
    for (const node of [0, 1, 2]) kernel.schedule(back, node, 4 * HOUR)
    run(4 * HOUR)
    // Both blocks keep one again, seven are left for the job that waits.
    expect(compute.jobs).toMatchObject({ runningCount: 2, queuedCount: 0, freeNodes: 0 })
  })

  test('without spares a free node of the leaf is taken before one of the block, and that before another block', () => {
    const { compute, strike, run } = site([[0, 3, 10 * HOUR_S]], {})
    strike(0, HOUR)
    strike(3, 2 * HOUR)
    run(HOUR + 60_000)
    expect([0, 1, 2, 3].map(rack => compute.rackBusyNodes(rack))).toEqual([3, 0, 0, 0])
    run(2 * HOUR + 60_000)
    expect([0, 1, 2, 3].map(rack => compute.rackBusyNodes(rack))).toEqual([2, 1, 0, 0])
  })

  test('a spare that fails is none; the job goes on', () => {
    const { compute, ledger, kernel, run } = site([[0, 3, 4 * HOUR_S]], {}, { spares: 1 })
    const lose = kernel.command('test.lose', FAULT_PHASE, node => {
      expect(compute.nodeStalled(node)).toBe(false)
      compute.nodeLost(node, 'undetected')
    })
    kernel.schedule(lose, 3, HOUR)
    run(DAY_MS)
    expect(ledger.heldMs(RESERVE)).toBe(8 * HOUR)
    expect(compute.counts()).toMatchObject({ jobsCompleted: 1, jobInterruptions: 0 })
  })

  test('requeue: the job loses all its nodes', () => {
    const { compute, strike, run } = site([[0, 3, 10 * HOUR_S]], { onFault: 'requeue' }, { spares: 1 })
    strike(1, HOUR)
    run(HOUR + 59_999)
    expect(compute.rackBusyNodes(0)).toBe(4)
    run(HOUR + 60_000)
    expect([0, 1, 2, 3].map(rack => compute.rackBusyNodes(rack))).toEqual([0, 4, 0, 0])
  })
})

const PREEMPTING = { policy: 'priority', preemption: { mode: 'requeue', grace: '2 min', exempt: '0 s' } }
const URGENT = { id: 'urgent', source: 'training-mix', load: 0.3, smallest: 8, largest: 64, median: '1 hour', priority: 'urgent', jobs: 2000 }

test.each<[number, Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>?]>([[1, {}], [2, { placement: { within: 'pod' } }], [3, { placement: { rule: 'spread' } }], [4, { elastic: { rest: '30 min' } }], [5, { elastic: { min: 0.25, max: 4, rest: '0 s' }, load: 0.6, spares: 0 }], [6, { priority: 'low', elastic: { rest: '30 min' } }, PREEMPTING]])('seed %i, %o: under random faults every accelerator-ms is booked once, draws equal a recount, and a restored run equals the straight one', (seed, entry, scheduler = {}) => {
  const key = rootKey(seed, 31)
  const make = () => {
    const made = rig({
      world: { blocks: 2, racksPerBlock: 4, nodesPerRack: 4, acceleratorsPerNode: 8, racksPerLeaf: 2, horizonMs: 20 * DAY_MS, seed },
      workload: [{ id: 'training', source: 'training-mix', load: 1.1, smallest: 4, largest: 64, median: '3 hours', jobs: 5000, spares: 1, ...entry }, ...('policy' in scheduler ? [URGENT] : [])],
      scheduler: { patience: '2 days', sharing: !('policy' in scheduler), ...scheduler, spares: { onFault: 'replace', perBlock: 1 } },
      checkpoints: { interval: '20 min', flush: '2 min' },
      commands(kernel, compute, state) {
        const open = state.table('test.open', 32, { flag: 'u8' })
        open.col.flag.fill(1)
        const struck = kernel.command('test.struck', FAULT_PHASE, node => {
          if (open.col.flag[node] === 1) compute().nodeStalled(node)
        })
        const found = kernel.command('test.found', FAULT_PHASE, node => {
          if (open.col.flag[node] === 0) return
          open.col.flag[node] = 0
          compute().faultDetected(node, 'hw')
          compute().nodeLost(node, 'triage')
        })
        const back = kernel.command('test.back', FAULT_PHASE, node => {
          if (open.col.flag[node] === 1) return
          open.col.flag[node] = 1
          compute().nodeGained(node)
        })
        for (let n = 0; n < 600; n++) {
          const node = Math.floor(uniform(key, 1, n) * 32)
          const atMs = DAY_MS + Math.floor(uniform(key, 2, n) * 18 * DAY_MS)
          kernel.schedule(struck, node, atMs)
          kernel.schedule(found, node, atMs + 1 + Math.floor(uniform(key, 3, n) * 600_000))
          kernel.schedule(back, node, atMs + 700_000 + Math.floor(uniform(key, 4, n) * DAY_MS))
        }
      },
    })
    made.openAll()
    made.compute.start()
    return made
  }
  const { kernel, compute, ledger } = make()
  let openMs = 0
  let held = 0
  for (let atMs = 0; atMs < 20 * DAY_MS; atMs += 4 * HOUR) {
    kernel.run(atMs, Infinity)
    compute.settleAll()
    const { load } = compute
    for (const block of [0, 1]) {
      load.readRacks(block)
      let sum = 0
      for (let rack = block * 4; rack < block * 4 + 4; rack++) for (let loadClass = 0; loadClass < 6; loadClass++) sum += load.requestW[rack * 6 + loadClass]
      let live = 0
      for (let loadClass = 0; loadClass < 6; loadClass++) live += load.liveRequestW[block * 6 + loadClass]
      expect(sum, `seed ${seed}, ${atMs} ms: block ${block}`).toBe(live)
    }
  }
  for (const code of ['L8.init', 'L8.restore', 'L8.faultStall', 'E.provisional', 'L6.spareReserve', 'L8.teardown']) held += ledger.heldMs(bucketIndex(code))
  // Node by node: what was open is the sum of all that was booked.
  openMs = ledger.idleMs() + held
  const flags = Array.from({ length: 32 }, () => ({ since: 0, open: true, ms: 0 }))
  const acts: [number, number, boolean][] = []
  for (let n = 0; n < 600; n++) {
    const node = Math.floor(uniform(key, 1, n) * 32)
    const atMs = DAY_MS + Math.floor(uniform(key, 2, n) * 18 * DAY_MS)
    acts.push([atMs + 1 + Math.floor(uniform(key, 3, n) * 600_000), node, false], [atMs + 700_000 + Math.floor(uniform(key, 4, n) * DAY_MS), node, true])
  }
  const endMs = 20 * DAY_MS - 4 * HOUR
  for (const [atMs, node, open] of acts.filter(([at]) => at <= endMs).sort(([a], [b]) => a - b)) {
    const flag = flags[node]
    if (flag.open) flag.ms += atMs - flag.since
    flag.since = atMs
    flag.open = open
  }
  const expected = flags.reduce((sum, { since, open, ms }) => sum + 8 * (ms + (open ? endMs - since : 0)), 0)
  expect(openMs, `seed ${seed}`).toBe(expected)
  expect(ledger.heldMs(RESERVE)).toBeGreaterThan(0)
  expect(LOAD_CLASS.training).toBe(4)
  const straight = make()
  const restored = make()
  straight.kernel.run(20 * DAY_MS, Infinity)
  restored.kernel.run(7 * DAY_MS + 12_345, Infinity)
  const kept = snapshotState(restored.state)
  restored.kernel.run(12 * DAY_MS, Infinity)
  restoreState(restored.state, kept)
  restored.kernel.run(20 * DAY_MS, Infinity)
  expect(hashState(restored.state), `seed ${seed}`).toBe(hashState(straight.state))
})
