import { FIGURE_COLUMNS } from '../../analysis/figure-text.ts'
import { resultTables } from '../../exchange/result-tables.ts'
import { xlsxBook } from '../../exchange/xlsx-book.ts'
import type { CliCommand } from '../command.ts'
import { oneOf, UsageError } from '../command.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { bundleBytes, type FinishedRun, openResults, runOf } from '../open-results.ts'
import { fileToWrite, folderToWrite } from '../out-path.ts'
import { type RunFlags, withRunFlags } from '../run-flags.ts'
import { tableFiles, writeFolder } from '../write-results.ts'
import { writeWhole } from '../write-whole.ts'

const TABLES = resultTables(FIGURE_COLUMNS)

interface Flags extends RunFlags {
  readonly option?: string
  readonly tables?: string
  readonly format: 'parquet' | 'csv' | 'xlsx' | 'bundle'
  readonly out: string
  /** `--no-bom` */
  readonly bom: boolean
}

function wantedTables(flags: Flags): string[] {
  const ids = TABLES.map(({ id }) => id)
  const wanted = flags.tables?.split(',').map(id => id.trim()).filter(id => id !== '') ?? ids
  const unknown = wanted.find(id => !ids.includes(id))
  if (unknown !== undefined) throw new UsageError(`there is no table '${unknown}'; there are ${ids.join(', ')}`)
  return wanted
}

async function writeBook(host: Host, run: FinishedRun, wanted: readonly string[], out: string): Promise<ExitCode> {
  const book = await xlsxBook(TABLES.filter(({ id }) => wanted.includes(id)).map(({ id, table }) => ({ name: id, table: table(run) })))
  if (!book.ok) {
    host.say(book.error)
    return EXIT.failure
  }
  await writeWhole(out, book.value)
  host.say(`wrote ${out}`)
  return EXIT.pass
}

async function act(host: Host, file: string, flags: Flags): Promise<ExitCode> {
  const wanted = wantedTables(flags)
  if (flags.format === 'bundle' && !flags.out.endsWith('.nameplate')) throw new UsageError('a bundle is a file whose name ends with .nameplate')
  const place = flags.format === 'xlsx' || flags.format === 'bundle' ? fileToWrite : folderToWrite
  place('--out')(flags.out)
  const opened = await openResults(host, file, { ...flags, record: flags.format === 'bundle' || wanted.includes('demand'), options: () => [flags.option] })
  if (!opened.ok) return opened.exit
  const run = runOf(opened.results, flags.option)
  if (flags.format === 'xlsx') return writeBook(host, run, wanted, flags.out)
  if (flags.format === 'bundle') {
    await writeWhole(flags.out, bundleBytes(opened.results))
    host.say(`wrote ${flags.out}`)
    return EXIT.pass
  }
  const files = tableFiles(run, flags.format, flags.bom).filter(({ name }) => wanted.includes(name.slice(0, name.lastIndexOf('.'))))
  for (const path of await writeFolder(flags.out, files)) host.say(`wrote ${path}`)
  return EXIT.pass
}

/** Tables of a run or of a results bundle, for analysts. */
export const exportCommand: CliCommand = {
  name: 'export',
  declare(command, run, host) {
    withRunFlags(command)
      .description('write the tables of a run, or of a results bundle without running anything')
      .argument('<file>', 'scenario file, or a bundle (.nameplate)')
      .option('--option <id>', 'option of the file')
      .option('--format <format>', 'parquet, csv, xlsx (one workbook) or bundle', oneOf('--format', ['parquet', 'csv', 'xlsx', 'bundle']), 'parquet')
      .option('--tables <ids>', 'only these, separated by commas; `schema --results` lists them')
      .option('--no-bom', 'CSV without a byte order mark')
      .requiredOption('--out <path>', 'folder for parquet and csv, file for xlsx and bundle')
      .action((file: string, flags: Flags) => run(() => act(host, file, flags)))
  },
}
