/** Whether the document is safe, and what there is to tell about it. */
import { create } from 'zustand'

export type SaveState =
  | { readonly kind: 'saved'; readonly at: number }
  | { readonly kind: 'saving' }
  /** Not on this machine: why, in words. It is tried again. */
  | { readonly kind: 'failed'; readonly why: string; readonly isFull: boolean }

/** Something that happened to the document outside this page. */
export interface Told {
  readonly text: string
  /** What can be done about it. */
  readonly actions?: readonly { readonly label: string; readonly run: () => void }[]
}

export interface Saving {
  readonly state: SaveState
  readonly told: Told | null
  readonly isVersionsOpen: boolean
}

export const useSaving = create<Saving>(() => ({ state: { kind: 'saving' }, told: null, isVersionsOpen: false }))

export const tell = (told: Told | null): void => useSaving.setState({ told })
export const say = (state: SaveState): void => useSaving.setState({ state })

/** The state in a few words. */
export function savedText(state: SaveState): string {
  if (state.kind === 'saving') return 'Saving…'
  return state.kind === 'saved' ? 'Saved on this machine' : `Not saved: ${state.why}`
}
