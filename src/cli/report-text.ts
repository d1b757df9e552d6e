/** The terminal's one screen: headline with interval, ledger bars, what binds when, money. Aligned, 80 columns, readable when piped. */
import { AREAS, limitationsOfReport } from '../analysis/limitations.ts'
import { FIGURE_TEXTS, figureValue } from '../analysis/figure-text.ts'
import type { GateRow } from '../analysis/ledger-gates.ts'
import { digits, percent, short } from '../analysis/number-text.ts'
import type { Report } from '../analysis/report.ts'
import { formatDate } from '../base/civil-date.ts'
import { bindingGate } from '../charts/binding.ts'
import { bindingData } from '../charts/data.ts'
import type { RunResult } from '../results/run-result.ts'
import { type Censored, type Estimate, type Figure, isEstimate, type Summary } from '../results/summary.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'
import { checkLine } from './check-text.ts'
import { decisionSentence } from './differences-text.ts'
import { faultLines, goodputText } from './faults-text.ts'
import { withReach } from './half-width.ts'
import { moneyLines, moneyMarkdown } from './money-text.ts'
import { overlapLines, overlapMarkdown } from './overlap-text.ts'
import { runLines } from './runs-text.ts'
import { serviceLines, serviceText } from './serving-text.ts'
import { budgetLines, serviceTenantLines, tenantMoneyLines } from './tenant-money-text.ts'
import { tenantLines } from './tenants-text.ts'
import { refreshLines, refreshMarkdown } from './refresh-text.ts'
import { datastoreLines, datastoreMarkdown, hourlyEttrLines, hourlyEttrMarkdown, jobClassLines, jobClassMarkdown } from './job-class-text.ts'
import { workLines, workText } from './work-text.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 80
const LABEL_WIDTH = 28
const BAR_WIDTH = 24
/** Where hours have intervals beside them. */
const NARROW_BAR = 12
const HOURS_WIDTH = 22
const PRODUCTIVE = 10
const THIN = '\u2009'
/** Spells of the binding constraint that are told; the longest ones. */
const MOST_SPELLS = 8

export interface Paint {
  strong(text: string): string
  dim(text: string): string
  good(text: string): string
}

export function createPaint(hasColour: boolean): Paint {
  const wrap = (open: number, close: number) => (text: string) => (hasColour ? `\u001b[${open}m${text}\u001b[${close}m` : text)
  return { strong: wrap(1, 22), dim: wrap(2, 22), good: wrap(32, 39) }
}

/** How a figure reads: its number, and the unit after it. */
interface Reading {
  readonly number: (value: number) => string
  readonly unit: string
}

const share: Reading = { number: value => digits(value * 100, 1), unit: `${THIN}%` }
const amount = (decimals: number, unit = ''): Reading => ({ number: value => digits(value, decimals), unit: unit === '' ? '' : `${THIN}${unit}` })

const DAYS = amount(0, 'd')
const MILLIONS: Reading = { number: value => digits(value / 1e6, 1), unit: `${THIN}million USD` }

/** Quantiles of a time that not all replications reach; nothing where none does. */
function censoredText(censored: Censored | undefined, number: Reading['number'], unit: string): string {
  if (censored === undefined || censored.count === censored.of) return ''
  const of = (value: number | null): string => (value === null ? 'never' : `${number(value)}${unit}`)
  return `; P10 ${of(censored.p10)}, P50 ${of(censored.p50)}, P90 ${of(censored.p90)}`
}

/** Mean with its 95 % interval where there is one, or why there is no value. */
export function figureText(figure: Figure, { number, unit }: Reading): string {
  if (!isEstimate(figure)) return `n/a: ${figure.reason}${censoredText(figure.censored, number, unit)}`
  const mean = `${number(figure.mean)}${unit}`
  return figure.ci95 === null ? mean : `${mean}  [${number(figure.ci95[0])} … ${number(figure.ci95[1])}]`
}

/** A label and its text, wrapped under itself. */
const labelled = (label: string, text: string): string[] => wrapped(text, WIDTH - LABEL_WIDTH - 2).map((line, i) => `  ${(i === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`)

/** The settled share of the first replication: its interval is over days, that of the other lines over replications. */
function steadyLines({ steadyState, manifest: { replications } }: Report): string[] {
  return steadyState.flatMap(({ mean, ci95: [low, high], warmUpDays, batches, batchDays }) => labelled('Settled, by day', `${share.number(mean)}${share.unit}  [${share.number(low)} … ${share.number(high)}] ${replications > 1 ? 'of the first run, ' : ''}after ${warmUpDays}${THIN}d, ${batches} batches of ${batchDays}${THIN}d`))
}

