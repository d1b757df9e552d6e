/** A spreadsheet before it is taken over: kind of rows, columns, what would change, and everything that is wrong with row and column. */
import { useMemo } from 'react'
import '../styles/drawings.css'
import { cellText, columnLetters } from '../../exchange/sheet.ts'
import { SHEET_KINDS } from '../../exchange/spreadsheet/index.ts'
import { showValue } from '../../scenario/issue.ts'
import { changeText } from '../editor/text-history.ts'
import { formatNumber, formatWords } from '../format.ts'
import { useDocument } from '../state/document.ts'
import { chooseColumn, chooseKind, chooseSheet, closeSheet, type OpenSheet, type Preview, previewOf, useSheetImport } from '../state/sheet-import.ts'
import { Button } from '../widgets/button.tsx'
import { DialogFrame } from '../widgets/dialog-frame.tsx'
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

/** Which column of the sheet fills which field; what was found by itself can be changed. */
function Columns({ open, preview }: PreviewProps): React.ReactNode {
  const kind = SHEET_KINDS.find(({ id }) => id === open.kind)
  const header = open.sheet?.rows.find(({ number }) => number === preview.found.headerRow)
  const choices = (header?.cells ?? []).map((cell, index) => ({ id: columnLetters(index + 1), label: `${columnLetters(index + 1)}: ${cellText(cell) === '' ? '(no heading)' : cellText(cell)}` }))
  return (
    <section className="import-columns" aria-label="Columns">
      <h3>Columns</h3>
      <div>
        {(kind?.fields ?? []).map(({ name, help, isRequired }) => {
          const found = preview.found.columns.find(({ field }) => field === name)
          const word = found === undefined ? 'no column' : `${columnLetters(found.column)}: ${found.heading}`
          const isMissing = found === undefined && isRequired
          return (
            <div key={name} className={isMissing ? 'missing' : found === undefined ? 'absent' : ''} title={help}>
              <span>
                {formatWords(name)}
                <small>{isMissing ? 'needed' : isRequired ? '' : 'optional'}</small>
              </span>
              <SelectMenu label={`Column of ${name}`} value={open.mapping[name] ?? AUTOMATIC} choices={[{ id: AUTOMATIC, label: word }, ...choices]} onChange={id => chooseColumn(name, id === AUTOMATIC ? null : id)} />
            </div>
          )
        })}
      </div>
    </section>
  )
}

interface Problem {
  readonly at: string
  readonly message: string
  readonly isBad: boolean
}

/** Everything that is wrong, with row and column. */
const problemsOf = ({ found, issues }: Preview): Problem[] => [
  ...found.issues.map(({ line, column, message, severity }) => ({ at: [line === undefined ? '' : `Row ${formatNumber(line)}`, column ?? ''].filter(text => text !== '').join(', '), message, isBad: severity === 'error' })),
  ...issues.map(({ path, message, allowed }) => ({ at: path, message: `${message}${allowed === undefined ? '' : ` (allowed: ${allowed})`}`, isBad: true })),
]

const counted = (number: number, word: string): string => `${formatNumber(number)} ${word}${number === 1 ? '' : 's'}`

function summaryOf({ found: { edits, rowCount } }: Preview, bad: number): string {
  if (bad > 0) return `${counted(bad, 'problem')}; nothing is taken over until there are none`
  if (edits.length === 0) return rowCount === 1 ? 'The row says what the scenario says already' : `${counted(rowCount, 'row')} say what the scenario says already`
  return `${counted(rowCount, 'row')} change${rowCount === 1 ? 's' : ''} ${counted(edits.length, 'value')}`
}

