/**
 * Blocks between which nothing is carried: jobs start inside one block or wait, those that cross leave with their next checkpoint when
 * that is planned. What idles for it is fragmentation in the ledger (a placement that is not feasible), and is counted apart.
 */
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import { wallToCheckpoint } from './checkpoint.ts'
import { interrupt } from './jobs.ts'
import { closeSegment, confirmWritten } from './progress.ts'
import { jobOfRow } from './samplers.ts'
import { type Cluster, JOB_STATE } from './tables.ts'
import { requestPass } from './wake.ts'
import { LEVEL } from './placement-rules.ts'

/** Brings the time of what idles for the network up to now, before a pass counts anew. */
export function settleHeld({ counts, kernel }: Cluster): void {
  if (counts.heldByFabric > 0) counts.heldByFabricMs += counts.heldByFabric * (kernel.now - counts.heldByFabricSinceMs)
  counts.heldByFabricSinceMs = kernel.now
  counts.heldByFabric = 0
}

/** Whether a demand of an entry that is not feasible now would be if blocks were connected. */
export const isHeldByFabric = (c: Cluster, entry: number): boolean => c.counts.blocksApart === 1 && c.rules[entry].within === LEVEL.site

/** Accelerator-ms so far that idled because blocks were apart. */
export const heldByFabricMs = ({ counts, kernel }: Cluster): number => counts.heldByFabricMs + counts.heldByFabric * (kernel.now - counts.heldByFabricSinceMs)

export interface BlocksApart {
  setBlocksApart(isApart: boolean): void
  /** A job that trains leaves with its next checkpoint if that is written before `atMs`. */
  askToLeave(job: number, atMs: number): void
}

/** Creates the command by which jobs leave; registered by every site, so that plans of the network need not be known here. */
export function createBlocksApart(cluster: () => Cluster, kernel: Kernel): BlocksApart {
  const leave: CommandType = kernel.command('compute.leaveForCore', Phase.jobEnd, (job, uid) => {
    const c = cluster()
    if (c.jobs.col.uid[job] !== uid || c.jobs.col.state[job] !== JOB_STATE.running || c.counts.blocksApart === 0) return
    closeSegment(c, job)
    confirmWritten(c, job)
    interrupt(c, job, 'preempt')
    requestPass(c)
  })
  return {
    setBlocksApart(isApart) {
      const c = cluster()
      c.counts.blocksApart = isApart ? 1 : 0
      requestPass(c)
    },
    askToLeave(row, atMs) {
      const c = cluster()
      const job = jobOfRow(c, row)
      const { state, endEstimateMs, intervalMs, phaseMs, rate, uid } = c.jobs.col
      if (state[job] !== JOB_STATE.running || endEstimateMs[job] <= atMs || intervalMs[job] === 0) return
      closeSegment(c, job)
      const leavesMs = kernel.now + Math.max(1, Math.ceil(wallToCheckpoint(phaseMs[job], intervalMs[job], c.jobs.col.blockingMs[job], rate[job])))
      if (leavesMs < atMs) kernel.schedule(leave, job, leavesMs, uid[job])
    },
  }
}
