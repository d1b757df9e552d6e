/** Short messages of the app: what it did, what it could not do, what it offers. What was done goes by itself, the others stay until they are read. */
import { create } from 'zustand'

export interface Message {
  readonly text: string
  readonly kind: 'done' | 'problem' | 'offer'
  readonly action?: { readonly label: string; readonly run: () => void }
  /** Tells two equal messages apart. */
  readonly at: number
}

export const useMessage = create<{ readonly message: Message | null }>(() => ({ message: null }))

export function tell(text: string, kind: Message['kind'] = 'done', action?: Message['action']): void {
  useMessage.setState(before => ({ message: { text, kind, at: (before.message?.at ?? 0) + 1, ...(action === undefined ? {} : { action }) } }))
}

export const dismiss = (): void => useMessage.setState({ message: null })
