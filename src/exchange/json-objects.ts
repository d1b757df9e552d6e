/**
 * Objects of a JSON file that comes in chunks of bytes: those of one list, or one after the other. Memory holds one object, whatever the size of the
 * file; an object that breaks off or breaks down does not take those after it along.
 */

/** A longer object is none of a table of jobs, characters. */
const LONGEST_OBJECT = 4_194_304

const CODE = { newline: 10, quote: 34, comma: 44, listBegin: 91, backslash: 92, listEnd: 93, begin: 123, end: 125 } as const

export interface ObjectHearer {
  object(value: Readonly<Record<string, unknown>>, line: number): void
  /** What stands here is no object, or one that cannot be read; told once for text that hangs together. */
  broken(line: number): void
}

export interface ObjectReader {
  push(chunk: Uint8Array): void
  /** The file is over; the line of what it breaks off in, undefined where it is whole. */
  end(): number | undefined
}

/** Where the reading stands. */
interface At {
  /** Text of the object so far, and where it begins. */
  text: string
  line: number
  depth: number
  isQuoted: boolean
  isEscaped: boolean
  /** Between objects: whether what stands here was told already. */
  isTold: boolean
  isListOpen: boolean
}

const isSpace = (code: number): boolean => code <= 32 || code === CODE.comma || code === 0xfeff

function parsed(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(text) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
}

/** One character inside of an object; true where it is its last one. */
function inside(at: At, code: number): boolean {
  if (at.isQuoted) {
    if (at.isEscaped) at.isEscaped = false
    else if (code === CODE.backslash) at.isEscaped = true
    // No text of JSON goes over a line: a quote is missing, and what follows is not all of it quoted.
    else if (code === CODE.quote || code === CODE.newline) at.isQuoted = false
    return false
  }
  if (code === CODE.quote) at.isQuoted = true
  else if (code === CODE.begin) at.depth += 1
  else if (code === CODE.end) at.depth -= 1
  return at.depth === 0
}

/** One character between objects; true where an object begins. */
function between(at: At, code: number, line: number, hear: ObjectHearer): boolean {
  if (code === CODE.begin) return true
  if (code === CODE.listBegin || code === CODE.listEnd) at.isListOpen = code === CODE.listBegin
  else if (!isSpace(code)) {
    if (!at.isTold) hear.broken(line)
    at.isTold = true
  }
  return false
}

export function readObjects(hear: ObjectHearer): ObjectReader {
  const decoder = new TextDecoder()
  const at: At = { text: '', line: 1, depth: 0, isQuoted: false, isEscaped: false, isTold: false, isListOpen: false }
  let line = 1
  const finish = (): void => {
    const value = parsed(at.text)
    if (value === undefined) hear.broken(at.line)
    else hear.object(value, at.line)
    at.text = ''
    at.isTold = false
  }
  const giveUp = (): void => {
    hear.broken(at.line)
    Object.assign(at, { text: '', depth: 0, isQuoted: false, isEscaped: false, isTold: true })
  }
  const read = (text: string): void => {
    let from = 0
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i)
      if (at.depth > 0) {
        if (inside(at, code)) {
          at.text += text.slice(from, i + 1)
          finish()
        }
      } else if (between(at, code, line, hear)) {
        at.depth = 1
        at.line = line
        from = i
      }
      if (code === CODE.newline) line += 1
    }
    if (at.depth === 0) return
    at.text += text.slice(from)
    if (at.text.length > LONGEST_OBJECT) giveUp()
  }
  return {
    push: chunk => read(decoder.decode(chunk, { stream: true })),
    end() {
      read(decoder.decode())
      return at.depth > 0 ? at.line : at.isListOpen ? line : undefined
    },
  }
}
