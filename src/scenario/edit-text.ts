/**
 * Changing the text of a scenario by path: only what changes is written anew, so that comments, order and layout of everything else stay
 * as the author left them. Works on YAML and on JSON.
 */
import { isAlias, isMap, isPair, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair, type YAMLMap, type YAMLSeq } from 'yaml'
import { err, ok, type Result } from '../base/result.ts'
import type { TreePath } from './positions.ts'

/** The value at a path becomes `value`; undefined takes the key or element out. */
export interface TextEdit {
  readonly path: TreePath
  readonly value: unknown
}

export interface TextEditProblem {
  readonly path: TreePath
  readonly message: string
}

/** Text from `from` to `to` becomes `text`. */
interface Splice {
  readonly from: number
  readonly to: number
  readonly text: string
}

interface Context {
  readonly text: string
  readonly document: Document
  /** JSON is written where the file is JSON. */
  readonly isJson: boolean
}

/** Words that would be read as something other than text. */
const NOT_TEXT = /^(?:true|false|null|~|yes|no|on|off|[-+]?(?:\d[\d_]*)?\.?\d+(?:e[-+]?\d+)?|0x[\da-f]+|0o[0-7]+|[-+]?\.(?:inf|nan)|\.nan)$/iu
/** Text that means the same without quotation marks, in a flow or in a block. */
const PLAIN = /^(?:-(?=\d))?[\p{L}\d_/=][\p{L}\d_ ./%°+²³·()*^-]*$/u

function scalarText(value: unknown, isJson: boolean): string {
  if (value === null || value === undefined) return 'null'
  if (typeof value !== 'string') return JSON.stringify(value)
  const isPlain = !isJson && PLAIN.test(value) && !NOT_TEXT.test(value) && value.trim() === value && !value.includes(' #') && !value.startsWith('= ')
  return isPlain ? value : JSON.stringify(value)
}

/** A value on one line. */
export function valueText(value: unknown, isJson = false): string {
  if (Array.isArray(value)) return `[${value.map(each => valueText(each, isJson)).join(', ')}]`
  if (typeof value !== 'object' || value === null) return scalarText(value, isJson)
  return `{${Object.entries(value).map(([key, each]) => `${scalarText(key, isJson)}: ${valueText(each, isJson)}`).join(', ')}}`
}

const keyOf = ({ key }: Pair): string => String(isScalar(key) ? key.value : key)
const pairAt = (map: YAMLMap, step: string | number): Pair | undefined => map.items.find(item => isPair(item) && keyOf(item) === String(step))

/** The node at the end of a path, and how far the path exists. */
function deepest({ document }: Context, path: TreePath): { readonly node: Node | null; readonly depth: number } {
  let node: Node | null = document.contents
  for (let depth = 0; depth < path.length; depth++) {
    const resolved = isAlias(node) ? (node.resolve(document) ?? null) : node
    const step = path[depth]
    const next = isMap(resolved) ? pairAt(resolved, step)?.value : isSeq(resolved) && typeof step === 'number' ? resolved.items[step] : undefined
    // Below an alias nothing can be changed without changing what else it stands for.
    if (next === undefined || next === null || isAlias(node)) return { node, depth }
    node = next as Node
  }
  return { node, depth: path.length }
}

/** Start and end of a value in the text, without what follows it. */
function rangeOf(node: Node): readonly [number, number] {
  const [from, to] = node.range ?? [0, 0]
  return [from, to]
}

/** Where a value of a block ends: the last of its characters that is not space. */
function endOf({ text }: Context, node: Node): number {
  let [, to] = rangeOf(node)
  while (to > 0 && /\s/u.test(text[to - 1])) to -= 1
  return to
}

/** The value of a node written anew; one that is not written at all begins after its colon or dash. */
function replaced(context: Context, node: Node, text: string): Splice {
  const [from] = rangeOf(node)
  const to = Math.max(from, endOf(context, node))
  return { from, to, text: from === to && /[:-]/u.test(context.text[from - 1] ?? '') ? ` ${text}` : text }
}

const indentOf = ({ text }: Context, at: number): string => {
  const start = text.lastIndexOf('\n', at - 1) + 1
  return /^[ -]*/u.exec(text.slice(start, at))?.[0].replaceAll('-', ' ') ?? ''
}

const lineEnd = (text: string, at: number): number => {
  const found = text.indexOf('\n', at)
  return found < 0 ? text.length : found
}

/** A new entry at the end of a section or list. */
function appended(context: Context, parent: YAMLMap | YAMLSeq, entry: string): Splice {
  const { text } = context
  const [from, to] = rangeOf(parent)
  if (parent.flow === true || parent.items.length === 0) {
    const close = text.lastIndexOf(isSeq(parent) ? ']' : '}', to - 1)
    const body = text.slice(from + 1, close).trimEnd()
    const separator = parent.items.length === 0 ? '' : body.endsWith(',') ? ' ' : ', '
    const at = from + 1 + body.length
    return { from: at, to: at, text: `${separator}${entry}` }
  }
  const [first] = parent.items
  const start = isPair(first) ? rangeOf(first.key as Node)[0] : rangeOf(first as Node)[0]
  const last = parent.items[parent.items.length - 1]
  const value = isPair(last) ? ((last.value ?? last.key) as Node) : (last as Node)
  const end = lineEnd(text, Math.max(endOf(context, value), isPair(last) ? rangeOf(last.key as Node)[1] : 0))
  const indent = indentOf(context, start)
  const own = isSeq(parent) ? `${indent.slice(0, Math.max(0, indent.length - 2))}- ` : indent
  return { from: end, to: end, text: `\n${own}${entry}` }
}

