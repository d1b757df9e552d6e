/**
 * Finished replications of a shard, appended line by line, each with its checksum, so that a process that is killed at any instant loses
 * at most what it was just doing. A line that is not whole is cut off and done again.
 */
import { closeSync, existsSync, fsyncSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Row } from '../../analysis/reduce.ts'
import { fromLine, toLine } from '../../results/plain-text.ts'
import { UsageError } from '../command.ts'
import { makeFolder } from '../make-folder.ts'
import { sha256 } from './plan.ts'

export interface Journal {
  /** Rows that were there when it was opened. */
  readonly rows: readonly Row[]
  add(row: Row): void
  close(): void
  remove(): void
}

const DIGEST_LENGTH = 16
const lineOf = (text: string): string => `${sha256(text).slice(0, DIGEST_LENGTH)} ${text}\n`

/** Text of a line, or undefined if it is not whole. */
function textOf(line: string): string | undefined {
  const text = line.slice(DIGEST_LENGTH + 1)
  return line.slice(0, DIGEST_LENGTH) === sha256(text).slice(0, DIGEST_LENGTH) ? text : undefined
}

/** Whole lines from the begin on, and how many bytes they take; a file whose first line is damaged is not touched. */
function wholeLines(file: string): { readonly texts: string[]; readonly bytes: number } {
  const texts: string[] = []
  let bytes = 0
  const content = readFileSync(file)
  for (let end = content.indexOf(10, bytes); end >= 0; end = content.indexOf(10, bytes)) {
    const text = textOf(content.toString('utf8', bytes, end))
    if (text === undefined) break
    texts.push(text)
    bytes = end + 1
  }
  if (bytes === 0 && content.includes(10)) throw new UsageError(`${file} is damaged from its first line on; delete it, or take another --out`)
  return { texts, bytes }
}

/** Opens the journal of a sweep; `identity` says which. One of another sweep is refused, never overwritten. */
export function openJournal(file: string, identity: string): Journal {
  makeFolder(dirname(file))
  const found = existsSync(file) ? wholeLines(file) : { texts: [], bytes: 0 }
  if (found.texts.length > 0 && found.texts[0] !== identity) throw new UsageError(`${file} belongs to another sweep, or to another version of the program or the scenario; take another --out, or delete it`)
  const descriptor = openSync(file, 'a')
  ftruncateSync(descriptor, found.bytes)
  if (found.texts.length === 0) writeSync(descriptor, lineOf(identity))
  let isOpen = true
  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    closeSync(descriptor)
  }
  return {
    rows: found.texts.slice(1).map(text => fromLine(text) as Row),
    add: row => {
      const line = Buffer.from(lineOf(toLine(row)))
      // A write may end early; the rest must follow before anything else.
      for (let done = 0; done < line.length; ) done += writeSync(descriptor, line, done)
      fsyncSync(descriptor)
    },
    close,
    remove() {
      close()
      rmSync(file, { force: true })
    },
  }
}
