/** From finished runs to what the charts draw. */
import { capacityLevels } from '../analysis/capacity.ts'
import { average, quantile } from '../analysis/estimate.ts'
import { firstWeekWindow, weeklyUtilisation } from '../analysis/figures.ts'
import { firmSupplyW, mainRack, type WattCurve, wattCurve } from '../analysis/watts-per-accelerator.ts'
import { civilFromDays, daysFromCivil } from '../base/civil-date.ts'
import { DAY_MS } from '../base/spans.ts'
import type { ReplicationRow } from '../results/replication.ts'
import type { RunResult } from '../results/run-result.ts'
import { CLOCK_FREE_SHARE } from '../scenario/rack-power.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { type Figure, isEstimate } from '../results/summary.ts'
import type { ServiceColumns } from '../results/services.ts'
import type { BindingData, BindingPeriod, CapacityData, FanData, FanMonth, PowerData, ServiceData, SlipPoint, UtilisationData } from './chart-data.ts'

const windowDays = (run: RunResult): number => run.ledger.windowMs / DAY_MS
const endDay = (run: RunResult): number => run.startDay + run.horizonMs / DAY_MS
const series = (run: RunResult, id: string): Float64Array => run.series.find(candidate => candidate.id === id)?.values ?? new Float64Array(run.ledger.windowCount)

export const capacityData = (run: RunResult): CapacityData => ({ startDay: run.startDay, windowDays: windowDays(run), endDay: endDay(run), levels: capacityLevels(run.ledger) })

/** As far as is simulated: a run under way has windows for what is still to come. */
export function serviceData(run: RunResult, service: ServiceColumns): ServiceData {
  const { windowCount } = run.ledger
  const windows = Object.fromEntries(Object.entries(service.windows).map(([item, values]) => [item, values.subarray(0, windowCount)])) as unknown as ServiceColumns['windows']
  return { startDay: run.startDay, windowDays: windowDays(run), endDay: endDay(run), service: { ...service, windows } }
}

export function powerData(run: RunResult): PowerData {
  const grid = series(run, 'grid')
  const generation = series(run, 'generation')
  return { startDay: run.startDay, windowDays: windowDays(run), endDay: endDay(run), siteKWh: grid.map((kWh, i) => kWh + generation[i]), itKWh: series(run, 'it'), peakW: series(run, 'peakSite') }
}

export const utilisationData = (runs: readonly RunResult[], sustained: Figure, sustainedOf: string): UtilisationData =>
  weeklyData(runs[0], runs.map(run => weeklyUtilisation(run, run.contractStartMs)), sustained, sustainedOf)

/** The same of replications that were reduced to their weeks from contract start on. */
export function weeklyData(first: RunResult, weekly: UtilisationData['weekly'], sustained: Figure, sustainedOf: string): UtilisationData {
  return {
    startDay: first.startDay,
    endDay: endDay(first),
    firstDay: first.startDay + firstWeekWindow(first, first.contractStartMs) * windowDays(first),
    weekly,
    sustained: isEstimate(sustained) ? sustained.mean : null,
    sustainedOf,
    rampEndDay: first.startDay + first.rampEndMs / DAY_MS,
  }
}

/** Calendar months of the simulated time with the share of the contract by gate. */
export function bindingData(run: RunResult): BindingData {
  const periods: BindingPeriod[] = []
  const end = endDay(run)
  const reached = run.startDay + run.ledger.windowCount * windowDays(run)
  for (let from = run.startDay; from < reached; ) {
    const { year, month } = civilFromDays(from)
    const to = Math.min(end, month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1))
    periods.push({ fromDay: from, toDay: to, shares: gateShares(run, from, to) })
    from = to
  }
  return { startDay: run.startDay, endDay: end, periods }
}

function gateShares(run: RunResult, fromDay: number, toDay: number): number[] {
  const { ledger } = run
  const shares = new Array<number>(11).fill(0)
  const first = Math.floor((fromDay - run.startDay) / windowDays(run))
  const last = Math.min(ledger.windowCount, Math.ceil((toDay - run.startDay) / windowDays(run)))
  let contracted = 0
  for (let window = first; window < last; window++) {
    contracted += ledger.contractedMs[window]
    ledger.buckets.forEach(({ gate }, bucket) => {
      shares[gate] += ledger.acceleratorMs[window * ledger.buckets.length + bucket]
    })
  }
  return contracted === 0 ? shares.fill(0) : shares.map(ms => ms / contracted)
}

/** One point of the response curve from the figures of its replications. */
export function slipPoint(slipMonths: number, mean: readonly number[], sustained: readonly number[]): SlipPoint {
  const finite = sustained.filter(Number.isFinite)
  return { slipMonths, low: Math.min(...mean), middle: average(mean), high: Math.max(...mean), sustained: finite.length === sustained.length && finite.length > 0 ? average(finite) : null }
}

/** The question which watt for the main rack of a site and its firm supply; the overheads are those of the run's blocks. */
export function wattData(scenario: Scenario, run: RunResult): WattCurve | null {
  const rack = mainRack(scenario)
  if (rack === undefined || run.capacity.length === 0) return null
  const itW = run.capacity.reduce((sum, { spaceW }) => sum + spaceW, 0)
  const overheadW = run.capacity.reduce((sum, { spaceW, overheadFraction }) => sum + spaceW * overheadFraction, 0)
  const overheadFraction = itW === 0 ? 0 : overheadW / itW
  return wattCurve({ rack, feedW: firmSupplyW(scenario), overheadFraction, planned: run.acceleratorCount, clockFreeShare: CLOCK_FREE_SHARE.training })
}

/** Months of the replications as quantiles over them, each month for itself. */
export function fanData(rows: readonly Pick<ReplicationRow<object>, 'months'>[]): FanData {
  const [first] = rows
  if (first === undefined) return { months: [], replications: 0 }
  const { firstYear, firstMonth, contracted } = first.months
  const dayOf = (month: number): number => daysFromCivil(firstYear + Math.floor((firstMonth - 1 + month) / 12), ((firstMonth - 1 + month) % 12) + 1, 1)
  const months = contracted.map((promised, at): FanMonth => {
    const sorted = rows.map(({ months: { productive } }) => productive[at] ?? 0).sort((a, b) => a - b)
    const of = (p: number): number => quantile(sorted, p)
    const { year, month } = civilFromDays(dayOf(at))
    return { month: `${year}-${String(month).padStart(2, '0')}`, fromDay: dayOf(at), toDay: dayOf(at + 1), contracted: promised, p5: of(0.05), p10: of(0.1), p25: of(0.25), p50: of(0.5), p75: of(0.75), p90: of(0.9), p95: of(0.95) }
  })
  return { months, replications: rows.length }
}
