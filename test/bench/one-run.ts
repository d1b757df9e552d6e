/** One replication of a scenario in a process of its own, for its time and its memory: prints a line of JSON. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setUpV8 } from '../../src/cli/v8-settings.ts'
import { createSimulation } from '../../src/engine/simulation.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { campusOf, FULL, FULL_JOBS } from './million-jobs.ts'
import { physicalHalf } from './physical-half.ts'

/** What the run of one process measured. */
export interface OneRun {
  /** By the clock on the wall. */
  readonly seconds: number
  /** Processor time of the thread that runs the engine: what one core does, whatever else the machine is busy with. */
  readonly coreSeconds: number
  /** Processor time of the whole process, compiler and collector threads included. */
  readonly cpuSeconds: number
  readonly events: number
  readonly jobs: number
  readonly accelerators: number
  readonly peakMB: number
}

const shipped = (name: string): string => readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', name), 'utf8')

const TEXTS: Readonly<Record<string, () => string>> = {
  'dallas-100mw': () => shipped('dallas-100mw.yaml'),
  'physical-half': physicalHalf,
  'tenth-of-a-million-jobs': () => campusOf({ end: '2027-03-15', jobs: 100_000 }),
  'million-jobs': () => campusOf(),
  'three-million-jobs': () => campusOf({ end: '2033-01-01', jobs: 3_000_000 }),
  'million-jobs-in-full': () => campusOf({ scheduler: FULL, extra: FULL_JOBS }),
  'million-accelerators': () => campusOf({ blocks: 80, end: '2027-03-15' }),
}

const sumOf = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1e6

function measure(name: string): OneRun {
  // As the command line does.
  setUpV8()
  const { scenario, issues } = loadScenario(TEXTS[name](), { file: name })
  if (scenario === undefined) throw new Error(JSON.stringify(issues))
  const from = performance.now()
  const cpuFrom = process.cpuUsage()
  const threadFrom = process.threadCpuUsage()
  const simulation = createSimulation(scenario, { weather: null }, { seed: scenario.seed, replication: 0, record: false })
  simulation.run(simulation.horizonMs, Infinity)
  const { counts, acceleratorCount } = simulation.result()
  const seconds = (performance.now() - from) / 1000
  return { seconds, coreSeconds: sumOf(process.threadCpuUsage(threadFrom)), cpuSeconds: sumOf(process.cpuUsage(cpuFrom)), events: counts.events, jobs: counts.jobsQueued, accelerators: acceleratorCount, peakMB: process.resourceUsage().maxRSS / 1024 }
}

const [, , name] = process.argv
if (name in TEXTS) console.log(JSON.stringify(measure(name)))
