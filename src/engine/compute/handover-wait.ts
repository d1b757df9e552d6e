/**
 * Jobs that lost a node for which there is no other now: they keep those that they have, stalled, until a node comes or for as long as the
 * file says, and then wait in the queue like any other.
 */
import type { Table } from '../../base/table.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import { startAnew } from './elastic.ts'
import { moveOut } from './jobs.ts'
import { type Cluster, JOB_STATE } from './tables.ts'
import { requestPass } from './wake.ts'

/** Gives a job a node in place of a failed one, if there is one, and tells so. */
export type TakeNode = (c: Cluster, job: number, failed: number) => boolean

export interface HandoverWaits {
  /** A job that just left a failed node waits for another. */
  wait(job: number, failed: number): void
  isWaiting(job: number): boolean
  /** In a pass: those that wait get what they wait for, in order. */
  look(take: TakeNode): void
}

interface Book {
  readonly cluster: () => Cluster
  readonly waitMs: number
  /** `timer` tells whether the job still waits: whatever happens to it sets another. */
  readonly table: Table<{ job: 'i32'; uid: 'u32'; failed: 'i32'; timer: 'f64' }>
  readonly types: { giveUp: CommandType }
}

function isStill({ cluster, table }: Book, row: number): boolean {
  const { uid, state, timer } = cluster().jobs.col
  const job = table.col.job[row]
  return uid[job] === table.col.uid[row] && state[job] === JOB_STATE.stalled && timer[job] === table.col.timer[row]
}

function rowOf(b: Book, job: number): number {
  for (let row = 0; row < b.table.length; row++) if (b.table.col.job[row] === job && isStill(b, row)) return row
  return -1
}

/** Takes a row out; the others keep their order. */
function drop({ table }: Book, row: number): void {
  for (const column of [table.col.job, table.col.uid, table.col.failed, table.col.timer]) column.copyWithin(row, row + 1, table.length)
  table.length -= 1
}

/** The oldest wait no longer where there are more. */
const MOST = 1024

function wait(b: Book, job: number, failed: number): void {
  const { table } = b
  const c = b.cluster()
  for (let row = table.length - 1; row >= 0; row--) if (!isStill(b, row)) drop(b, row)
  if (table.length === MOST) giveUp(b, table.col.job[0])
  startAnew(c, job, JOB_STATE.stalled, b.waitMs)
  const { timer, uid } = c.jobs.col
  c.kernel.cancel(timer[job])
  timer[job] = c.kernel.schedule(b.types.giveUp, job, c.kernel.now + b.waitMs)
  const row = table.length
  table.length += 1
  table.col.job[row] = job
  table.col.uid[row] = uid[job]
  table.col.failed[row] = failed
  table.col.timer[row] = timer[job]
}

/** No node came in time. */
function giveUp(b: Book, job: number): void {
  const row = rowOf(b, job)
  if (row < 0) return
  drop(b, row)
  moveOut(b.cluster(), job, false)
  requestPass(b.cluster())
}

/** Undefined where jobs do not wait for nodes. */
export function createHandoverWaits(cluster: () => Cluster, waitMs: number, kernel: Kernel, state: State): HandoverWaits | undefined {
  if (waitMs === 0) return undefined
  const b: Book = { cluster, waitMs, table: state.table('compute.handoverWaits', MOST, { job: 'i32', uid: 'u32', failed: 'i32', timer: 'f64' }), types: { giveUp: 0 } }
  b.types.giveUp = kernel.command('compute.handoverGivesUp', Phase.jobEnd, job => giveUp(b, job))
  return {
    wait: (job, failed) => wait(b, job, failed),
    isWaiting: job => rowOf(b, job) >= 0,
    look(take) {
      let row = 0
      while (row < b.table.length) {
        const isOver = !isStill(b, row) || take(cluster(), b.table.col.job[row], b.table.col.failed[row])
        if (isOver) drop(b, row)
        else row += 1
      }
    },
  }
}
