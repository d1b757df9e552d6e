/** Small made-up data for each chart, by formula, in the shape of a campus whose substation comes late. */
import { capacityLevels } from '../../src/analysis/capacity.ts'
import { ledgerBridge } from '../../src/analysis/ledger-bridge.ts'
import { bucketTotal, contractTotal, ledgerRows } from '../../src/analysis/summarise.ts'
import type { QuarterData } from '../../src/charts/quarter-data.ts'
import type { BindingData, CapacityData, PowerData, SlipData, UtilisationData, WaterfallData } from '../../src/charts/chart-data.ts'
import type { NamedRunRow } from '../../src/analysis/runs.ts'
import { front } from '../../src/analysis/solve/pareto.ts'
import { type OverlayData, overlayData } from '../../src/charts/overlay-data.ts'
import type { ParetoData } from '../../src/charts/pareto.ts'
import type { ModelRunsData } from '../../src/charts/model-runs.ts'
import type { CoolingHoursData } from '../../src/charts/cooling-hours.ts'
import type { AccountData } from '../../src/charts/chart-data.ts'
import type { OverheadData } from '../../src/charts/overhead.ts'
import type { WeeklyValues } from '../../src/analysis/efficiency-parts.ts'
import type { ComparisonData } from '../../src/charts/comparison.ts'
import type { CashFlowData } from '../../src/charts/chart-data.ts'
import type { BridgeData, FanData, ResponseData, TenantUseData, TornadoData } from '../../src/charts/chart-data.ts'
import type { ZoneAvailabilityData } from '../../src/charts/chart-data.ts'
import { daysFromCivil } from '../../src/base/civil-date.ts'
import { bindingData, capacityData, fanData, powerData } from '../../src/charts/data.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { type WattCurve, wattCurve } from '../../src/analysis/watts-per-accelerator.ts'
import { rackType } from '../../src/scenario/catalog/racks.ts'
import { handRun, MONDAY, type Window } from '../analysis/runs.ts'
import { type Calendar, calendarRow, type DecisionDay, decisionDay, type Looked } from '../../src/analysis/decide/calendar.ts'

const HALL = 13_608
const DAYS = 1096

/** A wave between −1 and 1 without trigonometry, one period in `length` days. */
const wave = (day: number, length: number): number => 4 * Math.abs(((day / length) % 1) - 0.5) - 1

/** One hall from day 90, a second from day 300 that gets power on day 560 only, a third from day 700. */
function campusDay(day: number, slip: number): Window {
  const window: Record<string, number> = {}
  const add = (code: string, hours: number): void => void (window[code] = (window[code] ?? 0) + Math.round(hours))
  const useful = (accelerators: number): void => {
    const shares = { 'L1.supplier': 0, 'L5.repair': 0.011, 'L6.maint': 0.006, 'L7.noDemand': 0.12 + 0.05 * wave(day, 91), 'L7.fragmentation': 0.03, 'L8.init': 0.012, 'L9.ckpt': 0.008, 'L9.rework.hw': 0.02, 'L9.commPlacement': 0.045 + 0.01 * wave(day, 28) }
    let left = accelerators * 24
    for (const [code, share] of Object.entries(shares)) {
      add(code, accelerators * 24 * share)
      left -= Math.round(accelerators * 24 * share)
    }
    add('P', left)
  }
  if (day >= 90) {
    if (day < 120) add('L1.supplier', HALL * 24)
    else if (day < 150) add('L4.install', HALL * 24)
    else useful(HALL)
  }
  if (day >= 300) {
    if (day < 380 + slip) add('L2.grid', HALL * 24)
    else useful(HALL)
  }
  if (day >= 700) {
    if (day < 430 + slip + 290) add('L3.plantDelay', HALL * 24)
    else useful(HALL)
  }
  return window
}

const READY = [90, 300, 700]

