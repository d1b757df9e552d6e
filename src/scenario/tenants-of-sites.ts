/**
 * What tenants are promised over several sites, by site. Quotas count over all sites and stay whole; commitments and reservations are shared
 * out among the sites where work of the tenant may run, in proportion to what is contracted there at the time, in whole accelerators.
 */
import { DAY_MS } from '../base/spans.ts'
import { lotAccelerators, lotSpans } from './lots.ts'
import type { Scenario } from './schema/scenario.ts'
import type { TenantsSection } from './schema/tenants.ts'
import { sitesOfTenant } from './sites.ts'

/** What a site is as far as sharing out goes. */
export interface Share {
  readonly id: string
  readonly scenario: Pick<Scenario, 'blocks' | 'horizon'>
}

interface Lots {
  readonly fromDay: number
  readonly untilDay: number
  readonly accelerators: number
}

/** Days between which lots of a site are contracted. */
function lotsOf({ scenario: { blocks, horizon } }: Share): Lots[] {
  return blocks.flatMap(block => lotSpans(block, horizon.start).map(({ contractMs, retireMs }, index): Lots => ({
    fromDay: horizon.start + Math.ceil(contractMs / DAY_MS), untilDay: horizon.start + Math.ceil(retireMs / DAY_MS), accelerators: lotAccelerators(block.racks[index]),
  })))
}

/** Whole parts of `amount` in proportion to the weights: the largest remainders are rounded up, of equal ones the first; all to the first without any weight. */
export function wholeParts(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  if (total === 0) return weights.map((_, index) => (index === 0 ? amount : 0))
  const exact = weights.map(weight => (amount * weight) / total)
  const parts = exact.map(Math.floor)
  const order = exact.map((value, index) => ({ index, rest: value - parts[index] })).sort((a, b) => b.rest - a.rest || a.index - b.index)
  for (let left = amount - parts.reduce((sum, part) => sum + part, 0), at = 0; left > 0; left--, at++) parts[order[at].index] += 1
  return parts
}

interface Promise {
  readonly accelerators: number
  readonly from?: number | undefined
  readonly until?: number | undefined
}

/** A promise by site: one for every stretch of time between changes of the contract, equal neighbours as one. */
function sharedOut<T extends Promise>(promise: T, lots: readonly (readonly Lots[])[], horizon: Scenario['horizon']): T[][] {
  const from = Math.max(horizon.start, promise.from ?? horizon.start)
  const until = Math.min(horizon.end, promise.until ?? horizon.end)
  const changes = [...new Set(lots.flat().flatMap(({ fromDay, untilDay }) => [fromDay, untilDay]))].filter(day => day > from && day < until).sort((a, b) => a - b)
  const bySite = lots.map((): T[] => [])
  const days = [from, ...changes]
  days.forEach((day, index) => {
    const weights = lots.map(own => own.reduce((sum, lot) => (lot.fromDay <= day && lot.untilDay > day ? sum + lot.accelerators : sum), 0))
    wholeParts(promise.accelerators, weights).forEach((accelerators, site) => {
      const before = bySite[site].at(-1)
      const next = days[index + 1] ?? promise.until
      if (before !== undefined && before.until === day && before.accelerators === accelerators) bySite[site][bySite[site].length - 1] = { ...before, until: next }
      else if (accelerators > 0) bySite[site].push({ ...promise, accelerators, from: index === 0 ? promise.from : day, until: next })
    })
  })
  return bySite
}

/** The tenants as each site has them. */
export function tenantsOfSites(tenants: TenantsSection, sites: readonly Share[]): TenantsSection[] {
  const lots = sites.map(lotsOf)
  const out = sites.map((): Record<string, TenantsSection[string]> => ({}))
  for (const [name, tenant] of Object.entries(tenants)) {
    const allowed = sitesOfTenant({ tenants }, name) ?? sites.map(({ id }) => id)
    const at = sites.flatMap(({ id }, index) => (allowed.includes(id) ? [index] : []))
    const shared = <T extends Promise>(promises: readonly T[], site: number): T[] =>
      at.includes(site) ? promises.flatMap(promise => sharedOut(promise, at.map(index => lots[index]), sites[0].scenario.horizon)[at.indexOf(site)]) : []
    out.forEach((own, site) => (own[name] = { ...tenant, commitments: shared(tenant.commitments, site), reservations: shared(tenant.reservations, site) }))
  }
  return out
}
