/** Flags that say where something is written: what stands in the way is told before anything is simulated. */
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { UsageError } from './command.ts'

const standsAt = (path: string): ReturnType<typeof statSync> => statSync(path, { throwIfNoEntry: false })

/** The first of the folders above a place that is there, where it is no folder. */
function fileInTheWay(path: string): string | undefined {
  const above = dirname(path)
  const found = standsAt(above)
  if (found === undefined) return above === path ? undefined : fileInTheWay(above)
  return found.isDirectory() ? undefined : above
}

function refuseFileAbove(flag: string, text: string): void {
  const file = fileInTheWay(resolve(text))
  if (file !== undefined) throw new UsageError(`${flag} ${text} lies in ${file}, which is a file and no folder`)
}

/** The name of a file that is written; folders above it are made. */
export const fileToWrite = (flag: string) => (text: string): string => {
  if (text.trim() === '') throw new UsageError(`${flag} takes the name of a file`)
  if (standsAt(text)?.isDirectory() === true) throw new UsageError(`${flag} takes the name of a file, and ${text} is a folder: name the file in it`)
  refuseFileAbove(flag, text)
  return text
}

/** The name of a folder into which files are written; it is made. */
export const folderToWrite = (flag: string) => (text: string): string => {
  if (text.trim() === '') throw new UsageError(`${flag} takes the name of a folder`)
  if (standsAt(text)?.isDirectory() === false) throw new UsageError(`${flag} takes the name of a folder, and ${text} is a file: name another, or remove it`)
  refuseFileAbove(flag, text)
  return text
}
