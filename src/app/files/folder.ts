/** Files of a folder that the browser gave a handle of, each with the way back to it. */
import { MAX_FILES } from './limits.ts'
import type { PathFile } from './path-file.ts'

async function collect(folder: FileSystemDirectoryHandle, above: string, into: PathFile[]): Promise<void> {
  const path = `${above}${folder.name}/`
  for await (const handle of folder.values()) {
    if (into.length >= MAX_FILES) return
    if (handle.name.startsWith('.')) continue
    if (handle.kind === 'directory') await collect(handle, path, into)
    else into.push({ path: `${path}${handle.name}`, file: await handle.getFile(), handle })
  }
}

/** All that lies in it, hidden files apart, as far as the limit of files goes. */
export async function filesIn(folder: FileSystemDirectoryHandle): Promise<readonly PathFile[]> {
  const files: PathFile[] = []
  await collect(folder, '', files)
  return files
}
