/** Saving the document as a file: back to where it was opened from, to a place that the user chooses, or as a download. */
import { fileText, plainText, useDocument } from '../state/document.ts'
import { MAX_FILE_BYTES } from '../state/file-limit.ts'
import { tell } from '../storage/saving.ts'
import { download } from '../widgets/download.ts'
import { handleOf, heldText, rememberHandle } from './handles.ts'
import { readText } from './read-text.ts'

interface Picker {
  showSaveFilePicker?: (options: { readonly suggestedName: string; readonly types: readonly unknown[] }) => Promise<FileSystemFileHandle>
}

const TYPES = [{ description: 'Scenario', accept: { 'application/yaml': ['.yaml', '.yml'], 'application/json': ['.json'] } }]

const isRefusal = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

async function writeTo(handle: FileSystemFileHandle): Promise<void> {
  const text = fileText()
  const { id } = useDocument.getState()
  const stream = await handle.createWritable()
  await stream.write(text)
  await stream.close()
  rememberHandle(id, handle, text)
  useDocument.setState({ notice: `Saved to ${handle.name}` })
}

/** What a file holds that somebody else wrote since it was read or written here; null where nobody did. */
async function changedText(handle: FileSystemFileHandle): Promise<string | null> {
  const held = heldText(useDocument.getState().id)
  const read = await readText(await handle.getFile(), MAX_FILE_BYTES)
  return !read.ok || held === undefined || read.value === held || read.value === fileText() ? null : read.value
}

/** The text of the file instead of the present one, as a step that can be undone. */
async function takeDisk(handle: FileSystemFileHandle, text: string): Promise<void> {
  const { changeText } = await import('../editor/text-history.ts')
  changeText(plainText(text))
  rememberHandle(useDocument.getState().id, handle, text)
  useDocument.setState({ notice: `${handle.name} as it is on the disk; undo brings your text back` })
}

/** Saves back, unless the file was changed meanwhile: then the user says which of the two stays. */
async function saveBack(handle: FileSystemFileHandle): Promise<void> {
  const changed = await changedText(handle)
  if (changed === null) return writeTo(handle)
  tell({
    text: `${handle.name} was changed by another program since it was read here. Nothing was written.`,
    actions: [
      { label: 'Write mine over it', run: () => void writeTo(handle).catch(handOut(handle)) },
      { label: 'Show what it says now', run: () => void takeDisk(handle, changed) },
    ],
  })
}

const asDownload = (): void => download(useDocument.getState().file, fileText(), 'application/yaml')

/** Where the document goes when nothing is known of a file: chosen by the user where the browser can ask, else a download. */
async function saveElsewhere(): Promise<void> {
  const { showSaveFilePicker } = window as Picker
  if (showSaveFilePicker === undefined) return asDownload()
  const { file } = useDocument.getState()
  const handle = await showSaveFilePicker.call(window, { suggestedName: file, types: TYPES })
  await writeTo(handle)
}

/** A file that cannot be written is handed out; closing the dialog is an answer too. */
const handOut = (handle: FileSystemFileHandle | undefined) => (error: unknown): void => {
  if (isRefusal(error)) return
  useDocument.setState({ notice: `${handle?.name ?? 'The file'} cannot be written: ${error instanceof Error ? error.message : String(error)}. It is handed out as a download.` })
  asDownload()
}

/** Saves the text, as the file was written: ends of lines and mark included. */
export async function saveFile(): Promise<void> {
  const handle = handleOf(useDocument.getState().id)
  try {
    await (handle === undefined ? saveElsewhere() : saveBack(handle))
  } catch (error) {
    handOut(handle)(error)
  }
}
