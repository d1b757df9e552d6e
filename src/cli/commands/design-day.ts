import { designDayReport, WET_RECIRCULATION_K } from '../../engine/preflight/design-day.ts'
import type { DesignDayReport } from '../../results/design-day.ts'
import type { CliCommand } from '../command.ts'
import { collectSet, oneOf, UsageError } from '../command.ts'
import { designDayText } from '../design-day-text.ts'
import { EXIT } from '../exit-codes.ts'
import { readSite } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'

interface Flags {
  readonly option?: string
  readonly site?: string
  readonly set?: { path: string; value: string }[]
  readonly recirculation?: number
  readonly wetRecirculation?: number
  readonly format: 'text' | 'json'
}

const KELVIN_MAX = 15

/** A difference of temperature in kelvin, such as `2.5`. */
const kelvin = (flag: string) => (text: string): number => {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0 && value <= KELVIN_MAX)) throw new UsageError(`${flag} takes kelvin from 0 to ${KELVIN_MAX}, not '${text}'`)
  return value
}

/** What the site draws, gets and reaches on the days that size it. */
export const designDay: CliCommand = {
  name: 'design-day',
  declare(command, act, host) {
    command
      .description('what the site draws and how warm it gets on the hottest and the moistest day in twenty years')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--option <id>', 'with this option of the file')
      .option('--site <id>', 'site that it is about, where the file has several; the first when left out')
      .option('--set <path=value>', 'replace a value; may be repeated', collectSet)
      .option('--recirculation <kelvin>', 'exhaust that yards breathe again, on the dry bulb; each block’s own when left out', kelvin('--recirculation'))
      .option('--wet-recirculation <kelvin>', `the same on the highest wet bulb (default ${WET_RECIRCULATION_K})`, kelvin('--wet-recirculation'))
      .option('--format <format>', 'text or json', oneOf('--format', ['text', 'json']), 'text')
      .action((file: string, flags: Flags) =>
        act(async () => {
          const checked = await readSite(host, file, flags)
          if (checked === undefined) return EXIT.invalidScenario
          const { read, scenario } = checked
          const report = designDayReport(scenario, read.inputs, {
            ...(flags.recirculation === undefined ? {} : { recirculationK: flags.recirculation }),
            ...(flags.wetRecirculation === undefined ? {} : { wetRecirculationK: flags.wetRecirculation }),
          })
          if (report === undefined) {
            host.say('the weather states no extremes: there is no design day')
            return EXIT.invalidScenario
          }
          const writers: Record<Flags['format'], (of: DesignDayReport) => string> = {
            text: of => designDayText(flags.option === undefined ? scenario.name : `${scenario.name} — ${flags.option}`, of, createPaint(host.hasColour)),
            json: of => `${JSON.stringify(of, null, 2)}\n`,
          }
          host.out(writers[flags.format](report))
          return EXIT.pass
        }),
      )
  },
}
