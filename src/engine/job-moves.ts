/** Where a job that waits too long goes on: another of its sites that could start it at once, and whether what it has saved comes along. */
import type { RoutingPort } from './compute/routing.ts'
import type { RoutedSite } from './router.ts'
import type { SiteLinks } from './site-links.ts'
import type { SiteTransfers } from './site-transfers.ts'

interface MovesGround {
  readonly sites: readonly RoutedSite[]
  /** Sites by entry and by which of its tenants submits. */
  readonly allowed: readonly (readonly (readonly number[])[])[]
  readonly links: SiteLinks
  readonly transfers: SiteTransfers
  isOpen(site: RoutedSite, from: RoutedSite): boolean
  /** The best of several sites for a job of an entry, by its route. */
  choose(entry: number, able: readonly number[], accelerators: number): number
  /** Accelerators of a site that idle, without those that were sent work in this millisecond. */
  idle(site: number): number
  /** Work was sent to a site. */
  note(site: number, accelerators: number): void
}

type MovesPort = Pick<RoutingPort, 'findSite' | 'isReached' | 'copyMs' | 'send'>

export function createJobMoves({ sites, allowed, links, transfers, isOpen, choose, idle, note }: MovesGround): (at: number) => MovesPort {
  const isWorking = (site: number): boolean => !links.isCutOff(site) && sites[site].live().compute.jobs.openNodes > 0
  return at => {
    const others = (entry: number, drawn: number): number[] => allowed[entry][drawn].filter(site => site !== at)
    const isReached = (): boolean => isWorking(at) && sites.some((_, site) => site !== at && transfers.leastMs(at, site, 1) < Infinity)
    return {
      isReached,
      findSite(entry, drawn, accelerators, bytes, hasCopies) {
        const able = others(entry, drawn).filter(site => isOpen(sites[site], sites[at]) && isWorking(site) && idle(site) >= accelerators && sites[site].live().compute.couldHold(entry, accelerators))
        const comes = (site: number): boolean => bytes === 0 || (isWorking(at) && transfers.leastMs(at, site, bytes) < Infinity)
        const reached = able.filter(comes)
        if (reached.length > 0) return { site: choose(entry, reached, accelerators), isReached: true, cause: 'net', from: at }
        if (able.length === 0 || !hasCopies) return undefined
        return { site: choose(entry, able, accelerators), isReached: false, cause: sites[at].live().compute.jobs.openNodes === 0 ? 'power' : 'net', from: at }
      },
      copyMs: (entry, drawn, bytes) => others(entry, drawn).reduce((most, site) => Math.max(most, (bytes / transfers.port(site).regionBps(at)) * 1000), 0),
      send(site, moving) {
        note(site, moving.draft.accelerators)
        sites[site].live().compute.takeMoved(moving)
      },
    }
  }
}
