/** Finished results for whoever draws, exports or reports them: a bundle is opened, a scenario is run. */
import { readFile, stat } from 'node:fs/promises'
import type { RunFigures } from '../analysis/figures.ts'
import type { Report } from '../analysis/report.ts'
import { FIGURE_COLUMNS } from '../analysis/figure-text.ts'
import { resultsShape } from '../exchange/results-schema.ts'
import { isBundleName, MOST_BYTES, readBundle, writeBundle } from '../exchange/bundle-file.ts'
import { type BundledRun, decodeBundle, encodeBundle, type ResultsBundle } from '../results/bundle.ts'
import { loadScenario } from '../scenario/load.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { UsageError } from './command.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'
import { fileIssue, reasonOf } from './file-issue.ts'
import type { Host } from './host.ts'
import { issuesText } from './issues-text.ts'
import { type OptionFlags, runOptions } from './option-runs.ts'
import { readChecked } from './read-scenario.ts'

export type FinishedRun = BundledRun<Report, RunFigures>
export type FinishedResults = ResultsBundle<Report, RunFigures>

interface Wanted extends OptionFlags {
  /** Options that are run; undefined stands for the file as written. Of a bundle, those that are taken; all when left out. */
  readonly options?: (scenario: Scenario) => readonly (string | undefined)[]
}

type Opened = { readonly ok: true; readonly results: FinishedResults } | { readonly ok: false; readonly exit: ExitCode }

async function openBundle(host: Host, file: string): Promise<Opened> {
  const refuse = (message: string): Opened => {
    host.say(issuesText([fileIssue(file, '', message)]).trimEnd())
    return { ok: false, exit: EXIT.invalidScenario }
  }
  try {
    const { size } = await stat(file)
    if (size > MOST_BYTES) return refuse(`has ${size} bytes; at most ${MOST_BYTES} are read`)
    const entries = readBundle(await readFile(file))
    if (!entries.ok) return refuse(entries.error)
    const bundle = decodeBundle<Report, RunFigures>(entries.value, resultsShape(FIGURE_COLUMNS))
    return bundle.ok ? { ok: true, results: bundle.value } : refuse(bundle.error)
  } catch (error) {
    return refuse(reasonOf(error))
  }
}

const RUN_FLAGS = ['seed', 'replications', 'workers', 'until', 'set'] as const

/** What a scenario gives when it is run, or a bundle holds. */
export async function openResults(host: Host, file: string, { options, ...flags }: Wanted): Promise<Opened> {
  if (isBundleName(file)) {
    const given = RUN_FLAGS.filter(flag => flags[flag] !== undefined)
    if (given.length > 0) throw new UsageError(`${file} is finished: ${given.map(flag => `--${flag}`).join(', ')} would need the scenario`)
    return openBundle(host, file)
  }
  const first = await readChecked(host, file, { set: flags.set ?? [] })
  if (first === undefined) return { ok: false, exit: EXIT.invalidScenario }
  const { exit, ran } = await runOptions(host, file, flags, options?.(first.scenario) ?? [undefined], first)
  if (exit !== EXIT.pass) return { ok: false, exit }
  const { text } = first.read.source
  return { ok: true, results: { source: { text, file, set: flags.set ?? [] }, runs: ran.map(({ option, report, rows, weekly, first: replication }) => ({ label: option ?? 'as written', report, rows, weekly, first: replication })) } }
}

/** The run of an option, or the only one; a usage error that names what there is otherwise. */
export function runOf({ runs }: FinishedResults, option: string | undefined): FinishedRun {
  const found = runs.find(({ label }) => label === (option ?? 'as written')) ?? (option === undefined ? runs[0] : undefined)
  if (found === undefined) throw new UsageError(`there is no option '${option ?? ''}' in the results; there are ${runs.map(({ label }) => label).join(', ')}`)
  return found
}

export const bundleBytes = (results: FinishedResults): Uint8Array => writeBundle(encodeBundle(results, resultsShape(FIGURE_COLUMNS)))

/** The scenario of a run, read again from its text: files that it names are not needed for what is asked of finished runs. */
export function scenarioOf({ source: { text, file, set } }: FinishedResults, { report: { manifest } }: FinishedRun): Scenario {
  const { scenario, issues } = loadScenario(text, { file, set, ...(manifest.option === null ? {} : { option: manifest.option }) })
  if (scenario === undefined) throw new UsageError(`the scenario in the results cannot be read by this version: ${issues[0]?.message ?? ''}`)
  return scenario
}
