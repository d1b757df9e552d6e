/** A merged sweep from the bytes of a Parquet file that may have been made by anyone. */
import { FIGURE_TEXTS } from '../../analysis/figure-text.ts'
import type { RunFigures } from '../../analysis/figures.ts'
import { err, ok, type Result } from '../../base/result.ts'
import { unsealed } from '../../exchange/seal.ts'
import { readSweep } from '../../exchange/sweep-parquet.ts'
import { fromLine } from '../../results/plain-text.ts'
import type { OpenedSweep, SweepPointRows } from './protocol.ts'

const MOST_ROWS = 1_000_000
const MOST_AXES = 64

const isSection = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value)
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

type Plan = Pick<OpenedSweep, 'scenario' | 'scenarioHash' | 'engine' | 'design' | 'seed' | 'option' | 'axes' | 'set'>

function planOf(text: string): Result<Plan, string> {
  const plan = fromLine(text)
  if (!isSection(plan) || !Array.isArray(plan.axes) || !Array.isArray(plan.set)) return err('is no file of a sweep')
  if (plan.format !== 1) return err(`is a sweep of format ${String(plan.format)}; this version reads format 1`)
  const axes = plan.axes.map(axis => (isSection(axis) ? textOf(axis.path) : ''))
  if (axes.length > MOST_AXES || axes.includes('')) return err('is a sweep whose axes cannot be read')
  return ok({ scenario: textOf(plan.scenario), scenarioHash: textOf(plan.scenarioHash), engine: textOf(plan.engine), design: textOf(plan.design), seed: typeof plan.seed === 'number' ? plan.seed : 0, option: typeof plan.option === 'string' ? plan.option : null, axes, set: plan.set.map(textOf) })
}

/** SHA-256 of bytes; undefined where the page may not reckon it. */
async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  // Browsers offer it on secure connections only.
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  if (subtle === undefined) return undefined
  return Array.from(new Uint8Array(await subtle.digest('SHA-256', bytes)), byte => byte.toString(16).padStart(2, '0')).join('')
}

/** A record of a replication as far as the page relies on it. */
function rowOf(record: string): { readonly point: number; readonly row: SweepPointRows['rows'][number] } | undefined {
  const row = fromLine(record)
  if (!isSection(row) || !isSection(row.figures)) return undefined
  const { point, replication, seed, figures } = row
  if (!Number.isSafeInteger(point) || !Number.isSafeInteger(replication) || !Number.isSafeInteger(seed)) return undefined
  const known = Object.fromEntries(Object.keys(FIGURE_TEXTS).map(key => [key, typeof figures[key] === 'number' ? figures[key] : NaN]))
  return { point: Number(point), row: { replication: Number(replication), seed: Number(seed), figures: known as unknown as RunFigures } }
}

async function read(bytes: Uint8Array<ArrayBuffer>): Promise<Result<OpenedSweep, string>> {
  const { notes, points: readPoints } = readSweep(bytes)
  const { plan: planText, seal, shard, source } = notes
  if (planText === undefined || seal === undefined) return err('is a Parquet file, but not of a sweep')
  if (shard !== undefined) return err('is one shard of a sweep: merge the shards first (nameplate merge), then open results.parquet')
  const before = unsealed(bytes, seal)
  const digest = before === undefined ? '' : await digestOf(new Uint8Array(before))
  if (digest !== undefined && digest !== seal) return err('is damaged: its checksum is wrong')
  const plan = planOf(planText)
  if (!plan.ok) return plan
  const records = await readPoints(plan.value.axes)
  if (records.length > MOST_ROWS) return err(`holds ${records.length} replications; at most ${MOST_ROWS} are shown`)
  const byPoint = new Map<number, { values: readonly string[]; rows: SweepPointRows['rows'][number][] }>()
  for (const { record, values } of records) {
    const found = rowOf(record)
    if (found === undefined) return err('holds a replication that cannot be read')
    const known = byPoint.get(found.point) ?? { values, rows: [] }
    known.rows.push(found.row)
    byPoint.set(found.point, known)
  }
  const points = [...byPoint].sort(([a], [b]) => a - b).map(([point, { values, rows }]) => ({ point, values, rows: rows.sort((a, b) => a.replication - b.replication) }))
  return ok({ kind: 'sweep', ...plan.value, points, text: source ?? null, isChecked: digest !== undefined })
}

export async function openSweep(bytes: Uint8Array<ArrayBuffer>): Promise<Result<OpenedSweep, string>> {
  try {
    return await read(bytes)
  } catch {
    return err('is damaged or cut off: it cannot be read as Parquet')
  }
}
