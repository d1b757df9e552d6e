/**
 * The registry of all engine state. Everything mutable is a typed table, a record of plain numbers, or a row of bigints that is
 * registered here once; a snapshot copies them, a restore writes them back, a hash covers them, in order of names.
 */
import { assert } from '../../base/assert.ts'
import { createHasher } from '../../base/hash.ts'
import { type Columns, type Table, createTable, growTable } from '../../base/table.ts'

export interface State {
  /** Registers a table. Rows beyond `length` are covered too: keep them zero or deterministic. */
  table<const C extends Columns>(name: string, capacity: number, columns: C): Table<C>
  /** Registers a record of numbers; mutate its fields in place. */
  scalars<T extends Record<string, number>>(name: string, initial: T): T
  bigints(name: string, count: number): { values: bigint[] }
  readonly entries: ReadonlyMap<string, Entry>
}

type Entry =
  | { readonly kind: 'table'; readonly table: Table }
  | { readonly kind: 'scalars'; readonly record: Record<string, number> }
  | { readonly kind: 'bigints'; readonly box: { values: bigint[] } }

export type Saved =
  | { readonly kind: 'table'; readonly length: number; readonly capacity: number; readonly col: Readonly<Record<string, ArrayBufferView>> }
  | { readonly kind: 'scalars'; readonly record: Readonly<Record<string, number>> }
  | { readonly kind: 'bigints'; readonly values: readonly bigint[] }

/** A copy of all state; structured-clonable. */
export interface StateSnapshot {
  readonly entries: readonly (readonly [string, Saved])[]
}

export function createState(): State {
  const entries = new Map<string, Entry>()
  const register = (name: string, entry: Entry): void => {
    assert(!entries.has(name), 'state is registered twice', { name })
    entries.set(name, entry)
  }
  return {
    entries,
    table(name, capacity, columns) {
      const table = createTable(capacity, columns)
      register(name, { kind: 'table', table: table as unknown as Table })
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
  }
}

/** Registered names in code-unit order, so that order of construction does not matter. */
function inOrder(state: State): (readonly [string, Entry])[] {
  return [...state.entries].sort((a, b) => (a[0] < b[0] ? -1 : 1))
}

function save(entry: Entry): Saved {
  if (entry.kind === 'scalars') return { kind: 'scalars', record: { ...entry.record } }
  if (entry.kind === 'bigints') return { kind: 'bigints', values: [...entry.box.values] }
  const { table } = entry
  const col: Record<string, ArrayBufferView> = {}
  for (const name of Object.keys(table.columns)) col[name] = table.col[name].slice()
  return { kind: 'table', length: table.length, capacity: table.capacity, col }
}

export function snapshotState(state: State): StateSnapshot {
  return { entries: inOrder(state).map(([name, entry]) => [name, save(entry)] as const) }
}

function restoreTable(table: Table, saved: Saved & { kind: 'table' }): void {
  growTable(table, saved.capacity)
  for (const name of Object.keys(table.columns)) {
    const target = table.col[name]
    target.fill(0)
    target.set(saved.col[name] as typeof target)
  }
  table.length = saved.length
}

/** Writes a snapshot back in place; the state must have been registered by the same code. */
export function restoreState(state: State, snapshot: StateSnapshot): void {
  for (const [name, saved] of snapshot.entries) {
    const entry = state.entries.get(name)
    if (entry === undefined || entry.kind !== saved.kind) {
      assert(false, 'snapshot does not fit the state', { name, saved: saved.kind })
    } else if (entry.kind === 'table' && saved.kind === 'table') {
      restoreTable(entry.table, saved)
    } else if (entry.kind === 'scalars' && saved.kind === 'scalars') {
      Object.assign(entry.record, saved.record)
    } else if (entry.kind === 'bigints' && saved.kind === 'bigints') {
      entry.box.values = [...saved.values]
    }
  }
}

/** Bytes of all registered state, for the memory estimate. */
export function stateBytes(state: State): number {
  let bytes = 0
  for (const entry of state.entries.values()) {
    if (entry.kind === 'table') for (const name of Object.keys(entry.table.columns)) bytes += entry.table.col[name].byteLength
  }
  return bytes
}

/** 16 hexadecimal digits over all state; capacity beyond the rows in use does not count. */
export function hashState(state: State): string {
  const hasher = createHasher()
  for (const [name, entry] of inOrder(state)) {
    hasher.string(name)
    if (entry.kind === 'scalars') {
      for (const key of Object.keys(entry.record).sort()) hasher.number(entry.record[key])
    } else if (entry.kind === 'bigints') {
      for (const value of entry.box.values) hasher.string(value.toString())
    } else {
      hasher.number(entry.table.length)
      for (const column of Object.keys(entry.table.columns).sort()) hasher.bytes(entry.table.col[column].subarray(0, entry.table.length))
    }
  }
  return hasher.digest()
}
