/** Help: every key of the format and every figure, by the words that editor, schema and reports use as well. */
import { useDeferredValue, useEffect, useMemo, useState } from 'react'
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import { reader } from '../state/conductor.ts'
import { closeDialog } from '../state/dialogs.ts'
import { useDocument } from '../state/document.ts'
import { revealLine } from '../state/view.ts'
import { DialogFrame } from '../widgets/dialog-frame.tsx'
import { findEntries, type HelpEntry, schemaEntries } from './schema-entries.ts'

const MOST_SHOWN = 60
/** Work on the list without a pause, ms. */
const SLICE_MS = 12

/** Figures, said as everywhere else. */
const FIGURES: readonly HelpEntry[] = Object.values(FIGURE_TEXTS)
  .filter(({ meaning }) => meaning !== '')
  .map(({ label, unit, meaning }) => ({ path: label, help: `Figure${unit === '' ? '' : `, in ${unit}`}: ${meaning}.`, isRequired: false }))

/** All entries once they are there; the page goes on answering while they are collected. */
function useEntries(): readonly HelpEntry[] | null {
  const [entries, setEntries] = useState<readonly HelpEntry[] | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    let isOver = false
    void reader.schema().then(schema => {
      const source = schemaEntries(schema)
      const found: HelpEntry[] = []
      const work = (): void => {
        const until = performance.now() + SLICE_MS
        for (let next = source.next(); ; next = source.next()) {
          if (next.done === true) return setEntries([...found, ...FIGURES])
          found.push(next.value)
          if (performance.now() > until) break
        }
        timer = setTimeout(work, 0)
      }
      if (!isOver) work()
      return undefined
    })
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [])
  return entries
}

function Entry({ path, help, isRequired, line }: HelpEntry & { readonly line: number | undefined }): React.ReactNode {
  return (
    <li>
      <b>{path}</b>
      {isRequired ? <span className="quiet"> required</span> : null}
      {line === undefined ? null : (
        <button
          type="button"
          className="link"
          onClick={() => {
            closeDialog()
            revealLine(line)
          }}
        >
          line {line}
        </button>
      )}
      <p>{help}</p>
    </li>
  )
}

export default function HelpDialog(): React.ReactNode {
  const entries = useEntries()
  const lines = useDocument(document => document.lines)
  const [asked, setAsked] = useState('')
  const words = useDeferredValue(asked)
  const shown = useMemo(() => (entries === null ? [] : findEntries(entries, words, MOST_SHOWN)), [entries, words])
  return (
    <DialogFrame className="help" title="Help" description="Every key of a scenario with unit, range, default and its source, and what each figure means." onClose={closeDialog}>
      <input className="help-search" type="search" data-first-focus aria-label="Search the help" placeholder="Search, such as “substation slip” or “goodput”" value={asked} onChange={event => setAsked(event.currentTarget.value)} />
      <p className="quiet" role="status">
        {entries === null ? 'Collecting…' : shown.length === 0 ? 'Nothing has all of these words.' : shown.length < MOST_SHOWN ? `${shown.length} found` : `The first ${MOST_SHOWN} of ${words.trim() === '' ? entries.length : 'those found'}`}
      </p>
      <ul className="help-entries" tabIndex={0} aria-label="Entries">
        {shown.map(entry => (
          <Entry key={entry.path} {...entry} line={lines[entry.path]} />
        ))}
      </ul>
    </DialogFrame>
  )
}
