/** Where the entries of a section or list stand in the text: each with its dash or key, its value and what follows on its line. */
import { type CST, isPair, isScalar, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'

export type Container = YAMLMap | YAMLSeq

/** An entry from its dash or key on to the end of its value. */
export interface Entry {
  readonly from: number
  readonly to: number
}

export const keyOf = ({ key }: Pair): string => String(isScalar(key) ? key.value : key)

const SPACE: ReadonlySet<string> = new Set(['space', 'newline', 'comment'])

/** Where an entry of a block begins by the parser's tokens: its dash, its key, or a mark before the key. */
function blockStart(container: Container, index: number): number | undefined {
  const token = container.srcToken as CST.BlockMap | CST.BlockSequence | undefined
  const item = token?.items[index]
  const mark = item?.start.find(({ type }) => !SPACE.has(type))
  return mark?.offset ?? (item?.key as { readonly offset?: number } | null | undefined)?.offset
}

function endOf(text: string, item: unknown, from: number): number {
  const node = (isPair(item) ? (item.value ?? item.key) : item) as Node | null
  let to = Math.max(node?.range?.[1] ?? from, isPair(item) ? ((item.key as Node).range?.[1] ?? from) : from)
  while (to > from && /\s/u.test(text[to - 1])) to -= 1
  // A key or a dash without a value.
  const mark = /^\s*:/u.exec(text.slice(to))
  return isPair(item) && (node === null || node.range?.[0] === node.range?.[1]) && text[to - 1] !== ':' && mark !== null ? to + mark[0].length : Math.max(to, from + (isPair(item) ? 0 : 1))
}

/** Entries in the order of the text; undefined where one has no place of its own. */
export function entriesOf(text: string, container: Container): Entry[] | undefined {
  const entries: Entry[] = []
  for (const [index, item] of container.items.entries()) {
    const node = (isPair(item) ? item.key : item) as Node | null
    const from = container.flow === true ? node?.range?.[0] : blockStart(container, index)
    if (from === undefined) return undefined
    entries.push({ from, to: endOf(text, item, from) })
  }
  return entries
}

export const lineStart = (text: string, at: number): number => text.lastIndexOf('\n', at - 1) + 1

export function lineEnd(text: string, at: number): number {
  const found = text.indexOf('\n', at)
  return found < 0 ? text.length : found
}

/** Whether nothing but space stands before a place on its line. */
export const isFirstOnLine = (text: string, at: number): boolean => text.slice(lineStart(text, at), at).trim() === ''

/** Spaces as wide as what stands before a place on its line. */
export const indentTo = (text: string, at: number): string => ' '.repeat(at - lineStart(text, at))
