import { describe, expect, test } from 'vitest'
import { lognormalFromMeanMedian } from '../../../src/base/distribution.ts'
import { rootKey } from '../../../src/base/rng.ts'
import { type ContractStep, type JobDraft, newCursor, newDraft, type SourceSite } from '../../../src/engine/compute/source.ts'
import { standardHour } from '../../../src/engine/compute/source-site.ts'
import { openSource, SOURCES } from '../../../src/engine/compute/sources/index.ts'
import { meanRunMs } from '../../../src/engine/compute/sources/training-mix.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { type TrainingMixEntry, type WorkloadEntry, workloadSection } from '../../../src/scenario/schema/workload.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { powerSection } from '../../../src/scenario/schema/power.ts'
import { rig, traceOf } from './rig.ts'

const HORIZON = 730 * DAY_MS
const STEPS: readonly ContractStep[] = [{ fromMs: 30 * DAY_MS, accelerators: 10_000 }, { fromMs: 200 * DAY_MS, accelerators: 40_000 }]

function site(changes: Partial<SourceSite> = {}): SourceSite {
  return {
    root: rootKey(1, 0),
    horizonMs: HORIZON,
    startDay: 20_819,
    localHour: standardHour,
    contract: STEPS,
    acceleratorCount: 40_000,
    atom: 8,
    takeovers: [],
    rackType: rackType('hgx-h100-air-4'),
    phases: powerSection.parse({}).phases,
    traces: { rows: traceOf(Array.from({ length: 500 }, (_, i) => [i * 60, 1 + (i % 7), 30 + i, 100 + i])) },
    ...changes,
  }
}

/** One step, so few accelerators that a run has some ten thousand jobs. */
const SMALL = site({ contract: [{ fromMs: 0, accelerators: 4000 }], acceleratorCount: 4000 })

const entryOf = (fields: object): WorkloadEntry => workloadSection.parse([fields])[0]
const MIX = { id: 'training', source: 'training-mix' }
const mixOf = (fields: object): TrainingMixEntry => entryOf({ ...MIX, ...fields }) as TrainingMixEntry

/** All jobs of a source; a copy of each. */
function jobsOf(entry: WorkloadEntry, where: SourceSite = site()): JobDraft[] {
  const opened = openSource(entry, where)
  if (opened.kind !== 'jobs') throw new Error('not a source of jobs')
  const cursor = newCursor()
  const job = newDraft()
  const jobs: JobDraft[] = []
  while (opened.source.next(cursor, job)) jobs.push({ ...job })
  return jobs
}

