import { dirname, join } from 'node:path'
import { compareFigures } from '../../analysis/compare.ts'
import { bindingOf, verdictOf } from '../../analysis/verdict.ts'
import type { CliCommand } from '../command.ts'
import { UsageError } from '../command.ts'
import { differencesText } from '../differences-text.ts'
import type { CheckedScenario } from '../experiment/point.ts'
import { reportOfScenario, type ScenarioReport } from '../experiment/scenario-report.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { contentOf, nextSave } from '../file-changes.ts'
import type { Host } from '../host.ts'
import { readChecked } from '../read-scenario.ts'
import { createPaint, reportText } from '../report-text.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'

interface Flags extends RunFlags {
  readonly option?: string
}

/** Smallest difference that matters, as a share of the run before. */
const IMPORTANCE = 0.01

/** What differs from the run before, over the replications that both have. */
function changeText(before: ScenarioReport, now: ScenarioReport, host: Host): string {
  const count = Math.min(before.rows.length, now.rows.length)
  const [base, rows] = [before.rows.slice(0, count), now.rows.slice(0, count)]
  const differences = compareFigures(base.map(({ figures }) => figures), rows.map(({ figures }) => figures))
  const changed = differences.filter(({ difference, ci95 }) => difference !== 0 || (ci95 !== null && ci95[0] !== ci95[1]))
  if (changed.length === 0) return 'nothing differs from the run before\n'
  return differencesText('the run before', [{ name: 'now', differences: changed, verdict: verdictOf(differences, IMPORTANCE), binding: bindingOf(base, rows) }], createPaint(host.hasColour))
}

/** Simulates and prints; undefined where it did not come to an end. */
async function simulated(host: Host, file: string, checked: CheckedScenario, flags: Flags, before: ScenarioReport | undefined): Promise<ScenarioReport | undefined> {
  const done = await reportOfScenario(host, { label: 'simulating', file, option: flags.option, set: flags.set ?? [], checked }, flags)
  if (!done.ok) return undefined
  host.out(reportText(done.report, done.first, createPaint(host.hasColour)))
  if (before !== undefined) host.out(`\n${changeText(before, done, host)}`)
  return done
}

/** Simulates, waits for the next save, and so on until interrupted; a save in between ends the run in work. */
async function watchFile(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  if (file === '-') throw new UsageError('watch needs a file; standard input is not saved')
  let files: readonly string[] = [file]
  let before: ScenarioReport | undefined
  while (!host.interrupted.aborted) {
    const text = await contentOf([file])
    const checked = await readChecked(host, file, { option: flags.option, set: flags.set ?? [] })
    if (checked !== undefined) files = [file, ...Object.keys(checked.read.inputHashes).map(name => join(dirname(file), name))]
    const known = await contentOf(files)
    // Saved while it was read: what was read may be of both.
    if ((await contentOf([file])) !== text) continue
    const save = new AbortController()
    const saved = nextSave(files, known, host.interrupted).then(() => save.abort())
    const done = checked === undefined ? undefined : await simulated({ ...host, interrupted: AbortSignal.any([host.interrupted, save.signal]) }, file, checked, flags, before)
    before = done ?? before
    if (!host.interrupted.aborted && !save.signal.aborted) host.say(`${done === undefined ? 'not simulated; ' : ''}waiting for the next save of ${file}; Ctrl-C ends`)
    await saved
  }
  host.say('watching ended')
  return EXIT.interrupted
}

/** Simulates again whenever a scenario is saved. */
export const watch: CliCommand = {
  name: 'watch',
  declare(command, act, host) {
    withRunFlags(command)
      .description('simulate whenever the file is saved, and print what differs from the run before')
      .argument('<file>', 'scenario file (YAML or JSON)')
      .option('--option <id>', 'run with this option of the file')
      .addHelpText('after', '\nFiles that the scenario names are watched as well. A file with errors is reported and the next save awaited. Ctrl-C ends it, with 130.')
      .action((file: string, flags: Flags) => act(() => watchFile(host, file, flags)))
  },
}
