/** Differences between options as text and Markdown. */
import type { FigureDifference } from '../analysis/compare.ts'
import { digits, type Paint, percent } from './report-text.ts'

interface Compared {
  readonly name: string
  readonly differences: readonly FigureDifference[]
}

type Key = FigureDifference['key']

/** How each figure reads; differences of shares are in percentage points. */
const SHARE: ReadonlySet<Key> = new Set<Key>(['meanUtilisation', 'sustainedUtilisation', 'sustainedUtilisationFromContractStart', 'availability', 'sloAttainment', 'runsOnTime'])

const LABELS: Readonly<Record<Key, string>> = {
  contractedGpuHours: 'Contracted GPU-hours',
  productiveGpuHours: 'Productive GPU-hours',
  meanUtilisation: 'Productive of contract',
  sustainedUtilisation: 'Sustained utilisation',
  sustainedUtilisationFromContractStart: 'Sustained from contract start',
  timeToCapacity: 'Days to 90 % capacity',
  availability: 'Allocatable',
  sloAttainment: 'Service-level attainment',
  p95LatencyMs: 'P95 latency, ms',
  runsOnTime: 'Runs on time',
  pue: 'PUE',
  wue: 'WUE, L/kWh',
  energyMWh: 'Energy, MWh',
  peakSiteMW: 'Peak site draw, MW',
  waterM3: 'Water, m³',
  carbonT: 'Carbon, t',
  costPerUsefulGpuHour: 'Cost per useful GPU-hour, USD',
  costPerMillionTokens: 'Cost per million tokens, USD',
  totalCostUsd: 'Total cost, USD',
}

function show(key: Key, value: number): string {
  if (SHARE.has(key)) return percent(value, 2)
  return digits(value, Math.abs(value) < 100 ? 3 : 0)
}

function signed(key: Key, value: number): string {
  const text = SHARE.has(key) ? `${(Math.abs(value) * 100).toFixed(2)} pp` : show(key, Math.abs(value))
  return `${value < 0 ? '−' : '+'}${text}`
}

function interval(difference: FigureDifference): string {
  if (difference.ci95 === null) return 'one replication'
  return `[${signed(difference.key, difference.ci95[0])} … ${signed(difference.key, difference.ci95[1])}]`
}

export function differencesText(base: string, compared: readonly Compared[], paint: Paint): string {
  const lines: string[] = []
  for (const { name, differences } of compared) {
    lines.push(paint.strong(`${name} against ${base}`), paint.dim(`  ${'figure'.padEnd(32)}${'base'.padStart(14)}${name.slice(0, 14).padStart(16)}   difference, paired 95 % interval`))
    for (const difference of differences) {
      const { key } = difference
      const text = `  ${LABELS[key].padEnd(32)}${show(key, difference.base).padStart(14)}${show(key, difference.option).padStart(16)}   ${signed(key, difference.difference)} ${interval(difference)}`
      lines.push(difference.isClear ? paint.good(text) : text)
    }
    lines.push('')
  }
  return `${lines.join('\n')}\n`
}

export function differencesMarkdown(base: string, compared: readonly Compared[]): string {
  const table = ({ name, differences }: Compared): string[] => [
    `### ${name} against ${base}`,
    '',
    `| figure | ${base} | ${name} | difference | 95 % interval |`,
    '| --- | ---: | ---: | ---: | --- |',
    ...differences.map(d => `| ${LABELS[d.key]} | ${show(d.key, d.base)} | ${show(d.key, d.option)} | ${signed(d.key, d.difference)} | ${interval(d)} |`),
    '',
  ]
  return `${compared.flatMap(table).join('\n')}\n`
}
