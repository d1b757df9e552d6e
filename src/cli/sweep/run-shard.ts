/** Runs one shard of a sweep: what its journal holds is not run again, what ends goes into it at once, and all of it becomes one file. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Row } from '../../analysis/reduce.ts'
import { toLine } from '../../results/plain-text.ts'
import { UsageError } from '../command.ts'
import { type ExperimentFlags, runExperiment } from '../experiment/execute.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'
import type { Host } from '../host.ts'
import { makeFolder } from '../make-folder.ts'
import { type Journal, openJournal } from './journal.ts'
import { type Shard, shardPoints, type SweepPoint } from './plan.ts'
import { readSweepFile, shardName, writeSweepFile } from './shard-file.ts'

export interface ShardRun {
  readonly folder: string
  readonly planText: string
  readonly points: readonly SweepPoint[]
  /** Text of the scenario, kept beside the results. */
  readonly source: string
  readonly shard: Shard
  readonly flags: ExperimentFlags
}

/** Whether the shard is done: its file is there, whole and of this sweep. */
async function isDone(file: string, planText: string): Promise<boolean> {
  if (!existsSync(file)) return false
  const found = await readSweepFile(file)
  if ('problem' in found) throw new UsageError(`${found.problem}; delete it to simulate the shard again`)
  if (found.planText !== planText) throw new UsageError(`${file} belongs to another sweep, or to another version of the program or the scenario; take another --out, or delete it`)
  return true
}

const keyOf = (point: number, replication: number): string => `${point} ${replication}`

async function simulate(host: Host, { planText, points, source, shard, flags, folder }: ShardRun, journal: Journal): Promise<ExitCode> {
  const rows = new Map<string, Row>(journal.rows.map(row => [keyOf(row.point, row.replication), row]))
  if (rows.size > 0) host.say(`${rows.size} replications were done before`)
  const chosen = shardPoints(points.length, shard)
  const told = (): string => `${rows.size} replications are safe in ${join(folder, shardName(shard, 'journal'))}; the same command goes on from there`
  const file = join(folder, shardName(shard, 'parquet'))
  try {
    const exit = await runExperiment(host, {
      ...flags, points, chosen,
      label: shard.count === 1 ? 'sweeping' : `shard ${shard.index + 1}/${shard.count}`,
      known: (point, replication) => rows.get(keyOf(point, replication)),
      onRow({ row }) {
        const key = keyOf(row.point, row.replication)
        if (rows.has(key)) return
        journal.add(row)
        rows.set(key, row)
      },
    })
    if (exit !== EXIT.pass) {
      host.say(told())
      return exit
    }
    await writeSweepFile(file, planText, shard, [...rows.values()].map(row => ({ row, label: points[row.point].label, values: points[row.point].values })), source)
  } catch (error) {
    host.say(told())
    throw error
  }
  journal.remove()
  host.say(`wrote ${file}`)
  return EXIT.pass
}

export async function runShard(host: Host, run: ShardRun): Promise<ExitCode> {
  makeFolder(run.folder)
  const file = join(run.folder, shardName(run.shard, 'parquet'))
  if (await isDone(file, run.planText)) {
    host.say(`${file} is done already`)
    return EXIT.pass
  }
  // A shard without points still leaves a file, so that merge knows that it ran.
  const journal = openJournal(join(run.folder, shardName(run.shard, 'journal')), toLine([run.planText, run.shard]))
  try {
    return await simulate(host, run, journal)
  } finally {
    journal.close()
  }
}
