/** One replication of a scenario in a process of its own, for its time and its memory: prints a line of JSON. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createSimulation } from '../../src/engine/simulation.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { MILLION_JOBS } from './million-jobs.ts'

/** What the run of one process measured. */
export interface OneRun {
  /** By the clock on the wall. */
  readonly seconds: number
  /** Of processor time; other programs on the machine do not count. */
  readonly cpuSeconds: number
  readonly events: number
  readonly jobs: number
  readonly accelerators: number
  readonly peakMB: number
}

const shipped = (name: string): string => readFileSync(join(import.meta.dirname, '..', '..', 'scenarios', name), 'utf8')

const TEXTS: Readonly<Record<string, () => string>> = { 'dallas-100mw': () => shipped('dallas-100mw.yaml'), 'million-jobs': () => MILLION_JOBS }

function measure(name: string): OneRun {
  const { scenario, issues } = loadScenario(TEXTS[name](), { file: name })
  if (scenario === undefined) throw new Error(JSON.stringify(issues))
  const from = performance.now()
  const cpuFrom = process.cpuUsage()
  const simulation = createSimulation(scenario, { weather: null }, { seed: scenario.seed, replication: 0, record: false })
  simulation.run(simulation.horizonMs, Infinity)
  const { counts, acceleratorCount } = simulation.result()
  const { user, system } = process.cpuUsage(cpuFrom)
  return { seconds: (performance.now() - from) / 1000, cpuSeconds: (user + system) / 1e6, events: counts.events, jobs: counts.jobsQueued, accelerators: acceleratorCount, peakMB: process.resourceUsage().maxRSS / 1024 }
}

const [, , name] = process.argv
if (name in TEXTS) console.log(JSON.stringify(measure(name)))
