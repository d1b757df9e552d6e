/** From places in the text to paths of the tree and back. */
import { isMap, isScalar, isSeq, type Document, type Node, parseDocument } from 'yaml'
import { keyOf } from './entries.ts'
import type { TreePath } from './tree-edit.ts'

export interface PlaceInTree {
  readonly path: TreePath
  /** True at a key, false at its value. */
  readonly isKey: boolean
  /** Text of the key or of a single value; undefined at a section or list. */
  readonly word: string | undefined
}

export const readTree = (text: string): Document => parseDocument(text, { prettyErrors: false, logLevel: 'silent' })

const holds = (node: unknown, offset: number): boolean => {
  const range = (node as Node | null)?.range
  return range != null && range[0] <= offset && offset <= range[1]
}

const wordOf = (node: unknown): string | undefined => (isScalar(node) ? String(node.value) : undefined)

/** The deepest key or value at an offset; undefined where there is none. */
export function placeAt(document: Document, offset: number): PlaceInTree | undefined {
  let node: Node | null = document.contents
  const path: (string | number)[] = []
  for (;;) {
    if (isMap(node)) {
      const pair = node.items.find(each => holds(each.key, offset) || holds(each.value, offset))
      if (pair === undefined) return path.length === 0 ? undefined : { path, isKey: false, word: undefined }
      path.push(keyOf(pair))
      if (holds(pair.key, offset)) return { path, isKey: true, word: keyOf(pair) }
      node = pair.value as Node
      continue
    }
    if (isSeq(node)) {
      const index = node.items.findIndex(each => holds(each, offset))
      if (index < 0) return { path, isKey: false, word: undefined }
      path.push(index)
      node = node.items[index] as Node
      continue
    }
    return path.length === 0 ? undefined : { path, isKey: false, word: wordOf(node) }
  }
}

/** A key or an element's id with the place at which it is written. */
export interface Named {
  readonly path: TreePath
  readonly name: string
  readonly from: number
  readonly to: number
  readonly isId: boolean
}

/** Every key and every `id` of a text, in its order. */
export function namesIn(document: Document): Named[] {
  const found: Named[] = []
  const tell = (node: unknown, path: TreePath, isId: boolean): void => {
    const range = (node as Node | null)?.range
    if (range != null && isScalar(node)) found.push({ path, name: String(node.value), from: range[0], to: range[1], isId })
  }
  const visit = (node: unknown, path: TreePath): void => {
    if (isSeq(node)) node.items.forEach((each, index) => visit(each, [...path, index]))
    if (!isMap(node)) return
    for (const pair of node.items) {
      const key = keyOf(pair)
      tell(pair.key, [...path, key], false)
      if (key === 'id') tell(pair.value, path, true)
      visit(pair.value, [...path, key])
    }
  }
  visit(document.contents, [])
  return found
}
