import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../src/engine/simulation.ts'
import { conditionHolds } from '../../src/engine/condition-holds.ts'
import { whatDiffers } from '../../src/engine/same-past.ts'
import { runFigures } from '../../src/analysis/figures.ts'
import { resultHash } from '../../src/results/result-hash.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { readCondition } from '../../src/scenario/contingent/condition.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { SITE_WITH_DECISIONS } from './site-with-decisions.ts'

const DAY_MS = 86_400_000

function scenario(option?: string, decideOn?: string): Scenario {
  const loaded = loadScenario(SITE_WITH_DECISIONS, { option, decideOn })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(({ path, message }) => `${path} ${message}`).join('\n'))
  return loaded.scenario
}

const simulate = (of: Scenario, replication: number): Simulation => createSimulation(of, { weather: null }, { seed: of.seed, replication, record: false })

function finish(simulation: Simulation): RunResult {
  expect(simulation.run(simulation.horizonMs, Infinity)).toBe('until')
  return simulation.result()
}

const base = scenario()
const energisedMs = ({ milestones }: RunResult): number => milestones.find(({ name }) => name === 'Feed street energised')?.atMs ?? Infinity
const without = [0, 1, 2].map(replication => finish(simulate(base, replication)))

describe('an option that waits for what happens', () => {
  const bridge = scenario('bridge')
  const decisionMs = 23 * DAY_MS
  const runs = [0, 1, 2].map(replication => finish(simulate(bridge, replication)))

  test('is taken exactly where its condition came true, and where it did not the run is the one without it, bit by bit', () => {
    const late = without.map(run => energisedMs(run) > decisionMs)
    // Both futures occur, so that the test is one.
    expect(new Set(late).size).toBe(2)
    expect(runs.map(({ decision }) => decision)).toEqual(late.map(isTaken => ({ option: 'bridge', atMs: decisionMs, isTaken })))
    runs.forEach((run, replication) => {
      if (!late[replication]) expect(resultHash([run])).toBe(resultHash([without[replication]]))
    })
  })

  test('leaves the past as it was and brings its engines after the decision', () => {
    const taken = runs.findIndex(({ decision }) => decision?.isTaken === true)
    const [run, before] = [runs[taken], without[taken]]
    const windows = decisionMs / run.ledger.windowMs
    const width = run.ledger.buckets.length
    expect(run.ledger.acceleratorMs.slice(0, windows * width)).toEqual(before.ledger.acceleratorMs.slice(0, windows * width))
    for (const series of before.series) expect(run.series.find(({ id }) => id === series.id)?.values.slice(0, windows), series.id).toEqual(series.values.slice(0, windows))
    expect(whatDiffers(before, run, decisionMs)).toBeUndefined()
    expect(whatDiffers(before, run, run.horizonMs)).toBeDefined()
    expect(run.milestones.find(({ name }) => name === 'Generation bridge in service')?.atMs).toBe(27 * DAY_MS)
    // Who is not asked to pay for engines does not.
    const other = runs.findIndex(({ decision }) => decision?.isTaken === false)
    expect(runFigures(bridge, runs[other]).totalCostUsd).toBe(runFigures(base, without[other]).totalCostUsd)
    expect(runFigures(bridge, run).totalCostUsd).not.toBe(runFigures(base, before).totalCostUsd)
  })

  test('a straight run equals one restored before, at and after the decision', () => {
    const taken = runs.findIndex(({ decision }) => decision?.isTaken === true)
    for (const [option, atMs] of [['bridge', 10 * DAY_MS], ['bridge', decisionMs + 5 * DAY_MS], ['people', 40 * DAY_MS]] as const) {
      const straight = simulate(scenario(option), taken)
      straight.run(atMs, Infinity)
      const restored = simulate(scenario(option), taken)
      restored.restore(structuredClone(straight.snapshot()))
      expect(resultHash([finish(restored)]), `${option} at ${atMs}`).toBe(resultHash([finish(straight)]))
    }
    // In slices of a few events, in the middle of the past that is compared too.
    const sliced = simulate(bridge, taken)
    let restored = 0
    while (sliced.run(sliced.horizonMs, 997) === 'yield') {
      if (sliced.nowMs() !== decisionMs || restored > 0) continue
      sliced.restore(sliced.snapshot())
      restored += 1
    }
    expect(restored).toBe(1)
    expect(resultHash([sliced.result()])).toBe(resultHash([runs[taken]]))
  })

  test('people who come at the decision repair from then on', () => {
    const run = finish(simulate(scenario('people'), 0))
    expect(run.decision?.isTaken).toBe(true)
    expect(whatDiffers(without[0], run, 35 * DAY_MS)).toBeUndefined()
    const waiting = ({ ledger }: RunResult): number => {
      const bucket = ledger.buckets.findIndex(({ code }) => code === 'L5.waitTech')
      return ledger.acceleratorMs.reduce((sum, ms, at) => (at % ledger.buckets.length === bucket && at >= 36 * ledger.buckets.length ? sum + ms : sum), 0)
    }
    expect(waiting(without[0])).toBeGreaterThan(0)
    expect(waiting(run)).toBeLessThan(waiting(without[0]) / 4)
  })

  test('changes with dates and changes at the decision go together', () => {
    const run = finish(simulate(scenario('both'), 1))
    expect(whatDiffers(without[1], run, 19 * DAY_MS)).toBeUndefined()
    expect(run.milestones.find(({ name }) => name === 'Generation bridge in service')?.atMs).toBe(27 * DAY_MS)
  })

  test('an option that would change the past is refused, with what and when', () => {
    expect(() => finish(simulate(scenario('backdated'), 0))).toThrow(/changes the past: the contract of 2027-01-05/u)
  })

  test('decided a week later, its dates are a week later', () => {
    const later = finish(simulate(scenario('both', '2027-01-27'), 1))
    expect(later.decision?.atMs).toBe(26 * DAY_MS)
    expect(later.milestones.find(({ name }) => name === 'Generation bridge in service')?.atMs).toBe(34 * DAY_MS)
  })
})

test('conditions read the state of the day', () => {
  const run = without[0]
  const at = (text: string): boolean => {
    const condition = readCondition(text)
    if (!condition.ok) throw new Error(condition.error.message)
    return conditionHolds(condition.value, base, run, (condition.value.day - base.horizon.start) * DAY_MS)
  }
  const day = Math.ceil(energisedMs(run) / DAY_MS) + 1
  const date = (offset: number): string => `2027-${offset < 31 ? `01-${String(offset + 1).padStart(2, '0')}` : `02-${String(offset - 30).padStart(2, '0')}`}`
  expect([at(`grid.feeds.street energised by ${date(day)}`), at(`grid.feeds.street energised by ${date(day - 2)}`)]).toEqual([true, false])
  expect([at(`blocks.hall not energised by 2027-01-06`), at('energisedBlocks >= 1 by 2027-02-28')]).toEqual([true, true])
  expect([at('energisedAccelerators > 140 by 2027-02-28'), at('energisedAccelerators > 0 by 2027-01-08'), at('siteMW > 0.05 MW by 2027-02-28')]).toEqual([true, false, true])
  // Nothing is contracted yet, so there is no share of it.
  expect([at('utilisation < 1 by 2027-01-04'), at('utilisation < 1 by 2027-01-08'), at('lossShare{bucket: L2} > 90 % by 2027-01-08')]).toEqual([false, true, true])
})
