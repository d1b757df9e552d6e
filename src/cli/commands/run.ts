import type { CliCommand } from '../command.ts'
import { oneOf, UsageError } from '../command.ts'
import { DETERMINISM_FORMATS } from '../determinism-text.ts'
import { verifyDeterminism } from '../experiment/determinism.ts'
import type { PointChoice } from '../experiment/point.ts'
import { reportOfScenario } from '../experiment/scenario-report.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { tableCsv } from '../../exchange/csv.ts'
import { seriesTable } from '../../exchange/exporters/series-table.ts'
import { createPaint, reportMarkdown, reportText } from '../report-text.ts'
import { folderToWrite } from '../out-path.ts'
import { dayFlag, type RunFlags, withAntithetic, withRunFlags } from '../run-flags.ts'
import { writeResults } from '../write-results.ts'

interface Flags extends RunFlags {
  readonly option?: string
  readonly site?: string
  readonly decideOn?: string
  readonly out?: string
  readonly verifyDeterminism?: boolean
  readonly antithetic?: boolean
  /** `--no-bom` */
  readonly bom: boolean
  readonly format: 'text' | 'json' | 'csv' | 'md'
}

async function verified(host: Host, choice: PointChoice, flags: Flags): Promise<ExitCode> {
  if (flags.out !== undefined) throw new UsageError('--verify-determinism writes no results: leave --out out')
  const done = await verifyDeterminism(host, choice, flags)
  if (!done.ok) return done.exit
  host.out(DETERMINISM_FORMATS[flags.format](done.found, createPaint(host.hasColour)))
  return done.found.isEqual ? EXIT.pass : EXIT.invariantBroken
}

/** Simulates a scenario and prints the answer. */
export const run: CliCommand = {
  name: 'run',
  declare(command, act, host) {
    withAntithetic(withRunFlags(command))
      .description('simulate a scenario and print what it delivers and what took the rest')
      .argument('<file>', 'scenario file (YAML or JSON), - for standard input')
      .option('--option <id>', 'run with this option of the file')
      .option('--decide-on <date>', 'decide the option on this day instead of that of the file; its dates are as much later', dayFlag)
      .option('--site <id>', 'tell of this site alone, where the file has several; all are simulated')
      .option('--out <dir>', 'write manifest, summary, tables (CSV and Parquet) and the results bundle there', folderToWrite('--out'))
      .option('--verify-determinism', 'instead: simulate with 1 to --workers threads, straight and restored from its written state, and compare the hashes; ends with 4 when they differ')
      .option('--no-bom', 'CSV files without a byte order mark')
      .option('--format <format>', 'text, json, csv (the series of replication 0) or md', oneOf('--format', ['text', 'json', 'csv', 'md']), 'text')
      .action((file: string, flags: Flags) =>
        act(async () => {
          if (flags.site !== undefined && flags.out !== undefined) throw new UsageError('--out writes the results of all sites: leave --site out')
          if (flags.decideOn !== undefined && flags.option === undefined) throw new UsageError('--decide-on needs --option: it moves the decision of an option')
          const choice = { label: 'simulating', file, option: flags.option, decideOn: flags.decideOn, site: flags.site, set: flags.set ?? [] }
          if (flags.verifyDeterminism === true) return verified(host, choice, flags)
          const done = await reportOfScenario(host, choice, { ...flags, record: flags.out !== undefined })
          if (!done.ok) return done.exit
          const { report, first } = done
          const writers = {
            text: () => reportText(report, first, createPaint(host.hasColour)),
            json: () => `${JSON.stringify(report, null, 2)}\n`,
            csv: () => tableCsv(seriesTable(first)),
            md: () => reportMarkdown(report),
          }
          host.out(writers[flags.format]())
          if (flags.out !== undefined) {
            const source = { text: done.read.source.text, file, set: flags.set ?? [] }
            const results = { source, runs: [{ label: flags.option ?? 'as written', report, rows: done.rows, weekly: done.weekly, first }] }
            for (const path of await writeResults(flags.out, results, flags.bom)) host.say(`wrote ${path}`)
          }
          return EXIT.pass
        }),
      )
  },
}
