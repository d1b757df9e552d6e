import type { DecisionDay } from '../../analysis/decide/calendar.ts'
import { type DecisionQuestion, stepOf, studyDecisions } from '../../analysis/studies/decision.ts'
import type { Simulate } from '../../analysis/studies/laboratory.ts'
import { formatDate } from '../../base/civil-date.ts'
import { charts } from '../../charts/index.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { drawingFile, writeChart } from '../chart-file.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { calendarCsvHeader, calendarCsvRows, calendarTable } from '../decide-text.ts'
import { figureNamed } from '../experiment/figure-named.ts'
import { laboratoryOf, runStudy } from '../experiment/laboratory.ts'
import { type CheckedScenario, manifestOf, type Point } from '../experiment/point.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { readChecked } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { tableCsv, tableMarkdown, tableText } from '../text-table.ts'

interface Flags extends RunFlags {
  readonly options?: string
  readonly result?: string
  readonly step?: number
  readonly chart?: string
  readonly format: 'text' | 'json' | 'md' | 'csv'
}

function optionsOf({ scenario }: CheckedScenario, named: string | undefined): string[] {
  const known = Object.keys(scenario.options)
  if (known.length === 0) throw new UsageError('the file has no options to decide')
  const asked = named?.split(',').map(id => id.trim()).filter(id => id !== '') ?? known
  for (const id of asked) {
    if (known.includes(id)) continue
    const nearest = nearestName(id, known)
    throw new UsageError(`there is no option '${id}'${nearest === undefined ? '' : `; did you mean '${nearest}'?`} There are ${known.join(', ')}`)
  }
  return asked
}

async function answer(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const checked = await readChecked(host, file, { set: flags.set ?? [] })
  if (checked === undefined) return EXIT.invalidScenario
  const { name } = checked.scenario
  const { set: chosen = [], ...rest } = flags
  const question: DecisionQuestion = {
    text: checked.read.source.text, file, set: chosen, scenario: checked.scenario, options: optionsOf(checked, flags.options),
    result: flags.result === undefined ? undefined : figureNamed(flags.result), step: flags.step, replications: flags.replications ?? checked.scenario.replications,
  }
  let written: Point | undefined
  const { simulate, pointOf } = laboratoryOf(host, file, rest, ({ option }) => (option === undefined ? checked : undefined))
  const watched: Simulate = async (points, replications, label) => {
    const rows = await simulate(points, replications, label)
    written ??= pointOf(points[0])
    return rows
  }
  const done = await runStudy(host, () => studyDecisions(question, watched))
  if (!done.ok) return done.exit
  const { calendar, base } = done.value
  const { rows } = calendar
  if (written === undefined) throw new Error('the file as written was not simulated')
  const manifest = manifestOf({ point: written, rows: base })
  const set = (flags.set ?? []).map(({ path, value }) => ` --set '${path}=${value}'`).join('')
  const table = calendarTable(calendar, `nameplate compare ${file} --options ${rows[0].option} --decide-on ${formatDate(rows[0].last?.day ?? rows[0].writtenDay)} --seed ${manifest.seed} --replications ${manifest.replications}${set}`)
  const dated = (day: DecisionDay | null) => (day === null ? null : { ...day, day: formatDate(day.day) })
  const writers = {
    text: () => tableText(table, createPaint(host.hasColour)),
    json: () => `${JSON.stringify({ manifest, result: calendar.result, stepDays: stepOf(question), options: rows.map(row => ({ ...row, writtenDay: formatDate(row.writtenDay), days: row.days.map(dated), last: dated(row.last) })) }, null, 2)}\n`,
    md: () => tableMarkdown(table),
    csv: () => tableCsv(calendarCsvHeader, calendarCsvRows(calendar)),
  }
  host.out(writers[flags.format]())
  if (flags.chart !== undefined) await writeChart(host, flags.chart, frame => charts.decisionCalendar.layout(calendar, frame), [name, `seed ${manifest.seed}`].join(' · '))
  return EXIT.pass
}

/** Until when each option pays. */
export const decide: CliCommand = {
  name: 'decide',
  declare(command, act, host) {
    withRunFlags(command)
      .description('tell for each option the last day on which deciding for it still pays, and in how many futures of ten')
      .argument('<file>', 'scenario file (YAML or JSON)')
      .option('--options <ids>', 'options of the file, separated by commas; all when left out')
      .option('--result <key>', 'what an option must improve, a key of the summary; worth in money where the file earns any, else productive hours')
      .option('--step <days>', 'days between dates that are considered; about two dozen over the horizon when left out', wholeNumber('--step', 1, 3660))
      .option('--chart <file>', 'draw the calendar there as well, as SVG or, by the name, PNG', drawingFile)
      .option('--format <format>', 'text, json, md or csv', oneOf('--format', ['text', 'json', 'md', 'csv']), 'text')
      .action((file: string, flags: Flags) => act(() => answer(host, file, flags)))
  },
}
