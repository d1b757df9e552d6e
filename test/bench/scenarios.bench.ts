/** Whole simulations: how long one replication takes on one core, and how much memory its process needs. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type BenchRow, median, printTable } from './bench.ts'
import type { OneRun } from './one-run.ts'

interface Budget {
  /** Left out where another row has it. */
  readonly seconds?: number
  readonly peakMB: number
}

const oneRun = (name: string): OneRun => JSON.parse(execFileSync(process.execPath, [join(import.meta.dirname, 'one-run.ts'), name], { encoding: 'utf8' })) as OneRun

function rowsOf(name: string, runs: readonly OneRun[], budget: Budget): BenchRow[] {
  const [{ events, jobs, accelerators }] = runs
  const seconds = median(runs.map(run => run.seconds))
  const coreSeconds = median(runs.map(run => run.coreSeconds))
  const cpuSeconds = median(runs.map(run => run.cpuSeconds))
  const peakMB = Math.max(...runs.map(run => run.peakMB))
  const size = `${accelerators.toLocaleString('en')} accelerators, ${jobs.toLocaleString('en')} jobs`
  return [
    { name: `${name}: ${size}`, value: `${coreSeconds.toFixed(1)} s of one core (${cpuSeconds.toFixed(1)} s with compiler and collector threads, ${seconds.toFixed(1)} s by the clock), ${(events / coreSeconds / 1e6).toFixed(2)} M events/s`, ...(budget.seconds === undefined ? {} : { budget: `≤ ${budget.seconds} s`, pass: coreSeconds <= budget.seconds }) },
    { name: `${name}: peak memory of the process`, value: `${peakMB.toFixed(0)} MB`, budget: `≤ ${budget.peakMB} MB`, pass: peakMB <= budget.peakMB },
  ]
}

export function benchScenarios(): BenchRow[] {
  return [
    // Its time has a budget in the browser's worker.
    ...rowsOf('dallas-100mw, one replication in Node', [1, 2, 3].map(() => oneRun('dallas-100mw')), { peakMB: 512 }),
    ...rowsOf('phoenix-1gw, physical half, ten years', [oneRun('physical-half')], { seconds: 5, peakMB: 512 }),
    ...rowsOf('two years, all domains', [oneRun('million-jobs')], { seconds: 15, peakMB: 512 }),
  ]
}

if (process.argv[1]?.endsWith('scenarios.bench.ts')) printTable(benchScenarios())
