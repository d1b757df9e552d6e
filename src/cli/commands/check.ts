import { type BaselineComparison, compareWithBaseline } from '../../analysis/baseline.ts'
import type { Baseline } from '../../results/baseline.ts'
import type { Verdict } from '../../results/summary.ts'
import { verdictOf } from '../../analysis/judge-checks.ts'
import { ANY_OPTION } from '../../scenario/check-expression.ts'
import { formatIssue } from '../../scenario/issue.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { importance, readBaselineFile, refuseOtherRuns } from '../baseline-file.ts'
import { baselineMarkdown, baselineText } from '../baseline-text.ts'
import { checksMarkdown, checksText, missText } from '../check-text.ts'
import type { CliCommand } from '../command.ts'
import { oneOf } from '../command.ts'
import { DETERMINISM_FORMATS } from '../determinism-text.ts'
import { verifyDeterminism } from '../experiment/determinism.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import { type Annotation, tellGitHub } from '../github.ts'
import type { Host } from '../host.ts'
import type { JudgedRun } from '../judged-run.ts'
import { junitXml } from '../junit.ts'
import { type OptionRun, runOptions } from '../option-runs.ts'
import { fileToWrite } from '../out-path.ts'
import { readChecked } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { sarifLog } from '../sarif.ts'
import { writeWhole } from '../write-whole.ts'

