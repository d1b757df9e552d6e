/** Half a year of what a meter said, with a gap. */
const measured = (startDay: number, level: number) => [{ label: 'Meter of the substation', fromDay: startDay, toDay: startDay + 1096, values: Array.from({ length: 156 }, (_, at) => (at < 30 || at > 60 || at === 45 ? NaN : level * (1 + (at % 5) / 40))) }]

/** A year of daily values under 360 pixels, with what a meter said in its first half. */
function longSeries(label = 'Site power'): SeriesData {
  const mean = Array.from({ length: 360 }, (_, at) => 20 + ((at * 7) % 31) / 10 + at / 60)
  const around = (by: number): number[] => mean.map(value => value + by)
  const measured = mean.map((value, at) => (at < 180 ? value + 0.6 : NaN))
  return { fromDay: MONDAY, toDay: MONDAY + 360, label, unit: 'MW', simulated: { label: 'simulated', low: around(-0.8), high: around(1.1), mean }, actuals: [{ label: 'Meter', low: measured, high: measured, mean: measured }], fit: 'CV(RMSE) 2.8\u2009%, NMBE +2.6\u2009% over 180 days' }
}

/** Every chart with every kind of data: what tests draw and what the playground shows. */
import type { ChartDefinition, Frame, Rows } from '../../src/charts/chart.ts'
import { bindingData, capacityData, powerData, serviceData, utilisationData } from '../../src/charts/data.ts'
import { charts } from '../../src/charts/index.ts'
import { coolingSchematicChart } from '../../src/charts/cooling-schematic.ts'
import { oneLineChart } from '../../src/charts/one-line.ts'
import type { Mark } from '../../src/charts/mark.ts'
import { failureData, jobGanttData, loadDurationData, networkLoadData, powerStackData, queueData, weatherData } from '../../src/charts/operations-data.ts'
import { series, type SeriesData } from '../../src/charts/series.ts'
import { scheduleChart } from '../../src/charts/schedule.ts'
import { handRun, MONDAY } from '../analysis/runs.ts'
import { CHAT, runOf, serviceOf } from '../analysis/runs-of-services.ts'
import { waterfallDay } from '../analysis/waterfall-day.ts'
import { ledgerBridge } from '../../src/analysis/ledger-bridge.ts'
import { ledgerRows } from '../../src/analysis/summarise.ts'
import { campus, contingency, oneLineData } from './one-line-samples.ts'
import * as operations from './operation-samples.ts'
import * as samples from './samples.ts'
import { scheduleData } from './schedule-samples.ts'
import { schematicData } from './schematic-samples.ts'
import { acceleratorLife, runLife } from './biography-samples.ts'

/** A chart with one set of data, whatever its type. */
export interface Case {
  /** `<id of the chart>: <what is drawn>`. */
  readonly title: string
  readonly id: string
  readonly label: string
  layout(frame: Frame): Mark
  rows(): Rows
  describe(): string
}

function drawing<D>(title: string, chart: ChartDefinition<D>, data: D): Case {
  return { title: `${chart.id}: ${title}`, id: chart.id, label: chart.label, layout: frame => chart.layout(data, frame), rows: () => chart.rows(data), describe: () => chart.describe(data) }
}

const nothing = handRun({ windows: [] })
const oneDay = handRun({ windows: [{ P: 10, 'L7.noDemand': 14 }] })
const uncontracted = handRun({ windows: Array.from({ length: 40 }, () => ({})), contractStartMs: 40 * 86_400_000, rampEndMs: 40 * 86_400_000 })
/** What a name from outside may hold. */
export const hostile = 'a <b> & "c"\u0000\u0007 \uD800 ]]> 🙂'
const MANY = 100_000
const serviceRun = runOf()
const twoBlocks = campus({ blocks: 2, systems: 3, itW: 12e6 })

