/** From finished runs to the charts of power, cooling, networks, jobs, faults and carbon; the app and the command line take the same. */
import { fuelCarbonT } from '../analysis/carbon.ts'
import { average, quantile } from '../analysis/estimate.ts'
import { seriesValues } from '../analysis/money.ts'
import { daysFromCivil } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import { JOB_OUTCOMES, type JobLog } from '../results/job-log.ts'
import type { ChangeLog, RunResult } from '../results/run-result.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { CarbonData, FailureData, GanttJob, JobGanttData, LoadDurationData, NetworkLoadData, PowerStackData, QueueData, TemperatureData, WeatherScatterData } from './operation-shapes.ts'

const WEEK_DAYS = 7
/** Columns of a map over the whole horizon; no screen shows more. */
const MOST_COLUMNS = 520
/** Jobs that a chart keeps of a run. */
const MOST_GANTT_JOBS = 120
const DURATION_POINTS = 101

const endDay = (run: RunResult): number => run.startDay + run.horizonMs / DAY_MS
const spanOf = (runs: readonly RunResult[], of: (run: RunResult) => number): [low: number, mean: number, high: number] => {
  const values = runs.map(of)
  return [values.reduce((low, value) => Math.min(low, value), Infinity), average(values), values.reduce((high, value) => Math.max(high, value), -Infinity)]
}
const bandOf = (values: readonly number[]): [number, number, number] => {
  const sorted = [...values].sort((a, b) => a - b)
  return [quantile(sorted, 0.1), quantile(sorted, 0.5), quantile(sorted, 0.9)]
}
const logOf = (run: RunResult, id: string): ChangeLog | undefined => run.logs.find(log => log.id === id)

/** Means of whole weeks of windows as far as all runs have come. */
function weeksOf<T>(runs: readonly RunResult[], make: (from: number, end: number) => T): T[] {
  const { windowMs } = runs[0].ledger
  const count = runs.reduce((least, { ledger }) => Math.min(least, ledger.windowCount), Infinity)
  const size = Math.max(1, Math.round((WEEK_DAYS * DAY_MS) / windowMs))
  const weeks: T[] = []
  for (let from = 0; from < count; from += size) weeks.push(make(from, Math.min(count, from + size)))
  return weeks
}

function mean(values: Float64Array, from: number, end: number): number {
  let sum = 0
  for (let i = from; i < end; i++) sum += values[i]
  return sum / (end - from)
}

const NOT_SERVED = ['shortUtility', 'shortCurtail', 'shortInternal', 'shortCooling', 'shortPermit'] as const

export function powerStackData(runs: readonly RunResult[]): PowerStackData {
  const [first] = runs
  const { windowMs } = first.ledger
  const perMW = (windowMs / HOUR_MS) * 1000
  const columns = runs.map(run => ({ it: seriesValues(run, 'it'), cooling: seriesValues(run, 'mechanical'), loss: seriesValues(run, 'loss'), short: NOT_SERVED.map(id => seriesValues(run, id)) }))
  const weeks = weeksOf(runs, (from, end) => {
    const of = (pick: (column: (typeof columns)[number]) => number): number[] => columns.map(column => pick(column) / perMW)
    const site = of(({ it, cooling, loss }) => mean(it, from, end) + mean(cooling, from, end) + mean(loss, from, end))
    return {
      fromDay: first.startDay + (from * windowMs) / DAY_MS, toDay: first.startDay + (end * windowMs) / DAY_MS,
      itMW: average(of(({ it }) => mean(it, from, end))), coolingMW: average(of(({ cooling }) => mean(cooling, from, end))), lossMW: average(of(({ loss }) => mean(loss, from, end))),
      notServedMW: average(of(({ short }) => short.reduce((sum, values) => sum + mean(values, from, end), 0))),
      low: site.reduce((least, value) => Math.min(least, value), Infinity), high: site.reduce((most, value) => Math.max(most, value), 0),
    }
  })
  return { startDay: first.startDay, endDay: endDay(first), weeks, replications: runs.length }
}

