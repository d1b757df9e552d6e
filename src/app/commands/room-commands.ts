import { ROOMS } from '../rooms/rooms.ts'
import { enterRoom, useView } from '../state/view.ts'
import type { Command } from './command.ts'

export const roomCommands: readonly Command[] = ROOMS.map(({ id, label, what, keys }) => ({
  id: `room.${id}`,
  label: `${label}: ${what}`,
  group: 'Rooms',
  keys,
  isAvailable: () => useView.getState().room !== id,
  run: () => enterRoom(id),
}))
