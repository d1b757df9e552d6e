/**
 * Links between the sites of a scenario: fibre cuts and their splicing, and drills in which a site loses its power or all its links. Lives on
 * the clock of the run, beside the sites; what changes is told to whoever routes work.
 */
import { sample } from '../base/distribution.ts'
import { cos, sqrt } from '../base/exact-math.ts'
import { entityKey, type EntityKey, PURPOSE, uniform } from '../base/rng.ts'
import { DAY_MS, YEAR_MS } from '../base/spans.ts'
import { exponential, roundMs } from '../base/variates.ts'
import type { SitesWan } from '../scenario/schema/wan.ts'
import { type Kernel, Phase } from './kernel/kernel.ts'
import type { State } from './kernel/state.ts'

interface Place {
  readonly latitude: number
  readonly longitude: number
}

export interface LinksPorts {
  readonly ids: readonly string[]
  readonly places: readonly Place[]
  /** How much later midnight comes at each site than on the run's clock, ms. */
  readonly behindMs: readonly number[]
  readonly startDay: number
  readonly horizonMs: number
  /** A drill takes the power of a site, or gives it back. */
  setLost(site: number, drill: string, isLost: boolean): void
  /** A link lost its last route or got the first one back; told as an incident of both ends. */
  setCut(ends: readonly [number, number], name: string, isCut: boolean): void
  /** Routes between sites are not what they were. */
  changed(): void
  /** Links carry more or less than before; whether anybody is reached is as it was. */
  capacityChanged(): void
}

export interface SiteLinks {
  start(): void
  /** Round trip between two sites over links that are there, ms; by their distance where the file states no links, Infinity without a way. */
  roundTripMs(from: number, to: number): number
  /** Whether a drill has cut a site off. */
  isCutOff(site: number): boolean
  /** Routes of a link of the file that carry data now: none while a drill has one of its ends. */
  openRoutes(link: number): number
}

interface Link {
  readonly ends: readonly [number, number]
  readonly name: string
  readonly key: EntityKey
}

function linksOf({ links }: SitesWan, ids: readonly string[], root: EntityKey): Link[] {
  const seen = new Map<string, number>()
  return links.map(({ between }) => {
    const [a, b] = [...between].sort((x, y) => (x < y ? -1 : 1))
    const nth = seen.get(`${a}/${b}`) ?? 0
    seen.set(`${a}/${b}`, nth + 1)
    const name = `wan/${a}/${b}${nth === 0 ? '' : `[${nth}]`}`
    return { ends: [ids.indexOf(between[0]), ids.indexOf(between[1])], name, key: entityKey(root, name) }
  })
}

/** Shortest round trips over links for which `isUp`, by site; at most a few dozen sites. */
function roundTrips(count: number, links: readonly Link[], ms: readonly number[], isUp: (link: number) => boolean): Float64Array {
  const best = new Float64Array(count * count).fill(Infinity)
  for (let site = 0; site < count; site++) best[site * count + site] = 0
  links.forEach(({ ends: [a, b] }, link) => {
    if (!isUp(link)) return
    best[a * count + b] = Math.min(best[a * count + b], ms[link])
    best[b * count + a] = best[a * count + b]
  })
  for (let via = 0; via < count; via++) for (let from = 0; from < count; from++) for (let to = 0; to < count; to++) {
    best[from * count + to] = Math.min(best[from * count + to], best[from * count + via] + best[via * count + to])
  }
  return best
}

const EARTH_KM = 6371
/** Both ways at 5 µs/km of fibre, which runs half as far again as the crow flies; engineering default. */
const ROUND_TRIP_MS_PER_KM = 2 * 1.5 * 0.005

/** Round trip between two places by their distance, ms: a flat map about their mean latitude, right to a few per cent across a continent. */
export function distanceMs(a: Place, b: Place): number {
  const degree = Math.PI / 180
  const east = ((((a.longitude - b.longitude) % 360) + 540) % 360) - 180
  const x = east * degree * cos(((a.latitude + b.latitude) / 2) * degree)
  const y = (a.latitude - b.latitude) * degree
  return EARTH_KM * sqrt(x * x + y * y) * ROUND_TRIP_MS_PER_KM
}

interface Net {
  readonly wan: SitesWan
  readonly links: readonly Link[]
  readonly kernel: Kernel
  readonly ports: LinksPorts
  /** Routes of each link that are cut, and cuts so far; drills that hold each site off its links or in the dark. */
  readonly table: { readonly col: { readonly cut: Int32Array; readonly n: Int32Array } }
  readonly sites: { readonly col: { readonly offline: Int32Array; readonly dark: Int32Array } }
  forget(): void
}