/** Windows from contract start on, sorted from the highest draw to the lowest. */
export function loadDurationData(runs: readonly RunResult[]): LoadDurationData {
  const [first] = runs
  const spanH = first.ledger.windowMs / HOUR_MS
  const sorted = (values: Float64Array): Float64Array => values.sort((a, b) => b - a)
  const curves = runs.map(run => {
    const from = Math.min(run.ledger.windowCount, Math.floor(run.contractStartMs / run.ledger.windowMs))
    const [grid, generation, storageOut, it] = ['grid', 'generation', 'storageOut', 'it'].map(id => seriesValues(run, id).subarray(from))
    return { site: sorted(grid.map((kWh, i) => kWh + generation[i] - storageOut[i])), it: sorted(it.slice()) }
  }).filter(({ it }) => it.length > 0)
  const at = (values: Float64Array, share: number): number => values[Math.round(share * (values.length - 1))] / spanH / 1000
  const points = curves.length === 0 ? [] : Array.from({ length: DURATION_POINTS }, (_, i) => {
    const share = i / (DURATION_POINTS - 1)
    const of = (pick: 'site' | 'it'): [number, number, number] => {
      const values = curves.map(curve => at(curve[pick], share)).sort((a, b) => a - b)
      return [values[0], quantile(values, 0.5), values[values.length - 1]]
    }
    return { share, siteMW: of('site'), itMW: of('it') }
  })
  return { points, replications: curves.length, spanH }
}

export function queueData(runs: readonly RunResult[]): QueueData {
  const [first] = runs
  const { windowMs } = first.ledger
  const columns = runs.map(run => ({ waiting: seriesValues(run, 'queueLength'), running: seriesValues(run, 'runningJobs') }))
  const weeks = weeksOf(runs, (from, end) => ({
    fromDay: first.startDay + (from * windowMs) / DAY_MS, toDay: first.startDay + (end * windowMs) / DAY_MS,
    waiting: bandOf(columns.map(({ waiting }) => mean(waiting, from, end))), running: bandOf(columns.map(({ running }) => mean(running, from, end))),
  }))
  const waits = runs.filter(({ counts }) => counts.jobsStarted > 0).map(({ counts }) => counts.waitMsMean / HOUR_MS)
  return { startDay: first.startDay, endDay: endDay(first), weeks, replications: runs.length, meanWaitH: waits.length === 0 ? NaN : average(waits) }
}

function ganttJob(log: JobLog, at: number, startDay: number): GanttJob {
  const day = (ms: number): number | null => (ms < 0 ? null : startDay + ms / DAY_MS)
  return {
    job: log.job[at], label: `${log.entries[log.entry[at]] ?? ''} ${log.ordinal[at]}`, entry: log.entry[at], accelerators: log.accelerators[at],
    submitDay: startDay + log.submitMs[at] / DAY_MS, startDay: day(log.startMs[at]), endDay: day(log.endMs[at]), outcome: JOB_OUTCOMES[log.outcome[at]].label, interruptions: log.interruptions[at],
  }
}

/** The jobs of a recorded run that held most accelerators for longest. */
export function jobGanttData(run: RunResult): JobGanttData {
  const { jobLog: log, startDay, ledger } = run
  const reachedMs = ledger.windowCount * ledger.windowMs
  const frame = { startDay, endDay: endDay(run), reachedDay: startDay + reachedMs / DAY_MS }
  if (log === undefined) return { ...frame, entries: [], jobs: [], count: 0, shownHours: 0, allHours: 0, isRecorded: false }
  const hours = Float64Array.from(log.job, (_, at) => (log.startMs[at] < 0 ? 0 : (log.accelerators[at] * Math.max(0, (log.endMs[at] < 0 ? reachedMs : log.endMs[at]) - log.startMs[at])) / HOUR_MS))
  const largest = Array.from(log.job, (_, at) => at).sort((a, b) => hours[b] - hours[a] || a - b).slice(0, MOST_GANTT_JOBS).sort((a, b) => a - b)
  const sum = (of: readonly number[]): number => of.reduce((all, at) => all + hours[at], 0)
  return { ...frame, entries: log.entries, jobs: largest.map(at => ganttJob(log, at, startDay)), count: log.job.length + log.leftOut, shownHours: sum(largest), allHours: hours.reduce((all, each) => all + each, 0), isRecorded: true }
}

