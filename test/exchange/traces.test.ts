/** Recorded traces in every form: what is read, what is left out and told, in chunks of any size. */
import { gunzipSync } from 'node:zlib'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { valuesOf } from '../../src/base/packed-column.ts'
import { importTrace, readJobParquet, readRequests, readTrace, traceImporters } from '../../src/exchange/importers/index.ts'
import type { ChunkReader } from '../../src/exchange/read-chunks.ts'
import { parseElapsed, parseStamp } from '../../src/exchange/timestamps.ts'
import { type JobTrace, TRACE_END } from '../../src/scenario/inputs.ts'
import type { TraceRules } from '../../src/scenario/schema/trace.ts'
import { describeWithShared } from '../fixtures.ts'
import { parquetOf } from './parquet-file.ts'
import { PLAIN_RULES } from '../../src/scenario/trace-key.ts'

const rules = (changes: Partial<TraceRules> = {}): TraceRules => ({ ...PLAIN_RULES, ...changes })
const COLUMNS = { submit: 'submit_time', run: 'duration', accelerators: 'gpu_num', state: 'state', user: 'user', unit: 's' } as const

function read(text: string, how: TraceRules = rules()) {
  const result = importTrace(text, how)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return { ...result.value.table, warnings: result.value.warnings.map(({ code, line, count }) => [code, line, count]) }
}

const all = (reader: ChunkReader<JobTrace>, bytes: Uint8Array, size: number) => {
  for (let at = 0; at < bytes.length; at += size) reader.push(bytes.subarray(at, at + size))
  return reader.end()
}

const SACCT = `JobID|User|State|Submit|Start|End|Elapsed|Timelimit|AllocTRES|ReqTRES
100|ann|COMPLETED|2024-01-01T00:00:00|2024-01-01T00:01:00|2024-01-02T01:02:03|1-01:01:03|2-00:00:00|billing=64,cpu=64,gres/gpu=8,gres/gpu:a100=8,node=1|cpu=64
100.batch||COMPLETED|2024-01-01T00:00:00|2024-01-01T00:01:00|2024-01-02T01:02:03|1-01:01:03||cpu=64|
101_7|bob|CANCELLED by 1001|2024-01-01T00:10:00|2024-01-01T00:20:00|2024-01-01T00:50:00|00:30:00|UNLIMITED|gres/gpu:h100=4,gres/gpu:a100=2|
102_[1-9%2]|bob|PENDING|2024-01-01T00:11:00|Unknown|Unknown|00:00:00|01:00:00||gres/gpu=2
103|bob|CANCELLED|2024-01-01T00:12:00|None|None|00:00:00|01:00:00||gres/gpu=2
104|cy|NODE_FAIL|2024-01-01T00:13:00|2024-01-01T00:14:00|2024-01-01T00:15:00|01:00|01:00:00|gres/gpu=2|
105|cy|OUT_OF_MEMORY|2024-01-01T00:05:00|2024-01-01T00:14:00|2024-01-01T00:15:00|00:01:00|01:00:00|gres/gpu=2|
106|cy|COMPLETED|2024-01-01T00:15:00|2024-01-01T00:16:00|2024-01-01T00:17:00|00:01:00|01:00:00|cpu=4,mem=8G|
107|cy|TIMEOUT|Unknown|2024-01-01T00:16:00|2024-01-01T00:17:00|01:00:10|01:00:00|gres/gpu=1|
108|cy|COMPL`

