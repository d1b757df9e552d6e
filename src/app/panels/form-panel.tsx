/** The document as a form that follows from the schema: one section at a time, every key with unit, range, default, source and help. */
import { useEffect, useState } from 'react'
import { applyEdits } from '../editing/apply.ts'
import { listEdits, newElement, valueEdit } from '../editing/form-edits.ts'
import type { TreeEdit } from '../editing/tree-edit.ts'
import { redoText, undoText } from '../editor/text-history.ts'
import { formatWords } from '../format.ts'
import type { FormField, FormPage } from '../reader/protocol.ts'
import { reader } from '../state/conductor.ts'
import { useDocument } from '../state/document.ts'
import { openSection, useEditorPage } from '../state/editor-page.ts'
import type { Issue } from '../../scenario/issue.ts'
import { Button } from '../widgets/button.tsx'
import { Segments } from '../widgets/segments.tsx'
import { FormRow } from './form-row.tsx'

type Shown = 'all' | 'stated'
const SHOWN: readonly { readonly id: Shown; readonly label: string }[] = [
  { id: 'all', label: 'All keys' },
  { id: 'stated', label: 'Stated' },
]

/** The form of the section that is open, kept up to date with the text; the last one while the text cannot be read. */
function useFormPage(): { readonly page: FormPage | null; readonly isStale: boolean } {
  const text = useDocument(document => document.text)
  const path = useEditorPage(state => state.path)
  const [found, setFound] = useState<{ readonly page: FormPage | null; readonly isStale: boolean }>({ page: null, isStale: false })
  useEffect(() => {
    let isCurrent = true
    void reader.form({ text, file: '', option: null }, path).then(page => {
      if (isCurrent) setFound(before => (page === null ? { page: before.page, isStale: true } : { page, isStale: false }))
    })
    return () => {
      isCurrent = false
    }
  }, [text, path])
  return found
}

/** Written path of a field without indexes, as issues name it at its end. */
function issueOf(issues: readonly Issue[], crumbs: FormPage['crumbs'], { label, path }: FormField): Issue | undefined {
  const written = [...crumbs.map(crumb => crumb.label), label].join('.')
  const loose = (issuePath: string): string => issuePath.replaceAll(/\[\d+\]/gu, '')
  return issues.find(issue => issue.severity !== 'waived' && (issue.path === path.join('.') || loose(issue.path) === written))
}

function Crumbs({ page }: { readonly page: FormPage }): React.ReactNode {
  return (
    <nav className="form-crumbs" aria-label="Where the form is">
      <button type="button" className="link" aria-current={page.crumbs.length === 0 ? 'page' : undefined} onClick={() => openSection([])}>
        Scenario
      </button>
      {page.crumbs.map(({ path, label }, index) => (
        <span key={path.join('.')}>
          <span className="quiet" aria-hidden="true">
            {' › '}
          </span>
          <button type="button" className="link" aria-current={index === page.crumbs.length - 1 ? 'page' : undefined} onClick={() => openSection(path)}>
            {formatWords(label)}
          </button>
        </span>
      ))}
    </nav>
  )
}

/** A new element of a list, or a new name of a map. */
function Adding({ page, onEdit }: { readonly page: FormPage; readonly onEdit: (edits: readonly TreeEdit[]) => boolean }): React.ReactNode {
  const [name, setName] = useState('')
  if (page.kind === 'section') return null
  const add = (): void => {
    if (onEdit([newElement(page, name)])) setName('')
  }
  return (
    <form
      className="form-adding"
      onSubmit={event => {
        event.preventDefault()
        add()
      }}
    >
      <input type="text" aria-label="Name of the new entry" placeholder={page.kind === 'list' ? 'id' : 'name'} value={name} onChange={event => setName(event.currentTarget.value)} />
      <Button label="Add" type="submit" disabled={name.trim() === ''} />
    </form>
  )
}

/** Undo belongs to the document, but inside a box that is being typed in. */
function pressed(event: React.KeyboardEvent): void {
  const isUndo = (event.ctrlKey || event.metaKey) && ['z', 'y'].includes(event.key.toLowerCase())
  const target = event.target instanceof HTMLInputElement ? event.target : null
  if (!isUndo || (target !== null && target.value !== target.dataset.written)) return
  event.preventDefault()
  event.stopPropagation()
  if (event.key.toLowerCase() === 'y' || event.shiftKey) redoText()
  else undoText()
}

export default function FormPanel(): React.ReactNode {
  const { page, isStale } = useFormPage()
  const issues = useDocument(document => document.issues)
  const [which, setWhich] = useState<Shown>('all')
  const [problem, setProblem] = useState<{ readonly key: string; readonly message: string } | null>(null)
  if (page === null) return <p className="empty">{isStale ? 'The text cannot be read as a scenario: the form waits until it can.' : 'Reading the keys…'}</p>
  const edit = (edits: readonly TreeEdit[], key = ''): boolean => {
    const refused = applyEdits(edits)
    setProblem(refused === null ? null : { key, message: refused.message })
    return refused === null
  }
  const set = (field: FormField, text: string): void => {
    const found = valueEdit(field, text)
    if ('problem' in found) setProblem({ key: field.label, message: found.problem })
    else edit([found.edit], field.label)
  }
  const fields = page.fields.filter(field => which === 'all' || field.isStated || field.isNeeded)
  return (
    <div className="form-panel" onKeyDown={pressed}>
      <div className="form-head">
        <Crumbs page={page} />
        {page.kind === 'section' ? <Segments label="Which keys" value={which} choices={SHOWN} onChange={setWhich} /> : null}
      </div>
      {isStale ? <p className="bad">The text cannot be read: the form shows what it said last.</p> : null}
      {page.crumbs.length === 0 ? null : <p className="form-help quiet">{page.help}</p>}
      <div className="form-fields" role="group" aria-label={page.crumbs.at(-1)?.label ?? 'Scenario'}>
        {fields.map(field => (
          <FormRow key={field.path.join('.')} field={field} issue={issueOf(issues, page.crumbs, field)} problem={problem?.key === field.label ? problem.message : ''} onSet={text => set(field, text)} entryEdits={listEdits(page, field)} onEdit={edits => void edit(edits, field.label)} />
        ))}
        {fields.length === 0 ? <p className="quiet">{page.kind === 'section' ? 'Nothing is stated here yet.' : 'There is none yet: add the first below.'}</p> : null}
      </div>
      <Adding page={page} onEdit={edit} />
      {problem?.key === '' ? <p className="bad">{problem.message}</p> : null}
    </div>
  )
}
