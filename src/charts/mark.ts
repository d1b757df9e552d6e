/** A drawing as a tree of plain marks. The app renders it live, the command line writes it as SVG text: same marks, same picture. */

export type Attributes = Readonly<Record<string, string | number>>

export interface Mark {
  readonly tag: string
  readonly attributes: Attributes
  readonly children: readonly (Mark | string)[]
}

export type Child = Mark | string | null | readonly (Mark | null)[]

/** A mark; null children are left out, lists are spread. */
export function h(tag: string, attributes: Attributes, ...children: Child[]): Mark {
  const flat: (Mark | string)[] = []
  for (const child of children) {
    if (child === null) continue
    if (typeof child === 'string' || 'tag' in child) flat.push(child)
    else for (const mark of child) if (mark !== null) flat.push(mark)
  }
  return { tag, attributes, children: flat }
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** Whether XML 1.0 allows a character at all; names in scenarios may hold anything. */
function isWritable(code: number): boolean {
  if (code < 0x20) return code === 9 || code === 10 || code === 13
  return (code < 0xd800 || code > 0xdfff) && code !== 0xfffe && code !== 0xffff
}

/** Text for an XML document; characters that it cannot hold become a replacement character. */
export function xmlText(text: string): string {
  let out = ''
  for (const character of text) out += isWritable(character.codePointAt(0) ?? 0) ? (ESCAPES[character] ?? character) : '\uFFFD'
  return out
}

/** Coordinates with at most two decimals keep files small and goldens stable. */
const number = (value: number): string => (Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100))

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? number(value) : xmlText(value)}"`)
    .join('')
}

function markText(mark: Mark): string {
  const open = `<${mark.tag}${attributeText(mark.attributes)}`
  if (mark.children.length === 0) return `${open}/>`
  return `${open}>${mark.children.map(child => (typeof child === 'string' ? xmlText(child) : markText(child))).join('')}</${mark.tag}>`
}

/** White space around a drawing that stands alone, px. */
export const MARGIN = 16

/** A complete SVG document of a drawing, with a margin around it in the colour of its paper. */
export function toSvgText(drawing: Mark, margin = MARGIN): string {
  const [width, height] = [Number(drawing.attributes.width), Number(drawing.attributes.height)]
  const size = { width: width + 2 * margin, height: height + 2 * margin }
  const attributes = { xmlns: 'http://www.w3.org/2000/svg', ...drawing.attributes, ...size, viewBox: `${-margin} ${-margin} ${size.width} ${size.height}` }
  return `${markText({ ...drawing, attributes })}\n`
}
