/** Feeds the bytes of a file to a reader of rows, chunk by chunk. */
import { readLines } from './line-reader.ts'
import type { Import, RowReader } from './row-reader.ts'

export interface ChunkReader<T> {
  push(chunk: Uint8Array): void
  end(): Import<T>
}

export function readChunks<T>(rows: RowReader<T>): ChunkReader<T> {
  const lines = readLines((text, number) => rows.line(text, number))
  return {
    push: chunk => lines.push(chunk),
    end() {
      lines.end()
      const { cr, crlf, lf } = lines.ends
      if ([cr, crlf, lf].filter(count => count > 0).length > 1) rows.note('LINE_ENDS', 1)
      return rows.end(lines.isWhole())
    },
  }
}

/** Reads a whole text at once. */
export function readText<T>(rows: RowReader<T>, text: string): Import<T> {
  const reader = readChunks(rows)
  reader.push(new TextEncoder().encode(text))
  return reader.end()
}
