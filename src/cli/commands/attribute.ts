import { type Method, METHODS } from '../../analysis/attribution/attribute.ts'
import { EXACT_CAUSES, MOST_CAUSES } from '../../analysis/designs/coalitions.ts'
import { studyAttribution } from '../../analysis/studies/attribution.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { CAUSE_GROUP_IDS, type CauseGroupId } from '../../scenario/idealise/cause-groups.ts'
import { attributionCsv, attributionMarkdown, attributionText } from '../attribution-text.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { laboratoryOf, runStudy } from '../experiment/laboratory.ts'
import { reportOfScenario } from '../experiment/scenario-report.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../report-text.ts'
import { type RunFlags, withAntithetic, withRunFlags } from '../run-flags.ts'

interface Flags extends RunFlags {
  readonly option?: string
  readonly antithetic?: boolean
  readonly groups?: string
  readonly method: Method
  readonly permutations: number
  readonly format: 'text' | 'json' | 'md' | 'csv'
}

/** Groups that are named, in the order of the list. */
function groupsOf(flags: Flags): CauseGroupId[] | undefined {
  if (flags.groups === undefined) return undefined
  const names = flags.groups.split(',').map(name => name.trim()).filter(name => name !== '')
  for (const name of names) {
    if ((CAUSE_GROUP_IDS as readonly string[]).includes(name)) continue
    const nearest = nearestName(name, CAUSE_GROUP_IDS)
    throw new UsageError(`there is no group of causes '${name}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`} There are ${CAUSE_GROUP_IDS.join(', ')}`)
  }
  return CAUSE_GROUP_IDS.filter(id => names.includes(id))
}

async function answer(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const base = await reportOfScenario(host, { label: 'as it is', file, option: flags.option, set: flags.set ?? [] }, flags)
  if (!base.ok) return base.exit
  const { option, set = [], method, permutations } = flags
  const checked = { read: base.read, scenario: base.scenario }
  const { simulate } = laboratoryOf(host, file, flags, () => checked)
  const done = await runStudy(host, () => studyAttribution({ option, set, method, permutations, groups: groupsOf(flags), isAntithetic: flags.antithetic === true, base: base.rows }, simulate))
  if (!done.ok) return done.exit
  const { attribution, simulated } = done.value
  const { manifest, overlap } = base.report
  const writers = {
    text: () => attributionText(attribution, overlap, createPaint(host.hasColour)),
    json: () => `${JSON.stringify({ manifest, ...attribution, overlap, simulated }, null, 2)}\n`,
    md: () => attributionMarkdown(attribution, overlap),
    csv: () => attributionCsv(attribution),
  }
  host.out(writers[flags.format]())
  return EXIT.pass
}

/** What took the loss: each group of causes alone, and its share where they act together. */
export const attributeCommand: CliCommand = {
  name: 'attribute',
  declare(command, act, host) {
    withAntithetic(withRunFlags(command))
      .description('simulate the site without each cause of loss and tell what each takes and what mending it is worth')
      .argument('<file>', 'scenario file (YAML or JSON)')
      .option('--option <id>', 'an option of the file')
      .option('--groups <ids>', `groups of causes, separated by commas: ${CAUSE_GROUP_IDS.join(', ')}; the largest losses when left out`)
      .option('--method <method>', `remove-one: the site without each cause; add-one: an ideal site with each cause; shapley: shares that sum to the loss, exact up to ${EXACT_CAUSES} groups, sampled up to ${MOST_CAUSES}`, oneOf('--method', METHODS), 'shapley')
      .option('--permutations <n>', 'pairs of orders of the causes, where shares are sampled', wholeNumber('--permutations', 1, 10_000), 10)
      .option('--format <format>', 'text, json, md or csv', oneOf('--format', ['text', 'json', 'md', 'csv']), 'text')
      .action((file: string, flags: Flags) => act(() => answer(host, file, flags)))
  },
}
