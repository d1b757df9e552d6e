/** Generations of a file against later ones of it, for the terminal and for Markdown. */
import { digits } from '../analysis/number-text.ts'
import type { RefreshRow } from '../analysis/refresh.ts'
import type { RefreshDecision } from '../scenario/refresh-rule.ts'
import { formatDate } from '../base/civil-date.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 78

const verdictOf = ({ keepUsd, replaceUsd }: RefreshRow): string => (replaceUsd < keepUsd ? 'replacing is cheaper' : 'keeping is cheaper')
const priceOf = ({ breakEvenUsd }: RefreshRow): string => (breakEvenUsd > 0 ? `below ${digits(breakEvenUsd)} USD an accelerator` : 'at no price')

const WHY = { age: 'its age', cost: 'the cost of compute on its successor', power: 'the compute of its successor in the same power' } as const

const decided = ({ block, lot, rule, day }: RefreshDecision): string =>
  day === null ? `${lot} of ${block} stays beyond the horizon: ${WHY[rule]} does not end its service` : `${lot} of ${block} is taken out on ${formatDate(day)} by ${WHY[rule]}, or the planned end of its life`

const indented = (text: string): string[] => wrapped(text, WIDTH - 2).map((line, i) => `${i === 0 ? '  ' : '    '}${line}`)

/** A sentence for each pair and each lot with a rule; nothing where the file has neither. */
export function refreshLines(rows: readonly RefreshRow[], decisions: readonly RefreshDecision[]): string[] {
  return [...rows.flatMap(row => indented(`${row.old} by ${row.successor}: ${verdictOf(row)} (${digits(row.keepUsd)} against ${digits(row.replaceUsd)} USD a year for a Pflop/s; it pays ${priceOf(row)}); the same power carries ${digits(row.computeInSamePower, 2)} times the compute on ${digits(row.acceleratorsInSamePower, 2)} accelerators for each old one`)), ...decisions.flatMap(each => indented(decided(each)))]
}

export function refreshMarkdown(rows: readonly RefreshRow[], decisions: readonly RefreshDecision[]): string[] {
  const told = decisions.length === 0 ? [] : [...decisions.map(each => `- ${decided(each)}`), '']
  if (rows.length === 0) return told
  return [
    '| refresh | keep, USD per Pflop/s and year | replace | pays | compute in the same power | accelerators for each old one |',
    '| --- | ---: | ---: | --- | ---: | ---: |',
    ...rows.map(row => `| ${row.old} by ${row.successor} | ${digits(row.keepUsd)} | ${digits(row.replaceUsd)} | ${priceOf(row)} | × ${digits(row.computeInSamePower, 2)} | ${digits(row.acceleratorsInSamePower, 2)} |`),
    '',
    ...told,
  ]
}
