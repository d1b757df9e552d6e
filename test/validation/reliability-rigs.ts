/** Runs behind the rows of reliability: whole sites with one job, technicians and nodes as queues, and their closed forms. */
import { exponential } from '../../src/base/variates.ts'
import { type Distribution, lognormalFromMeanMedian, sample } from '../../src/base/distribution.ts'
import { entityKey, PURPOSE, rootKey, uniform } from '../../src/base/rng.ts'
import { createTechnicians } from '../../src/engine/facility/crew.ts'
import { createKernel, Phase } from '../../src/engine/kernel/kernel.ts'
import { createState } from '../../src/engine/kernel/state.ts'
import { createSimulation } from '../../src/engine/simulation.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { FAULT_CLASSES, FAULT_PRESETS } from '../../src/scenario/catalog/fault-classes.ts'
import { INSTANT_CURE, makeSite } from '../engine/faults/site.ts'
import { HOUR_MS } from '../engine/world.ts'
import { mustLoad, shippedText } from '../scenario/support/files.ts'
import { RUNS } from './table.ts'

const ALL = Number.MAX_SAFE_INTEGER

/** What one run of a job told. */
export interface JobRun {
  readonly interruptions: number
  /** Share of the time of its accelerators that was useful. */
  readonly effective: number
}

type Sets = Readonly<Record<string, string>>

/** The scenario of the Llama 3 run with values of one's own. */
export function trainingScenario(set: Sets = {}, option?: string): Scenario {
  const flags = Object.entries(set).map(([path, value]) => ({ path, value }))
  return mustLoad(shippedText('frontier-training-54d.yaml'), { set: flags, ...(option === undefined ? {} : { option }) }).scenario
}

/** Runs a scenario with one job of `accelerators` from the first to the last day of its horizon. */
export function jobRun(scenario: Scenario, seed: number, accelerators: number): JobRun {
  const simulation = createSimulation(scenario, { weather: null }, { seed, replication: 0, record: false })
  simulation.run(simulation.horizonMs, ALL)
  const { counts, ledger } = simulation.result()
  const bucket = (code: string): number => {
    const at = ledger.buckets.findIndex(row => row.code === code)
    let sum = 0
    for (let window = 0; window < ledger.windowCount; window++) sum += ledger.acceleratorMs[window * ledger.buckets.length + at]
    return sum
  }
  return { interruptions: counts.jobInterruptions, effective: bucket('P') / (accelerators * simulation.horizonMs) }
}

/** Service times of mean 1 with squared coefficients of variation 0, 1/2, 1, 4 and 16. */
export const SERVICES: Readonly<Record<string, { readonly c2: number; readonly at: (u: number, v: number) => number }>> = {
  deterministic: { c2: 0, at: () => 1 },
  'Erlang-2': { c2: 0.5, at: (u, v) => exponential(u, 0.5) + exponential(v, 0.5) },
  exponential: { c2: 1, at: u => exponential(u, 1) },
  // Balanced means: p = (1 + √(3/5)) / 2, rates 2p and 2(1 − p).
  'hyperexponential-2': { c2: 4, at: (u, v) => (v < 0.8872983346 ? exponential(u, 1 / 1.7745966692) : exponential(u, 1 / 0.2254033308)) },
  lognormal: { c2: 16, at: u => sample(LOGNORMAL_16, u) },
}
/** Mean 1 and median 1/√17. */
const LOGNORMAL_16: Distribution = lognormalFromMeanMedian(1, 1 / Math.sqrt(17))

const SERVICE_MS = 10 * HOUR_MS

/** What batches of a queue waited on average, in services, and what they drew less what is expected: gap, service, squared service. */
export interface QueueBatches {
  readonly waits: number[]
  readonly draws: number[][]
}

export interface QueueSpec {
  readonly servers: number
  /** Offered load, in servers busy on average. */
  readonly load: number
  readonly service: (u: number, v: number) => number
  /** Squared coefficient of variation of services. */
  readonly c2: number
  readonly requests: number
}

