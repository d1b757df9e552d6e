/** Tenants of a cohort that hold more than their own quota: what they have is lent by others. */
import { demandOf } from './asked.ts'
import type { Cluster } from './tables.ts'

/** Tenant of the chain above a job that has a cohort, −1 if none has. */
export function inCohort({ tenants, jobs }: Cluster, job: number): number {
  return tenants.quotas.findIndex(({ cohort }, at) => cohort >= 0 && tenants.isWithin(jobs.col.tenant[job], at))
}

/** Whether any tenant may borrow. */
export const mayBorrow = ({ tenants }: Cluster): boolean => tenants.quotas.some(({ cohort }) => cohort >= 0)

/** Whether a job that waits would run on a loan. */
export function wouldBorrow(c: Cluster, job: number): boolean {
  const owner = inCohort(c, job)
  return owner >= 0 && c.tenants.heldBy(owner) + demandOf(c, job) > c.tenants.quotas[owner].nominal
}

/** Whether a job runs on what its tenant, or one above it, has borrowed. */
export function isBorrowing(c: Cluster, job: number): boolean {
  const owner = inCohort(c, job)
  return owner >= 0 && c.tenants.heldBy(owner) > c.tenants.quotas[owner].nominal
}
