/** Rules of tenants: names that exist, parts that do not contain themselves, work submitted by tenants that can. */
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Tenants = Scenario['tenants']
const namesOf = (tenants: Tenants): string => Object.keys(tenants).join(', ') || 'a name of the section `tenants`, which has none'

/** Whether going up from a tenant comes back to it. */
function isPartOfItself(tenants: Tenants, name: string): boolean {
  const seen = new Set<string>()
  for (let at = tenants[name]?.parent; at !== undefined && !seen.has(at); at = tenants[at]?.parent) {
    if (at === name) return true
    seen.add(at)
  }
  return false
}

/** Tenants that entries name, with their places. */
function named({ workload }: Pick<Scenario, 'workload'>): { readonly name: string; readonly path: Finding['path'] }[] {
  return workload.flatMap((entry, index) => ('tenants' in entry ? Object.keys(entry.tenants).map(name => ({ name, path: ['workload', index, 'tenants', name] })) : []))
}

function unknown(tenants: Tenants, name: string, path: Finding['path']): Finding[] {
  if (Object.hasOwn(tenants, name)) return []
  return [{ path, message: 'is no tenant', value: name, allowed: namesOf(tenants), nearest: nearestName(name, Object.keys(tenants)) }]
}

export const tenantRules: readonly Rule[] = [
  rule('unknown-tenant', 'error', ['tenants', 'workload'], ({ tenants, workload }) => [
    ...named({ workload }).flatMap(({ name, path }) => unknown(tenants, name, path)),
    ...Object.entries(tenants).flatMap(([name, { parent }]) => (parent === undefined ? [] : unknown(tenants, parent, ['tenants', name, 'parent']))),
  ]),
  rule('tenant-cycle', 'error', ['tenants'], ({ tenants }) =>
    Object.entries(tenants).flatMap(([name, { parent }]): Finding[] =>
      isPartOfItself(tenants, name) ? [{ path: ['tenants', name, 'parent'], message: 'makes the tenant a part of itself', value: parent, allowed: 'a parent that is not one of its own parts, or none' }] : []),
  ),
  rule('tenant-parts', 'error', ['tenants', 'workload'], ({ tenants, workload }) =>
    named({ workload }).flatMap(({ name, path }): Finding[] => {
      const parts = Object.keys(tenants).filter(other => tenants[other].parent === name)
      return parts.length === 0 ? [] : [{ path, message: 'has parts, and work is submitted by these', value: name, allowed: parts.join(', ') }]
    }),
  ),
  rule('tenant-shares', 'error', ['workload'], ({ workload }) =>
    workload.flatMap((entry, index): Finding[] => {
      const shares = 'tenants' in entry ? Object.values(entry.tenants) : []
      return shares.length === 0 || shares.some(share => share > 0) ? [] : [{ path: ['workload', index, 'tenants'], message: 'gives no tenant any job', value: '0', allowed: 'a share above 0 for at least one of them' }]
    }),
  ),
]
