/** What a user has set for this browser, kept over reloads. */
import { create } from 'zustand'
import { keep, recall } from './storage.ts'

export interface Settings {
  /** Keys without Ctrl or Cmd run commands; those who press keys by speech or by accident turn that off. */
  readonly hasSingleKeys: boolean
}

const SINGLE_KEYS = 'single-keys'

export const useSettings = create<Settings>(() => ({ hasSingleKeys: recall(SINGLE_KEYS) !== 'off' }))

export function toggleSingleKeys(): void {
  const hasSingleKeys = !useSettings.getState().hasSingleKeys
  keep(SINGLE_KEYS, hasSingleKeys ? 'on' : 'off')
  useSettings.setState({ hasSingleKeys })
}
