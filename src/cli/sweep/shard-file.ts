/** Files of a sweep in its folder: one a shard, and the merged one. Written beside and renamed, with a checksum; never half of one. */
import { readFileSync } from 'node:fs'
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import type { Row } from '../../analysis/reduce.ts'
import { readSweep, type SweepRow, writeSweep } from '../../exchange/sweep-parquet.ts'
import { fromLine, toLine } from '../../results/plain-text.ts'
import type { ExperimentFlags } from '../experiment/execute.ts'
import { writeWhole } from '../write-whole.ts'
import type { Design, Shard } from './plan.ts'
import { isSealed, SEAL, sealed } from './sealed.ts'
import type { Axis } from '../../scenario/matrix.ts'

/** Everything that the results of a sweep depend on; equal for all of its shards. */
export interface SweepPlan {
  readonly format: 1
  readonly engine: string
  readonly scenario: string
  readonly scenarioHash: string
  readonly inputHashes: Readonly<Record<string, string>>
  readonly axes: readonly Axis[]
  readonly design: Design
  readonly designSeed: number
  readonly points: number
  readonly option: string | null
  readonly set: readonly string[]
  readonly seed: number
  /** Null where goals of precision decide. */
  readonly replications: number | null
  readonly goals: readonly string[]
  readonly mostReplications: number
  readonly until: ExperimentFlags['until'] | null
}

export interface SweepFile {
  readonly plan: SweepPlan
  /** Text of the plan as it stands in the file. */
  readonly planText: string
  /** Text of the scenario; undefined in files of versions that did not keep it. */
  readonly source: string | undefined
  /** Undefined in the merged file. */
  readonly shard: Shard | undefined
  readonly rows: readonly Row[]
  /** The same as text. */
  readonly records: readonly string[]
}

export const RESULTS_FILE = 'results.parquet'

export const shardName = ({ index, count }: Shard, ending: string): string => {
  const digits = String(count).length
  return `shard-${String(index + 1).padStart(digits, '0')}-of-${count}.${ending}`
}

export const SHARD_FILE = /^shard-(\d+)-of-(\d+)\.parquet$/u

const FIGURES = Object.keys(FIGURE_TEXTS)
/** Units of the columns, for whoever reads the file. */
const UNITS = JSON.stringify({ ...Object.fromEntries(Object.entries(FIGURE_TEXTS).map(([key, { unit, isShare }]) => [key, isShare ? 'share' : unit])), contractedMs: 'accelerator-ms', 'ms.*': 'accelerator-ms' })

/** Rows in order of points and replications; `source` is the text of the scenario, from which any point can be made again. */
export async function writeSweepFile(file: string, planText: string, shard: Shard | undefined, rows: readonly (SweepRow & { readonly row: Row })[], source?: string): Promise<void> {
  const plan = fromLine(planText) as SweepPlan
  const sorted = rows.toSorted((a, b) => a.row.point - b.row.point || a.row.replication - b.row.replication)
  const notes = { plan: planText, ...(source === undefined ? {} : { source }), ...(shard === undefined ? {} : { shard: toLine(shard) }), units: UNITS, seal: SEAL }
  await writeWhole(file, sealed(writeSweep({ axes: plan.axes.map(({ path }) => path), figures: FIGURES, rows: sorted, notes })))
}

/** Reads a file of a sweep, or says what is wrong with it. */
export async function readSweepFile(file: string): Promise<SweepFile | { readonly problem: string }> {
  const bytes = readFileSync(file)
  try {
    const { notes, records } = readSweep(bytes)
    const { plan: planText, source, shard, seal } = notes
    if (planText === undefined || seal === undefined) return { problem: `${file} is no file of a sweep` }
    if (!isSealed(bytes, seal)) return { problem: `${file} is damaged: its checksum is wrong` }
    const texts = await records()
    const rows = texts.map(text => fromLine(text) as Row)
    return { plan: fromLine(planText) as SweepPlan, planText, source, shard: shard === undefined ? undefined : (fromLine(shard) as Shard), rows, records: texts }
  } catch (error) {
    return { problem: `${file} is damaged or cut off: ${error instanceof Error ? error.message : String(error)}` }
  }
}
