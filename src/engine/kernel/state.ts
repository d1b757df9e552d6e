/**
 * The registry of all engine state. Everything that changes during a run is a typed table, a record of numbers or a row of bigints,
 * registered here once under a unique name. So a run can be copied, restored, branched and compared by hash, in order of names.
 *
 * A snapshot copies whole tables, capacity included, and a restore brings back exactly that, so a restored run equals a straight one even
 * if it grows later. The hash covers the rows below `length`; in tables whose length stays 0 (one fixed row per entity) it covers all rows.
 */
import { InvariantError, assert } from '../../base/assert.ts'
import { createHasher, type Hasher } from '../../base/hash.ts'
import { type ColumnArray, type ColumnSpec, type Table, createTable, resizeTable } from '../../base/table.ts'

export interface State {
  /** Registers a zeroed table. Columns cached outside survive a restore only if the table never grows; read `table.col` anew otherwise. */
  table<const S extends ColumnSpec>(name: string, capacity: number, columns: S): Table<S>
  /** Registers a record of numbers, starting from a copy of `initial`; mutate its fields in place, add none. */
  scalars<T extends Record<string, number>>(name: string, initial: T): T
  /** Registers `count` bigints, all 0n; a restore replaces the array in the box. */
  bigints(name: string, count: number): { values: bigint[] }
  /** Registers a growing list of texts, at first empty; a restore replaces the array in the box. */
  texts(name: string): { values: string[] }
  /** Has a cache, a pure function of the state, rebuilt whenever the state was restored. */
  onRestore(rebuild: () => void): void
  /** What is registered, for the functions of this file. */
  readonly entries: ReadonlyMap<string, Entry>
  readonly rebuilds: readonly (() => void)[]
}

export type Entry =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'scalars'; readonly record: Record<string, number> }
  | { readonly kind: 'bigints'; readonly box: { values: bigint[] } }
  | { readonly kind: 'texts'; readonly box: { values: string[] } }

/** The copy of one entry. */
export type Saved =
  | { readonly kind: 'table'; readonly length: number; readonly capacity: number; readonly col: Readonly<Record<string, ColumnArray>> }
  | { readonly kind: 'scalars'; readonly record: Readonly<Record<string, number>> }
  | { readonly kind: 'bigints'; readonly values: readonly bigint[] }
  | { readonly kind: 'texts'; readonly values: readonly string[] }

/** A copy of all state in order of names: plain data, structured-clonable. */
export interface StateSnapshot {
  readonly entries: readonly (readonly [name: string, saved: Saved])[]
}

/** An empty registry. */
export function createState(): State {
  const entries = new Map<string, Entry>()
  const rebuilds: (() => void)[] = []
  const register = (name: string, entry: Entry): void => {
    assert(!entries.has(name), 'state is registered twice', { name })
    entries.set(name, entry)
  }
  return {
    entries,
    rebuilds,
    table(name, capacity, columns) {
      const table = createTable(capacity, columns)
      register(name, { kind: 'table', table })
      return table
    },
    scalars(name, initial) {
      const record = { ...initial }
      register(name, { kind: 'scalars', record })
      return record
    },
    bigints(name, count) {
      const box = { values: new Array<bigint>(count).fill(0n) }
      register(name, { kind: 'bigints', box })
      return box
    },
    texts(name) {
      const box: { values: string[] } = { values: [] }
      register(name, { kind: 'texts', box })
      return box
    },
    onRestore: rebuild => void rebuilds.push(rebuild),
  }
}

/** The same registry for one of several sites: its names begin with `prefix`. */
export function stateUnder(state: State, prefix: string): State {
  return {
    ...state,
    table: (name, capacity, columns) => state.table(`${prefix}${name}`, capacity, columns),
    scalars: (name, initial) => state.scalars(`${prefix}${name}`, initial),
    bigints: (name, count) => state.bigints(`${prefix}${name}`, count),
    texts: name => state.texts(`${prefix}${name}`),
  }
}

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** By code unit, so that the order in which domains were built does not matter. */
function inOrder(state: State): (readonly [string, Entry])[] {
  return [...state.entries].sort((a, b) => byCodeUnit(a[0], b[0]))
}

const sortedKeys = (record: Readonly<Record<string, unknown>>): string[] => Object.keys(record).sort(byCodeUnit)

