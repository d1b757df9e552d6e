/**
 * Splits the demand for services over the sites that may serve it: what each place of origin asks, at its own hour, goes to sites that law and
 * round trips allow, by the policy of the service, as far as they have capacity. Worked out once for an instant, at knots of demand, when a
 * site is lost or found, and when routes change.
 */
import { type DemandOrigin, type DemandSplit, splitDemand } from '../physics/demand-split.ts'
import { createZoneHours } from '../scenario/calendar.ts'
import type { InferenceEntry } from '../scenario/schema/workload.ts'
import { originDemandPerS } from './compute/demand.ts'
import type { ContractStep } from './compute/source.ts'
import type { State } from './kernel/state.ts'
import type { RoutedSite } from './router.ts'
import type { SiteLinks } from './site-links.ts'

/** Nothing worked out yet. */
const NEVER = -1

/** A service that several sites may serve. */
export interface Routed {
  readonly entry: InferenceEntry
  /** Indexes of its sites. */
  readonly sites: readonly number[]
  /** Contract of all its sites, in the time of the first. */
  readonly contract: readonly ContractStep[]
  readonly acceleratorCount: number
}

export interface RequestRouter {
  /** What a replica pool of the service could be asked for, per second, once the whole plan is contracted; told when it is opened. */
  opened(entry: number, peakPerS: number): void
  /** Requests per second that come to a site at a time of its own; undefined for services of one site. */
  demandPerS(site: number, entry: number, atMs: number): number | undefined
  roundTripMs(site: number, entry: number): number
  /** Everything is asked for anew. */
  forget(): void
}

/** Requests cost about what the energy costs. */
type PriceAt = (site: number) => number

/** What the work of splitting needs. */
interface Ground {
  readonly all: readonly RoutedSite[]
  readonly links: SiteLinks
  /** Local hour of the day in a zone at a time of a site, by site. */
  readonly hours: readonly ReturnType<typeof createZoneHours>[]
  readonly priceAt: PriceAt
}

/** Round trip from where people ask to a site: as stated, else from the nearest stated site over the links. */
function reachMs({ all, links }: Ground, origin: InferenceEntry['origins'][number], to: number): number {
  if (links.isCutOff(to)) return Infinity
  const stated = origin.roundTrip[all[to].site.id]
  if (stated !== undefined) return stated
  const known = Object.entries(origin.roundTrip)
  return known.reduce((best, [id, ms]) => {
    const from = all.findIndex(({ site }) => site.id === id)
    return from < 0 ? best : Math.min(best, ms + links.roundTripMs(from, to))
  }, known.length === 0 ? 0 : Infinity)
}

/** Demand by origin at an instant of the run; without origins, people live next to each site in proportion to its accelerators. */
function originsOf(ground: Ground, { entry, sites }: Routed, perS: number, runMs: number): DemandOrigin[] {
  const { all, hours, links } = ground
  const hourAt = (site: number, zone: string | undefined): number => hours[site](zone ?? all[site].site.scenario.site.location.timezone, Math.max(0, runMs - all[site].behindMs))
  if (entry.origins.length > 0) {
    return entry.origins.map(origin => ({
      demandPerS: originDemandPerS(entry, origin, perS, hourAt(sites[0], origin.timezone)),
      allowed: sites.map(site => origin.sites.length === 0 || origin.sites.includes(all[site].site.id)),
      rttMs: sites.map(site => reachMs(ground, origin, site)),
    }))
  }
  const total = sites.reduce((sum, site) => sum + all[site].world.acceleratorCount, 0)
  return sites.map(home => {
    const here = { id: all[home].site.id, share: 1, sites: [], roundTrip: {} }
    return {
      demandPerS: (originDemandPerS({ ...entry, origins: [here] }, here, perS, hourAt(home, undefined)) * all[home].world.acceleratorCount) / total,
      allowed: sites.map(() => true),
      rttMs: sites.map(site => links.roundTripMs(home, site)),
    }
  })
}

/** The split of a service at an instant of the run, given what it could be asked for with the whole plan contracted. */
function splitAt(ground: Ground, index: number, routed: Routed, peakPerS: number, runMs: number): DemandSplit {
  const { all, priceAt } = ground
  const { entry, sites, contract, acceleratorCount } = routed
  const homeMs = runMs - all[sites[0]].behindMs
  let contracted = 0
  for (const step of contract) if (step.fromMs <= homeMs) contracted = step.accelerators
  return splitDemand({
    origins: originsOf(ground, routed, (peakPerS * contracted) / acceleratorCount, runMs),
    sites: sites.map(site => {
      const { compute, headroomW } = all[site].live()
      return { capacityPerS: compute.serviceCapacityPerS(index), costPerRequest: priceAt(site), headroomW: headroomW() }
    }),
    policy: entry.routing,
    rttLimitMs: entry.roundTripLimit,
  })
}

export function createRequestRouter(services: readonly (Routed | undefined)[], all: readonly RoutedSite[], links: SiteLinks, priceAt: PriceAt, state: State): RequestRouter {
  const count = all.length
  // Two instants of each service, the present one and the next: when, and the requests and round trips by site.
  const { col } = state.table('router.requests', services.length * 2, { atMs: 'f64' })
  const split = state.table('router.split', services.length * 2 * count, { perS: 'f64', roundTripMs: 'f64' })
  col.atMs.fill(NEVER)
  const peaks = new Float64Array(services.length)
  const hours = all.map(({ site }) => createZoneHours(site.scenario.site.location.timezone, site.scenario.horizon.start))
  const ground: Ground = { all, links, hours, priceAt }

  function work(index: number, routed: Routed, slot: number, runMs: number): void {
    const done = splitAt(ground, index, routed, peaks[index], runMs)
    const { sites } = routed
    sites.forEach((site, at) => {
      let perS = 0
      for (let cell = at; cell < done.perS.length; cell += sites.length) perS += done.perS[cell]
      split.col.perS[slot * count + site] = perS
      split.col.roundTripMs[slot * count + site] = done.rttMs[at]
    })
    col.atMs[slot] = runMs
  }

  return {
    opened: (entry, peakPerS) => void (peaks[entry] = Math.max(peaks[entry], peakPerS)),
    demandPerS(site, entry, atMs) {
      const routed = services[entry]
      if (routed === undefined) return undefined
      const slot = entry * 2 + (atMs === all[site].clock.now ? 0 : 1)
      const runMs = atMs + all[site].behindMs
      if (col.atMs[slot] !== runMs) work(entry, routed, slot, runMs)
      return split.col.perS[slot * count + site]
    },
    roundTripMs: (site, entry) => (services[entry] === undefined ? 0 : split.col.roundTripMs[entry * 2 * count + site]),
    forget: () => void col.atMs.fill(NEVER),
  }
}
