/** How jobs came through, by workload entry, for the terminal and for Markdown. */
import type { JobClassRow } from '../analysis/job-classes.ts'
import { digits, percent } from '../analysis/number-text.ts'

const LABEL_WIDTH = 18
const NUMBER_WIDTH = 10
/** Columns that fit on a terminal of 80. */
const NARROW: readonly string[] = ['goodput', 'ETTR', 'saving', 'rework', 'restarts', 'MTTI']
const THIN = '\u2009'

const COLUMNS: readonly { readonly label: string; readonly of: (row: JobClassRow) => number | null; readonly text: (value: number) => string }[] = [
  { label: 'goodput', of: row => row.goodput, text: value => percent(value, 1) },
  { label: 'ETTR', of: row => row.ettr, text: value => percent(value, 1) },
  { label: 'with queue', of: row => row.ettrWithQueue, text: value => percent(value, 1) },
  { label: 'saving', of: row => row.checkpointShare, text: value => percent(value, 1) },
  { label: 'rework', of: row => row.reworkShare, text: value => percent(value, 1) },
  { label: 'restarts', of: row => row.restartShare, text: value => percent(value, 1) },
  { label: 'MTTI', of: row => row.hoursBetweenInterruptions, text: value => `${digits(value, value < 100 ? 1 : 0)}${THIN}h` },
]

const textOf = (value: number | null, text: (value: number) => string): string => (value === null ? '–' : text(value))

/** One line an entry that ran, under a line of headings. */
export function jobClassLines(rows: readonly JobClassRow[]): string[] {
  const ran = rows.filter(({ started }) => started > 0)
  if (ran.length === 0) return []
  const columns = COLUMNS.filter(({ label }) => NARROW.includes(label))
  const heading = `  ${''.padEnd(LABEL_WIDTH)}${columns.map(({ label }) => label.padStart(NUMBER_WIDTH)).join('')}`
  const nameOf = (entry: string): string => (entry.length < LABEL_WIDTH ? entry : `${entry.slice(0, LABEL_WIDTH - 2)}…`).padEnd(LABEL_WIDTH)
  return [heading, ...ran.map(row => `  ${nameOf(row.entry)}${columns.map(({ of, text }) => textOf(of(row), text).padStart(NUMBER_WIDTH)).join('')}`)]
}

/** The same as a table; nothing where no job ran. */
export function jobClassMarkdown(rows: readonly JobClassRow[]): string[] {
  const ran = rows.filter(({ started }) => started > 0)
  if (ran.length === 0) return []
  return [
    `| jobs | ${COLUMNS.map(({ label }) => label).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(COLUMNS.length)}`,
    ...ran.map(row => `| ${row.entry} | ${COLUMNS.map(({ of, text }) => textOf(of(row), text)).join(' | ')} |`),
    '',
  ]
}
