import { logLikelihood } from '../../analysis/decide/chains.ts'
import { allowedEvents, assumedEvents, eventsOf } from '../../analysis/decide/events.ts'
import { exp } from '../../base/exact-math.ts'
import { loadScenario } from '../../scenario/load.ts'
import { nearestName } from '../../scenario/nearest.ts'
import type { Check } from '../../scenario/schema/checks.ts'
import type { PathValue } from '../../runner/protocol.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { manifestOf } from '../experiment/point.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { type Fix, fixesOf } from '../premortem/fixes.ts'
import { type Question, searchChains, type Searched, setOf } from '../premortem/search.ts'
import { commandOf, premortemTable } from '../premortem/text.ts'
import { readChecked } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { tableMarkdown, tableText } from '../text-table.ts'

interface Flags extends RunFlags {
  readonly option?: string
  readonly check?: string
  readonly metric?: string
  readonly expect?: string
  readonly mostChains: number
  readonly format: 'text' | 'json' | 'md'
}

const DAYS_PER_YEAR = 365.25

/** Sets that make a target of one's own the only check of the file. */
function targetSet({ metric, expect }: Flags): PathValue[] {
  if (metric === undefined && expect === undefined) return []
  if (metric === undefined || expect === undefined) throw new UsageError('a target has two parts: --metric sustainedUtilisation --expect \'p10 >= 0.55\'')
  return [{ path: 'checks', value: JSON.stringify([{ metric, expect }]) }]
}

const nameOf = ({ name, metric, expect }: Check): string => name ?? `${metric.text} ${expect.map(({ text }) => text).join(', ')}`

/** The check that is asked about: by name, metric or place; else the first of the file that fails a run. */
function chosenCheck(checks: readonly Check[], { check }: Flags): number {
  if (checks.length === 0) throw new UsageError('the file has no checks; name a target with --metric and --expect')
  if (check === undefined) return Math.max(0, checks.findIndex(({ level }) => level === 'error'))
  const at = checks.findIndex((each, index) => nameOf(each) === check || each.metric.text === check || String(index) === check)
  if (at >= 0) return at
  const nearest = nearestName(check, checks.map(nameOf))
  throw new UsageError(`there is no check '${check}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`} There are ${checks.map((each, index) => `${index}: ${nameOf(each)}`).join('; ')}`)
}

/** The option that a run needs to answer a check. */
function optionOf({ metric: { selectors } }: Check, { option }: Flags): string | undefined {
  const wanted = selectors.option
  if (wanted === undefined || wanted === '*') return option
  if (option !== undefined && option !== wanted) throw new UsageError(`the check is about option ${wanted}, not ${option}`)
  return wanted
}

async function ask(host: Host, file: string, flags: Flags): Promise<Question | undefined> {
  const set = [...(flags.set ?? []), ...targetSet(flags)]
  const first = await readChecked(host, file, { set, option: flags.option })
  if (first === undefined) return undefined
  const index = chosenCheck(first.scenario.checks, flags)
  const check = first.scenario.checks[index]
  const option = optionOf(check, flags)
  const checked = option === flags.option ? first : await readChecked(host, file, { set, option })
  if (checked === undefined) return undefined
  const { document } = loadScenario(checked.read.source.text, { file, set, option })
  const { start, end } = checked.scenario.horizon
  const years = (end - start) / DAYS_PER_YEAR
  const stated = document === undefined ? [] : eventsOf(document.effective, years)
  const events = document === undefined ? [] : allowedEvents(document, [...stated, ...assumedEvents(document, years, stated)])
  return { host, file, option, flags, set, checked, check, index, events, mostChains: flags.mostChains }
}

function told(question: Question, searched: Searched, fixes: readonly Fix[], command: string): object {
  const { events, check } = question
  const { base, found, manifest, tried, isWhole } = searched
  const log = found === undefined ? null : logLikelihood(found.chain, events)
  return {
    manifest: manifestOf(manifest), target: { metric: check.metric.text, expect: check.expect.map(({ text }) => text) }, planned: base.results,
    chain: found?.chain.map(index => ({ path: events[index].path, value: events[index].value, probability: events[index].probability, words: events[index].words })) ?? null,
    logLikelihood: log, probability: log === null ? null : exp(log), happens: found?.results ?? null, fixes, cheapest: fixes.find(({ keeps }) => keeps) ?? null, inputs: new Set(events.map(({ input }) => input)).size, tried, isWhole, command,
  }
}

async function answer(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const question = await ask(host, file, flags)
  if (question === undefined) return EXIT.invalidScenario
  const searched = await searchChains(question)
  if (typeof searched === 'number') return searched
  const { found, base } = searched
  const fixes = found === undefined ? [] : await fixesOf(question, found)
  if (typeof fixes === 'number') return fixes
  const command = commandOf(question, base, found === undefined ? [] : setOf(found.chain, question.events))
  const writers = {
    text: () => tableText(premortemTable(question, searched, fixes, command), createPaint(host.hasColour)),
    json: () => `${JSON.stringify(told(question, searched, fixes, command), null, 2)}\n`,
    md: () => tableMarkdown(premortemTable(question, searched, fixes, command)),
  }
  host.out(writers[flags.format]())
  return EXIT.pass
}

/** How a target is missed most plausibly, and what would keep it. */
export const premortem: CliCommand = {
  name: 'premortem',
  declare(command, act, host) {
    withRunFlags(command)
      .description('search the most plausible short chain of events that misses a target, and name the cheapest fix that breaks it')
      .argument('<file>', 'scenario file (YAML or JSON)')
      .option('--option <id>', 'with this option of the file')
      .option('--check <name>', 'a check of the file by its name, metric or place; the first of level error when left out')
      .option('--metric <metric>', 'a target of your own, with --expect: a metric as in checks, such as sustainedUtilisation')
      .option('--expect <bound>', "what is expected of it, such as 'p10 >= 0.55'")
      .option('--most-chains <n>', 'chains that are simulated at most', wholeNumber('--most-chains', 1, 10_000), 60)
      .option('--format <format>', 'text, json or md', oneOf('--format', ['text', 'json', 'md']), 'text')
      .action((file: string, flags: Flags) => act(() => answer(host, file, flags)))
  },
}