describe('Slurm accounting', () => {
  test('days in durations, accelerators of the allocation, arrays, states with suffixes; what is left out is told', () => {
    const trace = read(SACCT)
    expect([...valuesOf(trace.submitMs)]).toEqual([0, 300_000, 600_000, 780_000])
    expect([...valuesOf(trace.runMs)]).toEqual([90_063_000, 60_000, 1_800_000, 60_000])
    expect([...valuesOf(trace.requestedMs)]).toEqual([172_800_000, 3_600_000, 1_800_000, 3_600_000])
    expect([...valuesOf(trace.processors)]).toEqual([8, 2, 6, 2])
    expect([...valuesOf(trace.ends ?? new Float64Array(0))]).toEqual([TRACE_END.completed, TRACE_END.failed, TRACE_END.cancelled, TRACE_END.nodeFailed])
    expect([...valuesOf(trace.users ?? new Float64Array(0))]).toEqual([0, 2, 1, 2])
    expect(trace.warnings).toEqual([
      ['SACCT_STEP', 3, 1], ['SACCT_RUNNING', 5, 1], ['SACCT_NOT_RUN', 6, 1], ['SACCT_ORDER', 8, 1], ['SACCT_NO_GPU', 9, 1], ['SACCT_MISSING', 10, 1], ['SACCT_LINE', 11, 1], ['SACCT_TRUNCATED', 11, 1],
    ])
    expect(trace.leftOut).toBe(7)
  })

  test('attempts that a node failure ended are stripped on demand', () => {
    const trace = read(SACCT, rules({ stripNodeFailures: true }))
    expect(trace.submitMs).toHaveLength(3)
    expect(trace.warnings).toContainEqual(['SACCT_NODE_FAIL', 7, 1])
  })

  test('durations and times', () => {
    expect(['1-00:00:00', '12:34', '01:02:03.500', 'UNLIMITED', ''].map(parseElapsed)).toEqual([86_400_000, 754_000, 3_723_000, Number.NaN, Number.NaN])
    expect(parseStamp('2023-11-16 18:15:46.6805900')).toEqual({ ms: 1_700_158_546_681, hasOffset: false })
    expect(parseStamp('2024-05-10 00:00:00.009930+00:00')).toEqual({ ms: 1_715_299_200_010, hasOffset: true })
    expect(parseStamp('2024-05-10T02:00:00+0200')).toEqual({ ms: 1_715_299_200_000, hasOffset: true })
    for (const no of ['', 'Unknown', '2024-13-01 00:00:00', '10/05/2024']) expect(parseStamp(no)).toBeUndefined()
  })
})

