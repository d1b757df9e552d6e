/** Where what a word of the text names is defined: an element by its id, a feed, a parameter or another named part by its key, a path by its end. */
import { namesIn, type Named, readTree } from './place.ts'
import type { TreePath } from './tree-edit.ts'

const TOKEN = /[\w.[\]-]+/gu

/** The token around an offset, and the part of it up to the name under the offset: `grid.feeds` of `grid.feeds.permanent` with the cursor in `feeds`. */
function tokenAt(text: string, offset: number): { readonly path: string; readonly word: string; readonly from: number } | undefined {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  const line = text.slice(start, text.indexOf('\n', offset) < 0 ? text.length : text.indexOf('\n', offset))
  for (const match of line.matchAll(TOKEN)) {
    const from = start + match.index
    if (offset < from || offset > from + match[0].length) continue
    const rest = /^[^.]*/u.exec(match[0].slice(offset - from))?.[0].length ?? 0
    const path = match[0].slice(0, offset - from + rest)
    return { path: path.replaceAll(/\[\d+\]/gu, ''), word: (path.split('.').pop() ?? '').replace(/\[\d+\]$/u, ''), from }
  }
  return undefined
}

/** Path with elements by their ids, as authors write it. */
function writtenOf(path: TreePath, names: readonly Named[]): string {
  return path
    .map((step, depth) => (typeof step === 'string' ? step : (names.find(({ isId, path: own }) => isId && own.length === depth + 1 && own.every((each, at) => each === path[at]))?.name ?? '')))
    .filter(step => step !== '')
    .join('.')
}

/** Sections of an overlay hold paths as keys; what they name is elsewhere. */
const isOverlay = (path: TreePath): boolean => path[0] === 'options' && path.length > 2

export interface Definition {
  readonly from: number
  readonly to: number
}

/** The definition of what stands at an offset; undefined where nothing is named, or at the definition itself. */
export function definitionAt(text: string, offset: number): Definition | undefined {
  const token = tokenAt(text, offset)
  if (token === undefined || token.word === '') return undefined
  const names = namesIn(readTree(text))
  const isHere = ({ from, to }: Named): boolean => from <= offset && offset <= to
  if (token.path.includes('.')) return names.find(each => !isHere(each) && !isOverlay(each.path) && writtenOf(each.path, names) === token.path)
  const named = names.filter(each => each.name === token.word && !isHere(each))
  const found = named.find(({ isId, path }) => isId && !isOverlay(path)) ?? named.find(({ path }) => path[0] === 'parameters') ?? named.find(({ path }) => path.length > 2 && !isOverlay(path)) ?? named.find(({ path }) => path.length === 2)
  // A key that stands in many sections names nothing.
  const isCommon = found !== undefined && !found.isId && named.filter(({ isId }) => !isId).length > 1 && names.some(each => isHere(each) && !each.isId)
  return isCommon ? undefined : found
}
