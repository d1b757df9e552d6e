import type { RunFigures } from '../../analysis/figures.ts'
import type { CliCommand } from '../command.ts'
import { oneOf } from '../command.ts'
import { EXIT } from '../exit-codes.ts'
import { mergeShards } from '../sweep/merge.ts'
import { collectFigures, pointTable, TABLE_FORMATS } from '../sweep/table.ts'

interface Flags {
  readonly figures?: (keyof RunFigures)[]
  readonly format: keyof typeof TABLE_FORMATS
}

/** Joins the shards of a sweep. */
export const merge: CliCommand = {
  name: 'merge',
  declare(command, act, host) {
    command
      .description('join the shards of a sweep to results.parquet and print a row a point; refuses gaps, duplicates and what does not belong together')
      .argument('<dir>', 'folder with shard-i-of-n.parquet')
      .option('--figures <keys>', 'figures of the table, such as meanUtilisation,pue', collectFigures)
      .option('--format <format>', 'text, json, csv or md', oneOf('--format', ['text', 'json', 'csv', 'md']), 'text')
      .action((folder: string, flags: Flags) =>
        act(async () => {
          const merged = await mergeShards(folder)
          if (!merged.ok) {
            for (const problem of merged.problems) host.say(problem)
            return EXIT.failure
          }
          host.say(`wrote ${merged.file}`)
          host.out(TABLE_FORMATS[flags.format](pointTable(merged.plan, merged.values, merged.rows, flags.figures)))
          return EXIT.pass
        }),
      )
  },
}
