/** Generators of batch jobs against what the clusters published that they are named after; prints one table. One million jobs each, seed 1. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { childKey, entityKey, rootKey } from '../../src/base/rng.ts'
import { fillJob } from '../../src/engine/compute/batch-jobs.ts'
import { jobShape } from '../../src/engine/compute/job-shape.ts'
import { newDraft } from '../../src/engine/compute/source.ts'
import { type JobClass, jobClass } from '../../src/scenario/catalog/job-classes.ts'
import { describeWithShared } from '../fixtures.ts'
import { createTable, digits } from './table.ts'

const { expectRow, print } = createTable('Batch workloads')
afterAll(print)

const JOBS = 1_000_000
const SHARES = ['complete', 'cancel', 'fail'] as const

/** Means, medians and shares of jobs and accelerator time by end; the time shares also without the noise of the last draw. */
function draw(id: string, changes: Partial<JobClass> = {}) {
  const of = { ...jobClass(id), ...changes }
  const shape = jobShape(of)
  const job = newDraft()
  const key = entityKey(rootKey(1, 0), 'workload.jobs')
  const runs = new Float64Array(JOBS)
  const sums = { size: 0, run: 0, use: 0 }
  const jobs = { complete: 0, cancel: 0, fail: 0 }
  const use = { complete: 0, cancel: 0, fail: 0 }
  const expected = { complete: 0, cancel: 0, fail: 0 }
  for (let i = 0; i < JOBS; i++) {
    const own = childKey(key, i)
    fillJob(job, shape, own, own, Infinity, 0)
    const each = job.accelerators * job.workMs
    const end = job.fails ? 'fail' : job.cancels ? 'cancel' : 'complete'
    const { failed, cancelled } = shape.ends[each < shape.heavyMs ? 0 : 1]
    runs[i] = job.workMs
    sums.size += job.accelerators
    sums.run += job.workMs
    sums.use += each
    jobs[end] += 1
    use[end] += each
    expected.fail += each * failed
    expected.cancel += each * cancelled
    expected.complete += each * (1 - failed - cancelled)
  }
  return { meanSize: sums.size / JOBS, meanRunS: sums.run / JOBS / 1000, medianRunS: runs.sort()[JOBS / 2] / 1000, meanUseS: sums.use / JOBS / 1000, jobs, use, expected, sum: sums.use, all: JOBS }
}

describeWithShared('clusters', 'data/acme-helios-philly-summary', folder => {
  const published = () => {
    const [head, ...lines] = readFileSync(join(folder, 'cluster_summary.csv'), 'utf8').trim().split('\n').map(line => line.split(','))
    return new Map(lines.map(cells => [cells[0], Object.fromEntries(head.map((name, i) => [name, Number(cells[i])]))]))
  }
  const within = (row: string, theirs: number, ours: number, share: number): void =>
    expectRow({ row, kind: 'calibrated', published: digits(theirs, 6), ours: digits(ours, 6), tolerance: `± ${share * 100} %`, isMet: Math.abs(ours / theirs - 1) <= share })

  test.each([['Seren', 'acme-seren'], ['Kalos', 'acme-kalos'], ['Helios', 'helios'], ['Philly', 'philly']])('%s', (name, id) => {
    const theirs = published().get(name)
    if (theirs === undefined) throw new Error(`${name} is not in the summary`)
    const ours = draw(id)
    within(`${name}: mean run, s`, theirs.avg_run_time_gpu, ours.meanRunS, 0.03)
    within(`${name}: median run, s`, theirs.med_run_time_gpu, ours.medianRunS, 0.1)
    within(`${name}: mean accelerators`, theirs.avg_gpu_num, ours.meanSize, 0.03)
    const total = SHARES.reduce((sum, end) => sum + theirs[`${end}_gpu_time`], 0)
    // A million draws of so heavy a tail have a standard error of 3 to 8 %.
    within(`${name}: mean accelerator time of a job, s`, total / theirs.gpu_job_num, ours.meanUseS, 0.2)
    for (const end of SHARES) {
      expectRow({ row: `${name}: jobs that ${end}`, kind: 'calibrated', published: digits(theirs[`${end}_rate_gpu`], 4), ours: digits(ours.jobs[end] / ours.all, 4), tolerance: '± 0.5 points', isMet: Math.abs(ours.jobs[end] / ours.all - theirs[`${end}_rate_gpu`]) < 0.005 })
      const share = ours.expected[end] / ours.sum
      expectRow({ row: `${name}: accelerator time of jobs that ${end} (T4.6)`, kind: 'calibrated', published: digits(theirs[`${end}_rate_gpu_time`], 4), ours: `${digits(share, 4)} (drawn ${digits(ours.use[end] / ours.sum, 4)})`, tolerance: '± 1 point', isMet: Math.abs(share - theirs[`${end}_rate_gpu_time`]) < 0.01 })
    }
  })
})

test('T4.6: most jobs are tiny, most accelerator time is in the largest few per cent and ends cancelled', () => {
  const { jobs, use, sum, all } = draw('acme-seren')
  expect(jobs.cancel / all).toBeLessThan(0.08)
  expect(use.cancel / sum).toBeGreaterThan(0.6)
})

test('T4.6: 66 % of the accelerator time of a million jobs is cancelled, as they were drawn', () => {
  // Runs with σ = 1.5: a million of them have a standard error of some tenths of a point, those of the clusters one of several points.
  const { use, sum, jobs, all } = draw('fine-tuning', { cancelled: 0.2, failed: 0.2, cancelledUse: 0.66, failedUse: 0.12 })
  for (const [end, time, count] of [['cancel', 0.66, 0.2], ['fail', 0.12, 0.2], ['complete', 0.22, 0.6]] as const) {
    expectRow({ row: `fine-tuning: accelerator time of jobs that ${end}, as drawn (T4.6)`, kind: 'stochastic', published: digits(time, 4), ours: digits(use[end] / sum, 4), tolerance: '± 1 point', isMet: Math.abs(use[end] / sum - time) < 0.01 })
    expect(Math.abs(jobs[end] / all - count)).toBeLessThan(0.003)
  }
})
