/** Result files of a run, all or nothing: written beside and renamed, so that an interruption leaves no half of them. */
import { createHash } from 'node:crypto'
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { FIGURE_COLUMNS } from '../analysis/figure-text.ts'
import { resultTables } from '../exchange/result-tables.ts'
import { tableCsv } from '../exchange/csv.ts'
import { tableParquet } from '../exchange/parquet-table.ts'
import { makeFolder } from './make-folder.ts'
import { bundleBytes, type FinishedResults, type FinishedRun } from './open-results.ts'
import { atPath } from './system-error.ts'

export interface NamedFile {
  readonly name: string
  readonly content: string | Uint8Array
}

export type TableFormat = 'csv' | 'parquet'

/** Every table in a format; a byte order mark begins CSV files unless it is not wanted. */
export function tableFiles(run: FinishedRun, format: TableFormat, hasByteOrderMark: boolean): NamedFile[] {
  const manifest = JSON.stringify(run.report.manifest)
  return resultTables(FIGURE_COLUMNS).map(({ id, help, table }) => ({
    name: `${id}.${format}`,
    content: format === 'csv' ? tableCsv(table(run), { hasByteOrderMark }) : tableParquet(table(run), { manifest, table: id, help }),
  }))
}

/** Writes files into a folder, each whole, all of them or none. */
export async function writeFolder(directory: string, files: readonly NamedFile[]): Promise<string[]> {
  const target = resolve(directory)
  let staging: string | undefined
  try {
    makeFolder(target)
    staging = await mkdtemp(join(dirname(target), '.nameplate-'))
    for (const { name, content } of files) await writeFile(join(staging, name), content)
    for (const { name } of files) await rename(join(staging, name), join(target, name))
    return files.map(({ name }) => join(directory, name))
  } catch (error) {
    throw atPath(error, directory)
  } finally {
    if (staging !== undefined) await rm(staging, { recursive: true, force: true })
  }
}

/** What the folder holds and what made it. */
function manifestFile({ report }: FinishedRun, files: readonly NamedFile[]): NamedFile {
  const listed = files.map(({ name, content }) => ({ name, bytes: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') }))
  return { name: 'manifest.json', content: `${JSON.stringify({ ...report.manifest, files: listed }, null, 2)}\n` }
}

/** Writes manifest, summary, tables and bundle into `directory` and returns the paths. */
export async function writeResults(directory: string, results: FinishedResults, hasByteOrderMark = true): Promise<string[]> {
  const [run] = results.runs
  const files: NamedFile[] = [
    { name: 'summary.json', content: `${JSON.stringify(run.report, null, 2)}\n` },
    { name: 'results.nameplate', content: bundleBytes(results) },
    ...tableFiles(run, 'csv', hasByteOrderMark),
    ...tableFiles(run, 'parquet', hasByteOrderMark),
  ]
  return writeFolder(directory, [manifestFile(run, files), ...files])
}
