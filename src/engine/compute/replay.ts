/**
 * What a replay makes of a trace: its users copied or left out, whole with all of their jobs, and which of these wait for others. A job is
 * named by its row and copy; all of it follows from the file and the trace, so nothing of it is state.
 */
import { childKey, type EntityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { valueAt } from '../../base/packed-column.ts'
import type { JobTrace } from '../../scenario/inputs.ts'
import type { TraceEntry } from '../../scenario/schema/workload.ts'

export interface Replay {
  /** Jobs in all. */
  readonly length: number
  /** Number of the n-th job by time. */
  at(n: number): number
  row(ordinal: number): number
  /** Recorded submission with the shift of its copy, after the start of the trace, ms. */
  submitMs(ordinal: number): number
  /** Number by which its user is known. */
  user(ordinal: number): number
  /** Jobs that it waits for, and jobs that wait for it. */
  parents(ordinal: number): number
  children(ordinal: number): number[]
}

type Users = (row: number) => number

/** Jobs of nobody in particular have numbers from here on. */
const NOBODY = 4_294_967_296

/** Rows that follow each row. */
function childrenOf({ links, submitMs }: JobTrace): { readonly begin: Uint32Array; readonly rows: Int32Array } | undefined {
  if (links === undefined) return undefined
  const begin = new Uint32Array(submitMs.length + 1)
  for (const parent of links.parents) begin[parent + 1] += 1
  for (let row = 0; row < submitMs.length; row++) begin[row + 1] += begin[row]
  const rows = new Int32Array(links.parents.length)
  const next = begin.slice()
  for (let row = 0; row < submitMs.length; row++) for (let i = links.begin[row]; i < links.begin[row + 1]; i++) rows[next[links.parents[i]]++] = row
  return { begin, rows }
}

/** Copies of every user of `factor` on average: whole ones, and one more for a share of the users. */
function copiesOf(key: EntityKey, factor: number, userOf: Users): (row: number) => number {
  const whole = Math.floor(factor)
  return row => whole + (factor > whole && uniform(childKey(key, userOf(row)), PURPOSE.class, 0) < factor - whole ? 1 : 0)
}

export function replayOf(rows: JobTrace, { copies, machine, shift, acceleratorsPerProcessor }: TraceEntry, key: EntityKey, accelerators: number): Replay {
  const { links, submitMs, users } = rows
  const factor = machine === undefined ? copies : accelerators / (machine * acceleratorsPerProcessor)
  const stride = Math.max(1, Math.ceil(factor))
  const count = submitMs.length
  // A job of nobody in particular stands for itself.
  const userOf: Users = row => (users === undefined || valueAt(users, row) < 0 ? NOBODY + row : valueAt(users, row))
  const copied = copiesOf(key, factor, userOf)
  const children = childrenOf(rows)
  const row = (ordinal: number): number => Math.floor(ordinal / stride)
  const shiftMs = (ordinal: number): number => (ordinal % stride === 0 ? 0 : Math.round(shift * uniform(childKey(childKey(key, userOf(row(ordinal))), ordinal % stride), PURPOSE.arrival, 0)))
  const has = (ordinal: number): boolean => factor === 1 || copied(row(ordinal)) > ordinal % stride
  const timeOf = (ordinal: number): number => valueAt(submitMs, row(ordinal)) + shiftMs(ordinal)
  const order = factor === 1 ? undefined : sortedCopies(count, copied, stride, timeOf)
  return {
    length: order?.length ?? count,
    at: n => order?.[n] ?? n,
    row,
    submitMs: timeOf,
    user: ordinal => userOf(row(ordinal)) * stride + (ordinal % stride),
    parents(ordinal) {
      if (links === undefined) return 0
      let waits = 0
      for (let i = links.begin[row(ordinal)]; i < links.begin[row(ordinal) + 1]; i++) if (has(links.parents[i] * stride + (ordinal % stride))) waits += 1
      return waits
    },
    children(ordinal) {
      if (children === undefined) return []
      const own = children.rows.subarray(children.begin[row(ordinal)], children.begin[row(ordinal) + 1])
      return Array.from(own, child => child * stride + (ordinal % stride)).filter(has)
    },
  }
}

/** Numbers of all copies in order of time. */
function sortedCopies(count: number, copied: (row: number) => number, stride: number, timeOf: (ordinal: number) => number): Float64Array {
  let total = 0
  for (let row = 0; row < count; row++) total += copied(row)
  const numbers = new Float64Array(total)
  let length = 0
  for (let row = 0; row < count; row++) for (let copy = 0; copy < copied(row); copy++) numbers[length++] = row * stride + copy
  const times = Float64Array.from(numbers, timeOf)
  return Float64Array.from(Uint32Array.from(numbers, (_, i) => i).sort((a, b) => times[a] - times[b] || a - b), i => numbers[i])
}
