/** A table that is read in chunks, and what its reading gives. */
import type { Result } from '../base/result.ts'
import type { Imported, ImportIssue } from './import-issue.ts'

export type Import<T> = Result<Imported<T>, readonly ImportIssue[]>

/** Takes the lines of a file one by one; memory holds what is kept of them. */
export interface RowReader<T> {
  line(text: string, number: number): void
  /** The file is over. `lastIsWhole`: its last line was ended. */
  end(lastIsWhole: boolean): Import<T>
  /** Something about the file as a whole. */
  note(reason: 'LINE_ENDS', line: number): void
}

/** Cells of a line of separated values; quotes hold separators, doubled quotes are quotes. */
export function splitLine(line: string, separator: string): string[] {
  if (!line.includes('"')) return line.split(separator)
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const char = line[at]
    if (char === '"' && isQuoted && line[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (char === '"') isQuoted = !isQuoted
    else if (char === separator && !isQuoted) {
      cells.push(cell)
      cell = ''
    } else cell += char
  }
  cells.push(cell)
  return cells
}

/** The separator that a heading uses most. */
export function separatorOf(heading: string): string {
  const count = (separator: string): number => heading.split(separator).length
  return [',', ';', '\t', '|'].toSorted((a, b) => count(b) - count(a))[0]
}
