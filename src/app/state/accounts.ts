/** What the accounts show: money, tenants, services, named runs and the network, each as headline figures, charts and tables; worked out once for each set of runs. */
import { poolWeeks } from '../../analysis/allocation/delivery.ts'
import { allocationPlan } from '../../analysis/allocation/plan.ts'
import { moneyReport } from '../../analysis/money-report.ts'
import { type ServiceRow, serviceRows } from '../../analysis/services.ts'
import { summarise } from '../../analysis/summarise.ts'
import { budgetRows } from '../../analysis/tenant-budgets.ts'
import { tenantMoney } from '../../analysis/tenant-money.ts'
import { tenantMonths, tenantSummaries } from '../../analysis/tenants.ts'
import { namedRunRows } from '../../analysis/runs.ts'
import { formatDate } from '../../base/civil-date.ts'
import type { AccountData } from '../../charts/chart-data.ts'
import { cashFlowData, costStackData, levelData, productiveHours, profitData, requestData, tenantData, tenantName, tenantUseData } from '../../charts/account-data.ts'
import type { ChartDefinition } from '../../charts/chart.ts'
import { serviceData } from '../../charts/data.ts'
import { charts } from '../../charts/index.ts'
import { jobGanttData, queueData } from '../../charts/operations-data.ts'
import { barsHeight } from '../../charts/stacked-bars.ts'
import { writeCsv } from '../../exchange/csv.ts'
import type { MoneyReport, ProfitMonth } from '../../results/money.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { type Figure, isEstimate } from '../../results/summary.ts'
import { formatNumber, formatPercent, formatRange, formatScaled } from '../format.ts'
import { type Headline, whileRunning } from './efficiency.ts'
import { runsOf, type Study } from './run.ts'
import { hasContract } from './so-far.ts'
import { networkView } from './network-account.ts'
import type { AccountPage } from './view.ts'

/** Pages that tell figures of finished runs; a life is told on its own. */
export type FigurePage = Exclude<AccountPage, 'life'>

type Format = (value: number) => string

/** A column of texts, or of numbers with how they read and their unit in files. */
export interface AccountColumn {
  readonly label: string
  readonly unit: string
  readonly format: Format | null
}

export interface AccountTable {
  readonly caption: string
  readonly columns: readonly AccountColumn[]
  readonly rows: readonly (readonly (string | number | null)[])[]
  /** Jobs whose lives rows are about, by row. */
  readonly lives?: readonly { readonly entry: string; readonly job: number }[]
  /** How the numbers of a row read, where rows differ in that. */
  readonly rowFormats?: readonly Format[]
}

/** What a cell says: a dash for what there is none of. */
export function cellText({ columns, rows, rowFormats }: AccountTable, row: number, column: number): string {
  const cell = rows[row][column]
  if (cell === null) return '–'
  return typeof cell === 'string' ? cell : (rowFormats?.[row] ?? columns[column].format ?? String)(cell)
}

/** A chart with its data, and the height that its rows ask for, px. */
export interface AccountChart {
  readonly id: string
  readonly chart: ChartDefinition<unknown>
  readonly data: unknown
  readonly height: number
}

/** Charts of bars are as tall as their rows ask for, within this; those over time as the charts beside the site. */
const HEIGHT = { least: 190, most: 460, time: 230, two: 290, run: 44, runs: 110 } as const

// Methods of a definition take the data that stands beside it.
const chartOf = <D>(id: string, chart: ChartDefinition<D>, data: D, height: number): AccountChart => ({ id, chart, data, height })
const barsOf = (chart: ChartDefinition<AccountData>, data: AccountData): AccountChart => chartOf(chart.id, chart, data, Math.min(HEIGHT.most, Math.max(HEIGHT.least, barsHeight(data.rows.length))))

export interface AccountView {
  readonly headlines: readonly Headline[]
  readonly charts: readonly AccountChart[]
  readonly tables: readonly AccountTable[]
}

/** What to write in the file so that a view has something to show. */
export interface AccountHint {
  readonly why: string
  readonly example: string
}

