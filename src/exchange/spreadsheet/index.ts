/** Spreadsheets as changes of a scenario: racks, milestones, assets and orders. Nothing is changed while anything is wrong. */
import { err, ok, type Result } from '../../base/result.ts'
import { editScenarioText } from '../../scenario/edit-text.ts'
import { loadScenario } from '../../scenario/load.ts'
import type { Issue } from '../../scenario/issue.ts'
import type { ImportIssue } from '../import-issue.ts'
import type { Sheet } from '../sheet.ts'
import { assets } from './assets.ts'
import { type ColumnChoice, type ColumnMapping, readSheet } from './columns.ts'
import { milestones } from './milestones.ts'
import { orders } from './orders.ts'
import { racks } from './racks.ts'
import { type SheetEdit, type SheetKind, teller } from './sheet-kind.ts'

export const SHEET_KINDS: readonly SheetKind[] = [racks, milestones, assets, orders]

export interface SheetImport {
  readonly headerRow: number
  readonly columns: readonly ColumnChoice[]
  readonly rowCount: number
  /** What the rows would change; empty when anything is wrong. */
  readonly edits: readonly SheetEdit[]
  /** In the order of rows. */
  readonly issues: readonly ImportIssue[]
}

const isError = ({ severity }: ImportIssue): boolean => severity === 'error'

/** Reads a sheet of a kind against the data of a scenario's file. */
export function importRows(kind: SheetKind, sheet: Sheet, data: unknown, mapping: ColumnMapping = {}): SheetImport {
  const { headerRow, columns, rows, issues: found } = readSheet(sheet, kind.fields, mapping)
  const issues = [...found]
  const edits = kind.edits({ rows, columns, data, tell: teller(columns, issues) })
  issues.sort((a, b) => (a.line ?? 0) - (b.line ?? 0))
  const errors = issues.filter(isError)
  // What an import would do is of no interest while it does nothing.
  return errors.length > 0 ? { headerRow, columns, rowCount: rows.length, edits: [], issues: errors } : { headerRow, columns, rowCount: rows.length, edits, issues }
}

/** The text with the changes of an import, or what the changed text would have wrong that the present one has not. */
export function applyEdits(text: string, edits: readonly SheetEdit[], file: string): Result<string, readonly Issue[]> {
  const edited = editScenarioText(text, edits)
  if (!edited.ok) return err(edited.error.map(({ path, message }) => ({ severity: 'error' as const, code: 'edit', path: path.join('.'), message, file })))
  const known = new Set(loadScenario(text, { file }).issues.map(({ path, code }) => `${path} ${code}`))
  const fresh = loadScenario(edited.value, { file }).issues.filter(({ severity, path, code }) => severity === 'error' && !known.has(`${path} ${code}`))
  return fresh.length > 0 ? err(fresh) : ok(edited.value)
}
