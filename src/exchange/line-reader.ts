/** Lines of a text that comes in chunks of bytes, whatever ends them; memory holds one chunk and one line. */

/** A longer line is no line of a table: what exceeds this is cut, and the line cannot be read. */
const LONGEST_LINE = 65_536

export interface LineReader {
  push(chunk: Uint8Array): void
  /** The text is over: hands on what is left. */
  end(): void
  /** Lines by what ended them. */
  readonly ends: { lf: number; crlf: number; cr: number }
  /** Whether the last line was ended. */
  readonly isWhole: () => boolean
}

/** Calls `line` with every line and its number from 1 on, without its end. */
export function readLines(line: (text: string, number: number) => void): LineReader {
  const decoder = new TextDecoder()
  const ends = { lf: 0, crlf: 0, cr: 0 }
  let rest = ''
  let number = 0
  let isWhole = true
  const take = (text: string): void => {
    number += 1
    line(number === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text, number)
  }
  const read = (text: string, isLast: boolean): void => {
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code !== 10 && code !== 13) continue
      // A carriage return at the end of a chunk may be half of a line end.
      if (code === 13 && at === text.length - 1 && !isLast) break
      take(text.slice(from, at))
      if (code === 10) ends.lf += 1
      else if (text.charCodeAt(at + 1) === 10) {
        ends.crlf += 1
        at += 1
      } else ends.cr += 1
      from = at + 1
    }
    rest = text.slice(from)
    if (rest.length > LONGEST_LINE) rest = rest.slice(0, LONGEST_LINE)
  }
  return {
    ends,
    isWhole: () => isWhole,
    push: chunk => read(rest + decoder.decode(chunk, { stream: true }), false),
    end() {
      read(rest + decoder.decode(), true)
      if (rest === '') return
      isWhole = false
      take(rest)
    },
  }
}