export function failureData(runs: readonly RunResult[]): FailureData {
  const books = runs.flatMap(({ faults }) => (faults === undefined ? [] : [faults]))
  const rows = (books[0] ?? []).map(({ label }, at) => {
    const hours = books.map(book => book[at].downMs / HOUR_MS)
    return { label, count: average(books.map(book => book[at].count)), downH: average(hours), low: hours.reduce((low, each) => Math.min(low, each), Infinity), high: hours.reduce((high, each) => Math.max(high, each), 0) }
  })
  return { rows: rows.filter(({ count }) => count > 0).sort((a, b) => b.downH - a.downH || b.count - a.count || (a.label < b.label ? -1 : 1)), replications: books.length }
}

export function carbonData(runs: readonly RunResult[]): CarbonData {
  const [first] = runs
  const productive = first.ledger.buckets.findIndex(({ gate }) => gate === 10)
  const usefulH = ({ ledger: { buckets, acceleratorMs, windowCount } }: RunResult): number => {
    let ms = 0
    for (let window = 0; window < windowCount; window++) ms += acceleratorMs[window * buckets.length + productive]
    return ms / HOUR_MS
  }
  const count = runs.reduce((least, { metering }) => Math.min(least, metering.months.length), Infinity)
  const months = first.metering.months.slice(0, count).map(({ year, month }, at) => {
    const [low, gridT, high] = spanOf(runs, run => run.metering.months[at].carbonKg / 1000)
    const end = month === 12 ? daysFromCivil(year + 1, 1, 1) : daysFromCivil(year, month + 1, 1)
    return { month: `${year}-${String(month).padStart(2, '0')}`, fromDay: Math.max(first.startDay, daysFromCivil(year, month, 1)), toDay: Math.min(endDay(first), end), gridT, low, high }
  })
  return { startDay: first.startDay, endDay: endDay(first), months, fuelT: average(runs.map(fuelCarbonT)), usefulH: average(runs.map(usefulH)), replications: runs.length }
}

interface Columns {
  readonly binDays: number
  readonly count: number
  readonly reachedMs: number
}

function columnsOf(run: RunResult): Columns {
  const days = run.horizonMs / DAY_MS
  const binDays = Math.max(run.ledger.windowMs / DAY_MS, Math.ceil(days / MOST_COLUMNS))
  return { binDays, count: Math.ceil(days / binDays), reachedMs: run.ledger.windowCount * run.ledger.windowMs }
}

/** Highest value that any entity of a row had in each column; a value holds until it changes. */
function highest(log: ChangeLog, rowOf: (entity: number) => number, rows: number, { binDays, count, reachedMs }: Columns): number[][] {
  const out = Array.from({ length: rows }, () => new Array<number>(count).fill(NaN))
  const since = new Float64Array(log.entities).fill(-1)
  const held = new Int32Array(log.entities)
  const binMs = binDays * DAY_MS
  const post = (entity: number, toMs: number): void => {
    const row = out[rowOf(entity)]
    const value = held[entity]
    if (since[entity] < 0 || row === undefined) return
    for (let bin = Math.floor(since[entity] / binMs); bin < count && bin * binMs < Math.max(toMs, since[entity] + 1); bin++) if (!(row[bin] >= value)) row[bin] = value
  }
  for (let at = 0; at < log.atMs.length && log.atMs[at] <= reachedMs; at++) {
    const entity = log.entity[at]
    post(entity, log.atMs[at])
    since[entity] = log.atMs[at]
    held[entity] = log.value[at]
  }
  for (let entity = 0; entity < log.entities; entity++) post(entity, reachedMs)
  return out
}

