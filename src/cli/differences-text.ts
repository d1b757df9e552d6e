/** Differences between options as text and Markdown. */
import type { FigureDifference } from '../analysis/compare.ts'
import { figureDifference, figureLabel, figureValue } from '../analysis/figure-text.ts'
import type { Paint } from './report-text.ts'

export interface Compared {
  readonly name: string
  readonly differences: readonly FigureDifference[]
}

function interval({ ci95, key }: FigureDifference): string {
  return ci95 === null ? 'one replication' : `${figureDifference(key, ci95[0])} … ${figureDifference(key, ci95[1])}`
}

/** Half-width of the paired interval. */
const halfWidth = ({ ci95, key }: FigureDifference): string => (ci95 === null ? '' : `± ${figureDifference(key, (ci95[1] - ci95[0]) / 2).replace('+', '')}`)

/** Widths of the columns; together 80 with indent and mark. */
const COLUMNS = { label: 29, value: 12, difference: 12, half: 11 } as const

export function differencesText(base: string, compared: readonly Compared[], paint: Paint): string {
  const lines: string[] = []
  const line = (label: string, ...[before, after, difference, half]: readonly string[]): string =>
    `${label.padEnd(COLUMNS.label)}${before.padStart(COLUMNS.value)}${after.padStart(COLUMNS.value)}${difference.padStart(COLUMNS.difference)} ${half.padEnd(COLUMNS.half)}`.trimEnd()
  for (const { name, differences } of compared) {
    lines.push(paint.strong(`${name} against ${base}`), paint.dim(`  ${line('', 'base', 'option', 'difference', '95 %')}`))
    for (const difference of differences) {
      const { key, isClear } = difference
      const row = line(figureLabel(key), figureValue(key, difference.base), figureValue(key, difference.option), figureDifference(key, difference.difference), halfWidth(difference))
      lines.push(isClear ? paint.good(`* ${row}`) : `  ${row}`)
    }
    lines.push('')
  }
  return `${lines.join('\n')}${paint.dim('* the paired interval excludes zero')}\n`
}

export function differencesMarkdown(base: string, compared: readonly Compared[]): string {
  const table = ({ name, differences }: Compared): string[] => [
    `### ${name} against ${base}`,
    '',
    `| figure | ${base} | ${name} | difference | 95 % interval |`,
    '| --- | ---: | ---: | ---: | --- |',
    ...differences.map(d => `| ${figureLabel(d.key)} | ${figureValue(d.key, d.base)} | ${figureValue(d.key, d.option)} | ${figureDifference(d.key, d.difference)} | ${interval(d)} |`),
    '',
  ]
  return `${compared.flatMap(table).join('\n')}\n`
}
