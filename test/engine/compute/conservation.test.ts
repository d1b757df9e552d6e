import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { rig } from './rig.ts'
import { HORIZON, PROVISIONAL, type Settings, TIMED, troubledSite } from './troubled-site.ts'

describe('every accelerator-ms of open nodes is booked exactly once', () => {
  test.each<[number, Settings]>([
    [1, {}],
    [2, { mode: 'blocking' }],
    [3, { interval: 'none' }],
    [4, { placement: 'within-block' }],
    [5, { spacing: '30 s' }],
    [6, { interval: 'daly' }],
    [7, { sharing: true }],
    [8, { sharing: true, placement: 'spread', mode: 'blocking' }],
    [9, { ranking: { training: { samplers: { size: 0.5, effort: 0.8 } } } }],
    [10, { mode: 'blocking', interval: 'daly', ranking: { training: { samplers: { size: 1.5, effort: 1 } }, urgent: { samplers: { size: 1, placement: { within: 'leaf' } } } } }],
    [11, { sharing: true, checkpoints: { datastoreEvery: 3, local: 'peer' }, ranking: { training: { samplers: { size: 1, effort: 1.5, weights: 0.2 } } } }],
  ])('seed %i, %o', (seed, options) => {
    const { kernel, compute, ledger, openMs, events } = troubledSite(seed, options)
    let windows = 0
    for (let atMs = DAY_MS; atMs <= HORIZON; atMs += DAY_MS) {
      kernel.run(atMs, Infinity)
      compute.settleAll()
      windows += 1
      const booked = ledger.idleMs() + ledger.heldMs(PROVISIONAL) + TIMED.reduce((sum, bucket) => sum + ledger.heldMs(bucket), 0)
      expect(booked, `seed ${seed}, day ${windows}`).toBe(openMs())
    }
    // What was settled out of the provisional account was in it, and only what still waits for a checkpoint remains.
    const settledMs = ledger.settled.reduce((sum, { accelerators, fromMs, toMs }) => sum + accelerators * (toMs - fromMs), 0)
    expect(settledMs).toBeLessThanOrEqual(ledger.heldMs(PROVISIONAL))
    expect(settledMs / ledger.heldMs(PROVISIONAL)).toBeGreaterThan(options.interval === 'none' ? 0.5 : 0.9)
    for (const { blockedMs, fromMs, toMs, factors } of ledger.settled) {
      expect(Number.isInteger(blockedMs) && blockedMs >= 0 && blockedMs <= toMs - fromMs, `seed ${seed}`).toBe(true)
      expect(factors.every(factor => factor > 0 && factor <= 1), `seed ${seed}: ${factors.join()}`).toBe(true)
    }
    const kinds = new Set(events.map(({ kind }) => kind))
    for (const kind of ['jobQueued', 'jobStarted', 'jobEnded', 'jobInterrupted', 'replicasScaled'] as const) expect(kinds.has(kind), kind).toBe(true)
    const { jobsQueued, jobsCompleted, jobsWithdrawn, jobsFailed } = compute.counts()
    expect(jobsFailed).toBeGreaterThan(0)
    expect(jobsQueued).toBe(jobsCompleted + jobsWithdrawn + jobsFailed + compute.jobs.runningCount + compute.jobs.queuedCount)
  })

  test('when all jobs have ended, all provisional time of theirs is settled', () => {
    const { kernel, compute, ledger, openAll } = rig({
      world: { blocks: 1, racksPerBlock: 4, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 5 * DAY_MS },
      workload: [{ id: 'training', source: 'training-mix', load: 0.5, smallest: 4, largest: 32, median: '1 hour', spread: 1, longest: '8 hours' }],
      checkpoints: { interval: '15 min' },
    })
    openAll()
    compute.start()
    kernel.run(20 * DAY_MS, Infinity)
    expect(compute.counts().jobsCompleted).toBe(compute.counts().jobsQueued)
    expect(compute.counts().jobsCompleted).toBeGreaterThan(100)
    const settledMs = ledger.settled.reduce((sum, { accelerators, fromMs, toMs }) => sum + accelerators * (toMs - fromMs), 0)
    expect(settledMs).toBe(ledger.heldMs(PROVISIONAL))
  })
})

describe('a restored run equals the straight run', () => {
  test.each<[number, Settings]>([[11, {}], [12, {}], [13, {}], [14, { sharing: true }], [15, { ranking: { training: { samplers: { size: 1, effort: 1.5 } } } }]])('seed %i, %o', (seed, options) => {
    const straight = troubledSite(seed, options)
    const restored = troubledSite(seed, options)
    straight.kernel.run(HORIZON, Infinity)
    const cut = Math.floor(uniform(rootKey(seed, 1), 1, 0) * 20 + 5) * DAY_MS + 1234 * seed
    restored.kernel.run(cut, Infinity)
    const snapshot = snapshotState(restored.state)
    restored.kernel.run(HORIZON, Infinity)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    restoreState(restored.state, snapshot)
    expect(restored.kernel.now).toBe(cut)
    restored.kernel.run(cut + 3 * HOUR_MS, Infinity)
    restored.kernel.run(HORIZON, Infinity)
    expect(hashState(restored.state), `seed ${seed}, cut at ${cut} ms`).toBe(hashState(straight.state))
  })
})
