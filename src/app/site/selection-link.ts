/** The selection in links: its text, and the selection that a text asks for once the site is there. */
import { select, useView } from '../state/view.ts'
import { selectionKey, selectionOfKey } from './selection-key.ts'
import { siteNow } from './site-now.ts'

/** Text of what is selected now; null where nothing is. */
export function presentSelectionKey(): string | null {
  const { now } = siteNow.getState()
  const { selection } = useView.getState()
  const key = now === null || selection === null ? '' : selectionKey(now, selection)
  return key === '' ? null : key
}

/** Selects what a text names as soon as the site has it; gives up when something else is selected. Returns the way to stop waiting. */
export function selectByKey(key: string): () => void {
  const before = useView.getState().selection
  let stop = (): void => undefined
  const look = (): boolean => {
    const { now } = siteNow.getState()
    const { selection } = useView.getState()
    if (selection !== before) return true
    const found = now === null ? undefined : selectionOfKey(now, key)
    if (found !== undefined) select(found)
    return found !== undefined
  }
  if (!look()) {
    stop = siteNow.subscribe(() => {
      if (look()) stop()
    })
  }
  return () => stop()
}

/** A link may ask for a selection: `?select=rack/hall/3`. Returns the way to stop waiting. */
export function followLink(): () => void {
  const key = new URLSearchParams(location.search).get('select')
  return key === null ? () => undefined : selectByKey(key)
}
