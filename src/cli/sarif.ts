/** SARIF 2.1.0 for code review tools: stable rule ids and fingerprints, so that findings do not duplicate between runs. */

export interface SarifFinding {
  readonly rule: string
  readonly level: 'error' | 'warning' | 'note'
  readonly text: string
  readonly fingerprint: string
  readonly file: string
  /** 1-based; the first line when the place is not in the file. */
  readonly line: number | undefined
  readonly column: number | undefined
  /** Who accepts it and why. */
  readonly waiver?: string
}

export function sarifLog(findings: readonly SarifFinding[]): string {
  const results = findings.map(({ rule, level, text, fingerprint, file, line, column, waiver }) => ({
    ruleId: rule,
    level,
    ...(waiver === undefined ? {} : { suppressions: [{ kind: 'inSource', status: 'accepted', justification: waiver }] }),
    message: { text },
    partialFingerprints: { path: fingerprint },
    locations: [{ physicalLocation: { artifactLocation: { uri: file }, region: { startLine: line ?? 1, startColumn: column ?? 1 } } }],
  }))
  const rules = [...new Set(findings.map(({ rule }) => rule))].sort().map(id => ({ id }))
  const run = { tool: { driver: { name: 'nameplate', rules } }, results }
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, null, 2)}\n`
}
