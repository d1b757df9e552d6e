/**
 * Moldable jobs choose their size before they start and keep it: the one on which they are expected to end soonest, the smallest of equals.
 * They choose when they come and again whenever they are first in the queue, where nothing but running jobs stands before them; a promised
 * start under reservations is kept as it is.
 */
import { demandOf, expectedMs } from './asked.ts'
import { asked, type Elasticity, fewestNodes, rescale } from './elastic.ts'
import type { Shadow } from './ends.ts'
import { canEverPlace, canPlace } from './place.ts'
import { shadowOf } from './shadow.ts'
import type { Cluster } from './tables.ts'

function moldOf(c: Cluster, job: number): Elasticity | undefined {
  const elastic = c.jobs.col.share[job] > 0 ? undefined : c.elastic[c.jobs.col.entry[job]]
  return elastic?.sizing === 'at-start' ? elastic : undefined
}

/** Nodes on which a job may work, ascending: the ends of its range, the rows of its table, else what it asks for halved and doubled. */
function sizesOf(c: Cluster, job: number, { max, speeds }: Elasticity): number[] {
  const [fewest, most] = [fewestNodes(c, job), Math.floor(asked(c, job) * max + 1e-9)]
  const sizes = new Set([fewest, most])
  if (speeds !== undefined) for (const { size } of speeds) sizes.add(Math.round(asked(c, job) * size))
  else {
    for (let size = asked(c, job); size > fewest; size = Math.floor(size / 2)) sizes.add(size)
    for (let size = asked(c, job); size < most; size *= 2) sizes.add(size)
  }
  return [...sizes].filter(size => size >= fewest && size <= most).sort((a, b) => a - b)
}

const shadow: Shadow = { atMs: 0, spareNodes: 0 }

/** Time from now until a job ends on the nodes that it asks for now, if nobody waits before it. */
function endsIn(c: Cluster, job: number): number {
  const { nodes, entry, estimateMs } = c.jobs.col
  const need = nodes[job]
  estimateMs[job] = expectedMs(c, job)
  if (c.book !== undefined) return c.view.profile().earliest(need, estimateMs[job], c.kernel.now) - c.kernel.now + estimateMs[job]
  if (canPlace(c, entry[job], need)) return estimateMs[job]
  shadowOf(c, job, need, shadow)
  return shadow.atMs + estimateMs[job]
}

/** Gives a job that waits, or is about to, its best size of at most `roomNodes`; its expected time follows from it. */
function choose(c: Cluster, job: number, elastic: Elasticity, roomNodes: number): void {
  const { nodes, spareNodes, tenant, entry } = c.jobs.col
  const use = (size: number): void => {
    nodes[job] = size + spareNodes[job]
    rescale(c, job)
  }
  let best = fewestNodes(c, job)
  let bestMs = Infinity
  for (const size of sizesOf(c, job, elastic)) {
    use(size)
    if (size > best && (nodes[job] > roomNodes || !canEverPlace(c, entry[job], nodes[job]) || !c.tenants.isAllowed(tenant[job], nodes[job]))) continue
    const endMs = endsIn(c, job)
    if (endMs >= bestMs) continue
    best = size
    bestMs = endMs
  }
  use(best)
}

/** A job that comes to wait chooses its size. */
export function moldNew(c: Cluster, job: number): void {
  const elastic = moldOf(c, job)
  if (elastic !== undefined) choose(c, job, elastic, Infinity)
}

/** The first waiting job chooses anew, before it is tried. */
export function moldFirst(c: Cluster, job: number): void {
  const elastic = c.book === undefined ? moldOf(c, job) : undefined
  if (elastic === undefined || c.queue.head() !== job) return
  const { lane, tenant, estimateMs } = c.jobs.col
  const before = demandOf(c, job)
  c.queue.remove(job)
  choose(c, job, elastic, c.tenants.hasQuota ? c.tenants.lanes.roomNodes(lane[job]) : Infinity)
  estimateMs[job] = expectedMs(c, job)
  c.queue.insert(job)
  c.tenantAccounts?.wait(tenant[job], demandOf(c, job) - before)
}
