/** All syntax errors of a text that does not parse: the second parser is slow but does not stop at the first one. */
import { parseDocument } from 'yaml'

export interface SyntaxProblem {
  readonly message: string
  readonly offset: number
}

const MAX_LISTED = 20
const MAX_TEXT_LENGTH = 100_000

/** Syntax problems in file order, at most 20; none when the text is too long for the slow parser or it finds no fault. */
export function syntaxErrors(text: string): readonly SyntaxProblem[] {
  if (text.length > MAX_TEXT_LENGTH) return []
  try {
    const document = parseDocument(text, { prettyErrors: false, logLevel: 'silent', strict: true, uniqueKeys: true })
    return document.errors.slice(0, MAX_LISTED).map(({ message, pos }) => ({ message, offset: pos[0] }))
  } catch {
    return []
  }
}
