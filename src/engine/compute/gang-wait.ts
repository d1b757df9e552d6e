/** What one gang of a job waits for the other (`L8.gangWait`): steps take as long as the slower of both. */
import { bookOf, heldByGeneration, settleHeld } from './books.ts'
import { ownRate } from './samplers.ts'
import type { Cluster } from './tables.ts'

/**
 * Books what a gang of a job has waited of [fromMs, toMs), its open segment or a part of it: for the slower one, and those that generate for
 * checkpoints, of which `blockedMs` is. Returns when its work begins, for the wait stands before it; its time and factors are those of the row.
 */
export function bookWait(c: Cluster, job: number, row: number, fromMs: number, toMs: number, blockedMs: number): number {
  const share = Math.min(1, c.jobs.col.rate[job] / ownRate(c, row))
  const workMs = Math.ceil((toMs - fromMs - blockedMs) * share - 1e-6) + (row === job ? blockedMs : 0)
  const beginMs = toMs - workMs
  if (beginMs === fromMs) return fromMs
  c.factors.fill(1)
  settleHeld(c, row, fromMs, beginMs, 0, 'waits')
  return beginMs
}

/** Calls `visit` with what those that generate for a job hold by generation, and the book of each. */
export function eachSamplerBook(c: Cluster, row: number, visit: (held: number, book: number) => void): void {
  const held = Array.from(heldByGeneration(c, row))
  held.forEach((part, generation) => {
    if (part > 0) visit(part, bookOf(c, row, generation))
  })
}
