import { weeklyUtilisation } from '../../analysis/figures.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { sitesOf } from '../../scenario/sites.ts'
import { type ChartPicture, pictures } from '../pictures.ts'
import { unknownSite } from '../read-scenario.ts'
import type { Frame } from '../../charts/chart.ts'
import { charts } from '../../charts/index.ts'
import { toSvgText } from '../../charts/mark.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { type FinishedRun, openResults, runOf, scenarioOf } from '../open-results.ts'
import { pngOf } from '../png.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { writeFolder } from '../write-results.ts'
import { writeWhole } from '../write-whole.ts'

interface Flags extends RunFlags {
  readonly chart?: string
  readonly all?: boolean
  readonly option?: string
  readonly site?: string
  readonly theme: Frame['theme']
  readonly width: number
  readonly height: number
  readonly format?: 'svg' | 'png'
  readonly dpi: number
  readonly out?: string
}

/** What is asked for, or what the name of the file says. */
const formatOf = ({ format, out }: Pick<Flags, 'format' | 'out'>): 'svg' | 'png' => format ?? (out?.toLowerCase().endsWith('.png') === true ? 'png' : 'svg')

/** Zones are told by what a run records, which takes time that other charts need not pay. */
const tellsZones = ({ chart }: Flags): boolean => chart === undefined || chart === charts.zoneAvailability.id

const listOf = (found: readonly ChartPicture[]): string => `${found.map(({ id, label }) => `${id.padEnd(28)}${label}`).join('\n')}\n`

/** A drawing in the wanted format. */
const drawn = async (picture: ChartPicture, source: string, { width, height, theme, ...flags }: Flags): Promise<string | Uint8Array> => {
  const text = toSvgText(picture.draw({ width, height, theme, source }))
  return formatOf(flags) === 'png' ? pngOf(text, flags.dpi) : text
}

type Subject = Pick<FinishedRun, 'report' | 'first' | 'weekly'>

/** What is drawn: the run, or one of its sites; of the weeks of a site those of replication 0. */
function aboutSite(scenario: Scenario, { report, first, weekly }: Subject, site: string | undefined): Subject & { readonly scenario: Scenario } {
  if (site === undefined) return { scenario, report, first, weekly }
  const { sites = [], ...whole } = report
  const index = sites.findIndex(({ id }) => id === site)
  const own = first.sites?.[index]?.result
  if (own === undefined) throw new UsageError(unknownSite(site, sites.map(({ id }) => id)))
  return { scenario: sitesOf(scenario)[index].scenario, report: { ...whole, ...sites[index] }, first: own, weekly: [weeklyUtilisation(own, own.contractStartMs)] }
}

/** Writes every chart into a folder. */
async function drawAll(host: Host, found: readonly ChartPicture[], source: string, flags: Flags): Promise<ExitCode> {
  const files = []
  for (const picture of found) files.push({ name: `${picture.id.replaceAll(':', '-')}.${formatOf(flags)}`, content: await drawn(picture, source, flags) })
  for (const path of await writeFolder(flags.out ?? '.', files)) host.say(`wrote ${path}`)
  return EXIT.pass
}

async function act(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  if (flags.all === true && flags.out === undefined) throw new UsageError('--all needs a folder: --out charts')
  if (formatOf(flags) === 'png' && flags.chart !== undefined && flags.out === undefined) throw new UsageError('a PNG needs a file: --out chart.png')
  const { seed, replications, workers, until, set } = flags
  const opened = await openResults(host, file, { seed, replications, workers, until, set, record: tellsZones(flags), options: () => [flags.option] })
  if (!opened.ok) return opened.exit
  const run = runOf(opened.results, flags.option)
  const { scenario, report, first, weekly } = aboutSite(scenarioOf(opened.results, run), run, flags.site)
  const found = pictures(scenario, first, weekly, report)
  const { manifest } = report
  const source = [manifest.scenario, manifest.option ?? 'as written', `seed ${manifest.seed}`, manifest.resultHash].join(' · ')
  if (flags.all === true) return drawAll(host, found, source, flags)
  if (flags.chart === undefined) {
    host.out(listOf(found))
    return EXIT.pass
  }
  const wanted = found.find(({ id }) => id === flags.chart)
  if (wanted === undefined) {
    host.say(`no chart ${flags.chart}; there are: ${found.map(({ id }) => id).join(', ')}`)
    return EXIT.usage
  }
  const content = await drawn(wanted, source, flags)
  if (flags.out === undefined) host.out(String(content))
  else {
    await writeWhole(flags.out, content)
    host.say(`wrote ${flags.out}`)
  }
  return EXIT.pass
}

/** Draws charts of a run or of a results bundle. */
export const chart: CliCommand = {
  name: 'chart',
  declare(command, run, host) {
    withRunFlags(command)
      .description('draw charts of a run, or of a results bundle, as SVG or PNG; without --chart, list those that there are')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input, or a bundle (.nameplate)')
      .option('--chart <id>', 'which one; a chart of services as serving:<id>')
      .option('--all', 'every chart, into the folder of --out')
      .option('--option <id>', 'run with this option of the file')
      .option('--site <id>', 'tell of this site alone, where the file has several; all are simulated')
      .option('--theme <theme>', 'light or dark', oneOf('--theme', ['light', 'dark']), 'light')
      .option('--width <px>', 'width of the drawing', wholeNumber('--width', 60, 10_000), 800)
      .option('--height <px>', 'height of the drawing', wholeNumber('--height', 40, 10_000), 360)
      .option('--format <format>', 'svg or png; without it what the name of --out says, else svg', oneOf('--format', ['svg', 'png']))
      .option('--dpi <n>', 'dots per inch of a PNG; 96 draws a pixel a unit of width and height', wholeNumber('--dpi', 24, 1200), 192)
      .option('--out <path>', 'write the drawing there instead of to stdout; with --all the folder')
      .action((file: string, flags: Flags) => run(() => act(host, file, flags)))
  },
}