/** Coolant and hall air by block, of a recorded run. */
export function temperatureData({ blocks }: Pick<Scenario, 'blocks'>, run: RunResult): TemperatureData {
  const columns = columnsOf(run)
  const frame = { startDay: run.startDay, endDay: endDay(run), binDays: columns.binDays }
  const rowsOf = (id: string, name: string, limitName: string, limitC: (block: number) => number) => {
    const log = logOf(run, id)
    if (log === undefined) return []
    return highest(log, entity => entity, log.entities, columns).flatMap((values, block) => (blocks[block] === undefined ? [] : [{ label: `${run.efficiency[block]?.label ?? blocks[block].label}, ${name}`, limitC: limitC(block), limitName, values: values.map(tenths => tenths / 10) }]))
  }
  return { ...frame, rows: [...rowsOf('blockCoolant', 'coolant', 'warmest that the vendor allows', block => blocks[block].cooling.chip.coolantMax), ...rowsOf('blockAir', 'air', 'warning of the hall air', block => blocks[block].cooling.air.inletWarning)] }
}

/** Leaf groups of each block together, spines and links between blocks, of a recorded run. */
export function networkLoadData(run: RunResult): NetworkLoadData {
  const columns = columnsOf(run)
  const { network } = run
  const frame = { startDay: run.startDay, endDay: endDay(run), binDays: columns.binDays }
  if (network === undefined) return { ...frame, rows: [] }
  const labels = run.efficiency.map(({ label }) => label)
  const tier = (id: string, name: string, rowOf: (entity: number) => number) => {
    const log = logOf(run, id)
    if (log === undefined) return []
    return highest(log, rowOf, labels.length, columns).map((values, block) => ({ label: `${labels[block]}, ${name}`, values: values.map(thousandths => (thousandths < 0 ? NaN : thousandths / 1000)) }))
  }
  // Leaf groups have uplinks that matter only where there are several.
  const isOne = network.block.length < 2
  return { ...frame, rows: isOne ? [] : [...tier('leafLoad', 'leaf groups', leaf => network.block[leaf]), ...tier('spineLoad', 'spines', block => block), ...(labels.length < 2 ? [] : tier('podLoad', 'links to others', block => block))] }
}

/** PUE (`pue`, against the dry bulb) or water per IT energy (`wue`, against the wet bulb) of every window of a recorded run. */
export function weatherData(run: RunResult, which: 'pue' | 'wue'): WeatherScatterData {
  const log = logOf(run, 'outdoor')
  if (log === undefined) return { celsius: new Float64Array(0), value: new Float64Array(0), load: new Float64Array(0), isRecorded: false }
  const { windowMs, windowCount } = run.ledger
  const [grid, generation, storageOut, it, water] = ['grid', 'generation', 'storageOut', 'it', 'water'].map(id => seriesValues(run, id))
  const most = it.reduce((high, kWh) => Math.max(high, kWh), 0)
  const [celsius, value, load]: [number[], number[], number[]] = [[], [], []]
  const entity = which === 'pue' ? 0 : 1
  let [row, now] = [0, NaN]
  for (let window = 0; window < windowCount; window++) {
    // Sampled as each window closes.
    for (; row < log.atMs.length && log.atMs[row] <= (window + 1) * windowMs; row++) if (log.entity[row] === entity) now = log.value[row] / 10
    if (!(it[window] > most * 0.02) || Number.isNaN(now)) continue
    celsius.push(now)
    value.push(which === 'pue' ? (grid[window] + generation[window] - storageOut[window]) / it[window] : water[window] / it[window])
    load.push(it[window] / most)
  }
  return { celsius: Float64Array.from(celsius), value: Float64Array.from(value), load: Float64Array.from(load), isRecorded: true }
}
