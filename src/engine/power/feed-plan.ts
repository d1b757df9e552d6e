/** Feeds in engine units: where they come in, in which steps, and what interrupts them. */
import type { Distribution } from '../../base/distribution.ts'
import type { GridSection } from '../../scenario/schema/grid.ts'
import { DAY_MS, YEAR_MS } from './spans.ts'

/** One step of a feed's capacity. */
export interface FeedStep {
  readonly capacityW: number
  /** Planned time since the start of the run, ms; may be negative. */
  readonly plannedMs: number
  readonly slip: Distribution
}

export interface FeedPlan {
  readonly name: string
  readonly path: string
  readonly voltageV: number
  /** Whether it comes in at the high side of the substation. */
  readonly viaSubstation: boolean
  readonly steps: readonly FeedStep[]
}

/** A Poisson process of interruptions that takes one or several feeds. */
export interface OutageProcess {
  readonly path: string
  readonly feeds: readonly number[]
  /** Mean time between arrivals, ms; Infinity for never. */
  readonly meanGapMs: number
  readonly duration: Distribution
}

/** Feeds from this voltage up come in at the substation. */
const SUBSTATION_V = 34_500
const TRANSMISSION_V = 115_000
/** Rates of a dedicated medium-voltage and of a transmission feed relative to a distribution feed; engineering defaults. */
const SCALE_DEDICATED = 0.5
const SCALE_TRANSMISSION = 0.15

function scaleOf(voltageV: number): number {
  if (voltageV < SUBSTATION_V) return 1
  return voltageV < TRANSMISSION_V ? SCALE_DEDICATED : SCALE_TRANSMISSION
}

/** Feeds in file order. */
export function feedPlans(grid: GridSection, startDay: number): FeedPlan[] {
  return Object.entries(grid.feeds).map(([name, feed]) => ({
    name,
    path: `grid/feed[${name}]`,
    voltageV: feed.voltage,
    viaSubstation: grid.substation !== undefined && (feed.entry === undefined ? feed.voltage >= SUBSTATION_V : feed.entry === 'substation'),
    steps: [{ capacity: feed.capacity, energised: feed.energised }, ...feed.steps].map(({ capacity, energised }) => ({
      capacityW: capacity,
      plannedMs: (energised.planned - startDay) * DAY_MS,
      slip: energised.slip,
    })),
  }))
}

const POPULATIONS = ['ordinary', 'major'] as const

/**
 * Two populations of interruptions a feed, and of each the share that takes all feeds at once: the β-th part of the rarest feed's rate.
 * Every feed keeps its own total rate.
 */
export function outageProcesses(grid: GridSection, feeds: readonly FeedPlan[]): OutageProcess[] {
  const sections = Object.values(grid.feeds)
  return POPULATIONS.flatMap(population => {
    const rates = sections.map((feed, i) => (feed.outages.scale ?? scaleOf(feeds[i].voltageV)) * feed.outages[population].rate)
    const commonRate = feeds.length > 1 ? grid.commonMode * Math.min(...rates) : 0
    const own = feeds.map((feed, i) => process(`${feed.path}/${population}`, [i], rates[i] - commonRate, sections[i].outages[population].duration))
    if (commonRate === 0) return own
    const rarest = rates.indexOf(Math.min(...rates))
    return [...own, process(`grid/common/${population}`, feeds.map((_, i) => i), commonRate, sections[rarest].outages[population].duration)]
  })
}

function process(path: string, feeds: readonly number[], ratePerYear: number, duration: Distribution): OutageProcess {
  return { path, feeds, meanGapMs: ratePerYear > 0 ? YEAR_MS / ratePerYear : Infinity, duration }
}
