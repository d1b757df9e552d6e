/** How jobs came through, by workload entry, for the terminal and for Markdown. */
import type { DatastoreRow } from '../analysis/datastore.ts'
import type { HourlyEttrRow } from '../analysis/hourly-ettr.ts'
import type { JobClassRow } from '../analysis/job-classes.ts'
import { digits, percent } from '../analysis/number-text.ts'
import { wrapped } from './wrapped.ts'
import { reachLine, withReach } from './half-width.ts'

const WIDTH = 80
const LABEL_WIDTH = 18
const NUMBER_WIDTH = 10
/** Columns that fit on a terminal of 80. */
const NARROW: readonly string[] = ['goodput', 'ETTR', 'saving', 'rework', 'restarts', 'MTTI']
const THIN = '\u2009'

const COLUMNS: readonly { readonly label: string; readonly field: keyof JobClassRow; readonly of: (row: JobClassRow) => number | null; readonly text: (value: number) => string }[] = [
  { label: 'goodput', field: 'goodput', of: row => row.goodput, text: value => percent(value, 1) },
  { label: 'ETTR', field: 'ettr', of: row => row.ettr, text: value => percent(value, 1) },
  { label: 'with queue', field: 'ettrWithQueue', of: row => row.ettrWithQueue, text: value => percent(value, 1) },
  { label: 'saving', field: 'checkpointShare', of: row => row.checkpointShare, text: value => percent(value, 1) },
  { label: 'rework', field: 'reworkShare', of: row => row.reworkShare, text: value => percent(value, 1) },
  { label: 'restarts', field: 'restartShare', of: row => row.restartShare, text: value => percent(value, 1) },
  { label: 'on time', field: 'onTimeShare', of: row => row.onTimeShare, text: value => percent(value, 1) },
  { label: 'late by', field: 'lateHours', of: row => row.lateHours, text: value => `${digits(value, 1)}${THIN}h` },
  { label: 'cancelled', field: 'cancelledByUsers', of: row => row.cancelledByUsers, text: value => digits(value) },
  { label: 'MTTI', field: 'hoursBetweenInterruptions', of: row => row.hoursBetweenInterruptions, text: value => `${digits(value, value < 100 ? 1 : 0)}${THIN}h` },
]

const share1 = (value: number): string => percent(value, 1)

const textOf = (value: number | null, text: (value: number) => string): string => (value === null ? '–' : text(value))

/** What users and dates did to the jobs of an entry; nothing where they did nothing. */
function endingsText({ onTimeShare, lateHours, cancelledByUsers, expired, failedByUsers, dismissed, moved }: JobClassRow): string {
  const parts = [
    onTimeShare === null ? '' : `${percent(onTimeShare, 1)} by their date`,
    lateHours === null ? '' : `late ones by ${digits(lateHours, 1)}${THIN}h`,
    cancelledByUsers > 0 ? `${digits(cancelledByUsers)} cancelled by users` : '',
    expired > 0 ? `${digits(expired)} ended by their time limit` : '',
    failedByUsers > 0 ? `${digits(failedByUsers)} failed by errors of theirs` : '',
    dismissed > 0 ? `${digits(dismissed)} never came since one before failed` : '',
    moved > 0 ? `${digits(moved, moved < 10 ? 1 : 0)} moves to another site` : '',
  ]
  return parts.filter(text => text !== '').join(', ')
}

const nameOf = (entry: string): string => (entry.length < LABEL_WIDTH ? entry : `${entry.slice(0, LABEL_WIDTH - 2)}…`).padEnd(LABEL_WIDTH)

