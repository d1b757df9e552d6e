/** An audit as a table of 80 columns, worst first, and as SARIF. Failures that differ only in which of equal things fails share a line. */
import { digits } from '../analysis/number-text.ts'
import { AUDIT_STATES, type AuditReport, type AuditState, type Contingency, type LabelCheck } from '../results/audit.ts'
import { fireLines } from './fire-text.ts'
import type { Paint } from './report-text.ts'
import { type SarifFinding, sarifLog } from './sarif.ts'
import { wrapped } from './wrapped.ts'

const WIDTH = 80
const INDENT = 4
/** Widths of the columns of a line: what fails, how many such failures, racks and accelerators. */
const COLUMNS = { what: 38, count: 8, racks: 14, accelerators: 16 } as const

export const STATE_WORDS: Readonly<Record<AuditState, string>> = { down: 'down', degraded: 'degraded', savedByTransfer: 'saved by transfer', unknown: 'unknown', normal: 'normal' }
const HEADINGS: Readonly<Record<AuditState, string>> = {
  down: 'Down: racks lose power or are too hot to run',
  degraded: 'Degraded: racks must give power up',
  savedByTransfer: 'Saved by transfer: everything runs on what takes over',
  unknown: 'Unknown: the model cannot tell',
  normal: 'Normal: carried by what is left',
}

interface Line {
  readonly paths: readonly string[]
  readonly count: number
  readonly worst: Contingency
  /** Reasons differ between the failures of this line. */
  readonly hasOthers: boolean
}

/** The path without the numbers in it. */
const patternOf = (path: string): string => path.replace(/\d+/g, '#')

const whatOf = ({ failed, maintained }: Contingency): string => `${failed.join(' + ')}${maintained === null ? '' : ` while ${maintained} is out`}`

/** Harm is told apart by its reason; what is harmless only by what fails. */
function keyOf(contingency: Contingency): string {
  const { state, reason } = contingency
  const isHarm = state === 'down' || state === 'degraded'
  return `${patternOf(whatOf(contingency))}|${isHarm ? reason : ''}`
}

function linesOf(contingencies: readonly Contingency[]): Line[] {
  const groups = new Map<string, Contingency[]>()
  for (const contingency of contingencies) groups.set(keyOf(contingency), [...(groups.get(keyOf(contingency)) ?? []), contingency])
  return [...groups.values()].map(members => ({
    paths: members.flatMap(member => (member.failed.length > 1 || member.maintained !== null ? [whatOf(member)] : [...member.failed, ...member.alike])),
    count: members.reduce((sum, { count }) => sum + count, 0),
    worst: members.reduce((worst, member) => (member.servedFraction < worst.servedFraction ? member : worst), members[0]),
    hasOthers: members.some(({ reason }) => reason !== members[0].reason),
  }))
}

/** Numbers as ranges where they run on, else as the first of a few. */
function numbersText(numbers: readonly number[]): string {
  const sorted = [...new Set(numbers)].sort((a, b) => a - b)
  if (sorted.length === 1) return String(sorted[0])
  const isRun = sorted.every((n, i) => i === 0 || n === sorted[i - 1] + 1)
  if (isRun) return `${sorted[0]}…${sorted[sorted.length - 1]}`
  return sorted.length <= 4 ? sorted.join(',') : `${sorted[0]},${sorted[1]},…`
}

/** Paths that differ in their numbers as one: `block[0…3]/ups[0…3]`. */
export function commonPath(paths: readonly string[]): string {
  const columns = paths.map(path => (path.match(/\d+/g) ?? []).map(Number))
  let at = 0
  return paths[0].replace(/\d+/g, () => {
    const column = at++
    return numbersText(columns.map(numbers => numbers[column]))
  })
}

