/** Problems of the input. They are values, all collected, never thrown. */
import { withoutControls } from './control-characters.ts'

export interface Issue {
  /** An error makes the scenario invalid; a warning does not, nor does what the file waives. */
  readonly severity: 'error' | 'warn' | 'waived'
  /** Kind of problem, stable: `unknown-key`, `dimension`, `range`, … */
  readonly code: string
  /** Where in the scenario, as an author would write it: `blocks.block[2].cooling.units.count`; '' for the whole file. */
  readonly path: string
  /** What is wrong, as the end of a sentence that begins with the path. */
  readonly message: string
  /** The offending value as written. */
  readonly value?: string
  /** Allowed range, values or shape, in words. */
  readonly allowed?: string
  /** The valid name or path that was probably meant. */
  readonly nearest?: string
  /** 1-based position in the file. */
  readonly line?: number
  readonly column?: number
  readonly file?: string
  /** True for errors that a waiver in the file may accept. */
  readonly isWaivable?: boolean
  /** Who accepted it and why, when it is waived. */
  readonly waiver?: { readonly by: string; readonly reason: string }
}

/** What somebody states about a finding before it is an issue; `waivable` is an error that a waiver in the file may accept. */
export type FindingSeverity = 'error' | 'waivable' | 'warn'

const MAX_SHOWN = 60

/** A value as an issue shows it: short, on one line. */
export function showValue(value: unknown): string | undefined {
  if (value === undefined) return undefined
  let text: string
  if (typeof value === 'string') text = value
  else if (Array.isArray(value)) text = `a list of ${value.length}`
  else if (typeof value === 'object' && value !== null) text = `{${Object.keys(value).slice(0, 4).join(', ')}}`
  else text = typeof value === 'symbol' ? 'nothing' : `${value as number | boolean | null}`
  const line = withoutControls(text.replace(/\s+/gu, ' '))
  return line.length > MAX_SHOWN ? `${line.slice(0, MAX_SHOWN - 1)}…` : line
}

const LEVEL: Readonly<Record<Issue['severity'], string>> = { error: '', warn: 'warning: ', waived: 'waived: ' }

/** `file:line:col path: message (got value; did you mean name?; allowed range)`, leaving out what is not known. */
export function formatIssue(issue: Issue): string {
  const place = [issue.file ?? 'scenario', ...(issue.line === undefined ? [] : [issue.line, issue.column ?? 1])].join(':')
  const details = [
    issue.value === undefined || issue.value === '' ? undefined : `got ${issue.value}`,
    // First, since what is allowed may be a long list.
    issue.nearest === undefined ? undefined : `did you mean ${issue.nearest}?`,
    issue.allowed === undefined ? undefined : `allowed: ${issue.allowed}`,
    issue.waiver === undefined ? undefined : `accepted by ${issue.waiver.by}: ${issue.waiver.reason}`,
  ].filter((detail) => detail !== undefined)
  const level = LEVEL[issue.severity]
  const where = issue.path === '' ? '' : `${issue.path}: `
  return withoutControls(`${place} ${where}${level}${issue.message}${details.length > 0 ? ` (${details.join('; ')})` : ''}`)
}

/** Order of a report: by place in the file, then path, then message. */
export function compareIssues(a: Issue, b: Issue): number {
  const byPlace = (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)
  if (byPlace !== 0) return byPlace
  const [left, right] = [`${a.path} ${a.code} ${a.message}`, `${b.path} ${b.code} ${b.message}`]
  return left < right ? -1 : left > right ? 1 : 0
}
