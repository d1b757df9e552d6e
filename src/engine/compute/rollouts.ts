/**
 * Rollouts of new versions of a model, pool by pool: replicas of the new version start beside the old ones (surge), or in the place of
 * some that stop first; two versions serve at once until the last old replica has gone. A few of the new version may serve alone for a
 * while (canary) before the others follow. What it costs are cold starts, nodes held twice, and answers missing in between.
 */
import type { RolloutRule } from './inference-definition.ts'
import { drainReplica, endReplica, replicaBegun } from './replicas.ts'
import { closeService, type Services } from './serving-accounts.ts'
import { type Cluster, JOB_STATE, NONE } from './tables.ts'
import { requestPass } from './wake.ts'

/** A share of the replicas, at least one where it is above nothing. */
const shareOf = (share: number, replicas: number): number => (share > 0 ? Math.max(1, Math.floor(share * replicas)) : 0)

/** Replicas that a pool may hold beyond those wanted. */
export function surgeOf({ pools, poolList, table }: Services, row: number): number {
  const { wanted, old } = pools.col
  const { of, service } = poolList[row]
  if (old[row] === 0 || of.rollouts === undefined) return 0
  const { canary, surge } = of.rollouts
  return Math.min(old[row], shareOf(table.col.isBaking[service] === 1 ? canary : surge, wanted[row]))
}

/** Replicas that may be missing while a pool changes its version. */
const missingOf = ({ surge, unavailable }: RolloutRule, wanted: number): number => shareOf(surge > 0 ? unavailable : Math.max(unavailable, 1e-9), wanted)

/** Stops old replicas as far as enough others serve; one more where the site has no room for new ones beside them. */
export function retireOld(c: Cluster, services: Services, row: number, isStuck: boolean): void {
  const { wanted, serving, old } = services.pools.col
  const { of, service } = services.poolList[row]
  const { rollouts } = of
  if (rollouts === undefined || services.table.col.isBaking[service] === 1) return
  const needed = wanted[row] - missingOf(rollouts, wanted[row])
  const retire = (): boolean => retireOne(c, services, row, rollouts.drainMs)
  while (old[row] > 0 && serving[row] > needed && retire());
  if (isStuck && old[row] > 0) retire()
}

/** The oldest replica that still takes requests goes, at once or when those under way are answered; false when there is none. */
function retireOne(c: Cluster, services: Services, row: number, drainMs: number): boolean {
  const { state, next } = c.jobs.col
  let job = services.pools.col.first[row]
  while (job !== NONE && state[job] === JOB_STATE.ending) job = next[job]
  if (job === NONE) return false
  if (drainMs > 0 && state[job] === JOB_STATE.running) drainReplica(c, services, job, drainMs)
  else endReplica(c, services, job)
  return true
}

/** A replica has loaded its weights; an old one may go for it. */
export function beginServing(c: Cluster, services: Services, job: number): void {
  replicaBegun(c, services, job)
  const row = c.jobs.col.source[job]
  if (services.pools.col.old[row] === 0) return
  retireOld(c, services, row, false)
  requestPass(c)
}

/** Begins a rollout of a service, or ends the time of its canaries; and plans the next. */
export function rollOut(c: Cluster, services: Services, row: number): void {
  const { col } = services.table
  const { rollouts } = services.list[row].spec
  if (rollouts === undefined) return
  closeService(c, services, row)
  col.version[row] += 1
  for (const pool of services.list[row].pools) services.pools.col.old[pool] = services.pools.col.held[pool]
  const bakes = rollouts.canary > 0 && rollouts.bakeMs > 0
  col.isBaking[row] = bakes ? 1 : 0
  if (bakes) c.kernel.schedule(c.commands.bake, row, c.kernel.now + rollouts.bakeMs)
  else goOn(c, services, row)
  const nextMs = c.kernel.now + rollouts.everyMs
  if (nextMs < c.world.horizonMs) c.kernel.schedule(c.commands.rollout, row, nextMs)
  requestPass(c)
}

/** The canaries have served long enough: the others follow. */
export function endBake(c: Cluster, services: Services, row: number): void {
  services.table.col.isBaking[row] = 0
  goOn(c, services, row)
}

function goOn(c: Cluster, services: Services, row: number): void {
  for (const pool of services.list[row].pools) retireOld(c, services, pool, false)
  requestPass(c)
}

/** The replica that goes when a pool shrinks: an old one while there are any, else the newest. */
export function leastWanted({ pools }: Services, row: number): number {
  const { old, first, last } = pools.col
  return old[row] > 0 && first[row] !== NONE ? first[row] : last[row]
}

/** First rollout of every service that has some. */
export function planRollouts(c: Cluster, services: Services): void {
  services.list.forEach(({ spec }, row) => {
    if (spec.rollouts !== undefined && spec.rollouts.firstMs < c.world.horizonMs) c.kernel.schedule(c.commands.rollout, row, spec.rollouts.firstMs)
  })
}
