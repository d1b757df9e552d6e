/** The allocation planner: flows of a week against cuts, and a plan worked out by hand. */
import { describe, expect, test } from 'vitest'
import { assuredWeeks, type PoolWeeks } from '../../src/analysis/allocation/delivery.ts'
import { allocationPlan } from '../../src/analysis/allocation/plan.ts'
import { createWeekFlow } from '../../src/analysis/allocation/week-flow.ts'
import { buildReport } from '../../src/analysis/report.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { handRun, type Window } from './runs.ts'
import { oneRack } from './site.ts'

/** Most that the first demands can have together: the least cut over sets of them (Ford–Fulkerson). */
function mostTogether(capacity: readonly number[], allowed: readonly (readonly number[])[], wanted: readonly number[]): number {
  let least = Infinity
  for (let set = 0; set < 1 << wanted.length; set++) {
    const reached = new Set(allowed.flatMap((pools, at) => ((set >> at) & 1 ? pools : [])))
    const outside = wanted.reduce((sum, amount, at) => ((set >> at) & 1 ? sum : sum + amount), 0)
    least = Math.min(least, outside + capacity.reduce((sum, amount, pool) => (reached.has(pool) ? sum + amount : sum), 0))
  }
  return least
}

describe('one week', () => {
  test('who came first gives way in a pool, not in amount', () => {
    const flow = createWeekFlow([10, 10], [[0, 1], [0]])
    expect([flow.take(0, 10), flow.possible(1, 99), flow.take(1, 8), flow.left(0), flow.left(1)]).toEqual([10, 10, 8, 0, 2])
  })

  test.each([1, 2, 3])('seed %d: in any order the first so many get what any plan could give them together', seed => {
    let state = seed * 7919
    const draw = (below: number): number => (state = (state * 48_271) % 2_147_483_647) % below
    for (let round = 0; round < 60; round++) {
      const pools = 1 + draw(4)
      const capacity = Array.from({ length: pools }, () => draw(30))
      const allowed = Array.from({ length: 1 + draw(6) }, () => Array.from({ length: pools }, (_, pool) => pool).filter(() => draw(2) === 0))
      const wanted = allowed.map(() => draw(25))
      const flow = createWeekFlow(capacity, allowed)
      let sum = 0
      wanted.forEach((amount, at) => {
        sum += flow.take(at, amount)
        expect(sum).toBeCloseTo(mostTogether(capacity, allowed.slice(0, at + 1), wanted.slice(0, at + 1)), 9)
      })
      expect(capacity.reduce((all, amount, pool) => all + amount - flow.left(pool), 0)).toBeCloseTo(sum, 9)
    }
  })
})

const weeksOf = (count: number, of: (week: number) => number): PoolWeeks[] => [{ site: '', model: 'GB200', usdPerHour: 0.1, days: 181, weeks: Array.from({ length: count }, (_, week) => of(week)) }]

/** One rack from 1 January 2029 on; half a year is two quarters of 90 and 91 days, in thirteen weeks each, the last of the first a day short. */
function scenarioOf(tenants: Record<string, unknown>, more: Record<string, string> = {}): Scenario {
  const scenario = oneRack({ ...more, tenants: JSON.stringify(tenants) })
  return scenario
}

describe('a plan of two quarters', () => {
  // 60 accelerators, but 40 in weeks 3 and 4 of the first quarter.
  const pools = [weeksOf(26, week => (week === 3 || week === 4 ? 40 : 60))]
  const plan = allocationPlan(scenarioOf({
    lab: { priority: 'high', commitments: [{ accelerators: 30 }] },
    school: { commitments: [{ accelerators: 20 }] },
    cheap: { asks: [{ accelerators: 40, price: '1 USD/h' }] },
    dear: { asks: [{ accelerators: 8, price: '3 USD/h', from: '2029-04-01' }] },
    loss: { asks: [{ accelerators: 1, price: '0.05 USD/h' }] },
  }), pools)
  if (plan === null) throw new Error('no plan')

  test('the lower class is short in the weeks that fall short, and only it', () => {
    expect(plan.firm.map(row => [row.tenant, row.quarter, row.shortWeeks, row.worstShort, row.shortGpuHours])).toEqual([
      ['lab', '2029-Q1', 0, 0, 0], ['school', '2029-Q1', 2, 10, 2 * 10 * 168],
      ['lab', '2029-Q2', 0, 0, 0], ['school', '2029-Q2', 0, 0, 0],
    ])
    expect(plan.shortages.map(row => [row.tenant, row.week, row.short])).toEqual([['school', '2029-01-22', 10], ['school', '2029-01-29', 10]])
  })

  test('asks get what holds in all weeks of the quarter, the dearest first, none below the cost of power', () => {
    expect(plan.asked.map(row => [row.tenant, row.quarter, row.promised])).toEqual([
      ['cheap', '2029-Q1', 0], ['loss', '2029-Q1', 0],
      ['dear', '2029-Q2', 8], ['cheap', '2029-Q2', 2], ['loss', '2029-Q2', 0],
    ])
    expect(plan.asked.find(({ tenant }) => tenant === 'dear')?.marginUsd).toBeCloseTo(8 * 91 * 24 * 2.9, 6)
    expect(plan.pools.map(row => [row.quarter, row.least, row.free])).toEqual([['2029-Q1', 40, 0], ['2029-Q2', 60, 0]])
  })

  test('overselling promises more than there is', () => {
    const oversold = allocationPlan(scenarioOf({ lab: { commitments: [{ accelerators: 66 }] } }, { 'scheduler.oversell': '1.1' }), [weeksOf(13, () => 60)])
    expect(oversold?.firm[0]).toMatchObject({ shortWeeks: 0 })
    expect(allocationPlan(scenarioOf({ lab: { commitments: [{ accelerators: 66 }] } }), [weeksOf(13, () => 60)])?.firm[0]).toMatchObject({ shortWeeks: 13, worstShort: 6 })
  })

  test('what is counted on is what nine in ten replications have', () => {
    const runs = Array.from({ length: 10 }, (_, run) => weeksOf(1, () => 100 - run))
    expect(assuredWeeks(runs, 0.9)[0].weeks).toEqual([92])
    expect(assuredWeeks(runs, 1)[0].weeks).toEqual([91])
    expect(assuredWeeks(runs.slice(0, 1), 0.9)[0].weeks).toEqual([100])
  })

  test('files that promise nothing have no plan', () => {
    expect(allocationPlan(oneRack(), [[]])).toBeNull()
  })
})

test('a report has the plan of its runs: allocatable accelerators by week', () => {
  const half: Window = { P: 24 * 36, 'L5.repair': 24 * 36 }
  const whole: Window = { P: 24 * 72 }
  const run = handRun({ windows: Array.from({ length: 21 }, (_, day) => (day < 7 ? half : whole)) })
  const scenario = scenarioOf({ lab: { commitments: [{ accelerators: 50 }] } })
  const report = buildReport({ scenario, option: null, scenarioHash: '', inputHashes: {}, issues: [] }, [run])
  expect(report.allocation?.pools[0]).toMatchObject({ least: 36 })
  expect(report.allocation?.firm[0]).toMatchObject({ tenant: 'lab', weeks: 3, shortWeeks: 1, worstShort: 14 })
})