function figureLines(report: Report): string[] {
  const { summary, sustainedOf } = report
  const capacity: [string, Figure, Reading][] = [
    ['Productive of contract', summary.meanUtilisation, share],
    ['  of the accepted fleet', summary.utilisationOfAccepted, share],
    [`Sustained, ${sustainedOf}`, summary.sustainedUtilisation, share],
    ['  from contract start', summary.sustainedUtilisationFromContractStart, share],
    ['  worst 30 days', summary.worst30DayUtilisation, share],
    ['  hours of low utilisation', summary.hoursBelowLow, amount(0, 'h')],
    ['Allocatable', summary.availability, share],
    ['Time to 90 % capacity', summary.timeToCapacity, DAYS],
  ]
  const always: [string, Figure, Reading][] = [
    ['PUE', summary.pue, amount(3)],
    ['  for a budget', summary.budgetPue, amount(3)],
    ['  site per 50 V busbar', summary.sitePerBusbar, amount(3)],
    ['WUE', summary.wue, amount(3, 'L/kWh')],
    ['  peak water', summary.peakWaterKgps, amount(1, 'kg/s')],
    ['CUE', summary.cue, amount(3, 'kg/kWh')],
    ['Energy', summary.energyMWh, amount(0, 'MWh')],
    ['Cost per useful GPU-hour', summary.costPerUsefulGpuHour, amount(2, 'USD')],
    ['  levelised', summary.levelisedCostPerGpuHour, amount(2, 'USD')],
    ['IT power of late blocks', summary.idleMegawattMonths, amount(0, 'MW·months')],
    ['Cost of late blocks', summary.delayUsd, MILLIONS],
  ]
  const service: [string, Figure, Reading][] = [
    ['Service-level attainment', summary.sloAttainment, share],
    ['  first token, 95 %', summary.p95LatencyMs, amount(0, 'ms')],
    ['Cost per million tokens', summary.costPerMillionTokens, amount(2, 'USD')],
    ['Revenue', summary.revenueUsd, MILLIONS],
    ['Net present value', summary.netPresentUsd, MILLIONS],
  ]
  const linesOf = (rows: readonly (readonly [string, Figure, Reading])[]): string[] => rows.flatMap(([label, figure, reading]) => labelled(label, figureText(figure, reading)))
  const times: [string, Figure, Reading][] = [
    ['  to 50 %', summary.timeToCapacity50, DAYS],
    ['  to 99 %', summary.timeToCapacity99, DAYS],
    ['Time to 50 % productive', summary.timeToProductive50, DAYS],
    ['  to 90 %', summary.timeToProductive90, DAYS],
    ['  to 99 %', summary.timeToProductive99, DAYS],
  ]
  return [...linesOf([...capacity, ...times]), ...steadyLines(report), ...linesOf([...always, ...service.filter(([, figure]) => isEstimate(figure))])]
}

/** What was asked of intervals, and what came of it. */
function precisionLines({ precision = [] }: Report): string[] {
  return precision.map(({ figure, text, halfWidth, isReached, replications }) => `  ${isReached ? 'reached' : 'NOT reached'} after ${replications} replications: ${text} (half-width ${figureValue(figure, halfWidth)})`)
}

function bar(part: number, width: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, part)) * width * 8)
  const rest = eighths % 8
  const full = '█'.repeat(Math.floor(eighths / 8))
  return (full + (rest > 0 ? ' ▏▎▍▌▋▊▉'[rest] : '')).padEnd(width)
}

/** Hours with their reach, in short where they would not fit. */
function hoursText(row: GateRow): string {
  const whole = withReach(row, 'gpuHours', row.gpuHours, value => digits(value))
  return whole.length <= HOURS_WIDTH ? whole : withReach(row, 'gpuHours', row.gpuHours, short)
}

function ledgerLines({ gates }: Report, paint: Paint): string[] {
  const width = gates.some(({ intervals }) => intervals !== undefined) ? NARROW_BAR : BAR_WIDTH
  const line = (row: GateRow): string => {
    const part = withReach(row, 'share', row.share, value => percent(value, 1), value => digits(value * 100, 1))
    const text = `  ${row.label.padEnd(20)}${bar(row.share, width)} ${part.padStart(width === BAR_WIDTH ? 8 : 14)} ${hoursText(row).padStart(width === BAR_WIDTH ? 15 : HOURS_WIDTH)}${THIN}GPU·h`
    return row.gate === PRODUCTIVE ? paint.good(text) : text
  }
  return gates.filter(({ gate, gpuHours }) => gpuHours > 0 || gate === PRODUCTIVE).map(line)
}