interface Flags extends RunFlags {
  readonly option?: string
  readonly junit?: string
  readonly sarif?: string
  readonly baseline?: string
  readonly verifyDeterminism?: boolean
  readonly importance: number
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

const markdownOf = ({ title, runs, comparison }: Judged): string => `${checksMarkdown(title, runs)}${comparison === null ? '' : `\n${baselineMarkdown(comparison)}`}`

async function writeReports(host: Host, flags: Flags, file: string, ran: readonly OptionRun[], judged: Judged): Promise<void> {
  const { title, runs, comparison } = judged
  const files = [...(flags.junit === undefined ? [] : [{ path: flags.junit, text: junitXml(title, runs) }]), ...(flags.sarif === undefined ? [] : [{ path: flags.sarif, text: sarifOf(file, ran, runs) }])]
  for (const { path, text } of files) {
    await writeWhole(path, text)
    host.say(`wrote ${path}`)
  }
  const regression: Annotation[] = (comparison?.regressions ?? 0) === 0 ? [] : [{ level: 'error', file, line: 1, title: 'Regression against the baseline', text: comparison?.binding ?? '' }]
  await tellGitHub(host, markdownOf(judged), [...annotationsOf(runs), ...regression])
}

const EXIT_OF: Readonly<Record<Verdict, ExitCode>> = { none: EXIT.pass, pass: EXIT.pass, warn: EXIT.pass, fail: EXIT.checkFailed }

/** Compares the run of the baseline's option, where a baseline is asked for. */
function compared(baseline: Baseline | undefined, ran: readonly OptionRun[], flags: Flags): BaselineComparison | null {
  const same = baseline === undefined ? undefined : ran.find(({ option }) => (option ?? null) === baseline.option)
  return baseline === undefined || same === undefined ? null : compareWithBaseline(baseline, same.report, same.rows, flags.importance)
}

interface Judged {
  readonly title: string
  readonly runs: readonly JudgedRun[]
  readonly comparison: BaselineComparison | null
}

function textOf(host: Host, { title, runs, comparison }: Judged, verdict: Verdict, format: Flags['format']): string {
  const paint = createPaint(host.hasColour)
  const writers: Record<Flags['format'], () => string> = {
    text: () => `${checksText(title, runs, paint)}${comparison === null ? '' : `\n${baselineText(comparison, paint)}`}`,
    json: () => `${JSON.stringify({ verdict, baseline: comparison, runs: runs.map(({ name, manifest, checks }) => ({ option: name, manifest, checks: checks.map(({ result, line }) => ({ ...result, line })) })) }, null, 2)}\n`,
    md: () => markdownOf({ title, runs, comparison }),
  }
  return writers[format]()
}

/** Simulates each option in several ways and says on stderr what came of it; the exit code where it did not come out equal. */
async function unequalOption(host: Host, file: string, flags: Flags, options: readonly (string | undefined)[]): Promise<ExitCode | undefined> {
  for (const option of options) {
    const done = await verifyDeterminism(host, { label: option ?? 'as written', file, option, set: flags.set ?? [] }, flags)
    if (!done.ok) return done.exit
    host.say(DETERMINISM_FORMATS.text(done.found, createPaint(false)).trimEnd())
    if (!done.found.isEqual) return EXIT.invariantBroken
  }
  return undefined
}

async function act(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const first = await readChecked(host, file, { set: flags.set ?? [], option: flags.option })
  if (first === undefined) return EXIT.invalidScenario
  const baseline = flags.baseline === undefined ? undefined : await readBaselineFile(host, flags.baseline)
  if (baseline === undefined && flags.baseline !== undefined) return EXIT.invalidScenario
  const { scenario } = first
  if (baseline !== undefined) refuseOtherRuns(flags.baseline ?? '', baseline, flags, scenario.horizon.end)
  if (scenario.checks.length === 0) host.say(`${file} has no checks; write some, such as checks: [{metric: sustainedUtilisation, expect: p10 >= 0.55}]`)
  const asked = flags.option === undefined ? optionsAsked(scenario) : [flags.option]
  const options = baseline === undefined || asked.includes(baseline.option ?? undefined) ? asked : [...asked, baseline.option ?? undefined]
  // Pairs need the random numbers of the baseline.
  const draws = baseline === undefined ? {} : { seed: baseline.seed, replications: baseline.replications }
  const unequal = flags.verifyDeterminism === true ? await unequalOption(host, file, { ...flags, ...draws }, options) : undefined
  if (unequal !== undefined) return unequal
  const { exit, ran } = await runOptions(host, file, { ...flags, ...draws }, options, first)
  if (exit !== EXIT.pass) return exit
  const runs = ran.filter(({ option }) => asked.includes(option)).map(one => judgedOf(file, one, flags.option === undefined && one.option !== undefined))
  const verdict = verdictOf(runs.flatMap(({ checks }) => checks.map(({ result }) => result)))
  const judged: Judged = { title: scenario.name, runs, comparison: compared(baseline, ran, flags) }
  host.out(textOf(host, judged, verdict, flags.format))
  if (ran.length > 0) await writeReports(host, flags, file, ran, judged)
  if (EXIT_OF[verdict] !== EXIT.pass) return EXIT_OF[verdict]
  return (judged.comparison?.regressions ?? 0) > 0 ? EXIT.regression : EXIT.pass
}

/** Runs a scenario and judges its checks. */
export const check: CliCommand = {
  name: 'check',
  declare(command, run, host) {
    withRunFlags(command)
      .description('run a scenario and judge its checks; options that a check names are run as well')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--option <id>', 'judge with this option of the file alone')
      .option('--junit <file>', 'write the verdicts there as JUnit XML', fileToWrite('--junit'))
      .option('--sarif <file>', 'write findings and missed checks there as SARIF 2.1.0', fileToWrite('--sarif'))
      .option('--baseline <file>', 'compare with this baseline as well, over its random numbers; ends with 11 when something got worse')
      .option('--verify-determinism', 'first simulate with 1 to --workers threads, straight and restored from its written state; ends with 4 when hashes differ')
      .option('--importance <share>', 'differences up to this share of the baseline do not matter, such as 1%', importance, 0.01)
      .option('--format <format>', 'text, json or md', oneOf('--format', ['text', 'json', 'md']), 'text')
      .addHelpText('after', '\nIn a GitHub workflow the summary goes to $GITHUB_STEP_SUMMARY and misses become annotations.\nExit codes: 0 all checks of level error are kept, 10 one is missed, 11 a regression against the baseline, 3 invalid scenario.')
      .action((file: string, flags: Flags) => run(() => act(host, file, flags)))
  },
}
