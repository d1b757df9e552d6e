/**
 * Chooses where work goes in a scenario with several sites; requests to services are split by `request-router.ts`. A job goes to one of the sites of its entry and its tenant when it is submitted:
 * where it is expected to start first, or by another policy of its entry; it goes on elsewhere where its entry says so (`job-moves.ts`).
 */
import type { EntityKey } from '../base/rng.ts'
import { createCalendar } from '../scenario/calendar.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { JOB_ROUTES } from '../scenario/schema/workload.ts'
import { weekday } from '../base/civil-date.ts'
import { allowedSites, type NamedSite } from '../scenario/sites.ts'
import { periodByCell, pricePeriods, tariffCell } from '../scenario/tariff-hours.ts'
import type { Compute } from './compute/compute.ts'
import type { RoutingPort, SharedContract } from './compute/routing.ts'
import type { ContractStep } from './compute/source.ts'
import { contractOf } from './compute/source-site.ts'
import { createJobMoves } from './job-moves.ts'
import type { Kernel } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'
import type { World } from './ports.ts'
import { createRequestRouter, type Routed } from './request-router.ts'
import type { SiteLinks } from './site-links.ts'
import type { SiteTransfers } from './site-transfers.ts'

/** A site as the router sees it; the domains are there once all sites are wired. */
export interface RoutedSite {
  readonly site: NamedSite
  readonly world: World
  /** How much later its midnight is than that of the easternmost site, ms. */
  readonly behindMs: number
  /** The site's own clock. */
  readonly clock: Pick<Kernel, 'now'>
  readonly live: () => { readonly compute: Pick<Compute, 'submitJob' | 'takeMoved' | 'couldHold' | 'expectedStartMs' | 'hasData' | 'jobs' | 'serviceCapacityPerS' | 'reroute'>; headroomW(): number }
}

/** What a site offers a job now. */
interface Offer {
  readonly idleAccelerators: number
  readonly waitingPerNode: number
  readonly priceUsdPerMWh: number
  readonly headroomW: number
  /** Until the data of the entry is there, ms. */
  readonly dataMs: number
  /** Until the job would start, by what runs and waits there, ms; 0 where that does not count. */
  readonly startMs: number
  /** What its price of energy is worth in time, ms. */
  readonly priceMs: number
  /** Place in the list of the entry. */
  readonly place: number
}

type Route = (typeof JOB_ROUTES)[number]

/** The higher, the better. */
const SCORES: Readonly<Record<Route, (offer: Offer) => number>> = {
  soonest: ({ startMs, dataMs, priceMs }) => -(startMs + dataMs + priceMs),
  'most-free': offer => offer.idleAccelerators,
  'least-queued': offer => -offer.waitingPerNode,
  cheapest: offer => -offer.priceUsdPerMWh,
  headroom: offer => offer.headroomW,
  preferred: offer => -offer.place,
  data: offer => -offer.dataMs,
}

/** Index of the offer with the highest score; of equal ones the one with most idle accelerators, the first of these. */
function soonest(offers: readonly Offer[]): number {
  let best = 0
  for (let index = 1; index < offers.length; index++) {
    const gain = SCORES.soonest(offers[index]) - SCORES.soonest(offers[best])
    if (gain > 0 || (gain === 0 && offers[index].idleAccelerators > offers[best].idleAccelerators)) best = index
  }
  return best
}

/**
 * Index of the best offer. By `soonest` that of the earliest start; by the others, of those with room by the route, else of the one where least waits,
 * the first of equal ones. `offers` is not empty.
 */
export function chooseSite(offers: readonly Offer[], accelerators: number, route: Route): number {
  if (route === 'soonest' && offers.some(offer => SCORES.soonest(offer) > -Infinity)) return soonest(offers)
  const isRoom = offers.some(({ idleAccelerators }) => idleAccelerators >= accelerators)
  const score = isRoom ? SCORES[route] : SCORES['least-queued']
  let best = -1
  for (let index = 0; index < offers.length; index++) {
    if (isRoom && offers[index].idleAccelerators < accelerators) continue
    if (best < 0 || score(offers[index]) > score(offers[best])) best = index
  }
  return best
}

/** The price step of `waitForPrice`, USD/MWh. */
const PRICE_STEP = 10

