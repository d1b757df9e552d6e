/** What gates of nodes took, seen in three ways, where several were unmet at once; nothing where none overlapped. */
import { withReach } from './half-width.ts'
import { digits, short } from '../analysis/number-text.ts'
import type { OverlapRow } from '../analysis/overlap.ts'

const CELL_WIDTH = 20

/** The three views with their reaches, in short where they would not fit. */
function cellsOf(row: OverlapRow): string[] {
  return (['firstHours', 'sharedHours', 'aloneHours'] as const).map(field => {
    const whole = withReach(row, field, row[field], value => digits(value))
    return whole.length < CELL_WIDTH ? whole : withReach(row, field, row[field], short)
  })
}

/** Whether the three views differ by an hour anywhere. */
const overlaps = (rows: readonly OverlapRow[]): boolean => rows.some(({ firstHours, aloneHours }) => firstHours - aloneHours >= 1)

export function overlapLines(rows: readonly OverlapRow[], strong: (text: string) => string): string[] {
  if (!overlaps(rows)) return []
  const line = (label: string, ...values: readonly string[]): string => `  ${label.padEnd(18)}${values.map(value => value.padStart(CELL_WIDTH)).join('')}`
  return [
    strong('Gates unmet at once, GPU·h'),
    line('', 'first unmet', 'split equally', 'alone unmet'),
    ...rows.map(row => line(row.label, ...cellsOf(row))),
    '',
  ]
}

export function overlapMarkdown(rows: readonly OverlapRow[]): string[] {
  if (!overlaps(rows)) return []
  return [
    '| gates unmet at once, GPU·h | first unmet takes all | split equally | while alone unmet |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(row => `| ${row.label} | ${cellsOf(row).join(' | ')} |`),
    '',
  ]
}
