/** Rules of files with several sites: names that exist, work that may run somewhere, links that join what must be joined. */
import { nearestName } from '../nearest.ts'
import type { Scenario } from '../schema/scenario.ts'
import type { SitesWan } from '../schema/wan.ts'
import { allowedSites, tenantsOfEntry } from '../sites.ts'
import type { Problem } from '../validate.ts'
import { checkSiteProblems } from './checks.ts'

type Path = Problem['path']

const wrong = (code: string, path: Path, message: string, value: unknown, allowed: string): Problem => ({ severity: 'error', code, path, message, value, allowed })

/** A name that must be that of a site. */
function unknownSite(name: string, path: Path, ids: readonly string[]): Problem[] {
  if (ids.includes(name)) return []
  const nearest = nearestName(name, ids)
  return [{ ...wrong('unknown-site', path, 'is no site of the file', name, ids.join(', ') || 'nothing: the file has one site, which needs no name'), ...(nearest === undefined ? {} : { nearest }) }]
}

const unknownSites = (names: readonly string[], path: Path, ids: readonly string[]): Problem[] => names.flatMap((name, index) => unknownSite(name, [...path, index], ids))

/** Work that law, contract and file together allow at no site. */
function nowhere({ workload, tenants }: Pick<Scenario, 'workload' | 'tenants'>, ids: readonly string[]): Problem[] {
  return workload.flatMap((entry, index) => {
    if (entry.sites.some(id => !ids.includes(id))) return []
    const names = tenantsOfEntry(entry)
    return allowedSites(entry, { tenants }, ids).flatMap((sites, at): Problem[] => {
      if (sites.length > 0) return []
      const own = entry.sites.length > 0 ? entry.sites.join(', ') : 'all sites'
      return [wrong('no-allowed-site', entry.source === 'inference' && entry.tenant !== undefined ? ['workload', index, 'tenant'] : ['workload', index, 'tenants', names[at]], `may submit work to ${own} only where its own sites and those above it agree, which is nowhere`, names[at], 'a site that is in the lists of the entry, of the tenant and of all above it')]
    })
  })
}

/** Places of origin: names of sites that exist, and at least one that law, contract and round trips leave. */
function originProblems({ workload, tenants }: Pick<Scenario, 'workload' | 'tenants'>, ids: readonly string[]): Problem[] {
  return workload.flatMap((entry, index): Problem[] => {
    if (entry.source !== 'inference') return []
    const { origins, roundTripLimit } = entry
    const served = allowedSites(entry, { tenants }, ids)[0].map(site => ids[site])
    return origins.flatMap((origin, at): Problem[] => {
      const path: Path = ['workload', index, 'origins', at]
      const unknown = [...unknownSites(origin.sites, [...path, 'sites'], ids), ...Object.keys(origin.roundTrip).flatMap(id => unknownSite(id, [...path, 'roundTrip', id], ids))]
      if (unknown.length > 0 || ids.length === 0) return unknown
      const allowed = served.filter(id => origin.sites.length === 0 || origin.sites.includes(id))
      const near = allowed.filter(id => (origin.roundTrip[id] ?? 0) <= roundTripLimit)
      if (near.length > 0) return []
      const why = allowed.length === 0 ? 'may be served at none of the sites of the service' : `has a round trip above the limit of ${roundTripLimit} ms to all sites that may serve it`
      return [wrong('origin-nowhere', path, why, origin.id, allowed.length === 0 ? `one of ${served.join(', ')} in its sites` : 'a higher roundTripLimit, or a nearer site')]
    })
  })
}

/** A recorded stream of requests is not split between sites. */
const splitTraces = ({ workload }: Pick<Scenario, 'workload'>): Problem[] =>
  workload.flatMap((entry, index): Problem[] => {
    if (entry.source !== 'inference' || entry.requests === undefined || entry.sites.length === 1) return []
    return [wrong('service-requests', ['workload', index, 'requests'], 'is for one site: it is not split between several', entry.requests.file, 'one site in `sites` of the service')]
  })

/** Data that lies nowhere: neither in a region of the network nor at a site of the file; or at one to which no links lead from where it is needed. */
function dataProblems({ workload, fabric }: Pick<Scenario, 'workload' | 'fabric'>, links: SitesWan['links'], ids: readonly string[]): Problem[] {
  const regions = fabric.wan.regions.map(({ id }) => id)
  return workload.flatMap((entry, index): Problem[] => {
    if (!('data' in entry) || entry.data === undefined) return []
    const { at } = entry.data
    const path: Path = ['workload', index, 'data', 'at']
    const known = [...regions, ...ids]
    if (!known.includes(at)) return [wrong('data-place', path, ids.length === 0 ? 'is no region of fabric.wan' : 'is neither a region of fabric.wan nor a site of the file', at, known.join(', ') || 'an id of fabric.wan.regions')]
    if (!ids.includes(at)) return []
    const reached = reachedFrom(at, links)
    const far = (entry.sites.length > 0 ? entry.sites : ids).filter(id => ids.includes(id) && !reached.has(id))
    return far.length === 0 ? [] : [wrong('data-place', path, `lies where no links lead from ${far.join(', ')}: how long it takes to come is not known`, at, 'links in wan.links that join them, with their bandwidth')]
  })
}

