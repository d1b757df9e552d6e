/**
 * Quotas after Kueue: what a tenant may hold is its nominal quota and, inside its cohort, what others of the cohort do not use of theirs, as far as
 * they lend and it may borrow. Reservations keep accelerators back from everybody else for a time.
 */
import type { TenantsSection } from '../../scenario/schema/tenants.ts'

/** Quota of one tenant, accelerators; `cohort` is its index, −1 for none. */
export interface Quota {
  readonly nominal: number
  readonly cohort: number
  readonly borrowing: number
  /** Part of the nominal quota that is never lent. */
  readonly guaranteed: number
}

/** By tenant; the first is work that names none and has no limit. */
export function quotasOf(tenants: TenantsSection): Quota[] {
  const cohorts = [...new Set(Object.values(tenants).flatMap(({ cohort }) => (cohort === undefined ? [] : [cohort])))]
  const free: Quota = { nominal: Infinity, cohort: -1, borrowing: 0, guaranteed: 0 }
  return [free, ...Object.values(tenants).map(({ quota, cohort, borrowingLimit, lendingLimit }): Quota => {
    if (quota === undefined) return free
    if (cohort === undefined) return { ...free, nominal: quota, guaranteed: quota }
    return { nominal: quota, cohort: cohorts.indexOf(cohort), borrowing: borrowingLimit ?? Infinity, guaranteed: lendingLimit === undefined ? 0 : quota - lendingLimit }
  })]
}

/** What the tenants of a cohort lend to each other together. */
const lentBy = (quotas: readonly Quota[], cohort: number): number => quotas.reduce((sum, quota) => (quota.cohort === cohort ? sum + quota.nominal - quota.guaranteed : sum), 0)

/** Accelerators that a tenant alone may still take when the tenants hold so many each. */
export function roomOf(quotas: readonly Quota[], held: ArrayLike<number>, tenant: number): number {
  const { nominal, cohort, borrowing, guaranteed } = quotas[tenant]
  if (cohort < 0) return nominal - held[tenant]
  let used = 0
  for (let other = 0; other < quotas.length; other++) if (quotas[other].cohort === cohort) used += Math.max(0, held[other] - quotas[other].guaranteed)
  const own = Math.max(0, guaranteed - held[tenant])
  const stored = nominal - guaranteed - Math.max(0, held[tenant] - guaranteed)
  return own + Math.min(lentBy(quotas, cohort) - used, stored + borrowing)
}

/** Most accelerators that a tenant may ever hold. */
export function mostOf(quotas: readonly Quota[], tenant: number): number {
  const nobody = new Float64Array(quotas.length)
  return roomOf(quotas, nobody, tenant)
}

/** What is left of a tenant's nominal quota. */
export const ownRoom = (quotas: readonly Quota[], held: ArrayLike<number>, tenant: number): number => Math.max(0, quotas[tenant].nominal - held[tenant])
