/** What gates of nodes took, seen in three ways, where several were unmet at once; nothing where none overlapped. */
import { digits } from '../analysis/number-text.ts'
import type { OverlapRow } from '../analysis/overlap.ts'

/** Whether the three views differ by an hour anywhere. */
const overlaps = (rows: readonly OverlapRow[]): boolean => rows.some(({ firstHours, aloneHours }) => firstHours - aloneHours >= 1)

export function overlapLines(rows: readonly OverlapRow[], strong: (text: string) => string): string[] {
  if (!overlaps(rows)) return []
  const line = (label: string, ...values: readonly string[]): string => `  ${label.padEnd(24)}${values.map(value => value.padStart(16)).join('')}`
  return [
    strong('Gates unmet at once, GPU·h'),
    line('', 'first unmet', 'split equally', 'alone unmet'),
    ...rows.map(({ label, firstHours, sharedHours, aloneHours }) => line(label, digits(firstHours), digits(sharedHours), digits(aloneHours))),
    '',
  ]
}

export function overlapMarkdown(rows: readonly OverlapRow[]): string[] {
  if (!overlaps(rows)) return []
  return [
    '| gates unmet at once, GPU·h | first unmet takes all | split equally | while alone unmet |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(({ label, firstHours, sharedHours, aloneHours }) => `| ${label} | ${digits(firstHours)} | ${digits(sharedHours)} | ${digits(aloneHours)} |`),
    '',
  ]
}
