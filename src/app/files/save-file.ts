/** Saving the document as a file: back to where it was opened from, to a place that the user chooses, or as a download. */
import { fileText, useDocument } from '../state/document.ts'
import { download } from '../widgets/download.ts'
import { handleOf, rememberHandle } from './handles.ts'

interface Picker {
  showSaveFilePicker?: (options: { readonly suggestedName: string; readonly types: readonly unknown[] }) => Promise<FileSystemFileHandle>
}

const TYPES = [{ description: 'Scenario', accept: { 'application/yaml': ['.yaml', '.yml'], 'application/json': ['.json'] } }]

const isRefusal = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError'

async function writeTo(handle: FileSystemFileHandle): Promise<void> {
  const stream = await handle.createWritable()
  await stream.write(fileText())
  await stream.close()
  useDocument.setState({ notice: `Saved to ${handle.name}` })
}

const asDownload = (): void => download(useDocument.getState().file, fileText(), 'application/yaml')

/** Where the document goes when nothing is known of a file: chosen by the user where the browser can ask, else a download. */
async function saveElsewhere(): Promise<void> {
  const { showSaveFilePicker } = window as Picker
  if (showSaveFilePicker === undefined) return asDownload()
  const { file, id } = useDocument.getState()
  const handle = await showSaveFilePicker.call(window, { suggestedName: file, types: TYPES })
  rememberHandle(id, handle)
  await writeTo(handle)
}

/** Saves the text, as the file was written: ends of lines and mark included. */
export async function saveFile(): Promise<void> {
  const handle = handleOf(useDocument.getState().id)
  try {
    await (handle === undefined ? saveElsewhere() : writeTo(handle))
  } catch (error) {
    if (isRefusal(error)) return
    useDocument.setState({ notice: `${handle?.name ?? 'The file'} cannot be written: ${error instanceof Error ? error.message : String(error)}. It is handed out as a download.` })
    asDownload()
  }
}
