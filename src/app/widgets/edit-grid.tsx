import { useEffect, useId, useRef, useState } from 'react'
import { parseDate } from '../../base/civil-date.ts'
import { DateInput } from './date-input.tsx'

export interface GridCell {
  readonly text: string
  readonly isEditable: boolean
  /** What is wrong with the value; '' for nothing. */
  readonly problem: string
  /** Value that was refused and is still shown; null when there is none. */
  readonly draft: string | null
}

interface Props {
  readonly label: string
  readonly rowHeading: string
  readonly columns: readonly { readonly id: string; readonly label: string; readonly example: string }[]
  readonly rows: readonly { readonly id: string; readonly label: string; readonly cells: readonly GridCell[] }[]
  readonly onChange: (row: number, column: number, text: string) => void
  readonly onPaste: (row: number, column: number, text: string) => void
  readonly onUndo: () => void
  readonly onRedo: () => void
  /** A row is looked at. */
  readonly onChoose: (row: number) => void
}

interface Place {
  readonly row: number
  readonly column: number
}

const LONGEST_WHOLE = 16

const MOVES: Readonly<Record<string, readonly [number, number]>> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }

const STEPS: Readonly<Record<string, readonly [number, number]>> = { Enter: [1, 0], Tab: [0, 1] }

interface Motion {
  readonly at: Place
  readonly columnCount: number
  readonly cell: GridCell | undefined
  go(row: number, column: number): void
  begin(text: string): void
  clear(): void
}

/** What a key does while no cell is edited; undefined for keys that mean nothing here. */
function actionOf(event: React.KeyboardEvent, { at, columnCount, cell, go, begin, clear }: Motion, { onUndo, onRedo }: Pick<Props, 'onUndo' | 'onRedo'>): (() => void) | undefined {
  const key = event.key.toLowerCase()
  if (event.ctrlKey || event.metaKey) {
    const commands: Readonly<Record<string, () => void>> = { z: event.shiftKey ? onRedo : onUndo, y: onRedo, c: () => void navigator.clipboard?.writeText(cell?.text ?? '') }
    return commands[key]
  }
  const move = MOVES[event.key]
  if (move !== undefined) return () => go(at.row + move[0], at.column + move[1])
  const edit = (): void => begin(cell?.draft ?? cell?.text ?? '')
  const keys: Readonly<Record<string, () => void>> = { home: () => go(at.row, 0), end: () => go(at.row, columnCount - 1), enter: edit, f2: edit, delete: clear, backspace: clear }
  return keys[key] ?? (event.key.length === 1 ? () => begin(event.key) : undefined)
}

interface CellProps {
  readonly id: string
  readonly place: string
  readonly name: string
  readonly example: string
  readonly cell: GridCell
  readonly isAt: boolean
  /** Text that is being edited; null when this cell is not. */
  readonly editing: string | null
  readonly onEdit: (text: string) => void
  readonly onKey: (event: React.KeyboardEvent) => void
  readonly onLeave: () => void
  readonly onPick: () => void
  readonly onBegin: () => void
}

/** Dates and names are not broken at their hyphens. */
const isWhole = (text: string): boolean => text.length <= LONGEST_WHOLE && !text.includes(' ')

function Cell({ id, place, name, example, cell, isAt, editing, onEdit, onKey, onLeave, onPick, onBegin }: CellProps): React.ReactNode {
  const { text, isEditable, problem, draft } = cell
  const box = { autoFocus: true, 'aria-label': name, placeholder: example, onKeyDown: onKey, onBlur: onLeave }
  return (
    <td id={id} role="gridcell" data-cell={place} aria-readonly={!isEditable} aria-invalid={problem !== ''} className={`${isEditable ? '' : 'fixed'} ${isAt ? 'at' : ''} ${problem === '' ? '' : 'wrong'}`} onClick={onPick} onDoubleClick={onBegin}>
      {editing === null ? (
        <span className={`value ${isWhole(draft ?? text) ? 'whole' : ''}`}>{draft ?? text}</span>
      ) : parseDate(example) === undefined ? (
        <input {...box} value={editing} onChange={event => onEdit(event.currentTarget.value)} />
      ) : (
        <DateInput {...box} value={editing} onValue={onEdit} onPick={onEdit} />
      )}
      {problem === '' ? null : <span className="problem">{problem}</span>}
    </td>
  )
}

