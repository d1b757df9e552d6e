/** Batch entries: rates over time, bursts, arrays, sizes, runs and ends; a site that runs them. */
import { describe, expect, test } from 'vitest'
import { entityKey, rootKey } from '../../../src/base/rng.ts'
import { arrivalRate } from '../../../src/engine/compute/arrival-rate.ts'
import { jobShape, shapeProblem } from '../../../src/engine/compute/job-shape.ts'
import { type JobDraft, newCursor, newDraft } from '../../../src/engine/compute/source.ts'
import { standardHour } from '../../../src/engine/compute/source-site.ts'
import { openSource } from '../../../src/engine/compute/sources/index.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { jobClass } from '../../../src/scenario/catalog/job-classes.ts'
import { arrivalsSection } from '../../../src/scenario/schema/arrivals.ts'
import { powerSection } from '../../../src/scenario/schema/power.ts'
import { workloadSection } from '../../../src/scenario/schema/workload.ts'
import { snapshotState, restoreState, hashState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { rig } from './rig.ts'

const SITE = {
  root: rootKey(1, 0), horizonMs: 730 * DAY_MS, startDay: 20_819, localHour: standardHour,
  contract: [{ fromMs: 0, accelerators: 4096 }], acceleratorCount: 4096, atom: 8, takeovers: [], rackType: rackType('hgx-h100-air-4'),
  phases: powerSection.parse({}).phases, traces: {},
}

const rateOf = (fields: object, horizonMs = SITE.horizonMs) => arrivalRate(arrivalsSection.parse(fields), { ...SITE, horizonMs }, entityKey(SITE.root, 'workload.a'), () => 10 / HOUR_MS)

function jobsOf(fields: object, most = Infinity, site = SITE): JobDraft[] {
  const opened = openSource(workloadSection.parse([{ id: 'a', source: 'batch', ...fields }])[0], site)
  if (opened.kind !== 'jobs') throw new Error('not a source of jobs')
  const [cursor, job, jobs] = [newCursor(), newDraft(), [] as JobDraft[]]
  while (jobs.length < most && opened.source.next(cursor, job)) jobs.push({ ...job })
  return jobs
}

describe('arrivals over time', () => {
  test('T4.2: λ0 = 10/h with amplitude 0.6: 240 a day, 16 in the peak hour; twice the rate halves the gaps of the same uniforms', () => {
    const rate = rateOf({ amplitude: 0.6, peakHour: 15 })
    expect(rate.upTo(DAY_MS)).toBeCloseTo(240, 9)
    expect(rate.perMs(15.5 * HOUR_MS) * HOUR_MS).toBeCloseTo(16, 9)
    expect(rate.perMs(3.5 * HOUR_MS) * HOUR_MS).toBeCloseTo(4, 9)
    expect(rate.at(240)).toBeCloseTo(DAY_MS, 0)
    const [once, twice] = ['1000/day', '2000/day'].map(each => jobsOf({ arrivals: { rate: each } }, 500))
    twice.forEach((job, i) => {
      expect(Math.abs(2 * job.submitMs - once[i].submitMs)).toBeLessThanOrEqual(2)
      expect([job.accelerators, job.workMs]).toEqual([once[i].accelerators, once[i].workMs])
    })
  })

  test('weekdays, weeks, bursts and growth by hand', () => {
    // 20,819 is Friday 1 January 2027.
    const week = rateOf({ weekdays: [1, 1, 1, 1, 1, 0, 0] })
    expect(week.upTo(7 * DAY_MS)).toBeCloseTo(7 * 240, 6)
    expect([week.upTo(DAY_MS), week.upTo(3 * DAY_MS)].map(Math.round)).toEqual([336, 336])
    const burst = rateOf({ bursts: [{ from: '2027-01-11', duration: '2 days', factor: 3 }] })
    expect(burst.upTo(20 * DAY_MS)).toBeCloseTo(240 * 24, 6)
    const season = rateOf({ season: Array.from({ length: 52 }, (_, i) => (i < 26 ? 2 : 0)) })
    expect(season.perMs(10 * DAY_MS) * HOUR_MS).toBeCloseTo(20, 9)
    expect(season.perMs(300 * DAY_MS)).toBe(0)
    expect(rateOf({ growth: 1 }).perMs(365.25 * DAY_MS) * HOUR_MS).toBeCloseTo(20, 0)
    // 1/(1 + e^-x) scaled: from 1 towards 4.
    const s = rateOf({ growth: 20, saturation: 4 })
    expect(s.perMs(729 * DAY_MS) * HOUR_MS).toBeGreaterThan(39)
    expect(s.perMs(729 * DAY_MS) * HOUR_MS).toBeLessThan(40)
  })

  test('switching: rates five to one, mean sojourns of two and ten hours, the mean as stated', () => {
    const rate = rateOf({ process: 'switching' })
    expect(rate.total / (10 * 24 * 730)).toBeCloseTo(1, 1)
    let busy = 0
    for (let ms = 0; ms < SITE.horizonMs; ms += HOUR_MS / 4) busy += rate.perMs(ms) * HOUR_MS > 20 ? 1 : 0
    expect(busy / (730 * 96)).toBeCloseTo(2 / 12, 1)
    expect(rate.perMs(0) * HOUR_MS).toBeCloseTo(6, 9)
  })

  test('self-exciting: the mean rate as stated, counts of an hour overdispersed by 1 / (1 − n)² = 4', () => {
    const submitted = jobsOf({ arrivals: { rate: '240/day', process: 'self-exciting', branching: 0.5, echo: '3 min' } }, Infinity, { ...SITE, horizonMs: 200 * DAY_MS }).map(({ submitMs }) => submitMs)
    expect(submitted.length / (240 * 200)).toBeCloseTo(1, 1)
    const counts = new Float64Array(200 * 6)
    for (const ms of submitted) counts[Math.floor(ms / (4 * HOUR_MS))] += 1
    const mean = counts.reduce((sum, n) => sum + n, 0) / counts.length
    const variance = counts.reduce((sum, n) => sum + (n - mean) ** 2, 0) / counts.length
    expect(variance / mean).toBeGreaterThan(3.2)
    expect(variance / mean).toBeLessThan(4.5)
  })

  test('arrays: geometric, one size and one time, runs of their own', () => {
    const jobs = jobsOf({ class: 'acme-seren', arrivals: { rate: '200/day', arrays: 4 } }, 40_000)
    const starts = jobs.filter((job, i) => i === 0 || job.submitMs !== jobs[i - 1].submitMs)
    expect(jobs.length / starts.length).toBeCloseTo(4, 0)
    jobs.forEach((job, i) => {
      if (i > 0 && job.submitMs === jobs[i - 1].submitMs) expect(job.accelerators).toBe(jobs[i - 1].accelerators)
    })
    expect(new Set(jobs.slice(0, 50).map(({ workMs }) => workMs)).size).toBe(50)
  })

  test('interactive sessions come in office hours of working days', () => {
    for (const { submitMs } of jobsOf({ class: 'interactive', arrivals: { rate: '300/day' } }, 3000)) {
      const hour = standardHour(submitMs - 1)
      expect(hour).toBeGreaterThanOrEqual(8)
      expect(hour).toBeLessThan(18)
      expect((Math.floor((submitMs - 1) / DAY_MS) + 4) % 7).toBeLessThan(5)
    }
  })

  test('a load follows what is contracted', () => {
    const site = { ...SITE, contract: [{ fromMs: 0, accelerators: 4096 }, { fromMs: 365 * DAY_MS, accelerators: 8192 }] }
    const jobs = jobsOf({ class: 'batch-inference', arrivals: { load: 0.4 } }, Infinity, site)
    const offered = (from: number, to: number) => jobs.filter(({ submitMs }) => submitMs >= from * DAY_MS && submitMs < to * DAY_MS).reduce((sum, job) => sum + job.accelerators * job.workMs, 0)
    expect(offered(0, 365) / (0.4 * 4096 * 365 * DAY_MS)).toBeCloseTo(1, 1)
    expect(offered(365, 730) / (0.4 * 8192 * 365 * DAY_MS)).toBeCloseTo(1, 1)
  })
})

describe('figures of a class that cannot be', () => {
  const base = jobClass('research')
  test.each([
    [{ meanSize: 9 }, 'meanSize'], [{ smallest: 16 }, 'smallest'], [{ meanRun: 1000 }, 'meanRun'], [{ longest: 200_000, meanRun: 190_000 }, 'meanRun'],
    [{ meanUse: 1e15 }, 'meanUse'], [{ failed: 0.7, cancelled: 0.5 }, 'failed'], [{ cancelledUse: 0.9, cancelled: 0.01 }, 'cancelledUse'],
  ])('%o', (changes, key) => {
    expect(shapeProblem({ ...base, ...changes })?.key).toBe(key)
  })
  test('one size needs no shares', () => {
    expect(jobShape({ ...base, smallest: 8, largest: 8, meanSize: 8 }).upTo).toEqual([1])
  })
})

describe('a site of batch jobs', () => {
  const build = () => {
    const made = rig({
      world: { blocks: 1, racksPerBlock: 8, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 20 * DAY_MS },
      workload: [
        { id: 'research', source: 'batch', class: 'acme-seren', arrivals: { rate: '300/day', process: 'self-exciting', arrays: 2, amplitude: 0.5 } },
        { id: 'data', source: 'batch', class: 'batch-inference', largest: 128, deadline: '3 h', arrivals: { load: 0.3 } },
      ],
      scheduler: { sharing: true },
    })
    made.openAll()
    made.compute.start()
    return made
  }

  test('every job that came is counted once; users cancel, jobs fail and are late', () => {
    const { compute, kernel, state } = build()
    kernel.run(20 * DAY_MS, Infinity)
    const { jobsQueued, jobsCompleted, jobsWithdrawn, jobsFailed, jobsStopped } = compute.counts()
    expect(jobsQueued).toBe(jobsCompleted + jobsWithdrawn + jobsFailed + jobsStopped + compute.jobs.runningCount + compute.jobs.queuedCount)
    expect(jobsFailed / jobsQueued).toBeGreaterThan(0.3)
    expect(jobsStopped / jobsQueued).toBeGreaterThan(0.05)
    expect(hashState(state)).toBe(hashState(state))
    const [research, data] = compute.jobClasses()
    expect([research.stopped + data.stopped, research.failed + data.failed, research.withdrawn + data.withdrawn]).toEqual([jobsStopped, jobsFailed, jobsWithdrawn])
    expect([research.onTime, research.late, research.missed]).toEqual([0, 0, 0])
    expect(data.onTime).toBeGreaterThan(0)
    expect(data.late).toBeGreaterThan(0)
  })

  test('dates: on time, late and by how much as the list of finished jobs has it; withdrawn and unfinished ones miss theirs', () => {
    const { compute, kernel } = build()
    kernel.run(19 * DAY_MS, Infinity)
    const { col, length } = compute.finishedJobs
    const rows = Array.from({ length }, (_, row) => row).filter(row => col.source[row] === 1)
    const lateMs = rows.filter(row => col.outcome[row] === 0).map(row => col.endMs[row] - col.submitMs[row] - 3 * HOUR_MS)
    const [, data] = compute.jobClasses()
    expect(compute.finishedStride()).toBe(1)
    expect([data.onTime, data.late, data.latenessMs]).toEqual([lateMs.filter(ms => ms <= 0).length, lateMs.filter(ms => ms > 0).length, lateMs.filter(ms => ms > 0).reduce((sum, ms) => sum + ms, 0)])
    expect(data.missed).toBeGreaterThanOrEqual(data.withdrawn)
  })

  test('a restored run goes on as the straight one', () => {
    const straight = build()
    straight.kernel.run(6 * DAY_MS, Infinity)
    const snapshot = snapshotState(straight.state)
    straight.kernel.run(12 * DAY_MS, Infinity)
    const restored = build()
    restoreState(restored.state, snapshot)
    restored.kernel.run(12 * DAY_MS, Infinity)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})
