/**
 * Replications of a sweep as Parquet: typed columns for analysts, and each record as text from which all of them can be made again. Equal
 * rows give equal bytes.
 */
import { type KeyValue, parquetMetadata, parquetReadObjects } from 'hyparquet'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import { toLine } from '../results/plain-text.ts'
import type { ReplicationRow } from '../results/replication.ts'
import { BUCKETS } from '../scenario/buckets.ts'

export interface SweepRow {
  readonly label: string
  /** Value of each axis as text. */
  readonly values: readonly string[]
  readonly row: ReplicationRow<object>
  /** The row as text, where that is known. */
  readonly record?: string
}

export interface SweepTable {
  /** Paths of the axes. */
  readonly axes: readonly string[]
  /** Keys of the figures that become columns. */
  readonly figures: readonly string[]
  readonly rows: readonly SweepRow[]
  /** Key-value metadata of the file. */
  readonly notes: Readonly<Record<string, string>>
}

const RECORD = 'record'
const valueColumn = (path: string): string => `value.${path}`

function columnsOf({ axes, figures, rows }: SweepTable): ColumnSource[] {
  const numbers = rows.map(({ row }) => new Map<string, unknown>(Object.entries(row.figures)))
  const figureOf = (at: number, key: string): number | null => {
    const value = numbers[at].get(key)
    return typeof value === 'number' && !Number.isNaN(value) ? value : null
  }
  return [
    { name: 'point', type: 'INT32', nullable: false, data: rows.map(({ row }) => row.point) },
    { name: 'replication', type: 'INT32', nullable: false, data: rows.map(({ row }) => row.replication) },
    { name: 'seed', type: 'INT64', nullable: false, data: rows.map(({ row }) => BigInt(row.seed)) },
    { name: 'label', type: 'STRING', nullable: false, data: rows.map(({ label }) => label) },
    ...axes.map((path, axis): ColumnSource => ({ name: valueColumn(path), type: 'STRING', nullable: false, data: rows.map(({ values }) => values[axis]) })),
    { name: 'installedAccelerators', type: 'INT32', nullable: false, data: rows.map(({ row }) => row.installedAccelerators) },
    ...figures.map((key): ColumnSource => ({ name: key, type: 'DOUBLE', data: rows.map((_, at) => figureOf(at, key)) })),
    { name: 'contractedMs', type: 'INT64', nullable: false, data: rows.map(({ row }) => BigInt(row.contractedMs)) },
    ...BUCKETS.map(({ code }): ColumnSource => ({ name: `ms.${code}`, type: 'INT64', nullable: false, data: rows.map(({ row }) => BigInt(row.buckets[code] ?? '0')) })),
    { name: 'resultHash', type: 'STRING', nullable: false, data: rows.map(({ row }) => row.resultHash) },
    { name: RECORD, type: 'STRING', nullable: false, statistics: false, data: rows.map(({ row, record }) => record ?? toLine(row)) },
  ]
}

/** At least one row. */
export function writeSweep(table: SweepTable): Uint8Array {
  const kvMetadata: KeyValue[] = Object.entries(table.notes).map(([key, value]) => ({ key, value }))
  return new Uint8Array(parquetWriteBuffer({ columnData: columnsOf(table), kvMetadata, createdBy: 'nameplate' }))
}

export interface ReadSweep {
  readonly notes: Readonly<Record<string, string>>
  /** Text of each record, in the order of the file. */
  readonly records: () => Promise<readonly string[]>
  /** The same with the values of the axes, in their order. */
  readonly points: (axes: readonly string[]) => Promise<readonly { readonly record: string; readonly values: readonly string[] }[]>
}

/** Throws for what is no whole Parquet file. */
export function readSweep(bytes: Uint8Array): ReadSweep {
  // Bytes from Node may lie in a larger buffer that is shared.
  const { buffer } = new Uint8Array(bytes)
  const metadata = parquetMetadata(buffer)
  const notes = Object.fromEntries((metadata.key_value_metadata ?? []).map(({ key, value }) => [key, value ?? '']))
  const file = { byteLength: buffer.byteLength, slice: (start: number, end?: number) => buffer.slice(start, end) }
  const read = async (columns: readonly string[]): Promise<readonly Readonly<Record<string, unknown>>[]> => parquetReadObjects({ file, metadata, columns: [...columns] })
  return {
    notes,
    records: async () => (await read([RECORD])).map(row => String(row[RECORD])),
    points: async axes => (await read([RECORD, ...axes.map(valueColumn)])).map(row => ({ record: String(row[RECORD]), values: axes.map(path => String(row[valueColumn(path)])) })),
  }
}