describe('any CSV by its columns', () => {
  const acme = (...rows: string[]) => ['job_id,user,node_num,gpu_num,cpu_num,type,state,submit_time,start_time,end_time,duration,queue,gpu_time', ...rows].join('\n')
  const ROW = 'dlctk696s0jb,u6x1a,1,8,16,Other,COMPLETED,2023-03-01 00:00:12+08:00,2023-03-01 00:00:14+08:00,2023-03-01 00:01:14+08:00,60,2,480'

  test('columns as Acme has them', () => {
    const trace = read(acme(ROW, ROW.replace('COMPLETED', 'CANCELLED').replace('00:00:12', '00:10:12'), ROW.replace(',8,16', ',0,16')), rules({ columns: COLUMNS }))
    expect([[...valuesOf(trace.submitMs)], [...valuesOf(trace.runMs)], [...valuesOf(trace.processors)], [...valuesOf(trace.ends ?? new Float64Array(0))]]).toEqual([[0, 600_000], [60_000, 60_000], [8, 8], [TRACE_END.completed, TRACE_END.cancelled]])
    expect(trace.warnings).toEqual([['CSV_NO_GPU', 4, 1]])
  })

  test('columns as Philly has them: semicolons, begin and end, states of its own, missing ends', () => {
    const text = 'jobid;vc;user;submitted_time;start;stop;gpus;status\na;x;u1;2017-10-09 07:01:43;2017-10-09 07:02:43;2017-10-09 08:02:43;4;Pass\nb;x;u2;2017-10-09 07:05:43;2017-10-09 07:06:43;;1;Failed\nc;"x;y";u1;2017-10-09 07:09:43;2017-10-09 07:10:43;2017-10-09 07:09:43;1;Killed\n'
    const columns = { submit: 'submitted_time', start: 'start', end: 'stop', accelerators: 'gpus', state: 'status', user: 'user', unit: 's' } as const
    const trace = read(text, rules({ columns }))
    expect([[...valuesOf(trace.submitMs)], [...valuesOf(trace.runMs)]]).toEqual([[0], [3_600_000]])
    expect(trace.warnings).toEqual([['CSV_MISSING', 3, 1], ['CSV_NEGATIVE', 4, 1]])
    const clipped = read(text, rules({ columns, onBadLine: 'clip' }))
    expect([...valuesOf(clipped.runMs)]).toEqual([3_600_000, 1])
    expect(importTrace(text, rules({ columns, onBadLine: 'fail' }))).toMatchObject({ ok: false, error: [{ code: 'CSV_MISSING', line: 3 }, { code: 'CSV_NEGATIVE', line: 4 }] })
  })

  test('times with and without an offset, wrong column counts, mixed line ends, a line that breaks off', () => {
    const text = `${acme(ROW)}\r\n${ROW.replaceAll('+08:00', '')}\n${ROW},1\r${ROW.slice(0, 30)}`
    const trace = read(text, rules({ columns: COLUMNS }))
    expect(trace.submitMs).toHaveLength(1)
    expect(trace.warnings).toEqual([['CSV_ZONE', 3, 1], ['CSV_LINE', 4, 2], ['CSV_LINE_ENDS', 1, 1], ['CSV_TRUNCATED', 5, 1]])
    expect(read(text, rules({ columns: COLUMNS, onBadLine: 'clip' })).submitMs).toHaveLength(2)
  })

  test('a column that is not there is told with those that are', () => {
    const wrong = importTrace(acme(ROW), rules({ columns: { ...COLUMNS, accelerators: 'gpus' } }))
    expect(wrong).toMatchObject({ ok: false, error: [{ code: 'CSV_COLUMN', line: 1 }] })
    if (!wrong.ok) expect(wrong.error[0].message).toContain('gpu_num')
  })

  test('the same in chunks of any size, with letters of several bytes across them', () => {
    const bytes = new TextEncoder().encode(`\uFEFF${acme(...Array.from({ length: 60 }, (_, i) => ROW.replace('u6x1a', `ü${i}漢`).replace('00:00:12', `00:${String(i).padStart(2, '0')}:12`)))}\r\n`)
    const whole = all(readTrace(rules({ columns: COLUMNS })), bytes, bytes.length)
    for (const size of [1, 7, 64, 4095]) expect(all(readTrace(rules({ columns: COLUMNS })), bytes, size)).toEqual(whole)
    expect(whole.ok && whole.value.table.submitMs.length).toBe(60)
  })

  test('100,000 lines leave nothing behind but typed columns', () => {
    const reader = readTrace(rules({ columns: { ...COLUMNS, user: undefined } }))
    const line = new TextEncoder().encode(`${ROW}\n`)
    reader.push(new TextEncoder().encode(`${acme()}\n`))
    for (let i = 0; i < 100_000; i++) reader.push(line)
    const result = reader.end()
    expect(result.ok && result.value.table.submitMs.length).toBe(100_000)
  })

  test.each([...Array(20).keys()])('any bytes: no exception, seed %i', seed => {
    let state = seed + 1
    const next = (limit: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return state % limit
    }
    const noise = Array.from({ length: 400 }, () => '0123456789,|"-:; .\r\n\teE\0é'[next(25)]).join('')
    for (const text of [acme(noise), SACCT + noise]) expect(typeof importTrace(text, rules({ columns: text === acme(noise) ? COLUMNS : undefined })).ok).toBe('boolean')
    expect(typeof importTrace(`[{"attempts": ${noise}`).ok).toBe('boolean')
    expect(typeof all(readTrace(rules()), new TextEncoder().encode(`TIMESTAMP,ContextTokens,GeneratedTokens\n${noise}`), 50).ok).toBe('boolean')
  })
})

