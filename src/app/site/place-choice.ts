/** Choosing a place for racks: panel, scene, table, timeline and text follow each other. */
import { useDocument } from '../state/document.ts'
import { usePlace } from '../state/place.ts'
import { hintLine, select, type Selection, useView } from '../state/view.ts'
import { lineOf } from './lines-of.ts'
import { blockOf } from './selection.ts'
import { siteNow } from './site-now.ts'

/** Selections made here are not taken back from the scene. */
let isOurs = false

/** Shows a block everywhere: its hall is selected in the scene, its line is seen in the text. */
export function choosePlaceBlock(block: number): void {
  const { now } = siteNow.getState()
  usePlace.setState({ block })
  if (now === null) return
  const hall = now.plan.items.find(item => item.kind === 'hall' && item.block === block)
  isOurs = true
  select(hall === undefined ? null : { kind: 'item', index: hall.index })
  isOurs = false
  const line = hall === undefined ? undefined : lineOf(useDocument.getState().lines, hall.path)
  if (line !== undefined) hintLine(line)
}

/** Keeps the chosen block in step with the scene from now on; returns the way to stop. */
export function followPlaceSelection(): () => void {
  const take = (selection: Selection | null): void => {
    const { now } = siteNow.getState()
    if (now === null || isOurs) return
    const block = blockOf(now, selection)
    if (block >= 0 || selection === null) usePlace.setState({ block })
  }
  const { selection } = useView.getState()
  if (selection !== null) take(selection)
  return useView.subscribe((now, before) => {
    if (now.selection !== before.selection) take(now.selection)
  })
}