/** Price of energy at an instant of a site's own time, USD/MWh. */
function priceOf({ grid: { tariff }, site, horizon }: Scenario): (atMs: number) => number {
  const prices = pricePeriods(tariff).map(({ price }) => price)
  const cells = periodByCell(tariff)
  const calendar = createCalendar(site.location.timezone, horizon.start)
  return atMs => prices[cells[tariffCell(calendar.monthOf(atMs), weekday(calendar.dayOf(atMs)), Math.floor(calendar.localHour(atMs)))]] ?? prices[0]
}

/** Sum of contracts by date, in the time of the site that asks. */
function sumContracts(sites: readonly RoutedSite[], home: RoutedSite): ContractStep[] {
  const changes = sites.flatMap(({ world, behindMs }) => {
    let before = 0
    return contractOf(world).map(({ fromMs, accelerators }) => {
      const by = accelerators - before
      before = accelerators
      return { atMs: Math.max(0, fromMs + behindMs - home.behindMs), by }
    })
  })
  let sum = 0
  return changes.sort((a, b) => a.atMs - b.atMs || a.by - b.by).map(({ atMs, by }) => ({ fromMs: atMs, accelerators: (sum += by) }))
}

const atomOf = ({ nodes }: World): number => nodes.accelerators.reduce((least, count) => Math.min(least, count), nodes.accelerators[0] ?? 1)

/** What sites offer, and what was sent to them in this millisecond, which their counts of idle accelerators do not know yet. */
function createOffers(sites: readonly RoutedSite[], workload: Scenario['workload'], priceAt: (index: number) => number, dataMs: (entry: number, site: number) => number, state: State) {
  // Time that an USD/MWh is worth, by entry.
  const msPerPrice = workload.map(entry => (entry.source === 'inference' ? 0 : entry.waitForPrice / PRICE_STEP))
  const isByStart = workload.map(entry => entry.source !== 'inference' && entry.route === 'soonest')
  const { col } = state.table('router.sent', sites.length, { atMs: 'f64', accelerators: 'f64', jobs: 'f64' })
  const idleAt = (index: number): number => sites[index].live().compute.jobs.idleAccelerators - (col.atMs[index] === sites[index].clock.now ? col.accelerators[index] : 0)
  return {
    /** Accelerators of a site that idle, without those that were sent work in this millisecond. */
    idleAt,
    of(entry: number, index: number, place: number, accelerators: number): Offer {
      const { live, clock } = sites[index]
      const { compute, headroomW } = live()
      const isNow = col.atMs[index] === clock.now
      const { queuedCount, openNodes } = compute.jobs
      return {
        idleAccelerators: idleAt(index),
        waitingPerNode: (queuedCount + (isNow ? col.jobs[index] : 0)) / Math.max(1, openNodes),
        priceUsdPerMWh: priceAt(index),
        priceMs: msPerPrice[entry] === 0 ? 0 : msPerPrice[entry] * priceAt(index),
        startMs: isByStart[entry] ? compute.expectedStartMs(entry, accelerators) : 0,
        headroomW: headroomW(),
        dataMs: dataMs(entry, index),
        place,
      }
    },
    note(index: number, accelerators: number): void {
      const { now } = sites[index].clock
      const isNow = col.atMs[index] === now
      col.atMs[index] = now
      col.accelerators[index] = accelerators + (isNow ? col.accelerators[index] : 0)
      col.jobs[index] = 1 + (isNow ? col.jobs[index] : 0)
    },
  }
}

/** Whether a site has begun and not ended, as seen from another. */
const isOpen = ({ clock, world, behindMs }: RoutedSite, from: RoutedSite): boolean => from.clock.now + from.behindMs >= behindMs && clock.now < world.horizonMs

/** What sources of an entry see at its home: the capacity of all its sites. */
const sharedContract = (members: readonly RoutedSite[], home: RoutedSite): SharedContract => ({
  contract: sumContracts(members, home),
  acceleratorCount: members.reduce((sum, { world }) => sum + world.acceleratorCount, 0),
  atom: members.reduce((least, { world }) => Math.min(least, atomOf(world)), Infinity),
})

export interface Router {
  /** By site. */
  readonly ports: readonly RoutingPort[]
  /** Services go other ways from now on, as far as there are any. */
  reroute(): void
}

