/** What a spreadsheet can hold for a scenario, and what comes of reading one: changes of the scenario's text. */
import { metaOf } from '../../scenario/schema/field-meta.ts'
import type { TreePath } from '../../scenario/positions.ts'
import type { Field } from '../../scenario/schema/walk.ts'
import type { ImportIssue } from '../import-issue.ts'
import { type ColumnChoice, columnName, type ReadRow, type SheetField } from './columns.ts'

/** One change of the scenario, with the row that asks for it. */
export interface SheetEdit {
  readonly path: TreePath
  /** As an author would write the path. */
  readonly written: string
  readonly before: unknown
  readonly value: unknown
  readonly row: number
}

export interface KindInput {
  readonly rows: readonly ReadRow[]
  readonly columns: readonly ColumnChoice[]
  /** Data of the scenario's file, as written. */
  readonly data: unknown
  tell(row: number, field: string, code: string, message: string, severity?: ImportIssue['severity']): void
}

export interface SheetKind {
  readonly id: 'racks' | 'milestones' | 'assets' | 'orders'
  readonly label: string
  readonly help: string
  readonly fields: readonly SheetField[]
  /** Changes that the rows ask for; nothing is changed when anything was told as an error. */
  edits(input: KindInput): SheetEdit[]
}

/** Tells a problem at the cell of a field. */
export function teller(columns: readonly ColumnChoice[], issues: ImportIssue[]): KindInput['tell'] {
  return (row, field, code, message, severity = 'error') => {
    const choice = columns.find(column => column.field === field)
    issues.push({ code, severity, line: row, message, ...(choice === undefined ? {} : { column: columnName(choice) }) })
  }
}

/**
 * Reads a value with its field of the schema; what is wrong is told at the column that `fieldOf` names for its place. What no column gives
 * (undefined) is the file's own, may be an expression, and is judged with the whole file.
 */
export function checked(schema: Field | undefined, value: unknown, row: number, tell: KindInput['tell'], fieldOf: (path: readonly string[]) => string | undefined): boolean {
  const bare = schema === undefined ? undefined : (metaOf(schema)?.bare ?? schema)
  const read = bare?.safeParse(value)
  if (read === undefined || read.success) return read !== undefined
  let isFine = true
  for (const { path, message, ...issue } of read.error.issues) {
    const steps = path.map(String)
    const column = fieldOf(steps)
    if (column === undefined) continue
    isFine = false
    const { allowed, nearest } = ('params' in issue ? (issue.params ?? {}) : {}) as { allowed?: string; nearest?: string }
    const more = [allowed === undefined ? '' : `allowed: ${allowed}`, nearest === undefined ? '' : `did you mean ${nearest}?`].filter(text => text !== '')
    tell(row, column, 'SHEET_VALUE', `${steps.length === 0 ? 'the value' : steps.join('.')} ${message}${more.length === 0 ? '' : ` (${more.join('; ')})`}`)
  }
  return isFine
}