/** Takes an entry out, with its separator or its lines. */
function removed(context: Context, parent: YAMLMap | YAMLSeq, step: string | number): Splice | undefined {
  const { text } = context
  const index = isMap(parent) ? parent.items.findIndex(item => isPair(item) && keyOf(item) === String(step)) : Number(step)
  const item = parent.items[index]
  if (item === undefined) return undefined
  const value = isPair(item) ? ((item.value ?? item.key) as Node) : (item as Node)
  const start = isPair(item) ? rangeOf(item.key as Node)[0] : rangeOf(item as Node)[0]
  const end = endOf(context, value)
  if (parent.flow === true) {
    const after = /^\s*,\s*/u.exec(text.slice(end))
    if (after !== null) return { from: start, to: end + after[0].length, text: '' }
    const before = /,?\s*$/u.exec(text.slice(0, start))?.[0].length ?? 0
    return { from: start - before, to: end, text: '' }
  }
  const line = text.lastIndexOf('\n', start - 1) + 1
  const isFirstOfElement = text.slice(line, start).includes('-') && isMap(parent)
  if (isFirstOfElement || parent.items.length === 1) return undefined
  return { from: line, to: Math.min(text.length, lineEnd(text, end) + 1), text: '' }
}

/** A value inside sections that are still to be written. */
const wrapped = (steps: TreePath, value: unknown): unknown => steps.reduceRight<unknown>((inner, step) => (typeof step === 'number' ? [inner] : { [step]: inner }), value)

/** Values that go into one new entry together. */
function merged(a: unknown, b: unknown): unknown {
  if (typeof a !== 'object' || a === null || Array.isArray(a) || typeof b !== 'object' || b === null || Array.isArray(b)) return b
  const both: Record<string, unknown> = { ...a }
  for (const [key, value] of Object.entries(b)) both[key] = Object.hasOwn(both, key) ? merged(both[key], value) : value
  return both
}

/** New entries by the section or list that they go into. */
interface Addition {
  readonly path: TreePath
  readonly parent: YAMLMap | YAMLSeq
  readonly step: string | number
  value: unknown
}

interface Plan {
  readonly splices: Splice[]
  readonly additions: Addition[]
  readonly problems: TextEditProblem[]
}

function planEdit(context: Context, { path, value }: TextEdit, plan: Plan): void {
  const { node, depth } = deepest(context, path)
  if (depth === path.length && node !== null && value !== undefined) {
    plan.splices.push(replaced(context, node, valueText(value, context.isJson)))
    return
  }
  if (value === undefined) {
    const { node: parent, depth: reached } = deepest(context, path.slice(0, -1))
    const splice = reached === path.length - 1 && (isMap(parent) || isSeq(parent)) ? removed(context, parent, path[path.length - 1]) : undefined
    if (splice === undefined) plan.problems.push({ path, message: 'cannot be taken out here: change the text by hand' })
    else plan.splices.push(splice)
    return
  }
  const step = path[depth]
  if (isMap(node) || (isSeq(node) && step === node.items.length)) {
    const inner = wrapped(path.slice(depth + 1), value)
    const known = plan.additions.find(addition => addition.parent === node && addition.step === step)
    if (known !== undefined && isMap(node)) known.value = merged(known.value, inner)
    else plan.additions.push({ path, parent: node, step, value: inner })
    return
  }
  // A plain value that has to become a section: a date that gets a slip keeps its planned day.
  if (isScalar(node) && typeof step === 'string') {
    const inner = wrapped(path.slice(depth), value)
    const before = step === 'slip' ? { planned: node.value } : {}
    plan.splices.push(replaced(context, node, valueText(merged(before, inner), context.isJson)))
    return
  }
  plan.problems.push({ path, message: isAlias(node) ? 'stands for a value that is written elsewhere: change it there' : 'has no place in the text' })
}

function addedSplices(context: Context, additions: readonly Addition[]): Splice[] {
  const { isJson } = context
  const parents = [...new Set(additions.map(({ parent }) => parent))]
  return parents.flatMap(parent => {
    const own = additions.filter(addition => addition.parent === parent)
    const entry = ({ step, value }: Addition): string => (isSeq(parent) ? valueText(value, isJson) : `${scalarText(String(step), isJson)}: ${valueText(value, isJson)}`)
    const splices = own.map(addition => appended(context, parent, entry(addition)))
    // All go to the same place: the first separator is right for an empty list only once.
    return parent.items.length === 0 ? splices.map((splice, i) => (i === 0 ? splice : { ...splice, text: `, ${splice.text}` })) : splices
  })
}

/** The text with all edits made. None of them may lie within another. */
export function editScenarioText(text: string, edits: readonly TextEdit[]): Result<string, readonly TextEditProblem[]> {
  const document = parseDocument(text, { lineCounter: new LineCounter(), keepSourceTokens: false, prettyErrors: false, logLevel: 'silent' })
  if (document.errors.length > 0) return err([{ path: [], message: `the text cannot be read: ${document.errors[0].message}` }])
  const context: Context = { text, document, isJson: /^\s*[{[]/u.test(text) }
  const plan: Plan = { splices: [], additions: [], problems: [] }
  for (const edit of edits) planEdit(context, edit, plan)
  if (plan.problems.length > 0) return err(plan.problems)
  const splices = [...plan.splices, ...addedSplices(context, plan.additions)].map((splice, order) => ({ ...splice, order })).sort((a, b) => a.from - b.from || a.to - b.to || a.order - b.order)
  let out = ''
  let at = 0
  for (const splice of splices) {
    if (splice.from < at) return err([{ path: [], message: 'two changes lie within each other' }])
    out += text.slice(at, splice.from) + splice.text
    at = splice.to
  }
  return ok(out + text.slice(at))
}
