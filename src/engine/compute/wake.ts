/** Asks for the scheduling pass of this millisecond; all requests of a millisecond share one. */
import type { Cluster } from './tables.ts'

export function requestPass(c: Cluster): void {
  const { counts, kernel } = c
  if (counts.passAt === kernel.now) return
  counts.passAt = kernel.now
  kernel.schedule(c.commands.pass, 0, kernel.now)
}
