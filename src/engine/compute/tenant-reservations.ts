/**
 * Accelerators reserved for tenants for a time. A hard reservation keeps them from everybody else, used or not, and jobs in its way are preempted
 * when it begins; a soft one only lets the tenant go first: others have what it does not ask for. Particular racks are reserved under
 * `scheduler.reservations`.
 */
import { DAY_MS } from '../../base/spans.ts'
import type { TenantsSection } from '../../scenario/schema/tenants.ts'
import { type CommandType, type Kernel, Phase } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { World } from '../ports.ts'
import { preempt } from './preemption.ts'
import { type Cluster, JOB_KIND, JOB_STATE } from './tables.ts'
import { requestPass } from './wake.ts'

export interface Reservations {
  start(): void
  /** Accelerators that the reservation of a tenant, which holds so many, keeps back from others now. */
  kept(tenant: number, held: number, waiting: () => number): number
}

interface Step {
  readonly atMs: number
  readonly tenant: number
  readonly kind: 'hard' | 'soft'
  readonly by: number
}

function stepsOf(world: World, tenants: TenantsSection): Step[] {
  const msOf = (day: number): number => Math.max(0, (day - world.startDay) * DAY_MS)
  return Object.values(tenants)
    .flatMap(({ reservations }, index) =>
      reservations.flatMap(({ accelerators, from, until, kind }): Step[] => [
        { atMs: msOf(from), tenant: index + 1, kind, by: accelerators },
        ...(until === undefined ? [] : [{ atMs: msOf(until), tenant: index + 1, kind, by: -accelerators }]),
      ]))
    .filter(({ atMs }) => atMs < world.horizonMs)
    .sort((a, b) => a.atMs - b.atMs || a.tenant - b.tenant || a.by - b.by)
}

/** Running jobs of others that may be stopped for a reservation: of the lowest class, the last started first. */
function inTheWay(c: Cluster, tenant: number): number[] {
  const { kind, state, share, rank, attemptMs, uid, tenant: of } = c.jobs.col
  const found: number[] = []
  c.ends.walk(job => {
    if (kind[job] === JOB_KIND.batch && state[job] !== JOB_STATE.ending && share[job] === 0 && !c.tenants.isWithin(of[job], tenant)) found.push(job)
    return false
  })
  return found.sort((a, b) => rank[a] - rank[b] || attemptMs[b] - attemptMs[a] || uid[b] - uid[a])
}

/** A hard reservation begins: what is neither idle nor held by the tenant is taken from others. */
function makeRoom(c: Cluster, tenant: number, reserved: number): void {
  const { held, nodes } = c.jobs.col
  let missing = reserved - c.tenants.heldHere(tenant) - c.counts.idleAccelerators - c.counts.endingNodes * c.atom
  for (const job of missing > 0 ? inTheWay(c, tenant) : []) {
    if (missing <= 0) return
    missing -= Math.max(held[job], nodes[job] * c.atom)
    preempt(c, job)
  }
}

/** Undefined where no tenant has any. */
export function createReservations(cluster: () => Cluster, world: World, tenants: TenantsSection, kernel: Kernel, state: State): Reservations | undefined {
  const steps = stepsOf(world, tenants)
  if (steps.length === 0) return undefined
  const table = state.table('compute.reserved', Object.keys(tenants).length + 1, { hard: 'f64', soft: 'f64' })
  const type: CommandType = kernel.command('compute.reservation', Phase.facility, from => {
    const c = cluster()
    let at = from
    for (; at < steps.length && steps[at].atMs <= kernel.now; at++) {
      const { tenant, kind, by } = steps[at]
      table.col[kind][tenant] += by
      if (kind === 'hard' && by > 0) makeRoom(c, tenant, table.col.hard[tenant])
    }
    if (at < steps.length) kernel.schedule(type, at, steps[at].atMs)
    requestPass(c)
  })
  return {
    start: () => void kernel.schedule(type, 0, steps[0].atMs),
    kept(tenant, held, waiting) {
      const hard = Math.max(0, table.col.hard[tenant] - held)
      if (table.col.soft[tenant] === 0) return hard
      const left = Math.max(0, table.col.hard[tenant] + table.col.soft[tenant] - held) - hard
      return hard + Math.min(left, Math.max(0, waiting() - hard))
    },
  }
}
