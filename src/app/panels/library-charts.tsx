/** Every chart of a finished run beyond those of the first look, by what it is about; data are worked out once one is shown. */
import { useMemo } from 'react'
import { monthlyValues } from '../../analysis/reduce.ts'
import { DAY_MS } from '../../base/spans.ts'
import { zoneAvailabilityData } from '../../charts/account-data.ts'
import { cellsHeight } from '../../charts/cells.ts'
import type { ChartDefinition } from '../../charts/chart.ts'
import { fanData } from '../../charts/data.ts'
import { heatFlowData, powerFlowData } from '../../charts/flow-data.ts'
import { charts } from '../../charts/index.ts'
import { carbonData, failureData, jobGanttData, loadDurationData, networkLoadData, powerStackData, queueData, temperatureData, weatherData } from '../../charts/operations-data.ts'
import type { RunResult } from '../../results/run-result.ts'
import { runsOf, type Study } from '../state/run.ts'
import { ChartCard } from './chart-card.tsx'
import type { TimeSpan } from './crosshair.tsx'

export const LIBRARY_GROUPS = ['Power', 'Cooling and water', 'Jobs and network', 'Faults and zones', 'Carbon', 'Spread over runs'] as const
export type LibraryGroup = (typeof LIBRARY_GROUPS)[number]

export interface LibraryChart {
  readonly id: string
  readonly label: string
  readonly group: LibraryGroup
  /** Stands among the efficiencies as well. */
  readonly isOfEfficiency: boolean
  draw(source: string): React.ReactNode
}

const HEIGHT = { time: 230, two: 290, flow: 280, rows: 320, most: 460 } as const

interface CardProps<D> {
  readonly chart: ChartDefinition<D>
  readonly study: Study
  readonly dataOf: (runs: readonly RunResult[]) => D
  readonly height: number | ((data: D) => number)
  readonly source: string
  readonly isOverTime: boolean
}

/** A card that works its data out when it is shown. */
function StudyCard<D>({ chart, study, dataOf, height, source, isOverTime }: CardProps<D>): React.ReactNode {
  const runs = runsOf(study)
  // The data follow from the study alone.
  const data = useMemo(() => dataOf(runsOf(study)), [study, dataOf])
  const [first] = runs
  const span: TimeSpan = { startDay: first.startDay, endDay: first.startDay + first.horizonMs / DAY_MS }
  return <ChartCard chart={chart} data={data} height={typeof height === 'number' ? height : Math.min(HEIGHT.most, height(data))} source={source} {...(isOverTime ? { span } : {})} />
}

interface Choice {
  readonly isOfEfficiency?: boolean
  readonly isOverTime?: boolean
}

// What a chart takes from runs is said once, so that cards know when it has changed.
const ofRuns = { powerStack: powerStackData, loadDuration: loadDurationData, powerFlow: powerFlowData, queue: queueData, failures: failureData, carbon: carbonData }
const jobs = ([first]: readonly RunResult[]) => jobGanttData(first)
const network = ([first]: readonly RunResult[]) => networkLoadData(first)
const pue = ([first]: readonly RunResult[]) => weatherData(first, 'pue')
const wue = ([first]: readonly RunResult[]) => weatherData(first, 'wue')
const zones = ([first]: readonly RunResult[]) => zoneAvailabilityData(first) ?? { horizonH: 0, zones: [] }
const fan = (runs: readonly RunResult[]) => fanData(runs.map(run => ({ months: monthlyValues(run) })))

/** In the order of their groups; none before the first window. */
export function libraryCharts(study: Study): LibraryChart[] {
  if (runsOf(study).length === 0) return []
  const { scenario } = study
  const heat = (runs: readonly RunResult[]) => heatFlowData(scenario, runs)
  const temperatures = ([first]: readonly RunResult[]) => temperatureData(scenario, first)
  const of = <D,>(group: LibraryGroup, chart: ChartDefinition<D>, dataOf: (runs: readonly RunResult[]) => D, height: CardProps<D>['height'], { isOfEfficiency = false, isOverTime = false }: Choice = {}): LibraryChart => ({
    id: chart.id, label: chart.label, group, isOfEfficiency,
    draw: source => <StudyCard chart={chart} study={study} dataOf={dataOf} height={height} source={source} isOverTime={isOverTime} />,
  })
  return [
    of('Power', charts.powerStack, ofRuns.powerStack, HEIGHT.time, { isOverTime: true }),
    of('Power', charts.loadDuration, ofRuns.loadDuration, HEIGHT.time),
    of('Power', charts.powerFlow, ofRuns.powerFlow, HEIGHT.flow, { isOfEfficiency: true }),
    of('Cooling and water', charts.heatFlow, heat, HEIGHT.flow, { isOfEfficiency: true }),
    of('Cooling and water', charts.pueByWeather, pue, HEIGHT.two, { isOfEfficiency: true }),
    of('Cooling and water', charts.wueByWeather, wue, HEIGHT.two, { isOfEfficiency: true }),
    of('Cooling and water', charts.temperatureMap, temperatures, data => cellsHeight(data.rows.length), { isOfEfficiency: true }),
    of('Jobs and network', charts.queue, ofRuns.queue, HEIGHT.time, { isOverTime: true }),
    of('Jobs and network', charts.jobGantt, jobs, HEIGHT.rows),
    of('Jobs and network', charts.networkLoad, network, data => cellsHeight(data.rows.length)),
    of('Faults and zones', charts.failurePareto, ofRuns.failures, HEIGHT.rows),
    of('Faults and zones', charts.zoneAvailability, zones, HEIGHT.two),
    of('Carbon', charts.carbon, ofRuns.carbon, HEIGHT.two, { isOverTime: true, isOfEfficiency: true }),
    of('Spread over runs', charts.quantileFan, fan, HEIGHT.time),
  ]
}
