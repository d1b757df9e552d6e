/** Which dialog of the shell is open; one at a time. */
import { create } from 'zustand'

export type DialogId = 'palette' | 'shortcuts' | 'gallery' | 'help'

export const useDialog = create<{ readonly open: DialogId | null }>(() => ({ open: null }))

export const openDialog = (open: DialogId): void => useDialog.setState({ open })
export const closeDialog = (): void => useDialog.setState({ open: null })
