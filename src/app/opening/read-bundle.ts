/** A results bundle from the bytes of a file that may have been made by anyone, and the other way round. */
import { FIGURE_COLUMNS } from '../../analysis/figure-text.ts'
import { type RunFigures, weeklyUtilisation } from '../../analysis/figures.ts'
import { reduceRun } from '../../analysis/reduce.ts'
import { buildReport, type Report } from '../../analysis/report.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { readBundle, writeBundle } from '../../exchange/bundle-file.ts'
import { resultsShape } from '../../exchange/results-schema.ts'
import { type BundledRun, decodeBundle, encodeBundle } from '../../results/bundle.ts'
import { textWithSet } from '../../scenario/set-text.ts'
import type { OpenedBundle, SaveRequest } from './protocol.ts'

const isPair = (value: unknown): value is { readonly path: string; readonly value: string } => typeof value === 'object' && value !== null && 'path' in value && typeof value.path === 'string' && 'value' in value && typeof value.value === 'string'

/** Longest text of a scenario that is shown; as the reader of scenarios allows. */
const MOST_TEXT = 4_000_000

export function openBundle(bytes: Uint8Array): Result<OpenedBundle, string> {
  const entries = readBundle(bytes)
  if (!entries.ok) return entries
  const bundle = decodeBundle<Report, RunFigures>(entries.value, resultsShape(FIGURE_COLUMNS))
  if (!bundle.ok) return bundle
  const { source, runs } = bundle.value
  if (source.text.length > MOST_TEXT) return err(`holds a scenario of ${source.text.length} characters; at most ${MOST_TEXT} are read`)
  const set = source.set.filter(isPair)
  const text = textWithSet(source.text, set)
  if (!text.ok) return err(`was run with values that cannot be written into its scenario: ${text.error}`)
  return ok({ kind: 'bundle', file: source.file, text: text.value, set: set.map(({ path, value }) => `${path}=${value}`), runs })
}

/** What a bundle keeps of a study. The first run has its change logs: the drawings move in time wherever it is opened. */
function bundledRun({ option, hash, scenario, runs }: SaveRequest['studies'][number]): BundledRun<Report, RunFigures> {
  const [first] = runs
  const report = buildReport({ scenario, option, scenarioHash: hash, inputHashes: {}, issues: [] }, runs)
  return { label: option ?? 'as written', report, rows: runs.map(run => reduceRun(scenario, run)), weekly: runs.map(run => weeklyUtilisation(run, run.contractStartMs)), first }
}

export function saveBundle({ file, text, studies }: Omit<SaveRequest, 'kind'>): Uint8Array<ArrayBuffer> {
  const entries = encodeBundle({ source: { text, file, set: [] }, runs: studies.map(bundledRun) }, resultsShape(FIGURE_COLUMNS))
  return new Uint8Array(writeBundle(entries))
}