describe('the JSON of Philly', () => {
  const attempt = (from: string, to: string, ...gpus: number[]) => ({ start_time: `2017-10-09 ${from}`, end_time: to === '' ? 'None' : `2017-10-09 ${to}`, detail: gpus.map((count, machine) => ({ ip: `m${machine}`, gpus: Array.from({ length: count }, (_, i) => `gpu${i}`) })) })
  const job = (jobid: string, at: string, attempts: unknown[], status = 'Pass') => ({ status, vc: 'ee9e8c', jobid, attempts, submitted_time: `2017-10-09 ${at}`, user: `u-${status}` })
  const JOBS = [
    job('a', '07:01:00', [attempt('07:02:00', '08:02:00', 8, 8)]),
    job('b', '07:00:00', [attempt('07:02:00', '07:12:00', 1), attempt('07:30:00', '07:50:00', 1)], 'Failed'),
    job('c', '07:05:00', [attempt('07:06:00', '', 4)], 'Killed'),
    job('d', '07:06:00', [], 'Killed'),
    job('e', '07:07:00', [attempt('07:08:00', '07:07:30', 2)]),
    job('f', '07:08:00', [attempt('07:09:00', '07:10:00')]),
    job('g', '07:09:00', [attempt('07:10:00', '07:10:30', 2)], 'Killed'),
  ]
  const text = JSON.stringify(JOBS, null, 1)
  const lineOf = (id: string): number => text.slice(0, text.lastIndexOf('{', text.indexOf(`"jobid": "${id}"`))).split('\n').length

  test('accelerators of all machines, attempts one after the other, states; what is left out is told with its line', () => {
    const trace = read(text)
    expect([...valuesOf(trace.submitMs)]).toEqual([0, 60_000, 540_000])
    expect([...valuesOf(trace.runMs)]).toEqual([1_800_000, 3_600_000, 30_000])
    expect([...valuesOf(trace.processors)]).toEqual([1, 16, 2])
    expect([...valuesOf(trace.ends ?? new Float64Array(0))]).toEqual([TRACE_END.failed, TRACE_END.completed, TRACE_END.cancelled])
    expect(trace.warnings).toEqual([['PHILLY_ORDER', lineOf('b'), 1], ['PHILLY_MISSING', lineOf('c'), 1], ['PHILLY_NOT_RUN', lineOf('d'), 1], ['PHILLY_NEGATIVE', lineOf('e'), 1], ['PHILLY_NO_GPU', lineOf('f'), 1]])
    expect([...valuesOf(read(text, rules({ stripNodeFailures: true })).runMs)]).toEqual([1_200_000, 3_600_000, 30_000])
    expect(importTrace(text, rules({ onBadLine: 'fail' }))).toMatchObject({ ok: false, error: [{ code: 'PHILLY_ORDER' }, { code: 'PHILLY_MISSING' }, { code: 'PHILLY_NEGATIVE' }] })
  })

  test('the same on one line, an object a line, and in chunks of any size', () => {
    const plain = read(text)
    for (const other of [JSON.stringify(JOBS), JOBS.map(each => JSON.stringify(each)).join('\r\n')]) expect({ ...read(other), warnings: [] }).toEqual({ ...plain, warnings: [] })
    const bytes = new TextEncoder().encode(`\uFEFF${text.replaceAll('u-Pass', 'ü{"漢')}`.replaceAll('ü{"', 'ü{\\"'))
    const whole = all(readTrace(rules()), bytes, bytes.length)
    for (const size of [1, 7, 4095]) expect(all(readTrace(rules()), bytes, size)).toEqual(whole)
    expect(whole.ok && whole.value.table.submitMs.length).toBe(3)
  })

  test('a file that breaks off, a quote that is missing and text between jobs take no other job along', () => {
    expect(read(text.slice(0, text.indexOf('"jobid": "g"'))).warnings.slice(-1)).toEqual([['PHILLY_TRUNCATED', lineOf('g'), 1]])
    const broken = read(text.replace('"jobid": "a"', '"jobid": "a').replace('},\n {\n  "status": "Killed"', '},\n oh no\n {\n  "status": "Killed"'))
    expect(broken.submitMs).toHaveLength(2)
    expect(broken.warnings).toContainEqual(['PHILLY_LINE', lineOf('a'), 2])
  })

  test('50,000 jobs leave nothing behind but typed columns; an object without end is given up', () => {
    const reader = readTrace(rules())
    const bytes = new TextEncoder().encode(`${JSON.stringify(JOBS[0])},`)
    reader.push(new TextEncoder().encode('['))
    for (let i = 0; i < 50_000; i++) reader.push(bytes)
    reader.push(new TextEncoder().encode(`{"jobid": "${'x'.repeat(5_000_000)}`))
    reader.push(new TextEncoder().encode('"}]'))
    const result = reader.end()
    expect(result.ok && [result.value.table.submitMs.length, result.value.warnings.map(({ code, count }) => [code, count])]).toEqual([50_000, [['PHILLY_LINE', 1]]])
  })
})

