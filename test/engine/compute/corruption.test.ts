import { describe, expect, test } from 'vitest'
import { entityKey, PURPOSE, rootKey, uniform } from '../../../src/base/rng.ts'
import type { Compute } from '../../../src/engine/compute/compute.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { FACTORS, type ReworkCause } from '../../../src/engine/ports.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, rig, type Rig } from './rig.ts'

const MINUTE_MS = 60_000
/** Two places for the one job: racks 0 and 1. */
const world = { racksPerBlock: 2, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 40 * DAY_MS }
const RUN = { id: 'run', source: 'training-run', accelerators: 32, work: '10 days', communication: 0 }
const scheduler = { startup: { base: '1 min', perDoubling: '0 s' } }
/** Durable at each whole hour of work plus a minute of writing. */
const checkpoints = { interval: '1 hour', mode: 'blocking', blocking: '1 min', restore: '2 min' }

type Act = (compute: Compute) => void

/** A site with one run on which acts are done at their times. */
function site(acts: readonly (readonly [number, Act])[], changes: object = {}): Rig {
  const built = rig({
    world, workload: [RUN], scheduler, checkpoints: { ...checkpoints, ...changes },
    commands(kernel, compute) {
      const act = kernel.command('test.act', FAULT_PHASE, at => acts[at][1](compute()))
      acts.forEach(([atMs], at) => kernel.schedule(act, at, atMs))
    },
  })
  built.openAll()
  built.compute.start()
  return built
}

const booked = ({ ledger }: Rig, lost: ReworkCause | undefined): number =>
  ledger.settled.filter(booking => booking.lost === lost).reduce((sum, { accelerators, fromMs, toMs, blockedMs }) => sum + (accelerators / 32) * (toMs - fromMs - blockedMs), 0)

/** The node that the run holds: it begins in the first rack, and goes to the other when that one is closed. */
const corruptAt = (atMs: number, node: number): readonly [number, Act] => [atMs, compute => compute.nodeCorrupted(node)]
const foundAt = (atMs: number, node: number): readonly [number, Act] => [atMs, compute => compute.faultDetected(node, 'sdc')]
const faultAt = (atMs: number, node: number): readonly [number, Act] => [atMs, compute => compute.jobFaulted(node, 'hw')]

/** Time in the run after so many cycles of an hour and a minute. */
const afterCycles = (count: number): number => MINUTE_MS + count * (HOUR_MS + MINUTE_MS)

