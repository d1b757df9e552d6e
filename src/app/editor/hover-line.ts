/** The line of what is pointed at in any view, marked in the text; cursor, selection and scrolling stay as they are. */
import { type Extension, RangeSet, StateEffect, StateField } from '@codemirror/state'
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view'
import { lineOfSelection } from '../site/follow-line.ts'
import { hovered } from '../state/hover.ts'

/** A line, counted from 1; 0 for none. */
const pointAtLine = StateEffect.define<number>()
const mark = Decoration.line({ class: 'cm-hoveredLine' })

const field = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update(marks, { changes, effects, state }) {
    const told = effects.findLast(effect => effect.is(pointAtLine))
    if (told === undefined) return marks.map(changes)
    return told.value < 1 || told.value > state.doc.lines ? RangeSet.empty : RangeSet.of(mark.range(state.doc.line(told.value).from))
  },
  provide: marks => EditorView.decorations.from(marks),
})

export const hoverLine: Extension = field

/** Follows the pointer from now on; returns the way to stop. The editor hears of it when the line becomes another one. */
export function followHoverLine(view: EditorView): () => void {
  let line = 0
  return hovered.subscribe(({ taken }) => {
    const next = taken === null ? 0 : (lineOfSelection(taken.selection) ?? 0)
    if (next === line) return
    line = next
    view.dispatch({ effects: pointAtLine.of(next) })
  })
}