/** One line an entry that ran, under a line of headings; then how jobs ended, where users or dates have a part in it. */
export function jobClassLines(rows: readonly JobClassRow[]): string[] {
  const ran = rows.filter(({ started }) => started > 0)
  if (ran.length === 0) return []
  const columns = COLUMNS.filter(({ label }) => NARROW.includes(label))
  const heading = `  ${''.padEnd(LABEL_WIDTH)}${columns.map(({ label }) => label.padStart(NUMBER_WIDTH)).join('')}`
  const endings = ran.flatMap(row => (endingsText(row) === '' ? [] : wrapped(endingsText(row), WIDTH - LABEL_WIDTH - 2).map((line, i) => `  ${nameOf(i === 0 ? row.entry : '')}${line}`)))
  return [heading, ...ran.flatMap(row => [`  ${nameOf(row.entry)}${columns.map(({ of, text }) => textOf(of(row), text).padStart(NUMBER_WIDTH)).join('')}`, ...reachLine(row, `  ${nameOf('')}`, columns.map(({ field, text }) => ({ field, text, width: NUMBER_WIDTH })))]), ...endings]
}

/** The same as a table; nothing where no job ran. */
export function jobClassMarkdown(rows: readonly JobClassRow[]): string[] {
  const ran = rows.filter(({ started }) => started > 0)
  if (ran.length === 0) return []
  return [
    `| jobs | ${COLUMNS.map(({ label }) => label).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(COLUMNS.length)}`,
    ...ran.map(row => `| ${row.entry} | ${COLUMNS.map(({ of, field, text }) => textOf(of(row), value => withReach(row, field, value, text))).join(' | ')} |`),
    '',
  ]
}

const HOURLY: readonly { readonly label: string; readonly field: keyof HourlyEttrRow; readonly of: (row: HourlyEttrRow) => number }[] = [
  { label: 'mean', field: 'mean', of: row => row.mean },
  { label: 'median', field: 'median', of: row => row.median },
  { label: '95 % reach', field: 'reachedBy95', of: row => row.reachedBy95 },
  { label: 'lowest', field: 'lowest', of: row => row.lowest },
  { label: 'at 90 %+', field: 'above90', of: row => row.above90 },
]

/** Effective training time of runs by the hour, one line a run under a line of headings. */
export function hourlyEttrLines(rows: readonly HourlyEttrRow[]): string[] {
  if (rows.length === 0) return []
  return [`  ${'ETTR of each hour'.padEnd(LABEL_WIDTH)}${HOURLY.map(({ label }) => label.padStart(NUMBER_WIDTH + 1)).join('')}`, ...rows.flatMap(row => [`  ${nameOf(row.entry)}${HOURLY.map(({ of }) => percent(of(row), 1).padStart(NUMBER_WIDTH + 1)).join('')}`, ...reachLine(row, `  ${nameOf('')}`, HOURLY.map(({ field }) => ({ field, text: share1, width: NUMBER_WIDTH + 1 })))])]
}

/** The same as a table; nothing where no run trained. */
export function hourlyEttrMarkdown(rows: readonly HourlyEttrRow[]): string[] {
  if (rows.length === 0) return []
  return [
    `| ETTR of each hour | ${HOURLY.map(({ label }) => label).join(' | ')} |`,
    `| --- |${' ---: |'.repeat(HOURLY.length)}`,
    ...rows.map(row => `| ${row.entry} | ${HOURLY.map(({ of, field }) => withReach(row, field, of(row), share1)).join(' | ')} |`),
    '',
  ]
}

const amountText = (row: DatastoreRow): string => `${withReach(row, 'amount', row.amount, value => digits(value, row.amount < 100 ? 2 : 0))}${row.unit === '' ? '' : `${THIN}${row.unit}`}`

/** What lay in the datastore, in one or two lines; figures of 0 are left out. */
export function datastoreLines(rows: readonly DatastoreRow[]): string[] {
  const shown = rows.filter(({ amount }) => amount > 0)
  if (shown.length === 0) return []
  return wrapped(shown.map(row => `${row.label} ${amountText(row)}`).join(', '), WIDTH - LABEL_WIDTH - 2).map((line, i) => `  ${nameOf(i === 0 ? 'datastore' : '')}${line}`)
}

/** The same as a table. */
export function datastoreMarkdown(rows: readonly DatastoreRow[]): string[] {
  return rows.length === 0 ? [] : ['| datastore | |', '| --- | ---: |', ...rows.map(row => `| ${row.label} | ${amountText(row)} |`), '']
}