describe('silent corruption', () => {
  test('found: all work since the last checkpoint before it is lost, in the windows in which it was done', () => {
    const run = site([corruptAt(afterCycles(40) + 10 * MINUTE_MS, 0), foundAt(afterCycles(70) + 5 * MINUTE_MS, 0)])
    run.run(40 * DAY_MS)
    // Thirty whole hours of work and five minutes more.
    expect(Math.abs(booked(run, 'sdc') - (30 * HOUR_MS + 5 * MINUTE_MS))).toBeLessThan(100)
    const lost = run.ledger.settled.filter(booking => booking.lost === 'sdc')
    expect(Math.min(...lost.map(({ fromMs }) => fromMs))).toBe(afterCycles(40))
    expect(Math.max(...lost.map(({ toMs }) => toMs))).toBe(afterCycles(70) + 5 * MINUTE_MS)
    expect(Math.abs(booked(run, undefined) - 10 * DAY_MS)).toBeLessThan(100)
    expect(run.compute.counts()).toMatchObject({ jobsCompleted: 1, jobInterruptions: 1 })
  })

  test('never found: the run ends on time and counts as useful', () => {
    const run = site([corruptAt(2 * DAY_MS, 0)])
    run.run(40 * DAY_MS)
    expect(booked(run, 'sdc')).toBe(0)
    expect(Math.abs(booked(run, undefined) - 10 * DAY_MS)).toBeLessThan(100)
    expect(run.compute.counts()).toMatchObject({ jobsCompleted: 1, jobInterruptions: 0 })
  })

  test('another fault in between: what was booked as useful before it is made good while it is done again', () => {
    const run = site([corruptAt(afterCycles(40) + 10 * MINUTE_MS, 0), faultAt(afterCycles(50) + 20 * MINUTE_MS, 1), foundAt(5 * DAY_MS, 0)])
    run.run(40 * DAY_MS)
    expect(Math.abs(booked(run, 'hw') - 20 * MINUTE_MS)).toBeLessThan(100)
    expect(Math.abs(booked(run, undefined) - 10 * DAY_MS)).toBeLessThan(100)
    expect(run.compute.counts()).toMatchObject({ jobsCompleted: 1, jobInterruptions: 2 })
  })

  test('the checkpoint before it is no longer kept: the run begins anew', () => {
    const acts = [corruptAt(afterCycles(40) + 10 * MINUTE_MS, 0), foundAt(afterCycles(45), 0)]
    const few = site(acts, { retained: 5 })
    few.run(40 * DAY_MS)
    // Forty good hours are done again, as rework, and five wrong ones were lost.
    expect(Math.abs(booked(few, 'sdc') - 45 * HOUR_MS)).toBeLessThan(100)
    expect(Math.abs(booked(few, undefined) - 10 * DAY_MS)).toBeLessThan(100)
    const enough = site(acts, { retained: 6 })
    enough.run(40 * DAY_MS)
    expect(Math.abs(booked(enough, 'sdc') - 5 * HOUR_MS)).toBeLessThan(100)
  })

  test('the run has gone elsewhere when the node is found: it loses its work there', () => {
    const run = site([corruptAt(afterCycles(40) + 10 * MINUTE_MS, 0), [afterCycles(50) + MINUTE_MS, compute => compute.nodeLost(0, 'rackPower')], foundAt(afterCycles(60), 0)])
    run.run(40 * DAY_MS)
    expect(run.compute.counts()).toMatchObject({ jobsCompleted: 1, jobInterruptions: 2 })
    expect(Math.abs(booked(run, undefined) - 10 * DAY_MS)).toBeLessThan(100)
    expect(booked(run, 'sdc')).toBeGreaterThan(18 * HOUR_MS)
  })

  test('a run that starts on a node that is wrong is spoilt from its begin', () => {
    const run = rig({ world, workload: [{ ...RUN, after: '1 day' }], scheduler, checkpoints, commands(kernel, compute) {
      const found = kernel.command('test.found', FAULT_PHASE, node => compute().faultDetected(node, 'sdc'))
      kernel.schedule(found, 0, 2 * DAY_MS)
    } })
    run.openAll()
    run.compute.start()
    run.compute.nodeCorrupted(0)
    run.run(2 * DAY_MS)
    expect(booked(run, undefined)).toBe(0)
    expect(Math.abs(booked(run, 'sdc') - (23 * HOUR_MS + 36 * MINUTE_MS))).toBeLessThan(HOUR_MS)
  })

  test.each([1, 2, 3, 4, 5, 6])('whatever strikes, a completed run has its work booked as useful once, within an interval a find (seed %d)', seed => {
    const key = entityKey(rootKey(seed, 0), 'test')
    const acts: (readonly [number, Act])[] = []
    let finds = 0
    for (let n = 0; n < 25; n++) {
      const atMs = Math.round(uniform(key, PURPOSE.failure, n) * 12 * DAY_MS)
      const node = Math.floor(uniform(key, PURPOSE.class, n) * 4)
      if (uniform(key, PURPOSE.routing, n) < 0.5) acts.push(faultAt(atMs, node))
      else {
        finds += 1
        acts.push(corruptAt(atMs, node), foundAt(atMs + Math.round(uniform(key, PURPOSE.detection, n) * 2 * DAY_MS), node))
      }
    }
    const run = site(acts, { retained: 20, mode: seed % 2 === 0 ? 'blocking' : 'asynchronous', flush: '5 min' })
    run.run(200 * DAY_MS)
    expect(run.compute.counts().jobsCompleted).toBe(1)
    const useful = booked(run, undefined)
    expect(Math.abs(useful - 10 * DAY_MS), `${useful / HOUR_MS} h`).toBeLessThan(finds * HOUR_MS)
  })

  test('restored it ends like the straight run, to the bit', () => {
    const begin = (): Rig => site([corruptAt(afterCycles(40) + 10 * MINUTE_MS, 0), faultAt(afterCycles(50) + 20 * MINUTE_MS, 1), foundAt(5 * DAY_MS, 0)])
    const straight = begin()
    straight.run(40 * DAY_MS)
    for (const days of [1.9, 2.2, 4]) {
      const half = begin()
      half.run(Math.round(days * DAY_MS))
      const saved = snapshotState(half.state)
      const other = begin()
      other.run(6 * DAY_MS)
      restoreState(other.state, saved)
      other.run(40 * DAY_MS)
      expect(hashState(other.state), `day ${days}`).toBe(hashState(straight.state))
    }
  })
})

describe('slow nodes', () => {
  const straggler = FACTORS.indexOf('straggler')

  test('hold the whole run back at the speed of the slowest, booked as straggler', () => {
    const run = site([[DAY_MS, compute => compute.nodeSlowed(1, 0.9)], [2 * DAY_MS, compute => compute.nodeSlowed(2, 0.85)], [3 * DAY_MS, compute => compute.nodeSlowed(2, 1)], [4 * DAY_MS, compute => compute.nodeSlowed(1, 1)]])
    run.run(40 * DAY_MS)
    const speeds = new Set(run.ledger.settled.map(({ factors }) => factors[straggler]))
    expect(speeds.has(0.9) && speeds.has(0.85) && speeds.has(1)).toBe(true)
    const useful = run.ledger.settled.reduce((sum, { fromMs, toMs, blockedMs, factors }) => sum + (toMs - fromMs - blockedMs) * factors.reduce((all, f) => all * f, 1), 0)
    expect(Math.abs(useful - 10 * DAY_MS)).toBeLessThan(MINUTE_MS)
    const lost = run.ledger.settled.reduce((sum, { fromMs, toMs, blockedMs, factors }) => sum + (toMs - fromMs - blockedMs) * (1 - factors[straggler]), 0)
    // Two days at 0.9 and one at 0.85, less the writing of checkpoints, one minute an hour of work.
    expect(Math.abs(lost / (0.35 * DAY_MS) - 1)).toBeLessThan(0.02)
  })

  test('a run that starts on one is slow from its begin; the rest of the site is not', () => {
    const run = rig({ world, workload: [{ ...RUN, accelerators: 32 }], scheduler, checkpoints })
    run.openAll()
    run.compute.nodeSlowed(0, 0.9)
    run.compute.start()
    run.run(DAY_MS)
    run.compute.settleAll()
    const slow = run.ledger.settled.some(({ factors }) => factors[straggler] === 0.9)
    const elsewhere = rig({ world, workload: [RUN], scheduler, checkpoints })
    elsewhere.openAll()
    elsewhere.compute.nodeSlowed(7, 0.9)
    elsewhere.compute.start()
    elsewhere.run(DAY_MS)
    elsewhere.compute.settleAll()
    expect([slow, elsewhere.ledger.settled.some(({ factors }) => factors[straggler] < 1)]).toEqual([true, false])
  })
})
