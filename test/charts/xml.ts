/** Strict well-formedness of XML text, for what charts write: one root, matched tags, unique quoted attributes, escaped text. */

const NAME = '[A-Za-z_][\\w.-]*'
const ATTRIBUTE = new RegExp(`\\s+(${NAME})="([^"<]*)"`, 'gy')
const OPEN = new RegExp(`<(${NAME})((?:\\s+${NAME}="[^"<]*")*)\\s*(/?)>`, 'y')
const CLOSE = new RegExp(`</(${NAME})>`, 'y')
const TEXT = /[^<]+/y
const BAD_TEXT = /&(?!(?:amp|lt|gt|quot);)|>|[^\t\n\r -\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

const tryAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at
  return pattern.exec(text)
}

/** What is wrong with the text, or undefined. */
export function xmlProblem(text: string): string | undefined {
  const open: string[] = []
  let roots = 0
  for (let at = 0; at < text.length; ) {
    const start = tryAt(OPEN, text, at)
    const end = start === null ? tryAt(CLOSE, text, at) : null
    const words = start === null && end === null ? tryAt(TEXT, text, at) : null
    const token = start ?? end ?? words
    if (token === null) return `cannot read at ${at}: ${text.slice(at, at + 40)}`
    if (start !== null) {
      if (open.length === 0) roots += 1
      const attributes = [...start[2].matchAll(ATTRIBUTE)]
      if (new Set(attributes.map(([, name]) => name)).size < attributes.length) return `twice the same attribute: ${start[0]}`
      if (attributes.some(([, , value]) => BAD_TEXT.test(value))) return `bad attribute: ${start[0]}`
      if (start[3] === '') open.push(start[1])
    } else if (end !== null) {
      if (open.pop() !== end[1]) return `unexpected ${end[0]} at ${at}`
    } else if (words !== null) {
      if (BAD_TEXT.test(words[0])) return `bad text: ${words[0]}`
      if (open.length === 0 && words[0].trim() !== '') return `text outside the root: ${words[0]}`
    }
    at += token[0].length
  }
  if (open.length > 0) return `not closed: ${open.join(', ')}`
  return roots === 1 ? undefined : `${roots} roots`
}
