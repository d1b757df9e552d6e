/** The scenario's text in CodeMirror. Its history is the undo of the document; a file that is opened is one step in it. */
import { closeBrackets } from '@codemirror/autocomplete'
import { defaultKeymap, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput, indentUnit } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { highlightSelectionMatches, searchKeymap } from '@codemirror/search'
import { Compartment, EditorState, type Extension, StateEffect } from '@codemirror/state'
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'react'
import { reader, typedBack } from '../state/conductor.ts'
import { editText, useDocument } from '../state/document.ts'
import { isTextFixed, useOpened } from '../state/opened.ts'
import { markStale } from '../state/run.ts'
import { useView } from '../state/view.ts'
import { applyEdits } from '../editing/apply.ts'
import { assistance, type Knowledge } from './assistance.ts'
import { editorTheme } from './editor-theme.ts'
import { definitionKeys, followsNames } from './follow-names.ts'
import { followHoverLine, hoverLine } from './hover-line.ts'
import { diagnosticsOf } from './issue-marks.ts'
import { firstState, takeOver } from './text-history.ts'
import { styleNonce } from '../style-nonce.ts'

/** A change is told at once; those that follow closely are told together. */
const TELL_MS = 40

let schema: Promise<unknown> | undefined

const knowledge: Knowledge = {
  schema: () => (schema ??= reader.schema()),
  async explain(path) {
    const { text, file } = useDocument.getState()
    const [found] = await reader.explain({ text, file, option: useView.getState().option }, [path])
    return found
  },
}

/** Tells the document of changes; while one types on, a moment after the last one. */
function tellChanges(): Extension {
  let timer: ReturnType<typeof setTimeout> | undefined
  let toldMs = -Infinity
  return EditorView.updateListener.of(update => {
    if (!update.docChanged) return
    clearTimeout(timer)
    const now = performance.now()
    const waitMs = now - toldMs > TELL_MS ? 0 : TELL_MS
    toldMs = now
    const tell = (): void => {
      const text = update.view.state.doc.toString()
      if (text === useDocument.getState().text) typedBack()
      else editText(text)
    }
    // The first change is on its way to the workers before the page draws anything, the mark included.
    if (waitMs === 0) queueMicrotask(tell)
    else timer = setTimeout(tell, waitMs)
    // What is shown belongs to an older text from this keystroke on.
    markStale()
  })
}

/** The text of opened results is not changed by accident: typing into it does nothing until one chooses to edit. */
const fixed = new Compartment()
const fixedNow = (): Extension => EditorState.readOnly.of(isTextFixed())

/** What reads the text comes after what shows it, each in a task of its own, so that none of them holds up the page. */
const readers = (): readonly Extension[] => [[assistance(knowledge), followsNames], yaml()]

function createEditor(parent: HTMLElement): EditorView {
  const extensions = [
    lineNumbers(),
    drawSelection(),
    indentOnInput(),
    indentUnit.of('  '),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    keymap.of([...defaultKeymap, ...historyKeymap, ...searchKeymap, ...lintKeymap, ...definitionKeys]),
    lintGutter(),
    editorTheme,
    hoverLine,
    tellChanges(),
    fixed.of(fixedNow()),
    EditorView.cspNonce.of(styleNonce()),
    EditorView.contentAttributes.of({ 'aria-label': 'Scenario text', tabindex: '0' }),
  ]
  return new EditorView({ parent, state: firstState(extensions) })
}

function showLine(view: EditorView, number: number, isHint: boolean): void {
  const line = view.state.doc.line(Math.min(view.state.doc.lines, Math.max(1, number)))
  view.dispatch({ selection: { anchor: line.from, head: line.to }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) })
  if (!isHint) view.focus()
}

export default function CodeEditor(): React.ReactNode {
  const host = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (host.current === null) return undefined
    const view = createEditor(host.current)
    const mark = (): void => view.dispatch(setDiagnostics(view.state, diagnosticsOf(view.state.doc, useDocument.getState().issues, edits => void applyEdits(edits))))
    mark()
    const later = readers().map(extension => setTimeout(() => view.dispatch({ effects: StateEffect.appendConfig.of(extension) }), 0))
    const { reveal } = useView.getState()
    if (reveal !== null) showLine(view, reveal.line, reveal.isHint)
    const stops = [
      takeOver(view),
      followHoverLine(view),
      useDocument.subscribe((now, before) => {
        if (now.issues !== before.issues) mark()
        if (now.text !== before.text) view.dispatch({ effects: fixed.reconfigure(fixedNow()) })
      }),
      useOpened.subscribe(() => view.dispatch({ effects: fixed.reconfigure(fixedNow()) })),
      useView.subscribe((now, before) => {
        if (now.reveal !== null && now.reveal !== before.reveal) showLine(view, now.reveal.line, now.reveal.isHint)
      }),
    ]
    return () => {
      later.forEach(clearTimeout)
      stops.forEach(stop => stop())
      editText(view.state.doc.toString())
      view.destroy()
    }
  }, [])
  return <div ref={host} className="code-editor" />
}
