/** Where in a scenario the cursor is: keys from the root, `[]` for a list element. Works on text that is only half written. */
import { syntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'

/** A step into a list, whichever element. */
export const ELEMENT = '[]'

type Node = ReturnType<typeof syntaxTree>['topNode']

const unquoted = (text: string): string => text.replace(/^(['"])(.*)\1$/, '$2')
const keyOf = (state: EditorState, pair: Node): string => {
  const key = pair.getChild('Key')
  return key === null ? '' : unquoted(state.sliceDoc(key.from, key.to))
}

/** The id of a list element, when it states one. */
function idOf(state: EditorState, item: Node): string | undefined {
  const mapping = item.getChild('BlockMapping') ?? item.getChild('FlowMapping')
  const pair = mapping?.getChildren('Pair').find(candidate => keyOf(state, candidate) === 'id')
  const value = pair?.lastChild
  return pair === undefined || value === null || value === undefined || value.name === 'Key' ? undefined : unquoted(state.sliceDoc(value.from, value.to))
}

/** Steps to a node by the tree; list elements by `nameElement`. */
function stepsTo(state: EditorState, from: Node, nameElement: (item: Node) => string): string[] {
  const steps: string[] = []
  for (let node: Node | null = from; node !== null; node = node.parent) {
    if (node.name === 'Pair') steps.unshift(keyOf(state, node))
    if (node.name === 'Item') steps.unshift(nameElement(node))
  }
  return steps
}

/** The key under a position as an author would write its path, such as `blocks.block.power.ups`; undefined elsewhere. */
export function writtenPathAt(state: EditorState, position: number): { readonly path: string; readonly from: number; readonly to: number } | undefined {
  let node: Node | null = syntaxTree(state).resolveInner(position, 1)
  while (node !== null && node.name !== 'Key') node = node.parent
  if (node?.parent == null) return undefined
  const steps = stepsTo(state, node.parent, item => {
    const index = item.parent?.getChildren('Item').findIndex(sibling => sibling.from === item.from) ?? 0
    return idOf(state, item) ?? `[${index}]`
  })
  const path = steps.reduce((written, step) => (step.startsWith('[') ? written + step : written === '' ? step : `${written}.${step}`), '')
  return { path, from: node.from, to: node.to }
}

const KEY_LINE = /^( *)((?:- +)*)([^\s:#,{}[\]]+|"[^"]*"|'[^']*') *:(?: |$)/

/** Keys above a line that enclose a given indentation. */
function stepsByIndent(state: EditorState, lineNumber: number, indent: number): string[] {
  const steps: string[] = []
  let limit = indent
  for (let number = lineNumber - 1; number >= 1 && limit > 0; number--) {
    const match = KEY_LINE.exec(state.doc.line(number).text)
    if (match === null) continue
    const [, spaces, dashes, key] = match
    const column = spaces.length + dashes.length
    const isParent = column < limit
    const opensElement = dashes !== '' && column <= limit && spaces.length < limit
    if (isParent) steps.unshift(unquoted(key))
    if (opensElement) steps.unshift(ELEMENT)
    if (isParent || opensElement) limit = opensElement ? spaces.length + 1 : column
  }
  return steps
}

export interface Place {
  /** The section that the cursor is in. */
  readonly steps: readonly string[]
  /** The key whose value is being written; undefined while a key is. */
  readonly key: string | undefined
  /** Keys that the section has already. */
  readonly present: readonly string[]
}

function enclosingFlow(state: EditorState, position: number): Node | null {
  let node: Node | null = syntaxTree(state).resolveInner(position, -1)
  while (node !== null && node.name !== 'FlowMapping' && node.name !== 'BlockMapping') node = node.parent
  return node?.name === 'FlowMapping' && position > node.from && (position < node.to || !state.sliceDoc(node.from, node.to).endsWith('}')) ? node : null
}

const keysOf = (state: EditorState, mapping: Node): string[] => mapping.getChildren('Pair').map(pair => keyOf(state, pair))

/** The place at a position, for completion. */
export function placeAt(state: EditorState, position: number): Place {
  const flow = enclosingFlow(state, position)
  if (flow !== null) {
    const before = /([\w-]+) *: *[^,{}[\]]*$/.exec(state.sliceDoc(flow.from + 1, position).replace(/^.*[{,[]/s, ''))
    return { steps: stepsTo(state, flow, () => ELEMENT), key: before?.[1], present: keysOf(state, flow) }
  }
  const line = state.doc.lineAt(position)
  const before = line.text.slice(0, position - line.from)
  const valueOf = KEY_LINE.exec(before)
  const [, spaces, dashes] = /^( *)((?:- +)*)/.exec(before) ?? ['', '', '']
  const indent = spaces.length + dashes.length
  const steps = stepsByIndent(state, line.number, dashes === '' ? indent : spaces.length + 1)
  return {
    steps: dashes === '' ? steps : [...steps, ELEMENT],
    key: valueOf === null ? undefined : unquoted(valueOf[3]),
    present: siblingKeys(state, line.number, indent),
  }
}

/** Keys at the same indentation around a line. */
function siblingKeys(state: EditorState, lineNumber: number, indent: number): string[] {
  const keys: string[] = []
  const look = (from: number, step: 1 | -1): void => {
    for (let number = from; number >= 1 && number <= state.doc.lines; number += step) {
      const { text } = state.doc.line(number)
      const match = KEY_LINE.exec(text)
      const column = match === null ? text.search(/\S/) : match[1].length + match[2].length
      if (column === -1) continue
      if (column < indent) return
      if (match !== null && column === indent) keys.push(unquoted(match[3]))
      if (match !== null && match[2] !== '' && column === indent && step === -1) return
    }
  }
  look(lineNumber - 1, -1)
  look(lineNumber + 1, 1)
  return keys
}
