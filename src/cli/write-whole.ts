/** A file that is there whole or not at all: written beside its place and renamed. */
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const beside = join(dirname(file), `.nameplate-${process.pid}-${Math.trunc(performance.now() * 1000)}`)
  try {
    await writeFile(beside, content)
    await rename(beside, file)
  } finally {
    await rm(beside, { force: true })
  }
}
