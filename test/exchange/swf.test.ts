import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { valuesOf } from '../../src/base/packed-column.ts'
import { importTrace, traceImporters, weatherImporters } from '../../src/exchange/importers/index.ts'
import { parseSwf } from '../../src/exchange/importers/swf.ts'
import { describeWithShared } from '../fixtures.ts'

/** A line of the format from the fields that matter; unknown elsewhere. */
function line(job: number, fields: { submit?: number; run?: number; allocated?: number; requested?: number; time?: number; status?: number }): string {
  const { submit = 0, run = 100, allocated = -1, requested = -1, time = -1, status = 1 } = fields
  return [job, submit, 5, run, allocated, -1, -1, requested, time, -1, status, 1, 1, -1, -1, -1, -1, -1].join(' ')
}

const HEADER = '; Version: 2.2\n; Computer: Test machine\n; Installation: Testville\n; MaxProcs: 100\n; Note: none\n;\n'
const read = (...lines: string[]) => parseSwf(HEADER + lines.join('\n'))

function table(...lines: string[]) {
  const result = read(...lines)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return { ...result.value.table, warnings: result.value.warnings }
}

describe('Standard Workload Format', () => {
  test('T4.5: fields, unknown values and order', () => {
    const rows = table(
      line(1, { submit: 10, run: 60, allocated: 4, requested: 8, time: 100 }),
      line(2, { submit: 5, run: 30, allocated: 4 }),
      line(3, { submit: 10, run: 200, requested: 2, time: 150 }),
    )
    expect([...valuesOf(rows.submitMs)]).toEqual([5000, 10_000, 10_000])
    // Requested processors count before allocated ones; an unknown request is the run; a run is cut at its request.
    expect([...valuesOf(rows.processors)]).toEqual([4, 8, 2])
    expect([...valuesOf(rows.runMs)]).toEqual([30_000, 60_000, 150_000])
    expect([...valuesOf(rows.requestedMs)]).toEqual([30_000, 100_000, 150_000])
    expect(rows.source).toBe('Test machine, Testville')
    expect(rows.warnings).toMatchObject([{ code: 'SWF_ORDER', line: 8, count: 1 }])
  })

  test('status does not matter, run time does: a cancelled job that ran is kept, one that did not is counted', () => {
    const rows = table(line(1, { allocated: 4, status: 5, run: 50 }), line(2, { allocated: 4, status: 5, run: 0 }), line(3, { allocated: 4, status: 5, run: -1 }))
    expect(rows.submitMs).toHaveLength(1)
    expect(rows.warnings).toMatchObject([{ code: 'SWF_NOT_RUN', severity: 'warn', line: 8, count: 2 }])
  })

  test('jobs that cannot be replayed are counted by reason', () => {
    const rows = table(line(1, { allocated: 4 }), line(2, { allocated: 101 }), line(3, {}), line(4, { allocated: 4, time: 0 }), line(5, { allocated: 4, submit: -1 }))
    expect(rows.submitMs).toHaveLength(1)
    expect(rows.warnings.map(({ code, count }) => [code, count])).toEqual([['SWF_SIZE', 2], ['SWF_TIME', 2]])
  })

  test('Windows line ends, blank lines and spaces', () => {
    const text = `${HEADER}\n  ${line(1, { allocated: 4 })}  \n\n${line(2, { allocated: 2 })}\n`.replaceAll('\n', '\r\n')
    const result = importTrace(text)
    expect(result.ok && result.value.table.submitMs.length).toBe(2)
  })

  test.each([
    ['nothing at all', '', 'SWF_EMPTY', undefined],
    ['only jobs that did not run', line(1, { run: 0, allocated: 4 }), 'SWF_EMPTY', undefined],
  ])('%s is refused with its line', (_title, text, code, number) => {
    const result = read(text)
    expect(result.ok).toBe(false)
    if (!result.ok) expect(result.error[0]).toMatchObject({ code, severity: 'error', ...(number === undefined ? {} : { line: number }) })
  })

  test('broken lines are left out with the first line and their number, or refuse the file', () => {
    const lines = [line(1, { allocated: 4 }), '1 2 3', line(2, { allocated: 4 }).replace('100', 'many'), ...Array.from({ length: 5000 }, () => 'x')]
    expect(table(...lines).warnings).toMatchObject([{ code: 'SWF_LINE', severity: 'warn', line: 8, count: 5002 }, { code: 'SWF_TRUNCATED' }])
    expect(parseSwf(HEADER + lines.join('\n'), { onBadLine: 'fail', stripNodeFailures: false })).toMatchObject({ ok: false, error: [{ code: 'SWF_LINE', line: 8, count: 5002 }, { code: 'SWF_TRUNCATED' }] })
  })

  test('T4.5: a job line comes back as it was written: status 5 is cancelled, 0 failed, −1 unknown', () => {
    const rows = table(line(1, { submit: 7, allocated: 4, status: 5 }), line(2, { submit: 8, allocated: 4, status: 0 }), line(3, { submit: 9, allocated: 4, status: -1, requested: -1, time: -1 }))
    expect([...valuesOf(rows.ends ?? new Float64Array(0))]).toEqual([2, 1, 0])
    expect([[...valuesOf(rows.submitMs)], [...valuesOf(rows.runMs)], [...valuesOf(rows.requestedMs)], [...valuesOf(rows.processors)]]).toEqual([[7000, 8000, 9000], [100_000, 100_000, 100_000], [100_000, 100_000, 100_000], [4, 4, 4]])
    expect([...valuesOf(rows.users ?? new Float64Array(0))]).toEqual([0, 0, 0])
  })

  test('recognised by content, with and without header, and by no other importer', () => {
    const samples = [HEADER, `${HEADER}${line(1, { allocated: 4 })}`, `${line(1, { allocated: 4 })}\n${line(2, { allocated: 4 })}\n`]
    for (const sample of samples) {
      expect(traceImporters.filter(({ sniff }) => sniff(sample)).map(({ id }) => id)).toEqual(['swf'])
      expect(weatherImporters.filter(({ sniff }) => sniff(sample))).toEqual([])
    }
    for (const other of ['', 'LOCATION,Dallas,TX', '{"jobs": []}', '1,2,3\n4,5,6', '; a comment']) expect(traceImporters.some(({ sniff }) => sniff(other))).toBe(false)
    expect(importTrace('1,2,3')).toMatchObject({ ok: false, error: [{ code: 'TRACE_FORMAT' }] })
  })

  test.each([...Array(20).keys()])('any bytes: no exception, seed %i', seed => {
    let state = seed + 1
    const next = (limit: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state % limit
    }
    const text = HEADER + Array.from({ length: 400 }, () => '0123456789 -.;\n\teE\0é'[next(20)]).join('')
    expect(typeof parseSwf(text).ok).toBe('boolean')
  })
})

describeWithShared('traces of the Parallel Workloads Archive', 'oracles/swf', folder => {
  test('KTH-SP2: 28,481 jobs by the oracle’s filter', () => {
    const result = importTrace(gunzipSync(readFileSync(join(folder, 'KTH-SP2.reqprocs.swf.gz'))).toString('utf8'))
    expect(result.ok && result.value.table.submitMs.length).toBe(28_481)
    expect(result.ok && result.value.table.source).toContain('SP2')
  })
})
