import type { Command } from './command.ts'
import { showPage } from '../state/editor-page.ts'
import { useDocument } from '../state/document.ts'
import { useView } from '../state/view.ts'
import { useSaving } from '../storage/saving.ts'

const group = 'Edit'
const files = 'Files'

/** Boxes of text have an undo of their own. */
const isTyping = (): boolean => document.activeElement instanceof HTMLElement && (document.activeElement.isContentEditable || document.activeElement.matches('input:not([type="checkbox"], [type="radio"], [type="range"], [type="button"]), textarea'))
const isFree = (): boolean => !isTyping()

const showDocument = (page: 'text' | 'form' | 'table') => (): void => {
  showPage(page)
  useView.setState({ room: 'plan', isTextOpen: true, phoneTab: 'text' })
}

/** A rack or piece of the site is selected, and nothing is being typed. */
const hasThing = (): boolean => isFree() && ['rack', 'item'].includes(useView.getState().selection?.kind ?? '')

const nudge = (word: string, key: string, east: number, south: number): readonly Command[] =>
  [1, 10].map(step => ({
    id: `edit.move-${word}-${step}`,
    label: `Move what is selected ${step}\u2009m ${word}`,
    group,
    keys: `Alt+${step === 1 ? '' : 'Shift+'}${key}`,
    isAvailable: hasThing,
    run: async () => (await import('../editing/move-thing.ts')).moveSelected(east * step, south * step),
  }))

export const editCommands: readonly Command[] = [
  { id: 'edit.undo', label: 'Undo', group, keys: 'Mod+Z', isAvailable: isFree, run: async () => void (await import('../editor/text-history.ts')).undoText() },
  { id: 'edit.redo', label: 'Redo', group, keys: 'Mod+Shift+Z Mod+Y', isAvailable: isFree, run: async () => void (await import('../editor/text-history.ts')).redoText() },
  { id: 'edit.text', label: 'Edit the scenario as text', group, run: showDocument('text') },
  { id: 'edit.form', label: 'Edit the scenario as a form', group, run: showDocument('form') },
  { id: 'edit.table', label: 'Edit dates and orders as tables', group, run: showDocument('table') },
  ...nudge('east', 'ArrowRight', 1, 0),
  ...nudge('west', 'ArrowLeft', -1, 0),
  ...nudge('north', 'ArrowUp', 0, -1),
  ...nudge('south', 'ArrowDown', 0, 1),
  { id: 'file.open', label: 'Open files', group: files, keys: 'Mod+O', run: async () => (await import('../files/choose-files.ts')).chooseFiles() },
  { id: 'file.open-folder', label: 'Open a folder with its scenario, bases, weather and traces', group: files, run: async () => (await import('../files/choose-files.ts')).chooseFolder() },
  { id: 'file.save', label: 'Save the scenario as a file', group: files, keys: 'Mod+S', run: async () => (await import('../files/save-file.ts')).saveFile() },
  { id: 'file.versions', label: 'Versions of this document, and other documents', group: files, run: () => useSaving.setState({ isVersionsOpen: true }) },
  { id: 'file.reset-page', label: 'Take documents along and delete what this machine keeps', group: files, isAvailable: () => useDocument.getState().text !== '', run: () => location.assign('?reset') },
]
