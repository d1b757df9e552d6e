/**
 * Data that comes from one site of a file to another, over the links between them. A transfer takes the way with the shortest round trip over
 * links that are there; all transfers share the links max-min fair, each at most at what its streams keep under way in a round trip:
 * min(capacity, streams · window ÷ round trip). Links carry as much each way at the same time; of routes that are cut, nothing.
 */
import type { SitesWan } from '../scenario/schema/wan.ts'
import { createFairSystem, waterFill } from './fabric/max-min.ts'
import type { State } from './kernel/state.ts'
import type { WidePort } from './ports.ts'

/** What the links are like now; links as in the file. */
export interface LinkView {
  /** Routes of a link that carry data now; 0 while an end of it is cut off or dark. */
  openRoutes(link: number): number
}

interface Way {
  /** Directed pairs of sites that it crosses, `from * sites + to`. */
  readonly hops: readonly number[]
  /** What one transfer gets when it is alone, B/s. */
  readonly alone: number
}

export interface SiteTransfers {
  /** Links of a site as its own transfers see them: one for every site of the file, in file order, from where data comes. */
  port(site: number): WidePort
  /** Least time for so many bytes from one site to another now, ms; Infinity without a way. */
  leastMs(from: number, to: number, bytes: number): number
  /** Routes were cut or spliced, or sites were lost or found. */
  linksChanged(): void
}

interface Net {
  readonly count: number
  readonly links: SitesWan['links']
  readonly ends: readonly (readonly [number, number])[]
}

/** Capacity, B/s, and round trip, ms, of every directed pair of neighbours: all their links together, at the shortest of their round trips. */
function neighbours({ count, links, ends }: Net, routesOf: (link: number) => number): { readonly bps: Float64Array; readonly tripMs: Float64Array } {
  const bps = new Float64Array(count * count)
  const tripMs = new Float64Array(count * count).fill(Infinity)
  links.forEach(({ bandwidth, roundTrip }, link) => {
    const routes = routesOf(link)
    if (routes <= 0) return
    const [a, b] = ends[link]
    for (const pair of [a * count + b, b * count + a]) {
      bps[pair] += routes * bandwidth
      tripMs[pair] = Math.min(tripMs[pair], roundTrip)
    }
  })
  return { bps, tripMs }
}

/** Bytes that the streams of one transfer keep under way over a pair of neighbours. */
function underWay({ count, links, ends }: Net): Float64Array {
  const bytes = new Float64Array(count * count)
  links.forEach(({ streams, window }, link) => {
    const [a, b] = ends[link]
    for (const pair of [a * count + b, b * count + a]) bytes[pair] = Math.max(bytes[pair], streams * window)
  })
  return bytes
}

/** The shortest way between every two sites that have one; of equal ones that over the sites that come first in the file. */
function waysOf(net: Net, routesOf: (link: number) => number): (Way | undefined)[] {
  const { count } = net
  const { bps, tripMs } = neighbours(net, routesOf)
  const total = tripMs.slice()
  const first = Int32Array.from(tripMs, (ms, pair) => (ms < Infinity ? pair % count : -1))
  for (let via = 0; via < count; via++) for (let from = 0; from < count; from++) for (let to = 0; to < count; to++) {
    const ms = total[from * count + via] + total[via * count + to]
    if (from === to || ms >= total[from * count + to]) continue
    total[from * count + to] = ms
    first[from * count + to] = first[from * count + via]
  }
  const kept = underWay(net)
  return Array.from(total, (ms, pair) => {
    const to = pair % count
    if (ms === Infinity || Math.floor(pair / count) === to) return undefined
    const hops: number[] = []
    for (let at = Math.floor(pair / count); at !== to; at = first[at * count + to]) hops.push(at * count + first[at * count + to])
    return { hops, alone: hops.reduce((least, hop) => Math.min(least, bps[hop], (kept[hop] * 1000) / ms), Infinity) }
  })
}

