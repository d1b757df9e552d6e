/** Recorded traces through the scheduler: the whole process, from its start to its end, bundled as the command line is. */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BenchRow, median, printTable } from './bench.ts'
import type { SwfRun } from './swf-run.ts'

const TRACE = join(process.env.NAMEPLATE_SHARED ?? join(import.meta.dirname, '..', '..', '..', 'shared'), 'oracles', 'swf', 'KTH-SP2.reqprocs.swf.gz')
const BUDGETS: readonly (readonly [policy: string, seconds?: number])[] = [['fifo'], ['easy-backfill', 1], ['conservative'], ['priority']]

function rowOf(script: string, policy: string, budget: number | undefined): BenchRow {
  const runs = [1, 2, 3].map(() => {
    const from = performance.now()
    const run = JSON.parse(execFileSync(process.execPath, [script, TRACE, policy], { encoding: 'utf8' })) as SwfRun
    return { ...run, seconds: (performance.now() - from) / 1000 }
  })
  const cpuSeconds = median(runs.map(run => run.cpuSeconds))
  const value = `${cpuSeconds.toFixed(2)} s of processor time (${median(runs.map(run => run.seconds)).toFixed(2)} s by the clock), ${runs[0].peakMB.toFixed(0)} MB, mean wait ${runs[0].meanWaitS.toFixed(1)} s`
  return { name: `KTH-SP2, ${runs[0].jobs.toLocaleString('en')} jobs, ${policy}, whole process`, value, ...(budget === undefined ? {} : { budget: `≤ ${budget} s`, pass: cpuSeconds <= budget }) }
}

export function benchScheduling(): BenchRow[] {
  if (!existsSync(TRACE)) return [{ name: 'KTH-SP2', value: 'left out: ../shared/oracles/swf is absent' }]
  const folder = mkdtempSync(join(tmpdir(), 'swf-'))
  const script = join(folder, 'swf-run.mjs')
  const bundler = join(import.meta.dirname, '..', '..', 'node_modules', '.bin', 'rolldown')
  try {
    execFileSync(bundler, [join(import.meta.dirname, 'swf-run.ts'), '--file', script, '--platform', 'node', '--minify'], { stdio: 'ignore' })
    return BUDGETS.map(([policy, budget]) => rowOf(script, policy, budget))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

if (process.argv[1]?.endsWith('scheduling.bench.ts')) printTable(benchScheduling())
