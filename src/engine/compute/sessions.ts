/**
 * Persistent sessions (agents) on the replicas of a service: a closed loop of turns and thinking, so that they ask for less when answers
 * take longer, and state that is lost with the replica that holds it. The turns since its last durable state are then made again: they
 * take slots as any other, give no token to anybody, and are booked as rework.
 */
import type { State } from '../kernel/state.ts'
import type { ReworkCause } from '../ports.ts'
import type { Service } from './inference.ts'
import { ITEM, type ServingBooks } from './serving-book.ts'

/** Causes in the order of the table. */
const CAUSES: readonly ReworkCause[] = ['hw', 'sw', 'power', 'cooling', 'net', 'sdc', 'preempt', 'user']

export interface RedoTable {
  /** Turns that have to be made again, by service and cause. */
  readonly col: { readonly turns: Float64Array }
}

export const createRedoTable = (state: State, services: number): RedoTable => state.table('compute.redo', services * CAUSES.length, { turns: 'f64' })

interface Keeping {
  readonly list: readonly Service[]
  readonly redo: RedoTable
  readonly books: ServingBooks
}

/** A replica of `serving` went with the sessions on it, while all sessions together made `perS` turns per second at full speed. */
export function loseSessions(services: Keeping, row: number, perS: number, serving: number, cause: ReworkCause): void {
  const { sessions } = services.list[row].spec
  if (sessions === undefined || serving === 0) return
  const lost = (perS * sessions.cycleS) / serving
  services.books.add(row, ITEM.lostSessions, lost)
  services.redo.col.turns[row * CAUSES.length + CAUSES.indexOf(cause)] += lost * sessions.redoTurns
}

/** Takes turns to be made again out of `turns` that are answered, by cause. */
export function redoTurns(redo: RedoTable, row: number, turns: number): { readonly cause: ReworkCause; readonly turns: number }[] {
  let left = turns
  return CAUSES.flatMap((cause, at) => {
    const owed = redo.col.turns[row * CAUSES.length + at]
    if (owed <= 0 || left <= 0) return []
    const made = Math.min(owed, left)
    redo.col.turns[row * CAUSES.length + at] = owed - made
    left -= made
    return [{ cause, turns: made }]
  })
}