/** Rates of one transfer of every pair, B/s: max-min fair, a pair with n transfers having n shares. */
function rates({ count }: Net, ways: readonly (Way | undefined)[], bps: Float64Array, transfers: ArrayLike<number>): Float64Array {
  const out = new Float64Array(count * count)
  const active = ways.flatMap((way, pair) => (way === undefined || transfers[pair] === 0 ? [] : [{ way, pair }]))
  if (active.length === 0) return out
  // A rate is a share of what the quickest could do, so that all shares weigh the same; each pair has a line of its own for its streams.
  const most = active.reduce((high, { way }) => Math.max(high, way.alone), 0)
  const system = createFairSystem(active.length, count * count + active.length, active.reduce((sum, { way }) => sum + way.hops.length + 1, 0))
  system.capacityBps.set(bps)
  let row = 0
  active.forEach(({ way, pair }, at) => {
    system.jobBegin[at] = row
    const own = count * count + at
    system.capacityBps[own] = transfers[pair] * way.alone
    for (const bundle of [...way.hops, own]) {
      system.bundle[row] = bundle
      system.bps[row] = transfers[pair] * most
      row += 1
    }
  })
  system.jobBegin[active.length] = row
  waterFill(system)
  active.forEach(({ pair }, at) => (out[pair] = system.rate[at] * most))
  return out
}

/** `changed` is told of transfers to a site from another that go at another rate from now on. */
export function createSiteTransfers({ links }: SitesWan, ids: readonly string[], view: LinkView, state: State, changed: (to: number, from: number) => void): SiteTransfers {
  const count = ids.length
  const net: Net = { count, links, ends: links.map(({ between: [a, b] }) => [ids.indexOf(a), ids.indexOf(b)]) }
  const { col } = state.table('wan.transfers', count * count, { count: 'f64', bps: 'f64' })
  const usual = waysOf(net, link => links[link].routes)
  let now: { readonly ways: readonly (Way | undefined)[]; readonly bps: Float64Array } | undefined
  state.onRestore(() => void (now = undefined))
  const present = () => (now ??= { ways: waysOf(net, link => view.openRoutes(link)), bps: neighbours(net, link => view.openRoutes(link)).bps })
  const usualBps = (pair: number): number => usual[pair]?.alone ?? 0

  /** All transfers anew; `asking` hears of its own rate from whoever asks. */
  function share(asking: number): void {
    const { ways, bps } = present()
    const found = rates(net, ways, bps, col.count)
    for (let pair = 0; pair < count * count; pair++) {
      const before = col.bps[pair]
      col.bps[pair] = found[pair]
      if (pair !== asking && col.count[pair] > 0 && before !== found[pair]) changed(pair % count, Math.floor(pair / count))
    }
  }

  return {
    port: to => ({
      regionBps: from => usualBps(from * count + to),
      regionShare: from => (usualBps(from * count + to) === 0 ? 0 : col.bps[from * count + to] / usualBps(from * count + to)),
      loadRegion(from, bps) {
        const pair = from * count + to
        col.count[pair] = usualBps(pair) === 0 ? 0 : Math.round(bps / usualBps(pair))
        share(pair)
      },
    }),
    leastMs(from, to, bytes) {
      if (from === to) return 0
      const way = present().ways[from * count + to]
      return way === undefined ? Infinity : (bytes / way.alone) * 1000
    },
    linksChanged() {
      now = undefined
      if (col.count.some(transfers => transfers > 0)) share(-1)
    },
  }
}

/** Links of a site to regions outside of the file, and behind them those to its other sites. */
export function joinWide(regions: WidePort, regionCount: number, sites: WidePort | undefined): WidePort {
  if (sites === undefined) return regions
  const of = <T>(link: number, use: (port: WidePort, at: number) => T): T => (link < regionCount ? use(regions, link) : use(sites, link - regionCount))
  return {
    regionBps: link => of(link, (port, at) => port.regionBps(at)),
    regionShare: link => of(link, (port, at) => port.regionShare(at)),
    loadRegion: (link, bps) => of(link, (port, at) => port.loadRegion(at, bps)),
  }
}
