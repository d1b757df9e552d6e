/** Jobs that are due at known times: a binary heap in the state, with one pending command for all of it. */
import { growTable, type Table } from '../../base/table.ts'
import { type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'

const COLUMNS = { atMs: 'f64', entry: 'i32', ordinal: 'f64' } as const
type Due = Table<typeof COLUMNS>

export interface DueJobs {
  /** A job of an entry comes at a time, at the earliest in the next ms. */
  add(entry: number, ordinal: number, atMs: number): void
}

const isBefore = ({ col: { atMs, entry, ordinal } }: Due, a: number, b: number): boolean =>
  atMs[a] !== atMs[b] ? atMs[a] < atMs[b] : entry[a] !== entry[b] ? entry[a] < entry[b] : ordinal[a] < ordinal[b]

function swap({ col: { atMs, entry, ordinal } }: Due, a: number, b: number): void {
  const [at, of, number] = [atMs[a], entry[a], ordinal[a]]
  atMs[a] = atMs[b]
  entry[a] = entry[b]
  ordinal[a] = ordinal[b]
  atMs[b] = at
  entry[b] = of
  ordinal[b] = number
}

function push(due: Due, atMs: number, entry: number, ordinal: number): void {
  growTable(due, due.length + 1)
  let row = due.length++
  due.col.atMs[row] = atMs
  due.col.entry[row] = entry
  due.col.ordinal[row] = ordinal
  for (let parent = (row - 1) >> 1; row > 0 && isBefore(due, row, parent); parent = (row - 1) >> 1) {
    swap(due, row, parent)
    row = parent
  }
}

/** Takes the first row out. */
function pop(due: Due): void {
  due.length -= 1
  swap(due, 0, due.length)
  let row = 0
  for (let child = 1; child < due.length; child = 2 * row + 1) {
    if (child + 1 < due.length && isBefore(due, child + 1, child)) child += 1
    if (!isBefore(due, child, row)) return
    swap(due, row, child)
    row = child
  }
}

/** `come` is told of every job at its time, and `done` when all those of that time have come. */
export function createDueJobs(kernel: Kernel, state: State, come: (entry: number, ordinal: number) => void, done: () => void): DueJobs {
  const due = state.table('compute.due', 64, COLUMNS)
  const timer = state.scalars('compute.dueTimer', { id: 0, atMs: 0 })
  let isComing = false
  const arm = (): void => {
    const atMs = due.length === 0 ? 0 : due.col.atMs[0]
    if (isComing || atMs === timer.atMs) return
    kernel.cancel(timer.id)
    timer.atMs = atMs
    timer.id = atMs === 0 ? 0 : kernel.schedule(command, 0, atMs)
  }
  const command = kernel.command('compute.follow', Phase.arrival, () => {
    isComing = true
    while (due.length > 0 && due.col.atMs[0] <= kernel.now) {
      const [entry, ordinal] = [due.col.entry[0], due.col.ordinal[0]]
      pop(due)
      come(entry, ordinal)
    }
    isComing = false
    timer.id = 0
    timer.atMs = 0
    arm()
    done()
  })
  return {
    add(entry, ordinal, atMs) {
      push(due, Math.max(atMs, kernel.now + 1), entry, ordinal)
      arm()
    },
  }
}
