import { attribute, centsOf, largestGroups, type Method, METHODS, type Outcome } from '../../analysis/attribution/attribute.ts'
import { neededOneByOne } from '../../analysis/attribution/one-by-one.ts'
import { allCoalitions, antithetic, coalitionsOf, EXACT_CAUSES, MOST_CAUSES } from '../../analysis/designs/coalitions.ts'
import type { Row } from '../../analysis/reduce.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { CAUSE_GROUP_IDS, type CauseGroupId } from '../../scenario/idealise/cause-groups.ts'
import { attributionCsv, attributionMarkdown, attributionText } from '../attribution-text.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { runExperiment } from '../experiment/execute.ts'
import type { CheckedScenario, PointChoice } from '../experiment/point.ts'
import { reportOfScenario, type ScenarioReport } from '../experiment/scenario-report.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../report-text.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'

interface Flags extends RunFlags {
  readonly option?: string
  readonly groups?: string
  readonly method: Method
  readonly permutations: number
  readonly format: 'text' | 'json' | 'md' | 'csv'
}

/** Groups that are named, in the order of the list; without names those that took most. */
function groupsOf(flags: Flags, rows: readonly Row[]): CauseGroupId[] {
  const buckets = rows.map(row => row.buckets)
  if (flags.groups === undefined) return largestGroups(buckets, flags.method === 'shapley' ? EXACT_CAUSES : CAUSE_GROUP_IDS.length)
  const names = flags.groups.split(',').map(name => name.trim()).filter(name => name !== '')
  for (const name of names) {
    if ((CAUSE_GROUP_IDS as readonly string[]).includes(name)) continue
    const nearest = nearestName(name, CAUSE_GROUP_IDS)
    throw new UsageError(`there is no group of causes '${name}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`} There are ${CAUSE_GROUP_IDS.join(', ')}`)
  }
  return CAUSE_GROUP_IDS.filter(id => names.includes(id))
}

interface Design {
  readonly coalitions: readonly number[]
  readonly orders: readonly (readonly number[])[] | null
}

function designOf(count: number, { method, permutations }: Flags, seed: number): Design {
  if (count > MOST_CAUSES) throw new UsageError(`at most ${MOST_CAUSES} groups of causes, not ${count}`)
  if (method !== 'shapley') return { coalitions: neededOneByOne(count, method), orders: null }
  if (count <= EXACT_CAUSES) return { coalitions: allCoalitions(count), orders: null }
  const orders = antithetic(count, permutations, seed)
  return { coalitions: coalitionsOf(orders), orders }
}

const outcomeOf = ({ buckets, figures }: Row): Outcome => ({ usefulMs: BigInt(buckets.P ?? '0'), cents: centsOf(figures.netPresentUsd) })

/** Simulates all coalitions but that of all causes, which is the site as it is; undefined with the exit code where that fails. */
async function simulate(host: Host, flags: Flags, groups: readonly CauseGroupId[], { coalitions }: Design, base: ScenarioReport & CheckedScenario, file: string): Promise<Map<number, Outcome[]> | ExitCode> {
  const all = (1 << groups.length) - 1
  const outcomes = new Map<number, Outcome[]>([[all, base.rows.map(outcomeOf)]])
  const asked = coalitions.filter(coalition => coalition !== all)
  const points = asked.map((coalition): PointChoice => ({
    label: `without ${groups.filter((_, cause) => (coalition & (1 << cause)) === 0).join(', ')}`,
    file, option: flags.option, set: flags.set ?? [],
    idealise: groups.filter((_, cause) => (coalition & (1 << cause)) === 0),
    checked: { read: base.read, scenario: base.scenario },
  }))
  if (points.length === 0) return outcomes
  const exit = await runExperiment(host, {
    ...flags, points, replications: base.rows.length, label: 'attributing',
    onRow({ point, row }) {
      const coalition = asked[point.index]
      outcomes.set(coalition, [...(outcomes.get(coalition) ?? []), outcomeOf(row)])
    },
  })
  return exit === EXIT.pass ? outcomes : exit
}

async function answer(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const base = await reportOfScenario(host, { label: 'as it is', file, option: flags.option, set: flags.set ?? [] }, flags)
  if (!base.ok) return base.exit
  const groups = groupsOf(flags, base.rows)
  if (groups.length === 0) throw new UsageError('nothing is lost to any group of causes, or none was named')
  const design = designOf(groups.length, flags, base.rows[0].seed)
  const outcomes = await simulate(host, flags, groups, design, base, file)
  if (!(outcomes instanceof Map)) return outcomes
  const attribution = attribute({
    groups, method: flags.method, orders: design.orders, replications: base.rows.length, buckets: base.rows.map(({ buckets }) => buckets),
    outcome(coalition, replication) {
      const found = outcomes.get(coalition)?.[replication]
      if (found === undefined) throw new Error(`coalition ${coalition} was not simulated`)
      return found
    },
  })
  const { manifest, overlap } = base.report
  const writers = {
    text: () => attributionText(attribution, overlap, createPaint(host.hasColour)),
    json: () => `${JSON.stringify({ manifest, ...attribution, overlap, simulated: design.coalitions.length * base.rows.length }, null, 2)}\n`,
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
    withRunFlags(command)
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