function wanProblems({ links, drills }: SitesWan, ids: readonly string[]): Problem[] {
  const ends = links.flatMap(({ between }, index) => [
    ...unknownSites(between, ['wan', 'links', index, 'between'], ids),
    ...(between[0] === between[1] ? [wrong('link-ends', ['wan', 'links', index, 'between'], 'joins a site to itself', between.join(', '), 'two different sites')] : []),
  ])
  return [...ends, ...drills.flatMap(({ site }, index) => unknownSite(site, ['wan', 'drills', index, 'site'], ids))]
}

/** Sites reached from one over links, itself included. */
function reachedFrom(start: string, links: SitesWan['links']): Set<string> {
  const reached = new Set([start])
  for (const at of reached) for (const { between: [a, b] } of links) if (a === at) reached.add(b)
    else if (b === at) reached.add(a)
  return reached
}

/** Sites that share work and that no links join, where links are stated at all. */
function apart({ workload }: Pick<Scenario, 'workload'>, { links }: SitesWan, ids: readonly string[]): Problem[] {
  // Links to nowhere are told of first.
  if (links.length === 0 || links.some(({ between }) => between.some(id => !ids.includes(id)))) return []
  return workload.flatMap((entry, index): Problem[] => {
    const sites = entry.sites.length > 0 ? entry.sites.filter(id => ids.includes(id)) : ids
    const reached = sites.length === 0 ? new Set<string>() : reachedFrom(sites[0], links)
    const lost = sites.filter(id => !reached.has(id))
    return lost.length === 0 ? [] : [wrong('no-route', ['workload', index, 'sites'], `may run at sites that no links join: ${lost.join(', ')} and ${sites[0]}`, entry.sites.length === 0 ? 'all sites' : entry.sites.join(', '), 'links in wan.links that join them, or sites that are joined')]
  })
}

/** Jobs that may go to another site need one, and links that carry what they have saved. */
function movesProblems({ workload }: Pick<Scenario, 'workload'>, links: SitesWan['links'], ids: readonly string[]): Problem[] {
  return workload.flatMap((entry, index): Problem[] => {
    if (!('moves' in entry) || entry.moves === undefined) return []
    const sites = entry.sites.length > 0 ? entry.sites.filter(id => ids.includes(id)) : ids
    const path: Path = ['workload', index, 'moves']
    if (sites.length < 2) return [wrong('moves-sites', path, 'lets jobs go to another site, and there is none for this entry', sites.join(', ') || 'one site', 'two or more sites in `sites` of the file and of the entry')]
    const reached = reachedFrom(sites[0], links)
    const far = sites.filter(id => !reached.has(id))
    return far.length === 0 ? [] : [wrong('moves-sites', path, `lets jobs go to ${far.join(', ')}, where no links lead from ${sites[0]}: what they have saved could not come along`, sites.join(', '), 'links in wan.links that join them, with their bandwidth')]
  })
}

/** Parts that are shared with nobody. */
function sharedPartsProblems({ spares, faults }: Partial<Scenario>, ids: readonly string[]): Problem[] {
  if (ids.length > 1) return []
  const alone = (path: Path): Problem => wrong('sharing-sites', path, 'shares parts with other sites, and the file has one', 'one site', 'two or more sites in `sites` of the file')
  return [...(faults?.spares.sharing === undefined ? [] : [alone(['faults', 'spares', 'sharing'])]), ...(spares ?? []).flatMap(({ sharing }, index) => (sharing === undefined ? [] : [alone(['spares', index, 'sharing'])]))]
}

/** What is wrong between the sites of a file with these ids; none for a file of one site. */
export function siteProblems(readable: Partial<Scenario>, wan: SitesWan | undefined, ids: readonly string[]): Problem[] {
  const { workload, tenants } = readable
  const problems: Problem[] = [
    ...(workload ?? []).flatMap((entry, index) => unknownSites(entry.sites, ['workload', index, 'sites'], ids)),
    ...Object.entries(tenants ?? {}).flatMap(([name, { sites }]) => unknownSites(sites, ['tenants', name, 'sites'], ids)),
    ...checkSiteProblems(readable, ids),
    ...sharedPartsProblems(readable, ids),
  ]
  if (workload !== undefined) problems.push(...originProblems({ workload, tenants: tenants ?? {} }, ids))
  if (readable.workload !== undefined && readable.fabric !== undefined) problems.push(...dataProblems({ workload: readable.workload, fabric: readable.fabric }, wan?.links ?? [], ids))
  if (workload !== undefined) problems.push(...movesProblems({ workload }, wan?.links ?? [], ids))
  if (ids.length === 0) return problems
  if (workload !== undefined && tenants !== undefined) problems.push(...nowhere({ workload, tenants }, ids))
  if (workload !== undefined) problems.push(...splitTraces({ workload }))
  if (wan !== undefined) problems.push(...wanProblems(wan, ids), ...(workload === undefined ? [] : apart({ workload }, wan, ids)))
  return problems
}