function Headings({ rowHeading, columns }: Pick<Props, 'rowHeading' | 'columns'>): React.ReactNode {
  return (
    <thead>
      <tr>
        <th scope="col">{rowHeading}</th>
        {columns.map(({ id, label, example }) => (
          <th key={id} scope="col" title={`Such as ${example}`}>
            {label}
          </th>
        ))}
      </tr>
    </thead>
  )
}

/** A table whose cells are edited in place: arrows move, Enter or typing begins, Enter and Tab take over, Escape leaves; paste spreads over cells. */
export function EditGrid(props: Props): React.ReactNode {
  const { label, rowHeading, columns, rows, onChange, onPaste, onChoose } = props
  const id = useId()
  const [at, setAt] = useState<Place>({ row: 0, column: 0 })
  const [editing, setEditing] = useState<string | null>(null)
  const table = useRef<HTMLTableElement>(null)
  const cell = rows[at.row]?.cells[at.column]
  useEffect(() => {
    // A table that was only just opened shows its names.
    if (editing === null && table.current?.contains(document.activeElement)) table.current.querySelector(`[data-cell="${at.row} ${at.column}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [at, editing])
  const go = (row: number, column: number): void => {
    const next = { row: Math.min(rows.length - 1, Math.max(0, row)), column: Math.min(columns.length - 1, Math.max(0, column)) }
    setAt(next)
    setEditing(null)
    onChoose(next.row)
    table.current?.focus()
  }
  const begin = (text: string): void => {
    if (cell?.isEditable) setEditing(text)
  }
  const clear = (): void => {
    if (cell?.isEditable) onChange(at.row, at.column, '')
  }
  const take = (): void => {
    const text = editing
    setEditing(null)
    if (text !== null && cell !== undefined && text !== (cell.draft ?? cell.text)) onChange(at.row, at.column, text)
  }
  const pressed = (event: React.KeyboardEvent): void => {
    const action = actionOf(event, { at, columnCount: columns.length, cell, go, begin, clear }, props)
    if (action === undefined) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }
  const typed = (event: React.KeyboardEvent): void => {
    event.stopPropagation()
    const [down, right] = STEPS[event.key] ?? [0, 0]
    if (STEPS[event.key] === undefined && event.key !== 'Escape') return
    event.preventDefault()
    if (event.key !== 'Escape') take()
    go(at.row + down, at.column + (event.shiftKey ? -right : right))
  }
  const pick = (row: number, column: number): void => {
    if (row !== at.row || column !== at.column) go(row, column)
    else if (editing === null) table.current?.focus()
  }
  const pasted = (event: React.ClipboardEvent): void => {
    if (editing !== null) return
    event.preventDefault()
    onPaste(at.row, at.column, event.clipboardData.getData('text/plain'))
  }
  return (
    <table ref={table} className="edit-grid" role="grid" aria-label={label} tabIndex={0} onKeyDown={editing === null ? pressed : undefined} onPaste={pasted} aria-activedescendant={`${id}-${at.row}-${at.column}`}>
      <Headings rowHeading={rowHeading} columns={columns} />
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.id} aria-selected={index === at.row}>
            <th scope="row" onClick={() => go(index, at.column)}>
              {row.label}
            </th>
            {row.cells.map((own, column) => {
              const isAt = index === at.row && column === at.column
              return (
                <Cell key={columns[column].id} id={`${id}-${index}-${column}`} place={`${index} ${column}`} name={`${columns[column].label} of ${row.label}`} example={columns[column].example} cell={own} isAt={isAt} editing={isAt ? editing : null} onEdit={setEditing} onKey={typed} onLeave={take} onPick={() => pick(index, column)} onBegin={() => begin(own.draft ?? own.text)} />
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