export const HINTS: Readonly<Record<FigurePage, AccountHint>> = {
  money: { why: 'Nothing earns money yet: add contracts, and revenue, profit and the price of a delay appear here.', example: 'money:\n  contracts:\n    base: {kind: resale, price: 1.50 USD/h}' },
  tenants: { why: 'The file names no tenants: add them, and what each held, waited for and was promised appears here.', example: 'tenants:\n  frontier: {shares: 3}\n  research: {quota: 2000}\nworkload:\n  - id: training\n    source: training-mix\n    load: 0.9\n    tenants: {frontier: 0.7, research: 0.3}' },
  runs: { why: 'The workload has no named run: add one with a deadline, and how likely it is to be done in time, and what delays it, appears here.', example: 'workload:\n  - {id: base-model, source: training-run, accelerators: 512, work: 60 days, start: 2027-09-01, deadline: 2027-12-15}' },
  network: { why: 'The site has no network between its nodes: state one, and its switches, modules, cables and cost appear here.', example: 'fabric: {kind: rail-fat-tree, radix: 64}' },
  services: { why: 'The workload has no service: add one, and its demand, answers and times appear here.', example: 'workload:\n  - {id: chat, source: inference, model: chat-70b, peak: 200 request/s}' },
}

const usd: Format = value => formatScaled(value, '')
const hours = usd
const percent2: Format = value => formatPercent(value, 2)
const price: Format = value => formatNumber(value, 2)
const whole: Format = value => formatNumber(value)

const text = (label: string): AccountColumn => ({ label, unit: '', format: null })
const number = (label: string, unit: string, format: Format): AccountColumn => ({ label, unit, format })
const dollars = (label: string): AccountColumn => number(label, 'USD', usd)
const gpuHours = (label: string): AccountColumn => number(label, 'GPU·h', hours)

function headline(id: string, label: string, figure: Figure, unit: string, format: (value: number) => string): Headline {
  if (!isEstimate(figure)) return { id, label, value: '–', unit: '', more: figure.reason }
  return { id, label, value: format(figure.mean), unit, more: figure.ci95 === null ? 'one run' : formatRange(format(figure.ci95[0]), format(figure.ci95[1])) }
}

type Amount = Exclude<keyof ProfitMonth, 'month' | 'intervals'>
const MONTH_COLUMNS: readonly (readonly [label: string, key: Amount])[] = [
  ['Revenue', 'revenueUsd'], ['Electricity', 'electricityUsd'], ['Operation', 'operatingUsd'], ['Depreciation', 'depreciationUsd'], ['Profit', 'profitUsd'], ['Capital', 'capitalUsd'], ['Cash', 'cashUsd'],
]

function profitTable(months: readonly ProfitMonth[]): AccountTable {
  return { caption: 'Profit and loss by month, USD', columns: [text('Month'), ...MONTH_COLUMNS.map(([label]) => dollars(label))], rows: months.map(month => [month.month, ...MONTH_COLUMNS.map(([, key]) => month[key])]) }
}

