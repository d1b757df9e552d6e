/** Result files of a run, all or nothing: written beside and renamed, so that an interruption leaves no half of them. */
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Report } from '../analysis/report.ts'
import { tableCsv } from '../exchange/csv.ts'
import { moneyCsv } from '../exchange/money-csv.ts'
import { exporters } from '../exchange/exporters/index.ts'
import type { RunResult } from '../results/run-result.ts'

/** Writes summary and tables of replication 0 into `directory` and returns the paths. */
export async function writeResults(directory: string, report: Report, first: RunResult): Promise<string[]> {
  const target = resolve(directory)
  await mkdir(target, { recursive: true })
  const staging = await mkdtemp(join(dirname(target), '.nameplate-'))
  try {
    const files = [{ name: 'summary.json', text: `${JSON.stringify(report, null, 2)}\n` }, { name: 'money.csv', text: moneyCsv(report.money) }, ...exporters.map(({ id, table }) => ({ name: `${id}.csv`, text: tableCsv(table(first)) }))]
    for (const { name, text } of files) await writeFile(join(staging, name), text)
    for (const { name } of files) await rename(join(staging, name), join(target, name))
    return files.map(({ name }) => join(directory, name))
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}
