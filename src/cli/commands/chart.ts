import { writeFile } from 'node:fs/promises'
import { type ChartPicture, pictures } from '../pictures.ts'
import type { Frame } from '../../charts/chart.ts'
import { toSvgText } from '../../charts/mark.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, wholeNumber } from '../command.ts'
import { reportOfScenario } from '../experiment/scenario-report.ts'
import { EXIT } from '../exit-codes.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'

interface Flags extends RunFlags {
  readonly chart?: string
  readonly option?: string
  readonly theme: Frame['theme']
  readonly width: number
  readonly height: number
  readonly out?: string
}

const listOf = (found: readonly ChartPicture[]): string => `${found.map(({ id, label }) => `${id.padEnd(28)}${label}`).join('\n')}\n`

/** Draws one chart of a run as SVG. */
export const chart: CliCommand = {
  name: 'chart',
  declare(command, act, host) {
    withRunFlags(command)
      .description('draw a chart of a run as SVG; without --chart, list those that the scenario has')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--chart <id>', 'which one; a chart of services as serving:<id>')
      .option('--option <id>', 'run with this option of the file')
      .option('--theme <theme>', 'light or dark', oneOf('--theme', ['light', 'dark']), 'light')
      .option('--width <px>', 'width of the drawing', wholeNumber('--width', 60, 10_000), 800)
      .option('--height <px>', 'height of the drawing', wholeNumber('--height', 40, 10_000), 360)
      .option('--out <file>', 'write the drawing there instead of to stdout')
      .action((file: string, flags: Flags) =>
        act(async () => {
          const done = await reportOfScenario(host, { label: 'simulating', file, option: flags.option, set: flags.set ?? [] }, flags)
          if (!done.ok) return done.exit
          const { report, scenario } = done
          const found = pictures(done.first, done.weekly, report)
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
            await writeFile(flags.out, text)
            host.say(`wrote ${flags.out}`)
          }
          return EXIT.pass
        }),
      )
  },
}
