/** Generations of a file against later ones of it, for the terminal and for Markdown. */
import { digits } from '../analysis/number-text.ts'
import type { RefreshRow } from '../analysis/refresh.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 78

const verdictOf = ({ keepUsd, replaceUsd }: RefreshRow): string => (replaceUsd < keepUsd ? 'replacing is cheaper' : 'keeping is cheaper')
const priceOf = ({ breakEvenUsd }: RefreshRow): string => (breakEvenUsd > 0 ? `below ${digits(breakEvenUsd)} USD an accelerator` : 'at no price')

/** A sentence for each pair; nothing where the file has one generation. */
export function refreshLines(rows: readonly RefreshRow[]): string[] {
  return rows.flatMap(row => wrapped(`${row.old} by ${row.successor}: ${verdictOf(row)} (${digits(row.keepUsd)} against ${digits(row.replaceUsd)} USD a year for a Pflop/s; it pays ${priceOf(row)}); the same power carries ${digits(row.computeInSamePower, 2)} times the compute on ${digits(row.acceleratorsInSamePower, 2)} accelerators for each old one`, WIDTH - 2).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`))
}

export function refreshMarkdown(rows: readonly RefreshRow[]): string[] {
  if (rows.length === 0) return []
  return [
    '| refresh | keep, USD per Pflop/s and year | replace | pays | compute in the same power | accelerators for each old one |',
    '| --- | ---: | ---: | --- | ---: | ---: |',
    ...rows.map(row => `| ${row.old} by ${row.successor} | ${digits(row.keepUsd)} | ${digits(row.replaceUsd)} | ${priceOf(row)} | × ${digits(row.computeInSamePower, 2)} | ${digits(row.acceleratorsInSamePower, 2)} |`),
    '',
  ]
}
