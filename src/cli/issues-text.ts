/** Issues as lines for people, as JSON, or as SARIF 2.1.0 for code review tools. */
import { formatIssue, type Issue } from '../scenario/issue.ts'
import { sarifLog } from './sarif.ts'

export function issuesText(issues: readonly Issue[]): string {
  const errors = issues.filter(({ severity }) => severity === 'error').length
  const waived = issues.filter(({ severity }) => severity === 'waived').length
  const warnings = issues.length - errors - waived
  const lines = issues.map(formatIssue)
  const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`
  return [...lines, ...(issues.length > 0 ? [[count(errors, 'error'), count(warnings, 'warning'), ...(waived > 0 ? [`${waived} waived`] : [])].join(', ')] : [])].map(line => `${line}\n`).join('')
}

export const issuesSarif = (issues: readonly Issue[]): string =>
  sarifLog(
    issues.map(issue => ({
      rule: issue.code,
      level: issue.severity === 'error' ? 'error' : 'warning',
      text: formatIssue(issue),
      fingerprint: `${issue.code}:${issue.path}`,
      file: issue.file ?? 'scenario',
      line: issue.line,
      column: issue.column,
      ...(issue.waiver === undefined ? {} : { waiver: `${issue.waiver.by}: ${issue.waiver.reason}` }),
    })),
  )
