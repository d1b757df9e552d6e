import { pareto } from '../../charts/pareto.ts'
import { toSvgText } from '../../charts/mark.ts'
import { parseRatio } from '../../scenario/schema/quantity-text.ts'
import { StudyProblem } from '../../analysis/studies/laboratory.ts'
import { importance } from '../baseline-file.ts'
import { drawingFile } from '../chart-file.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { pngOf } from '../png.ts'
import { createPaint } from '../report-text.ts'
import { withRunFlags } from '../run-flags.ts'
import { type Answer, bestAnswer, edgeAnswer, paretoAnswer } from '../solve/answer.ts'
import { resourcesAsked } from '../../analysis/solve/around.ts'
import { withBench } from '../solve/bench.ts'
import { findBest, findFront, type ParetoAnswer } from '../../analysis/solve/best.ts'
import { findEdge } from '../../analysis/solve/edge.ts'
import { askQuestion, type AskedQuestion as Question, type SolveCommandFlags as SolveFlags } from '../solve/ask.ts'
import { tableCsv, tableMarkdown, tableText } from '../text-table.ts'
import { writeWhole } from '../write-whole.ts'

const CHART = { width: 800, height: 420, theme: 'light' } as const
const PNG_DPI = 192

/** A share above a half and below 1, as `95%` or `0.95`. */
function confidence(text: string): number {
  const share = parseRatio(text.endsWith('%') ? text : Number(text))
  if (!share.ok || share.value < 0.5 || share.value > 0.9999) throw new UsageError(`--confidence takes a share from 50% to 99.99%, not '${text}'`)
  return share.value
}

const collect = (text: string, previous: readonly string[] = []): readonly string[] => [...previous, text]

/** Writes the front as a picture. */
async function writeChart(host: Host, file: string, { flags, base }: Question, { cost, gain, sides, replications }: ParetoAnswer): Promise<void> {
  const source = [base.scenario.name, `seed ${flags.seed ?? base.scenario.seed}`, `${replications} replications`].join(' · ')
  const svg = toSvgText(pareto.layout({ cost, gain, points: sides }, { ...CHART, source }))
  await writeWhole(file, file.toLowerCase().endsWith('.png') ? await pngOf(svg, PNG_DPI) : svg)
  host.say(`wrote ${file}`)
}

async function ask(question: Question): Promise<{ readonly ok: true; readonly value: Answer } | { readonly ok: false; readonly exit: ExitCode }> {
  const { asked, keeps, flags, host } = question
  if (asked.kind === 'edge') {
    const found = await withBench(question, bench => findEdge(bench, question, asked))
    return found.ok ? { ok: true, value: edgeAnswer(found.value, keeps, flags.confidence) } : found
  }
  if (asked.kind === 'best') {
    const found = await withBench(question, bench => findBest(bench, question, asked))
    return found.ok ? { ok: true, value: bestAnswer(found.value, keeps, flags.confidence) } : found
  }
  const found = await withBench(question, bench => findFront(bench, question, asked))
  if (!found.ok) return found
  if (flags.chart !== undefined) await writeChart(host, flags.chart, question, found.value)
  return { ok: true, value: paretoAnswer(found.value) }
}

/** Wrong paths of resources are told before anything runs. */
function checkResources({ data, flags }: Question): void {
  try {
    resourcesAsked(data, flags.resources)
  } catch (error) {
    throw error instanceof StudyProblem ? new UsageError(error.message) : error
  }
}

async function act(host: Host, file: string, flags: SolveFlags): Promise<ExitCode> {
  const question = await askQuestion(host, file, flags)
  if (question === undefined) return EXIT.invalidScenario
  checkResources(question)
  const found = await ask(question)
  if (!found.ok) return found.exit
  const { tables, data, csv, exit } = found.value
  const { base, keeps } = question
  const writers: Record<SolveFlags['format'], () => string> = {
    text: () => tables.map(table => tableText(table, createPaint(host.hasColour))).join('\n'),
    json: () => `${JSON.stringify({ scenario: base.scenario.name, seed: flags.seed ?? base.scenario.seed, confidence: flags.confidence, keeps: keeps.map(({ text }) => text), ...data }, null, 2)}\n`,
    md: () => tables.map(tableMarkdown).join('\n'),
    csv: () => tableCsv(csv.header, csv.rows),
  }
  host.out(writers[flags.format]())
  return exit
}

/** The largest, smallest, best or cheapest that keeps what must be kept, and the front of what nothing beats. */
export const solve: CliCommand = {
  name: 'solve',
  declare(command, run, host) {
    withRunFlags(command, ' at all points')
      .description('search for the largest or smallest value that keeps what must be kept, the best of several, or what no other beats; tell what binds there and what one more unit of each resource would bring')
      .argument('<file>', 'scenario file (YAML or JSON)')
      .option('--most <path=low..high>', 'the largest value of this path that keeps every bound, such as blocks.hall.racks[0].count=1..40')
      .option('--least <path=low..high>', 'the smallest value that does, such as faults.technicians=1..20')
      .option('--highest <figure>', 'of the sides of --vary and --options that keep every bound, the one with the highest mean of this figure')
      .option('--lowest <figure>', 'the one with the lowest mean, such as totalCostUsd')
      .option('--pareto [cost,gain]', 'the sides that no other beats in both (default totalCostUsd,sustainedUtilisation)')
      .option('--keep <bound>', "a bound, such as 'p90(tenantWait{tenant: research}) <= 24 h'; may be repeated; left out: the checks of the file of level error", collect)
      .option('--demand <curve>', "capacity by date, such as 2028-01-01=5000,2029-01-01=12000: accelerators that jobs can have with 90 % probability; or 'p50(energisedAccelerators) 2028-01-01=5000'", collect)
      .option('--vary <path=values>', 'sides with these values: path=4,8,12 or path=600 W..1200 W:7; may be repeated', collect)
      .option('--options <ids>', 'sides with each of these options, beside the file as written; all for all of them')
      .option('--combine', 'every set of the options of --options, too')
      .option('--option <id>', 'search with this option of the file')
      .option('--confidence <share>', 'probability with which the answer is right (default 95%)', confidence, 0.95)
      .option('--scan <n>', 'values over the whole range that are tried first, to see whether there is one edge', wholeNumber('--scan', 2, 100), 5)
      .option('--importance <share>', 'differences of the figure up to this share do not matter', importance, 0.01)
      .option('--resources <paths>', 'resources of which one more is tried at the answer, separated by commas; none for none; left out: all of the file')
      .option('--chart <file>', 'with --pareto: write the picture there, SVG or PNG', drawingFile)
      .option('--format <format>', 'text, json, md or csv', oneOf('--format', ['text', 'json', 'md', 'csv']), 'text')
      .addHelpText('after', '\nReplications are added until a point is decided at the stated confidence, at most --most-replications (default 200); --replications is for\n--pareto and for what one more unit brings (default 10). What was simulated is kept: a search that was stopped goes on with the same command.\nExit codes: 0 answered, 10 infeasible, unresolved at this confidence, or not monotone; 2 wrong words, 3 invalid scenario.')
      .action((file: string, flags: SolveFlags) => run(() => act(host, file, flags)))
  },
}