/** Every chart with data of every kind: as a campus has it, none, one, very many, hostile. */
export const CASES: readonly Case[] = [
  drawing('a campus', charts.ledgerWaterfall, samples.waterfall()),
  drawing('T9.3', charts.ledgerWaterfall, { rows: ledgerRows([waterfallDay()]) }),
  drawing('nothing', charts.ledgerWaterfall, { rows: [] }),
  drawing('no contract', charts.ledgerWaterfall, { rows: ledgerRows([uncontracted]) }),
  drawing('hostile labels', charts.ledgerWaterfall, { rows: ledgerRows([oneDay]).map(row => ({ ...row, label: hostile })) }),
  drawing('a campus', charts.capacityByDate, samples.capacity()),
  drawing('a campus with measured values', charts.capacityByDate, { ...samples.capacity(), measured: measured(samples.capacity().startDay, 26_000) }),
  drawing('nothing', charts.capacityByDate, capacityData(nothing)),
  drawing('one window', charts.capacityByDate, capacityData(oneDay)),
  drawing('no contract', charts.capacityByDate, capacityData(uncontracted)),
  drawing('100,000 windows', charts.capacityByDate, samples.longCapacity(MANY)),
  drawing('a campus', charts.quarterUseful, samples.quarters()),
  drawing('power', charts.quarterPower, { replications: 1, quarters: samples.quarters().quarters.map(each => ({ ...each, p10: each.mean / 100, mean: each.mean / 100, p90: each.mean / 100, contracted: null })) }),
  drawing('nothing', charts.quarterPower, { replications: 0, quarters: [] }),
  drawing('nothing', charts.quarterUseful, { replications: 0, quarters: [] }),
  drawing('a campus', charts.utilisation, samples.utilisation()),
  drawing('nothing', charts.utilisation, utilisationData([nothing], { value: null, reason: '' }, '95 % of weeks')),
  drawing('no replication', charts.utilisation, { ...samples.utilisation(), weekly: [] }),
  drawing('one week', charts.utilisation, { ...samples.utilisation(), weekly: [[0.4]], sustained: null }),
  drawing('a gap', charts.utilisation, { ...samples.utilisation(), weekly: [[0.1, 0.2, NaN, 0.3, NaN, 0.5]] }),
  drawing('replications of different lengths', charts.utilisation, { ...samples.utilisation(), weekly: [[0.1, 0.2, 0.3], [0.2, 0.3]] }),
  drawing('10,000 weeks', charts.utilisation, { ...samples.utilisation(), endDay: MONDAY + 70_100, weekly: [1, 2, 3].map(k => Array.from({ length: 10_000 }, (_, i) => ((i * k) % 97) / 97)) }),
  drawing('a campus', charts.slipResponse, samples.slip()),
  drawing('two options', charts.slipResponse, samples.slipOfTwo()),
  drawing('nothing', charts.slipResponse, { points: [], what: hostile, present: null }),
  drawing('one point', charts.slipResponse, { ...samples.slip(), points: samples.slip().points.slice(0, 1) }),
  drawing('a gap in what is sustained', charts.slipResponse, { ...samples.slip(), points: samples.slip().points.map((point, i) => (i === 2 ? { ...point, sustained: null } : point)) }),
  drawing('10,000 points', charts.slipResponse, { ...samples.slip(), points: Array.from({ length: 10_000 }, (_, i) => ({ slipMonths: i / 100, low: 0.1, middle: 0.2, high: 0.3, sustained: 0.1 })) }),
  drawing('a campus', charts.power, samples.power()),
  drawing('a campus with measured values', charts.power, { ...samples.power(), measuredMW: measured(samples.power().startDay, 30), measuredPue: measured(samples.power().startDay, 1.15) }),
  drawing('nothing', charts.power, powerData(nothing)),
  drawing('one window without series', charts.power, powerData(oneDay)),
  drawing('100,000 windows', charts.power, { startDay: MONDAY, windowDays: 0.25, endDay: MONDAY + MANY / 4, siteKWh: new Float64Array(MANY).fill(110), itKWh: new Float64Array(MANY).fill(100), peakW: new Float64Array(MANY).fill(2e4) }),
  drawing('a campus', charts.binding, samples.binding()),
  drawing('nothing', charts.binding, bindingData(nothing)),
  drawing('one day', charts.binding, bindingData(oneDay)),
  drawing('no contract', charts.binding, bindingData(uncontracted)),
  drawing('a campus', charts.wattsPerAccelerator, samples.watts()),
  drawing('nothing', charts.wattsPerAccelerator, { ...samples.watts(), points: [], best: 0 }),
  drawing('a feed for no rack', charts.wattsPerAccelerator, { ...samples.watts(), points: samples.watts().points.map(point => ({ ...point, accelerators: 0, useful: 0, usefulPlanned: 0 })) }),
  drawing('two options', charts.comparison, samples.comparison()),
  drawing('a campus', oneLineChart, oneLineData(twoBlocks)),
  drawing('a campus with a system lost', oneLineChart, oneLineData(twoBlocks, { contingency: contingency(twoBlocks, ['block[0]/ups[1]'], { reason: 'its partners carry the racks' }), selected: 'block[0]/ups[1]' })),
  drawing('nothing', oneLineChart, oneLineData({ nodes: [], edges: [] })),
  drawing('hostile labels', oneLineChart, oneLineData({ ...twoBlocks, nodes: twoBlocks.nodes.map(node => ({ ...node, label: hostile })) })),
  drawing('a campus', coolingSchematicChart, schematicData({ blocks: 4, lanes: 2, machines: 2, hasWater: true })),
  drawing('something wrong everywhere', coolingSchematicChart, schematicData({ blocks: 2, lanes: 3, machines: 4, hasWater: true, seed: 7 }, { selected: 'block[0]/way0/plant' })),
  drawing('nothing', coolingSchematicChart, { ...schematicData({ blocks: 0, lanes: 0, machines: 0, hasWater: false }), schematic: { nodes: [], edges: [], cases: [] } }),
  drawing('hostile labels', coolingSchematicChart, schematicData({ blocks: 2, lanes: 1, machines: 1, hasWater: false }, { blockLabels: [hostile, hostile] })),
  drawing('a campus', scheduleChart, scheduleData({ blocks: 2, equipment: 4, seed: 5 })),
  drawing('dates that never come', scheduleChart, scheduleData({ blocks: 2, equipment: 4, seed: 6, never: 0.5 }, { selected: 'block[0]' })),
  drawing('nothing', scheduleChart, { ...scheduleData({ blocks: 0, equipment: 0, seed: 1 }), report: { ...scheduleData({ blocks: 0, equipment: 0, seed: 1 }).report, items: [] } }),
  drawing('a campus', charts.pueByYear, samples.overheadByYear()),
  drawing('a campus', charts.pueByLoad, samples.overheadByLoad()),
  drawing('nothing', charts.pueByLoad, { rows: [], replications: 0 }),
  drawing('a campus', charts.pueByBlock, samples.overheadByBlock()),
  drawing('nothing', charts.pueByYear, { rows: [], replications: 0 }),
  drawing('no IT power', charts.pueByBlock, { rows: [{ label: 'Hall', cooling: NaN, losses: NaN }], replications: 1 }),
  drawing('1,000 blocks and hostile labels', charts.pueByBlock, samples.overhead(Array.from({ length: 1000 }, () => hostile))),
  drawing('a campus', charts.coolingHours, samples.coolingHours()),
  drawing('a campus', charts.costByLevel, samples.levelCosts()),
  drawing('nothing', charts.costByLevel, { rows: [], replications: 1 }),
  drawing('a campus', charts.profitByYear, samples.profits()),
  drawing('nothing', charts.profitByYear, { rows: [], replications: 1 }),
  drawing('a campus', charts.costStack, samples.costStack()),
  drawing('hostile labels', charts.costStack, { replications: 1, rows: [{ label: hostile, parts: [1, 0] }] }),
  drawing('nothing', charts.costStack, { rows: [], replications: 1 }),
  drawing('a campus', charts.cashFlow, samples.cash()),
  drawing('only costs', charts.cashFlow, { replications: 1, months: samples.cash(5).months }),
  drawing('only revenue', charts.cashFlow, { replications: 1, months: samples.cash(3).months.map(month => ({ ...month, revenueUsd: 1e9, capitalUsd: 0 })) }),
  drawing('240 months', charts.cashFlow, samples.cash(240)),
  drawing('nothing', charts.cashFlow, { months: [], replications: 1 }),
  drawing('a campus', charts.tenantUse, samples.tenantUse()),
  drawing('a hundred tenants', charts.tenantUse, samples.tenantUse(100)),
  drawing('hostile labels', charts.tenantUse, { ...samples.tenantUse(), tenants: samples.tenantUse().tenants.map(tenant => ({ ...tenant, label: hostile })) }),
  drawing('100,000 windows', charts.tenantUse, samples.tenantUse(2, MANY)),
  drawing('nothing', charts.tenantUse, { ...samples.tenantUse(0, 0) }),
  drawing('a campus', charts.zoneAvailability, samples.zones()),
  drawing('nothing ever', charts.zoneAvailability, { ...samples.zones(), zones: samples.zones().zones.slice(2) }),
  drawing('hostile names', charts.zoneAvailability, { ...samples.zones(), zones: samples.zones().zones.map(zone => ({ ...zone, name: hostile })) }),
  drawing('nothing', charts.zoneAvailability, { horizonH: 0, zones: [] }),
  drawing('four tenants', charts.tenantHours, samples.tenants()),
  drawing('a thousand tenants', charts.tenantHours, samples.tenants(1000)),
  drawing('hostile labels', charts.tenantHours, { replications: 1, rows: [{ label: hostile, parts: [1, 2, 3] }] }),
  drawing('nothing', charts.tenantHours, { rows: [], replications: 1 }),
  drawing('two services', charts.serviceRequests, samples.requests()),
  drawing('nothing', charts.serviceRequests, { rows: [], replications: 1 }),
  drawing('nothing', charts.coolingHours, { rows: [], replications: 1 }),
  drawing('three runs', charts.modelRuns, samples.modelRuns()),
  drawing('nothing', charts.modelRuns, { startDay: MONDAY, endDay: MONDAY + 700, rows: [] }),
  drawing('300 runs, hostile names, none done', charts.modelRuns, { startDay: MONDAY, endDay: MONDAY + 700, rows: Array.from({ length: 300 }, () => ({ ...samples.modelRuns().rows[2], id: hostile })) }),
  drawing('a campus', charts.pueByWeek, samples.pueWeekly()),
  drawing('a campus', charts.waterByWeek, samples.waterWeekly()),
  drawing('nothing', charts.pueByWeek, { startDay: MONDAY, endDay: MONDAY + 1, values: [] }),
  drawing('nothing', charts.waterByWeek, { startDay: MONDAY, endDay: MONDAY + 1, values: [] }),
  drawing('one week', charts.waterByWeek, { startDay: MONDAY, endDay: MONDAY + 7, values: [0] }),
  drawing('10,000 weeks with gaps', charts.pueByWeek, { startDay: MONDAY, endDay: MONDAY + 70_000, values: Array.from({ length: 10_000 }, (_, i) => (i % 7 === 0 ? NaN : 1 + (i % 13) / 50)) }),
  drawing('an accelerator', charts.biography, { life: acceleratorLife(), startDay: MONDAY }),
  drawing('10,000 jobs and hostile labels', charts.biography, { life: acceleratorLife(10_000, hostile), startDay: MONDAY }),
  drawing('a run', charts.biography, { life: runLife(), startDay: MONDAY }),
  drawing('nobody', charts.biography, { life: null, startDay: MONDAY }),
  drawing('two days', charts.serving, serviceData(serviceRun, CHAT)),
  drawing('hostile labels', charts.serving, serviceData(serviceRun, { ...CHAT, id: hostile })),
  drawing('no request was answered', charts.serving, serviceData(serviceRun, { ...CHAT, windows: { ...CHAT.windows, answered: new Float64Array(2), firstTokenP50Ms: new Float64Array(2).fill(NaN), firstTokenP95Ms: new Float64Array(2).fill(NaN), firstTokenP99Ms: new Float64Array(2).fill(NaN) } })),
  drawing('nothing', charts.serving, serviceData(nothing, serviceOf(0))),
  drawing('100,000 windows', charts.serving, { startDay: MONDAY, windowDays: 0.25, endDay: MONDAY + MANY / 4, service: serviceOf(MANY) }),
  drawing('a campus', charts.tornado, samples.tornado()),
  drawing('nothing', charts.tornado, { ...samples.tornado(), factors: [] }),
  drawing('one run and nothing that matters', charts.tornado, { ...samples.tornado(), replications: 1, factors: samples.tornado().factors.slice(3).map(each => ({ ...each, ci95: null })) }),
  drawing('300 inputs and hostile names', charts.tornado, { ...samples.tornado(), factors: Array.from({ length: 300 }, () => ({ ...samples.tornado().factors[0], path: hostile, lowValue: hostile, highValue: hostile })) }),
  drawing('a campus', charts.decisionCalendar, samples.calendar()),
  drawing('nothing', charts.decisionCalendar, { ...samples.calendar(), rows: [] }),
  drawing('300 options and hostile names', charts.decisionCalendar, { ...samples.calendar(), rows: Array.from({ length: 300 }, () => ({ ...samples.calendar().rows[0], label: hostile })) }),
  drawing('a campus', charts.response, samples.responseCurve()),
  drawing('nothing', charts.response, { ...samples.responseCurve(), points: [] }),
  drawing('one point and hostile names', charts.response, { ...samples.responseCurve(1), path: hostile, unit: hostile, replications: 1 }),
  drawing('10,000 points', charts.response, samples.responseCurve(10_000)),
  drawing('a campus', charts.ledgerBridge, samples.bridge()),
  drawing('not simulated, hostile names', charts.ledgerBridge, { base: hostile, option: hostile, bridge: null }),
  drawing('nothing', charts.ledgerBridge, { base: 'as written', option: 'bridge-gas', bridge: null }),
  drawing('nothing differs', charts.ledgerBridge, { base: 'a', option: 'b', bridge: ledgerBridge([{ contractedMs: '5', buckets: { P: '5' } }], [{ contractedMs: '5', buckets: { P: '5' } }]) }),
  drawing('a campus', charts.quantileFan, samples.fan()),
  drawing('nothing', charts.quantileFan, { months: [], replications: 0 }),
  drawing('one month of one run', charts.quantileFan, { months: samples.fan().months.slice(0, 1), replications: 1 }),
  drawing('a campus', charts.pareto, samples.pareto()),
  drawing('nothing', charts.pareto, { ...samples.pareto(), points: [] }),
  drawing('one side', charts.pareto, { ...samples.pareto(), points: samples.pareto().points.slice(0, 1).map(point => ({ ...point, costCi95: null, gainCi95: null })) }),
  drawing('no value', charts.pareto, { ...samples.pareto(), points: samples.pareto().points.map(point => ({ ...point, gain: NaN, gainCi95: null })) }),
  drawing('1,000 sides and hostile labels', charts.pareto, { ...samples.pareto(), points: Array.from({ length: 1000 }, (_, at) => ({ ...samples.pareto().points[at % 5], label: hostile })) }),
  drawing('nothing', charts.comparison, { base: 'a', option: hostile, differences: [] }),
  drawing('a campus', charts.powerStack, operations.powerStack()),
  drawing('one run', charts.powerStack, operations.powerStack(1)),
  drawing('nothing', charts.powerStack, powerStackData([nothing])),
  drawing('a campus', charts.loadDuration, operations.loadDuration()),
  drawing('nothing', charts.loadDuration, loadDurationData([nothing])),
  drawing('one window', charts.loadDuration, { ...operations.loadDuration(1), points: operations.loadDuration(1).points.slice(0, 1) }),
  drawing('a campus', charts.pueByWeather, operations.weatherPoints('pue')),
  drawing('a million windows', charts.pueByWeather, operations.weatherPoints('pue', 1_000_000)),
  drawing('nothing', charts.pueByWeather, weatherData(nothing, 'pue')),
  drawing('a campus', charts.wueByWeather, operations.weatherPoints('wue')),
  drawing('one window', charts.wueByWeather, operations.weatherPoints('wue', 1)),
  drawing('nothing', charts.wueByWeather, { ...operations.weatherPoints('wue', 0) }),
  drawing('a campus', charts.temperatureMap, operations.temperatures()),
  drawing('a hundred blocks and hostile names', charts.temperatureMap, { ...operations.temperatures(100), rows: operations.temperatures(100).rows.map(row => ({ ...row, label: hostile })) }),
  drawing('nothing', charts.temperatureMap, { ...operations.temperatures(0) }),
  drawing('a campus', charts.queue, operations.queue()),
  drawing('nothing', charts.queue, queueData([nothing])),
  drawing('no job', charts.queue, queueData([oneDay])),
  drawing('a campus', charts.jobGantt, operations.jobGantt()),
  drawing('a hundred jobs and hostile names', charts.jobGantt, { ...operations.jobGantt(120), entries: [hostile, hostile], jobs: operations.jobGantt(120).jobs.map(job => ({ ...job, label: hostile })) }),
  drawing('no job', charts.jobGantt, { ...operations.jobGantt(0), count: 0 }),
  drawing('nothing', charts.jobGantt, jobGanttData(nothing)),
  drawing('a campus', charts.failurePareto, operations.failures()),
  drawing('300 kinds and hostile names', charts.failurePareto, operations.failures(Array.from({ length: 300 }, () => hostile))),
  drawing('nothing out of service', charts.failurePareto, { replications: 1, rows: operations.failures().rows.map(row => ({ ...row, downH: 0, low: 0, high: 0 })) }),
  drawing('nothing', charts.failurePareto, failureData([nothing])),
  drawing('a campus', charts.carbon, operations.carbon()),
  drawing('no fuel', charts.carbon, { ...operations.carbon(0), replications: 1 }),
  drawing('nothing', charts.carbon, { ...operations.carbon(0), months: [] }),
  drawing('a campus', charts.powerFlow, operations.flows()),
  drawing('forty halls and hostile names', charts.powerFlow, { ...operations.flows(40), nodes: operations.flows(40).nodes.map(node => ({ ...node, label: hostile })) }),
  drawing('nothing', charts.powerFlow, { nodes: [], links: [], replications: 1 }),
  drawing('a campus', charts.heatFlow, operations.heatFlows()),
  drawing('nothing', charts.heatFlow, { ...operations.heatFlows(), links: operations.heatFlows().links.map(link => ({ ...link, amount: 0 })) }),
  drawing('a campus', charts.networkLoad, operations.networkLoads()),
  drawing('hostile names', charts.networkLoad, { ...operations.networkLoads(), rows: operations.networkLoads().rows.map(row => ({ ...row, label: hostile })) }),
  drawing('nothing', charts.networkLoad, networkLoadData(nothing)),
  drawing('a campus', charts.overlay, samples.overlaid(false)),
  drawing('differences', charts.overlay, samples.overlaid(true)),
  drawing('nothing, hostile names', charts.overlay, { days: [], measure: hostile, unit: hostile, base: null, baseLabel: hostile, others: [], replications: 0 }),
  drawing('one month without values', charts.overlay, { ...samples.overlaid(false), days: [0, 31], others: [{ label: hostile, middle: [NaN], low: [NaN], high: [NaN] }] }),
  drawing('a campus', series, longSeries()),
  drawing('nothing', series, { ...longSeries(), simulated: { label: 'simulated', low: [], high: [], mean: [] }, actuals: [], fit: '' }),
  drawing('hostile names', series, { ...longSeries(hostile), fit: '' }),
]