export function campusRun(replication = 0, slip = 180): RunResult {
  const windows = Array.from({ length: DAYS }, (_, day) => campusDay(day, slip))
  const itKWh = windows.map((window, day) => ((window.P ?? 0) * 1.45 + (day > 150 ? 90_000 : 0)))
  const siteKWh = itKWh.map((kWh, day) => kWh * (1.095 + 0.02 * wave(day, 365)))
  return handRun({
    windows,
    replication,
    acceleratorCount: 3 * HALL,
    contractStartMs: READY[0] * 86_400_000,
    rampEndMs: READY[2] * 86_400_000,
    series: {
      grid: { unit: 'kWh', values: siteKWh },
      generation: { unit: 'kWh', values: siteKWh.map(() => 0) },
      it: { unit: 'kWh', values: itKWh },
      peakSite: { unit: 'W', values: siteKWh.map(kWh => Math.round((kWh / 24) * 1100)) },
    },
  })
}

export const waterfall = (): WaterfallData => ({ rows: ledgerRows([campusRun(0, 180), campusRun(1, 260)]) })

export const capacity = (): CapacityData => capacityData(campusRun())

export const power = (): PowerData => powerData(campusRun())

export const binding = (): BindingData => bindingData(campusRun())

/** Five replications that differ by slip, as weekly shares. */
export const utilisation = (): UtilisationData => ({
  startDay: MONDAY,
  endDay: MONDAY + DAYS,
  firstDay: MONDAY + 91,
  weekly: [0, 60, 120, 180, 300].map(slip => Array.from({ length: 143 }, (_, week) => weekShare(91 + 7 * week, slip))),
  sustained: 0.684,
  sustainedOf: '95 % of weeks',
  rampEndDay: MONDAY + READY[2],
})

function weekShare(day: number, slip: number): number {
  const { acceleratorMs, contractedMs, buckets } = handRun({ windows: [campusDay(day, slip)] }).ledger
  return acceleratorMs[buckets.length - 1] / contractedMs[0]
}

export const slip = (): SlipData => ({
  points: [0, 3, 6, 12, 18, 24].map(months => ({ slipMonths: months, low: 0.61 - 0.0142 * months, middle: 0.66 - 0.0131 * months, high: 0.7 - 0.0128 * months, sustained: months > 18 ? null : 0.52 - 0.02 * months })),
  what: 'the feed “permanent”',
  present: 6,
})

/** The same with the answers of another option beside it. */
export const slipOfTwo = (): SlipData => {
  const one = slip()
  return { ...one, label: 'as written', other: { label: 'Ten gas engines', points: one.points.map(point => ({ ...point, low: point.low + 0.003 * point.slipMonths, middle: point.middle + 0.0045 * point.slipMonths, high: point.high + 0.005 * point.slipMonths })) } }
}

/** Ledger with nothing but levels, for a chart of capacity with many windows. */
export const longCapacity = (windows: number): CapacityData => ({
  startDay: MONDAY,
  windowDays: 0.25,
  endDay: MONDAY + windows * 0.25,
  levels: capacityLevels(handRun({ windows: Array.from({ length: windows }, (_, i) => ({ P: 10 + (i % 7), 'L2.grid': i % 5 })), windowMs: 21_600_000 }).ledger),
})

/** A clear gain, a clear loss, an unclear change, one replication without an interval and a base of zero. */
export const comparison = (): ComparisonData => ({
  base: 'as written',
  option: 'Ten gas engines as a bridge',
  differences: [
    { key: 'meanUtilisation', base: 0.543, option: 0.611, difference: 0.068, ci95: [0.051, 0.085], isClear: true },
    { key: 'sustainedUtilisation', base: 0.684, option: 0.679, difference: -0.005, ci95: [-0.014, 0.004], isClear: false },
    { key: 'productiveGpuHours', base: 1_390_112_000, option: 1_438_950_000, difference: 48_838_000, ci95: [40_100_000, 57_576_000], isClear: true },
    { key: 'contractedGpuHours', base: 1_590_000_000, option: 1_590_000_000, difference: 0, ci95: [0, 0], isClear: false },
    { key: 'pue', base: 1.095, option: 1.101, difference: 0.006, ci95: [0.004, 0.008], isClear: true },
    { key: 'carbonT', base: 283_000, option: 341_300, difference: 58_300, ci95: [49_000, 67_600], isClear: true },
    { key: 'costPerUsefulGpuHour', base: 3.41, option: 3.12, difference: -0.29, ci95: [-0.41, -0.17], isClear: true },
    { key: 'waterM3', base: 0, option: 120, difference: 120, ci95: null, isClear: false },
  ],
})

