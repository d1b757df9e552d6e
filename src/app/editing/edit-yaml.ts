/**
 * Edits of the text of a scenario by path: the smallest change of the text that makes the edit of the tree, so that comments, order and layout
 * of everything else stay as the author left them. What the changed text says is held against what the edit means; a text that would say
 * anything else is refused.
 */
import { isAlias, isMap, isSeq, type Document, type Node, parseDocument } from 'yaml'
import { err, ok, type Result } from '../../base/result.ts'
import { editScenarioText, valueText } from '../../scenario/edit-text.ts'
import { type Container, entriesOf, indentTo, isFirstOnLine, keyOf, lineEnd, lineStart } from './entries.ts'
import { editData, type EditProblem, type TreeEdit, type TreePath, valueAt } from './tree-edit.ts'

interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

type Change = Result<readonly Splice[], string>

const BY_HAND = 'cannot be changed here without touching what else the file says: change the text by hand'
/** Uses of aliases that a text may have. */
const MAX_ALIASES = 1000

const read = (text: string): Document => parseDocument(text, { keepSourceTokens: true, prettyErrors: false, logLevel: 'silent' })
const isJson = (text: string): boolean => /^\s*[{[]/u.test(text)

function nodeAt(document: Document, path: TreePath): Node | null {
  let node: Node | null = document.contents
  for (const step of path) {
    if (isMap(node)) node = (node.items.find(pair => keyOf(pair) === String(step))?.value ?? null) as Node | null
    else if (isSeq(node) && typeof step === 'number') node = (node.items[step] ?? null) as Node | null
    else return null
  }
  return node
}

const isContainer = (node: unknown): node is Container => isMap(node) || isSeq(node)

/** Index of the entry at the end of a path in its section or list; −1 where there is none. */
const indexIn = (container: Container, step: string | number): number => (isMap(container) ? container.items.findIndex(pair => keyOf(pair) === String(step)) : typeof step === 'number' && step < container.items.length ? step : -1)

/** The last entry goes, and leaves an empty section or list behind. */
function emptied(text: string, container: Container, from: number, to: number): Splice {
  const brackets = isMap(container) ? '{}' : '[]'
  const before = text.slice(0, from)
  // Straight behind its colon, where no comment stands between.
  const colon = /:[^\S\n]*\n?[^\S\n]*$/u.exec(before)
  return colon === null ? { from, to, text: brackets } : { from: from - colon[0].length, to, text: `: ${brackets}` }
}

function removal(text: string, container: Container, index: number): Change {
  const entries = entriesOf(text, container)
  const entry = entries?.[index]
  if (entries === undefined || entry === undefined) return err(BY_HAND)
  if (entries.length === 1) return ok([container.flow === true ? { from: entry.from, to: entry.to, text: '' } : emptied(text, container, entry.from, entry.to)])
  const next = entries[index + 1]
  if (container.flow === true) return ok([next === undefined ? { from: entries[index - 1].to, to: entry.to, text: '' } : { from: entry.from, to: next.from, text: '' }])
  if (isFirstOnLine(text, entry.from)) {
    const from = lineStart(text, entry.from)
    const to = lineEnd(text, entry.to)
    return ok([to < text.length ? { from, to: to + 1, text: '' } : { from: Math.max(0, from - 1), to, text: '' }])
  }
  // The first entry of an element shares the line of its dash; comments between it and the next one stay.
  const between = text.slice(entry.to, next.from)
  return ok([{ from: entry.from, to: between.trim() === '' ? next.from : entry.to + (/^ */u.exec(between)?.[0].length ?? 0), text: '' }])
}

function insertion(text: string, container: Container, index: number, written: string): Change {
  const entries = entriesOf(text, container)
  if (entries === undefined || index > entries.length) return err(BY_HAND)
  const at = entries[index]
  const before = entries[index - 1]
  if (container.flow === true || entries.length === 0) {
    if (at !== undefined) return ok([{ from: at.from, to: at.from, text: `${written}, ` }])
    const from = before?.to ?? (container.range?.[0] ?? 0) + 1
    return ok([{ from, to: from, text: before === undefined ? written : `, ${written}` }])
  }
  const line = isSeq(container) ? `- ${written}` : written
  const indent = indentTo(text, entries[0].from)
  if (before === undefined) return ok([{ from: at.from, to: at.from, text: `${line}\n${indent}` }])
  const end = lineEnd(text, before.to)
  return ok([{ from: end, to: end, text: `\n${indent}${line}` }])
}

/** Texts of entries change places; what stands between them, comments included, stays. A comment behind an entry goes with it. */
function moving(text: string, container: Container, from: number, to: number): Change {
  const entries = entriesOf(text, container)?.map(entry => (container.flow === true ? entry : { from: entry.from, to: withComment(text, entry.to) }))
  if (entries === undefined || entries[from] === undefined || entries[to] === undefined) return err(BY_HAND)
  const order = entries.map((_, index) => index).filter(index => index !== from)
  order.splice(to, 0, from)
  return ok(order.flatMap((source, slot) => (source === slot ? [] : [{ ...entries[slot], text: text.slice(entries[source].from, entries[source].to) }])))
}

const withComment = (text: string, at: number): number => at + (/^[^\S\n]+#[^\n]*/u.exec(text.slice(at, lineEnd(text, at)))?.[0].length ?? 0)

function renaming(text: string, document: Document, path: TreePath, key: string): Change {
  const parent = nodeAt(document, path.slice(0, -1))
  if (!isMap(parent)) return err('has no key')
  if (indexIn(parent, key) >= 0) return err(`cannot be named '${key}': that name is taken`)
  const pair = parent.items[indexIn(parent, path[path.length - 1])]
  const [from, to] = (pair?.key as Node | undefined)?.range ?? []
  return from === undefined || to === undefined ? err('is not there') : ok([{ from, to, text: valueText(key, isJson(text)) }])
}

/** The path to set, and the value: a key without a value takes the rest of the path inside it. */
function settable(document: Document, path: TreePath, value: unknown): { readonly path: TreePath; readonly value: unknown } {
  const data = document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown
  const empty = path.findIndex((_, depth) => depth > 0 && valueAt(data, path.slice(0, depth)) === null)
  return empty < 0 ? { path, value } : { path: path.slice(0, empty), value: path.slice(empty).reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value) }
}

function splicesOf(text: string, document: Document, edit: Exclude<TreeEdit, { readonly kind: 'set' }>): Change {
  const { path } = edit
  if (edit.kind === 'rename') return renaming(text, document, path, edit.key)
  const container = nodeAt(document, edit.kind === 'remove' ? path.slice(0, -1) : path)
  if (isAlias(container)) return err('stands for a value that is written elsewhere: change it there')
  if (!isContainer(container)) return err(edit.kind === 'remove' ? 'is not there' : 'is not a list')
  if (edit.kind === 'remove') {
    const index = indexIn(container, path[path.length - 1])
    return index < 0 ? err('is not there') : removal(text, container, index)
  }
  return edit.kind === 'insert' ? insertion(text, container, edit.index, valueText(edit.value, isJson(text))) : moving(text, container, edit.from, edit.to)
}

function spliced(text: string, splices: readonly Splice[]): string {
  let out = ''
  let at = 0
  for (const { from, to, text: piece } of splices.toSorted((a, b) => a.from - b.from)) {
    out += text.slice(at, from) + piece
    at = to
  }
  return out + text.slice(at)
}

function changed(text: string, document: Document, edit: TreeEdit): Result<string, string> {
  if (edit.kind === 'set' && edit.value !== undefined) {
    const set = editScenarioText(text, [settable(document, edit.path, edit.value)])
    return set.ok ? set : err(set.error[0].message)
  }
  const splices = splicesOf(text, document, edit.kind === 'set' ? { kind: 'remove', path: edit.path } : edit)
  return splices.ok ? ok(spliced(text, splices.value)) : splices
}

const meaning = (document: Document): string => JSON.stringify(document.toJS({ maxAliasCount: MAX_ALIASES }))

function editOnce(text: string, edit: TreeEdit): Result<string, string> {
  const document = read(text)
  if (document.errors.length > 0) return err(`cannot be changed while the text cannot be read: ${document.errors[0].message}`)
  const result = changed(text, document, edit)
  if (!result.ok) return result
  const after = read(result.value)
  const asked = JSON.stringify(editData(document.toJS({ maxAliasCount: MAX_ALIASES }), edit))
  return after.errors.length === 0 && meaning(after) === asked ? result : err(BY_HAND)
}

/** The text with edits made one after the other, each by the paths of the text before it; all or none. */
export function editYaml(text: string, edits: readonly TreeEdit[]): Result<string, EditProblem> {
  let now = text
  for (const edit of edits) {
    const next = editOnce(now, edit)
    if (!next.ok) return err({ path: edit.path, message: next.error })
    now = next.value
  }
  return ok(now)
}
