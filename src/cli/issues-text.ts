/** Issues as lines for people, as JSON, or as SARIF 2.1.0 for code review tools. */
import { formatIssue, type Issue } from '../scenario/issue.ts'

export function issuesText(issues: readonly Issue[]): string {
  const errors = issues.filter(({ severity }) => severity === 'error').length
  const waived = issues.filter(({ severity }) => severity === 'waived').length
  const warnings = issues.length - errors - waived
  const lines = issues.map(formatIssue)
  const count = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`
  return [...lines, ...(issues.length > 0 ? [[count(errors, 'error'), count(warnings, 'warning'), ...(waived > 0 ? [`${waived} waived`] : [])].join(', ')] : [])].map(line => `${line}\n`).join('')
}

/** Stable rule ids and paths, so that findings do not duplicate between runs. */
export function issuesSarif(issues: readonly Issue[]): string {
  const results = issues.map(issue => ({
    ruleId: issue.code,
    level: issue.severity === 'error' ? 'error' : 'warning',
    ...(issue.waiver === undefined ? {} : { suppressions: [{ kind: 'inSource', status: 'accepted', justification: `${issue.waiver.by}: ${issue.waiver.reason}` }] }),
    message: { text: formatIssue(issue) },
    partialFingerprints: { path: `${issue.code}:${issue.path}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: issue.file ?? 'scenario' },
          region: { startLine: issue.line ?? 1, startColumn: issue.column ?? 1 },
        },
      },
    ],
  }))
  const rules = [...new Set(issues.map(({ code }) => code))].sort().map(id => ({ id }))
  const run = { tool: { driver: { name: 'nameplate', rules } }, results }
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`
}
