/** The grid connection is there from the first day, large enough for every block, and never interrupted. */
import { feedSection } from '../schema/feed.ts'
import type { GridSection } from '../schema/grid.ts'
import { type Change, changed, NEVER_LATE } from './change.ts'

type Feed = GridSection['feeds'][string]

/** More than any site draws, W. */
const AMPLE_W = 2e11
/** How many times larger the transformers of the substation are; they lose as much. */
const SCALE = 1000

const QUIET = { ordinary: { rate: 0 }, major: { rate: 0 }, momentary: { perInterruption: 0 }, sags: { below90: 0, below70: 0 }, planned: { rate: 0 } } as const

function quiet(outages: Feed['outages']): Feed['outages'] {
  const { ordinary, major, momentary, sags, planned } = outages
  return {
    ...outages,
    ordinary: { ...ordinary, ...QUIET.ordinary },
    major: { ...major, ...QUIET.major },
    momentary: { ...momentary, ...QUIET.momentary },
    sags: { ...sags, ...QUIET.sags },
    planned: { ...planned, ...QUIET.planned },
  }
}

const ample = (feed: Feed, startDay: number): Feed => ({
  ...feed, capacity: AMPLE_W, energised: { planned: startDay, slip: NEVER_LATE }, needs: [], steps: [], outages: quiet(feed.outages),
})

/** The feed of a site that has none. */
const stated = (startDay: number): Feed => feedSection.parse({ capacity: '1 MW', energised: startDay })

function largeSubstation(substation: GridSection['substation']): GridSection['substation'] {
  if (substation === undefined) return undefined
  const { transformers } = substation
  return { ...substation, transformers: changed(transformers, { rated: transformers.rated * SCALE, loadLoss: transformers.loadLoss * SCALE * SCALE, failures: 0, minorFailures: 0 }) }
}

export const withoutGridLimits: Change = scenario => {
  const { grid, horizon: { start } } = scenario
  const feeds = Object.keys(grid.feeds).length === 0 ? { ideal: stated(start) } : grid.feeds
  return {
    ...scenario,
    grid: { ...grid, feeds: Object.fromEntries(Object.entries(feeds).map(([name, feed]) => [name, ample(feed, start)])), substation: largeSubstation(grid.substation) },
    // Long-lead equipment of the substation is part of the connection.
    procurement: { ...scenario.procurement, orders: scenario.procurement.orders.filter(order => order.equipment !== 'hvTransformers' && order.equipment !== 'hvBreakers') },
  }
}
