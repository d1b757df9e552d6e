/** What was dropped onto the page, with everything in its folders. */
import { filesIn } from './folder.ts'
import { MAX_FILES } from './limits.ts'
import type { PathFile } from './path-file.ts'

const fileOf = (entry: FileSystemFileEntry): Promise<File> => new Promise((resolve, reject) => entry.file(resolve, reject))

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

async function collect(entry: FileSystemEntry, into: PathFile[]): Promise<void> {
  if (into.length >= MAX_FILES || entry.name.startsWith('.')) return
  if (entry.isFile) into.push({ path: entry.fullPath.replace(/^\//u, ''), file: await fileOf(entry as FileSystemFileEntry) })
  else for (const each of await entriesOf(entry as FileSystemDirectoryEntry)) await collect(each, into)
}

type WithHandle = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> }

/** With which it can be saved back, where the browser has that. */
const handleOf = async (item: DataTransferItem): Promise<FileSystemHandle | null> => (await (item as WithHandle).getAsFileSystemHandle?.().catch(() => null)) ?? null

/** Reads a drop; it must be asked for while the drop is handled, for afterwards the browser has forgotten it. */
export function droppedFiles(transfer: DataTransfer): Promise<readonly PathFile[]> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file')
  const asked = items.map(item => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile(), handle: handleOf(item) }))
  return Promise.all(
    asked.map(async ({ entry, file, handle }) => {
      const way = await handle
      if (way?.kind === 'directory') return filesIn(way as FileSystemDirectoryHandle)
      if (entry?.isDirectory !== true) return file === null ? [] : [{ path: file.name, file, handle: way === null ? undefined : (way as FileSystemFileHandle) }]
      const found: PathFile[] = []
      await collect(entry, found)
      return found
    }),
  ).then(lists => lists.flat())
}
