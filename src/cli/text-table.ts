/** Answers that are one table: as text, Markdown and CSV. */
import type { Paint } from './report-text.ts'

/** A table of words; the first column is aligned to the left. */
export interface TextTable {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Sentences below. */
  readonly notes: readonly string[]
}

const GAP = 2

export function tableText({ title, columns, rows, notes }: TextTable, paint: Paint): string {
  const widths = columns.map((column, at) => Math.max(column.length, ...rows.map(row => row[at].length)))
  const line = (cells: readonly string[]): string => `  ${cells.map((cell, at) => (at === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[at] + GAP))).join('')}`.trimEnd()
  return `${[paint.strong(title), paint.dim(line(columns)), ...rows.map(line), ...(notes.length === 0 ? [] : ['', ...notes])].join('\n')}\n`
}

export function tableMarkdown({ title, columns, rows, notes }: TextTable): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return `${[`### ${title}`, '', row(columns), `| ${columns.map((_, at) => (at === 0 ? '---' : '---:')).join(' | ')} |`, ...rows.map(row), ...(notes.length === 0 ? [] : ['', ...notes])].join('\n')}\n`
}

/** Numbers as they are, first column quoted where it holds a comma. */
export function tableCsv(header: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const cell = (value: string | number): string => (typeof value === 'string' && /[",\n]/u.test(value) ? `"${value.replaceAll('"', '""')}"` : String(value))
  return `${[header, ...rows].map(row => row.map(cell).join(',')).join('\n')}\n`
}
