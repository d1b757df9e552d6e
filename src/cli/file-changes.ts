/** Waits until files are saved. They are looked at by name, again and again, so that editors that replace a file, and disks that tell of nothing, are no matter. */
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { setTimeout } from 'node:timers/promises'

const POLL_MS = 150

/** What a look from outside tells of the files; nothing is read. */
async function looks(files: readonly string[]): Promise<string> {
  const each = await Promise.all(files.map(async file => {
    try {
      const { ino, mtimeMs, size } = await stat(file)
      return `${ino} ${mtimeMs} ${size}`
    } catch {
      return 'absent'
    }
  }))
  return each.join('\n')
}

/** Hash of what is in the files. */
export async function contentOf(files: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const file of files) {
    const content = await readFile(file).catch(() => undefined)
    hash.update(content === undefined ? 'absent' : `${content.length}:`)
    if (content !== undefined) hash.update(content)
  }
  return hash.digest('hex')
}

/** Resolves when the first file is there and the files hold something else than `known`, and none was touched for a moment; or when told to stop. */
export async function nextSave(files: readonly string[], known: string, stop: AbortSignal): Promise<void> {
  let seen = ''
  try {
    for (;;) {
      const now = await looks(files)
      const isStill = now === seen
      // An editor that takes a file away puts the new one there in a moment.
      if (!isStill || now.startsWith('absent')) seen = now
      else if ((await contentOf(files)) !== known) return
      else while ((await looks(files)) === seen) await setTimeout(POLL_MS, undefined, { signal: stop })
      await setTimeout(POLL_MS, undefined, { signal: stop })
    }
  } catch (error) {
    if (!stop.aborted) throw error
  }
}
