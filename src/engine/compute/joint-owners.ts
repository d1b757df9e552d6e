/**
 * Services of several tenants: their replicas have an owner of their own, and count against the quota of each tenant with its share of the
 * demand, in whole accelerators.
 */
import { apportion } from '../../base/apportion.ts'
import { type JointService, jointServices } from '../../scenario/joint-services.ts'
import type { State } from '../kernel/state.ts'
import type { ComputeScenario } from './parameters.ts'
import type { Tenants } from './tenants.ts'

export interface JointOwners {
  readonly services: readonly JointService[]
  /** Owner of a workload entry; 0 for one that has one tenant or none. */
  ofEntry(entry: number): number
  /** Replicas of an owner hold so many accelerators more (or fewer): its tenants hear of their parts. False for a tenant. */
  hold(tenants: Tenants, owner: number, by: number): boolean
  /** Whether the quotas and reservations of all its tenants leave room for a replica of so many accelerators. */
  hasRoom(tenants: Tenants, owner: number, accelerators: number): boolean
}

/** Undefined where every service has one tenant or none. */
export function createJointOwners(scenario: ComputeScenario, state: State): JointOwners | undefined {
  const services = jointServices(scenario)
  if (services.length === 0) return undefined
  const first = Object.keys(scenario.tenants).length + 1
  const { held } = state.table('compute.jointHeld', services.length, { held: 'f64' }).col
  /** By tenant of the service, what `by` accelerators more mean for it. */
  const partsOf = (at: number, by: number): number[] => {
    const before = apportion(held[at], services[at].upTo)
    return apportion(held[at] + by, services[at].upTo).map((part, tenant) => part - before[tenant])
  }
  return {
    services,
    ofEntry(entry) {
      const at = services.findIndex(service => service.entry === entry)
      return at < 0 ? 0 : first + at
    },
    hold(tenants, owner, by) {
      if (owner < first) return false
      const at = owner - first
      const parts = partsOf(at, by)
      held[at] += by
      services[at].tenants.forEach((tenant, index) => {
        if (parts[index] !== 0) tenants.hold(tenant, parts[index])
      })
      return true
    },
    hasRoom(tenants, owner, accelerators) {
      const parts = partsOf(owner - first, accelerators)
      return services[owner - first].tenants.every((tenant, index) => tenants.quotaRoomOf(tenant) >= parts[index] && tenants.unreservedRoomOf(tenant) >= accelerators)
    },
  }
}
