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
const escape = (text: string): string => text.replace(/[&<>"]/g, character => ESCAPES[character])

/** Coordinates with at most two decimals keep files small and goldens stable. */
const number = (value: number): string => (Number.isInteger(value) ? String(value) : String(Math.round(value * 100) / 100))

function attributeText(attributes: Attributes): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${typeof value === 'number' ? number(value) : escape(value)}"`)
    .join('')
}

function markText(mark: Mark): string {
  const open = `<${mark.tag}${attributeText(mark.attributes)}`
  if (mark.children.length === 0) return `${open}/>`
  return `${open}>${mark.children.map(child => (typeof child === 'string' ? escape(child) : markText(child))).join('')}</${mark.tag}>`
}

/** A complete SVG document of a root mark `svg`. */
export function toSvgText(root: Mark): string {
  const named: Mark = { ...root, attributes: { xmlns: 'http://www.w3.org/2000/svg', ...root.attributes } }
  return `${markText(named)}\n`
}
