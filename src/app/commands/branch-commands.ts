import { clock, pause } from '../state/clock.ts'
import { openBranchForm } from '../state/futures.ts'
import { useRun } from '../state/run.ts'
import type { Command } from './command.ts'

/** Pauses and asks what changes at the moment of the cursor. */
export function branchHere(): void {
  pause()
  openBranchForm(clock.getState().atMs)
}

export const branchCommands: readonly Command[] = [
  { id: 'time.branch-here', label: 'Branch here: change something and see both futures', group: 'Time', keys: 'B', isAvailable: () => useRun.getState().base !== null, run: branchHere },
]
