import { ALLOCATION_HEADER, allocationCells, allocationTables } from '../allocation-tables.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, shareOf } from '../command.ts'
import { reportOfScenario } from '../experiment/scenario-report.ts'
import { EXIT } from '../exit-codes.ts'
import { createPaint } from '../report-text.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { tableCsv, tableMarkdown, tableText } from '../text-table.ts'

interface Flags extends RunFlags {
  readonly option?: string
  readonly confidence?: number
  readonly format: 'text' | 'json' | 'csv' | 'md'
}

/** What can be promised to whom, quarter by quarter. */
export const allocate: CliCommand = {
  name: 'allocate',
  declare(command, act, host) {
    withRunFlags(command)
      .description('what can be promised to which tenant in each quarter, and which promises the site cannot keep')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--option <id>', 'with this option of the file')
      .option('--confidence <share>', 'share of the replications that must have what is promised, such as 0.9; scheduler.promise of the file when left out', shareOf('--confidence'))
      .option('--format <format>', 'text, json, csv or md', oneOf('--format', ['text', 'json', 'csv', 'md']), 'text')
      .addHelpText('after', '\nPromises are tenants.X.commitments and hard reservations; what tenants would like to have is tenants.X.asks.')
      .action((file: string, flags: Flags) =>
        act(async () => {
          const set = [...(flags.set ?? []), ...(flags.confidence === undefined ? [] : [{ path: 'scheduler.promise', value: String(flags.confidence) }])]
          const done = await reportOfScenario(host, { label: 'simulating', file, option: flags.option, set }, flags)
          if (!done.ok) return done.exit
          const { allocation } = done.report
          if (allocation === null) {
            host.say(`${file} promises nothing to tenants; add tenants.X.commitments, hard reservations or asks, such as asks: [{accelerators: 256, price: 2.50 USD/h}]`)
            return EXIT.usage
          }
          const paint = createPaint(host.hasColour)
          const writers = {
            text: () => allocationTables(allocation).map(table => tableText(table, paint)).join('\n'),
            md: () => allocationTables(allocation).map(tableMarkdown).join('\n'),
            csv: () => tableCsv(ALLOCATION_HEADER, allocationCells(allocation)),
            json: () => `${JSON.stringify(allocation, null, 2)}\n`,
          }
          host.out(writers[flags.format]())
          return EXIT.pass
        }),
      )
  },
}