/** The largest single losses, by bucket. */
function topLosses(report: Report): string[] {
  const losses = report.ledger.filter(row => row.gate >= 1 && row.gate <= 9 && row.gpuHours > 0)
  const largest = [...losses].sort((a, b) => b.gpuHours - a.gpuHours || (a.bucket < b.bucket ? -1 : 1)).slice(0, 6)
  return largest.map(row => `  ${row.bucket.padEnd(20)}${row.label.padEnd(34)}${withReach(row, 'share', row.share, value => percent(value, 1), value => digits(value * 100, 1)).padStart(15)}`)
}

interface Spell {
  readonly gate: number
  readonly from: string
  readonly to: string
  readonly months: number
  /** Sum of the monthly shares that the gate took. */
  readonly shares: number
}

/** Runs of months in which the same gate takes most, replication 0. */
function spellsOf(run: RunResult): Spell[] {
  const spells: Spell[] = []
  for (const period of bindingData(run).periods) {
    if (!period.shares.some(part => part > 0)) continue
    const gate = bindingGate(period)
    const month = formatDate(period.fromDay).slice(0, 7)
    const last = spells.at(-1)
    if (last?.gate === gate) spells[spells.length - 1] = { ...last, to: month, months: last.months + 1, shares: last.shares + period.shares[gate] }
    else spells.push({ gate, from: month, to: month, months: 1, shares: period.shares[gate] })
  }
  return spells
}

function bindingLines(run: RunResult): string[] {
  const spells = spellsOf(run)
  const longest = new Set([...spells].sort((a, b) => b.months - a.months || (a.from < b.from ? -1 : 1)).slice(0, MOST_SPELLS))
  const nameOf = (gate: number): string => GATE_LABELS.find(label => label.gate === gate)?.loss ?? ''
  return spells
    .filter(spell => longest.has(spell))
    .map(({ gate, from, to, months, shares }) => `  ${(from === to ? from : `${from} – ${to}`).padEnd(20)}${(gate === 10 ? 'Nothing' : nameOf(gate)).padEnd(34)}${percent(gate === 10 ? 0 : shares / months, 1).padStart(9)}`)
}

/** Longest spells that are told of what held the halls. */
const MOST_CRITICAL = 12

/** What held each hall while it was filled; nothing where all stood from the start. */
function criticalLines({ critical, manifest }: Report, paint: Paint): string[] {
  if (critical.length === 0) return []
  const longest = new Set([...critical].sort((a, b) => b.days - a.days).slice(0, MOST_CRITICAL))
  const line = ({ block, from, label, days }: Report['critical'][number]): string => `  ${fitted(block, 22)}${from}  ${label.padEnd(34)}${digits(days).padStart(6)}${THIN}d`
  return [paint.strong(`What held each hall${ofFirst({ manifest })}`), ...critical.filter(row => longest.has(row)).map(line), '']
}

/** Said of what is told of one replication alone. */
const ofFirst = ({ manifest: { replications } }: Pick<Report, 'manifest'>): string => (replications > 1 ? ` (first of ${replications} runs)` : '')

const fitted = (text: string, width: number): string => (text.length < width ? text.padEnd(width) : `${text.slice(0, width - 2)}… `)

const titleOf = ({ manifest }: Report): string => `${manifest.scenario}${manifest.option === null ? '' : ` — ${manifest.option}`}`

/** A line a site: its accelerators, what was productive of its contract, its energy. */
function siteLines({ sites = [] }: Report): string[] {
  const half = ({ mean, ci95 }: Estimate, text: (value: number) => string): string => (ci95 === null || ci95[0] === ci95[1] ? '' : ` ± ${text(Math.max(ci95[1] - mean, mean - ci95[0]))}`)
  const share1 = (figure: Figure): string => (isEstimate(figure) ? `${percent(figure.mean, 1)}${half(figure, value => digits(value * 100, 1))}` : 'n/a')
  const energy = (figure: Figure): string => (isEstimate(figure) ? `${digits(figure.mean)}${half(figure, value => digits(value))}${THIN}MWh` : 'n/a')
  return sites.map(({ label, summary }) => `  ${label.padEnd(26)}${digits(summary.installedAccelerators).padStart(9)}${share1(summary.meanUtilisation).padStart(16)}${energy(summary.energyMWh).padStart(26)}`)
}

