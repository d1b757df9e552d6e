/** The dates of the plan as rows of a table, and what a change of a cell means for the text: milestones with their slips, orders with their lead times. */
import { applyEdits } from '../../exchange/spreadsheet/index.ts'
import type { SheetEdit } from '../../exchange/spreadsheet/sheet-kind.ts'
import { valueText } from '../../scenario/edit-text.ts'
import type { Issue } from '../../scenario/issue.ts'
import { type StatedMilestone, milestonesOf } from '../../scenario/milestones.ts'
import { idOf, writePath } from '../../scenario/path.ts'
import type { TreePath } from '../../scenario/positions.ts'
import { stepInto } from '../../scenario/schema/walk.ts'

export interface PlanColumn {
  readonly id: string
  readonly label: string
  /** How a value is written. */
  readonly example: string
}

export interface PlanCell {
  readonly text: string
  /** Changes of the text that a new value asks for; null where nothing can be written. */
  readonly change: ((text: string) => readonly TextChange[]) | null
}

export type TextChange = Pick<SheetEdit, 'path' | 'value'>

export interface PlanRow {
  readonly id: string
  readonly label: string
  /** As an author would write it; issues and lines of the text are found by it. */
  readonly written: string
  readonly cells: readonly PlanCell[]
}

export interface PlanTable {
  readonly columns: readonly PlanColumn[]
  readonly rows: readonly PlanRow[]
}

const FIXED: PlanCell = { text: '', change: null }
const shown = (value: unknown): string => (value === undefined || value === null ? '' : typeof value === 'string' || typeof value === 'number' ? String(value) : valueText(value))
const isSection = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Value of a cell as the text has it: nothing takes the key out. */
const valueOf = (text: string): unknown => (text.trim() === '' ? undefined : text.trim())

function plannedCell({ path, planned, instance }: StatedMilestone, data: unknown): PlanCell {
  const before = path.reduce<unknown>(stepInto, data)
  return {
    text: shown(planned),
    change: text => {
      const day = valueOf(text)
      if (day === undefined) return []
      if (instance === undefined) return [{ path: isSection(before) ? [...path, 'planned'] : path, value: day }]
      // A list that has a day for each keeps the others as they are written.
      if (Array.isArray(before) && before.length === instance.count) return [{ path: [...path, instance.index], value: day }]
      const list = Array.from({ length: instance.count }, (_, at) => (at === instance.index ? day : Array.isArray(before) ? (before as readonly unknown[])[at] : before))
      return [{ path, value: list }]
    },
  }
}

/** Slip in half and in nine of ten cases; other distributions are shown whole in the first cell. */
function slipCells({ path, slips, slip, instance }: StatedMilestone): readonly [PlanCell, PlanCell] {
  if (!slips || instance !== undefined) return [FIXED, FIXED]
  const place: TreePath = [...path, 'slip']
  const isPair = isSection(slip) && slip.p50 !== undefined && slip.p90 !== undefined
  const isOther = isSection(slip) && !isPair
  const first: PlanCell = {
    text: isPair ? shown(slip.p50) : shown(slip),
    change: text => {
      const value = valueOf(text)
      if (isPair && value !== undefined) return [{ path: [...place, 'p50'], value }]
      return value === undefined && slip === undefined ? [] : [{ path: place, value }]
    },
  }
  const second: PlanCell = {
    text: isPair ? shown(slip.p90) : '',
    change: isOther ? null : text => {
      const value = valueOf(text)
      if (isPair) return value === undefined ? [{ path: place, value: slip.p50 }] : [{ path: [...place, 'p90'], value }]
      return value === undefined ? [] : [{ path: place, value: { p50: slip ?? '0 days', p90: value } }]
    },
  }
  return [first, second]
}

export function milestoneTable(data: unknown): PlanTable {
  return {
    columns: [
      { id: 'planned', label: 'Planned', example: '2028-07-01' },
      { id: 'slip', label: 'Slip P50', example: '6 months' },
      { id: 'p90', label: 'Slip P90', example: '18 months' },
    ],
    rows: milestonesOf(data)
      .filter(({ path }) => !(path[0] === 'procurement' || path.includes('racks')))
      .map(milestone => ({ id: milestone.written, label: milestone.label, written: milestone.written, cells: [plannedCell(milestone, data), ...slipCells(milestone)] })),
  }
}

