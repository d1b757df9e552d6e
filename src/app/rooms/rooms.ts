/** The three rooms around one document; they share selection, time, option and undo. */
import type { RoomId } from '../state/view.ts'

export interface Room {
  readonly id: RoomId
  readonly label: string
  readonly what: string
  readonly keys: string
}

export const ROOMS: readonly Room[] = [
  { id: 'plan', label: 'Plan', what: 'text, site and findings', keys: '1' },
  { id: 'watch', label: 'Watch', what: 'the site over time with its charts', keys: '2' },
  { id: 'decide', label: 'Decide', what: 'options side by side', keys: '3' },
]