function moneyTables(money: MoneyReport): AccountTable[] {
  const { revenue, atRisk, delay, costs, levels, capital, months } = money
  const tables: AccountTable[] = [
    { caption: 'Revenue', columns: [text('Contract'), number('Sold', '', hours), text('Unit'), dollars('USD'), dollars('Credits'), number('Delivered', '', percent2)], rows: revenue.map(row => [row.label, row.amount, row.unit, row.usd - row.creditUsd, row.creditUsd, row.delivered]) },
    { caption: 'Revenue at risk: committed hours lost, by cause, USD', columns: [text('Cause'), dollars('Mean'), dollars('Median'), dollars('P90')], rows: atRisk.map(row => [row.label, row.meanUsd, row.p50Usd, row.p90Usd]) },
    { caption: 'A later start would cost, USD', columns: [number('Months', '', whole), dollars('All comes later'), dollars('The market does not wait'), dollars('Idle capital')], rows: delay.map(row => [row.months, row.shiftedUsd, row.missedUsd, row.carriedUsd]) },
    { caption: 'Cost of a GPU-hour, USD', columns: [text('Level'), gpuHours('GPU·h'), number('With interest', 'USD/GPU·h', price), number('Straight line', 'USD/GPU·h', price)], rows: levels.filter(row => row.gpuHours > 0).map(row => [row.level, row.gpuHours, row.usdPerHour, row.straightUsdPerHour]) },
    { caption: 'Capital, USD', columns: [text('What'), dollars('Price'), number('Years', 'year', whole), dollars('A year with interest'), dollars('A year, straight line')], rows: capital.map(row => [row.label, row.usd, row.lifeYears, row.levelUsdPerYear, row.straightUsdPerYear]) },
    { caption: 'Cost over the simulated time, USD', columns: [text('Line'), dollars('USD'), text('Source')], rows: costs.filter(row => row.usd !== 0).map(row => [row.label, row.usd, row.source]) },
    ...(revenue.length === 0 ? [] : [profitTable(months)]),
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

/** Why nothing is earned, in few words; the hint says the rest. */
const earned = (of: Headline, { revenue }: MoneyReport): Headline => (revenue.length === 0 ? { ...of, more: 'no contracts' } : of)

function moneyView({ scenario }: Study, runs: readonly RunResult[]): AccountView {
  const summary = summarise(scenario, runs)
  const money = moneyReport(scenario, runs)
  return {
    headlines: [
      headline('useful', 'Useful GPU-hour', summary.costPerUsefulGpuHour, 'USD', price),
      headline('tokens', 'Million tokens', summary.costPerMillionTokens, 'USD', price),
      headline('cost', 'Cost of the run', summary.totalCostUsd, 'USD', usd),
      earned(headline('revenue', 'Revenue', summary.revenueUsd, 'USD', usd), money),
      earned(headline('value', 'Net present value', summary.netPresentUsd, 'USD', usd), money),
      headline('delay', 'Cost of late blocks', summary.delayUsd, 'USD', usd),
    ],
    charts: [
      ...(money.revenue.length === 0 ? [] : [barsOf(charts.profitByYear, profitData(money, runs.length)), chartOf('cash-flow', charts.cashFlow, cashFlowData(money, runs.length), HEIGHT.two)]),
      barsOf(charts.costStack, costStackData(money, runs.length)),
      barsOf(charts.costByLevel, levelData(money, runs.length)),
    ],
    tables: moneyTables(money),
  }
}

const usefulOf = (productive: number | null, held: number): number | null => (productive === null || held === 0 ? null : productive / held)

function moneyTable(scenario: Scenario, run: RunResult): AccountTable {
  return {
    caption: 'What tenants pay and cost, USD',
    columns: [text('Tenant'), gpuHours('Held, GPU·h'), dollars('Cost'), dollars('Revenue'), dollars('Credits'), dollars('Result')],
    rows: tenantMoney(scenario, run).tenants.filter(row => row.gpuHours > 0 || row.revenueUsd !== 0).map(row => [tenantName(row.tenant), row.gpuHours, row.costUsd, row.revenueUsd, row.creditUsd, row.resultUsd]),
  }
}

/** What tenants of shared services got; no table without such. */
function sharedTable(scenario: Scenario, run: RunResult): AccountTable[] {
  const rows = tenantMoney(scenario, run).services
  if (rows.length === 0) return []
  return [{
    caption: 'Tenants of shared services',
    columns: [text('Service'), text('Tenant'), number('Asks', '', percent2), number('Answered', '', percent2), number('First token in time', '', percent2), number('Tokens in time', 'tokens', usd), gpuHours('Held, GPU·h'), dollars('Revenue'), dollars('Cost')],
    rows: rows.map(row => [row.service, row.tenant, row.demandShare, row.availability, row.sloAttainment, row.goodMtoken * 1e6, row.gpuHours, row.revenueUsd, row.costUsd]),
  }]
}

/** What can be promised to whom, by quarter; no tables where nothing is promised or asked for. */
function allocationTables(scenario: Scenario, runs: readonly RunResult[]): AccountTable[] {
  const plan = allocationPlan(scenario, runs.map(run => poolWeeks(scenario, run)))
  if (plan === null) return []
  const sure = `assured in ${formatPercent(plan.confidence, 0)} of the runs`
  const tables: AccountTable[] = [
    { caption: 'Asked for, and what can be promised', columns: [text('Quarter'), text('Tenant'), number('Asked', '', whole), number('Can be promised', '', whole), number('USD/GPU·h', 'USD/GPU·h', price), dollars('Margin')], rows: plan.asked.map(row => [row.quarter, row.tenant, row.accelerators, row.promised, row.price, row.marginUsd]) },
    { caption: 'Promised, and cannot be kept', columns: [text('Quarter'), text('Tenant'), text('What'), number('Accelerators', '', whole), number('Short weeks', '', whole), number('Worst', '', whole), gpuHours('Short, GPU·h')], rows: plan.firm.filter(({ shortWeeks }) => shortWeeks > 0).map(row => [row.quarter, row.tenant, row.kind, row.accelerators, row.shortWeeks, row.worstShort, row.shortGpuHours]) },
    { caption: `Accelerators free to promise, ${sure}`, columns: [text('Quarter'), text('Pool'), number('Least', '', whole), number('Mean', '', whole), number('Free', '', whole)], rows: plan.pools.map(row => [row.quarter, `${row.site === '' ? '' : `${row.site} `}${row.model}${row.tenant === undefined ? '' : `, ${row.tenant} alone`}`, row.least, row.mean, row.free]) },
  ]
  return tables.filter(({ rows }) => rows.length > 0)
}

function tenantsView({ scenario }: Study, runs: readonly RunResult[]): AccountView | null {
  const [run] = runs
  const summaries = tenantSummaries(scenario, run)
  if (summaries.length === 0) return null
  const productive = summaries.map(({ tenant }) => productiveHours(run, tenant))
  const sum = (of: (row: (typeof summaries)[number]) => number): number => summaries.reduce((all, row) => all + of(row), 0)
  const committed = sum(row => row.committedH)
  const plain = (id: string, label: string, value: string, unit: string, more: string): Headline => ({ id, label, value, unit, more })
  const share = (part: number, whole: number): string => (whole === 0 ? '–' : formatPercent(part / whole, 1))
  const budgets = budgetRows(scenario, run)
  const months = tenantMonths(scenario, run).filter(({ availability }) => availability !== null)
  return {
    headlines: [
      plain('tenants', 'Tenants', formatNumber(summaries.length), '', 'replication 0'),
      plain('held', 'Held', hours(sum(row => row.allocatedH)), 'GPU·h', 'by jobs and services'),
      plain('waited', 'Waited for', hours(sum(row => row.waitingH)), 'GPU·h', 'by what was in the queue'),
      plain('useful', 'Useful of held', share(productive.reduce<number>((all, each) => all + (each ?? 0), 0), productive.includes(null) ? 0 : sum(row => row.allocatedH)), '', 'work that counts'),
      plain('delivered', 'Delivered of promised', share(sum(row => row.deliveredH), committed), '', committed === 0 ? 'no commitments' : `${hours(committed)}\u2009GPU·h promised`),
      plain('credited', 'Months with credit', formatNumber(sum(row => row.creditedMonths)), '', `of ${formatNumber(sum(row => row.committedMonths))} with a promise`),
    ],
    charts: [
      ...(productive.includes(null) ? [] : [barsOf(charts.tenantHours, tenantData(scenario, run))]),
      chartOf('tenant-use', charts.tenantUse, tenantUseData(run), HEIGHT.time),
    ],
    tables: [
      {
        caption: 'Tenants over the simulated time',
        columns: [text('Tenant'), gpuHours('Held, GPU·h'), number('Useful', '', value => formatPercent(value, 1)), gpuHours('Waited for, GPU·h'), number('Mean wait, h', 'h', value => formatNumber(value, 1)), number('Jobs', '', whole), number('Completed', '', whole), number('Refused', '', whole), gpuHours('Promised, GPU·h'), number('Delivered', '', percent2)],
        rows: summaries.map((row, at) => [tenantName(row.tenant), row.allocatedH, usefulOf(productive[at], row.allocatedH), row.waitingH, row.meanWaitH, row.jobs.submitted, row.jobs.completed, row.jobs.withdrawn, row.committedH === 0 ? null : row.committedH, row.availability]),
      },
      ...allocationTables(scenario, runs),
      moneyTable(scenario, run),
      ...(budgets.length === 0 ? [] : [{ caption: 'Budgets by period, USD', columns: [text('Tenant'), text('From'), dollars('Budget'), dollars('Spent')], rows: budgets.map(row => [row.tenant, row.from, row.budgetUsd, row.spentUsd]) }]),
      ...sharedTable(scenario, run),
      ...(months.length === 0 ? [] : [{ caption: 'Commitments by month', columns: [text('Tenant'), text('Month'), gpuHours('Promised, GPU·h'), number('Delivered', '', percent2), number('Credit', '', value => formatPercent(value, 0))], rows: months.map(row => [tenantName(row.tenant), row.month, row.committedH, row.availability, row.creditShare === 0 ? null : row.creditShare]) }]),
    ],
  }
}

/** Tokens as such: their number reads with a prefix of its own. */
const MILLIONS = 'million tokens'
const amountOf = (row: ServiceRow | undefined): number | null => (row === undefined ? null : row.unit === MILLIONS ? row.amount * 1e6 : row.amount)

function servicesView({ scenario }: Study, runs: readonly RunResult[]): AccountView | null {
  const [{ services }] = runs
  if (services === undefined || services.length === 0) return null
  const summary = summarise(scenario, runs)
  const rows = serviceRows(runs)
  const formatOf = (unit: string): Format => value => (unit === 'share' ? formatPercent(value, 2) : Math.abs(value) >= 1000 ? formatScaled(value, '') : formatNumber(value, Number.isInteger(value) ? 0 : Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0))
  const totals = services.map(({ total }) => total)
  const sum = (key: 'requests' | 'shed' | 'tokens' | 'goodTokens' | 'heldAcceleratorMs'): number => totals.reduce((all, total) => all + total[key], 0)
  const items = [...new Map(rows.map(row => [row.item, row])).values()]
  return {
    headlines: [
      headline('slo', 'First token in time', summary.sloAttainment, '', value => formatPercent(value, 2)),
      headline('p95', 'P95 latency', summary.p95LatencyMs, 'ms', value => formatNumber(Math.round(value))),
      headline('cost', 'Million tokens', summary.costPerMillionTokens, 'USD', value => formatNumber(value, 2)),
      { id: 'requests', label: 'Requests', value: usd(sum('requests')), unit: '', more: `${usd(sum('shed'))} turned away` },
      { id: 'good', label: 'Tokens in time', value: usd(sum('goodTokens')), unit: '', more: `of ${usd(sum('tokens'))}` },
      { id: 'held', label: 'Held', value: hours(sum('heldAcceleratorMs') / 3_600_000), unit: 'GPU·h', more: 'replication 0' },
    ],
    charts: [
      barsOf(charts.serviceRequests, requestData(runs)),
      ...services.map(service => chartOf(`serving:${service.id}`, charts.serving, serviceData(runs[0], service), HEIGHT.two)),
    ],
    tables: [{
      caption: 'Services over the simulated time',
      columns: [text('Figure'), text('Unit'), ...services.map(({ id }) => number(id, '', String))],
      rows: items.map(({ item, label, unit }) => [label, unit === MILLIONS ? 'tokens' : unit, ...services.map(({ id }) => amountOf(rows.find(each => each.service === id && each.item === item)))]),
      rowFormats: items.map(({ unit }) => formatOf(unit)),
    }, ...sharedTable(scenario, runs[0])],
  }
}

/** Date of a day since the start; null past the horizon. */
const dateOf = (startDay: number, day: number | null): string | null => (day === null ? null : formatDate(startDay + Math.floor(day)))

function runsView(_: Study, runs: readonly RunResult[]): AccountView | null {
  const rows = namedRunRows(runs)
  if (rows.length === 0) return null
  const [{ startDay, horizonMs }] = runs
  const judged = rows.filter(({ onTime }) => onTime !== null)
  const plain = (id: string, label: string, value: string, more: string): Headline => ({ id, label, value, unit: '', more })
  const done = rows.filter(({ endDay }) => endDay.p50 !== null)
  const worst = judged.toSorted((a, b) => (a.onTime ?? 1) - (b.onTime ?? 1) || (a.id < b.id ? -1 : 1))[0]
  const delays = rows.flatMap(row => row.delays.map(({ label, days }) => [row.id, label, days] as const))
  return {
    headlines: [
      plain('runs', 'Named runs', formatNumber(rows.length), `over ${formatNumber(rows[0].replications)} ${rows[0].replications === 1 ? 'replication' : 'replications'}`),
      plain('done', 'Done in the middle run', formatNumber(done.length), 'before the horizon'),
      plain('onTime', 'On time, all together', judged.length === 0 ? '–' : formatPercent(judged.reduce((sum, { onTime }) => sum + (onTime ?? 0), 0) / judged.length, 0), judged.length === 0 ? 'no deadline is known yet' : `${formatNumber(judged.length)} with a deadline`),
      plain('worst', 'Least likely', worst === undefined ? '–' : formatPercent(worst.onTime ?? 0, 0), worst === undefined ? '' : worst.id),
    ],
    charts: [chartOf('model-runs', charts.modelRuns, { startDay, endDay: startDay + horizonMs / 86_400_000, rows }, Math.min(HEIGHT.most, HEIGHT.runs + HEIGHT.run * rows.length)), chartOf('queue', charts.queue, queueData(runs), HEIGHT.time), chartOf('job-gantt', charts.jobGantt, jobGanttData(runs[0]), HEIGHT.most)],
    tables: [
      {
        caption: 'Named runs',
        lives: rows.map(({ id }) => ({ entry: id, job: 1 })),
        columns: [text('Run'), number('Accelerators', '', whole), number('Work, days', 'day', value => formatNumber(value, 1)), text('Planned'), text('End, P10'), text('Median'), text('P90'), text('Deadline'), number('On time', '', value => formatPercent(value, 0)), number('Interruptions', '', value => formatNumber(value, 1))],
        rows: rows.map(row => [row.id, row.accelerators, row.workDays, dateOf(startDay, row.plannedDay), dateOf(startDay, row.endDay.p10), dateOf(startDay, row.endDay.p50), dateOf(startDay, row.endDay.p90), dateOf(startDay, row.deadlineDay), row.onTime, row.interruptions]),
      },
      ...(delays.length === 0 ? [] : [{ caption: 'What delays them, mean', columns: [text('Run'), text('Cause'), number('Days', 'day', (value: number) => formatNumber(value, 2))], rows: delays }]),
    ],
  }
}

const VIEWS: Readonly<Record<FigurePage, (study: Study, runs: readonly RunResult[]) => AccountView | null>> = { money: moneyView, tenants: tenantsView, services: servicesView, runs: runsView, network: (_, runs) => networkView(runs) }

/** `waiting` while nothing is contracted yet; null where the file has nothing to show. */
export function accountView(study: Study | null, id: FigurePage): AccountView | 'waiting' | null {
  const runs = runsOf(study)
  if (study === null || runs.length === 0 || !runs.every(hasContract)) return 'waiting'
  const view = VIEWS[id](study, runs)
  return view === null ? null : { ...view, headlines: whileRunning(study, view.headlines) }
}

const BYTE_ORDER_MARK = '\uFEFF'

/** Tables one below the other, with numbers as they are. */
export function accountCsv({ tables }: AccountView): string {
  const texts = tables.map(({ caption, columns, rows }) => {
    const table = writeCsv(columns.map(({ label, unit }) => ({ name: label, unit })), rows.map(row => [...row])).replace(BYTE_ORDER_MARK, '')
    return `"${caption.replaceAll('"', '""')}"\r\n${table}`
  })
  return BYTE_ORDER_MARK + texts.join('\r\n')
}
