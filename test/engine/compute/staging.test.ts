/** Data that jobs need at their site: it comes over a link that transfers share. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS } from '../world.ts'
import { FAULT_PHASE, NO_CHECKPOINTS, PLAIN_SCHEDULER, type Rig, rig, type RigOptions, startsOf, TRACE, traceOf } from './rig.ts'

const S = 1000
const WORLD = { blocks: 1, racksPerBlock: 4, racksPerLeaf: 4, nodesPerRack: 4, acceleratorsPerNode: 4, horizonMs: 10 * DAY_MS }
const EAST = [{ id: 'east', bps: 1e9 }]
const DATA_WAIT = bucketIndex('L8.dataWait')

type Row = readonly [number, number, number, number]

/** Jobs whose entries each need data from the east: one entry a list of rows. */
function site(entries: readonly (readonly Row[])[], data: object, more: Partial<RigOptions> = {}): Rig {
  const made = rig({
    world: WORLD, scheduler: PLAIN_SCHEDULER, checkpoints: NO_CHECKPOINTS, regions: EAST,
    workload: entries.map((_, at) => ({ ...TRACE[0], id: `entry-${at}`, file: `rows-${at}`, data: { size: '100 GB', at: 'east', ...data } })),
    traces: Object.fromEntries(entries.map((rows, at) => [`rows-${at}`, traceOf(rows)])),
    ...more,
  })
  made.openAll()
  made.compute.start()
  return made
}

describe('data gravity', () => {
  test('a job waits in the queue for bytes ÷ share: 100 GB at 1 GB/s are 100 s; the next finds the data there', () => {
    const of = site([[[0, 16, 50, 50], [10, 16, 50, 50], [500, 16, 50, 50]]], {})
    of.run(50 * S)
    expect(of.compute.jobs.queuedCount).toBe(0)
    expect(of.compute.jobs.runningCount).toBe(0)
    of.run(DAY_MS)
    expect(startsOf(of.compute, 3)).toEqual([100, 100, 500])
    expect(of.ledger.heldMs(DATA_WAIT)).toBe(0)
  })

  test('T3.3: transfers of two entries share the link: both end after 200 s; the second half a transfer later: 150 s and 200 s', () => {
    const both = site([[[0, 16, 50, 50]], [[0, 16, 50, 50]]], {})
    both.run(DAY_MS)
    expect(startsOf(both.compute, 2)).toEqual([200, 200])
    const later = site([[[0, 16, 50, 50]], [[50, 16, 50, 50]]], {})
    later.run(DAY_MS)
    expect(startsOf(later.compute, 2)).toEqual([150, 200])
  })

  test('data that does not stay is brought by every job', () => {
    const of = site([[[0, 16, 50, 50], [200, 16, 50, 50]]], { keep: false })
    of.run(DAY_MS)
    expect(startsOf(of.compute, 2)).toEqual([100, 300])
  })

  test('a job that waits on its nodes holds them: L8.dataWait', () => {
    const of = site([[[0, 16, 50, 50]]], { wait: 'nodes' })
    of.run(DAY_MS)
    expect(startsOf(of.compute, 1)).toEqual([0])
    expect(of.compute.finishedJobs.col.endMs[0]).toBe(150 * S)
    expect(of.ledger.heldMs(DATA_WAIT)).toBe(16 * 100 * S)
    expect(of.compute.jobClasses()[0].restart).toBe(16 * 100 * S)
  })

  test('a job that loses its nodes while it waits on them asks again; what has come stays', () => {
    let strike = 0
    const of = site([[[0, 16, 50, 50]]], { wait: 'nodes' }, { commands: (kernel, compute) => void (strike = kernel.command('test.strike', FAULT_PHASE, node => compute().jobFaulted(node, 'sw'))) })
    of.kernel.schedule(strike, 0, 40 * S)
    of.run(DAY_MS)
    expect(of.compute.finishedJobs.col.endMs[0]).toBe(150 * S)
    const own = site([[[0, 16, 50, 50]]], { wait: 'nodes', keep: false }, { commands: (kernel, compute) => void (strike = kernel.command('test.strike', FAULT_PHASE, node => compute().jobFaulted(node, 'sw'))) })
    own.kernel.schedule(strike, 0, 40 * S)
    own.run(DAY_MS)
    expect(own.compute.finishedJobs.col.endMs[0]).toBe(190 * S)
  })

  test('a link that carries nothing for a while holds a transfer up for as long', () => {
    let isCut = 0
    let set = 0
    const of = site([[[0, 16, 50, 50]]], {}, {
      regionShare: () => (isCut === 1 ? 0 : 1),
      commands: (kernel, compute) => void (set = kernel.command('test.cut', FAULT_PHASE, (_, now) => {
        isCut = now
        compute().regionShareChanged(0)
      })),
    })
    of.kernel.schedule(set, 0, 30 * S, 1)
    of.kernel.schedule(set, 0, 530 * S, 0)
    of.run(DAY_MS)
    expect(startsOf(of.compute, 1)).toEqual([600])
  })

  test('who waits too long for data withdraws, and its transfer ends', () => {
    const of = site([[[0, 16, 50, 50]], [[0, 16, 50, 50]]], { keep: false, size: '5 TB' }, { scheduler: { ...PLAIN_SCHEDULER, patience: '1 hour' } })
    of.run(DAY_MS)
    expect(of.compute.counts().jobsWithdrawn).toBe(2)
    expect(startsOf(of.compute, 2)).toEqual([-1, -1])
  })

  test('a restored run equals a straight one', () => {
    const make = (): Rig => site([[[0, 16, 50, 50], [60, 16, 50, 50]], [[20, 16, 50, 50]]], { keep: false })
    const straight = make()
    straight.run(70 * S)
    const saved = snapshotState(straight.state)
    straight.run(DAY_MS)
    const restored = make()
    restoreState(restored.state, saved)
    restored.run(DAY_MS)
    expect(restored.compute.counts()).toEqual(straight.compute.counts())
    expect(startsOf(restored.compute, 3)).toEqual(startsOf(straight.compute, 3))
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})
