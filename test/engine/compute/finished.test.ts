import { expect, test } from 'vitest'
import { checkpointsSection } from '../../../src/scenario/schema/checkpoints.ts'
import { schedulerSection } from '../../../src/scenario/schema/scheduler.ts'
import { workloadSection } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS } from '../world.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, TRACE, traceOf } from './rig.ts'

test('a long run keeps an even sample of its finished jobs, and counts and waits of all', () => {
  const count = 300_000
  // Two jobs a minute on one node, 25 s each, submitted in pairs: the second of a pair waits 25 s.
  const rows = traceOf(Array.from({ length: count }, (_, i) => [Math.floor(i / 2) * 60, 1, 25, 25]))
  const { compute, kernel, openAll } = rig({
    world: { racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 1, horizonMs: 200 * DAY_MS },
    workload: TRACE,
    traces: { rows },
    scheduler: PLAIN_SCHEDULER,
    checkpoints: NO_CHECKPOINTS,
  })
  openAll()
  compute.start()
  kernel.run(200 * DAY_MS, Infinity)
  const { finishedJobs: table } = compute
  expect(compute.counts()).toMatchObject({ jobsQueued: count, jobsCompleted: count, waitMsMean: 12_500 })
  expect(Math.abs(compute.counts().waitMsP95 / 25_000 - 1)).toBeLessThan(0.045)
  const stride = compute.finishedStride()
  expect(stride).toBe(4)
  expect(table.length).toBeLessThanOrEqual(131_072)
  expect(Math.abs(table.length - count / stride)).toBeLessThanOrEqual(stride)
  for (let row = 1; row < table.length; row++) {
    if (table.col.uid[row] - table.col.uid[row - 1] !== stride) expect.fail(`row ${row} follows job ${table.col.uid[row - 1]} with job ${table.col.uid[row]}`)
  }
})

test('the three sections read what the documentation shows, and every part may be left out', () => {
  expect(workloadSection.parse(undefined)).toEqual([])
  expect(schedulerSection.parse({ policy: 'easy-backfill', placement: 'compact' })).toMatchObject({ startup: { base: 60_000, perDoubling: 20_000 }, patience: 14 * DAY_MS, spacing: 0 })
  expect(checkpointsSection.parse({ interval: 'daly', mode: 'asynchronous' })).toMatchObject({ interval: { rule: 'daly' }, blocking: 10_000, flush: 33_000, restore: 300_000 })
  expect(checkpointsSection.parse({ interval: '30 min' }).interval).toEqual({ rule: 'fixed', workMs: 1_800_000 })
  for (const interval of ['hourly', '0 s', '2 years', '30 W', 30, null]) expect(checkpointsSection.safeParse({ interval }).success, String(interval)).toBe(false)
  const workload = workloadSection.parse([{ id: 'training', source: 'training-mix', load: 0.9 }, { id: 'chat', source: 'inference', model: 'chat-70b', peak: '4000 request/s' }])
  expect(workload).toMatchObject([{ source: 'training-mix', load: 0.9, jobs: 30_000 }, { source: 'inference', peak: 4000, firstToken: 1000 }])
  for (const wrong of [{ source: 'mix' }, { id: 'x', source: 'inference', model: 'chat-7b' }, { id: 'x', source: 'trace' }, { id: 'x', source: 'training-mix', load: -1 }]) {
    expect(workloadSection.safeParse([wrong]).success, JSON.stringify(wrong)).toBe(false)
  }
})
