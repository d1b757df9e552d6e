/** What the pointer is over, shared by all views and outside React, as it changes with every move: a selection that is not made yet, and a time. */
import { createStore } from 'zustand/vanilla'
import type { Selection } from './view.ts'

export interface Hover {
  readonly selection: Selection | null
  /** ms since the start of the scenario; null while no chart over time is under the pointer. */
  readonly atMs: number | null
}

/** What it takes in at the time of the clock, for views that mark it: worked out once for all of them (`site/hover-marks.ts`). */
export interface Taken {
  readonly selection: Selection
  readonly racks: ReadonlySet<number>
  /** Piece of the site plan, −1 for none. */
  readonly item: number
  /** The job itself, or those on its racks. */
  readonly jobs: ReadonlySet<number>
  /** Leaf groups of its racks. */
  readonly leaves: ReadonlySet<number>
  /** Codes of the ledger: where its racks are booked at the time of the clock, or what an event can be behind. */
  readonly buckets: ReadonlySet<string>
}

export const hovered = createStore<{ readonly taken: Taken | null }>(() => ({ taken: null }))

export const hover = createStore<Hover>(() => ({ selection: null, atMs: null }))

/** Whether two selections mean the same. */
export function isSameSelection(a: Selection | null, b: Selection | null): boolean {
  return a === b || (a !== null && b !== null && JSON.stringify(a) === JSON.stringify(b))
}

export function hoverOver(selection: Selection | null): void {
  if (!isSameSelection(hover.getState().selection, selection)) hover.setState({ selection })
}

export function hoverAt(atMs: number | null): void {
  if (hover.getState().atMs !== atMs) hover.setState({ atMs })
}
