/**
 * Services that several tenants share. Their replicas belong to all of them: in the engine such a service has an owner of its own, after the
 * tenants of the file, and what it held is shared out among its tenants by what they used.
 */
import { tenantsOfEntry } from './sites.ts'
import type { Scenario } from './schema/scenario.ts'

export interface JointService {
  /** Index of the workload entry, and its id. */
  readonly entry: number
  readonly id: string
  /** Places of its tenants, 1 for the first of the file; and running sums of their shares of the demand, ending at 1. */
  readonly tenants: readonly number[]
  readonly upTo: readonly number[]
}

type Part = Pick<Scenario, 'workload' | 'tenants'>

/** Services with more than one tenant, in the order of the file. */
export function jointServices({ workload, tenants }: Part): JointService[] {
  const names = Object.keys(tenants)
  return workload.flatMap((entry, index): JointService[] => {
    const own = tenantsOfEntry(entry)
    if (entry.source !== 'inference' || own.length < 2) return []
    const total = own.reduce((sum, name) => sum + entry.tenants[name], 0)
    let sum = 0
    const upTo = own.map((name, at) => (sum += entry.tenants[name], at === own.length - 1 ? 1 : sum / total))
    return [{ entry: index, id: entry.id, tenants: own.map(name => names.indexOf(name) + 1), upTo }]
  })
}

/** Whose work there is: nobody’s, that of each tenant, and that of each service of several. */
export const ownerCount = (scenario: Part): number => 1 + Object.keys(scenario.tenants).length + jointServices(scenario).length
