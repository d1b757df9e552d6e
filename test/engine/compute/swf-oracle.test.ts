import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { valueAt, valuesOf } from '../../../src/base/packed-column.ts'
import { importTrace } from '../../../src/exchange/importers/index.ts'
import type { JobTrace } from '../../../src/scenario/inputs.ts'
import { policyOf } from '../../../src/engine/compute/policies/index.ts'
import { schedulerSection } from '../../../src/scenario/schema/scheduler.ts'
import { describeWithShared } from '../../fixtures.ts'
import { type First, startsByEvent } from './per-event.ts'
import { NO_CHECKPOINTS, PLAIN_SCHEDULER, rig, startsOf, TRACE } from './rig.ts'

/** One hundred nodes with one accelerator each, no topology: one leaf. */
const MACHINE = { racksPerBlock: 25, nodesPerRack: 4, acceleratorsPerNode: 1, racksPerLeaf: 25, horizonMs: 100_000 * 3_600_000, windowMs: 86_400_000 }

function read(folder: string, name: string): string {
  return gunzipSync(readFileSync(join(folder, name))).toString('utf8')
}

function traceOfFile(folder: string, name: string): JobTrace {
  const imported = importTrace(read(folder, name))
  if (!imported.ok) throw new Error(JSON.stringify(imported.error))
  return imported.value.table
}

/** Start times by job in the order of submission, from the oracle's CSV. */
function oracle(folder: string, name: string, column: string): { submit: number; procs: number; run: number; start: number }[] {
  const [header, ...lines] = read(folder, name).trim().split('\n')
  const at = Object.fromEntries(header.split(',').map((title, index) => [title.trim(), index]))
  return lines.map(line => {
    const cells = line.split(',').map(Number)
    return { submit: cells[at.submit], procs: cells[at.procs], run: cells[at.run], start: cells[at[column]] }
  })
}

function simulate(trace: JobTrace, policy: string) {
  const { compute, kernel, openAll } = rig({
    world: MACHINE,
    workload: TRACE,
    traces: { rows: trace },
    scheduler: { ...PLAIN_SCHEDULER, policy, backfill: { depth: 1_000_000, interval: '0 s' } },
    checkpoints: NO_CHECKPOINTS,
  })
  openAll()
  compute.start()
  kernel.run(MACHINE.horizonMs, Infinity)
  return compute
}

describeWithShared('start times of recorded jobs equal the oracle, job by job', 'oracles/swf', folder => {
  describe.each([
    ['KTH-2000', 'KTH-2000.swf.gz', 'KTH-2000.starts.csv.gz', 2000],
    ['KTH-SP2', 'KTH-SP2.reqprocs.swf.gz', 'KTH-SP2.reqprocs.starts.csv.gz', 28_481],
  ])('%s', (_name, swf, csv, count) => {
    test.each([
      ['fifo', 'start_fcfs'],
      ['easy-backfill', 'start_easy_batch'],
    ])('%s', (policy, column) => {
      const expected = oracle(folder, csv, column)
      const trace = traceOfFile(folder, swf)
      expect(trace.submitMs.length).toBe(count)
      expect(expected.map(({ submit }) => submit * 1000)).toEqual([...valuesOf(trace.submitMs)])
      const starts = startsOf(simulate(trace, policy), count)
      const wrong = expected.map(({ start }, row) => ({ row, start, got: starts[row] })).filter(({ start, got }) => start !== got)
      expect(wrong.slice(0, 5)).toEqual([])
    })
  })

  describe.each([
    ['KTH-2000', 'KTH-2000.swf.gz', 'KTH-2000.starts.csv.gz'],
    ['KTH-SP2', 'KTH-SP2.reqprocs.swf.gz', 'KTH-SP2.reqprocs.starts.csv.gz'],
  ])('%s, a pass after every event', (_name, swf, csv) => {
    test.each<[string, First, string]>([
      ['fifo', 'submissions', 'start_fcfs'],
      ['easy-backfill', 'submissions', 'start_easy_pyss'],
      ['conservative', 'submissions', 'start_cons_pyss'],
      ['conservative', 'ends', 'start_cons_batch'],
    ])('%s, %s first: %s', (policy, first, column) => {
      const trace = traceOfFile(folder, swf)
      const jobs = Array.from(valuesOf(trace.submitMs), (submitMs, row) => ({ submitMs, processors: valueAt(trace.processors, row), runMs: valueAt(trace.runMs, row), estimateMs: valueAt(trace.requestedMs, row) }))
      const scheduler = schedulerSection.parse({ policy, backfill: { depth: 1_000_000, interval: '0 s' } })
      const starts = startsByEvent(jobs, 100, policyOf(policy), scheduler, first).map(startMs => startMs / 1000)
      const wrong = oracle(folder, csv, column).map(({ start }, row) => ({ row, start, got: starts[row] })).filter(({ start, got }) => start !== got)
      expect(wrong.slice(0, 5)).toEqual([])
    })
  })

  test('mean wait and mean bounded slowdown of EASY on KTH-SP2, batch convention', () => {
    const trace = traceOfFile(folder, 'KTH-SP2.reqprocs.swf.gz')
    const starts = startsOf(simulate(trace, 'easy-backfill'), trace.submitMs.length)
    let waits = 0
    let slowdowns = 0
    for (let row = 0; row < starts.length; row++) {
      const waitS = starts[row] - valueAt(trace.submitMs, row) / 1000
      const runS = valueAt(trace.runMs, row) / 1000
      waits += waitS
      slowdowns += Math.max(1, (waitS + runS) / Math.max(runS, 10))
    }
    expect(waits / starts.length).toBeCloseTo(6834.587, 2)
    expect(slowdowns / starts.length).toBeCloseTo(92.68765, 4)
  })
})
