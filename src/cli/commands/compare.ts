import { compareFigures } from '../../analysis/compare.ts'
import { decisionOf } from '../../analysis/report.ts'
import { bindingOf, verdictOf } from '../../analysis/verdict.ts'
import { extname } from 'node:path'
import { ledgerBridge } from '../../analysis/ledger-bridge.ts'
import { charts } from '../../charts/index.ts'
import { drawingFile, writeChart } from '../chart-file.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError } from '../command.ts'
import { differencesMarkdown, differencesText } from '../differences-text.ts'
import { type ExperimentRows, rowsOfExperiment } from '../experiment/execute.ts'
import { manifestOf, type PointChoice, sayingOnce } from '../experiment/point.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { readChecked } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'
import { dayFlag, type RunFlags, withAntithetic, withRunFlags } from '../run-flags.ts'

interface Flags extends RunFlags {
  readonly options?: string
  readonly base?: string
  readonly site?: string
  readonly decideOn?: string
  readonly importance: number
  readonly chart?: string
  readonly antithetic?: boolean
  readonly format: 'text' | 'json' | 'md'
}

/** A share from percent or a bare number. */
function shareFlag(text: string): number {
  const found = /^\s*(\d+(?:\.\d+)?)\s*(%?)\s*$/u.exec(text)
  const value = found === null ? Number.NaN : Number(found[1]) / (found[2] === '%' ? 100 : 1)
  if (!(value >= 0 && value <= 1)) throw new UsageError(`--importance takes a share such as 1%, not '${text}'`)
  return value
}

/** How the file without option is named beside options. */
const AS_WRITTEN = '.'

/** Options that are compared with the base, each once; `all` stands for those of the file. Undefined where that cannot be read, which is said. */
async function optionsOf(host: Host, file: string, { options = '', set = [] }: Flags): Promise<readonly string[] | undefined> {
  if (options.trim() !== 'all') return options.split(',').map(id => id.trim()).filter(id => id !== '')
  const checked = await readChecked(host, file, { set })
  return checked === undefined ? undefined : Object.keys(checked.scenario.options)
}

/** The base first: the scenario without option unless one is named; then each option; or one side a file. */
function sidesOf(files: readonly string[], named: readonly string[], flags: Flags): PointChoice[] {
  const optionOf = (id: string): string | undefined => (id === AS_WRITTEN ? undefined : id)
  const ids = new Set([flags.base ?? AS_WRITTEN, ...named])
  const sides = files.flatMap(file => [...ids].map(optionOf).map(option => ({ label: option ?? (files.length > 1 ? file : flags.base === undefined ? 'base' : 'as written'), file, option, decideOn: flags.decideOn, site: flags.site, set: flags.set ?? [] })))
  if (sides.length < 2) throw new UsageError('compare needs two files, or one file with --options a,b')
  return sides
}

type SideRows = Extract<ExperimentRows, { ok: true }>['points'][number]

/** The bridge from the base to each option. */
async function drawBridges(host: Host, file: string, base: SideRows, others: readonly SideRows[], isAntithetic: boolean): Promise<void> {
  const ending = extname(file)
  for (const { point, rows } of others) {
    const own = others.length === 1 ? file : `${file.slice(0, file.length - ending.length)}-${point.label.replace(/[^\w.-]+/gu, '-')}${ending}`
    const { scenario, seed } = manifestOf(base)
    await writeChart(host, own, frame => charts.ledgerBridge.layout({ base: base.point.label, option: point.label, bridge: ledgerBridge(base.rows, rows, isAntithetic) }, frame), [scenario, point.label, `seed ${seed}`].join(' · '))
  }
}

/** Paired differences of options under common random numbers. */
export const compare: CliCommand = {
  name: 'compare',
  declare(command, act, given) {
    withAntithetic(withRunFlags(command, ' on all sides'))
      .description('run options over the same random numbers and print paired differences')
      .argument('<file...>', 'one scenario with --options, or several scenarios; the first is the base')
      .option('--options <ids>', 'options of the file, separated by commas, or all; a full stop stands for the file as written')
      .option('--base <id>', 'compare with this option instead of the file as written')
      .option('--decide-on <date>', 'decide the options on this day instead of that of the file; their dates are as much later', dayFlag)
      .option('--site <id>', 'tell of this site alone, where the file has several; all are simulated')
      .option('--importance <share>', 'smallest difference that matters, as a share of the base', shareFlag, 0.01)
      .option('--chart <file>', 'draw how the ledger of the base becomes that of the option there, as SVG or, by the name, PNG; with several options one file each, their names before its ending', drawingFile)
      .option('--format <format>', 'text, json or md', oneOf('--format', ['text', 'json', 'md']), 'text')
      .action((files: string[], flags: Flags) =>
        act(async (): Promise<ExitCode> => {
          const host = sayingOnce(given)
          const named = await optionsOf(host, files[0], flags)
          if (named === undefined) return EXIT.invalidScenario
          const done = await rowsOfExperiment(host, { ...flags, points: sidesOf(files, named, flags), label: 'comparing' })
          if (!done.ok) return done.exit
          const [base, ...others] = done.points
          if (others.some(({ rows }) => rows.length !== base.rows.length)) throw new UsageError('the sides have different numbers of replications; give --replications')
          const before = base.rows.map(({ figures }) => figures)
          const compared = others.map(({ point, rows }) => {
            const differences = compareFigures(before, rows.map(({ figures }) => figures), others.length, flags.antithetic)
            return { name: point.label, differences, verdict: verdictOf(differences, flags.importance), binding: bindingOf(base.rows, rows, flags.antithetic), decision: decisionOf(point.scenario, rows) }
          })
          const { label } = base.point
          const writers = {
            text: () => differencesText(label, compared, createPaint(host.hasColour)),
            json: () => `${JSON.stringify({ base: manifestOf(base), importance: flags.importance, compared }, null, 2)}\n`,
            md: () => differencesMarkdown(label, compared),
          }
          host.out(writers[flags.format]())
          if (flags.chart !== undefined) await drawBridges(host, flags.chart, base, others, flags.antithetic === true)
          return EXIT.pass
        }),
      )
  },
}
