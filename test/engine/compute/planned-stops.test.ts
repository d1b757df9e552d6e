import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, rig, type Rig } from './rig.ts'

const MINUTE_MS = 60_000
const RUN = { id: 'run', source: 'training-run', accelerators: 64, work: '10 days', plannedStops: 4, communication: 0 }
const world = { racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 20 * DAY_MS }
const checkpoints = { interval: '1 hour', mode: 'asynchronous', blocking: '1 min', flush: '5 min', restore: '10 min' }
const scheduler = { startup: { base: '2 min', perDoubling: '1 min' } }

const stopsOf = ({ events }: Rig): number => events.filter(({ kind }) => kind === 'jobInterrupted').length

describe('planned interruptions of a training run', () => {
  test('each comes when the next checkpoint is written, loses nothing, and costs start-up and restore', () => {
    const site = rig({ world, workload: [RUN], checkpoints, scheduler })
    site.openAll()
    site.compute.start()
    site.run(20 * DAY_MS)
    expect(stopsOf(site)).toBe(4)
    expect(site.ledger.settled.every(({ lost }) => lost === undefined)).toBe(true)
    const counts = site.compute.counts()
    expect(counts).toMatchObject({ jobsCompleted: 1, jobInterruptions: 4 })
    // Ten days of work in 240 cycles; the last one needs no checkpoint. Four stops, each at a checkpoint. Five starts of 5 min, four restores.
    const finished = site.events.findIndex(({ kind }) => kind === 'jobEnded')
    expect(finished).toBeGreaterThan(0)
    const useful = site.ledger.settled.reduce((sum, { fromMs, toMs, blockedMs }) => sum + (toMs - fromMs - blockedMs), 0)
    expect(Math.abs(useful - 10 * DAY_MS)).toBeLessThanOrEqual(5)
    const blocked = site.ledger.settled.reduce((sum, { blockedMs }) => sum + blockedMs, 0)
    expect(Math.abs(blocked - 239 * MINUTE_MS)).toBeLessThanOrEqual(5)
  })

  test('a run that is down when a stop is due is stopped once it trains again; a fault while the checkpoint is waited for puts it off', () => {
    const site = rig({
      world, workload: [{ ...RUN, plannedStops: 1 }], checkpoints, scheduler,
      commands(kernel, compute) {
        const fault = kernel.command('test.fault', FAULT_PHASE, node => compute().jobFaulted(node, 'sw'))
        kernel.schedule(fault, 0, 5 * DAY_MS - MINUTE_MS)
        kernel.schedule(fault, 1, 5 * DAY_MS + 20 * MINUTE_MS)
      },
    })
    site.openAll()
    site.compute.start()
    site.run(5 * DAY_MS + HOUR_MS)
    expect(stopsOf(site)).toBe(2)
    site.run(20 * DAY_MS)
    expect(stopsOf(site)).toBe(3)
    expect(site.compute.counts().jobsCompleted).toBe(1)
  })

  test('restored it ends like the straight run, to the bit', () => {
    const begin = (): Rig => {
      const site = rig({ world, workload: [RUN], checkpoints, scheduler })
      site.openAll()
    site.compute.start()
      return site
    }
    const straight = begin()
    straight.run(20 * DAY_MS)
    const half = begin()
    half.run(Math.round(4.01 * DAY_MS))
    const saved = snapshotState(half.state)
    const other = begin()
    other.run(9 * DAY_MS)
    restoreState(other.state, saved)
    other.run(20 * DAY_MS)
    expect(hashState(other.state)).toBe(hashState(straight.state))
  })
})
