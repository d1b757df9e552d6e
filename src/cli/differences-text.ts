/** Differences between options as text and Markdown. */
import type { FigureDifference } from '../analysis/compare.ts'
import type { DecisionRow } from '../analysis/report.ts'
import type { Binding, BucketChange, Verdict } from '../analysis/verdict.ts'
import { figureDifference, figureLabel, figureValue } from '../analysis/figure-text.ts'
import { digits, percent } from '../analysis/number-text.ts'
import type { Paint } from './report-text.ts'
import { wrapped } from './wrapped.ts'

export interface Compared {
  readonly name: string
  readonly differences: readonly FigureDifference[]
  /** Whether it matters, and what became binding, where that was asked. */
  readonly verdict?: Verdict
  /** In how many replications a contingent option was taken. */
  readonly decision?: DecisionRow | undefined
  readonly binding?: Binding
}

function interval({ ci95, key }: FigureDifference): string {
  return ci95 === null ? 'one replication' : `${figureDifference(key, ci95[0])} … ${figureDifference(key, ci95[1])}`
}

/** Half-width of the paired interval. */
const halfWidth = ({ ci95, key }: FigureDifference): string => (ci95 === null ? '' : `± ${figureDifference(key, (ci95[1] - ci95[0]) / 2).replace('+', '')}`)

/** Widths of the columns; together 80 with indent and mark. */
const COLUMNS = { label: 29, value: 12, difference: 12, half: 11 } as const

const WIDTH = 80

const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const

/** The size of a change with half of its interval. */
const changeText = ({ gpuHours, ci95 }: BucketChange): string => `${digits(Math.abs(gpuHours))}${ci95 === null ? '' : ` ± ${digits((ci95[1] - ci95[0]) / 2)}`}`

/** In how many futures a contingent option was taken. */
export const decisionSentence = ({ when, taken, replications }: DecisionRow): string => `Taken in ${taken} of ${replications} replications: ${when}.`

/** The verdict and what became binding, in sentences. */
function sentences({ verdict, binding, decision }: Compared): string[] {
  const labels = (keys: Verdict['matters']): string => keys.map(key => figureLabel(key)).join('; ')
  const told: string[] = decision === undefined ? [] : [decisionSentence(decision)]
  if (verdict !== undefined) {
    const threshold = `${percent(verdict.importance, verdict.importance > 0 && verdict.importance < 0.01 ? 2 : 0)} of the base`
    if (verdict.judgement === 'matters') told.push(`Matters, more than ${threshold}: ${labels(verdict.matters)}.`)
    if (verdict.undecided.length > 0) told.push(`Undecided at ${threshold} with these replications: ${labels(verdict.undecided)}.`)
    if (verdict.judgement === 'no difference that matters') told.push(`No difference that matters: none is more than ${threshold}.`)
  }
  if (binding === undefined) return told
  const { grew, fell, first } = binding
  if (fell !== null) told.push(`Gives back ${changeText(fell)} GPU-hours: ${fell.label} (${fell.bucket}).`)
  if (grew !== null) told.push(`Loses ${changeText(grew)} GPU-hours more: ${grew.label} (${grew.bucket}).`)
  if (first !== null) told.push(`From ${MONTHS[first.month - 1]} ${first.year} on it binds elsewhere: ${first.option} instead of ${first.base}.`)
  return told
}

export function differencesText(base: string, compared: readonly Compared[], paint: Paint): string {
  const lines: string[] = []
  // A label that is too long has a line of its own.
  const line = (label: string, ...[before, after, difference, half]: readonly string[]): string =>
    `${label.length < COLUMNS.label ? label.padEnd(COLUMNS.label) : `${label}\n  ${''.padEnd(COLUMNS.label)}`}${before.padStart(COLUMNS.value)}${after.padStart(COLUMNS.value)}${difference.padStart(COLUMNS.difference)} ${half.padEnd(COLUMNS.half)}`.trimEnd()
  for (const each of compared) {
    const { name, differences } = each
    lines.push(paint.strong(`${name} against ${base}`), paint.dim(`  ${line('', 'base', 'option', 'difference', '95 %')}`))
    for (const difference of differences) {
      const { key, isClear } = difference
      const row = line(figureLabel(key), figureValue(key, difference.base), figureValue(key, difference.option), figureDifference(key, difference.difference), halfWidth(difference))
      lines.push(isClear ? paint.good(`* ${row}`) : `  ${row}`)
    }
    lines.push(...sentences(each).flatMap(sentence => wrapped(sentence, WIDTH)), '')
  }
  return `${lines.join('\n')}${paint.dim('* the paired interval excludes zero')}\n`
}

export function differencesMarkdown(base: string, compared: readonly Compared[]): string {
  const table = (each: Compared): string[] => [
    `### ${each.name} against ${base}`,
    '',
    `| figure | ${base} | ${each.name} | difference | 95 % interval |`,
    '| --- | ---: | ---: | ---: | --- |',
    ...each.differences.map(d => `| ${figureLabel(d.key)} | ${figureValue(d.key, d.base)} | ${figureValue(d.key, d.option)} | ${figureDifference(d.key, d.difference)} | ${interval(d)} |`),
    '',
    ...sentences(each).flatMap(sentence => [sentence, '']),
  ]
  return `${compared.flatMap(table).join('\n')}\n`
}
