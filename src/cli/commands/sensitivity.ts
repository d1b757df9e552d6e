import { figureLabel } from '../../analysis/figure-text.ts'
import { drawingFile, writeChart } from '../chart-file.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { createPaint } from '../report-text.ts'
import { withRunFlags } from '../run-flags.ts'
import { METHODS, SENSITIVITY_DEFAULTS, sensitivityAnswer, type SensitivityFlags } from '../sensitivity-answer.ts'
import { tableCsv, tableMarkdown, tableText } from '../text-table.ts'

interface Flags extends SensitivityFlags {
  readonly chart?: string
  readonly format: 'text' | 'json' | 'md' | 'csv'
}

async function run(host: Host, file: string, { chart, format, ...flags }: Flags): Promise<ExitCode> {
  if (chart !== undefined && flags.response === undefined && flags.method !== 'tornado') throw new UsageError(`--chart draws a tornado or a --response, not ${flags.method}`)
  const done = await sensitivityAnswer(host, file, flags)
  if (!done.ok) return done.exit
  const { answer: { table, data, csv, draw }, key, seed, scenario } = done
  const writers = {
    text: () => tableText(table, createPaint(host.hasColour)),
    json: () => `${JSON.stringify({ result: key, label: figureLabel(key), seed, ...data }, null, 2)}\n`,
    md: () => tableMarkdown(table),
    csv: () => tableCsv(csv.header, csv.rows),
  }
  host.out(writers[format]())
  if (chart !== undefined && draw !== undefined) await writeChart(host, chart, draw, [scenario, flags.option ?? 'as written', `seed ${seed}`].join(' · '))
  return EXIT.pass
}

const collect = (text: string, previous: readonly string[] = []): readonly string[] => [...previous, text]

/** Which input a result depends on: all that a file leaves uncertain, or what is named. */
export const sensitivity: CliCommand = {
  name: 'sensitivity',
  declare(command, act, host) {
    withRunFlags(command)
      .description('move parameters and uncertain values and tell which a result depends on, the one to measure next first')
      .argument('<file>', 'scenario file (YAML or JSON)')
      .option('--option <id>', 'an option of the file')
      .option('--factor <path=low..high>', 'a number of the file and its range, such as faults.rateFactor=0.5..2 or 0.5..2:log; may be repeated. Left out: all parameters (± 20 %) and all distributions of the file (their 10 % and 90 % quantiles)', collect)
      .option('--result <key>', 'result, a key of the summary', SENSITIVITY_DEFAULTS.result)
      .option('--response <path>', 'the result as a curve over this factor, with a band over replications')
      .option('--method <method>', 'tornado: one at a time between its ends; morris: screening of many; sobol: shares of variance', oneOf('--method', METHODS), SENSITIVITY_DEFAULTS.method)
      .option('--points <n>', 'points of a curve', wholeNumber('--points', 2, 1000), SENSITIVITY_DEFAULTS.points)
      .option('--trajectories <n>', 'trajectories of morris', wholeNumber('--trajectories', 2, 1000), SENSITIVITY_DEFAULTS.trajectories)
      .option('--base <n>', 'rows of the design of sobol, a power of two; it costs that many times factors + 2', wholeNumber('--base', 2, 1_048_576), SENSITIVITY_DEFAULTS.base)
      .option('--chart <file>', 'draw the tornado or the response there as well, as SVG or, by the name, PNG', drawingFile)
      .option('--format <format>', 'text, json, md or csv', oneOf('--format', ['text', 'json', 'md', 'csv']), 'text')
      .action((file: string, flags: Flags) => act(() => run(host, file, flags)))
  },
}
