import { describe, expect, test } from 'vitest'
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { CAUSES, LOAD_CLASS } from '../../../src/engine/ports.ts'
import { bucketIndex } from '../../../src/scenario/buckets.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FAULT_PHASE, rig } from './rig.ts'

const TIMED = ['L8.init', 'L8.restore', 'L8.faultStall'].map(bucketIndex)
const PROVISIONAL = bucketIndex('E.provisional')
const HORIZON = 30 * DAY_MS

const WORKLOAD = [
  { id: 'training', source: 'training-mix', load: 1.1, smallest: 4, largest: 64, median: '3 hours', spread: 1.2, jobs: 5000 },
  { id: 'urgent', source: 'training-mix', load: 0.1, smallest: 2, largest: 8, median: '20 min', spread: 1, deferrable: true, failures: 0.3, jobs: 5000 },
  { id: 'chat', source: 'inference', peak: '120 request/s', trough: 0.3 },
]

interface Trouble {
  readonly kind: 'lose' | 'gain' | 'strike' | 'detect' | 'software' | 'cap' | 'throttle' | 'fabric'
}
const TROUBLES: readonly Trouble['kind'][] = ['lose', 'gain', 'strike', 'detect', 'software', 'cap', 'throttle', 'fabric']

/** A busy site on which every kind of trouble happens at random times; `openMs` is the time of open accelerators from its own count. */
interface Settings {
  readonly placement?: string
  readonly mode?: string
  readonly spacing?: string
  readonly sharing?: boolean
  readonly interval?: string
}

function troubledSite(seed: number, options: Settings = {}) {
  const key = rootKey(seed, 77)
  const tally = { openMs: 0, openNow: 0, since: 0 }
  const site = rig({
    world: { blocks: 2, racksPerBlock: 4, nodesPerRack: 4, acceleratorsPerNode: 8, racksPerLeaf: 2, horizonMs: HORIZON, seed },
    workload: WORKLOAD,
    scheduler: { placement: options.placement ?? 'compact', patience: '2 days', spacing: options.spacing ?? '0 s', sharing: options.sharing ?? false },
    checkpoints: { interval: options.interval ?? '20 min', mode: options.mode ?? 'asynchronous', flush: '2 min' },
    commands(kernel, compute, state) {
      const count = (accelerators: number): void => {
        tally.openMs += tally.openNow * (kernel.now - tally.since)
        tally.since = kernel.now
        tally.openNow += accelerators
      }
      // What the driver of the test remembers is state too, or a restore would not bring it back.
      const open = state.table('test.open', 32, { flag: 'u8' })
      const acts: Record<Trouble['kind'], (node: number, u: number) => void> = {
        gain(node) {
          if (open.col.flag[node] === 1) return
          open.col.flag[node] = 1
          count(8)
          compute().nodeGained(node)
        },
        lose(node, u) {
          if (open.col.flag[node] === 0) return
          open.col.flag[node] = 0
          count(-8)
          compute().nodeLost(node, CAUSES[Math.floor(u * CAUSES.length)])
        },
        strike: node => void compute().nodeStalled(node),
        detect: node => compute().faultDetected(node, 'hw'),
        software: node => compute().jobFaulted(node, 'sw'),
        cap: (node, u) => compute().setPowerCap(node % 2, u < 0.5 ? LOAD_CLASS.training : LOAD_CLASS.inference, u < 0.3 ? 1 : 0.5 + u / 2),
        throttle: (node, u) => compute().setThermalFactor(node % 2, u < 0.5 ? 1 : u),
        fabric: (node, u) => {
          const job = 1 + (node % 12)
          if (job < 12) compute().setFabricFactors(job, Math.max(0.5, u), 1, u < 0.5 ? 1 : 0.9)
        },
      }
      const types = TROUBLES.map(kind => kernel.command(`test.${kind}`, FAULT_PHASE, (node, n) => acts[kind](node, uniform(key, 2, n))))
      for (let node = 0; node < 32; node++) kernel.schedule(types[TROUBLES.indexOf('gain')], node, Math.floor(uniform(key, 3, node) * DAY_MS))
      for (let n = 0; n < 3000; n++) {
        const atMs = DAY_MS + Math.floor(uniform(key, 4, n) * (HORIZON - DAY_MS - 1))
        const type = types[Math.floor(uniform(key, 5, n) * types.length)]
        kernel.schedule(type, Math.floor(uniform(key, 6, n) * 32), atMs, n)
      }
    },
  })
  site.compute.start()
  return { ...site, openMs: () => tally.openMs + tally.openNow * (site.kernel.now - tally.since) }
}

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
  test.each<[number, Settings]>([[11, {}], [12, {}], [13, {}], [14, { sharing: true }]])('seed %i, %o', (seed, options) => {
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