describe('conformance of every source of jobs', () => {
  const entries: readonly (readonly [string, object])[] = [
    ['training-mix', MIX],
    ['trace', { id: 'trace', source: 'trace', file: 'rows' }],
    ...(['poisson', 'switching', 'self-exciting'] as const).map(process => [`batch, ${process}`, { id: 'batch', source: 'batch', class: 'acme-seren', arrivals: { rate: '1/day', process, arrays: 3, amplitude: 0.6, growth: 0.5 } }] as const),
  ]

  test('the registry knows every kind of the schema', () => {
    expect(Object.keys(SOURCES).toSorted()).toEqual(['batch', 'inference', 'trace', 'training-mix', 'training-run'])
    for (const [id, definition] of Object.entries(SOURCES)) expect(definition.id).toBe(id)
  })

  test('training-run: one job of the stated size and work, if it is submitted before the horizon', () => {
    const entry = (after: string) => entryOf({ id: 'run', source: 'training-run', accelerators: 1024, work: '10 days', after })
    expect(jobsOf(entry('2 days'))).toEqual([{ ordinal: -1, submitMs: 2 * DAY_MS, accelerators: 1024, workMs: 10 * DAY_MS, requestedMs: 20 * DAY_MS, commFraction: 0.15, deferrable: false, fails: false, cancels: false }])
    expect(jobsOf(entry('2 days'), site({ horizonMs: DAY_MS }))).toEqual([])
  })

  test.each(entries)('%s: times never go back, all before the horizon; whole numbers; requests cover runs; same seed, same jobs', (_id, fields) => {
    const entry = entryOf(fields)
    const jobs = jobsOf(entry)
    expect(jobs.length).toBeGreaterThan(100)
    jobs.forEach((job, i) => {
      expect(job.submitMs).toBeGreaterThanOrEqual(jobs[i - 1]?.submitMs ?? 0)
      expect(job.submitMs).toBeLessThan(HORIZON)
      for (const value of [job.submitMs, job.accelerators, job.workMs, job.requestedMs]) expect(Number.isInteger(value)).toBe(true)
      expect(job.accelerators).toBeGreaterThan(0)
      expect(job.workMs).toBeGreaterThan(0)
      expect(job.requestedMs).toBeGreaterThanOrEqual(job.workMs)
    })
    expect(jobsOf(entry)).toEqual(jobs)
    expect(jobsOf(entry, site({ horizonMs: 2 * HOUR_MS })).length).toBeLessThan(jobs.length)
  })

  test.each(entries)('%s: the cursor is all there is; a run resumed from its two numbers goes on as before', (_id, fields) => {
    const entry = entryOf(fields)
    const jobs = jobsOf(entry)
    const opened = openSource(entry, site())
    const cursor = newCursor()
    const job = newDraft()
    for (let i = 0; i < 40; i++) {
      // Another instance every time: nothing may hide in the closure.
      const again = openSource(entry, site())
      if (again.kind !== 'jobs' || opened.kind !== 'jobs') throw new Error('not a source of jobs')
      expect(again.source.next(cursor, job)).toBe(true)
      expect(job).toEqual(jobs[i])
    }
  })

  test('a second source leaves the first unchanged', () => {
    const shape = { blocks: 1, racksPerBlock: 4, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: 30 * DAY_MS }
    const submitted = (workload: readonly object[]): unknown[] => {
      const { compute, kernel, events } = rig({ world: shape, workload })
      compute.start()
      kernel.run(30 * DAY_MS, Infinity)
      return events.flatMap(event => (event.kind === 'jobQueued' && event.accelerators >= 16 ? [event.accelerators] : []))
    }
    const first = { ...MIX, smallest: 16, largest: 128, load: 1 }
    const second = { id: 'small', source: 'training-mix', smallest: 1, largest: 8, load: 1, median: '1 hour', jobs: 500 }
    expect(submitted([first, second])).toEqual(submitted([first]))
    expect(submitted([second, first])).toEqual(submitted([first]))
  })
})