/** `38 weeks`, `38 weeks / 60 weeks` for P50 and P90, three for the ends and the most likely; other distributions as they are written. */
function leadText(lead: unknown): string {
  if (isSection(lead) && lead.p50 !== undefined && lead.p90 !== undefined) return `${shown(lead.p50)} / ${shown(lead.p90)}`
  if (isSection(lead) && Array.isArray(lead.pert)) return (lead.pert as readonly unknown[]).map(shown).join(' / ')
  return shown(lead)
}

function leadValue(text: string): unknown {
  const parts = text.split('/').map(part => part.trim()).filter(part => part !== '')
  // Units such as L/min/kW are no lead times: a slash stands between times here.
  return parts.length === 0 ? undefined : parts.length === 1 ? parts[0] : parts.length === 2 ? { p50: parts[0], p90: parts[1] } : { pert: parts }
}

const cellAt = (value: unknown, path: TreePath, read: (text: string) => unknown = valueOf, show: (value: unknown) => string = shown): PlanCell => ({
  text: show(value),
  change: text => {
    const next = read(text)
    return next === undefined && value === undefined ? [] : [{ path, value: next }]
  },
})

const countOf = (text: string): unknown => (/^\d+$/u.test(text.trim()) ? Number(text.trim()) : valueOf(text))

function lotRows(data: unknown): PlanRow[] {
  const blocks = (stepInto(data, 'blocks') ?? []) as readonly unknown[]
  return blocks.flatMap((block, entry) =>
    ((stepInto(block, 'racks') ?? []) as readonly unknown[]).map((lot, index): PlanRow => {
      const path: TreePath = ['blocks', entry, 'racks', index]
      const lead = stepInto(stepInto(lot, 'delivered'), 'lead')
      return {
        id: path.join('.'), label: `Racks ${shown(stepInto(lot, 'model'))} of ${idOf(block) ?? entry + 1}`, written: writePath(path, data),
        cells: [cellAt(stepInto(lot, 'ordered'), [...path, 'ordered']), cellAt(lead, [...path, 'delivered', 'lead'], leadValue, leadText), cellAt(stepInto(lot, 'count'), [...path, 'count'], countOf), FIXED],
      }
    }),
  )
}

const listOf = (text: string): unknown => {
  const names = text.split(',').map(name => name.trim()).filter(name => name !== '')
  return names.length === 0 ? undefined : names
}

function orderRows(data: unknown): PlanRow[] {
  const orders = (stepInto(stepInto(data, 'procurement'), 'orders') ?? []) as readonly unknown[]
  return orders.map((order, index): PlanRow => {
    const path: TreePath = ['procurement', 'orders', index]
    return {
      id: path.join('.'), label: `${shown(stepInto(order, 'equipment'))} (${idOf(order) ?? index + 1})`, written: writePath(path, data),
      cells: [
        cellAt(stepInto(order, 'ordered'), [...path, 'ordered']),
        cellAt(stepInto(order, 'lead'), [...path, 'lead'], leadValue, leadText),
        FIXED,
        cellAt(stepInto(order, 'for'), [...path, 'for'], listOf, value => (Array.isArray(value) ? (value as readonly unknown[]).map(shown).join(', ') : shown(value))),
      ],
    }
  })
}

export function orderTable(data: unknown): PlanTable {
  return {
    columns: [
      { id: 'ordered', label: 'Ordered', example: '2027-03-01' },
      { id: 'lead', label: 'Lead time, or P50 / P90', example: '38 weeks / 60 weeks' },
      { id: 'count', label: 'Count', example: '12' },
      { id: 'for', label: 'For', example: 'block[0], block[1]' },
    ],
    rows: [...lotRows(data), ...orderRows(data)],
  }
}

/** A new order of equipment, with an id that no other order has. */
export function newOrder(data: unknown, equipment: string, ordered: string): TextChange {
  const orders = (stepInto(stepInto(data, 'procurement'), 'orders') ?? []) as readonly unknown[]
  const taken = new Set(orders.map(idOf))
  let number = 1
  while (taken.has(number === 1 ? equipment : `${equipment}-${number}`)) number += 1
  const value = { id: number === 1 ? equipment : `${equipment}-${number}`, equipment, ordered }
  return { path: stepInto(stepInto(data, 'procurement'), 'orders') === undefined ? ['procurement', 'orders'] : ['procurement', 'orders', orders.length], value: stepInto(stepInto(data, 'procurement'), 'orders') === undefined ? [value] : value }
}

/** Value of one cell of a paste or an edit. */
export interface CellValue {
  readonly row: number
  readonly column: number
  readonly text: string
}

export interface CellProblem {
  readonly row: number
  readonly column: number
  readonly message: string
}

