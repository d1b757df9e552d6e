/** The charts of a finished run with their data, for whoever draws one by its name. */
import type { Report } from '../analysis/report.ts'
import type { RunResult } from '../results/run-result.ts'
import type { ChartDefinition, Frame } from '../charts/chart.ts'
import { bindingData, capacityData, powerData, serviceData, weeklyData } from '../charts/data.ts'
import { charts } from '../charts/index.ts'
import type { Mark } from '../charts/mark.ts'

const DAY_MS = 86_400_000

export interface ChartPicture {
  readonly id: string
  readonly label: string
  draw(frame: Frame): Mark
}

function picture<D>(chart: ChartDefinition<D>, data: D, id = chart.id, label = chart.label): ChartPicture {
  return { id, label, draw: frame => chart.layout(data, frame) }
}

/** Charts that one scenario has data for; those of services once for each, as `serving:<id>`. `weekly` is the utilisation of every replication. */
export function pictures(first: RunResult, weekly: readonly (readonly number[])[], report: Report): ChartPicture[] {
  return [
    picture(charts.ledgerWaterfall, { rows: report.ledger }),
    picture(charts.capacityByDate, capacityData(first)),
    picture(charts.utilisation, weeklyData(first, weekly, report.summary.sustainedUtilisation)),
    picture(charts.power, powerData(first)),
    picture(charts.binding, bindingData(first)),
    ...(report.runs.length === 0 ? [] : [picture(charts.modelRuns, { startDay: first.startDay, endDay: first.startDay + first.horizonMs / DAY_MS, rows: report.runs })]),
    ...(first.services ?? []).map(service => picture(charts.serving, serviceData(first, service), `${charts.serving.id}:${service.id}`, `${charts.serving.label} ${service.id}`)),
  ]
}
