// Scenarios and runs for the tests of the app: those that ship, and runs written by hand.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunResult } from '../../src/results/run-result.ts'
import { BUCKETS, bucketIndex } from '../../src/scenario/buckets.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { repositoryRoot } from '../fixtures.ts'

export const DAY_MS = 86_400_000

export const scenarioText = (id: string): string => readFileSync(join(repositoryRoot, 'scenarios', `${id}.yaml`), 'utf8')

export function shippedScenario(id: string, option?: string): Scenario {
  const { scenario, issues } = loadScenario(scenarioText(id), { option })
  if (scenario === undefined) throw new Error(`${id} does not load: ${issues.map(issue => issue.message).join(', ')}`)
  return scenario
}

/** A run with one window a day; `days` gives accelerator-days by bucket code, the rest of ten contracted accelerators is productive. */
export function handRun(days: readonly Readonly<Record<string, number>>[], more: Partial<RunResult> = {}): RunResult {
  const acceleratorMs = new Float64Array(days.length * BUCKETS.length)
  const contractedMs = new Float64Array(days.length).fill(10 * DAY_MS)
  days.forEach((lost, day) => {
    let left = 10
    for (const [code, accelerators] of Object.entries(lost)) {
      acceleratorMs[day * BUCKETS.length + bucketIndex(code)] = Math.round(accelerators * DAY_MS)
      left -= accelerators
    }
    acceleratorMs[day * BUCKETS.length + bucketIndex('P')] = Math.round(left * DAY_MS)
  })
  return {
    seed: 1,
    replication: 0,
    horizonMs: days.length * DAY_MS,
    startDay: 0,
    acceleratorCount: 10,
    rampEndMs: 0,
    contractStartMs: 0,
    ledger: { windowMs: DAY_MS, windowCount: days.length, buckets: BUCKETS, acceleratorMs, contractedMs, generations: [''], acceptedMs: contractedMs, horizonMemoMs: '0', discardedMs: '0', maskMs: [], maskPeriods: { windows: 1, acceleratorMs: new Float64Array(0) } },
    series: [],
    milestones: [],
    incidents: [],
    energy: { gridWms: '3600000000000', generationWms: '0', itWms: '3000000000000', mechanicalWms: '0', lossWms: '0', fuelWms: '0', busbarWms: '0', waterL: 0 },
    onSite: { standbyWms: '0', upsWms: '0', plantWms: '0', solarWms: '0', storageOutWms: '0', storageInWms: '0', dieselWms: '0', gasWms: '0', emergencyH: 0, testH: 0, responseH: 0, violationH: 0, fineUsd: 0 },
    efficiency: [],
    water: { sources: [], tankStartUg: '0', tankEndUg: '0', evaporatedUg: '0', blowdownUg: '0', driftUg: '0' },
    counts: { jobsQueued: 0, jobsStarted: 0, jobsCompleted: 0, jobsWithdrawn: 0, jobInterruptions: 0, jobsOnTimeShare: NaN, waitMsMean: 0, waitMsP95: 0, nodeFaults: 0, events: 0, sloAttainment: NaN, p95LatencyMs: NaN, tokensServed: 0 },
    metering: { periods: [], months: [], intervalsWms: new Float64Array(0) },
    logs: [],
    equipment: [],
    capacity: [],
    stateHash: '',
    ...more,
  }
}
