import { describe, expect, test } from 'vitest'
import { creditShare } from '../../../src/analysis/tenants.ts'
import { deliver } from '../../../src/engine/compute/tenant-accounts.ts'
import { PRIORITY_CLASSES } from '../../../src/scenario/catalog/priority-classes.ts'
import { HOUR_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

const NORMAL = PRIORITY_CLASSES.indexOf('normal')
const HIGH = PRIORITY_CLASSES.indexOf('high')
const shared = (open: number, committed: readonly number[], ranks: readonly number[]): number[] => {
  const into = new Float64Array(committed.length)
  deliver(open, committed, ranks, into)
  return Array.from(into)
}

describe('a shortage of committed accelerators', () => {
  test('there is none while the site has enough', () => {
    expect(shared(100, [0, 60, 40], [NORMAL, NORMAL, NORMAL])).toEqual([0, 60, 40])
  })

  test('is borne in proportion, in whole accelerators that sum to what is there', () => {
    expect(shared(50, [0, 60, 40], [NORMAL, NORMAL, NORMAL])).toEqual([0, 30, 20])
    expect(shared(10, [0, 1, 1, 1, 20], [NORMAL, NORMAL, NORMAL, NORMAL, NORMAL]).reduce((sum, n) => sum + n, 0)).toBe(10)
  })

  test('is borne by the lower class first', () => {
    expect(shared(70, [0, 60, 40], [NORMAL, NORMAL, HIGH])).toEqual([0, 30, 40])
    expect(shared(30, [0, 60, 40], [NORMAL, NORMAL, HIGH])).toEqual([0, 0, 30])
  })
})

describe('commitments of tenants', () => {
  // Eight nodes of four accelerators.
  const site = () =>
    rig({
      world: { horizonMs: 10 * HOUR_MS, windowMs: HOUR_MS },
      tenants: { lab: { commitments: [{ accelerators: 24 }] } },
      workload: [{ ...TRACE[0], tenants: { lab: 1 } }],
      traces: { rows: traceOf([[0, 32, 3600, 3600], [1800, 32, 3600, 3600]]) },
      scheduler: PLAIN_SCHEDULER,
      checkpoints: NO_CHECKPOINTS,
    })

  test('availability is min(allocatable, committed) / committed: four of eight nodes are out for an hour', () => {
    const { compute, kernel, openAll, run } = site()
    openAll()
    compute.start()
    const lose = kernel.command('test.lose', 0, node => compute.nodeLost(node, 'triage'))
    const gain = kernel.command('test.gain', 0, node => compute.nodeGained(node))
    for (let node = 0; node < 4; node++) {
      kernel.schedule(lose, node, 4 * HOUR_MS)
      kernel.schedule(gain, node, 5 * HOUR_MS)
    }
    for (let hour = 1; hour <= 10; hour++) {
      run(hour * HOUR_MS)
      compute.settleAll()
    }
    const { committedMs, deliveredMs } = compute.tenants?.windows() ?? { committedMs: [], deliveredMs: [] }
    const ofLab = (column: ArrayLike<number>): number[] => Array.from({ length: 10 }, (_, window) => column[window * 2 + 1] / HOUR_MS)
    expect(ofLab(committedMs)).toEqual(new Array<number>(10).fill(24))
    expect(ofLab(deliveredMs)).toEqual([24, 24, 24, 24, 16, 24, 24, 24, 24, 24])
  })

  test('waiting work is counted from its submission to its start', () => {
    const { compute, openAll, run } = site()
    openAll()
    compute.start()
    run(10 * HOUR_MS)
    compute.settleAll()
    const { waitingMs } = compute.tenants?.windows() ?? { waitingMs: [] }
    // All 32 accelerators are asked for from half past until the hour.
    expect(waitingMs[1]).toBe(32 * 0.5 * HOUR_MS)
    expect(compute.tenants?.countsOf(1)).toEqual({ submitted: 2, started: 2, completed: 2, withdrawn: 0, failed: 0, cancelled: 0, stopped: 0, expired: 0, waitMsSum: 0.5 * HOUR_MS })
  })
})

test('the lowest step below which a month falls decides its credit', () => {
  const credits = [{ below: 0.999, share: 0.1 }, { below: 0.99, share: 0.25 }, { below: 0.95, share: 1 }]
  expect([1, 0.999, 0.9989, 0.99, 0.98, 0.5].map(availability => creditShare(credits, availability))).toEqual([0, 0, 0.1, 0.1, 0.25, 1])
})
