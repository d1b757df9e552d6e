import { baselineOf, compareWithBaseline } from '../../analysis/baseline.ts'
import { baselineMarkdown, baselineText } from '../baseline-text.ts'
import { importance, readBaselineFile } from '../baseline-file.ts'
import type { CliCommand } from '../command.ts'
import { oneOf } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { tellGitHub } from '../github.ts'
import type { Host } from '../host.ts'
import { openResults, runOf } from '../open-results.ts'
import { fileToWrite } from '../out-path.ts'
import { createPaint } from '../report-text.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { writeWhole } from '../write-whole.ts'

interface Flags extends RunFlags {
  readonly option?: string
  readonly baseline: string
  readonly importance: number
  readonly format: 'text' | 'json' | 'md'
}

async function update(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const opened = await openResults(host, file, { ...flags, options: () => [flags.option] })
  if (!opened.ok) return opened.exit
  const { report, rows } = runOf(opened.results, flags.option)
  await writeWhole(flags.baseline, `${JSON.stringify(baselineOf(report, rows), null, 1)}\n`)
  host.say(`wrote ${flags.baseline}`)
  return EXIT.pass
}

async function compare(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const baseline = await readBaselineFile(host, flags.baseline)
  if (baseline === undefined) return EXIT.invalidScenario
  // The same random numbers as the baseline over the same time, so that runs are pairs.
  const { seed, replications, until } = baseline
  const opened = await openResults(host, file, { ...flags, seed, replications, until: until ?? undefined, options: () => [flags.option ?? baseline.option ?? undefined] })
  if (!opened.ok) return opened.exit
  const { report, rows } = runOf(opened.results, flags.option ?? baseline.option ?? undefined)
  const comparison = compareWithBaseline(baseline, report, rows, flags.importance)
  const writers: Record<Flags['format'], () => string> = {
    text: () => baselineText(comparison, createPaint(host.hasColour)),
    json: () => `${JSON.stringify(comparison, null, 2)}\n`,
    md: () => baselineMarkdown(comparison),
  }
  host.out(writers[flags.format]())
  await tellGitHub(host, baselineMarkdown(comparison), comparison.regressions === 0 ? [] : [{ level: 'error', file, line: 1, title: 'Regression against the baseline', text: comparison.binding }])
  return comparison.regressions === 0 ? EXIT.pass : EXIT.regression
}

/** Keeps what a plan gave when it was accepted, and says when it gets worse. */
export const baseline: CliCommand = {
  name: 'baseline',
  declare(command, run, host) {
    command.description('keep what a plan gave in a small file that is committed beside it, and say when it gets worse')
    withRunFlags(command.command('update').exitOverride())
      .description('run and write the baseline')
      .argument('<file>', 'scenario file')
      .requiredOption('--baseline <file>', 'where the baseline is', fileToWrite('--baseline'))
      .option('--option <id>', 'option of the file')
      .action((file: string, flags: Flags) => run(() => update(host, file, flags)))
    command
      .command('check')
      .exitOverride()
      .description('run over the random numbers of the baseline and compare pair by pair; ends with 11 when something got worse')
      .argument('<file>', 'scenario file')
      .requiredOption('--baseline <file>', 'where the baseline is')
      .option('--option <id>', 'option of the file instead of that of the baseline')
      .option('--importance <share>', 'differences up to this share of the baseline do not matter, such as 1%', importance, 0.01)
      .option('--format <format>', 'text, json or md', oneOf('--format', ['text', 'json', 'md']), 'text')
      .action((file: string, flags: Flags) => run(() => compare(host, file, flags)))
  },
}
