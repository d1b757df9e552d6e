/** All commands of the app: one file an area, one line each here. They load with the page, so what is heavy waits in `run`. */
import { branchCommands } from './branch-commands.ts'
import type { Command } from './command.ts'
import { editCommands } from './edit-commands.ts'
import { explainCommands } from './explain-commands.ts'
import { helpCommands } from './help-commands.ts'
import { liveCommands } from './live-commands.ts'
import { optionCommands } from './option-commands.ts'
import { roomCommands } from './room-commands.ts'
import { scenarioCommands } from './scenario-commands.ts'
import { sceneCommands } from './scene-commands.ts'
import { shareCommands } from './share-commands.ts'
import { timeCommands } from './time-commands.ts'
import { viewCommands } from './view-commands.ts'

/** A list, or what makes one of the present document. */
const areas: readonly (readonly Command[] | (() => readonly Command[]))[] = [helpCommands, branchCommands, editCommands, roomCommands, viewCommands, shareCommands, sceneCommands, liveCommands, timeCommands, optionCommands, explainCommands, scenarioCommands]

/** All commands that there are now. */
export const allCommands = (): readonly Command[] => areas.flatMap(area => (typeof area === 'function' ? area() : area))

/** Those that mean something now. */
export const availableCommands = (): readonly Command[] => allCommands().filter(({ isAvailable }) => isAvailable?.() ?? true)
