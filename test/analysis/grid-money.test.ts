import { expect, test } from 'vitest'
import { gridServiceRows } from '../../src/analysis/grid-money.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import type { Scenario } from '../../src/scenario/schema/scenario.ts'
import { gridSection } from '../../src/scenario/schema/grid.ts'

const YEAR_MS = 31_557_600_000

test('20 MW interruptible for three of four years at 30 USD/kW-year, half of it firm in the last; reservation and penalties', () => {
  const grid = gridSection.parse({
    feeds: {
      main: {
        capacity: '30 MW', interruptible: '20 MW', energised: '2027-01-01', reservation: '100 kUSD', curtailment: { trigger: { process: 'heat' } },
        steps: [{ capacity: '10 MW', interruptible: '-10 MW', energised: '2029-01-01' }],
      },
    },
  })
  const run = {
    horizonMs: 4 * YEAR_MS,
    milestones: [1, 3].map(year => ({ name: 'Feed main energised', atMs: year * YEAR_MS, plannedMs: 0, block: -1 })),
    series: [{ id: 'curtailmentPenalty', label: '', unit: 'USD', values: Float64Array.of(500, 0, 250) }],
  } as unknown as RunResult
  const rows = gridServiceRows({ grid } as unknown as Scenario, run)
  expect(rows.map(({ id, usd }) => [id, usd])).toEqual([['gridReservation', 100_000], ['curtailmentCredit', -(20_000 * 3 - 10_000) * 30], ['curtailmentPenalty', 750]])
  expect(gridServiceRows({ grid: gridSection.parse({}) } as unknown as Scenario, { ...run, series: [] })).toEqual([])
})
