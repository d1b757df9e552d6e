/** The editor shows the line of what is selected, wherever that was done; one-line, schematic and schedule say it themselves. */
import { useDocument } from '../state/document.ts'
import { hintLine, type Selection, useView } from '../state/view.ts'
import { lineAtSite } from './lines-of.ts'
import { pathOf } from './selection.ts'
import { siteNow } from './site-now.ts'

/** Line of a selection in the text; undefined where the file says nothing of it. */
export function lineOfSelection(selection: Selection): number | undefined {
  const { now } = siteNow.getState()
  if (now === null) return undefined
  const path = pathOf(now, selection)
  return path === '' ? undefined : lineAtSite(useDocument.getState().lines, now.site, path)
}

/** Follows the selection from now on; returns the way to stop. */
export function followLine(): () => void {
  return useView.subscribe((now, before) => {
    if (now.selection === null || now.selection === before.selection) return
    const line = lineOfSelection(now.selection)
    if (line !== undefined) hintLine(line)
  })
}
