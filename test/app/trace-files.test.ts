/** Traces of jobs and requests that are opened or dropped: read in pieces for the entries that name them, told, and found by the run. */
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { tablesFor, useTables } from '../../src/app/state/tables.ts'
import { isTraceFile, readAgain, stillMissing, takeTrace, traceIssues } from '../../src/app/state/trace-files.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { scenarioText } from './scenarios.ts'

const workload = `workload:
  - {id: log, source: trace, file: traces/jobs.swf, replay: feedback}
  - {id: again, source: trace, file: traces/jobs.swf}
  - {id: table, source: trace, file: jobs.csv, columns: {submit: at, run: took, accelerators: gpus}}
  - {id: chat, source: inference, requests: {file: traces/conv.csv.gz}}
`
const text = scenarioText('quickstart').replace(/^workload:.*\n(?: .*\n)+/mu, workload)
const { scenario } = loadScenario(text)
if (scenario === undefined) throw new Error('the scenario does not load')
const keys = () => tablesFor(scenario, useTables.getState(), {})

const SWF = `1 0 0 3600 4 -1 -1 4 7200 -1 1 1 1 -1 -1 -1 -1 -1\n2 60 0 600 8 -1 -1 8 900 -1 1 1 1 -1 -1 -1 1 30\nbroken\n`
const REQUESTS = 'TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:17:03.9799600,4808,10\n2023-11-16 18:17:04.0319600,3180,8\n2023-11-16 18:18:04.0319600,-1,8\n'

describe('trace files of a page', () => {
  test('are asked for until they are open, each once for every way in which it is read', async () => {
    expect(['jobs.swf', 'jobs.csv', 'conv.csv.gz', 'other.swf', 'other.csv'].map(name => isTraceFile(name, scenario))).toEqual([true, true, true, true, false])
    expect(keys().missing.map(({ path }) => path)).toEqual(['workload.log.file', 'workload.again.file', 'workload.table.file', 'workload.chat.requests.file'])
    const said = await takeTrace(new File([SWF], 'jobs.swf'), scenario)
    expect(said).toMatch(/^jobs\.swf is open: 2 jobs replayed, 1 line left out \(onBadLine: skip\); 1 lines with a wrong number of fields.* first in line 3; 2 jobs/u)
    expect(keys().missing.map(({ path }) => path)).toEqual(['workload.table.file', 'workload.chat.requests.file'])
    const traces = Object.values(keys().inputs.traces ?? {})
    expect(traces.map(({ links }) => links?.parents.length)).toEqual([1, undefined])
  })

  test('tables by their columns, and packed traces of requests with what was left out', async () => {
    expect(await takeTrace(new File(['at,took,gpus\n0,10,8\n5,10,0\n'], 'jobs.csv'), scenario)).toMatch(/^jobs\.csv is open: 1 job replayed, 1 line left out \(onBadLine: skip\); 1 jobs without accelerators/u)
    expect(await takeTrace(new File([gzipSync(REQUESTS)], 'conv.csv.gz'), scenario)).toMatch(/^conv\.csv\.gz is open: 2 requests replayed, 1 line left out \(onBadLine: skip\); 1 requests with negative or missing tokens/u)
    const { missing, inputs, key } = keys()
    expect(missing).toEqual([])
    expect(Array.from(inputs.requests?.['traces/conv.csv.gz'].minutes ?? [])).toEqual([2])
    await takeTrace(new File([gzipSync(`${REQUESTS}2023-11-16 18:18:04.0319600,7,8\n`)], 'conv.csv.gz'), scenario)
    expect(keys().key).not.toBe(key)
  })

  test('a file that cannot be read is refused with its reason, and what was open stays', async () => {
    expect(await takeTrace(new File([gzipSync('a,b\n')], 'conv.csv.gz'), scenario)).toMatch(/^conv\.csv\.gz: not read; 1 not a trace of requests.*, first in line 1$/u)
    expect(await takeTrace(new File(['hello\n'], 'jobs.csv'), scenario)).toMatch(/^jobs\.csv: .*has no column/u)
    expect(keys().missing).toEqual([])
  })

  test('what was found stands at the line that names the file; another policy reads the open file again', async () => {
    const name = 'again.swf'
    const of = (policy: string) => {
      const loaded = loadScenario(text.replace(/^workload:\n(?: .*\n)+/mu, `workload:\n  - {id: log, source: trace, file: a/${name}, onBadLine: ${policy}}\n`)).scenario
      if (loaded === undefined) throw new Error(policy)
      return loaded
    }
    const found = (policy: string) => traceIssues(of(policy), { 'workload.log.file': 7 }).map(({ severity, code, message, line }) => [severity, code, message, line])
    expect(await takeTrace(new File([`${SWF}3 -5 0 60 4 -1 -1 4 90 -1 1 1 1 -1 -1 -1 -1 -1\n`], name), scenario)).toMatch(/no entry of the workload names it yet/u)
    for (const policy of ['skip', 'clip', 'fail']) await readAgain(of(policy))
    expect(found('skip')[0]).toEqual(['warn', 'trace-summary', 'again.swf: 2 jobs replayed, 2 lines left out (onBadLine: skip)', 7])
    expect(found('skip').slice(1).map(([, code]) => code)).toEqual(['SWF_LINE', 'SWF_TIME'])
    // Put back to the begin of the trace, it comes after jobs that were submitted later.
    expect(found('clip')[0]).toEqual(['warn', 'trace-summary', 'again.swf: 3 jobs replayed, 1 line left out, 2 findings repaired or put in order (onBadLine: clip)', 7])
    expect(found('fail').map(([severity, code]) => [severity, code])).toEqual([['error', 'trace-summary'], ['error', 'SWF_LINE'], ['error', 'SWF_TIME']])
    const { missing } = tablesFor(of('fail'), useTables.getState(), {})
    expect([missing.length, stillMissing(missing, traceIssues(of('fail'), {})).length]).toEqual([1, 0])
  })
})
