/** The terminal's one screen: headline with interval, ledger bars, energy, money. Aligned, 80 columns, readable when piped. */
import { digits, percent as percentText } from '../analysis/number-text.ts'
import type { Report } from '../analysis/report.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'
import { type Figure, isEstimate } from '../results/summary.ts'

const BAR_WIDTH = 28
const THIN = '\u2009'

export interface Paint {
  strong(text: string): string
  dim(text: string): string
  good(text: string): string
}

export function createPaint(hasColour: boolean): Paint {
  const wrap = (open: number, close: number) => (text: string) => (hasColour ? `\u001b[${open}m${text}\u001b[${close}m` : text)
  return { strong: wrap(1, 22), dim: wrap(2, 22), good: wrap(32, 39) }
}

const percent = (share: number): string => percentText(share, 1)

type Format = (value: number) => string

/** Mean with its 95 % interval where there is one. */
export function figureText(figure: Figure, format: Format): string {
  if (!isEstimate(figure)) return `n/a (${figure.reason})`
  if (figure.ci95 === null) return format(figure.mean)
  return `${format(figure.mean)}  [${format(figure.ci95[0])} … ${format(figure.ci95[1])}]`
}

function bar(share: number): string {
  const eighths = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH * 8)
  const rest = eighths % 8
  const full = '█'.repeat(Math.floor(eighths / 8))
  return (full + (rest > 0 ? ' ▏▎▍▌▋▊▉'[rest] : '')).padEnd(BAR_WIDTH)
}

interface Level {
  readonly label: string
  readonly hours: number
  readonly share: number
}

/** Losses by gate, then what was productive. */
function levels(report: Report): Level[] {
  const sumOf = (gate: number): { hours: number; share: number } =>
    report.ledger.filter(row => row.gate === gate).reduce((sum, row) => ({ hours: sum.hours + row.gpuHours, share: sum.share + row.share }), { hours: 0, share: 0 })
  const losses = GATE_LABELS.filter(({ loss }) => loss !== '').map(({ gate, loss }) => ({ label: loss, ...sumOf(gate) }))
  return [...losses, { label: 'Not yet committed', ...sumOf(0) }, { label: 'Productive', ...sumOf(10) }]
}

function ledgerLines(report: Report, paint: Paint): string[] {
  const line = ({ label, hours, share }: Level): string => {
    const text = `  ${label.padEnd(22)}${bar(share)} ${percent(share).padStart(8)} ${digits(hours).padStart(15)}${THIN}GPU·h`
    return label === 'Productive' ? paint.good(text) : text
  }
  return levels(report).filter(({ label, hours }) => hours > 0 || label === 'Productive').map(line)
}

/** The largest single losses, by bucket. */
function topLosses(report: Report): string[] {
  const losses = report.ledger.filter(row => row.gate >= 1 && row.gate <= 9 && row.gpuHours > 0)
  const largest = [...losses].sort((a, b) => b.gpuHours - a.gpuHours || (a.bucket < b.bucket ? -1 : 1)).slice(0, 6)
  return largest.map(row => `  ${row.bucket.padEnd(20)} ${row.label.padEnd(34)} ${percent(row.share).padStart(8)}`)
}

export function reportText(report: Report, paint: Paint): string {
  const { summary, manifest, money } = report
  const rows: [string, string][] = [
    ['Productive of contract', figureText(summary.meanUtilisation, percent)],
    ['Sustained, 95 % of weeks', figureText(summary.sustainedUtilisation, percent)],
    ['  from contract start', figureText(summary.sustainedUtilisationFromContractStart, percent)],
    ['Allocatable', figureText(summary.availability, percent)],
    ['Time to 90 % capacity', figureText(summary.timeToCapacity, value => `${digits(value)}${THIN}d`)],
    ['PUE, WUE', `${figureText(summary.pue, value => value.toFixed(3))}, ${figureText(summary.wue, value => `${value.toFixed(3)}${THIN}L/kWh`)}`],
    ['Energy', figureText(summary.energyMWh, value => `${digits(value)}${THIN}MWh`)],
    ['Cost per useful GPU-hour', figureText(summary.costPerUsefulGpuHour, value => `${value.toFixed(2)}${THIN}USD`)],
  ]
  const title = `${manifest.scenario}${manifest.option === null ? '' : ` — ${manifest.option}`}`
  return [
    paint.strong(title),
    paint.dim(`${digits(summary.installedAccelerators)} accelerators · seed ${manifest.seed} · ${manifest.replications} replications · mean [95 % interval]`),
    '',
    ...rows.map(([label, value]) => `  ${label.padEnd(26)}${value}`),
    '',
    paint.strong('Where the contract went'),
    ...ledgerLines(report, paint),
    '',
    paint.strong('Largest losses'),
    ...topLosses(report),
    '',
    paint.strong('Cost over the horizon'),
    ...money.filter(row => row.usd !== 0).map(row => `  ${row.label.padEnd(30)}${digits(row.usd / 1e6, 1).padStart(12)}${THIN}M USD`),
    '',
    paint.dim(`result ${manifest.resultHash} · scenario ${manifest.scenarioHash}`),
    '',
  ].join('\n')
}

/** The same as a Markdown page, for pull requests. */
export function reportMarkdown(report: Report): string {
  const { summary, manifest } = report
  const row = (label: string, value: string): string => `| ${label} | ${value} |`
  return [
    `## ${manifest.scenario}${manifest.option === null ? '' : ` — ${manifest.option}`}`,
    '',
    '| figure | mean [95 % interval] |',
    '| --- | --- |',
    row('Productive of contract', figureText(summary.meanUtilisation, percent)),
    row('Sustained utilisation', figureText(summary.sustainedUtilisation, percent)),
    row('PUE', figureText(summary.pue, value => value.toFixed(3))),
    row('Cost per useful GPU-hour', figureText(summary.costPerUsefulGpuHour, value => `${value.toFixed(2)} USD`)),
    '',
    '| bucket | | share | GPU·h |',
    '| --- | --- | --- | --- |',
    ...report.ledger.filter(({ gpuHours }) => gpuHours > 0).map(({ bucket, label, share, gpuHours }) => `| ${bucket} | ${label} | ${percent(share)} | ${digits(gpuHours)} |`),
    '',
    `Result \`${manifest.resultHash}\`, seed ${manifest.seed}, ${manifest.replications} replications.`,
    '',
  ].join('\n')
}
