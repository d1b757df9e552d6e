/** The charts of a finished run with their data, for whoever draws one by its name. */
import { efficiencyParts } from '../analysis/efficiency-parts.ts'
import type { Row } from '../analysis/reduce.ts'
import type { Report } from '../analysis/report.ts'
import { DAY_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import { cashFlowData, costStackData, levelData, profitData, requestData, tenantData, tenantUseData, zoneAvailabilityData } from '../charts/account-data.ts'
import type { BridgeData } from '../charts/chart-data.ts'
import type { ChartDefinition, Frame, Rows } from '../charts/chart.ts'
import { heatFlowData, powerFlowData } from '../charts/flow-data.ts'
import { bindingData, capacityData, fanData, powerData, serviceData, wattData, weeklyData } from '../charts/data.ts'
import { charts } from '../charts/index.ts'
import { carbonData, failureData, jobGanttData, loadDurationData, networkLoadData, powerStackData, queueData, temperatureData, weatherData } from '../charts/operations-data.ts'
import type { Mark } from '../charts/mark.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

/** Charts that are told by what a run records. */
export const RECORDED_CHARTS: ReadonlySet<string> = new Set([charts.zoneAvailability, charts.temperatureMap, charts.networkLoad, charts.jobGantt, charts.pueByWeather, charts.wueByWeather].map(({ id }) => id))

export interface ChartPicture {
  readonly id: string
  readonly label: string
  draw(frame: Frame): Mark
  /** What is drawn, as a table; left out where the answer to a question is drawn. */
  rows?(): Rows
}

function picture<D>(chart: ChartDefinition<D>, data: D, id = chart.id, label = chart.label): ChartPicture {
  return { id, label, draw: frame => chart.layout(data, frame), rows: () => chart.rows(data) }
}

export const bridgePicture = (data: BridgeData): ChartPicture => picture(charts.ledgerBridge, data)

const whereAny = (has: boolean, of: () => ChartPicture[]): ChartPicture[] => (has ? of() : [])

/** What an hour costs, and how money moves where any does. */
function moneyPictures({ money, manifest: { replications } }: Report): ChartPicture[] {
  return [
    picture(charts.costStack, costStackData(money, replications)),
    picture(charts.costByLevel, levelData(money, replications)),
    picture(charts.cashFlow, cashFlowData(money, replications)),
    ...whereAny(money.revenue.length > 0, () => [picture(charts.profitByYear, profitData(money, replications))]),
  ]
}

/** Of replication 0. */
function efficiencyPictures(scenario: Scenario, first: RunResult): ChartPicture[] {
  const { replications, byYear, byLoad, byBlock, hours, pueWeekly, waterWeekly } = efficiencyParts(scenario, [first])
  return [
    picture(charts.pueByYear, { rows: byYear, replications }),
    picture(charts.pueByLoad, { rows: byLoad, replications }),
    picture(charts.pueByBlock, { rows: byBlock, replications }),
    picture(charts.pueByWeek, pueWeekly),
    picture(charts.coolingHours, { rows: hours, replications }),
    picture(charts.waterByWeek, waterWeekly),
  ]
}

/** Of replication 0, whose logs tell temperatures, loads and jobs where it was recorded. */
function operationsPictures(scenario: Scenario, first: RunResult): ChartPicture[] {
  return [
    picture(charts.powerStack, powerStackData([first])),
    picture(charts.loadDuration, loadDurationData([first])),
    picture(charts.powerFlow, powerFlowData([first])),
    picture(charts.heatFlow, heatFlowData(scenario, [first])),
    picture(charts.pueByWeather, weatherData(first, 'pue')),
    picture(charts.wueByWeather, weatherData(first, 'wue')),
    picture(charts.temperatureMap, temperatureData(scenario, first)),
    picture(charts.carbon, carbonData([first])),
    picture(charts.queue, queueData([first])),
    picture(charts.jobGantt, jobGanttData(first)),
    picture(charts.failurePareto, failureData([first])),
    picture(charts.networkLoad, networkLoadData(first)),
  ]
}

/** Charts that one scenario has data for; those of services once for each, as `serving:<id>`. `weekly` is the utilisation of every replication, `rows` their records. */
export function pictures(scenario: Scenario, first: RunResult, weekly: readonly (readonly number[])[], report: Report, rows: readonly Row[]): ChartPicture[] {
  const [watts, zones] = [wattData(scenario, first), zoneAvailabilityData(first)]
  return [
    picture(charts.ledgerWaterfall, { rows: report.ledger }),
    picture(charts.capacityByDate, capacityData(first)),
    picture(charts.utilisation, weeklyData(first, weekly, report.summary.sustainedUtilisation, report.sustainedOf)),
    ...whereAny(rows.length > 0, () => [picture(charts.quantileFan, fanData(rows))]),
    picture(charts.power, powerData(first)),
    picture(charts.binding, bindingData(first)),
    ...(watts === null ? [] : [picture(charts.wattsPerAccelerator, watts)]),
    ...efficiencyPictures(scenario, first),
    ...operationsPictures(scenario, first),
    ...moneyPictures(report),
    ...whereAny(first.tenants !== undefined, () => [picture(charts.tenantHours, tenantData(scenario, first)), picture(charts.tenantUse, tenantUseData(first))]),
    ...whereAny(report.runs.length > 0, () => [picture(charts.modelRuns, { startDay: first.startDay, endDay: first.startDay + first.horizonMs / DAY_MS, rows: report.runs })]),
    ...whereAny(first.services !== undefined, () => [picture(charts.serviceRequests, requestData([first]))]),
    ...(first.services ?? []).map(service => picture(charts.serving, serviceData(first, service), `${charts.serving.id}:${service.id}`, `${charts.serving.label} ${service.id}`)),
    ...(zones === null ? [] : [picture(charts.zoneAvailability, zones)]),
  ]
}
