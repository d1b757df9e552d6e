/** A spreadsheet before it is taken over: kind of rows, columns, what would change, and everything that is wrong with row and column. */
import { Dialog } from 'radix-ui'
import { useMemo } from 'react'
import '../styles/drawings.css'
import { cellText, columnLetters } from '../../exchange/sheet.ts'
import { SHEET_KINDS } from '../../exchange/spreadsheet/index.ts'
import { showValue } from '../../scenario/issue.ts'
import { changeText } from '../editor/text-history.ts'
import { formatNumber } from '../format.ts'
import { useDocument } from '../state/document.ts'
import { chooseColumn, chooseKind, chooseSheet, closeSheet, type OpenSheet, type Preview, previewOf, useSheetImport } from '../state/sheet-import.ts'
import { Button } from '../widgets/button.tsx'
import { Segments } from '../widgets/segments.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'

/** Lines of a list that are shown; the number of all is told. */
const MOST_SHOWN = 200
const AUTOMATIC = '*'
const KINDS = SHEET_KINDS.map(({ id, label }) => ({ id, label }))

interface PreviewProps {
  readonly open: OpenSheet
  readonly preview: Preview
}

function Columns({ open, preview }: PreviewProps): React.ReactNode {
  const kind = SHEET_KINDS.find(({ id }) => id === open.kind)
  const header = open.sheet?.rows.find(({ number }) => number === preview.found.headerRow)
  const choices = (header?.cells ?? []).map((cell, index) => ({ id: columnLetters(index + 1), label: `${columnLetters(index + 1)}: ${cellText(cell) === '' ? '(no heading)' : cellText(cell)}` }))
  return (
    <div className="import-columns">
      {(kind?.fields ?? []).map(({ name, help, isRequired }) => {
        const found = preview.found.columns.find(({ field }) => field === name)
        const word = found === undefined ? (isRequired ? 'missing' : 'not there') : `${columnLetters(found.column)}: ${found.heading}`
        return (
          <label key={name} title={help}>
            <span>
              {name}
              {isRequired ? ' *' : ''}
            </span>
            <SelectMenu label={`Column of ${name}`} value={open.mapping[name] ?? AUTOMATIC} choices={[{ id: AUTOMATIC, label: word }, ...choices]} onChange={id => chooseColumn(name, id === AUTOMATIC ? null : id)} />
          </label>
        )
      })}
    </div>
  )
}

function Findings({ preview }: { readonly preview: Preview }): React.ReactNode {
  const { issues, edits, rowCount } = preview.found
  const lines = [
    ...issues.map(({ line, column, message, severity }) => ({ at: [line === undefined ? '' : `Row ${formatNumber(line)}`, column ?? ''].filter(text => text !== '').join(', '), message, isBad: severity === 'error' })),
    ...preview.issues.map(({ path, message, allowed }) => ({ at: path, message: `${message}${allowed === undefined ? '' : ` (allowed: ${allowed})`}`, isBad: true })),
  ]
  const bad = lines.filter(({ isBad }) => isBad).length
  const summary = bad > 0 ? `${formatNumber(bad)} problem${bad === 1 ? '' : 's'}; nothing is taken over until there are none` : edits.length === 0 ? `${formatNumber(rowCount)} rows say what the scenario says already` : `${formatNumber(rowCount)} row${rowCount === 1 ? '' : 's'} change${rowCount === 1 ? 's' : ''} ${formatNumber(edits.length)} value${edits.length === 1 ? '' : 's'}`
  return (
    <div className="import-findings" role="status">
      <p className={bad > 0 ? 'bad' : ''}>{summary}</p>
      <ul>
        {lines.slice(0, MOST_SHOWN).map(({ at, message, isBad }, index) => (
          <li key={index} className={isBad ? 'error' : 'warn'}>
            {at === '' ? '' : <b>{at}: </b>}
            {message}
          </li>
        ))}
        {bad > 0 ? null : edits.slice(0, MOST_SHOWN).map(({ written, before, value, row }) => (
          <li key={written}>
            <code>{written}</code>: {showValue(before) ?? 'nothing'} → {showValue(value) ?? 'nothing'} <span className="quiet">row {formatNumber(row)}</span>
          </li>
        ))}
        {lines.length > MOST_SHOWN ? <li className="quiet">and {formatNumber(lines.length - MOST_SHOWN)} more</li> : null}
      </ul>
    </div>
  )
}

export default function ImportDialog(): React.ReactNode {
  const open = useSheetImport(state => state.open)
  const text = useDocument(document => document.text)
  const file = useDocument(document => document.file)
  const preview = useMemo(() => (open === null ? null : previewOf(open, text, file)), [open, text, file])
  if (open === null) return null
  const kind = SHEET_KINDS.find(({ id }) => id === open.kind)
  const take = (): void => {
    if (preview === null || preview.text === null) return
    changeText(preview.text)
    useDocument.setState({ notice: `${preview.found.edits.length} values were taken from ${open.file}; undo brings the old ones back` })
    closeSheet()
  }
  return (
    <Dialog.Root open onOpenChange={isOpen => isOpen || closeSheet()}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog import-dialog">
          <Dialog.Title>Take over {open.file}</Dialog.Title>
          <Dialog.Description>{open.sheet === null ? 'The file cannot be read as a spreadsheet.' : (kind?.help ?? '')}</Dialog.Description>
          {open.sheet === null ? (
            <ul className="import-failures">
              {open.failures.map(({ message }) => (
                <li key={message}>{message}</li>
              ))}
            </ul>
          ) : (
            <>
              <div className="import-choices">
                <Segments label="What the rows are" value={open.kind} choices={KINDS} onChange={chooseKind} />
                {open.sheet.names.length < 2 ? null : <SelectMenu label="Sheet" prefix="Sheet" value={open.sheet.name} choices={open.sheet.names.map(name => ({ id: name, label: name }))} onChange={name => chooseSheet(name, text)} />}
              </div>
              {preview === null ? (
                <p className="empty">The text of the scenario has errors: rows can be held against it when it can be read.</p>
              ) : (
                <>
                  <Columns open={open} preview={preview} />
                  <Findings preview={preview} />
                </>
              )}
            </>
          )}
          <div className="dialog-tools">
            <Button label="Take over" disabled={preview === null || preview.text === null} onClick={take} />
            <Dialog.Close asChild>
              <Button label="Cancel" />
            </Dialog.Close>
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