/** What is said of a run that was ended before its horizon; nothing of others. */
const endedLines = ({ manifest: { until } }: Report, { startDay }: RunResult): string[] =>
  until === undefined ? [] : wrapped(`ended at the beginning of ${until}, before its horizon: all figures are of the time from ${formatDate(startDay)} to then`, WIDTH)

export function reportText(report: Report, first: RunResult, paint: Paint): string {
  const { summary, manifest } = report
  const runs = manifest.replications === 1 ? '1 replication' : `${manifest.replications} replications${manifest.antithetic === true ? ' in mirrored pairs' : ''} · mean [95 % interval]`
  return [
    ...wrapped(titleOf(report), WIDTH).map(paint.strong),
    paint.dim(`${digits(summary.installedAccelerators)} accelerators · seed ${manifest.seed} · ${runs}`),
    ...endedLines(report, first),
    ...(report.decision === undefined ? [] : [decisionSentence(report.decision)]),
    '',
    ...figureLines(report),
    ...precisionLines(report),
    '',
    paint.strong('Where the contract went'),
    ...ledgerLines(report, paint),
    '',
    ...report.ratios.map(({ label, ratio }) => `  ${label.padEnd(LABEL_WIDTH + 22)}${ratio === null ? '–' : percent(ratio, 1)}`),
    '',
    ...overlapLines(report.overlap, paint.strong),
    ...(report.sites === undefined ? [] : [paint.strong('Sites: accelerators, productive of contract, energy'), ...siteLines(report), '']),
    paint.strong('Largest losses'),
    ...topLosses(report),
    '',
    paint.strong(`What binds when${ofFirst(report)}`),
    ...bindingLines(first),
    '',
    ...moneyLines(report.money, paint.strong),
    ...(report.refresh.length + report.refreshes.length === 0 ? [] : [paint.strong('Refresh of generations'), ...refreshLines(report.refresh, report.refreshes), '']),
    ...criticalLines(report, paint),
    paint.strong('Faults and what came through them'),
    ...faultLines(report.faults, report.goodput),
    ...jobClassLines(report.jobClasses),
    ...hourlyEttrLines(report.hourlyEttr),
    ...datastoreLines(report.datastore),
    '',
    ...(report.runs.length === 0 ? [] : [paint.strong('Model runs'), ...runLines(report.runs, first.startDay), '']),
    ...(report.services.length === 0 ? [] : [paint.strong('Services'), ...serviceLines(report.services), ...serviceTenantLines(report.serviceTenants), '']),
    ...(report.tenants.length === 0 ? [] : [paint.strong('Tenants'), ...tenantLines(report.tenants), ...tenantMoneyLines(report.tenantMoney), ...budgetLines(report.budgets), '']),
    ...(report.work.length === 0 ? [] : [paint.strong('People'), ...workLines(report.work), '']),
    ...(report.checks.length === 0 ? [] : [paint.strong('Checks'), ...report.checks.map(result => checkLine(result, paint)), '']),
    paint.dim(`result ${manifest.resultHash} · scenario ${manifest.scenarioHash}`),
    '',
  ].join('\n')
}

/** Where money rows of people come from. */
const PEOPLE_SOURCES: readonly string[] = ['crews.pay', 'faults.technicians']

/** Keeps a text from ending a cell of a Markdown table. */
const cell = (text: string): string => text.replace(/[|\r\n]/g, ' ')

/** Hours, waits and cost of people; nothing where the file has no crews. */
function peopleMarkdown({ work, money }: Report): string[] {
  if (work.length === 0) return []
  const paid = money.costs.filter(({ source }) => PEOPLE_SOURCES.includes(source))
  return [
    '| people | |',
    '| --- | ---: |',
    ...work.filter(({ amount: value }) => value > 0).map(each => `| ${cell(each.label)} | ${workText(each)} |`),
    ...paid.map(row => `| ${cell(row.label)} | ${withReach(row, 'usd', row.usd, value => digits(value))} USD |`),
    '',
  ]
}

