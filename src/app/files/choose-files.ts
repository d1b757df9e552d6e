/** Asking the user for files: with the way back to each where the browser has it. */
import { filesIn } from './folder.ts'
import type { PathFile } from './path-file.ts'

/** What reads files is loaded when the first one comes. */
const openFiles = async (files: readonly PathFile[]): Promise<void> => (await import('./open-files.ts')).openFiles(files)

interface Picker {
  showOpenFilePicker?: (options: { readonly multiple: boolean }) => Promise<FileSystemFileHandle[]>
  showDirectoryPicker?: (options: { readonly id: string }) => Promise<FileSystemDirectoryHandle>
}

/** What the app reads, for browsers that ask by ending. */
export const ACCEPTED = '.nameplate,.yaml,.yml,.json,.zip,.epw,.swf,.csv,.tsv,.xlsx,.parquet,.gz,.sacct,text/*'

export async function openList(files: readonly File[]): Promise<void> {
  await openFiles(files.map(file => ({ path: file.webkitRelativePath === '' ? file.name : file.webkitRelativePath, file })))
}

/** A choice of files by an element of the page's own. */
function chooseByInput(isFolder: boolean): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  if (isFolder) input.webkitdirectory = true
  else input.accept = ACCEPTED
  input.addEventListener('change', () => void openList([...(input.files ?? [])]))
  input.click()
}

/** Opens what is chosen; closing the dialog is an answer too. */
async function openChosen(choose: () => Promise<readonly PathFile[]>): Promise<void> {
  try {
    await openFiles(await choose())
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
  }
}

export async function chooseFiles(): Promise<void> {
  const { showOpenFilePicker } = window as Picker
  if (showOpenFilePicker === undefined) return chooseByInput(false)
  await openChosen(async () => {
    const handles = await showOpenFilePicker.call(window, { multiple: true })
    return Promise.all(handles.map(async handle => ({ path: handle.name, file: await handle.getFile(), handle })))
  })
}

export async function chooseFolder(): Promise<void> {
  const { showDirectoryPicker } = window as Picker
  if (showDirectoryPicker === undefined) return chooseByInput(true)
  await openChosen(async () => filesIn(await showDirectoryPicker.call(window, { id: 'scenarios' })))
}
