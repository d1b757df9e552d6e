import type { Verdict } from '../../results/summary.ts'
import { verdictOf } from '../../analysis/judge-checks.ts'
import { ANY_OPTION } from '../../scenario/check-expression.ts'
import { formatIssue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { checksMarkdown, checksText, missText } from '../check-text.ts'
import type { CliCommand } from '../command.ts'
import { oneOf } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { type Annotation, tellGitHub } from '../github.ts'
import type { Host } from '../host.ts'
import type { JudgedRun } from '../judged-run.ts'
import { junitXml } from '../junit.ts'
import { type OptionRun, runOptions } from '../option-runs.ts'
import { readChecked } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { sarifLog } from '../sarif.ts'
import { writeWhole } from '../write-whole.ts'

interface Flags extends RunFlags {
  readonly option?: string
  readonly junit?: string
  readonly sarif?: string
  readonly format: 'text' | 'json' | 'md'
}

/** Options that the checks of a file name; undefined stands for the file as written. */
function optionsAsked({ checks, options }: Scenario): (string | undefined)[] {
  const named = checks.map(({ metric }) => metric.selectors.option)
  const all = named.includes(ANY_OPTION) ? Object.keys(options) : Object.keys(options).filter(id => named.includes(id))
  const needsBase = named.some(id => id === undefined || id === ANY_OPTION)
  return [...(needsBase ? [undefined] : []), ...all]
}

/** Checks that a run answers: on the run of an option that checks name, those that name it. */
function judgedOf(file: string, { report, read, option }: OptionRun, isNamed: boolean): JudgedRun {
  const checks = report.checks.filter(({ isOfOption }) => !isNamed || isOfOption).map(result => ({ result, line: read.lineOf(['checks', result.index]) ?? 1 }))
  return { name: option ?? 'as written', file, manifest: { ...report.manifest, verdict: verdictOf(checks.map(({ result }) => result)) }, checks }
}

const annotationsOf = (runs: readonly JudgedRun[]): Annotation[] =>
  runs.flatMap(({ name, file, checks }) => checks.filter(({ result }) => !result.pass).map(({ result, line }): Annotation => ({ level: result.level === 'error' ? 'error' : 'warning', file, line, title: `${result.name} (${name})`, text: missText(result) })))

/** Findings about the file and missed checks, at their lines. */
function sarifOf(file: string, ran: readonly OptionRun[], runs: readonly JudgedRun[]): string {
  const issues = ran[0].read.issues.map(issue => ({ rule: issue.code, level: issue.severity === 'error' ? ('error' as const) : ('warning' as const), text: formatIssue(issue), fingerprint: `${issue.code}:${issue.path}`, file: issue.file ?? file, line: issue.line, column: issue.column }))
  const missed = runs.flatMap(({ name, checks }) => checks.filter(({ result }) => !result.pass).map(({ result, line }) => ({ rule: 'check', level: result.level === 'error' ? ('error' as const) : ('warning' as const), text: missText(result), fingerprint: `check:${name}:${result.metric} ${result.limit}`, file, line, column: 1 })))
  return sarifLog([...issues, ...missed])
}

async function writeReports(host: Host, flags: Flags, title: string, file: string, ran: readonly OptionRun[], runs: readonly JudgedRun[]): Promise<void> {
  const files = [...(flags.junit === undefined ? [] : [{ path: flags.junit, text: junitXml(title, runs) }]), ...(flags.sarif === undefined ? [] : [{ path: flags.sarif, text: sarifOf(file, ran, runs) }])]
  for (const { path, text } of files) {
    await writeWhole(path, text)
    host.say(`wrote ${path}`)
  }
  await tellGitHub(host, checksMarkdown(title, runs), annotationsOf(runs))
}

const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = { none: EXIT.pass, pass: EXIT.pass, warn: EXIT.pass, fail: EXIT.checkFailed }

async function act(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const first = await readChecked(host, file, { set: flags.set ?? [], option: flags.option })
  if (first === undefined) return EXIT.invalidScenario
  const { scenario } = first
  if (scenario.checks.length === 0) host.say(`${file} has no checks; write some, such as checks: [{metric: sustainedUtilisation, expect: p10 >= 0.55}]`)
  const options = flags.option === undefined ? optionsAsked(scenario) : [flags.option]
  const { exit, ran } = await runOptions(host, file, flags, options, first)
  if (exit !== EXIT.pass) return exit
  const runs = ran.map(one => judgedOf(file, one, flags.option === undefined && one.option !== undefined))
  const verdict = verdictOf(runs.flatMap(({ checks }) => checks.map(({ result }) => result)))
  const writers: Record<Flags['format'], () => string> = {
    text: () => checksText(scenario.name, runs, createPaint(host.hasColour)),
    json: () => `${JSON.stringify({ verdict, runs: runs.map(({ name, manifest, checks }) => ({ option: name, manifest, checks: checks.map(({ result, line }) => ({ ...result, line })) })) }, null, 2)}\n`,
    md: () => checksMarkdown(scenario.name, runs),
  }
  host.out(writers[flags.format]())
  if (ran.length > 0) await writeReports(host, flags, scenario.name, file, ran, runs)
  return EXIT_OF[verdict]
}

/** Runs a scenario and judges its checks. */
export const check: CliCommand = {
  name: 'check',
  declare(command, run, host) {
    withRunFlags(command)
      .description('run a scenario and judge its checks; options that a check names are run as well')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--option <id>', 'judge with this option of the file alone')
      .option('--junit <file>', 'write the verdicts there as JUnit XML')
      .option('--sarif <file>', 'write findings and missed checks there as SARIF 2.1.0')
      .option('--format <format>', 'text, json or md', oneOf('--format', ['text', 'json', 'md']), 'text')
      .addHelpText('after', '\nIn a GitHub workflow the summary goes to $GITHUB_STEP_SUMMARY and misses become annotations.\nExit codes: 0 all checks of level error are kept, 10 one is missed, 3 invalid scenario.')
      .action((file: string, flags: Flags) => run(() => act(host, file, flags)))
  },
}