/** GB200 under the feed of a campus; 54,432 planned. */
export const watts = (): WattCurve => wattCurve({ rack: rackType('gb200-nvl72'), feedW: 150e6, overheadFraction: 0.16, planned: 54_432, clockFreeShare: 0.15 })

/** Overheads that grow from row to row. */
export const overhead = (labels: readonly string[]): OverheadData => ({ replications: 8, rows: labels.map((label, index) => ({ label, cooling: 0.04 + 0.013 * index, losses: 0.031 + 0.002 * index })) })
export const overheadByYear = (): OverheadData => overhead(['2028', '2029', '2030', '2031'])
export const overheadByLoad = (): OverheadData => overhead(Array.from({ length: 10 }, (_, bin) => `${bin * 10}–${bin * 10 + 10}\u2009%`))
export const overheadByBlock = (): OverheadData => overhead(['Block 1', 'Block 2', 'Block 3 with a name that is far too long for its place', 'Block 4'])

export const coolingHours = (): CoolingHoursData => ({ replications: 1, rows: [1, 2, 3, 4].flatMap(block => ['liquid', 'air'].map((loop, way) => ({ label: `Block ${block}, ${loop}`, freeH: 21_000 - 4000 * way, partialH: 2100 * way, mechanicalH: 300 + 2000 * way }))) })

/** One on time, one often late, one that never ends. */
export function modelRuns(): ModelRunsData {
  const row = (id: string, plannedDay: number, ends: readonly [number | null, number | null, number | null], deadlineDay: number | null, onTime: number | null): NamedRunRow => ({
    id, accelerators: 8192, workDays: 60, plannedDay, deadlineDay, onTime, endDay: { p10: ends[0], p50: ends[1], p90: ends[2] }, replications: 20, interruptions: 31,
    delays: [{ cause: 'waiting', label: 'Waiting for nodes', days: 12.5 }, { cause: 'lost.hw', label: 'Work lost to hardware faults', days: 3.2 }],
  })
  return { startDay: MONDAY, endDay: MONDAY + DAYS, rows: [row('base-model', 100, [170, 180, 200], 210, 1), row('a-run-with-a-long-name', 240, [320, 340, 390], 335, 0.35), row('never', 500, [700, null, null], 690, 0)] }
}
export const levelCosts = (): AccountData => ({ replications: 8, rows: ['contracted', 'accepted fleet', 'delivered', 'energised', 'cooled', 'networked', 'healthy', 'allocatable', 'allocated', 'running', 'productive'].map((label, at) => ({ label, parts: [1.7 + 0.14 * at, 0.5 + 0.04 * at] })) })
export const profits = (): AccountData => ({ replications: 8, rows: [['2028', 40e6, 60e6, 310e6, 0, -180e6], ['2029', 62e6, 71e6, 420e6, 95e6, 95e6], ['2030', 64e6, 73e6, 420e6, 61e6, 61e6]].map(([label, ...values]) => ({ label: String(label), parts: values.slice(0, 4).map(Number), total: Number(values[4]) })) })
export const tenants = (count = 4): AccountData => ({ replications: 1, rows: Array.from({ length: count }, (_, at) => ({ label: at === 1 ? 'research with a name that is too long' : `tenant-${at + 1}`, parts: [6e6 / (at + 1), 4e5 / (at + 1), 2e5 * at] })) })
export const requests = (): AccountData => ({ replications: 8, rows: [{ label: 'chat-70b', parts: [9.2e9, 3.1e8, 2e6] }, { label: 'agents', parts: [4e8, 2e6, 0] }] })

export const costStack = (): AccountData => ({ replications: 8, rows: [['Accelerators', 1.41, 0], ['Energy', 0, 0.31], ['Facility', 0.28, 0], ['Maintenance', 0, 0.12], ['Staff on site and their call-outs', 0, 0.006]].map(([label, ...parts]) => ({ label: String(label), parts: parts.map(Number) })) })

/** Capital first, revenue from the seventh month on. */
export const cash = (months = 48): CashFlowData => ({
  replications: 8,
  months: Array.from({ length: months }, (_, at) => {
    const day = (index: number): number => daysFromCivil(2028 + Math.floor(index / 12), (index % 12) + 1, 1)
    return { month: `${2028 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`, fromDay: day(at), toDay: day(at + 1), revenueUsd: at < 6 ? 0 : 48e6, runningUsd: at < 4 ? 0 : 9e6, capitalUsd: at < 9 ? 90e6 : at === months - 1 ? -60e6 : 0 }
  }),
})