/** Two changes of one place: dates of one list, or the two ends of a slip that was not there before. */
function joined(row: PlanRow, before: TextChange | undefined, change: TextChange): TextChange {
  if (before === undefined) return change
  if (Array.isArray(before.value) && Array.isArray(change.value)) return { path: change.path, value: joinedList(row, before.value, change.value) }
  return isSection(change.value) && change.value.p90 !== undefined && before.value !== undefined && !isSection(before.value) ? { path: change.path, value: { ...change.value, p50: before.value } } : change
}

/** A day that gets its first slip at the same time is written as one section. */
function withSlips(changes: ReadonlyMap<string, TextChange>): TextChange[] {
  return [...changes].flatMap(([key, change]): TextChange[] => {
    const slip = changes.get(`${key}\0slip`)
    if (slip !== undefined) return [slip.value === undefined ? change : { path: change.path, value: { planned: change.value, slip: slip.value } }]
    return key.endsWith('\0slip') && changes.has(key.slice(0, -'\0slip'.length)) ? [] : [change]
  })
}

/** Changes of several cells; later ones of a place build on the earlier ones. */
function changesOf({ rows }: PlanTable, values: readonly CellValue[]): TextChange[] {
  const byPlace = new Map<string, TextChange>()
  for (const { row, column, text } of values) {
    for (const change of rows[row]?.cells[column]?.change?.(text) ?? []) {
      const key = change.path.join('\0')
      byPlace.set(key, joined(rows[row], byPlace.get(key), change))
    }
  }
  return withSlips(byPlace)
}

/** Dates of several instances in one list: the one of this row from the new list, the others as they were joined so far. */
function joinedList({ written }: PlanRow, before: readonly unknown[], after: readonly unknown[]): unknown[] {
  const index = Number(/\[(\d+)\]/u.exec(written)?.[1] ?? -1)
  return before.map((value, at) => (at === index ? after[at] : value))
}

const asEdit = ({ path, value }: TextChange): SheetEdit => ({ path, value, written: path.join('.'), before: undefined, row: 0 })

const wordsOf = ({ message, allowed, nearest }: Issue): string => [message, allowed === undefined ? '' : `allowed: ${allowed}`, nearest === undefined ? '' : `did you mean ${nearest}?`].filter(text => text !== '').join('; ')

/** The text with new values of cells, or what is wrong with which of them; then nothing is changed. */
export function changeCells(text: string, file: string, table: PlanTable, values: readonly CellValue[]): { readonly text: string } | { readonly problems: readonly CellProblem[] } {
  const fixed = values.filter(({ row, column, text: value }) => table.rows[row] !== undefined && table.rows[row].cells[column]?.change === null && value.trim() !== '' && value.trim() !== table.rows[row].cells[column].text)
  if (fixed.length > 0) return { problems: fixed.map(({ row, column }) => ({ row, column, message: 'has no value here' })) }
  const all = applyEdits(text, changesOf(table, values).map(asEdit), file)
  if (all.ok) return { text: all.value }
  const problems = values.flatMap((value): CellProblem[] => {
    const alone = applyEdits(text, changesOf(table, [value]).map(asEdit), file)
    return alone.ok ? [] : [{ row: value.row, column: value.column, message: wordsOf(alone.error[0]) }]
  })
  // Values that are right alone and wrong together are told at the first one.
  const [first] = values
  return { problems: problems.length > 0 || first === undefined ? problems : [{ row: first.row, column: first.column, message: wordsOf(all.error[0]) }] }
}

const DOTTED_DAY = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?: 00:00(?::00)?)?$/u
const TIMED_DAY = /^(\d{4})[-/](\d{2})[-/](\d{2})(?:[ T]00:00(?::00)?)?$/u

/** A value as spreadsheets of other countries copy it: 1.7.2028 and 3,5 weeks. What may be read in two ways, such as 7/1/2028 and 1,200, stays and is refused. */
function plainValue(text: string): string {
  const [, day, month, year] = DOTTED_DAY.exec(text) ?? []
  if (day !== undefined) return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return text.replace(TIMED_DAY, '$1-$2-$3').replaceAll(/(?<![\d,.])(\d+),(\d{1,2}|\d{4,})(?![\d,.])/gu, '$1.$2')
}

/** Cells of pasted text from a corner on: tabs between columns, lines between rows. */
export function pastedCells(text: string, row: number, column: number): CellValue[] {
  const lines = text.replace(/\r?\n$/u, '').split(/\r?\n/u)
  return lines.flatMap((line, down) => line.split('\t').map((value, right) => ({ row: row + down, column: column + right, text: plainValue(value.trim().replace(/^"(.*)"$/u, '$1')) })))
}
