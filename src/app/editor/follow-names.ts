/** From a name in the text to where it is defined: F12, or a click with Ctrl or Cmd. */
import { EditorView, type KeyBinding } from '@codemirror/view'
import { definitionAt } from '../editing/definition.ts'

function follow(view: EditorView, offset: number): boolean {
  const found = definitionAt(view.state.doc.toString(), offset)
  if (found === undefined) return false
  view.dispatch({ selection: { anchor: found.from, head: found.to }, effects: EditorView.scrollIntoView(found.from, { y: 'center' }), userEvent: 'select.definition' })
  return true
}

export const definitionKeys: readonly KeyBinding[] = [{ key: 'F12', run: view => follow(view, view.state.selection.main.head) }]

export const followsNames = EditorView.domEventHandlers({
  mousedown(event, view) {
    if (event.button !== 0 || !(event.ctrlKey || event.metaKey)) return false
    const offset = view.posAtCoords({ x: event.clientX, y: event.clientY })
    return offset !== null && follow(view, offset)
  },
})
