import { compareFigures } from '../../analysis/compare.ts'
import { orderRows } from '../../analysis/order-by.ts'
import { ordersCsv } from '../../exchange/exporters/orders-csv.ts'
import type { ScheduleItem, ScheduleReport } from '../../results/schedule.ts'
import { createSession } from '../../runner/session.ts'
import { nearestName } from '../../scenario/nearest.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { CliCommand } from '../command.ts'
import { collectSet, oneOf, UsageError, wholeNumber } from '../command.ts'
import { differencesText } from '../differences-text.ts'
import { rowsOfExperiment } from '../experiment/execute.ts'
import type { PointChoice } from '../experiment/point.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { pairOf } from '../later-order.ts'
import { orderByText } from '../order-by-text.ts'
import { readSite } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'

interface Flags {
  readonly option?: string
  readonly site?: string
  readonly set?: { path: string; value: string }[]
  readonly draws?: number
  readonly simulate?: string
  readonly replications?: number
  readonly format: 'text' | 'json' | 'csv'
}

const MOST_DRAWS = 10_000

function itemNamed(report: ScheduleReport, id: string): ScheduleItem {
  const ordered = report.items.filter(({ order }) => order !== null)
  const found = ordered.find(item => item.id === id)
  if (found !== undefined) return found
  const nearest = nearestName(id, ordered.map(item => item.id))
  throw new UsageError(`there is no order for '${id}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`)
}

/** The same scenario with its order on its day and a month later, simulated over the same random numbers. */
async function simulatePair(host: Host, file: string, flags: Flags, scenario: Scenario, report: ScheduleReport): Promise<ExitCode> {
  const item = itemNamed(report, flags.simulate ?? '')
  const pair = pairOf(scenario, report, item)
  const side = (label: string, edits: readonly { path: string; value: string }[]): PointChoice => ({ label, file, option: flags.option, set: [...(flags.set ?? []), ...edits] })
  const done = await rowsOfExperiment(host, { points: [side('on its day', pair.now), side('a month later', pair.later)], replications: flags.replications, label: 'comparing' })
  if (!done.ok) return done.exit
  const [now, later] = done.points.map(({ rows }) => rows.map(({ figures }) => figures))
  const compared = [{ name: `${item.id} a month later`, differences: compareFigures(now, later) }]
  host.out(flags.format === 'json' ? `${JSON.stringify({ item: item.id, compared }, null, 2)}\n` : differencesText('on its day', compared, createPaint(host.hasColour)))
  return EXIT.pass
}

/** By when everything with a long lead time must be ordered, and what a month later costs. */
export const orderBy: CliCommand = {
  name: 'order-by',
  declare(command, act, host) {
    command
      .description('by when everything must be ordered, what sets the date of each block, and what a month later costs')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--option <id>', 'with this option of the file')
      .option('--site <id>', 'site that it is about, where the file has several; the first when left out')
      .option('--set <path=value>', 'replace a value; may be repeated', collectSet)
      .option('--draws <n>', 'draws of lead times, slips, durations and tests (default 200)', wholeNumber('--draws', 2, MOST_DRAWS))
      .option('--simulate <item>', 'simulate the site with the order of this item on its day and 30 days later, and print the differences')
      .option('--replications <n>', 'with --simulate: replications instead of those in the file', wholeNumber('--replications', 1, 1000))
      .option('--format <format>', 'text, json or csv', oneOf('--format', ['text', 'json', 'csv']), 'text')
      .addHelpText('after', '\nDates and costs come from draws of the schedule alone; --simulate runs the whole site and tells useful compute, too.\nRuns draw lead times and levels only with procurement.mode and facility.commissioning.mode sampled; --simulate sets both.')
      .action((file: string, flags: Flags) =>
        act(async () => {
          if (flags.simulate !== undefined && (flags.format === 'csv' || file === '-')) throw new UsageError('--simulate needs a file, and text or json')
          const checked = await readSite(host, file, flags)
          if (checked === undefined) return EXIT.invalidScenario
          const { read, scenario } = checked
          const outcome = await createSession().schedule(read.source, read.inputs, flags.draws === undefined ? {} : { draws: flags.draws })
          if (outcome.status === 'invalid') return EXIT.invalidScenario
          if (outcome.status === 'failed') {
            host.say(`the model broke: ${outcome.message}`)
            return outcome.message.startsWith('unexpected') ? EXIT.failure : EXIT.invariantBroken
          }
          const { report } = outcome
          if (flags.simulate !== undefined && read.source.site !== undefined) throw new UsageError('--simulate is for files of one site: write the later date into the part of the site, and compare the two files')
          if (flags.simulate !== undefined) return simulatePair(host, file, flags, scenario, report)
          const rows = orderRows(scenario, report)
          const title = flags.option === undefined ? scenario.name : `${scenario.name} — ${flags.option}`
          const writers: Record<Flags['format'], () => string> = {
            text: () => orderByText(title, scenario, report, rows, createPaint(host.hasColour)),
            json: () => `${JSON.stringify({ scenario: title, ...report, orders: rows.map(({ item, owner, criticalFraction, monthLaterUsd }) => ({ item: item.id, for: owner, criticalFraction, monthLaterUsd })) }, null, 2)}\n`,
            csv: () => ordersCsv(report, rows),
          }
          host.out(writers[flags.format]())
          return EXIT.pass
        }),
      )
  },
}
