/** Pieces of the report page. All text is escaped here; drawings come as marks, which escape themselves. */
import { type Mark, toSvgText, xmlText } from '../../charts/mark.ts'

/** Markup, as opposed to text. */
export interface Html {
  readonly html: string
}

export const raw = (html: string): Html => ({ html })
export const text = (words: string): Html => raw(xmlText(words))

type Child = Html | string

/** An element; strings are text. `attributes` come from the program, never from a scenario. */
export const element = (tag: string, attributes: string, ...children: readonly Child[]): Html =>
  raw(`<${tag}${attributes === '' ? '' : ` ${attributes}`}>${children.map(child => (typeof child === 'string' ? xmlText(child) : child.html)).join('')}</${tag}>`)

export interface TableColumn {
  readonly name: string
  readonly isNumber?: boolean
}

/** A table; nothing where it has no rows. What follows a line break in a cell is small. */
export function table(columns: readonly TableColumn[], rows: readonly (readonly string[])[], strong = -1): Html {
  if (rows.length === 0) return raw('')
  const cell = (tag: string, at: number, words: string): Html => {
    const [first, ...small] = words.split('\n')
    return element(tag, columns[at].isNumber === true ? 'class="n"' : '', first, ...small.map(line => element('small', '', line)))
  }
  const head = element('tr', '', ...columns.map(({ name }, at) => cell('th', at, name)))
  const body = rows.map((row, index) => element('tr', index === strong ? 'class="strong"' : '', ...row.map((words, at) => cell('td', at, words))))
  return element('table', '', element('thead', '', head), element('tbody', '', ...body))
}

/** A drawing flush with the words around it. */
export const figure = (drawing: Mark, className = ''): Html => element('figure', className === '' ? '' : `class="${className}"`, raw(toSvgText(drawing, 0)))

export const section = (title: string, ...children: readonly Html[]): Html => {
  const inside = children.map(({ html }) => html).join('')
  return inside === '' ? raw('') : element('section', '', element('h2', '', title), raw(inside))
}
