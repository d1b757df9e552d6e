/** Brings what is selected into sight everywhere: the camera flies there, the timeline shows when it happened, the text its line. */
import { clock, show } from '../state/clock.ts'
import { hintLine, useView } from '../state/view.ts'
import { askCamera } from './camera.ts'
import { lineOfSelection } from './follow-line.ts'
import { eventOf } from './selection.ts'
import { siteNow } from './site-now.ts'

/** An event is shown with this much around it, as a multiple of its own length, and at least so many ms. */
const AROUND = { times: 3, least: 6 * 3_600_000 }

function showTimeOf(): void {
  const { selection } = useView.getState()
  const { now } = siteNow.getState()
  if (now === null || (selection?.kind !== 'event' && selection?.kind !== 'milestone')) return
  const event = eventOf(now, selection.key)
  if (event === undefined) return
  const half = Math.max(AROUND.least, ((event.endMs - event.atMs) * AROUND.times) / 2)
  const middle = (event.atMs + event.endMs) / 2
  // The stretch grows no longer by it: one that looks closer already stays.
  const { shown } = clock.getState()
  if (shown.toMs - shown.fromMs > 2 * half || event.atMs < shown.fromMs || event.endMs > shown.toMs) show(middle - half, middle + half)
}

/** The camera flies to what stands for the selection, where there is a scene. */
export const flyToSelection = (): void => askCamera({ kind: 'selection' })

export function focusSelection(): void {
  const { selection } = useView.getState()
  if (selection === null) return
  showTimeOf()
  const line = lineOfSelection(selection)
  if (line !== undefined) hintLine(line)
  flyToSelection()
}
