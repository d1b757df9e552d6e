import { logLikelihood } from '../../analysis/decide/chains.ts'
import { type ChainQuestion, chosenCheck, optionOfCheck, plausibleEvents, searchChains, type Searched, setOf, targetEdit } from '../../analysis/studies/chain-search.ts'
import { type Fix, fixesOf } from '../../analysis/studies/fixes.ts'
import type { Edit } from '../../analysis/studies/laboratory.ts'
import { exp } from '../../base/exact-math.ts'
import type { Manifest } from '../../results/summary.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { laboratoryOf, runStudy } from '../experiment/laboratory.ts'
import { manifestOf } from '../experiment/point.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
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

/** What is asked, with the flags that say how. */
type Question = ChainQuestion & { readonly flags: Flags }

/** Sets that make a target of one's own the only check of the file. */
function targetSet({ metric, expect }: Flags): Edit[] {
  if (metric === undefined && expect === undefined) return []
  if (metric === undefined || expect === undefined) throw new UsageError('a target has two parts: --metric sustainedUtilisation --expect \'p10 >= 0.55\'')
  return [targetEdit(metric, expect)]
}

async function ask(host: Host, file: string, flags: Flags): Promise<Question | undefined> {
  const set = [...(flags.set ?? []), ...targetSet(flags)]
  const first = await readChecked(host, file, { set, option: flags.option })
  if (first === undefined) return undefined
  const index = chosenCheck(first.scenario.checks, flags.check)
  const check = first.scenario.checks[index]
  const option = optionOfCheck(check, flags.option)
  const checked = option === flags.option ? first : await readChecked(host, file, { set, option })
  if (checked === undefined) return undefined
  const { read: { source: { text } }, scenario } = checked
  return { text, file, option, set, scenario, check, index, flags, events: plausibleEvents({ text, file, option, set, scenario }), mostChains: flags.mostChains, replications: flags.replications ?? scenario.replications }
}

function told(question: Question, searched: Searched, fixes: readonly Fix[], command: string, manifest: Manifest): object {
  const { events, check } = question
  const { base, found, tried, isWhole } = searched
  const log = found === undefined ? null : logLikelihood(found.chain, events)
  return {
    manifest, target: { metric: check.metric.text, expect: check.expect.map(({ text }) => text) }, planned: base.results,
    chain: found?.chain.map(index => ({ path: events[index].path, value: events[index].value, probability: events[index].probability, words: events[index].words })) ?? null,
    logLikelihood: log, probability: log === null ? null : exp(log), happens: found?.results ?? null, fixes, cheapest: fixes.find(({ keeps }) => keeps) ?? null, inputs: new Set(events.map(({ input }) => input)).size, tried, isWhole, command,
  }
}

async function answer(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const read = await runStudy(host, () => ask(host, file, flags))
  if (!read.ok) return read.exit
  const question = read.value
  if (question === undefined) return EXIT.invalidScenario
  const { set: _set, ...rest } = flags
  const { simulate, pointOf } = laboratoryOf(host, file, rest)
  const done = await runStudy(host, async () => {
    const searched = await searchChains(question, simulate)
    return { searched, fixes: searched.found === undefined ? [] : await fixesOf(question, searched.found, simulate) }
  })
  if (!done.ok) return done.exit
  const { searched, fixes } = done.value
  const { found, base } = searched
  const command = commandOf(question, base, found === undefined ? [] : setOf(found.chain, question.events))
  const manifest = manifestOf({ point: pointOf(searched.plan), rows: base.rows })
  const writers = {
    text: () => tableText(premortemTable(question, searched, fixes, command), createPaint(host.hasColour)),
    json: () => `${JSON.stringify(told(question, searched, fixes, command, manifest), null, 2)}\n`,
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