describe('Parquet tables of jobs', () => {
  const file = (bytes: Uint8Array) => ({ byteLength: bytes.length, slice: (from: number, to?: number) => Promise.resolve(bytes.slice(from < 0 ? bytes.length + from : from, to).buffer) })
  const table = { submit_time: [0n, 60n, 120n, 30n], duration: [10n, -5n, 0n, 600n], gpu_num: [8n, 4n, 2n, 1n] }
  const columns = { submit: 'submit_time', run: 'duration', accelerators: 'gpu_num', unit: 's' } as const

  test('rows of all groups by their columns', async () => {
    const result = await readJobParquet(file(parquetOf(table, 2)), rules({ columns }))
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    const { submitMs, runMs, processors } = result.value.table
    expect([submitMs, runMs, processors].map(column => [...valuesOf(column)])).toEqual([[0, 30_000], [10_000, 600_000], [8, 1]])
    expect(result.value.warnings.map(({ code, line }) => [code, line])).toEqual([['PARQUET_NEGATIVE', 2], ['PARQUET_NOT_RUN', 3]])
  })

  test('without columns, with a wrong one, or broken: told, not thrown', async () => {
    expect(await readJobParquet(file(parquetOf(table, 2)), rules())).toMatchObject({ ok: false, error: [{ code: 'PARQUET_COLUMNS' }] })
    expect(await readJobParquet(file(parquetOf(table, 2)), rules({ columns: { ...columns, run: 'wall' } }))).toMatchObject({ ok: false, error: [{ code: 'PARQUET_COLUMN' }] })
    expect(await readJobParquet(file(parquetOf(table, 2).slice(0, 60)), rules({ columns }))).toMatchObject({ ok: false, error: [{ code: 'PARQUET_FILE' }] })
  })
})

test('formats are recognised by their content, each by one importer', () => {
  expect(traceImporters.filter(({ sniff }) => sniff(SACCT)).map(({ id }) => id)).toEqual(['sacct'])
  expect(importTrace('a,b\n1,2\n')).toMatchObject({ ok: false, error: [{ code: 'TRACE_FORMAT' }] })
})

