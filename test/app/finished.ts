/** Results of a short run of the small scenario, and a merged sweep made of them, for tests of what opens such files. */
import { reduceRun } from '../../src/analysis/reduce.ts'
import { FIGURE_TEXTS } from '../../src/analysis/figure-text.ts'
import { SEAL } from '../../src/exchange/seal.ts'
import { writeSweep } from '../../src/exchange/sweep-parquet.ts'
import { sealed } from '../../src/cli/sweep/sealed.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { createSession } from '../../src/runner/session.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { scenarioText } from './scenarios.ts'

interface Finished {
  readonly scenario: Scenario
  readonly hash: string
  readonly runs: readonly RunResult[]
}

const UNTIL_MS = 400 * 86_400_000

let finished: Promise<Finished> | undefined

async function simulated(): Promise<Finished> {
  const text = scenarioText('quickstart')
  const { scenario, hash } = loadScenario(text)
  if (scenario === undefined) throw new Error('the small scenario has errors')
  const session = createSession()
  const runs: RunResult[] = []
  for (const replication of [0, 1]) {
    const outcome = await session.run({ source: { text, file: 'plan.yaml', option: null, set: [] }, inputs: { weather: null }, seed: null, replication, untilMs: UNTIL_MS, record: replication === 0, stream: false }, null)
    if (outcome.status !== 'finished') throw new Error(outcome.status)
    runs.push(outcome.result)
  }
  return { scenario, hash, runs }
}

/** Two replications, the first with its change logs; simulated once for all tests. */
export const finishedRuns = (): Promise<Finished> => (finished ??= simulated())

/** A sealed Parquet file of two points; `shard` makes it one shard of several. */
export async function sweepBytes(shard?: string): Promise<Uint8Array<ArrayBuffer>> {
  const { scenario, hash, runs } = await finishedRuns()
  const plan = { format: 1, engine: 'nameplate 0.1.0', scenario: scenario.name, scenarioHash: hash, axes: [{ path: 'seed' }, { path: 'name' }], design: 'grid', seed: 1, option: null, set: [] }
  const rows = [['1', 'a'], ['3', 'b']].flatMap((values, point) => runs.map(run => ({ label: `point ${point}`, values, row: reduceRun(scenario, run, point) })))
  const notes = { plan: JSON.stringify(plan), source: scenarioText('quickstart'), ...(shard === undefined ? {} : { shard }), seal: SEAL }
  return new Uint8Array(sealed(writeSweep({ axes: ['seed', 'name'], figures: Object.keys(FIGURE_TEXTS), rows, notes })))
}