/** Faults by kind and what came through; nothing where nothing failed. */
function faultsMarkdown({ faults, goodput }: Report): string[] {
  if (faults.length === 0) return []
  return [
    '| fault | cause | count | node·h out |',
    '| --- | --- | ---: | ---: |',
    ...faults.map(row => `| ${cell(row.label)} | ${row.cause} | ${withReach(row, 'count', row.count, value => digits(value, row.count < 100 ? 1 : 0))} | ${withReach(row, 'downNodeHours', row.downNodeHours, value => digits(value))} |`),
    '',
    '| running work | |',
    '| --- | ---: |',
    ...goodput.map(row => `| ${row.label} | ${goodputText(row)} |`),
    '',
  ]
}

/** Figures of the services; nothing where the file has none. */
function serviceMarkdown({ services }: Report): string[] {
  if (services.length === 0) return []
  return ['| service | | |', '| --- | --- | ---: |', ...services.filter(row => row.amount > 0).map(row => `| ${cell(row.service)} | ${cell(row.label)} | ${serviceText(row)} |`), '']
}

type FigureKey = Exclude<keyof Summary, 'installedAccelerators'>

const MARKDOWN_FIGURES: readonly (readonly [FigureKey, Reading])[] = [
  ['meanUtilisation', share],
  ['utilisationOfAccepted', share],
  ['sustainedUtilisation', share],
  ['worst30DayUtilisation', share],
  ['hoursBelowLow', amount(0, 'h')],
  ['availability', share],
  ['timeToCapacity50', DAYS],
  ['timeToCapacity', DAYS],
  ['timeToCapacity99', DAYS],
  ['timeToProductive50', DAYS],
  ['timeToProductive90', DAYS],
  ['timeToProductive99', DAYS],
  ['pue', amount(3)],
  ['sitePerBusbar', amount(3)],
  ['costPerUsefulGpuHour', amount(2, 'USD')],
]

/** What the model leaves out of the figures of the page and of the largest losses. */
function notModelledMarkdown({ ledger }: Report): string[] {
  const rows = limitationsOfReport(ledger, MARKDOWN_FIGURES.map(([key]) => key))
  return rows.length === 0 ? [] : ['### Not modelled', '', ...rows.map(({ area, text }) => `- ${AREAS[area].label}: ${cell(text)}`), '']
}

/** The same as a Markdown page, for pull requests. */
export function reportMarkdown(report: Report): string {
  const { summary, manifest } = report
  const row = (key: FigureKey, reading: Reading): string => `| ${FIGURE_TEXTS[key].label} | ${cell(figureText(summary[key], reading))} | ${cell(FIGURE_TEXTS[key].meaning)} |`
  return [
    `## ${cell(titleOf(report))}`,
    '',
    ...(manifest.until === undefined ? [] : [`Ended at the beginning of ${manifest.until}, before its horizon: all figures are of the time before.`, '']),
    '| figure | mean [95 % interval] | |',
    '| --- | --- | --- |',
    ...MARKDOWN_FIGURES.map(([key, reading]) => row(key, reading)),
    '',
    '| bucket | | share | GPU·h |',
    '| --- | --- | ---: | ---: |',
    ...report.ledger.filter(({ gpuHours }) => gpuHours > 0).map(row => `| ${row.bucket} | ${row.label} | ${withReach(row, 'share', row.share, value => percent(value, 1), value => digits(value * 100, 1))} | ${withReach(row, 'gpuHours', row.gpuHours, value => digits(value))} |`),
    '',
    ...overlapMarkdown(report.overlap),
    '| efficiency | |',
    '| --- | ---: |',
    ...report.efficiency.flatMap(row => (row.value === null ? [] : [`| ${cell(row.label)} | ${withReach(row, 'value', row.value, value => digits(value, Math.abs(row.value ?? 0) < 100 ? 3 : 0))}${row.unit === '' ? '' : ` ${row.unit}`} |`])),
    '',
    ...faultsMarkdown(report),
    ...moneyMarkdown(report.money),
    ...serviceMarkdown(report),
    ...jobClassMarkdown(report.jobClasses),
    ...hourlyEttrMarkdown(report.hourlyEttr),
    ...datastoreMarkdown(report.datastore),
    ...refreshMarkdown(report.refresh, report.refreshes),
    ...peopleMarkdown(report),
    ...(report.decision === undefined ? [] : [decisionSentence(report.decision), '']),
    ...notModelledMarkdown(report),
    `Result \`${manifest.resultHash}\`, seed ${manifest.seed}, replications: ${manifest.replications}.`,
    '',
  ].join('\n')
}
