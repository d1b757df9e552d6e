import { weeklyUtilisation } from '../../analysis/figures.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { sitesOf } from '../../scenario/sites.ts'
import { isBundleName } from '../../exchange/bundle-file.ts'
import { ledgerBridge } from '../../analysis/ledger-bridge.ts'
import { bridgePicture, type ChartPicture, pictures, RECORDED_CHARTS } from '../pictures.ts'
import { CHART_FORMATS, CHART_SIZE, type ChartFormat, chartOut, formatOf } from '../chart-file.ts'
import { tableCsv } from '../../exchange/csv.ts'
import { drawnTable } from '../../exchange/drawn-table.ts'
import { tableParquet } from '../../exchange/parquet-table.ts'
import { SENSITIVITY_DEFAULTS, sensitivityAnswer } from '../sensitivity-answer.ts'
import { unknownSite } from '../read-scenario.ts'
import type { Frame } from '../../charts/chart.ts'
import { charts } from '../../charts/index.ts'
import { toSvgText } from '../../charts/mark.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { type FinishedResults, type FinishedRun, openResults, runOf, scenarioOf } from '../open-results.ts'
import { folderToWrite } from '../out-path.ts'
import { LEAST_DPI, pngOf, refusePixels } from '../png.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { writeFolder } from '../write-results.ts'
import { writeWhole } from '../write-whole.ts'

interface Flags extends RunFlags {
  readonly chart?: string
  readonly all?: boolean
  readonly option?: string
  readonly site?: string
  readonly result: string
  readonly factor?: readonly string[]
  readonly theme: Frame['theme']
  readonly width: number
  readonly height: number
  readonly format?: ChartFormat
  readonly dpi: number
  readonly out?: string
}

/** What a run records takes time that charts which do not tell it need not pay. */
const isRecorded = ({ chart }: Flags): boolean => chart === undefined || RECORDED_CHARTS.has(chart)

/** Charts that simulate more than the file as it is, or need an option. */
const MORE = [
  { id: charts.ledgerBridge.id, label: `${charts.ledgerBridge.label}; with --option` },
  { id: charts.tornado.id, label: charts.tornado.label },
  { id: `${charts.response.id}:<path>`, label: charts.response.label },
]

const listOf = (found: readonly Pick<ChartPicture, 'id' | 'label'>[]): string => `${found.map(({ id, label }) => `${id.padEnd(28)}${label}`).join('\n')}\n`

/** A drawing, or what it draws, in the wanted format. */
const drawn = async (picture: ChartPicture, source: string, { width, height, theme, ...flags }: Flags): Promise<string | Uint8Array> => {
  const format = formatOf(flags.out, flags.format)
  if (format === 'csv' || format === 'parquet') {
    const rows = picture.rows?.()
    if (rows === undefined) throw new UsageError(`${picture.id} is drawn of a question that sensitivity answers: its tables come from there`)
    return format === 'csv' ? tableCsv(drawnTable(rows)) : tableParquet(drawnTable(rows), { chart: picture.id, source })
  }
  const text = toSvgText(picture.draw({ width, height, theme, source }))
  return format === 'png' ? pngOf(text, flags.dpi) : text
}

type Subject = Pick<FinishedRun, 'report' | 'first' | 'weekly' | 'rows'>

/** What is drawn: the run, or one of its sites; of the weeks of a site those of replication 0. */
function aboutSite(scenario: Scenario, { report, first, weekly, rows }: Subject, site: string | undefined): Subject & { readonly scenario: Scenario } {
  if (site === undefined) return { scenario, report, first, weekly, rows }
  const { sites = [], ...whole } = report
  const index = sites.findIndex(({ id }) => id === site)
  const own = first.sites?.[index]?.result
  if (own === undefined) throw new UsageError(unknownSite(site, sites.map(({ id }) => id)))
  return { scenario: sitesOf(scenario)[index].scenario, report: { ...whole, ...sites[index] }, first: own, weekly: [weeklyUtilisation(own, own.contractStartMs)], rows: [] }
}

/** The bridge from the file as written to an option needs both; it is drawn of whole runs. */
const needsBase = ({ chart, all, option, site }: Flags): boolean => option !== undefined && site === undefined && (all === true || chart === charts.ledgerBridge.id)

function bridgePictures({ runs }: FinishedResults, run: FinishedRun, { site }: Flags): ChartPicture[] {
  const base = runs.find(({ report: { manifest } }) => manifest.option === null)
  if (site !== undefined || base === undefined || base === run || base.rows.length !== run.rows.length) return []
  return [bridgePicture({ base: base.label, option: run.label, bridge: ledgerBridge(base.rows, run.rows) })]
}

const RESPONSE = `${charts.response.id}:`

/** What more has to be simulated for: the tornado, and a response by the path of its input. */
function answerAsked({ chart }: Flags): { readonly response?: string } | undefined {
  if (chart === charts.tornado.id) return {}
  return chart?.startsWith(RESPONSE) === true ? { response: chart.slice(RESPONSE.length) } : undefined
}

