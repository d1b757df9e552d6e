import { useRef } from 'react'

interface FocusReturn {
  readonly onOpenAutoFocus: (event: Event) => void
  readonly onCloseAutoFocus: (event: Event) => void
}

/**
 * For dialogs that no button of their own opens: the focus goes back to what had it before. What carries `data-first-focus` gets it
 * first; React's `autoFocus` would take it before anyone could look where it was.
 */
export function useFocusReturn(): FocusReturn {
  const before = useRef<Element | null>(null)
  return {
    onOpenAutoFocus: event => {
      before.current = document.activeElement
      const first = event.currentTarget instanceof Element ? event.currentTarget.querySelector<HTMLElement>('[data-first-focus]') : null
      if (first === null) return
      event.preventDefault()
      first.focus()
    },
    onCloseAutoFocus: event => {
      event.preventDefault()
      if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus()
    },
  }
}