export function tenantUse(count = 4, windows = DAYS): TenantUseData {
  const held = (tenant: number): Float64Array => Float64Array.from({ length: windows }, (_, window) => Math.max(0, (9000 / (tenant + 1)) * (0.6 + 0.4 * wave(window, 90 + 30 * tenant)) * (window < 60 ? 0 : 1)))
  return { startDay: MONDAY, endDay: MONDAY + windows, windowDays: 1, waiting: Float64Array.from({ length: windows }, (_, window) => Math.max(0, 2500 * wave(window, 120))), tenants: Array.from({ length: count }, (_, at) => ({ label: at === 1 ? 'research with a name that is too long' : `tenant-${at + 1}`, held: held(at) })) }
}

/** Eleven states a zone, as many hours in all as the horizon. */
export const zones = (): ZoneAvailabilityData => ({
  horizonH: 8760,
  zones: [['hall-1/ups-a', 0, [8700, 0.2, 0.1, 0.1, 1, 20, 30, 8.6, 0, 0, 0]], ['hall-1/room', 120, [8750, 0, 0, 0, 0, 0, 0, 2, 8, 0, 0]], ['hall-2/room with a name far too long for its place', 120, [8760, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]]].map(([name, racks, hours]) => ({ name: String(name), racks: Number(racks), hours: hours as number[] })),
})

const weekly = (value: (week: number) => number): WeeklyValues => ({ startDay: MONDAY, endDay: MONDAY + DAYS, values: Array.from({ length: Math.ceil(DAYS / 7) }, (_, week) => value(week)) })
export const pueWeekly = (): WeeklyValues => weekly(week => (week < 13 ? NaN : 1.095 + 0.03 * wave(week, 52)))
export const waterWeekly = (): WeeklyValues => weekly(week => Math.max(0, 1400 * wave(week, 52)))

/** Two years of quarters that fill up, with a spread and a contract. */
export const quarters = (): QuarterData => ({
  replications: 8,
  quarters: Array.from({ length: 8 }, (_, at) => ({ year: 2029 + Math.floor(at / 4), quarter: (at % 4) + 1, p10: 1200 * at, mean: 1500 * at, p90: 1650 * at, contracted: at < 2 ? 0 : 12_000 })),
})

/** Two that matter, one that hides in chance, one without effect. */
export const tornado = (): TornadoData => ({
  result: 'meanUtilisation', middle: 0.547, replications: 8,
  factors: [
    { path: 'grid.feeds.permanent.energised.slip', lowValue: '61 day', highValue: '549 day', low: 0.631, high: 0.412, swing: -0.219, ci95: [-0.226, -0.212] },
    { path: 'parameters.load', lowValue: '0.72', highValue: '1.08', low: 0.478, high: 0.571, swing: 0.093, ci95: [0.071, 0.115] },
    { path: 'blocks.block.racks[0].delivered.lead', lowValue: '218 day', highValue: '351 day', low: 0.549, high: 0.541, swing: -0.008, ci95: [-0.019, 0.003] },
    { path: 'parameters.energyPrice', lowValue: '41.6 USD/MWh', highValue: '62.4 USD/MWh', low: 0.547, high: 0.547, swing: 0, ci95: [0, 0] },
  ],
})

/** One that runs out, one that never does, one that comes too dear, one that could not wait. */
export const calendar = (): Calendar => {
  const day = (at: number, gains: readonly number[]): DecisionDay => decisionDay(MONDAY + at, gains, gains.length)
  const spread = (mean: number): number[] => [-1, 0.2, 0.4, 0.4].map(each => mean + 4e6 * each)
  const of = (option: string, label: string, days: readonly DecisionDay[], more: Partial<Looked> = {}) => calendarRow({ option, label, when: null, writtenDay: MONDAY, days, impossible: null, endDay: MONDAY + 700, ...more })
  return {
    result: 'netPresentUsd', startDay: MONDAY, endDay: MONDAY + 730, replications: 4,
    rows: [
      of('bridge', 'Ten gas engines as a bridge', [0, 175, 350, 400, 525, 700].map(at => day(at, spread(9e6 - 2.2e4 * at)))),
      of('technicians', 'Twice the technicians', [0, 175, 350, 525, 700].map(at => day(at, spread(8e6 - 1000 * at)))),
      of('gold', 'Gold-plated busways', [0, 350, 700].map(at => day(at, spread(-9e6)))),
      of('feed', 'Feed on time', [day(0, spread(2e7))], { impossible: { day: MONDAY + 175, why: 'it has passed' } }),
    ],
  }
}