/** Cuts of routes and their splicing; returns what begins them. */
function createCuts({ wan, links, kernel, ports, table, forget }: Net): () => void {
  function scheduleCut(link: number): void {
    const yearly = wan.links[link].routes * wan.links[link].cuts
    if (yearly <= 0) return
    const atMs = kernel.now + roundMs(exponential(uniform(links[link].key, PURPOSE.failure, table.col.n[link]), YEAR_MS / yearly))
    if (atMs < ports.horizonMs) kernel.schedule(cut, link, atMs)
  }
  function move(link: number, by: number): void {
    const wasDown = table.col.cut[link] >= wan.links[link].routes
    table.col.cut[link] += by
    ports.capacityChanged()
    const isDown = table.col.cut[link] >= wan.links[link].routes
    if (isDown === wasDown) return
    ports.setCut(links[link].ends, links[link].name, isDown)
    forget()
  }
  const spliced = kernel.command('wan.spliced', Phase.repair, link => move(link, -1))
  const cut = kernel.command('wan.cut', Phase.fault, link => {
    const n = table.col.n[link]
    if (table.col.cut[link] < wan.links[link].routes) {
      move(link, 1)
      kernel.schedule(spliced, link, kernel.now + roundMs(sample(wan.links[link].cutRepair, uniform(links[link].key, PURPOSE.repair, n))), n)
    }
    table.col.n[link] = n + 1
    scheduleCut(link)
  })
  return () => links.forEach((_, link) => scheduleCut(link))
}

/** Drills that take a site; returns what begins them. */
function createDrills({ wan, kernel, ports, sites, forget }: Net): () => void {
  const { ids, behindMs, startDay, horizonMs } = ports
  const turn = (by: 1 | -1) => (drill: number): void => {
    const { site: id, loses, id: name } = wan.drills[drill]
    const site = ids.indexOf(id)
    const column = loses === 'power' ? sites.col.dark : sites.col.offline
    column[site] += by
    // Of two drills at once, the first one takes the site and the last one gives it back.
    if (column[site] !== (by === 1 ? 1 : 0)) return
    if (loses === 'power') ports.setLost(site, `drill/${name}`, by === 1)
    else ports.setCut([site, site], `drill/${name}`, by === 1)
    ports.capacityChanged()
    forget()
  }
  const begun = kernel.command('wan.drillBegun', Phase.fault, turn(1))
  const ended = kernel.command('wan.drillEnded', Phase.repair, turn(-1))
  return () =>
    wan.drills.forEach(({ site, from, duration }, drill) => {
      const atMs = (from - startDay) * DAY_MS + behindMs[ids.indexOf(site)]
      if (atMs < 0 || atMs >= horizonMs) return
      kernel.schedule(begun, drill, atMs)
      kernel.schedule(ended, drill, atMs + duration)
    })
}

export function createSiteLinks(wan: SitesWan, root: EntityKey, kernel: Kernel, state: State, ports: LinksPorts): SiteLinks {
  const { ids } = ports
  const links = linksOf(wan, ids, root)
  const table = state.table('wan.links', links.length, { cut: 'i32', n: 'i32' })
  const sites = state.table('wan.sites', ids.length, { offline: 'i32', dark: 'i32' })
  const isUp = (link: number): boolean => table.col.cut[link] < wan.links[link].routes && links[link].ends.every(site => sites.col.offline[site] === 0)
  let known: Float64Array | undefined
  state.onRestore(() => void (known = undefined))
  const net: Net = {
    wan, links, kernel, ports, table, sites,
    forget() {
      known = undefined
      ports.changed()
    },
  }
  const [beginCuts, beginDrills] = [createCuts(net), createDrills(net)]
  return {
    start() {
      beginCuts()
      beginDrills()
    },
    roundTripMs(from, to) {
      if (from === to) return 0
      if (links.length === 0) return sites.col.offline[from] + sites.col.offline[to] === 0 ? distanceMs(ports.places[from], ports.places[to]) : Infinity
      known ??= roundTrips(ids.length, links, wan.links.map(({ roundTrip }) => roundTrip), isUp)
      return known[from * ids.length + to]
    },
    isCutOff: site => sites.col.offline[site] > 0,
    openRoutes: link => (links[link].ends.every(site => sites.col.offline[site] + sites.col.dark[site] === 0) ? Math.max(0, wan.links[link].routes - table.col.cut[link]) : 0),
  }
}
