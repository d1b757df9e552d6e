/** One key of a form: its value with unit, range, default and help, or the way into its section. */
import { useId, useState } from 'react'
import { issueText } from '../editor/issue-text.ts'
import type { EntryEdits } from '../editing/form-edits.ts'
import type { TreeEdit } from '../editing/tree-edit.ts'
import { formatWords } from '../format.ts'
import type { FormField } from '../reader/protocol.ts'
import { openSection } from '../state/editor-page.ts'
import { isTextFixed } from '../state/opened.ts'
import type { Issue } from '../../scenario/issue.ts'
import { Button } from '../widgets/button.tsx'
import { DateInput } from '../widgets/date-input.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'

interface Props {
  readonly field: FormField
  readonly issue: Issue | undefined
  /** Why the last value was not taken; '' for nothing. */
  readonly problem: string
  readonly onSet: (text: string) => void
  readonly entryEdits: EntryEdits | null
  readonly onEdit: (edits: readonly TreeEdit[]) => void
}

/** Menu line for what holds when nothing is stated. */
const UNSTATED = '*'

const choicesOf = ({ kind, choices, default: fallback, isNeeded }: FormField): { id: string; label: string }[] => [
  ...(isNeeded ? [] : [{ id: UNSTATED, label: fallback === '' ? 'not stated' : `${fallback} (default)` }]),
  ...(kind === 'flag' ? ['true', 'false'] : choices).map(id => ({ id, label: id })),
]

/** A box that takes over what was typed on Enter or when it is left; Escape brings the old value back. */
function ValueBox({ field, describedBy, onSet }: Pick<Props, 'field' | 'onSet'> & { readonly describedBy: string }): React.ReactNode {
  const { written, default: fallback, label, isDay } = field
  const [text, setText] = useState(written)
  const [known, setKnown] = useState(written)
  if (known !== written) {
    setKnown(written)
    setText(written)
  }
  const take = (): void => {
    if (text === written) return
    // Opened results say why they take nothing.
    if (isTextFixed()) setText(written)
    onSet(text)
  }
  const pressed = (event: React.KeyboardEvent): void => {
    if (event.key === 'Enter') take()
    if (event.key === 'Escape') setText(written)
  }
  const box = { 'aria-label': formatWords(label), 'aria-describedby': describedBy, 'data-written': written, onKeyDown: pressed, onBlur: take }
  if (isDay) return <DateInput {...box} placeholder={fallback === '' ? '2028-07-01' : fallback} value={text} onValue={setText} onPick={onSet} />
  return <input type="text" {...box} placeholder={fallback} value={text} onChange={event => setText(event.currentTarget.value)} />
}

function Value({ field, describedBy, onSet }: Pick<Props, 'field' | 'onSet'> & { readonly describedBy: string }): React.ReactNode {
  const { kind, path, label, count, written, isStated } = field
  if (kind === 'section') {
    return (
      <button type="button" className="form-open" aria-label={`Open ${formatWords(label)}`} onClick={() => openSection(path)}>
        <span className="quiet">{isStated ? (count === 0 ? 'empty' : `${count} stated`) : 'defaults'}</span>
        <span aria-hidden="true">›</span>
      </button>
    )
  }
  const isKnown = written === '' || choicesOf(field).some(({ id }) => id === written)
  // An expression is no choice of the menu.
  if (kind === 'text' || !isKnown) return <ValueBox field={field} describedBy={describedBy} onSet={onSet} />
  return <SelectMenu label={formatWords(label)} value={written === '' ? UNSTATED : written} choices={choicesOf(field)} onChange={id => onSet(id === UNSTATED ? '' : id)} />
}

/** Range, default and where it comes from. */
function factsOf({ kind, unit, allowed, default: fallback, source, confidence, isStated, isNeeded }: FormField): string {
  if (kind === 'section') return isNeeded && !isStated ? 'needed' : ''
  const origin = [source, confidence === '' ? '' : `confidence ${confidence}`].filter(text => text !== '').join(', ')
  return [unit === '' ? '' : `in ${unit}`, allowed, fallback === '' ? '' : `default ${fallback}${origin === '' ? '' : ` (${origin})`}`, isNeeded && !isStated ? 'needed' : ''].filter(text => text !== '').join(' · ')
}

export function FormRow({ field, issue, problem, onSet, entryEdits, onEdit }: Props): React.ReactNode {
  const id = useId()
  const { label, help, isStated, kind } = field
  const facts = factsOf(field)
  const { up, down, remove } = entryEdits ?? {}
  const told = problem === '' ? (issue === undefined ? '' : issueText(issue)) : problem
  return (
    <div className={`form-row ${isStated ? 'stated' : ''} ${told === '' ? '' : 'wrong'}`} data-key={label}>
      <div className="form-line">
        <span className="form-label">{formatWords(label)}</span>
        <Value field={field} describedBy={id} onSet={onSet} />
        {up === undefined && down === undefined ? null : (
          <>
            <Button icon="up" iconOnly label={`Move ${label} up`} disabled={up === undefined} onClick={() => up !== undefined && onEdit([up])} />
            <Button icon="down" iconOnly label={`Move ${label} down`} disabled={down === undefined} onClick={() => down !== undefined && onEdit([down])} />
          </>
        )}
        {remove === undefined || (kind !== 'section' && field.written === '') ? null : <Button icon="close" iconOnly label={`Take ${label} out`} onClick={() => onEdit([remove])} />}
      </div>
      <p id={id} className="form-facts">
        {help}
        {facts === '' ? null : <span className="quiet">{help === '' ? facts : ` ${facts}`}</span>}
      </p>
      {told === '' ? null : <p className="bad">{told}</p>}
    </div>
  )
}
