/**
 * Tables: one typed array a column, all of the same capacity. All state of the engine is kept in them, so that a run can be copied,
 * restored and hashed byte by byte, and the hot loops walk dense memory.
 */
import { assert } from './assert.ts'

/** Element types by their short names. */
const COLUMN_ARRAYS = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  u32: Uint32Array,
  i16: Int16Array,
  u16: Uint16Array,
  u8: Uint8Array,
} as const

export type ColumnType = keyof typeof COLUMN_ARRAYS
export type ColumnSpec = Readonly<Record<string, ColumnType>>
export type ColumnArray = Float64Array | Float32Array | Int32Array | Uint32Array | Int16Array | Uint16Array | Uint8Array
export type Columns<S extends ColumnSpec> = { [K in keyof S]: InstanceType<(typeof COLUMN_ARRAYS)[S[K]]> }

export interface Table<S extends ColumnSpec = ColumnSpec> {
  readonly spec: S
  /** The columns by name. Growing replaces the arrays: read `table.col.x` anew after anything that may grow the table. */
  readonly col: Columns<S>
  /** Rows allocated; only growTable and a restore change it. */
  readonly capacity: number
  /** Rows in use from 0 up, for tables that grow by appending. Stays 0 in tables with one fixed row per entity. */
  length: number
}

const setCapacity = (table: { capacity: number }, capacity: number): void => void (table.capacity = capacity)

/** A table of `capacity` (≥ 0) zeroed rows; `spec` names the columns: `{ start: 'f64', node: 'i32' }`. */
export function createTable<const S extends ColumnSpec>(capacity: number, spec: S): Table<S> {
  assert(Number.isInteger(capacity) && capacity >= 0, 'capacity of a table must be a whole number ≥ 0', { capacity })
  const columns = Object.entries(spec).map(([name, type]) => [name, new COLUMN_ARRAYS[type](capacity)])
  return { spec, col: Object.fromEntries(columns) as Columns<S>, capacity, length: 0 }
}

/** Makes room for at least `minCapacity` rows, at least doubling; old rows are copied, new ones are zero. */
export function growTable<S extends ColumnSpec>(table: Table<S>, minCapacity: number): void {
  if (minCapacity <= table.capacity) return
  resizeTable(table, Math.max(minCapacity, table.capacity * 2, 8))
}

/** Sets the capacity exactly; rows beyond it are lost. The arrays stay the same objects when the capacity does. */
export function resizeTable<S extends ColumnSpec>(table: Table<S>, capacity: number): void {
  if (capacity === table.capacity) return
  const columns: Record<string, ColumnArray> = table.col
  for (const name of Object.keys(table.spec)) {
    const grown = new COLUMN_ARRAYS[table.spec[name]](capacity)
    grown.set(columns[name].length > capacity ? columns[name].subarray(0, capacity) : columns[name])
    columns[name] = grown
  }
  setCapacity(table, capacity)
}

/** Appends one row, growing if needed, and returns its index. A row that was in use before keeps its old values: set every column. */
export function appendRow<S extends ColumnSpec>(table: Table<S>): number {
  const row = table.length
  if (row === table.capacity) growTable(table, row + 1)
  table.length = row + 1
  return row
}
