import { useEffect, useRef, useState } from 'react'

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

const MOVES: Readonly<Record<string, readonly [number, number]>> = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }

/** A table whose cells are edited in place: arrows move, Enter or typing begins, Enter and Tab take over, Escape leaves; paste spreads over cells. */
export function EditGrid({ label, rowHeading, columns, rows, onChange, onPaste, onUndo, onRedo, onChoose }: Props): React.ReactNode {
  const [at, setAt] = useState<Place>({ row: 0, column: 0 })
  const [editing, setEditing] = useState<string | null>(null)
  const table = useRef<HTMLTableElement>(null)
  const cell = rows[at.row]?.cells[at.column]
  useEffect(() => {
    if (editing === null) table.current?.querySelector(`[data-cell="${at.row} ${at.column}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [at, editing])
  const go = (row: number, column: number): void => {
    const next = { row: Math.min(rows.length - 1, Math.max(0, row)), column: Math.min(columns.length - 1, Math.max(0, column)) }
    setAt(next)
    setEditing(null)
    onChoose(next.row)
    table.current?.focus()
  }
  const begin = (text: string): void => {
    if (cell?.isEditable === true) setEditing(text)
  }
  const take = (): void => {
    const text = editing
    setEditing(null)
    if (text !== null && cell !== undefined && text !== (cell.draft ?? cell.text)) onChange(at.row, at.column, text)
  }
  const moved = (event: React.KeyboardEvent): void => {
    const isCommand = event.ctrlKey || event.metaKey
    const move = MOVES[event.key]
    if (isCommand && event.key.toLowerCase() === 'z') event.shiftKey ? onRedo() : onUndo()
    else if (isCommand && event.key.toLowerCase() === 'y') onRedo()
    else if (isCommand && event.key.toLowerCase() === 'c') void navigator.clipboard?.writeText(cell?.text ?? '')
    else if (isCommand) return
    else if (move !== undefined) go(at.row + move[0], at.column + move[1])
    else if (event.key === 'Home') go(at.row, 0)
    else if (event.key === 'End') go(at.row, columns.length - 1)
    else if (event.key === 'Enter' || event.key === 'F2') begin(cell?.draft ?? cell?.text ?? '')
    else if (event.key === 'Delete' || event.key === 'Backspace') cell?.isEditable === true && onChange(at.row, at.column, '')
    else if (event.key.length === 1) begin(event.key)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const typed = (event: React.KeyboardEvent): void => {
    event.stopPropagation()
    const steps: Readonly<Record<string, readonly [number, number]>> = { Enter: [1, 0], Tab: [0, event.shiftKey ? -1 : 1] }
    const step = steps[event.key]
    if (step === undefined && event.key !== 'Escape') return
    event.preventDefault()
    if (event.key !== 'Escape') take()
    go(at.row + (step?.[0] ?? 0), at.column + (step?.[1] ?? 0))
  }
  const pasted = (event: React.ClipboardEvent): void => {
    if (editing !== null) return
    event.preventDefault()
    onPaste(at.row, at.column, event.clipboardData.getData('text/plain'))
  }
  const isAt = (row: number, column: number): boolean => row === at.row && column === at.column
  return (
    <table ref={table} className="edit-grid" role="grid" aria-label={label} tabIndex={0} onKeyDown={editing === null ? moved : undefined} onPaste={pasted} aria-activedescendant={`cell-${at.row}-${at.column}`}>
      <thead>
        <tr>
          <th scope="col">{rowHeading}</th>
          {columns.map(({ id, label: heading, example }) => (
            <th key={id} scope="col" title={`Such as ${example}`}>
              {heading}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={row.id} aria-selected={index === at.row}>
            <th scope="row" onClick={() => go(index, at.column)}>
              {row.label}
            </th>
            {row.cells.map(({ text, isEditable, problem, draft }, column) => (
              <td
                key={columns[column].id}
                id={`cell-${index}-${column}`}
                role="gridcell"
                data-cell={`${index} ${column}`}
                aria-readonly={!isEditable}
                aria-invalid={problem !== ''}
                className={`${isEditable ? '' : 'fixed'} ${isAt(index, column) ? 'at' : ''} ${problem === '' ? '' : 'wrong'}`}
                onClick={() => go(index, column)}
                onDoubleClick={() => begin(draft ?? text)}
              >
                {isAt(index, column) && editing !== null ? (
                  <input autoFocus aria-label={`${columns[column].label} of ${row.label}`} placeholder={columns[column].example} value={editing} onChange={event => setEditing(event.currentTarget.value)} onKeyDown={typed} onBlur={take} />
                ) : (
                  <span className="value">{draft ?? text}</span>
                )}
                {problem === '' ? null : <span className="problem">{problem}</span>}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
