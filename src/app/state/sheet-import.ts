/** A spreadsheet that was dropped or opened, on its way into the text: which sheet, which kind of rows, which columns, and what would change. */
import { create } from 'zustand'
import type { ImportIssue } from '../../exchange/import-issue.ts'
import { importSheet } from '../../exchange/importers/index.ts'
import type { Sheet } from '../../exchange/sheet.ts'
import type { ColumnMapping } from '../../exchange/spreadsheet/columns.ts'
import { applyEdits, importRows, SHEET_KINDS, type SheetImport } from '../../exchange/spreadsheet/index.ts'
import type { SheetKind } from '../../exchange/spreadsheet/sheet-kind.ts'
import type { Issue } from '../../scenario/issue.ts'
import { parse } from '../../scenario/parse.ts'
import { useView } from './view.ts'

export interface OpenSheet {
  readonly file: string
  readonly bytes: Uint8Array
  readonly sheet: Sheet | null
  /** Why no sheet could be read. */
  readonly failures: readonly ImportIssue[]
  readonly kind: SheetKind['id']
  readonly mapping: ColumnMapping
}

export const useSheetImport = create<{ readonly open: OpenSheet | null }>(() => ({ open: null }))

/** The kind of which a sheet has most columns. */
function kindOf(sheet: Sheet, data: unknown): SheetKind['id'] {
  const columns = SHEET_KINDS.map(kind => ({ id: kind.id, count: importRows(kind, sheet, data).columns.length - kind.fields.filter(({ isRequired }) => isRequired).length }))
  return columns.reduce((best, each) => (each.count > best.count ? each : best)).id
}

function readSheet(file: string, bytes: Uint8Array, data: unknown, name?: string): OpenSheet {
  const read = importSheet(bytes, name)
  if (!read.ok) return { file, bytes, sheet: null, failures: read.error, kind: 'racks', mapping: {} }
  const { table } = read.value
  return { file, bytes, sheet: table, failures: [], kind: kindOf(table, data), mapping: {} }
}

/** Data of the text, or nothing to hold rows against. */
function dataOf(text: string): unknown {
  const parsed = parse(text)
  return parsed.ok ? parsed.value.data : {}
}

export function openSheet(file: string, bytes: Uint8Array, text: string): void {
  useSheetImport.setState({ open: readSheet(file, bytes, dataOf(text)) })
  useView.setState({ isImporting: true })
}

export function chooseSheet(name: string, text: string): void {
  const { open } = useSheetImport.getState()
  if (open !== null) useSheetImport.setState({ open: readSheet(open.file, open.bytes, dataOf(text), name) })
}

export const chooseKind = (id: SheetKind['id']): void => useSheetImport.setState(({ open }) => ({ open: open === null ? null : { ...open, kind: id, mapping: {} } }))
export const chooseColumn = (field: string, column: string | null): void =>
  useSheetImport.setState(({ open }) => {
    if (open === null) return { open }
    const { [field]: _, ...others } = open.mapping
    return { open: { ...open, mapping: column === null ? others : { ...others, [field]: column } } }
  })
export function closeSheet(): void {
  useView.setState({ isImporting: false })
  useSheetImport.setState({ open: null })
}

export interface Preview {
  readonly found: SheetImport
  /** The changed text; null where it cannot be taken. */
  readonly text: string | null
  /** What the changed text would have wrong. */
  readonly issues: readonly Issue[]
}

/** What taking the sheet over would do to a text. */
export function previewOf({ sheet, kind: id, mapping }: OpenSheet, text: string, file: string): Preview | null {
  const kind = SHEET_KINDS.find(each => each.id === id)
  const parsed = parse(text)
  if (sheet === null || kind === undefined || !parsed.ok) return null
  const found = importRows(kind, sheet, parsed.value.data, mapping)
  if (found.edits.length === 0) return { found, text: null, issues: [] }
  const edited = applyEdits(text, found.edits, file)
  return edited.ok ? { found, text: edited.value, issues: [] } : { found, text: null, issues: edited.error }
}
