/** Which dialog of the shell is open; one at a time. */
import { create } from 'zustand'

export type DialogId = 'palette' | 'shortcuts' | 'gallery' | 'help'

interface DialogState {
  readonly open: DialogId | null
  /** The words of the palette, typed ahead included: it is loaded when it is first opened, and who knows it does not wait for it. */
  readonly words: string
}

export const useDialog = create<DialogState>(() => ({ open: null, words: '' }))

export const openDialog = (open: DialogId): void => useDialog.setState({ open, words: '' })
export const closeDialog = (): void => useDialog.setState({ open: null })
export const sayWords = (words: string): void => useDialog.setState({ words })