function save(entry: Entry): Saved {
  if (entry.kind === 'scalars') return { kind: 'scalars', record: { ...entry.record } }
  if (entry.kind === 'bigints') return { kind: 'bigints', values: [...entry.box.values] }
  if (entry.kind === 'texts') return { kind: 'texts', values: [...entry.box.values] }
  const { table } = entry
  const col = Object.fromEntries(Object.keys(table.spec).map(name => [name, table.col[name].slice()]))
  return { kind: 'table', length: table.length, capacity: table.capacity, col }
}

/** Copies all state. */
export function snapshotState(state: State): StateSnapshot {
  return { entries: inOrder(state).map(([name, entry]) => [name, save(entry)] as const) }
}

/**
 * Writes a snapshot back in place. The state must have been registered by the same code for the same scenario:
 * names, kinds, columns and element types must agree, or nothing but an InvariantError is left of the run.
 */
export function restoreState(state: State, snapshot: StateSnapshot): void {
  assert(snapshot.entries.length === state.entries.size, 'snapshot does not fit the state', {
    saved: snapshot.entries.length,
    registered: state.entries.size,
  })
  for (const [name, saved] of snapshot.entries) restoreEntry(name, state.entries.get(name), saved)
  for (const rebuild of state.rebuilds) rebuild()
}

function restoreEntry(name: string, entry: Entry | undefined, saved: Saved): void {
  if (entry?.kind === 'table' && saved.kind === 'table') return restoreTable(name, entry.table, saved)
  if (entry?.kind === 'scalars' && saved.kind === 'scalars') {
    assert(sortedKeys(entry.record).join() === sortedKeys(saved.record).join(), 'snapshot does not fit the scalars', { name })
    Object.assign(entry.record, saved.record)
    return
  }
  if (entry?.kind === 'bigints' && saved.kind === 'bigints') {
    entry.box.values = [...saved.values]
    return
  }
  if (entry?.kind === 'texts' && saved.kind === 'texts') {
    entry.box.values = [...saved.values]
    return
  }
  throw new InvariantError('snapshot does not fit the state', { name, saved: saved.kind, registered: entry?.kind ?? 'nothing' })
}

function restoreTable(name: string, table: Table, saved: Extract<Saved, { kind: 'table' }>): void {
  assert(sortedKeys(table.spec).join() === sortedKeys(saved.col).join(), 'snapshot does not fit the columns', { name })
  resizeTable(table, saved.capacity)
  for (const column of Object.keys(table.spec)) {
    const target = table.col[column]
    const source = saved.col[column]
    assert(target.constructor.name === source.constructor.name, 'snapshot does not fit the column', { name, column })
    target.set(source)
  }
  table.length = saved.length
}

/** Bytes of all registered tables, for memory estimates. */
export function stateBytes(state: State): number {
  let bytes = 0
  for (const [, entry] of inOrder(state)) {
    if (entry.kind === 'table') for (const column of Object.values(entry.table.col)) bytes += column.byteLength
  }
  return bytes
}

/** What recorders write down for readers alone; no rule reads it. */
const RECORD = /(?:^|\/)recorder\./u

/** Hash of all state whose names begin with `prefix` but records, so that it is the same whether a run records or not, 16 hexadecimal digits. Equal states have equal hashes on every host. */
export function hashState(state: State, prefix = ''): string {
  const hasher = createHasher()
  for (const [name, entry] of inOrder(state)) {
    if (!name.startsWith(prefix) || RECORD.test(name)) continue
    hasher.string(name)
    feed(hasher, entry)
  }
  return hasher.digest()
}

function feed(hasher: Hasher, entry: Entry): void {
  if (entry.kind === 'scalars') {
    for (const key of sortedKeys(entry.record)) hasher.number(entry.record[key])
    return
  }
  if (entry.kind === 'bigints') {
    for (const value of entry.box.values) hasher.string(value.toString(16))
    return
  }
  if (entry.kind === 'texts') {
    for (const value of entry.box.values) hasher.string(value)
    return
  }
  const { table } = entry
  const rows = table.length > 0 ? table.length : table.capacity
  hasher.number(table.length)
  for (const column of sortedKeys(table.spec)) hasher.bytes(table.col[column].subarray(0, rows))
}
