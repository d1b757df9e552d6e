/** Runs commands by their keys, wherever nothing else wants the key. */
import { useEffect } from 'react'
import { closeDialog, sayWords, useDialog } from '../state/dialogs.ts'
import { useSettings } from '../state/settings.ts'
import { allCommands } from './index.ts'
import { isPressed } from './keys.ts'

/** Where a key without Ctrl or Cmd belongs to what has the focus. */
const TAKEN = 'input, textarea, select, [contenteditable], [role="listbox"], [role="menu"], [role="dialog"], .cm-editor'
/** Where keys that move or press belong to what has the focus. */
const MOVED = 'button, a, summary, [role="separator"], [role="tab"], [role="radio"], .site-view'
const MOVING = /^(?:Arrow.*|Home|End|Page.*| |Enter)$/u
/** What belongs to an open dialog, menus of its own included. */
const INSIDE = '[role="dialog"], [role="listbox"], [role="menu"]'

function isTaken(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (target === null || event.ctrlKey || event.metaKey) return false
  return target.closest(TAKEN) !== null || (MOVING.test(event.key) && target.closest(MOVED) !== null)
}

function pressed(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || isTaken(event)) return
  const isPlain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey
  if (isPlain && !useSettings.getState().hasSingleKeys) return
  const found = allCommands().find(({ keys, isAvailable }) => isPressed(keys, event) && (isAvailable?.() ?? true))
  if (found === undefined) return
  event.preventDefault()
  void found.run()
}

/** What is typed between the opening of a dialog and its picture is meant for it: not for the text, the button or the commands behind it. */
function typedAhead(event: KeyboardEvent): void {
  const { open, words } = useDialog.getState()
  if (open === null || event.ctrlKey || event.metaKey || event.altKey || event.key === 'Tab') return
  if (event.target instanceof Element && event.target.closest(INSIDE) !== null) return
  if (event.key === 'Escape') {
    // One that stands closes itself.
    if (document.querySelector('[role="dialog"]') === null) closeDialog()
    return
  }
  event.preventDefault()
  event.stopPropagation()
  if (open === 'palette' && event.key.length === 1) sayWords(words + event.key)
}

export function useCommandKeys(): void {
  useEffect(() => {
    addEventListener('keydown', typedAhead, { capture: true })
    addEventListener('keydown', pressed)
    return () => {
      removeEventListener('keydown', typedAhead, { capture: true })
      removeEventListener('keydown', pressed)
    }
  }, [])
}
