/** Rules of tenants: names that exist, parts that do not contain themselves, work submitted by tenants that can. */
import { formatDate } from '../../base/civil-date.ts'
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
  return workload.flatMap((entry, index) => {
    const shares = Object.keys(entry.tenants).map(name => ({ name, path: ['workload', index, 'tenants', name] }))
    return entry.source === 'inference' && entry.tenant !== undefined ? [{ name: entry.tenant, path: ['workload', index, 'tenant'] }, ...shares] : shares
  })
}

function unknown(tenants: Tenants, name: string, path: Finding['path']): Finding[] {
  if (Object.hasOwn(tenants, name)) return []
  return [{ path, message: 'is no tenant', value: name, allowed: namesOf(tenants), nearest: nearestName(name, Object.keys(tenants)) }]
}

type Tenant = Tenants[string]

/** Periods that end before they begin. */
function periodFindings(name: string, key: 'commitments' | 'reservations' | 'asks', tenant: Tenant): Finding[] {
  return tenant[key].flatMap(({ from, until }, at): Finding[] =>
    from === undefined || until === undefined || until > from ? [] : [{ path: ['tenants', name, key, at, 'until'], message: 'is not after the day on which it begins', value: formatDate(until), allowed: `later than ${formatDate(from)}` }])
}

/** Limits of borrowing that have nothing to borrow from, or that lend more than there is. */
function cohortFindings(name: string, { quota, cohort, borrowingLimit, lendingLimit }: Tenant): Finding[] {
  const path = ['tenants', name]
  if (cohort !== undefined && quota === undefined) return [{ path: [...path, 'cohort'], message: 'is of a tenant without a quota, which has nothing to lend and needs not borrow', value: cohort, allowed: 'a quota beside it, or no cohort' }]
  const limit = borrowingLimit === undefined ? 'lendingLimit' : 'borrowingLimit'
  if (cohort === undefined && (borrowingLimit ?? lendingLimit) !== undefined) return [{ path: [...path, limit], message: 'has no effect without a cohort', value: `${borrowingLimit ?? lendingLimit}`, allowed: 'a cohort beside it' }]
  return lendingLimit !== undefined && quota !== undefined && lendingLimit > quota ? [{ path: [...path, 'lendingLimit'], message: 'is more than the quota', value: `${lendingLimit}`, allowed: `at most ${quota}` }] : []
}

/** Tenants of one cohort of which one is part of another: what the one borrows would be the other’s own. */
function nestedFindings(tenants: Tenants): Finding[] {
  return Object.entries(tenants).flatMap(([name, { cohort, parent }]): Finding[] => {
    if (cohort === undefined) return []
    const seen = new Set<string>()
    for (let at = parent; at !== undefined && Object.hasOwn(tenants, at) && !seen.has(at); at = tenants[at].parent) {
      seen.add(at)
      if (tenants[at].cohort === cohort) return [{ path: ['tenants', name, 'cohort'], message: `is also that of ${at}, of which it is a part`, value: cohort, allowed: 'a cohort of its own, or none' }]
    }
    return []
  })
}

/** Steps of a credit schedule under which a worse month costs less. */
function creditFindings(name: string, { credits }: Tenant): Finding[] {
  const steps = credits.map((step, at) => ({ ...step, at })).sort((a, b) => b.below - a.below)
  return steps.flatMap(({ below, share, at }, index): Finding[] => {
    const higher = steps[index - 1]
    if (higher === undefined || (share > higher.share && below < higher.below)) return []
    return [{ path: ['tenants', name, 'credits', at, 'share'], message: 'is no more than that of a better month', value: `${share * 100} % below ${below * 100} %`, allowed: `more than ${higher.share * 100} %, which is credited below ${higher.below * 100} %` }]
  })
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
      const shares = Object.values(entry.tenants)
      return shares.length === 0 || shares.some(share => share > 0) ? [] : [{ path: ['workload', index, 'tenants'], message: 'gives no tenant any job', value: '0', allowed: 'a share above 0 for at least one of them' }]
    }),
  ),
  rule('service-tenants', 'error', ['workload'], ({ workload }) =>
    workload.flatMap((entry, index): Finding[] =>
      entry.source === 'inference' && entry.tenant !== undefined && Object.keys(entry.tenants).length > 0 ? [{ path: ['workload', index, 'tenant'], message: 'stands beside the shares of tenants', value: entry.tenant, allowed: 'either the one tenant whose service it is, or the shares of several' }] : []),
  ),
  rule('commitment-period', 'error', ['tenants'], ({ tenants }) => Object.entries(tenants).flatMap(([name, tenant]) => periodFindings(name, 'commitments', tenant))),
  rule('reservation-period', 'error', ['tenants'], ({ tenants }) => Object.entries(tenants).flatMap(([name, tenant]) => periodFindings(name, 'reservations', tenant))),
  rule('ask-period', 'error', ['tenants'], ({ tenants }) => Object.entries(tenants).flatMap(([name, tenant]) => periodFindings(name, 'asks', tenant))),
  rule('ask-model', 'warn', ['tenants', 'blocks'], ({ tenants, blocks }) => {
    const models = [...new Set(blocks.flatMap(({ racks }) => racks.map(({ acceleratorName }) => acceleratorName)))]
    return Object.entries(tenants).flatMap(([name, { asks }]) =>
      asks.flatMap(({ model }, at): Finding[] => (model === undefined || models.includes(model) ? [] : [{ path: ['tenants', name, 'asks', at, 'model'], message: 'is no accelerator of the site, so nothing of it can be promised', value: model, allowed: models.join(', '), nearest: nearestName(model, models) }])))
  }),
  rule('cohort-quota', 'error', ['tenants'], ({ tenants }) => Object.entries(tenants).flatMap(([name, tenant]) => cohortFindings(name, tenant))),
  rule('cohort-cycle', 'error', ['tenants'], ({ tenants }) => nestedFindings(tenants)),
  rule('credit-steps', 'error', ['tenants'], ({ tenants }) => Object.entries(tenants).flatMap(([name, tenant]) => creditFindings(name, tenant))),
]
