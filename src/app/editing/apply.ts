/** Edits of the tree made in the document: one gesture, one step of the history. */
import { changeText, presentText } from '../editor/text-history.ts'
import { editYaml } from './edit-yaml.ts'
import type { EditProblem, TreeEdit } from './tree-edit.ts'

/** Makes the edits as one step; returns why not, when the text does not allow them, and then changes nothing. */
export function applyEdits(edits: readonly TreeEdit[]): EditProblem | null {
  const before = presentText()
  const edited = editYaml(before, edits)
  if (!edited.ok) return edited.error
  if (edited.value !== before) changeText(edited.value)
  return null
}