describe('requests of the Azure traces', () => {
  const requests = (text: string, policy: 'skip' | 'clip' | 'fail' = 'skip') => {
    const reader = readRequests(policy)
    reader.push(new TextEncoder().encode(text))
    return reader.end()
  }
  const HEAD = 'TIMESTAMP,ContextTokens,GeneratedTokens\n'

  test('the forms of 2023 and 2024; wrong lines by reason', () => {
    const text = `${HEAD}2024-05-10 00:00:01.009930+00:00,100,10\n2024-05-10 00:00:00.509930+00:00,200,20\n2024-05-10 00:00:02,5,5\n2024-05-10 00:00:03+00:00,-1,5\n2024-05-10 00:00:04+00:00,7\n`
    const result = requests(text)
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    expect([...result.value.table.arrivalMs]).toEqual([0, 500])
    expect([...result.value.table.promptTokens]).toEqual([200, 100])
    expect(result.value.warnings.map(({ code, line }) => [code, line])).toEqual([['AZURE_ORDER', 3], ['AZURE_ZONE', 4], ['AZURE_TOKENS', 5], ['AZURE_LINE', 6]])
    expect(requests(text, 'fail')).toMatchObject({ ok: false, error: [{ code: 'AZURE_ORDER' }, { code: 'AZURE_ZONE' }, { code: 'AZURE_TOKENS' }, { code: 'AZURE_LINE' }] })
    const none = requests(`${HEAD}2024-05-10 00:00:01+00:00,0,10\n2024-05-10 00:00:02+00:00,200,0\n2024-05-10 00:00:03+00:00,7,5\n`)
    if (!none.ok) throw new Error(JSON.stringify(none.error))
    expect([...none.value.table.promptTokens, none.value.table.leftOut]).toEqual([7, 2])
    expect(none.value.warnings).toMatchObject([{ code: 'AZURE_NO_TOKENS', line: 2, count: 2 }])
    expect(requests(`${HEAD}2024-05-10 00:00:01+00:00,0,10\n`, 'clip')).toMatchObject({ ok: true, value: { table: { promptTokens: Uint32Array.of(1) } } })
    expect(requests('a,b\n')).toMatchObject({ ok: false, error: [{ code: 'REQUESTS_FORMAT' }] })
    expect(requests(HEAD)).toMatchObject({ ok: false, error: [{ code: 'AZURE_EMPTY' }] })
  })
})

describeWithShared('Azure LLM inference traces of 2023', 'data/azure-llm-2023', folder => {
  const percentile = (sorted: Uint32Array, p: number): number => {
    const at = p * (sorted.length - 1)
    const low = Math.floor(at)
    return Math.round(sorted[low] + (at - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]))
  }
  const mean = (values: Uint32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

  test.each([
    ['code', 8819, 3436, 2047.8, 1469, 5188, 27.88, 13, 173],
    ['conv', 19_366, 3502, 1154.7, 1020, 2735, 211.1, 129, 1.2],
  ])('%s: requests, span, tokens and the irregularity of arrivals as published', (name, count, spanS, promptMean, promptMedian, promptP90, outputMean, outputMedian, cv2) => {
    const reader = readRequests('fail')
    reader.push(gunzipSync(readFileSync(join(folder, `AzureLLMInferenceTrace_${name}.csv.gz`))))
    const result = reader.end()
    if (!result.ok) throw new Error(JSON.stringify(result.error))
    const { arrivalMs, promptTokens, outputTokens } = result.value.table
    const [prompts, outputs] = [promptTokens.toSorted(), outputTokens.toSorted()]
    expect(arrivalMs).toHaveLength(count)
    expect(arrivalMs[count - 1] / 1000).toBeCloseTo(spanS, -0.5)
    expect(mean(prompts)).toBeCloseTo(promptMean, 1)
    expect(mean(outputs)).toBeCloseTo(outputMean, 1)
    expect([percentile(prompts, 0.5), percentile(prompts, 0.9), percentile(outputs, 0.5)]).toEqual([promptMedian, promptP90, outputMedian])
    const gaps = Float64Array.from({ length: count - 1 }, (_, i) => arrivalMs[i + 1] - arrivalMs[i])
    const gap = gaps.reduce((sum, value) => sum + value, 0) / gaps.length
    expect(gaps.reduce((sum, value) => sum + (value - gap) ** 2, 0) / gaps.length / gap / gap).toBeCloseTo(cv2, cv2 > 10 ? -1 : 1)
  })
})
