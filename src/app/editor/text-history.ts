/**
 * The one undo history of the document: typing, tables, forms, drags and files that were opened are steps of it, one gesture one step. It is a
 * state of the editor that lives on while no editor is on the page, so that a change made in a table can be undone in the text and the other
 * way round.
 */
import { history, invertedEffects, isolateHistory, redo, redoDepth, undo, undoDepth } from '@codemirror/commands'
import { type ChangeSpec, EditorState, type Extension, StateEffect, type Transaction } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { type DocumentName, editText, keepSteps, nameDocument, useDocument } from '../state/document.ts'
import { isTextFixed, useOpened } from '../state/opened.ts'

/** Steps that can be undone at least. */
const LEAST_STEPS = 500

/** Another file is open: undone, the name of the one before comes back with its text. */
const opened = StateEffect.define<{ readonly before: DocumentName; readonly after: DocumentName }>()

const remembersFiles = invertedEffects.of(({ effects }) => effects.flatMap(effect => (effect.is(opened) ? [opened.of({ before: effect.value.after, after: effect.value.before })] : [])))

/** Tells the document which file it is, once a step is made or taken back. */
function tellFile(transactions: readonly Transaction[]): void {
  for (const { effects } of transactions) for (const effect of effects) if (effect.is(opened)) nameDocument(effect.value.after)
}

const own: Extension = [history({ minDepth: LEAST_STEPS }), remembersFiles, EditorView.updateListener.of(({ transactions }) => tellFile(transactions))]

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

const nameNow = (): DocumentName => {
  const { file, id, form } = useDocument.getState()
  return { file, id, form }
}

/** The state of the document, with or without an editor. */
function present(): EditorState {
  if (live !== null) return live.state
  kept ??= EditorState.create({ doc: useDocument.getState().text, extensions: own })
  return kept
}

/** One step from outside the editor. */
function makeStep(text: string, effects: readonly StateEffect<unknown>[], userEvent: string): void {
  const state = present()
  const before = state.doc.toString()
  if (before === text && effects.length === 0) return
  const spec = { ...(before === text ? {} : { changes: changeOf(before, text) }), effects: [...effects], userEvent, annotations: isolateHistory.of('full') }
  if (live === null) kept = state.update(spec).state
  else live.dispatch(spec)
}

/** The state with which an editor begins: the present text, with what can be undone. */
export const firstState = (extensions: Extension): EditorState => present().update({ effects: StateEffect.reconfigure.of([own, extensions]) }).state

/** An editor is on the page from now on; returns the way to leave. */
export function takeOver(view: EditorView): () => void {
  live = view
  return () => {
    if (live !== view) return
    kept = view.state
    live = null
  }
}

/** The text as it is now, with what was typed a moment ago. */
export const presentText = (): string => present().doc.toString()

/** A change of the text from outside the editor, one step of the history. */
export function changeText(text: string): void {
  // Opened results keep their text until one chooses to edit it.
  if (isTextFixed()) return useOpened.setState({ problem: 'These are opened results: their text is not changed. Choose Edit and run first.' })
  makeStep(text, [], 'input.table')
  editText(text)
}

function step(command: typeof undo): boolean {
  const state = present()
  const isDone = command({
    state,
    dispatch: transaction => {
      if (live !== null) return live.dispatch(transaction)
      kept = transaction.state
      tellFile([transaction])
    },
  })
  editText(presentText())
  return isDone
}

export const undoText = (): boolean => step(undo)
export const redoText = (): boolean => step(redo)
export const canUndo = (): boolean => undoDepth(present()) > 0
export const canRedo = (): boolean => redoDepth(present()) > 0

// Files that were opened before this was loaded are steps as well.
const earlier = keepSteps((text, before, after) => makeStep(text, [opened.of({ before, after })], 'input.open'))
if (earlier.length > 0) {
  const documents = [...earlier, { text: useDocument.getState().text, name: nameNow() }]
  kept = EditorState.create({ doc: documents[0].text, extensions: own })
  for (const [index, { text, name }] of documents.entries()) if (index > 0) makeStep(text, [opened.of({ before: documents[index - 1].name, after: name })], 'input.open')
}
