import { fabricBill } from '../../engine/preflight/fabric-bill.ts'
import type { FabricBill } from '../../results/fabric-bill.ts'
import type { CliCommand } from '../command.ts'
import { collectSet, oneOf } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { fabricText } from '../fabric-text.ts'
import { readSite } from '../read-scenario.ts'
import { createPaint } from '../report-text.ts'

interface Flags {
  readonly option?: string
  readonly site?: string
  readonly set?: { path: string; value: string }[]
  readonly format: 'text' | 'json' | 'csv'
}

/** One line a tier, medium and length. */
function billCsv({ tiers }: FabricBill): string {
  const rows = tiers.flatMap(({ id, cables }) => cables.map(({ medium, lengthM, count }) => `${id},${medium},${lengthM},${count}`))
  return `${['tier,medium,length_m,cables', ...rows].join('\n')}\n`
}

/** What the network of a site is made of. */
export const fabric: CliCommand = {
  name: 'fabric',
  declare(command, act, host) {
    command
      .description('bill of materials of the network: switches, links, optical modules, cables by length, and what they cost')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--option <id>', 'with this option of the file')
      .option('--site <id>', 'site that it is about, where the file has several; the first when left out')
      .option('--set <path=value>', 'replace a value; may be repeated', collectSet)
      .option('--format <format>', 'text, json or csv', oneOf('--format', ['text', 'json', 'csv']), 'text')
      .action((file: string, flags: Flags) =>
        act(async () => {
          const checked = await readSite(host, file, flags)
          if (checked === undefined) return EXIT.invalidScenario
          const { scenario } = checked
          const writers: Record<Flags['format'], (of: FabricBill) => string> = {
            text: of => fabricText(flags.option === undefined ? scenario.name : `${scenario.name} — ${flags.option}`, of, createPaint(host.hasColour)),
            json: of => `${JSON.stringify(of, null, 2)}\n`,
            csv: billCsv,
          }
          host.out(writers[flags.format](fabricBill(scenario)))
          return EXIT.pass
        }),
      )
  },
}
