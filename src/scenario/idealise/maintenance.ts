/** There is no planned work, at the utility, on the site, on the network or on firmware, and hands make no mistakes. */
import { type Change, zeroed } from './change.ts'

const MISTAKES: ReadonlySet<string> = new Set(['routine', 'switching'])

export const withoutMaintenance: Change = scenario => {
  const { grid, scheduler, crews, fabric } = scenario
  const feeds = Object.entries(grid.feeds).map(([name, feed]) => [name, { ...feed, outages: { ...feed.outages, planned: { ...feed.outages.planned, rate: 0 } } }] as const)
  return {
    ...scenario,
    grid: { ...grid, feeds: Object.fromEntries(feeds) },
    maintenance: undefined,
    fabric: { ...fabric, maintenance: [] },
    scheduler: { ...scheduler, campaigns: [], reservations: [] },
    ...(crews === undefined ? {} : { crews: { ...crews, mistakes: zeroed(crews.mistakes, MISTAKES) } }),
  }
}