/** Services that several sites may serve, by entry. */
function routedServices(scenario: Scenario, ofEntry: readonly (readonly number[])[], sites: readonly RoutedSite[]): (Routed | undefined)[] {
  return scenario.workload.map((entry, index) => {
    const own = ofEntry[index]
    if (entry.source !== 'inference' || own.length < 2) return undefined
    const { contract, acceleratorCount } = sharedContract(own.map(site => sites[site]), sites[own[0]])
    return { entry, sites: own, contract, acceleratorCount }
  })
}

/** Sites of a list that a job may go to now: those that have begun, are reached and work, as far as there are any; among those that could ever hold it. */
function openFor(sites: readonly RoutedSite[], links: SiteLinks, mine: readonly number[], from: RoutedSite, couldHold: (site: number) => boolean): readonly number[] {
  if (mine.length === 1) return mine
  const able = mine.filter(index => isOpen(sites[index], from) && couldHold(index))
  const working = able.filter(index => !links.isCutOff(index) && sites[index].live().compute.jobs.openNodes > 0)
  return working.length > 0 ? working : able
}

/** Until the data of an entry is at a site, ms: nothing where it lies or has come already; what lies outside of the file is as far from all. */
function dataTimes(workload: Scenario['workload'], sites: readonly RoutedSite[], transfers: SiteTransfers): (entry: number, site: number) => number {
  const lies = workload.map(entry => ('data' in entry && entry.data !== undefined ? sites.findIndex(({ site }) => site.id === entry.data?.at) : -1))
  return (entry, site) => {
    const from = lies[entry]
    const of = workload[entry]
    if (from < 0 || !('data' in of) || of.data === undefined || sites[site].live().compute.hasData(entry)) return 0
    return transfers.leastMs(from, site, of.data.size)
  }
}

/** The router of a run. */
export function createRouter(scenario: Scenario, root: EntityKey, sites: readonly RoutedSite[], { links, transfers }: { readonly links: SiteLinks; readonly transfers: SiteTransfers }, state: State): Router {
  const { workload } = scenario
  const ids = sites.map(({ site }) => site.id)
  // By entry and by which of its tenants submits.
  const allowed = workload.map(entry => allowedSites(entry, scenario, ids))
  const ofEntry = allowed.map(ofTenants => ids.flatMap((_, index) => (ofTenants.some(list => list.includes(index)) ? [index] : [])))
  const routes = workload.map(entry => (entry.source === 'inference' ? 'preferred' : entry.route))
  const prices = sites.map(({ site }) => priceOf(site.scenario))
  const priceAt = (index: number): number => prices[index](sites[index].clock.now)
  const offers = createOffers(sites, workload, priceAt, dataTimes(workload, sites, transfers), state)
  const requests = createRequestRouter(routedServices(scenario, ofEntry, sites), sites, links, priceAt, state)
  const choose = (entry: number, able: readonly number[], accelerators: number): number => (able.length === 1 ? able[0] : able[chooseSite(able.map((site, place) => offers.of(entry, site, place, accelerators)), accelerators, routes[entry])])
  const moves = createJobMoves({ sites, allowed, links, transfers, isOpen, choose, idle: offers.idleAt, note: offers.note })
  const ports = sites.map((home, at): RoutingPort => ({
    root,
    isHome: entry => ofEntry[entry][0] === at,
    isAllowed: entry => ofEntry[entry].includes(at),
    contractOf: entry => sharedContract(ofEntry[entry].map(index => sites[index]), home),
    submit(entry, draft, drawn, ordinal) {
      const { accelerators } = draft
      const mine = allowed[entry][drawn]
      const able = openFor(sites, links, mine, home, index => sites[index].live().compute.couldHold(entry, accelerators))
      // Where nobody could ever hold it, the first site says so.
      const chosen = able.length === 0 ? mine[0] : choose(entry, able, accelerators)
      offers.note(chosen, accelerators)
      sites[chosen].live().compute.submitJob(entry, draft, drawn, ordinal)
    },
    ...moves(at),
    opened: (entry, peakPerS) => requests.opened(entry, peakPerS),
    demandPerS: (entry, atMs) => requests.demandPerS(at, entry, atMs),
    roundTripMs: entry => requests.roundTripMs(at, entry),
  }))
  return {
    ports,
    reroute() {
      requests.forget()
      for (const site of sites) if (isOpen(site, site) && site.clock.now > 0) site.live().compute.reroute()
    },
  }
}