export const responseCurve = (points = 7): ResponseData => ({
  result: 'costPerUsefulGpuHour', path: 'faults.rateFactor', unit: '', replications: 12,
  points: Array.from({ length: points }, (_, at) => {
    const x = (4 * at) / Math.max(1, points - 1)
    const p50 = 2.4 + 0.11 * x * x
    return { x, text: String(x), mean: p50 + 0.02, ci95: [p50 - 0.03, p50 + 0.07] as const, p10: p50 - 0.08 - 0.03 * x, p50, p90: p50 + 0.1 + 0.05 * x }
  }),
})

const side = (replication: number, slip: number) => {
  const run = campusRun(replication, slip)
  return { contractedMs: String(contractTotal(run)), buckets: Object.fromEntries(run.ledger.buckets.map(({ code }, at) => [code, String(bucketTotal(run, at))])) }
}

/** Four pairs in which the substation comes earlier. */
export const bridge = (): BridgeData => ({ base: 'as written', option: 'Ten gas engines as a bridge', bridge: ledgerBridge([180, 200, 240, 260].map((slip, at) => side(at, slip)), [40, 90, 60, 130].map((slip, at) => side(at, slip))) })

/** Twelve runs whose third hall comes when it comes. */
export const fan = (): FanData => fanData(Array.from({ length: 12 }, (_, run) => {
  const productive = Array.from({ length: 36 }, (_each, month) => Math.max(0, Math.round(Math.min(36_000, 900 * (month - 2) - 1900 * Math.max(0, run - 3) * (month > 18 ? 1 : 0.4) + 1500 * wave(month, 9)))))
  return { months: { firstYear: 2029, firstMonth: 1, contracted: productive.map((_each, month) => (month < 3 ? 0 : month < 20 ? 27_216 : 40_824)), allocatable: productive, productive, itMW: productive, lost: [] } }
}))

/** Five options: three worth their cost, one beaten, one that chance leaves open. */
export function pareto(): ParetoData {
  const sides: readonly (readonly [string, number, number, number])[] = [['as written', 310e6, 0.41, 0.02], ['substation-on-time', 324e6, 0.52, 0.015], ['bridge-gas', 356e6, 0.57, 0.01], ['batteries', 361e6, 0.46, 0.02], ['bridge-gas+batteries', 392e6, 0.575, 0.02]]
  const noise = [-1, 0.5, 1, -0.5, 0]
  return { cost: 'totalCostUsd', gain: 'sustainedUtilisation', points: front(sides.map(([label, cost, gain, spread], at) => ({ label, cost: noise.map(each => cost * (1 + 0.01 * each)), gain: noise.map((_, r) => gain + spread * noise[(r + at) % noise.length]) }))) }
}

/** Three pairs of runs: a substation in time, engines as a bridge, and a future in which a chiller fails. */
export function overlaid(isDifference: boolean): OverlayData {
  const side = (label: string, gain: (month: number, run: number) => number) => ({
    label,
    rows: [0, 1, 2].map(run => {
      const productive = Array.from({ length: 36 }, (_, month) => Math.max(0, Math.min(27_216, 850 * (month - 3) + 400 * run + gain(month, run) + 600 * wave(month, 12))))
      return { months: { firstYear: 2029, firstMonth: 1, contracted: productive, allocatable: productive, productive, itMW: productive, lost: [] } }
    }),
  })
  const others = [side('Substation on time', (month, run) => (month > 8 ? 4200 + 300 * run : 0)), side('Ten gas engines as a bridge', month => (month > 5 && month < 20 ? 6100 : 500)), side('Chiller 1 fails in March 2030', (month, run) => (month === 14 ? -5200 - 500 * run : 0))]
  return overlayData(side('As written', () => 0), others, 'productive', isDifference)
}
