/** Issues of the reader as marks in the text. */
import type { Diagnostic } from '@codemirror/lint'
import type { Text } from '@codemirror/state'
import type { Issue } from '../../scenario/issue.ts'
import { issueText } from './issue-text.ts'
import { quickFixes } from '../editing/quick-fixes.ts'
import type { TreeEdit } from '../editing/tree-edit.ts'

/** Place of an issue in a text; an issue from an older text may lie beyond the end. */
export function issueRange(doc: Text, issue: Issue): { readonly from: number; readonly to: number } {
  const line = doc.line(Math.min(doc.lines, Math.max(1, issue.line ?? 1)))
  const from = Math.min(line.to, line.from + Math.max(0, (issue.column ?? 1) - 1))
  const word = /^(?:"[^"]*"|'[^']*'|[^\s,{}[\]]+)/.exec(line.text.slice(from - line.from))?.[0].length ?? 0
  return { from, to: Math.min(line.to, from + Math.max(1, word)) }
}

const MOST_MARKS = 200
/** Each fix needs a look into the text. */
const MOST_FIXED = 20
const MARK = { error: 'error', warn: 'warning', waived: 'info' } as const

/** Issues with what can be done about them at once. */
export function diagnosticsOf(doc: Text, issues: readonly Issue[], fix: (edits: readonly TreeEdit[]) => void): Diagnostic[] {
  const text = doc.toString()
  return issues.slice(0, MOST_MARKS).map((issue, index) => {
    const fixes = index < MOST_FIXED ? quickFixes(text, issue) : []
    return { ...issueRange(doc, issue), severity: MARK[issue.severity], message: issueText(issue), actions: fixes.map(({ label, edits }) => ({ name: label, apply: () => fix(edits) })) }
  })
}
