/** What PUE is made of, by year, load and block; hours of cooling by mode; PUE and water by week. Means over replications, for charts. */
import { DAY_MS } from '../base/spans.ts'
import type { LoopHours } from '../results/efficiency.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { loadBinOf, type SiteEnergy, windowsGrouped, yearOf } from './efficiency.ts'
import { average } from './estimate.ts'
import { seriesValues } from './money.ts'

const WEEK_DAYS = 7

/** Energy for each unit of IT energy beyond it: what cooling took, and what was lost on the way. PUE is one more than their sum. */
export interface OverheadRow {
  readonly label: string
  readonly cooling: number
  readonly losses: number
}

export interface CoolingHoursRow extends LoopHours {
  readonly label: string
}

export interface WeeklyValues {
  readonly startDay: number
  readonly endDay: number
  /** One value a week from the start day on; NaN where there is none. */
  readonly values: readonly number[]
}

export interface EfficiencyParts {
  readonly replications: number
  readonly byYear: readonly OverheadRow[]
  readonly byLoad: readonly OverheadRow[]
  readonly byBlock: readonly OverheadRow[]
  readonly hours: readonly CoolingHoursRow[]
  /** Replication 0. */
  readonly pueWeekly: WeeklyValues
  /** m³, replication 0. */
  readonly waterWeekly: WeeklyValues
}

function overhead(label: string, energies: readonly SiteEnergy[]): OverheadRow {
  const known = energies.filter(({ it }) => it > 0)
  const cooling = known.map(({ mechanical, it }) => mechanical / it)
  const losses = known.map(({ site, mechanical, it }) => (site - mechanical - it) / it)
  return { label, cooling: average(cooling), losses: average(losses) }
}

function byKey(maps: readonly ReadonlyMap<number, SiteEnergy>[], labelOf: (key: number) => string): OverheadRow[] {
  const keys = [...new Set(maps.flatMap(map => [...map.keys()]))].sort((a, b) => a - b)
  return keys.map(key => overhead(labelOf(key), maps.flatMap(map => map.get(key) ?? [])))
}

function byBlock(runs: readonly RunResult[]): OverheadRow[] {
  return runs[0].efficiency.flatMap(({ label }, block) => {
    const energies = runs.map(run => {
      const { itWms, mechanicalWms, roomLossWms } = run.efficiency[block]
      const [it, mechanical, loss] = [Number(BigInt(itWms)), Number(BigInt(mechanicalWms)), Number(BigInt(roomLossWms))]
      return { it, mechanical, site: it + mechanical + loss }
    })
    return energies.some(({ it }) => it > 0) ? [overhead(label, energies)] : []
  })
}

function hoursOf(runs: readonly RunResult[]): CoolingHoursRow[] {
  return runs[0].efficiency.flatMap(({ label }, block) =>
    (['liquid', 'air'] as const).flatMap(loop => {
      const of = (key: keyof LoopHours): number => average(runs.map(run => run.efficiency[block][loop][key]))
      const row = { label: `${label}, ${loop}`, freeH: of('freeH'), partialH: of('partialH'), mechanicalH: of('mechanicalH') }
      return row.freeH + row.partialH + row.mechanicalH > 0 ? [row] : []
    }),
  )
}

/** Sums of windows by whole weeks, what is left of the last one included. */
function byWeek(run: RunResult, of: (window: number) => readonly [number, number], value: (sums: readonly [number, number]) => number): WeeklyValues {
  const perWeek = Math.max(1, Math.round((WEEK_DAYS * DAY_MS) / run.ledger.windowMs))
  const values: number[] = []
  for (let from = 0; from < run.ledger.windowCount; from += perWeek) {
    let first = 0
    let second = 0
    for (let window = from; window < Math.min(run.ledger.windowCount, from + perWeek); window++) {
      const [a, b] = of(window)
      first += a
      second += b
    }
    values.push(value([first, second]))
  }
  return { startDay: run.startDay, endDay: run.startDay + run.horizonMs / DAY_MS, values }
}

function pueWeekly(run: RunResult): WeeklyValues {
  const [grid, generation, storageOut, it] = ['grid', 'generation', 'storageOut', 'it'].map(id => seriesValues(run, id))
  return byWeek(run, window => [grid[window] + generation[window] - storageOut[window], it[window]], ([site, itKWh]) => (itKWh > 0 ? site / itKWh : NaN))
}

function waterWeekly(run: RunResult): WeeklyValues {
  const water = seriesValues(run, 'water')
  return byWeek(run, window => [water[window], 0], ([litres]) => litres / 1000)
}

/** At least one run; runs that have not come far yet count with what they have. */
export function efficiencyParts(scenario: Scenario, runs: readonly RunResult[]): EfficiencyParts {
  return {
    replications: runs.length,
    byYear: byKey(runs.map(run => windowsGrouped(run, window => yearOf(run, window))), String),
    byLoad: byKey(runs.map(run => windowsGrouped(run, loadBinOf(scenario, run))), bin => `${bin * 10}–${bin * 10 + 10}\u2009%`),
    byBlock: byBlock(runs),
    hours: hoursOf(runs),
    pueWeekly: pueWeekly(runs[0]),
    waterWeekly: waterWeekly(runs[0]),
  }
}
