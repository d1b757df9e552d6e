/** Commands for runs and for results from files. */
import { saveShown } from '../panels/run-status.tsx'
import { cancelRuns, resumeRuns } from '../state/conductor.ts'
import { closeSweep, editOpened, isTextFixed, keepOpened, resultsFor, useOpened } from '../state/opened.ts'
import { savable } from '../state/save-results.ts'
import { useDocument } from '../state/document.ts'
import { useRun } from '../state/run.ts'
import { cancelAllWork, useWork } from '../state/work.ts'
import type { Command } from './command.ts'

const GROUP = 'Runs and results'

function cancel(): void {
  cancelAllWork()
  if (useRun.getState().activity.kind === 'running') cancelRuns()
}

export const liveCommands: readonly Command[] = [
  { id: 'live.cancel', label: 'Cancel all work', group: GROUP, keys: 'Mod+Shift+. Escape', isAvailable: () => useWork.getState().works.length > 0, run: cancel },
  { id: 'live.resume', label: 'Go on with the run', group: GROUP, isAvailable: () => useRun.getState().activity.kind === 'cancelled', run: resumeRuns },
  { id: 'live.save-results', label: 'Save results as a file', group: GROUP, isAvailable: () => savable().length > 0, run: saveShown },
  { id: 'live.edit-opened', label: 'Edit and run the opened results', group: GROUP, isAvailable: isTextFixed, run: editOpened },
  { id: 'live.show-opened', label: 'Show the opened results again', group: GROUP, isAvailable: () => useOpened.getState().isEditing && resultsFor(useDocument.getState().text) === undefined && useOpened.getState().results?.content.text === useDocument.getState().text, run: keepOpened },
  { id: 'live.close-sweep', label: 'Close the opened sweep', group: GROUP, isAvailable: () => useOpened.getState().sweep !== null, run: closeSweep },
]
