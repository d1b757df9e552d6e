/** How many replicas a service has: the autoscaler at its crossings, knots of the demand, and nodes for what is wanted. */
import { HOUR_MS } from '../../base/spans.ts'
import { demandAt, nextCrossingMs, scaledReplicas, setKnot } from './inference.ts'
import { claimNodes } from './preemption.ts'
import { endReplica, isPoolHere, isPoolInQuota, ownerOf, startReplica } from './replicas.ts'
import { leastWanted, retireOld, surgeOf } from './rollouts.ts'
import { closeService, type Services } from './serving-accounts.ts'
import { type Cluster, freeJobRow, JOB_KIND, JOB_STATE, NEVER, takeJobRow } from './tables.ts'
import { requestPass } from './wake.ts'

/** Lets the replicas that a pool lacks preempt lower classes where the scheduler allows it; returns the nodes promised so far. */
function claimFor(c: Cluster, { pools, poolList }: Services, row: number, claimed: number): number {
  const { spec, index } = poolList[row]
  const rank = c.tenants.classOfService(index)
  if (!c.isPreempting || rank === 0) return claimed
  const job = takeJobRow(c)
  const { col } = c.jobs
  col.kind[job] = JOB_KIND.replica
  col.state[job] = JOB_STATE.free
  col.entry[job] = index
  col.nodes[job] = spec.nodes
  col.rank[job] = rank
  let promised = claimed
  for (let missing = pools.col.wanted[row] - pools.col.held[row]; missing > 0 && claimNodes(c, job, promised); missing--) promised += spec.nodes
  freeJobRow(c, job)
  return promised
}

/** Starts what services still want; they come before batch jobs. */
export function fillServices(c: Cluster, services: Services): void {
  const { wanted, held, serving, old } = services.pools.col
  let claimed = 0
  for (let row = 0; row < services.poolList.length; row++) {
    if (!isPoolHere(c, services, row)) continue
    const most = wanted[row] + surgeOf(services, row)
    while (held[row] < most && startReplica(c, services, row));
    // Only what is wanted may take nodes from others, not what stands beside it for a while.
    c.tenantAccounts?.serviceLacks(row, ownerOf(c, services, row), Math.max(0, wanted[row] - held[row]) * services.poolList[row].spec.nodes * c.atom)
    if (held[row] < wanted[row]) claimed = isPoolInQuota(c, services, row) ? claimFor(c, services, row, claimed) : claimed
    else if (held[row] < most && held[row] === serving[row] && old[row] > 0) {
      retireOld(c, services, row, true)
      startReplica(c, services, row)
    }
  }
  c.counts.claimedNodes = claimed
}

/** The autoscaler of a pool looks at the demand now. */
export function scalePool(c: Cluster, services: Services, row: number): void {
  const { col } = services.pools
  const { now } = c.kernel
  const pool = services.poolList[row]
  const wanted = scaledReplicas(pool, col.wanted[row], demandAt(services.table, pool.service, now))
  col.scaleTimer[row] = 0
  if (wanted !== col.wanted[row]) {
    col.wanted[row] = wanted
    col.scaledMs[row] = now
    c.emit({ kind: 'replicasScaled', service: pool.index, replicas: wanted })
    while (col.held[row] > wanted + surgeOf(services, row)) endReplica(c, services, leastWanted(services, row))
    if (col.held[row] < wanted) requestPass(c)
  }
  planScaling(c, services, row)
}

function planScaling(c: Cluster, services: Services, row: number): void {
  const { col } = services.pools
  const pool = services.poolList[row]
  // The first scaling of all need not wait for a cooldown.
  const restedMs = col.scaledMs[row] === NEVER ? c.kernel.now + 1 : Math.max(c.kernel.now + 1, col.scaledMs[row] + pool.of.cooldownMs)
  const atMs = nextCrossingMs(services.table, pool, col.wanted[row], restedMs)
  c.kernel.cancel(col.scaleTimer[row])
  col.scaleTimer[row] = atMs < 0 ? 0 : c.kernel.schedule(c.commands.scale, row, atMs)
}

/** The demand of a service takes another slope: a new hour, or another way of its requests. */
export function turnKnot(c: Cluster, services: Services, row: number): void {
  closeService(c, services, row)
  const { now } = c.kernel
  const { knotTimer } = services.table.col
  const nextMs = services.list[row].spec.nextKnotMs?.(now) ?? (Math.floor(now / HOUR_MS) + 1) * HOUR_MS
  setKnot(services.table, services.list[row], row, now, nextMs, atMs => services.demandPerS(row, atMs, now))
  readData(c, services, row)
  c.kernel.cancel(knotTimer[row])
  knotTimer[row] = nextMs < c.world.horizonMs ? c.kernel.schedule(c.commands.knot, row, nextMs) : 0
  for (const pool of services.list[row].pools) planScaling(c, services, pool)
}

/** What the requests of the stretch that begins now read from the datastore. */
function readData(c: Cluster, { table, list }: Services, row: number): void {
  const { dataB } = list[row].spec
  if (dataB === 0 || c.store === undefined) return
  const { knotPerS, nextPerS, readingBps } = table.col
  const readsBps = (dataB * (knotPerS[row] + nextPerS[row])) / 2
  c.store.load(readsBps - readingBps[row])
  readingBps[row] = readsBps
}

/** First knot of every service. */
export function openServices(c: Cluster, services: Services): void {
  services.pools.col.scaledMs.fill(NEVER)
  for (let row = 0; row < services.list.length; row++) {
    services.table.col.segmentMs[row] = c.kernel.now
    services.table.col.knotTimer[row] = c.kernel.schedule(c.commands.knot, row, c.kernel.now)
  }
}
