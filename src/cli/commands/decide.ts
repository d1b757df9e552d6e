import { type Calendar, type CalendarRow, calendarRow, type DecisionDay, decisionDay, gainsOf, nextLooks } from '../../analysis/decide/calendar.ts'
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import type { Row } from '../../analysis/reduce.ts'
import { formatDate } from '../../base/civil-date.ts'
import { charts } from '../../charts/index.ts'
import { loadScenario } from '../../scenario/load.ts'
import { nearestName } from '../../scenario/nearest.ts'
import { writeChart } from '../chart-file.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { calendarCsvHeader, calendarCsvRows, calendarTable } from '../decide-text.ts'
import { rowsOfExperiment } from '../experiment/execute.ts'
import { type FigureKey, figureNamed } from '../experiment/figures-at.ts'
import { type CheckedScenario, manifestOf, type PointChoice } from '../experiment/point.ts'
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

/** Candidate days of an option when nobody says how far apart. */
const CANDIDATES = 24
const LEAST_STEP = 7

/** An option on its way through the candidate days. */
interface Search {
  readonly option: string
  readonly writtenDay: number
  readonly candidates: readonly number[]
  readonly looked: Map<number, DecisionDay>
  /** By index of the candidate; false where it does not pay or cannot be. */
  readonly pays: Map<number, boolean>
  impossible: { day: number; why: string } | null
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

/** Days a step apart, that of the file among them. */
function candidatesOf(writtenDay: number, { start, end }: { readonly start: number; readonly end: number }, step: number): number[] {
  const first = writtenDay - Math.floor((writtenDay - start) / step) * step
  return Array.from({ length: Math.max(0, Math.ceil((end - first) / step)) }, (_, at) => first + at * step)
}

interface Asking {
  readonly host: Host
  readonly file: string
  readonly flags: Flags
  readonly checked: CheckedScenario
}

/** Why an option cannot be decided on a day; undefined when it can. */
function whyNot({ file, flags, checked }: Asking, option: string, day: number): string | undefined {
  const { issues, scenario } = loadScenario(checked.read.source.text, { file, option, set: flags.set ?? [], decideOn: formatDate(day) })
  if (scenario !== undefined) return undefined
  const wrong = issues.find(({ severity }) => severity === 'error')
  return wrong === undefined ? 'it is not valid then' : `${wrong.value ?? wrong.path} ${wrong.message}`
}

/** What is to be simulated next: days that can be, those that cannot are noted. */
function nextPoints(asking: Asking, searches: readonly Search[]): { readonly search: Search; readonly index: number }[] {
  return searches.flatMap(search => {
    for (;;) {
      const looks = nextLooks(search.pays, search.candidates.length)
      const possible = looks.filter(index => {
        const day = search.candidates[index]
        const why = whyNot(asking, search.option, day)
        if (why === undefined) return true
        search.pays.set(index, false)
        if (search.impossible === null || day < search.impossible.day) search.impossible = { day, why }
        return false
      })
      if (possible.length > 0 || looks.length === 0) return possible.map(index => ({ search, index }))
    }
  })
}

/** The result that options are judged by: worth in money where anything earns it, else useful hours. */
function resultOf(flags: Flags, base: readonly Row[]): FigureKey {
  if (flags.result !== undefined) return figureNamed(flags.result)
  return base.every(({ figures }) => Number.isFinite(figures.netPresentUsd)) ? 'netPresentUsd' : 'productiveGpuHours'
}

interface Found {
  readonly key: FigureKey
  readonly base: Parameters<typeof manifestOf>[0]
}

/** Rounds of simulations until the last day of every option is known. */
async function search(asking: Asking, searches: readonly Search[]): Promise<Found | ExitCode> {
  const { host, file, flags, checked } = asking
  const set = flags.set ?? []
  let found: Found | undefined
  for (let next = nextPoints(asking, searches); found === undefined || next.length > 0; next = nextPoints(asking, searches)) {
    const days = next.map(({ search: { option, candidates }, index }): PointChoice => ({ label: `${option} on ${formatDate(candidates[index])}`, file, set, option, decideOn: formatDate(candidates[index]) }))
    const first: PointChoice[] = found === undefined ? [{ label: 'as written', file, set, checked }] : []
    const done = await rowsOfExperiment(host, { ...flags, points: [...first, ...days], replications: found?.base.rows.length ?? flags.replications ?? checked.scenario.replications, label: 'deciding' })
    if (!done.ok) return done.exit
    found ??= { key: resultOf(flags, done.points[0].rows), base: done.points[0] }
    const { key, base } = found
    for (const [at, { search: own, index }] of next.entries()) {
      const { rows } = done.points[first.length + at]
      const gains = gainsOf(key, base.rows.map(({ figures }) => figures), rows.map(({ figures }) => figures))
      if (gains === undefined) throw new UsageError(`${FIGURE_TEXTS[key].label} has no value in some replications; choose another --result`)
      const day = decisionDay(own.candidates[index], gains, rows.filter(({ isTaken }) => isTaken !== false).length)
      own.looked.set(index, day)
      own.pays.set(index, day.pays)
    }
  }
  return found
}

async function answer(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const checked = await readChecked(host, file, { set: flags.set ?? [] })
  if (checked === undefined) return EXIT.invalidScenario
  const { horizon, options, name } = checked.scenario
  const step = flags.step ?? Math.max(LEAST_STEP, Math.ceil((horizon.end - horizon.start) / CANDIDATES))
  const searches = optionsOf(checked, flags.options).map((option): Search => {
    const writtenDay = options[option].when?.day ?? horizon.start
    return { option, writtenDay, candidates: candidatesOf(writtenDay, horizon, step), looked: new Map(), pays: new Map(), impossible: null }
  })
  const found = await search({ host, file, flags, checked }, searches)
  if (typeof found === 'number') return found
  const rows = searches.map(({ option, writtenDay, looked, impossible, candidates }): CalendarRow =>
    calendarRow({ option, label: options[option].label, when: options[option].when?.text ?? null, writtenDay, days: [...looked.values()], impossible, endDay: candidates[candidates.length - 1] ?? writtenDay }))
  const manifest = manifestOf(found.base)
  const calendar: Calendar = { result: found.key, startDay: horizon.start, endDay: horizon.end, replications: manifest.replications, rows }
  const set = (flags.set ?? []).map(({ path, value }) => ` --set '${path}=${value}'`).join('')
  const table = calendarTable(calendar, `nameplate compare ${file} --options ${rows[0].option} --decide-on ${formatDate(rows[0].last?.day ?? rows[0].writtenDay)} --seed ${manifest.seed} --replications ${manifest.replications}${set}`)
  const dated = (day: DecisionDay | null) => (day === null ? null : { ...day, day: formatDate(day.day) })
  const writers = {
    text: () => tableText(table, createPaint(host.hasColour)),
    json: () => `${JSON.stringify({ manifest, result: calendar.result, stepDays: step, options: rows.map(row => ({ ...row, writtenDay: formatDate(row.writtenDay), days: row.days.map(dated), last: dated(row.last) })) }, null, 2)}\n`,
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
      .option('--chart <file>', 'draw the calendar there as well, as SVG or, by the name, PNG')
      .option('--format <format>', 'text, json, md or csv', oneOf('--format', ['text', 'json', 'md', 'csv']), 'text')
      .action((file: string, flags: Flags) => act(() => answer(host, file, flags)))
  },
}
