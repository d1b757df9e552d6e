/** The table that an auditor reads: every way to simulate with its hashes, and what made them. */
import type { Determinism, DeterminismRow } from './experiment/determinism.ts'
import type { Paint } from './report-text.ts'
import { tableCsv, tableMarkdown, tableText, type TextTable } from './text-table.ts'

const COLUMNS = ['way', 'results', 'records', 'equal'] as const

function wayOf({ workers, restores }: DeterminismRow): string {
  const threads = workers === 1 ? 'in one process' : `${workers} worker threads`
  return restores === 0 ? `${threads}, straight` : `${threads}, restored ${restores} times`
}

const verdictOf = ({ differing }: DeterminismRow, at: number): string => (differing.length > 0 ? `NO: replication ${differing.join(', ')}` : at === 0 ? 'first' : 'yes')

const rowsOf = ({ ways }: Determinism): string[][] => ways.map((way, at) => [wayOf(way), way.resultHash, way.recordHash, verdictOf(way, at)])

function table(found: Determinism): TextTable {
  const { manifest, engine, host, isEqual, ways } = found
  const inputs = Object.entries(manifest.inputHashes).map(([file, hash]) => `${file} ${hash}`)
  return {
    title: `${manifest.scenario}${manifest.option === null ? '' : `, ${manifest.option}`}: ${manifest.replications} replications, simulated in ${ways.length} ways`,
    columns: COLUMNS,
    rows: rowsOf(found),
    notes: [
      `scenario ${manifest.scenarioHash}${inputs.length === 0 ? '' : `, inputs ${inputs.join(', ')}`}, seed ${manifest.seed}`,
      `${manifest.tool}, code ${engine}, Node ${host.node} (V8 ${host.v8}), ${host.platform}`,
      'results: over every column of every replication. records: over figures, buckets, checks and months.',
      'restored: at even times the state is written down and a fresh simulation goes on from it.',
      isEqual ? 'All are equal. The same scenario, inputs, seed and code give these hashes on any machine.' : 'THEY DIFFER: results cannot be trusted; please report this table with the scenario.',
    ],
  }
}

export const DETERMINISM_FORMATS: Readonly<Record<'text' | 'json' | 'csv' | 'md', (found: Determinism, paint: Paint) => string>> = {
  text: (found, paint) => tableText(table(found), paint),
  json: found => `${JSON.stringify(found, null, 2)}\n`,
  csv: found => tableCsv(COLUMNS, rowsOf(found)),
  md: found => tableMarkdown(table(found)),
}
