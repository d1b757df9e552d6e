/** The shadow time of a blocked job under the placement rule: when, by the estimates, it could start if no other job did. */
import type { Shadow } from './ends.ts'
import { type Cluster, NONE } from './tables.ts'

/** Most nodes that a job may ask for under the placement rule. */
export function largestRequest(c: Cluster): number {
  const { nodes, blocks } = c.world
  if (c.params.placement === 'compact') return nodes.count
  let most = 0
  for (let block = 0; block < blocks.count; block++) most = Math.max(most, blocks.nodeBegin[block + 1] - blocks.nodeBegin[block])
  return most
}

/** Fills `into` with the time in ms from now, and the nodes that other jobs may hold beyond it without delaying the job. */
export function shadowOf(c: Cluster, need: number, into: Shadow): void {
  if (c.params.placement === 'compact') c.ends.shadow(need, c.counts.freeNodes, c.kernel.now, into)
  else blockShadow(c, need, into)
  into.atMs -= c.kernel.now
}

/** Where a job may not cross blocks: the first block to free enough; only what it frees beyond the need is to spare. */
function blockShadow(c: Cluster, need: number, into: Shadow): void {
  const { kernel, world } = c
  const free = Int32Array.from(c.blocks.col.freeNodes)
  const { nodes, firstRun, endEstimateMs } = c.jobs.col
  let reserved = free.findIndex(count => count >= need)
  into.atMs = reserved >= 0 ? kernel.now + 1 : Infinity
  c.ends.walk(job => {
    const atMs = Math.max(endEstimateMs[job], kernel.now + 1)
    if (reserved >= 0 && atMs > into.atMs) return true
    const run = firstRun[job]
    const block = run === NONE ? -1 : world.racks.block[c.runs.col.rack[run]]
    if (block >= 0) free[block] += nodes[job]
    if (reserved < 0 && block >= 0 && free[block] >= need) {
      reserved = block
      into.atMs = atMs
    }
    return false
  })
  into.spareNodes = reserved >= 0 ? free[reserved] - need : 0
}