describe('the mix of training jobs', () => {
  test('offered work is the load times the contracted capacity, within 3 %, in every step of the contract', () => {
    const entry = mixOf({ load: 0.8, smallest: 64, largest: 1024, median: '12 hours', spread: 1, jobs: 1_000_000 })
    const jobs = jobsOf(entry)
    for (const [from, to, accelerators] of [[30, 200, 10_000], [200, 730, 40_000]] as const) {
      const inside = jobs.filter(({ submitMs }) => submitMs >= from * DAY_MS && submitMs < to * DAY_MS)
      const offered = inside.reduce((sum, job) => sum + job.accelerators * job.workMs, 0)
      expect(offered / (0.8 * accelerators * (to - from) * DAY_MS)).toBeGreaterThan(0.97)
      expect(offered / (0.8 * accelerators * (to - from) * DAY_MS)).toBeLessThan(1.03)
    }
    expect(jobs[0].submitMs).toBeGreaterThanOrEqual(30 * DAY_MS)
  })

  test('mean and median of the run, sizes by their weights, mean request', () => {
    const entry = mixOf({ smallest: 8, largest: 512, sizeExponent: 1, median: '4 hours', spread: 1, longest: '10 years', jobs: 1_000_000, load: 0.5 })
    const jobs = jobsOf(entry, SMALL)
    const runs = jobs.map(({ workMs }) => workMs).toSorted((a, b) => a - b)
    const mean = runs.reduce((sum, ms) => sum + ms, 0) / runs.length
    expect(mean / (4 * HOUR_MS * Math.exp(0.5))).toBeCloseTo(1, 1)
    expect(Math.abs(runs[runs.length >> 1] / (4 * HOUR_MS) - 1)).toBeLessThan(0.03)
    // Weights 1, 1/2, 1/4 … 1/64 over seven sizes.
    const share = (size: number): number => jobs.filter(({ accelerators }) => accelerators === size).length / jobs.length
    for (let k = 0; k < 7; k++) expect(share(8 * 2 ** k)).toBeCloseTo(2 ** -k / (2 - 2 ** -6), 2)
    const factor = jobs.reduce((sum, job) => sum + job.requestedMs / job.workMs, 0) / jobs.length
    expect(factor).toBeCloseTo(1.5, 1)
  })

  test('the mean of a cut lognormal is that of its definition', () => {
    const cut = meanRunMs({ median: 4, spread: 1.25, longest: 20 })
    // Trapezoids over the standard normal density.
    let sum = 0
    for (let z = -9; z < 9; z += 0.001) sum += Math.min(20, 4 * Math.exp(1.25 * z)) * Math.exp((-z * z) / 2) * 0.001
    expect(cut).toBeCloseTo(sum / Math.sqrt(2 * Math.PI), 4)
  })

  test('T4.2: twice the load halves the gaps between the same uniforms; sizes and runs stay', () => {
    const steady = site({ contract: [{ fromMs: 0, accelerators: 40_000 }] })
    const once = jobsOf(mixOf({ load: 0.4, jobs: 100_000 }), steady)
    const twice = jobsOf(mixOf({ load: 0.8, jobs: 100_000 }), steady)
    for (let i = 0; i < 1000; i++) {
      expect(Math.abs(twice[i].submitMs * 2 - once[i].submitMs)).toBeLessThanOrEqual(2)
      expect([twice[i].accelerators, twice[i].workMs, twice[i].requestedMs]).toEqual([once[i].accelerators, once[i].workMs, once[i].requestedMs])
    }
  })

  test('never more jobs than asked for: runs are stretched and the offered work stays', () => {
    const mix = { smallest: 8, largest: 256, median: '4 hours', spread: 0.8 }
    const free = mixOf({ ...mix, jobs: 10_000_000 })
    const bounded = mixOf({ ...mix, jobs: 5000 })
    const offered = (jobs: readonly JobDraft[]): number => jobs.reduce((sum, job) => sum + job.accelerators * job.workMs, 0)
    const [all, few] = [jobsOf(free, SMALL), jobsOf(bounded, SMALL)]
    expect(all.length).toBeGreaterThan(20_000)
    expect(few.length).toBeLessThanOrEqual(5000)
    expect(few.length).toBeGreaterThan(4600)
    expect(Math.abs(offered(few) / offered(all) - 1)).toBeLessThan(0.08)
  })

  test('no job asks for more than its share of what is contracted', () => {
    const jobs = jobsOf(mixOf({ smallest: 64, largest: 32_768, largestShare: 0.25 }))
    for (const { submitMs, accelerators } of jobs) expect(accelerators).toBeLessThanOrEqual(submitMs < 200 * DAY_MS ? 2500 : 10_000)
    expect(Math.max(...jobs.map(({ accelerators }) => accelerators))).toBe(8192)
  })

  test('the 100 MW campus by default: below 30,000 jobs', () => {
    const day = (months: number): number => Math.round(months * 30.4375) * DAY_MS
    const contract = [20, 26, 32, 38].map((month, i) => ({ fromMs: day(month), accelerators: 13_608 * (i + 1) }))
    const jobs = jobsOf(mixOf({}), site({ contract, acceleratorCount: 54_432, horizonMs: 1826 * DAY_MS, atom: 4 }))
    expect(jobs.length).toBeLessThan(30_000)
    expect(jobs.length).toBeGreaterThan(15_000)
  })

  test('users’ own errors: the stated share ends early, at a fifth of the run on average', () => {
    const honest = jobsOf(mixOf({ jobs: 1_000_000 }))
    const jobs = jobsOf(mixOf({ jobs: 1_000_000, failures: 0.43 }))
    const ratios = jobs.slice(0, 5000).map((job, i) => job.workMs / honest[i].workMs)
    expect(jobs.every(({ fails, workMs }, i) => fails || honest[i] === undefined || workMs === honest[i].workMs)).toBe(true)
    const early = ratios.filter(ratio => ratio < 0.999)
    expect(early.length / ratios.length).toBeCloseTo(0.43, 1)
    expect(early.reduce((sum, ratio) => sum + ratio, 0) / early.length).toBeCloseTo(0.2, 1)
  })
})

test('T4.1: lognormal fits of AcmeTrace', () => {
  const seren = lognormalFromMeanMedian(1414, 122)
  const kalos = lognormalFromMeanMedian(1260, 124)
  expect([seren.mu, seren.sigma, kalos.mu, kalos.sigma].map(value => Number(value.toFixed(3)))).toEqual([4.804, 2.214, 4.82, 2.153])
})

test('a trace maps processors to accelerators, rounded up', () => {
  const jobs = jobsOf(entryOf({ id: 'trace', source: 'trace', file: 'rows', acceleratorsPerProcessor: 1.5 }))
  expect(jobs.slice(0, 7).map(({ accelerators }) => accelerators)).toEqual([2, 3, 5, 6, 8, 9, 11])
  expect(jobs[1]).toMatchObject({ submitMs: 60_000, workMs: 31_000, requestedMs: 101_000 })
})
