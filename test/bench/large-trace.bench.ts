/** Traces of a gigabyte, made while they are read: memory of the whole process, by what is kept of a line. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type BenchRow, printTable } from './bench.ts'
import type { LargeTrace } from './large-trace.ts'

const GIGABYTE = 1_000_000_000
const NAMES = { swf: 'jobs in SWF', requests: 'requests one by one', demand: 'requests as the demand of a service' } as const

function rowOf(form: keyof typeof NAMES): BenchRow {
  const run = JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'large-trace.ts'), form, String(GIGABYTE)], { encoding: 'utf8' })) as LargeTrace
  return { name: `1 GB of ${NAMES[form]}`, value: `${run.rows.toLocaleString('en')} rows in ${run.seconds.toFixed(0)} s, ${run.peakMB.toFixed(0)} MB at most (${run.beforeMB.toFixed(0)} MB before)` }
}

export const benchLargeTraces = (): BenchRow[] => (Object.keys(NAMES) as (keyof typeof NAMES)[]).map(rowOf)

if (process.argv[1]?.endsWith('large-trace.bench.ts')) printTable(benchLargeTraces())
