/** The scenario's text: open, edit, check, take along. */
import { lazy, Suspense, useRef, useState } from 'react'
import { issueText } from '../editor/issue-text.ts'
import { ACCEPTED, chooseFiles, openList } from '../files/choose-files.ts'
import { saveFile } from '../files/save-file.ts'
import { replaceText, useDocument } from '../state/document.ts'
import { type Sample, SAMPLES, sampleOf } from '../state/samples.ts'
import { type EditorPage, showPage, useEditorPage } from '../state/editor-page.ts'
import { isTextFixed } from '../state/opened.ts'
import { revealLine, useView } from '../state/view.ts'
import { SavedState } from './saved-state.tsx'
import { Button } from '../widgets/button.tsx'
import { Segments } from '../widgets/segments.tsx'
import { SelectMenu } from '../widgets/select-menu.tsx'

const CodeEditor = lazy(() => import('../editor/code-editor.tsx'))

const FormPanel = lazy(() => import('./form-panel.tsx'))
const PlanTables = lazy(() => import('./plan-tables.tsx'))

const PAGES: readonly { readonly id: EditorPage; readonly label: string }[] = [
  { id: 'text', label: 'Text' },
  { id: 'form', label: 'Form' },
  { id: 'table', label: 'Table' },
]
const TABLES = [
  { id: 'milestones', label: 'Milestones' },
  { id: 'orders', label: 'Racks and orders' },
] as const

const OPEN_FILE = '*open'
const CURRENT = '*current'

/** The sample that the text began as; undefined for a file of one's own. */
const originOf = (file: string): Sample | undefined => SAMPLES.find(({ id }) => `${id}.yaml` === file)

function FileMenu(): React.ReactNode {
  const file = useDocument(document => document.file)
  const input = useRef<HTMLInputElement>(null)
  const choices = [{ id: CURRENT, label: file }, ...SAMPLES.filter(sample => `${sample.id}.yaml` !== file).map(({ id, label }) => ({ id, label })), { id: OPEN_FILE, label: 'Open a file…' }]
  const take = (id: string): void => {
    if (id === OPEN_FILE) void chooseFiles()
    else if (id !== CURRENT) replaceText(sampleOf(id).text, `${id}.yaml`)
  }
  return (
    <>
      <SelectMenu label="Scenario file" value={CURRENT} choices={choices} onChange={take} />
      <input
        ref={input}
        type="file"
        hidden
        multiple
        accept={ACCEPTED}
        aria-label="Open a scenario file"
        onChange={event => {
          void openList([...(event.currentTarget.files ?? [])])
          event.currentTarget.value = ''
        }}
      />
    </>
  )
}

function Problems(): React.ReactNode {
  const issues = useDocument(document => document.issues)
  const notice = useDocument(document => document.notice)
  const isReading = useDocument(document => document.isReading)
  const errors = issues.filter(issue => issue.severity === 'error').length
  const waived = issues.filter(issue => issue.severity === 'waived').length
  const warnings = issues.length - errors - waived
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
  const summary = issues.length === 0 ? 'No problems' : [errors > 0 ? count(errors, 'error') : '', warnings > 0 ? count(warnings, 'warning') : '', waived > 0 ? `${waived} waived` : ''].filter(text => text !== '').join(', ')
  return (
    <div className="problems" role="status">
      <div className={`problems-summary ${errors > 0 ? 'bad' : ''}`}>
        <span>{errors > 0 ? summary : notice ?? summary}</span>
        <SavedState />
        <span className="quiet">{errors > 0 ? `${notice === null ? '' : `${notice}. `}Results of the last good text are shown` : isReading ? 'Reading…' : ''}</span>
      </div>
      {issues.length === 0 ? null : (
        <ul>
          {issues.slice(0, 100).map((issue, index) => (
            <li key={index} className={issue.severity} data-issue={issue.code}>
              <button type="button" className="link" onClick={() => revealLine(issue.line ?? 1)}>
                {issue.line === undefined ? 'file' : `${issue.line}:${issue.column ?? 1}`}
              </button>{' '}
              {issueText(issue)}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Dates and orders as tables; what is pasted from a spreadsheet spreads over their cells. */
function TablePage(): React.ReactNode {
  const [table, setTable] = useState<'milestones' | 'orders'>('milestones')
  return (
    <div className="table-page">
      <Segments label="Which table" value={table} choices={TABLES} onChange={setTable} />
      <PlanTables key={table} page={table} />
    </div>
  )
}

export function TextPanel(): React.ReactNode {
  const page = useEditorPage(state => state.page)
  const file = useDocument(document => document.file)
  const isFixed = useDocument(isTextFixed)
  const origin = isFixed ? undefined : originOf(file)
  return (
    <section className="text-panel" aria-label="Scenario text">
      <div className="text-tools">
        <FileMenu />
        <div className="spread" />
        {origin === undefined ? null : <Button label="Reset" title="Bring back the sample as it came; undo returns your text" onClick={() => replaceText(origin.text, file)} />}
        <Button icon="save" iconOnly label="Save the text as a file" onClick={() => void saveFile()} />
        <Button className="desk-only" icon="panel" iconOnly label="Hide the text" onClick={() => useView.setState({ isTextOpen: false })} />
      </div>
      <div className="text-pages">
        <Segments label="Show the scenario as" value={page} choices={PAGES} onChange={showPage} />
      </div>
      <Suspense fallback={<p className="empty">Loading…</p>}>{page === 'text' ? <CodeEditor /> : page === 'form' ? <FormPanel /> : <TablePage />}</Suspense>
      <Problems />
    </section>
  )
}
