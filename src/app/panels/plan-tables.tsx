/** Milestones and orders as tables over the text: every cell is a place of the document, every change one step of its history. */
import { useMemo, useState } from 'react'
import '../styles/drawings.css'
import { redoText, changeText, undoText } from '../editor/text-history.ts'
import { lineOf } from '../site/lines-of.ts'
import { useDocument } from '../state/document.ts'
import { type CellProblem, type CellValue, changeCells, milestoneTable, newOrder, orderTable, pastedCells, type PlanTable } from '../state/plan-rows.ts'
import { applyEdits } from '../../exchange/spreadsheet/index.ts'
import { EQUIPMENT_KINDS, LONG_LEAD } from '../../scenario/catalog/long-lead.ts'
import type { Issue } from '../../scenario/issue.ts'
import { parse } from '../../scenario/parse.ts'
import { hintLine } from '../state/view.ts'
import { Button } from '../widgets/button.tsx'
import { DateInput } from '../widgets/date-input.tsx'
import { EditGrid } from '../widgets/edit-grid.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'

/** A value that was refused, where it was typed. */
interface Refused extends CellProblem {
  readonly rowId: string
  readonly text: string
}

const TABLES: Readonly<Record<'milestones' | 'orders', { readonly make: (data: unknown) => PlanTable; readonly heading: string; readonly label: string; readonly empty: string }>> = {
  milestones: { make: milestoneTable, heading: 'Milestone', label: 'Milestones of the plan', empty: 'The scenario states no dates yet: add a feed with the day on which it is energised.' },
  orders: { make: orderTable, heading: 'Order', label: 'Orders of racks and equipment', empty: 'The scenario orders nothing yet: add racks to a block, or an order below.' },
}

/** What the document's issues say of a row; those of a cell are told at the first cell. */
const issueOf = (issues: readonly Issue[], written: string): string => issues.find(({ severity, path }) => severity === 'error' && (path === written || path.startsWith(`${written}.`)))?.message ?? ''

function NewOrder({ data }: { readonly data: unknown }): React.ReactNode {
  const [kind, setKind] = useState<string>(EQUIPMENT_KINDS[0])
  const [day, setDay] = useState('')
  const [problem, setProblem] = useState('')
  const add = (): void => {
    const { text, file } = useDocument.getState()
    const { path, value } = newOrder(data, kind, day)
    const edited = applyEdits(text, [{ path, value, written: path.join('.'), before: undefined, row: 0 }], file)
    setProblem(edited.ok ? '' : `${edited.error[0].message}${edited.error[0].allowed === undefined ? '' : `; allowed: ${edited.error[0].allowed}`}`)
    if (edited.ok) changeText(edited.value)
  }
  return (
    <form
      className="new-order"
      onSubmit={event => {
        event.preventDefault()
        add()
      }}
    >
      <SelectMenu label="Equipment of the new order" value={kind} choices={EQUIPMENT_KINDS.map(id => ({ id, label: LONG_LEAD[id].label }))} onChange={setKind} />
      <DateInput aria-label="Day of the new order" placeholder="2027-03-01" value={day} onValue={setDay} onPick={setDay} />
      <Button label="Add order" type="submit" />
      {problem === '' ? null : <span className="problem">{problem}</span>}
    </form>
  )
}

export default function PlanTables({ page }: { readonly page: 'milestones' | 'orders' }): React.ReactNode {
  const text = useDocument(document => document.text)
  const issues = useDocument(document => document.issues)
  const [refused, setRefused] = useState<readonly Refused[]>([])
  const { make, heading, label, empty } = TABLES[page]
  const data = useMemo(() => {
    const parsed = parse(text)
    return parsed.ok ? parsed.value.data : null
  }, [text])
  const table = useMemo(() => (data === null ? null : make(data)), [data, make])
  if (table === null) return <p className="empty">The text cannot be read as a scenario: the table waits until it can.</p>
  const change = (values: readonly CellValue[]): void => {
    const { text: now, file } = useDocument.getState()
    const known = values.filter(({ row, column }) => table.rows[row]?.cells[column] !== undefined)
    const result = changeCells(now, file, table, known)
    const touched = new Set(known.map(({ row, column }) => `${table.rows[row].id} ${column}`))
    const left = refused.filter(({ rowId, column }) => !touched.has(`${rowId} ${column}`))
    if ('text' in result) {
      setRefused(left)
      if (result.text !== now) changeText(result.text)
      return
    }
    setRefused([...left, ...result.problems.map(problem => ({ ...problem, rowId: table.rows[problem.row].id, text: known.find(({ row, column }) => row === problem.row && column === problem.column)?.text ?? '' }))])
  }
  const rows = table.rows.map(({ id, label: name, written, cells }) => {
    const issue = issueOf(issues, written)
    return {
      id,
      label: name,
      cells: cells.map((cell, column) => {
        const draft = refused.find(each => each.rowId === id && each.column === column)
        return { text: cell.text, isEditable: cell.change !== null, problem: draft?.message ?? (column === 0 ? issue : ''), draft: draft?.text ?? null }
      }),
    }
  })
  const look = (row: number): void => {
    const line = lineOf(useDocument.getState().lines, (table.rows[row]?.written ?? '').replaceAll(/\[\d+\]/gu, ''))
    if (line !== undefined) hintLine(line)
  }
  return (
    <div className="plan-tables">
      {rows.length === 0 ? (
        <p className="quiet">{empty}</p>
      ) : (
        <EditGrid label={label} rowHeading={heading} columns={table.columns} rows={rows} onChange={(row, column, value) => change([{ row, column, text: value }])} onPaste={(row, column, pasted) => change(pastedCells(pasted, row, column))} onUndo={undoText} onRedo={redoText} onChoose={look} />
      )}
      {page === 'orders' ? <NewOrder data={data} /> : null}
      <p className="quiet">Enter edits, Tab goes on, Ctrl+Z undoes in table and text alike; paste takes cells of a spreadsheet.</p>
    </div>
  )
}
