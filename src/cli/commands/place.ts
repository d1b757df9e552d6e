import { placeRacks } from '../../engine/preflight/placement.ts'
import type { PlacementReport } from '../../results/placement.ts'
import { racks } from '../../scenario/catalog/racks.ts'
import { nearestName } from '../../scenario/nearest.ts'
import type { CliCommand } from '../command.ts'
import { collectSet, oneOf, UsageError, wholeNumber } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { placementText } from '../place-text.ts'
import { readSite } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'

interface Flags {
  readonly rack: string
  readonly count: number
  readonly option?: string
  readonly site?: string
  readonly set?: { path: string; value: string }[]
  readonly format: 'text' | 'json'
}

const COUNT_MAX = 10_000
const MODELS = Object.keys(racks.entries)

const knownModel = (text: string): string => {
  if (MODELS.includes(text)) return text
  const nearest = nearestName(text, MODELS)
  throw new UsageError(`--rack does not know '${text}'${nearest === undefined ? '' : `, did you mean ${nearest}?`} One of: ${MODELS.join(', ')}`)
}

/** Ranks the places where more racks fit, with what binds at each, now and at each phase. */
export const place: CliCommand = {
  name: 'place',
  declare(command, act, host) {
    command
      .description('where more racks fit: ranked positions with what binds at each, by phase, and what unlocks most for the money')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .requiredOption('--rack <model>', `racks to place: ${MODELS.join(', ')}`, knownModel)
      .requiredOption('--count <n>', 'how many', wholeNumber('--count', 1, COUNT_MAX))
      .option('--option <id>', 'with this option of the file')
      .option('--site <id>', 'site that it is about, where the file has several; the first when left out')
      .option('--set <path=value>', 'replace a value; may be repeated', collectSet)
      .option('--format <format>', 'text or json', oneOf('--format', ['text', 'json']), 'text')
      .action((file: string, flags: Flags) =>
        act(async () => {
          const checked = await readSite(host, file, flags)
          if (checked === undefined) return EXIT.invalidScenario
          const { read, scenario } = checked
          const report = placeRacks(scenario, read.inputs, { model: flags.rack, count: flags.count })
          const writers: Record<Flags['format'], (of: PlacementReport) => string> = {
            text: of => placementText(flags.option === undefined ? scenario.name : `${scenario.name} — ${flags.option}`, of, createPaint(host.hasColour)),
            json: of => `${JSON.stringify(of, null, 2)}\n`,
          }
          host.out(writers[flags.format](report))
          return EXIT.pass
        }),
      )
  },
}
