import { writeFile } from 'node:fs/promises'
import { type ChartPicture, pictures } from '../pictures.ts'
import type { Frame } from '../../charts/chart.ts'
import { charts } from '../../charts/index.ts'
import { toSvgText } from '../../charts/mark.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError, wholeNumber } from '../command.ts'
import { reportOfScenario } from '../experiment/scenario-report.ts'
import { EXIT } from '../exit-codes.ts'
import { pngOf } from '../png.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'

interface Flags extends RunFlags {
  readonly chart?: string
  readonly option?: string
  readonly theme: Frame['theme']
  readonly width: number
  readonly height: number
  readonly format?: 'svg' | 'png'
  readonly dpi: number
  readonly out?: string
}

/** What is asked for, or what the name of the file says. */
const formatOf = ({ format, out }: Flags): 'svg' | 'png' => format ?? (out?.toLowerCase().endsWith('.png') === true ? 'png' : 'svg')

/** Zones are told by what a run records, which takes time that other charts need not pay. */
const tellsZones = ({ chart }: Flags): boolean => chart === undefined || chart === charts.zoneAvailability.id

const listOf = (found: readonly ChartPicture[]): string => `${found.map(({ id, label }) => `${id.padEnd(28)}${label}`).join('\n')}\n`

/** Draws one chart of a run. */
export const chart: CliCommand = {
  name: 'chart',
  declare(command, act, host) {
    withRunFlags(command)
      .description('draw a chart of a run as SVG or PNG; without --chart, list those that the scenario has')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--chart <id>', 'which one; a chart of services as serving:<id>')
      .option('--option <id>', 'run with this option of the file')
      .option('--theme <theme>', 'light or dark', oneOf('--theme', ['light', 'dark']), 'light')
      .option('--width <px>', 'width of the drawing', wholeNumber('--width', 60, 10_000), 800)
      .option('--height <px>', 'height of the drawing', wholeNumber('--height', 40, 10_000), 360)
      .option('--format <format>', 'svg or png; without it what the name of --out says, else svg', oneOf('--format', ['svg', 'png']))
      .option('--dpi <n>', 'dots per inch of a PNG; 96 draws a pixel a unit of width and height', wholeNumber('--dpi', 24, 1200), 192)
      .option('--out <file>', 'write the drawing there instead of to stdout')
      .action((file: string, flags: Flags) =>
        act(async () => {
          if (formatOf(flags) === 'png' && flags.chart !== undefined && flags.out === undefined) throw new UsageError('a PNG needs a file: --out chart.png')
          const done = await reportOfScenario(host, { label: 'simulating', file, option: flags.option, set: flags.set ?? [] }, { ...flags, record: tellsZones(flags) })
          if (!done.ok) return done.exit
          const { report, scenario } = done
          const found = pictures(scenario, done.first, done.weekly, report)
          if (flags.chart === undefined) {
            host.out(listOf(found))
            return EXIT.pass
          }
          const wanted = found.find(({ id }) => id === flags.chart)
          if (wanted === undefined) {
            host.say(`no chart ${flags.chart}; there are: ${found.map(({ id }) => id).join(', ')}`)
            return EXIT.usage
          }
          const { manifest } = report
          const source = [scenario.name, manifest.option ?? 'as written', `seed ${manifest.seed}`, manifest.resultHash].join(' · ')
          const text = toSvgText(wanted.draw({ width: flags.width, height: flags.height, theme: flags.theme, source }))
          if (flags.out === undefined) host.out(text)
          else {
            await writeFile(flags.out, formatOf(flags) === 'png' ? await pngOf(text, flags.dpi) : text)
            host.say(`wrote ${flags.out}`)
          }
          return EXIT.pass
        }),
      )
  },
}
