/** A file as text, or in words why it is none. */
import { err, ok, type Result } from '../../base/result.ts'

const MARKS: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  ['UTF-16', [0xff, 0xfe]],
  ['UTF-16', [0xfe, 0xff]],
]

/** Line of the first byte that is no UTF-8, counted from 1. */
function badLine(bytes: Uint8Array): number {
  const loose = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  const at = loose.indexOf('\uFFFD')
  return at < 0 ? 1 : loose.slice(0, at).split('\n').length
}

/** Text of bytes; a mark at their beginning stays. */
export function textOf(name: string, bytes: Uint8Array): Result<string, string> {
  const mark = MARKS.find(([, each]) => each.every((byte, index) => bytes[index] === byte))
  if (mark !== undefined) return err(`${name} is written in ${mark[0]}: save it as UTF-8. Your text is unchanged.`)
  if (bytes.includes(0)) return err(`${name} is not a text: it holds bytes that no text has. Your text is unchanged.`)
  try {
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
  } catch {
    return err(`${name} is not valid UTF-8: line ${badLine(bytes)} holds a byte that is no character. Save it as UTF-8. Your text is unchanged.`)
  }
}

export async function readText(file: File, most: number): Promise<Result<string, string>> {
  if (file.size > most) return err(`${file.name} has ${file.size} bytes; a scenario has at most ${most}. Your text is unchanged.`)
  return textOf(file.name, new Uint8Array(await file.arrayBuffer()))
}
