/** What of a block, or of the site beside the blocks, has failed and what was taken out on purpose: whom the nodes behind it are booked to. */
import type { Cause, OutageReason } from '../ports.ts'
import type { PowerSite } from './power-site.ts'

/** Counts of units by block, the site first. */
export const OUT_COLUMNS = { failed: 'i32', work: 'i32', zone: 'i32', mistake: 'i32' } as const

/** Counts a unit of a block (−1: the site) that went out (1) or came back (−1) for a reason. */
export function countOut(p: PowerSite, block: number, reason: OutageReason | 'failed', by: 1 | -1): void {
  p.out.col[reason][block + 1] += by
}

/** The cause of what equipment fails to carry: `fault`, unless it was taken out. Work leaves enough in service, so a failure beside it is to blame. */
function causeOf({ failed, work, zone, mistake }: PowerSite['out']['col'], row: number, fault: Cause): Cause {
  if (zone[row] > 0) return 'zone'
  if (mistake[row] > 0) return 'humanError'
  return work[row] > 0 && failed[row] === 0 ? 'plannedElectrical' : fault
}

/**
 * Whom to blame where equipment of a block (−1: of the site) carries less than it should. Where nothing of a block itself is out, it is
 * what stands before it.
 */
export function equipmentCause(p: PowerSite, block: number, fault: Cause): Cause {
  const { col } = p.out
  const own = causeOf(col, block + 1, fault)
  return own === fault && block >= 0 && col.failed[block + 1] === 0 ? causeOf(col, 0, fault) : own
}
