/** The sites of a scenario. Each is a scenario of its own; a file that names none has one. */
import { findZone } from './catalog/zones.ts'
import type { Scenario } from './schema/scenario.ts'

/** One of the sites of a file. */
export interface NamedSite {
  /** Name in the file; '' for the one site of a file without `sites`. */
  readonly id: string
  readonly label: string
  /** What the file says of this site, with what it says of all. */
  readonly scenario: Scenario
}

/** The sites in file order, at least one. */
export function sitesOf(scenario: Scenario): readonly NamedSite[] {
  return scenario.sites ?? [{ id: '', label: scenario.name, scenario }]
}

/** A word from an id: `us-east` is Us east. */
export const labelOfSite = (id: string): string => `${id.charAt(0).toUpperCase()}${id.slice(1).replaceAll(/[-_]/gu, ' ')}`

/** Minutes by which standard time at a site is ahead of UTC. */
const offsetMinOf = ({ scenario }: NamedSite): number => findZone(scenario.site.location.timezone)?.standardOffsetMin ?? 0

/** How much later midnight comes at each site than at the easternmost one, ms. */
export function behindMsOf(sites: readonly NamedSite[]): number[] {
  const first = sites.reduce((most, site) => Math.max(most, offsetMinOf(site)), -Infinity)
  return sites.map(site => (first - offsetMinOf(site)) * 60_000)
}

type Entry = Scenario['workload'][number]

/** Sites where work of a tenant may run: those of its own list and of all above it; undefined when none of them names any. */
export function sitesOfTenant({ tenants }: Pick<Scenario, 'tenants'>, name: string): string[] | undefined {
  let sites: string[] | undefined
  const seen = new Set<string>()
  for (let at: string | undefined = name; at !== undefined && !seen.has(at); at = tenants[at]?.parent) {
    seen.add(at)
    const own = tenants[at]?.sites ?? []
    if (own.length > 0) sites = sites === undefined ? own : sites.filter(id => own.includes(id))
  }
  return sites
}

/** Tenants that submit work of an entry, in the order in which jobs are drawn from them, or whose a service is; none for work of nobody. */
export const tenantsOfEntry = (entry: Entry): string[] =>
  entry.source === 'inference' && entry.tenant !== undefined ? [entry.tenant] : Object.entries(entry.tenants).flatMap(([name, share]) => (share > 0 ? [name] : []))

/**
 * Indexes of the sites where work of an entry may run, the preferred first, for each of the tenants that submit it; one list when none does, and
 * one for a service, which serves where all of its tenants may be served.
 */
export function allowedSites(entry: Entry, scenario: Pick<Scenario, 'tenants'>, ids: readonly string[]): number[][] {
  const listed = entry.sites.length > 0 ? entry.sites : ids
  const tenants = tenantsOfEntry(entry)
  const lists = tenants.length === 0 ? [undefined] : tenants.map(name => sitesOfTenant(scenario, name))
  const at = (of: readonly (string[] | undefined)[]): number[] => listed.filter(id => of.every(list => list === undefined || list.includes(id))).map(id => ids.indexOf(id)).filter(index => index >= 0)
  return entry.source === 'inference' ? [at(lists)] : lists.map(of => at([of]))
}
