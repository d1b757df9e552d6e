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

/** Widths of the columns; together at most 80. */
const COLUMNS = { label: 30, value: 13 } as const

export function differencesText(base: string, compared: readonly Compared[], paint: Paint): string {
  const lines: string[] = []
  for (const { name, differences } of compared) {
    const head = ['figure'.padEnd(COLUMNS.label), 'base'.padStart(COLUMNS.value), 'option'.padStart(COLUMNS.value), 'difference'.padStart(COLUMNS.value)].join('')
    lines.push(paint.strong(`${name} against ${base}`), paint.dim(`  ${head}`))
    for (const difference of differences) {
      const { key } = difference
      const cells = [figureValue(key, difference.base), figureValue(key, difference.option), figureDifference(key, difference.difference)]
      const row = `  ${figureLabel(key).padEnd(COLUMNS.label)}${cells.map(cell => cell.padStart(COLUMNS.value)).join('')}`
      lines.push(difference.isClear ? paint.good(row) : row, paint.dim(`  ${''.padEnd(COLUMNS.label)}${interval(difference).padStart(3 * COLUMNS.value)}`))
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
    ...differences.map(d => `| ${figureLabel(d.key)} | ${figureValue(d.key, d.base)} | ${figureValue(d.key, d.option)} | ${figureDifference(d.key, d.difference)} | ${interval(d)} |`),
    '',
  ]
  return `${compared.flatMap(table).join('\n')}\n`
}
