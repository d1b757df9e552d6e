/**
 * Tables of several replications as one, replication after replication, so that memory does not grow with their number: means of numbers,
 * their intervals, text of the first that has the row.
 */
import { studentQuantile } from '../base/student.ts'
import type { Uncertain } from '../results/summary.ts'

/** Takes in the same part of a report of one replication after the other. */
export interface Gathering<T> {
  add(part: T): void
  /** At least one part was added. */
  result(): T
}

/** How rows of a table belong together. */
export interface Joining<T> {
  readonly key: (row: T) => string
  /** What a replication counts as that does not have a row that others have: nought, or not at all. */
  readonly absent: (key: string) => 'nought' | 'unknown'
  /** Fields with exact integers as text: those of the first replication. */
  readonly exact?: readonly (keyof T & string)[]
  /** Numbers that are names. */
  readonly names?: readonly (keyof T & string)[]
}

/** Running mean and spread of one number; Welford's sums. */
interface Cell {
  count: number
  sum: number
  mean: number
  squares: number
  least: number
  most: number
}

interface Held<T> {
  readonly key: string
  readonly row: T
  readonly cells: Map<string, Cell>
}

const emptyCell = (): Cell => ({ count: 0, sum: 0, mean: 0, squares: 0, least: Infinity, most: -Infinity })

function take(cell: Cell, value: number): void {
  cell.count += 1
  cell.sum += value
  const before = value - cell.mean
  cell.mean += before / cell.count
  cell.squares += before * (value - cell.mean)
  cell.least = Math.min(cell.least, value)
  cell.most = Math.max(cell.most, value)
}

/** What never differs keeps its bits. */
const meanOf = ({ count, sum, least, most }: Cell): number | null => (count === 0 ? null : least === most ? least : sum / count)

/** 95 % t-interval of the mean, cut to what can be; undefined where nothing differs. */
function intervalOf({ count, sum, squares, least, most }: Cell, isShare: boolean): readonly [number, number] | undefined {
  if (count < 2 || least === most) return undefined
  const half = (studentQuantile(0.975, count - 1) * Math.sqrt(squares / (count - 1))) / Math.sqrt(count)
  const mean = sum / count
  return [Math.max(least < 0 ? -Infinity : 0, mean - half), Math.min(isShare ? 1 : Infinity, mean + half)]
}

const isNumeric = (value: unknown): value is number | null => value === null || typeof value === 'number'

/** One table of many, row by row. */
export function gatherRows<T extends Uncertain>({ key, absent, exact = [], names = [] }: Joining<T>): Gathering<readonly T[]> {
  const held: Held<T>[] = []
  let replications = 0

  const open = (id: string, row: T, after: number): Held<T> => {
    const named: readonly string[] = names
    const cells = new Map(Object.entries(row).flatMap(([field, value]) => (isNumeric(value) && !named.includes(field) ? [[field, emptyCell()] as const] : [])))
    // A row that comes late was nought before.
    if (absent(id) === 'nought') for (const cell of cells.values()) for (let before = 0; before < replications; before++) take(cell, 0)
    const text = Object.fromEntries(exact.map(field => [field, replications === 0 ? row[field] : '0']))
    const fresh: Held<T> = { key: id, row: { ...row, ...text }, cells }
    held.splice(after + 1, 0, fresh)
    return fresh
  }

  const finished = ({ row, cells }: Held<T>): T => {
    const isShare = 'unit' in row && row.unit === 'share'
    const intervals = [...cells].flatMap(([field, cell]) => {
      const interval = intervalOf(cell, isShare)
      return interval === undefined ? [] : [[field, interval] as const]
    })
    const means = Object.fromEntries([...cells].map(([field, cell]) => [field, meanOf(cell)]))
    return { ...row, ...means, ...(intervals.length === 0 ? {} : { intervals: Object.fromEntries(intervals) }) }
  }

  return {
    add(rows) {
      const seen = new Set<string>()
      let last = -1
      for (const row of rows) {
        const id = key(row)
        seen.add(id)
        const at = held.findIndex(each => each.key === id)
        const own = at < 0 ? open(id, row, last) : held[at]
        last = at < 0 ? last + 1 : at
        for (const [field, cell] of own.cells) {
          const value = (row as Readonly<Record<string, unknown>>)[field]
          if (typeof value === 'number') take(cell, value)
        }
      }
      for (const { key: id, cells } of held) if (!seen.has(id) && absent(id) === 'nought') for (const cell of cells.values()) take(cell, 0)
      replications += 1
    },
    result: () => held.map(finished),
  }
}

/** What only the first replication tells. */
export function gatherFirst<T>(): Gathering<T> {
  let kept: { readonly part: T } | undefined
  return {
    add(part) {
      kept ??= { part }
    },
    result() {
      if (kept === undefined) throw new RangeError('nothing was added')
      return kept.part
    },
  }
}
