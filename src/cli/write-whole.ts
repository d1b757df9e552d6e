/** A file that is there whole or not at all: written beside its place and renamed. */
import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from './make-folder.ts'
import { atPath } from './system-error.ts'

/** What stands at the end of links; nothing takes the place of a device or a pipe, which are written straight. */
async function placeOf(file: string): Promise<{ readonly path: string; readonly isReplaced: boolean }> {
  try {
    const path = await realpath(file)
    return { path, isReplaced: (await stat(path)).isFile() }
  } catch {
    return { path: file, isReplaced: true }
  }
}

/** `content` in one piece or in many; folders above are made. What the system refuses is told of `file`, not of what is written beside it. */
export async function writeWhole(file: string, content: string | Uint8Array | Iterable<string>): Promise<void> {
  try {
    await writeThere(file, content)
  } catch (error) {
    throw atPath(error, file)
  }
}

async function writeThere(file: string, content: string | Uint8Array | Iterable<string>): Promise<void> {
  const { path, isReplaced } = await placeOf(file)
  if (!isReplaced) return writeFile(path, content)
  makeFolder(dirname(path))
  const beside = join(dirname(path), `.nameplate-${process.pid}-${Math.trunc(performance.now() * 1000)}`)
  try {
    await writeFile(beside, content)
    await rename(beside, path)
  } finally {
    await rm(beside, { force: true })
  }
}
