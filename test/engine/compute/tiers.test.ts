/** Checkpoints that only some tiers get: one in so many goes to the datastore, the others stay near. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import type { Compute } from '../../../src/engine/compute/compute.ts'
import type { ReworkCause } from '../../../src/engine/ports.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, PLAIN_SCHEDULER, rig, type Rig, TRACE, traceOf } from './rig.ts'
import { HORIZON, PROVISIONAL, TIMED, troubledSite } from './troubled-site.ts'

const S = 1000
/** A thousand seconds of work, ten of a pause after each hundred; every third copy goes to the datastore. */
const CHECKPOINTS = { interval: '100 s', blocking: '10 s', flush: '0 s', restore: '60 s', localRestore: '5 s', local: 'host', datastoreEvery: 3 }
type Act = (compute: Compute) => void
const fault = (atS: number, rework: ReworkCause): readonly [number, Act] => [atS, compute => compute.jobFaulted(0, rework)]

function run(acts: readonly (readonly [number, Act])[], changes: object = {}, datastore?: Record<string, unknown>): Rig {
  const built = rig({
    world: { racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 8, horizonMs: DAY_MS },
    workload: TRACE, traces: { rows: traceOf([[0, 8, 1000, 1000]]) }, scheduler: PLAIN_SCHEDULER,
    checkpoints: { ...CHECKPOINTS, ...changes }, ...(datastore === undefined ? {} : { datastore }),
    commands(kernel, compute) {
      const act = kernel.command('test.act', FAULT_PHASE, at => acts[at][1](compute()))
      acts.forEach(([atS], at) => kernel.schedule(act, at, atS * S))
    },
  })
  built.openAll()
  built.compute.start()
  built.run(DAY_MS)
  return built
}

/** Seconds of useful time of the run, or of time lost to a cause. */
const useful = ({ ledger }: Rig, lost?: ReworkCause): number =>
  ledger.settled.filter(booking => booking.lost === lost).reduce((sum, { accelerators, fromMs, toMs, blockedMs }) => sum + (accelerators / 8) * (toMs - fromMs - blockedMs), 0) / S
const blocked = ({ ledger }: Rig): number => ledger.settled.reduce((sum, { accelerators, blockedMs }) => sum + (accelerators / 8) * blockedMs, 0) / S
const restored = ({ ledger }: Rig): number => ledger.heldMs(bucketIndex('L8.restore')) / 8 / S
const endS = ({ compute }: Rig): number => compute.finishedJobs.col.endMs[0] / S