function Problems({ problems }: { readonly problems: readonly Problem[] }): React.ReactNode {
  if (problems.length === 0) return null
  return (
    <section aria-label="Problems">
      <h3>Problems</h3>
      <ul className="import-problems">
        {problems.slice(0, MOST_SHOWN).map(({ at, message, isBad }, index) => (
          <li key={index} className={isBad ? 'error' : 'warn'}>
            {at === '' ? '' : <b>{at}: </b>}
            {message}
          </li>
        ))}
        {problems.length > MOST_SHOWN ? <li className="quiet">and {formatNumber(problems.length - MOST_SHOWN)} more</li> : null}
      </ul>
    </section>
  )
}

function Changes({ preview }: { readonly preview: Preview }): React.ReactNode {
  const { edits } = preview.found
  if (edits.length === 0) return null
  return (
    <section aria-label="Changes">
      <h3>What changes in the text</h3>
      <table className="import-changes">
        <thead>
          <tr>
            <th className="number">Row</th>
            <th>Value</th>
            <th>Now</th>
            <th>Then</th>
          </tr>
        </thead>
        <tbody>
          {edits.slice(0, MOST_SHOWN).map(({ written, before, value, row }) => (
            <tr key={written}>
              <td className="number">{formatNumber(row)}</td>
              <td>
                <code>{written}</code>
              </td>
              <td className="quiet">{showValue(before) ?? 'nothing'}</td>
              <td>
                <b>{showValue(value) ?? 'nothing'}</b>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {edits.length > MOST_SHOWN ? <p className="quiet">and {formatNumber(edits.length - MOST_SHOWN)} more</p> : null}
    </section>
  )
}

function Body({ open, preview, text }: { readonly open: OpenSheet; readonly preview: Preview | null; readonly text: string }): React.ReactNode {
  if (open.sheet === null) {
    return (
      <ul className="import-problems">
        {open.failures.map(({ message }) => (
          <li key={message} className="error">
            {message}
          </li>
        ))}
      </ul>
    )
  }
  const { names, name } = open.sheet
  return (
    <>
      <div className="import-choices">
        <Segments label="What the rows are" value={open.kind} choices={KINDS} onChange={chooseKind} />
        {names.length < 2 ? null : <SelectMenu label="Sheet" prefix="Sheet" value={name} choices={names.map(each => ({ id: each, label: each }))} onChange={chosen => chooseSheet(chosen, text)} />}
      </div>
      {preview === null ? (
        <p className="empty">The text of the scenario has errors: rows can be held against it when it can be read.</p>
      ) : (
        <div className="import-body" tabIndex={0} role="region" aria-label="Columns, problems and changes">
          <Columns open={open} preview={preview} />
          <Problems problems={problemsOf(preview)} />
          <Changes preview={preview} />
        </div>
      )}
    </>
  )
}

export default function ImportDialog(): React.ReactNode {
  const open = useSheetImport(state => state.open)
  const text = useDocument(document => document.text)
  const file = useDocument(document => document.file)
  const preview = useMemo(() => (open === null ? null : previewOf(open, text, file)), [open, text, file])
  if (open === null) return null
  const kind = SHEET_KINDS.find(({ id }) => id === open.kind)
  const bad = preview === null ? 0 : problemsOf(preview).filter(({ isBad }) => isBad).length
  const take = (): void => {
    if (preview === null || preview.text === null) return
    changeText(preview.text)
    useDocument.setState({ notice: `${counted(preview.found.edits.length, 'value')} taken from ${open.file}; undo brings the old ones back` })
    closeSheet()
  }
  return (
    <DialogFrame className="import-dialog" title={`Take over ${open.file}`} description={open.sheet === null ? 'The file cannot be read as a spreadsheet.' : (kind?.help ?? '')} onClose={closeSheet}>
      <Body open={open} preview={preview} text={text} />
      <footer className="dialog-tools">
        <p className={bad > 0 ? 'bad' : 'quiet'} role="status">
          {preview === null ? '' : summaryOf(preview, bad)}
        </p>
        <Button label="Cancel" onClick={closeSheet} />
        <Button className="primary" label="Take over" disabled={preview === null || preview.text === null} onClick={take} />
      </footer>
    </DialogFrame>
  )
}