/** Technicians with Poisson requests, by batch of requests; one batch before the others fills the queue. */
export function queueBatches({ servers, load, service, c2, requests }: QueueSpec, seed: number): QueueBatches {
  const state = createState()
  const kernel = createKernel(state)
  const key = entityKey(rootKey(seed, 0), 'one-server')
  const size = Math.floor(requests / (RUNS + 1))
  const sums = Array.from({ length: RUNS + 1 }, () => ({ wait: 0, gap: 0, service: 0, squared: 0 }))
  const askedMs = new Float64Array(requests)
  const whole = (x: number): number => Math.max(1, Math.round(x))
  const done = kernel.command('test.done', Phase.repair, () => crew.release())
  const crew = createTechnicians(state, kernel, { pool: servers, entities: 0 }, entity => {
    const takes = service(uniform(key, PURPOSE.repair, entity), uniform(key, PURPOSE.component, entity))
    const batch = sums[Math.floor(entity / size)]
    if (batch !== undefined) {
      batch.wait += (kernel.now - askedMs[entity]) / SERVICE_MS
      batch.service += takes
      batch.squared += takes * takes
    }
    kernel.schedule(done, entity, kernel.now + whole(takes * SERVICE_MS))
  })
  const ask = kernel.command('test.ask', Phase.arrival, entity => {
    askedMs[entity] = kernel.now
    crew.request(entity, 0)
    if (entity + 1 === requests) return
    const gap = exponential(uniform(key, PURPOSE.arrival, entity), 1)
    const batch = sums[Math.floor(entity / size)]
    if (batch !== undefined) batch.gap += gap
    kernel.schedule(ask, entity + 1, kernel.now + whole((gap * SERVICE_MS) / load))
  })
  kernel.schedule(ask, 0, 0)
  kernel.run(ALL, ALL)
  // The first batch fills the queue.
  const used = sums.slice(1)
  return { waits: used.map(({ wait }) => wait / size), draws: used.map(each => [each.gap / size - 1, each.service / size - 1, each.squared / size - (1 + c2)]) }
}

/** Machines down on average with so many units and crews; failure and repair rates of one, exponential (birth and death in closed form). */
export function machinesDown(units: number, crews: number, failure: number, repair: number): number {
  let weight = 1
  let total = 1
  let down = 0
  for (let n = 1; n <= units; n++) {
    weight *= ((units - n + 1) * failure) / (Math.min(n, crews) * repair)
    total += weight
    down += n * weight
  }
  return down / total
}

/** The same with nodes and technicians of the engine: nodes down on average, and faults in a batch less what is expected of it, by batch of `hours`. */
export function nodesDownBatches(units: number, crews: number, failuresPerHour: number, repairHours: number, hours: number, seed: number): { readonly down: number[]; readonly draws: number[][] } {
  const only = Object.fromEntries(FAULT_CLASSES.map(({ id }) => [id, id === 'ssd' ? { autoFix: 0 } : { weight: 0 }]))
  const rateFactor = (failuresPerHour * 24_000) / FAULT_PRESETS['llama-3'].ratePer1000NodeDays
  const site = makeSite({
    world: { seed, racksPerBlock: 1, nodesPerRack: units, acceleratorsPerNode: 8, horizonMs: 1e15 }, racks: [{ count: 1 }],
    faults: { ...INSTANT_CURE, classes: only, rateFactor, technicians: crews, repair: { exponential: `${repairHours} h` } },
  })
  site.expose(true)
  site.kernel.run(hours * HOUR_MS, ALL)
  const totals = (): { downMs: number; faults: number } => site.faults.summary().reduce((sum, row) => ({ downMs: sum.downMs + row.downMs, faults: sum.faults + row.count }), { downMs: 0, faults: 0 })
  const batches = Array.from({ length: RUNS }, () => {
    const before = totals()
    const fromMs = site.kernel.now
    site.kernel.run(fromMs + hours * HOUR_MS, ALL)
    const after = totals()
    const spanMs = site.kernel.now - fromMs
    const downMs = after.downMs - before.downMs
    // Faults less those that the hazard of the nodes that were up lets expect: a martingale, zero on average.
    return { down: downMs / spanMs, excess: (after.faults - before.faults) / (failuresPerHour * hours) - (units - downMs / spanMs) }
  })
  return { down: batches.map(({ down }) => down), draws: batches.map(({ excess }) => [excess]) }
}
