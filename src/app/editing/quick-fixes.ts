/** What can be done about an issue at once: the name that was meant, the nearest value that is allowed, or without the key. */
import { parseValue } from '../../scenario/parse.ts'
import type { Issue } from '../../scenario/issue.ts'
import { placeAt, readTree } from './place.ts'
import type { TreeEdit, TreePath } from './tree-edit.ts'

export interface QuickFix {
  /** What it does, as a sentence without a full stop. */
  readonly label: string
  readonly edits: readonly TreeEdit[]
}

const MOST_CHOICES = 5
const RANGE = /^(?:(?<least>\S.*?) to (?<most>\S.*)|at least (?<only>\S.*)|at most (?<top>\S.*))$/u
const AMOUNT = /^\s*([-+]?\d+(?:\.\d+)?(?:e[-+]?\d+)?)\s*(.*?)\s*$/iu

function offsetOf(text: string, { line = 1, column = 1 }: Issue): number {
  let start = 0
  for (let number = 1; number < line; number++) start = text.indexOf('\n', start) + 1
  return start + column - 1
}

const valueOf = (text: string): unknown => {
  const read = parseValue(text)
  return read.ok ? read.value : text
}

/** The end of a range that a value is beyond; both, where units differ and nothing can be said. */
function endsOf(value: string, allowed: string): string[] {
  const { least, most, only, top } = RANGE.exec(allowed.split(', ').at(-1) ?? '')?.groups ?? {}
  const ends = [least ?? only, most ?? top].filter(end => end !== undefined && AMOUNT.test(end))
  const [, amount, unit] = AMOUNT.exec(value) ?? []
  const sameUnit = ends.every(end => AMOUNT.exec(end)?.[2] === unit)
  if (ends.length < 2 || amount === undefined || !sameUnit) return ends
  return [Number(amount) < Number(AMOUNT.exec(ends[0])?.[1]) ? ends[0] : ends[1]]
}

const setTo = (path: TreePath, text: string): QuickFix => ({ label: `Use ${text}`, edits: [{ kind: 'set', path, value: valueOf(text) }] })

/** Fixes of an issue in the text that it is about; none for an issue that has no place there. */
export function quickFixes(text: string, issue: Issue): QuickFix[] {
  if (issue.line === undefined) return []
  const place = placeAt(readTree(text), offsetOf(text, issue))
  if (place === undefined) return []
  const { path, isKey } = place
  const { code, nearest, allowed } = issue
  if (code === 'unknown-key') {
    const removed: QuickFix = { label: `Take ${String(path.at(-1))} out`, edits: [{ kind: 'remove', path }] }
    return isKey ? [...(nearest === undefined ? [] : [{ label: `Change to ${nearest}`, edits: [{ kind: 'rename' as const, path, key: nearest }] }]), removed] : []
  }
  if (nearest !== undefined && isKey && path[0] === 'options') return [{ label: `Change to ${nearest}`, edits: [{ kind: 'rename', path, key: nearest }] }]
  if (isKey || place.word === undefined) return []
  if (nearest !== undefined) return [setTo(path, nearest)]
  if (code === 'range' && allowed !== undefined) return endsOf(place.word, allowed).map(end => setTo(path, end))
  const choices = code === 'choice' && allowed !== undefined ? allowed.split(', ') : []
  return choices.length <= MOST_CHOICES ? choices.map(choice => setTo(path, choice)) : []
}
