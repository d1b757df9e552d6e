/** All shards of a sweep as one file; refuses what does not belong together, and then writes nothing. */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Row } from '../../analysis/reduce.ts'
import { UsageError } from '../command.ts'
import { isSystemError } from '../system-error.ts'
import { readSweepFile, RESULTS_FILE, SHARD_FILE, type SweepFile, type SweepPlan, writeSweepFile } from './shard-file.ts'
import { sweepPoints } from './plan.ts'

export type Merged = { readonly ok: true; readonly plan: SweepPlan; readonly rows: readonly Row[]; readonly values: readonly (readonly string[])[]; readonly file: string } | { readonly ok: false; readonly problems: readonly string[] }

/** Values of the axes at every point. */
export const valuesOfPlan = ({ axes, design, designSeed, points }: SweepPlan): (readonly string[])[] =>
  sweepPoints(axes, { design, points: design === 'grid' ? undefined : points, seed: designSeed }, { file: '', set: [] }).map(({ values }) => values)

/** What is wrong with the files as parts of one sweep. */
function mismatches(files: readonly { readonly name: string; readonly file: SweepFile }[]): string[] {
  const [{ name: firstName, file: first }] = files
  const counts = new Set(files.map(({ file }) => file.shard?.count))
  const others = files.filter(({ file }) => file.planText !== first.planText)
  const versions = others.filter(({ file }) => file.plan.engine !== first.plan.engine)
  const scenarios = others.filter(({ file }) => file.plan.scenarioHash !== first.plan.scenarioHash)
  if (versions.length > 0) return [`${versions[0].name} was made by another version of the program than ${firstName}`]
  if (scenarios.length > 0) return [`${scenarios[0].name} is of another scenario than ${firstName}`]
  if (others.length > 0) return [`${others[0].name} is of another sweep than ${firstName}: its design, seeds or replications differ`]
  if (counts.size > 1) return [`there are shards of ${[...counts].join(' and of ')}: two ways to split one sweep`]
  const count = first.shard?.count ?? 1
  const have = files.map(({ file }) => file.shard?.index ?? -1)
  const twice = have.filter((index, at) => have.indexOf(index) !== at)
  if (twice.length > 0) return [`shard ${twice[0] + 1} is there twice`]
  const missing = Array.from({ length: count }, (_, index) => index).filter(index => !have.includes(index))
  return missing.length === 0 ? [] : [`${missing.length} of ${count} shards are missing: ${missing.slice(0, 20).map(index => index + 1).join(', ')}${missing.length > 20 ? ', …' : ''}`]
}

/** Points and replications that are missing, twice or in the wrong shard. */
function gaps(plan: SweepPlan, files: readonly { readonly name: string; readonly file: SweepFile }[]): string[] {
  const seen = Array.from({ length: plan.points }, () => new Set<number>())
  for (const { name, file } of files) {
    for (const { point, replication } of file.rows) {
      if (file.shard !== undefined && (point >= plan.points || point % file.shard.count !== file.shard.index)) return [`${name} holds point ${point}, which is not its own`]
      if (seen[point].has(replication)) return [`${name} holds replication ${replication} of point ${point} a second time`]
      seen[point].add(replication)
    }
  }
  const short = seen.findIndex(replications => replications.size === 0 || (plan.replications !== null && replications.size !== plan.replications) || !replications.has(replications.size - 1))
  return short < 0 ? [] : [`point ${short} has ${seen[short].size} of ${plan.replications ?? 'its'} replications`]
}

export async function mergeShards(folder: string): Promise<Merged> {
  const found = await readdir(folder).catch((error: unknown) => {
    throw isSystemError(error) && (error.code === 'ENOENT' || error.code === 'ENOTDIR') ? new UsageError(`merge takes the folder of a sweep: ${folder} ${error.code === 'ENOENT' ? 'does not exist' : 'is a file'}`) : error
  })
  const names = found.filter(name => SHARD_FILE.test(name)).toSorted()
  if (names.length === 0) return { ok: false, problems: [`${folder} holds no shards: no shard-1-of-n.parquet`] }
  const files: { name: string; file: SweepFile }[] = []
  const problems: string[] = []
  for (const name of names) {
    const file = await readSweepFile(join(folder, name))
    if ('problem' in file) problems.push(file.problem)
    else files.push({ name, file })
  }
  if (problems.length > 0) return { ok: false, problems }
  const wrong = mismatches(files)
  if (wrong.length > 0) return { ok: false, problems: wrong }
  const { plan, planText, source } = files[0].file
  const missing = gaps(plan, files)
  if (missing.length > 0) return { ok: false, problems: missing }
  const values = valuesOfPlan(plan)
  const sorted = files.flatMap(({ file }) => file.rows.map((row, at) => ({ row, record: file.records[at] }))).toSorted(({ row: a }, { row: b }) => a.point - b.point || a.replication - b.replication)
  const rows = sorted.map(({ row }) => row)
  const file = join(folder, RESULTS_FILE)
  await writeSweepFile(file, planText, undefined, sorted.map(each => ({ ...each, label: `point ${each.row.point}`, values: values[each.row.point] })), source)
  return { ok: true, plan, rows, values, file }
}
