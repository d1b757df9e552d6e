import { useDocument } from './document.ts'
import { lookedAt, type Side, sidesOfFile, useSides } from './sides.ts'
import { useView } from './view.ts'

/** What is asked for beside the baseline; nothing while nobody looks. */
export function sidesAsked(): readonly Side[] {
  const { isShown, chosen } = useSides.getState()
  const { option, compareWith } = useView.getState()
  return isShown ? lookedAt(sidesOfFile(useDocument.getState().options), option, compareWith, chosen).others : []
}