describe('a copy in memory between those in the datastore', () => {
  test('an error of software costs the work since the last copy near by: 30 s and 5 s of restore', () => {
    const of = run([fault(250, 'sw')])
    expect([useful(of), useful(of, 'sw'), blocked(of), restored(of), endS(of)]).toEqual([1000, 30, 90, 5, 1125])
  })

  test('a node that is lost afterwards takes all work since the datastore with it, that of the run before included', () => {
    const of = run([fault(250, 'sw'), fault(300, 'hw')])
    expect([useful(of), useful(of, 'sw'), useful(of, 'hw'), blocked(of), restored(of), endS(of)]).toEqual([1000, 30, 245, 110, 5, 1390])
    // It is lost in the windows in which it was done.
    expect(Math.min(...of.ledger.settled.filter(({ lost }) => lost === 'hw').map(({ fromMs }) => fromMs))).toBe(0)
  })

  test('the third copy is in the datastore, counted on over the restore: a lost node costs what came after', () => {
    const of = run([fault(250, 'sw'), fault(400, 'hw')])
    expect([useful(of), useful(of, 'sw'), useful(of, 'hw'), blocked(of), restored(of), endS(of)]).toEqual([1000, 30, 35, 90, 65, 1220])
  })

  test('two errors of software before the next copy, and what the horizon leaves open', () => {
    const of = run([fault(250, 'sw'), fault(290, 'sw')])
    expect([useful(of), useful(of, 'sw'), restored(of), endS(of)]).toEqual([1000, 65, 10, 1165])
  })

  test('copies in accelerators of other nodes outlive a node, not the process', () => {
    const kinds = (cause: ReworkCause): number => restored(run([fault(250, cause)], { local: 'hbm-peer' }))
    // Nothing is in the datastore yet: a run that falls back to it begins anew without a restore.
    expect([kinds('hw'), kinds('sw')]).toEqual([5, 0])
  })

  test('a copy that is still on its way to the datastore is there as soon as memory outlives the fault', () => {
    const of = run([fault(335, 'sw'), fault(345, 'hw')], { flush: '100 s' })
    expect([useful(of, 'sw'), useful(of, 'hw'), endS(of)]).toEqual([5, 5, 345 + 60 + 700 + 60])
  })

  test('a job that is asked to leave takes its last near copy to the datastore first', () => {
    const of = run([[120, compute => {
      compute.setBlocksApart(true)
      compute.askToLeave(1, 500 * S)
    }], fault(300, 'hw')])
    // It leaves at 220 with 200 s of work, reads it for 60 s, and loses what it did since 280.
    expect([useful(of), useful(of, 'preempt'), useful(of, 'hw'), restored(of)]).toEqual([1000, 0, 20, 120])
  })

  test('silent corruption goes back to the datastore, for what lies near is always the last', () => {
    const of = run([[340, compute => compute.nodeCorrupted(0)], fault(450, 'sw'), [600, compute => compute.faultDetected(0, 'sdc')]])
    expect(useful(of)).toBe(1000)
    // Copies at 330 in the datastore, 440 near by: 10 s lost, restored at 455; 145 s more with one copy, all of it wrong.
    expect([useful(of, 'sw'), useful(of, 'sdc')]).toEqual([10, 100 + 135])
  })
})

describe('copies on the disks of nodes', () => {
  // 8 × 350 MB at 56 MB/s are 50 s.
  const STORE = { disks: { perNode: '56 MB/s' }, pause: '10 s', deviceToHost: '10 TB/s', write: '1 PB/s', perNode: '10 TB/s', read: '1 PB/s' }

  test('the copy that is still being written is none: 110 s lost instead of 20 s', () => {
    const early = run([fault(240, 'power')], { local: 'none' }, STORE)
    expect(useful(early, 'power')).toBeCloseTo(120, 1)
    expect(restored(early)).toBeCloseTo(50, 1)
    const late = run([fault(280, 'power')], { local: 'none' }, STORE)
    expect(useful(late, 'power')).toBeCloseTo(60, 1)
    expect(useful(late)).toBeCloseTo(1000, 1)
  })
})

describe('whatever happens', () => {
  test.each([21])('every accelerator-ms is booked once, and a restored run equals the straight one (seed %i)', seed => {
    const options = { checkpoints: { local: 'host', datastoreEvery: 4 } }
    const straight = troubledSite(seed, options)
    for (let atMs = DAY_MS; atMs <= HORIZON; atMs += DAY_MS) {
      straight.kernel.run(atMs, Infinity)
      straight.compute.settleAll()
      const { ledger } = straight
      expect(ledger.idleMs() + ledger.heldMs(PROVISIONAL) + TIMED.reduce((sum, bucket) => sum + ledger.heldMs(bucket), 0), `day ${atMs / DAY_MS}`).toBe(straight.openMs())
      const settledMs = ledger.settled.reduce((sum, { accelerators, fromMs, toMs }) => sum + accelerators * (toMs - fromMs), 0)
      expect(settledMs).toBeLessThanOrEqual(ledger.heldMs(PROVISIONAL))
    }
    const whole = troubledSite(seed, options)
    whole.kernel.run(12 * DAY_MS + 4321, Infinity)
    const saved = snapshotState(whole.state)
    whole.kernel.run(HORIZON, Infinity)
    const again = troubledSite(seed, options)
    restoreState(again.state, saved)
    again.kernel.run(HORIZON, Infinity)
    expect(hashState(again.state)).toBe(hashState(whole.state))
  })
})
