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

/** One campus for 73 days, two and six years: time grows with the jobs. */
function jobGrowth(): BenchRow[] {
  const [tenth, whole, triple] = ['tenth-of-a-million-jobs', 'million-jobs', 'three-million-jobs'].map(oneRun)
  const perJob = ({ coreSeconds, jobs }: OneRun): string => `${((coreSeconds / jobs) * 1e6).toFixed(1)} µs a job`
  return [
    ...rowsOf('73 days, all domains', [tenth], { peakMB: 512 }),
    ...rowsOf('two years, all domains', [whole], { seconds: 15, peakMB: 512 }),
    ...rowsOf('six years, all domains', [triple], { peakMB: 768 }),
    { name: 'time a job at 0.1, 1 and 3 million jobs', value: [tenth, whole, triple].map(perJob).join(', '), ratio: `${(triple.coreSeconds / triple.jobs / (whole.coreSeconds / whole.jobs)).toFixed(2)} × from 1 to 3 million` },
  ]
}

export function benchScenarios(): BenchRow[] {
  return [
    // Its time has a budget in the browser's worker.
    ...rowsOf('dallas-100mw, one replication in Node', [1, 2, 3].map(() => oneRun('dallas-100mw')), { peakMB: 512 }),
    ...rowsOf('phoenix-1gw, physical half, ten years', [oneRun('physical-half')], { seconds: 5, peakMB: 512 }),
    ...jobGrowth(),
    ...rowsOf('two years, priorities, preemption, shared nodes, datastore', [oneRun('million-jobs-in-full')], { seconds: 15, peakMB: 512 }),
    ...rowsOf('73 days, all domains', [oneRun('million-accelerators')], { seconds: 30, peakMB: 1024 }),
  ]
}

if (process.argv[1]?.endsWith('scenarios.bench.ts')) printTable(benchScenarios())
