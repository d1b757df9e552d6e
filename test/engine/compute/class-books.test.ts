/** Goodput, effective training time and time between interruptions of jobs, against arithmetic by hand. */
import { describe, expect, test } from 'vitest'
import { efficiency } from '../../../src/engine/compute/checkpoint.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, type Rig, rig, TRACE, traceOf } from './rig.ts'
import { HORIZON, PROVISIONAL, TIMED, troubledSite } from './troubled-site.ts'

const S = 1000
const WORLD = { blocks: 1, racksPerBlock: 2, racksPerLeaf: 2, nodesPerRack: 4, acceleratorsPerNode: 4, horizonMs: 10 * DAY_MS }
const checkpoints = { interval: '100 s', mode: 'blocking', blocking: '10 s', restore: '20 s' }

/** One job of 1,000 s on all 32 accelerators; at 250 s its first node fails, and is back after so many seconds. */
function struck(outS: number): Rig {
  const types = { strike: 0, lose: 0, gain: 0 }
  const site = rig({
    world: WORLD, scheduler: PLAIN_SCHEDULER, workload: TRACE, traces: { rows: traceOf([[0, 32, 1000, 3000]]) }, checkpoints,
    commands(kernel, compute) {
      types.strike = kernel.command('test.strike', FAULT_PHASE, node => compute().jobFaulted(node, 'sw'))
      types.lose = kernel.command('test.lose', FAULT_PHASE, node => compute().nodeLost(node, 'repair'))
      types.gain = kernel.command('test.gain', FAULT_PHASE, node => compute().nodeGained(node))
    },
  })
  site.kernel.schedule(outS === 0 ? types.strike : types.lose, 0, 250 * S)
  if (outS > 0) site.kernel.schedule(types.gain, 0, (250 + outS) * S)
  site.openAll()
  site.compute.start()
  return site
}

describe('books of job classes', () => {
  test('one fault: 1,000 s useful, nine checkpoints, 30 s lost, 20 s restored', () => {
    const site = struck(0)
    site.run(DAY_MS)
    const [book] = site.compute.jobClasses()
    const perS = 32 * S
    expect(book.productive / perS).toBeCloseTo(1000, 2)
    expect(book.checkpoint / perS).toBeCloseTo(90, 2)
    expect(book.rework / perS).toBeCloseTo(30, 2)
    expect(book.restart / perS).toBeCloseTo(20, 2)
    expect([book.slowed, book.requeued, book.queued, book.started, book.interruptions]).toEqual([0, 0, 0, 1, 1])
    expect(book.runMs / S).toBeCloseTo(1140, 2)
  })

  test('a node that is out for 100 s: the job waits again, which counts against effective training time and not against goodput', () => {
    const site = struck(100)
    site.run(DAY_MS)
    const [book] = site.compute.jobClasses()
    expect(book.requeued / (32 * S)).toBeCloseTo(100, 2)
    expect(book.runMs / S).toBeCloseTo(1140, 2)
  })

  test('a run that goes on is read as far as it has come', () => {
    const site = struck(0)
    site.run(260 * S)
    const [open] = site.compute.jobClasses()
    // Ten seconds of the restore.
    expect(open.restart / (32 * S)).toBeCloseTo(10, 2)
    site.run(400 * S)
    const [later] = site.compute.jobClasses()
    expect((later.productive + later.checkpoint + later.rework + later.restart) / (32 * S)).toBeCloseTo(400, 2)
    expect(later.runMs / S).toBeCloseTo(400, 2)
  })

  test('T7.2: failures at random, C = 30 s and R = 600 s: goodput is the complete model of Daly within 1 %', () => {
    const meanMs = 11_135.08 * S
    let seed = 12_345
    const gapMs = (): number => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return Math.max(1, Math.round(-Math.log((seed + 0.5) / 4_294_967_296) * meanMs))
    }
    let strike = 0
    const site = rig({
      world: { ...WORLD, horizonMs: 4000 * DAY_MS }, scheduler: PLAIN_SCHEDULER, workload: TRACE, traces: { rows: traceOf([[0, 32, 200_000_000, 300_000_000]]) },
      checkpoints: { interval: '797.5 s', mode: 'blocking', blocking: '30 s', restore: '600 s' },
      commands: (kernel, compute) => void (strike = kernel.command('test.strike', FAULT_PHASE, () => compute().jobFaulted(0, 'sw'))),
    })
    let atMs = 0
    for (let n = 0; n < 20_000; n++) site.kernel.schedule(strike, n, (atMs += gapMs()))
    site.openAll()
    site.compute.start()
    site.run(2000 * DAY_MS)
    const [book] = site.compute.jobClasses()
    const goodput = book.productive / (book.productive + book.checkpoint + book.rework + book.restart)
    expect(goodput).toBeCloseTo(efficiency(797.5, 30, 600, 11_135.08), 2)
    expect(book.runMs / book.interruptions / S).toBeGreaterThan(11_135 * 0.97)
    expect(book.runMs / book.interruptions / S).toBeLessThan(11_135 * 1.03)
  })

  test.each([1, 2])('what jobs held sums to what the ledger holds for them, whatever happens (seed %i)', seed => {
    const site = troubledSite(seed)
    site.run(HORIZON)
    site.compute.settleAll()
    const held = site.compute.jobClasses().reduce((sum, { productive, checkpoint, rework, slowed, restart }) => sum + productive + checkpoint + rework + slowed + restart, 0)
    expect(held).toBeGreaterThan(0)
    const timed = [...TIMED, PROVISIONAL].reduce((sum, bucket) => sum + site.ledger.heldMs(bucket), 0)
    // Services hold the rest.
    expect(held).toBeLessThanOrEqual(timed * (1 + 1e-9))
  })

  test('a restored run equals a straight one', () => {
    const straight = struck(100)
    straight.run(300 * S)
    const saved = snapshotState(straight.state)
    straight.run(DAY_MS)
    const restored = struck(100)
    restoreState(restored.state, saved)
    restored.run(DAY_MS)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    expect(restored.compute.jobClasses()).toEqual(straight.compute.jobClasses())
  })
})