async function drawAnswer(host: Host, file: string, flags: Flags, asked: { readonly response?: string }): Promise<ExitCode> {
  if (isBundleName(file)) throw new UsageError(`${file} is finished: ${flags.chart ?? ''} simulates the scenario with other values, so give the scenario`)
  if (flags.site !== undefined) throw new UsageError(`${flags.chart ?? ''} is drawn of all sites together: leave --site out`)
  const { chart: _chart, all: _all, site: _site, theme: _theme, width: _width, height: _height, format: _format, dpi: _dpi, out: _out, result, ...run } = flags
  const done = await sensitivityAnswer(host, file, { ...SENSITIVITY_DEFAULTS, ...run, ...asked, result })
  if (!done.ok) return done.exit
  const { answer: { draw }, seed, scenario } = done
  if (draw === undefined) throw new Error('an answer without a picture')
  return written(host, { id: flags.chart ?? '', label: '', draw }, [scenario, flags.option ?? 'as written', `seed ${seed}`].join(' · '), flags)
}

/** Writes a chart to its file, or to stdout. */
async function written(host: Host, picture: ChartPicture, source: string, flags: Flags): Promise<ExitCode> {
  const content = await drawn(picture, source, flags)
  if (flags.out === undefined) host.out(String(content))
  else {
    await writeWhole(flags.out, content)
    host.say(`wrote ${flags.out}`)
  }
  return EXIT.pass
}

/** Writes every chart into a folder. */
async function drawAll(host: Host, found: readonly ChartPicture[], source: string, flags: Flags): Promise<ExitCode> {
  const files = []
  for (const picture of found) files.push({ name: `${picture.id.replaceAll(':', '-')}.${formatOf(flags.out, flags.format)}`, content: await drawn(picture, source, flags) })
  for (const path of await writeFolder(flags.out ?? '.', files)) host.say(`wrote ${path}`)
  return EXIT.pass
}

async function act(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  if (flags.all === true && flags.out === undefined) throw new UsageError('--all needs a folder: --out charts')
  const format = formatOf(flags.out, flags.format)
  if ((format === 'png' || format === 'parquet') && flags.chart !== undefined && flags.out === undefined) throw new UsageError(`a ${format === 'png' ? 'PNG' : 'Parquet file'} needs a file: --out chart.${format}`)
  if (flags.out !== undefined) {
    if (flags.all === true) folderToWrite('--out')(flags.out)
    else chartOut(flags.out, flags.format)
  }
  if (format === 'png') refusePixels(flags)
  const answered = answerAsked(flags)
  if (answered !== undefined) return drawAnswer(host, file, flags, answered)
  const { seed, replications, workers, until, set } = flags
  const opened = await openResults(host, file, { seed, replications, workers, until, set, record: isRecorded(flags), options: () => (needsBase(flags) ? [undefined, flags.option] : [flags.option]) })
  if (!opened.ok) return opened.exit
  const run = runOf(opened.results, flags.option)
  const { scenario, report, first, weekly, rows } = aboutSite(scenarioOf(opened.results, run), run, flags.site)
  const found = [...pictures(scenario, first, weekly, report, rows), ...bridgePictures(opened.results, run, flags)]
  const { manifest } = report
  const source = [manifest.scenario, manifest.option ?? 'as written', `seed ${manifest.seed}`, manifest.resultHash].join(' · ')
  if (flags.all === true) return drawAll(host, found, source, flags)
  if (flags.chart === undefined) {
    host.out(listOf(isBundleName(file) ? found : [...found, ...MORE]))
    return EXIT.pass
  }
  const wanted = found.find(({ id }) => id === flags.chart)
  if (wanted === undefined) {
    host.say(`no chart ${flags.chart}; there are: ${found.map(({ id }) => id).join(', ')}`)
    return EXIT.usage
  }
  return written(host, wanted, source, flags)
}

const collectFactor = (text: string, previous: readonly string[] = []): readonly string[] => [...previous, text]

/** Draws charts of a run or of a results bundle. */
export const chart: CliCommand = {
  name: 'chart',
  declare(command, run, host) {
    withRunFlags(command)
      .description('draw charts of a run, or of a results bundle, as SVG or PNG; without --chart, list those that there are')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input, or a bundle (.nameplate)')
      .option('--chart <id>', 'which one; a chart of services as serving:<id>. tornado and response:<path> simulate the file with other values; ledger-bridge needs --option')
      .option('--all', 'every chart, into the folder of --out')
      .option('--option <id>', 'run with this option of the file')
      .option('--site <id>', 'tell of this site alone, where the file has several; all are simulated')
      .option('--result <key>', 'result of tornado and response, a key of the summary', SENSITIVITY_DEFAULTS.result)
      .option('--factor <path=low..high>', 'input of tornado and response, as of sensitivity; may be repeated', collectFactor)
      .option('--theme <theme>', 'light or dark', oneOf('--theme', ['light', 'dark']), 'light')
      .option('--width <px>', 'width of the drawing', wholeNumber('--width', 60, 10_000), CHART_SIZE.width)
      .option('--height <px>', 'height of the drawing', wholeNumber('--height', 40, 10_000), CHART_SIZE.height)
      .option('--format <format>', 'svg, png, or csv or parquet of what is drawn; without it what the name of --out says, else svg', oneOf('--format', CHART_FORMATS))
      .option('--dpi <n>', 'dots per inch of a PNG; 96 draws a pixel a unit of width and height', wholeNumber('--dpi', LEAST_DPI, 1200), CHART_SIZE.dpi)
      .option('--out <path>', 'write the drawing there instead of to stdout; with --all the folder')
      .action((file: string, flags: Flags) => run(() => act(host, file, flags)))
  },
}