function lineText({ paths, count, worst, hasOthers }: Line, paint: Paint): string[] {
  const what = commonPath(paths)
  const lost = worst.racksLost > 0 ? [worst.racksLost, worst.acceleratorsLost] : [worst.racksDegraded, worst.acceleratorsDegraded]
  const isHarm = lost[0] > 0
  const toll = `${`${count} ×`.padStart(COLUMNS.count)}${isHarm ? `${digits(lost[0])} racks`.padStart(COLUMNS.racks) : ''}${isHarm ? `${digits(lost[1])} acc.`.padStart(COLUMNS.accelerators) : ''}`
  const head = what.length <= COLUMNS.what ? [`  ${what.padEnd(COLUMNS.what)}${toll}`] : [...wrapped(what, WIDTH - 2).map(line => `  ${line}`), `  ${''.padEnd(COLUMNS.what)}${toll}`]
  const place = worst.line === undefined ? '' : ` (line ${worst.line})`
  const reason = `${worst.reason}${hasOthers ? '; the others likewise' : ''}${place}`
  const timeline = isHarm && worst.timeline.length > 1 ? worst.timeline.map(({ atMs, what: event }) => `${secondsText(atMs)} ${event}`).join(' · ') : ''
  const below = [reason, ...(timeline === '' ? [] : [timeline])].flatMap(text => wrapped(text, WIDTH - INDENT))
  return [...head.map(line => line.trimEnd()), ...below.map(line => paint.dim(`${' '.repeat(INDENT)}${line}`))]
}

const secondsText = (ms: number): string => (ms < 600_000 ? `${(ms / 1000).toFixed(ms % 1000 === 0 ? 0 : 1)} s` : ms < 7_200_000 ? `${Math.round(ms / 60_000)} min` : `${Math.round(ms / 3_600_000)} h`)

function labelLines(labels: readonly LabelCheck[], paint: Paint): string[] {
  const groups = new Map<string, LabelCheck[]>()
  for (const label of labels) {
    const key = `${label.isKept}|${label.label}|${patternOf(label.reason)}`
    groups.set(key, [...(groups.get(key) ?? []), label])
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    const where = first.block < 0 ? 'site' : others.length === 0 ? `block ${first.block}` : `blocks ${numbersText([first, ...others].map(({ block }) => block))}`
    const head = `  ${first.isKept ? 'kept      ' : 'not kept  '}${first.label}, ${where}`
    return [first.isKept ? paint.good(head) : paint.strong(head), ...wrapped(first.reason, WIDTH - INDENT).map(line => paint.dim(`${' '.repeat(INDENT)}${line}`))]
  })
}

function countsLine({ counts }: AuditReport): string {
  const total = AUDIT_STATES.reduce((sum, state) => sum + counts[state], 0)
  return `${digits(total)} contingencies: ${AUDIT_STATES.filter(state => counts[state] > 0).map(state => `${digits(counts[state])} ${STATE_WORDS[state]}`).join(', ')}`
}

/** The whole audit for a terminal. */
export function auditText(title: string, report: AuditReport, paint: Paint): string {
  const lines = [...wrapped(title, WIDTH).map(paint.strong), ...wrapped(countsLine(report), WIDTH), '']
  for (const state of AUDIT_STATES) {
    const found = linesOf(report.contingencies.filter(contingency => contingency.state === state))
    if (found.length === 0) continue
    lines.push(paint.strong(HEADINGS[state]), ...found.flatMap(line => lineText(line, paint)), '')
  }
  if (report.fire !== undefined) lines.push(...fireLines(report.fire, paint), '')
  lines.push(paint.strong('Labels of the file'), ...labelLines(report.labels, paint))
  return `${lines.join('\n')}\n`
}

const LEVELS: Readonly<Partial<Record<AuditState, SarifFinding['level']>>> = { down: 'warning', degraded: 'warning', unknown: 'note' }
const RULES: Readonly<Record<AuditState, string>> = { down: 'audit-down', degraded: 'audit-degraded', savedByTransfer: 'audit-saved', unknown: 'audit-unknown', normal: 'audit-normal' }

/** Labels that are not kept as errors; single failures that are felt as warnings, those that nobody can judge as notes. */
export function auditSarif(file: string, { contingencies, labels }: AuditReport): string {
  const ofLabels = labels.filter(({ isKept }) => !isKept).map((label): SarifFinding => ({
    rule: 'audit-label', level: 'error', text: `${label.label} is not kept: ${label.reason}`, fingerprint: `audit-label:${label.path.join('.')}`, file, line: label.line, column: label.column,
  }))
  const felt = contingencies.flatMap((contingency): SarifFinding[] => {
    const level = LEVELS[contingency.state]
    if (level === undefined) return []
    const { count, state, reason, line, column } = contingency
    const text = `${whatOf(contingency)}${count > 1 ? ` (and ${count - 1} like it)` : ''}: ${STATE_WORDS[state]}, ${reason}`
    return [{ rule: RULES[state], level, text, fingerprint: `${RULES[state]}:${whatOf(contingency)}`, file, line, column }]
  })
  return sarifLog([...ofLabels, ...felt])
}
