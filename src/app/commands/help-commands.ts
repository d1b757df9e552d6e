import { openDialog } from '../state/dialogs.ts'
import { toggleSingleKeys } from '../state/settings.ts'
import { startTour } from '../tour/tour.ts'
import type { Command } from './command.ts'

const group = 'Help'

export const helpCommands: readonly Command[] = [
  { id: 'help.palette', label: 'Find a command', group, keys: 'Mod+K Mod+Shift+P', run: () => openDialog('palette') },
  { id: 'help.shortcuts', label: 'Show all shortcuts', group, keys: '?', run: () => openDialog('shortcuts') },
  { id: 'help.search', label: 'Help: keys of a scenario and figures', group, keys: 'F1', run: () => openDialog('help') },
  { id: 'help.gallery', label: 'All scenarios that come with the app', group, run: () => openDialog('gallery') },
  { id: 'help.tour', label: 'Take the tour', group, run: startTour },
  { id: 'help.single-keys', label: 'Turn shortcuts of a single key on or off', group, run: toggleSingleKeys },
]
