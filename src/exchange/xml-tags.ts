/** XML as a row of tags, enough for files that programs write: no document types, so no entities but the five of XML itself. */

export interface Tag {
  /** Without its namespace prefix. */
  readonly name: string
  /** `</name>`. */
  readonly isEnd: boolean
  /** `<name/>`. */
  readonly isEmpty: boolean
  /** What stands between the name and the end of the tag. */
  readonly inside: string
  /** Text that follows, up to the next tag, as written. */
  readonly after: string
}

/** Tags in order. Comments, declarations and processing instructions are passed over; what is not closed ends the row. */
export function* tagsOf(xml: string): Generator<Tag, void> {
  let at = xml.indexOf('<')
  while (at >= 0) {
    if (xml.startsWith('<!--', at)) {
      const end = xml.indexOf('-->', at)
      at = end < 0 ? -1 : xml.indexOf('<', end)
      continue
    }
    const end = xml.indexOf('>', at)
    if (end < 0) return
    const next = xml.indexOf('<', end)
    const first = xml[at + 1]
    if (first !== '?' && first !== '!') {
      const isEnd = first === '/'
      const isEmpty = xml[end - 1] === '/'
      const inside = xml.slice(at + (isEnd ? 2 : 1), isEmpty ? end - 1 : end)
      const space = inside.search(/\s/u)
      const full = space < 0 ? inside : inside.slice(0, space)
      yield { name: full.slice(full.indexOf(':') + 1), isEnd, isEmpty, inside, after: xml.slice(end + 1, next < 0 ? xml.length : next) }
    }
    at = next
  }
}

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const HIGHEST = 0x10ffff

/** Text with its entities and, as workbooks write them, its `_x000D_` escapes resolved. */
export function unescaped(text: string): string {
  if (!text.includes('&') && !text.includes('_x')) return text
  const resolved = text.replaceAll(/&(?:#x([\da-f]{1,6})|#(\d{1,7})|(\w+));/giu, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => {
    if (name !== undefined) return NAMED[name] ?? whole
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= HIGHEST && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : ''
  })
  return resolved.replaceAll(/_x([\dA-F]{4})_/gu, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Attributes of a tag by their written names. */
export function attributesOf({ inside }: Pick<Tag, 'inside'>): Record<string, string | undefined> {
  const attributes: Record<string, string | undefined> = {}
  for (const match of inside.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/gu)) attributes[match[1]] = unescaped(match[2] ?? match[3] ?? '')
  return attributes
}
