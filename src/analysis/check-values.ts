/** What the checks of a scenario read from one replication: a number each, so that a few thousand of them are no burden. */
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { LedgerColumns, RunResult } from '../results/run-result.ts'
import type { MetricText } from '../scenario/check-expression.ts'
import type { CheckMetricName } from '../scenario/check-metrics.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { capacityLevels } from './capacity.ts'
import { type RunFigures, runFigures } from './figures.ts'
import { seriesValues } from './money.ts'
import { onTimeOf, reachedMs } from './runs.ts'
import { bucketTotal, contractTotal } from './summarise.ts'
import { tenantSummaries } from './tenants.ts'

/** A run or that of one of its sites; its figures are made once, when something asks for them. */
interface Asked {
  readonly scenario: Scenario
  readonly run: RunResult
  readonly figures: () => RunFigures
}

type Reader = (asked: Asked, metric: MetricText) => number

type FigureName = CheckMetricName & keyof RunFigures

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : NaN)

/** Windows of a day, `[first, end)`; empty past what was simulated. */
function windowsOf({ ledger, startDay }: RunResult, day: number): readonly [number, number] {
  const perDay = Math.round(DAY_MS / ledger.windowMs)
  const first = (day - startDay) * perDay
  return [first, Math.min(ledger.windowCount, first + perDay)]
}

/** Sum over the windows of a day; NaN for a day that was not simulated. */
function sumOfDay(run: RunResult, day: number | null, values: Float64Array): number {
  const [first, end] = windowsOf(run, day ?? run.startDay)
  if (end <= first || first < 0) return NaN
  let sum = 0
  for (let window = first; window < end; window++) sum += values[window]
  return sum
}

function meanOfDay(run: RunResult, day: number | null, values: Float64Array): number {
  const [first, end] = windowsOf(run, day ?? run.startDay)
  return sumOfDay(run, day, values) / (end - first)
}

const level = (of: (levels: ReturnType<typeof capacityLevels>) => Float64Array): Reader => ({ run }, { day }) => meanOfDay(run, day, of(capacityLevels(run.ledger)))

/** Mean MW of a day from kWh by window. */
const megawatts = (...ids: readonly string[]): Reader => ({ run }, { day }) => ids.reduce((sum, id) => sum + sumOfDay(run, day, seriesValues(run, id)), 0) / (DAY_MS / HOUR_MS) / 1000

const serviceOf = ({ run }: Asked, { selectors }: MetricText) => run.services?.find(({ id }) => id === selectors.service)?.total

const tenantOf = ({ scenario, run }: Asked, { selectors }: MetricText) => tenantSummaries(scenario, run).find(({ tenant }) => tenant === selectors.tenant)

const recordOf = ({ run }: Asked, { selectors }: MetricText) => run.runs?.find(({ id }) => id === selectors.run)

/** Share of the contract in the buckets whose code is the wanted one or begins with it. */
function lossShare(ledger: LedgerColumns, run: RunResult, wanted: string): number {
  const total = ledger.buckets.reduce((sum, { code }, bucket) => (code === wanted || code.startsWith(`${wanted}.`) ? sum + bucketTotal(run, bucket) : sum), 0n)
  return ratio(Number(total), Number(contractTotal(run)))
}

/** A named run that is on time or not; NaN without a date, or when the simulated time ends before it is known. */
function onTime(asked: Asked, metric: MetricText): number {
  const record = recordOf(asked, metric)
  return record === undefined ? NaN : onTimeOf(record, reachedMs(asked.run))
}

/** Never within the simulated time counts as later than any day. */
const orNever = (value: number): number => (Number.isNaN(value) ? Infinity : value)

const reached = (name: FigureName): Reader => ({ figures }) => orNever(figures()[name])

/** Readers of what is no figure of the whole run, or not of that alone. */
const READERS: Readonly<Record<Exclude<CheckMetricName, FigureName>, Reader>> & Readonly<Partial<Record<FigureName, Reader>>> = {
  timeToCapacity50: reached('timeToCapacity50'),
  timeToCapacity: reached('timeToCapacity'),
  timeToCapacity99: reached('timeToCapacity99'),
  timeToProductive50: reached('timeToProductive50'),
  timeToProductive90: reached('timeToProductive90'),
  timeToProductive99: reached('timeToProductive99'),
  availability: (asked, metric) => {
    if (metric.selectors.tenant !== undefined) return tenantOf(asked, metric)?.availability ?? NaN
    if (metric.selectors.service === undefined) return asked.figures().availability
    const total = serviceOf(asked, metric)
    return total === undefined ? NaN : ratio(total.answered, total.requests)
  },
  sloAttainment: (asked, metric) => {
    if (metric.selectors.service === undefined) return asked.figures().sloAttainment
    const total = serviceOf(asked, metric)
    return total === undefined ? NaN : ratio(total.onTime, total.requests)
  },
  p95LatencyMs: (asked, metric) => (metric.selectors.service === undefined ? asked.figures().p95LatencyMs : (serviceOf(asked, metric)?.firstTokenP95Ms ?? NaN)),
  runsOnTime: (asked, metric) => (metric.selectors.run === undefined ? asked.figures().runsOnTime : onTime(asked, metric)),
  runEnd: (asked, metric) => {
    const record = recordOf(asked, metric)
    return record?.isDone === true ? asked.run.startDay + record.endMs / DAY_MS : Infinity
  },
  lossShare: ({ run }, { selectors }) => lossShare(run.ledger, run, selectors.bucket ?? ''),
  tenantWait: (asked, metric) => tenantOf(asked, metric)?.meanWaitH ?? NaN,
  tenantGpuHours: (asked, metric) => tenantOf(asked, metric)?.allocatedH ?? NaN,
  contractedAccelerators: level(({ contracted }) => contracted),
  energisedAccelerators: level(({ byGate }) => byGate[2]),
  allocatableAccelerators: level(({ byGate }) => byGate[6]),
  productiveAccelerators: level(({ productive }) => productive),
  energisedBlocks: ({ run }, { day }) => meanOfDay(run, day, seriesValues(run, 'energisedBlocks')),
  itMW: megawatts('it'),
  siteMW: megawatts('grid', 'generation'),
}

/** A metric without a reader of its own is the figure of that name. */
function read(asked: Asked, metric: MetricText): number {
  const reader = READERS[metric.name]
  return reader === undefined ? asked.figures()[metric.name as FigureName] : reader(asked, metric)
}

function askedOf(scenario: Scenario, run: RunResult): Asked {
  let made: RunFigures | undefined
  return { scenario, run, figures: () => (made ??= runFigures(scenario, run)) }
}

/** One number a check, in file order, whatever option it is about; NaN where the run has no such value. */
export function checkValues(scenario: Scenario, run: RunResult): number[] {
  const asked = new Map<string, Asked>()
  const of = (site: string): Asked => {
    const index = scenario.sites?.findIndex(({ id }) => id === site) ?? -1
    const own = site === '' ? askedOf(scenario, run) : askedOf(scenario.sites?.[index]?.scenario ?? scenario, run.sites?.[index]?.result ?? run)
    asked.set(site, own)
    return own
  }
  return scenario.checks.map(({ metric }) => {
    const site = metric.selectors.site ?? ''
    return read(asked.get(site) ?? of(site), metric)
  })
}
