/**
 * The one undo history of the document. While the editor is on the page it is the editor's own; else the last state of the editor lives
 * on here, so that a change made in a table can be undone in the text and the other way round.
 */
import { history, historyField, redo, undo } from '@codemirror/commands'
import { type ChangeSpec, EditorState, type Extension } from '@codemirror/state'
import type { EditorView } from '@codemirror/view'
import { editText, useDocument } from '../state/document.ts'

const FIELDS = { history: historyField }

let live: EditorView | null = null
let kept: EditorState | null = null

/** The piece of a text that differs, so that cursor and marks elsewhere stay. */
function changeOf(before: string, after: string): ChangeSpec {
  let from = 0
  const most = Math.min(before.length, after.length)
  while (from < most && before[from] === after[from]) from += 1
  let end = 0
  while (end < most - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) }
}

function withText(state: EditorState, text: string): EditorState {
  const before = state.doc.toString()
  return before === text ? state : state.update({ changes: changeOf(before, text), userEvent: 'input.table' }).state
}

/** The state with which an editor begins: the present text, with what can be undone. */
export function firstState(text: string, extensions: Extension): EditorState {
  if (kept === null) return EditorState.create({ doc: text, extensions })
  return withText(EditorState.fromJSON(kept.toJSON(FIELDS), { extensions }, FIELDS), text)
}

/** An editor is on the page from now on; returns the way to leave. */
export function takeOver(view: EditorView): () => void {
  live = view
  return () => {
    kept = view.state
    if (live === view) live = null
  }
}

/** The state that stands for the document while no editor is there. */
function standIn(): EditorState {
  const { text } = useDocument.getState()
  kept = withText(kept ?? EditorState.create({ doc: text, extensions: [history()] }), text)
  return kept
}

/** A change of the text from outside the editor, one step of the history. */
export function changeText(text: string): void {
  if (live !== null) live.dispatch({ changes: changeOf(live.state.doc.toString(), text), userEvent: 'input.table' })
  else kept = withText(standIn(), text)
  editText(text)
}

function step(command: typeof undo): boolean {
  if (live !== null) {
    const isDone = command(live)
    editText(live.state.doc.toString())
    return isDone
  }
  let state = standIn()
  const isDone = command({ state, dispatch: transaction => void (state = transaction.state) })
  kept = state
  editText(state.doc.toString())
  return isDone
}

export const undoText = (): boolean => step(undo)
export const redoText = (): boolean => step(redo)
