/** Feeds in engine units: where they come in, in which steps, and what interrupts them. */
import type { Distribution } from '../../base/distribution.ts'
import { DAY_MS, YEAR_MS } from '../../base/spans.ts'
import { entersSubstation } from '../../scenario/schema/feed.ts'
import type { GridSection } from '../../scenario/schema/grid.ts'
import { type FeedGroup, type Scope, commonModeScopes } from './shared-interruptions.ts'

type FeedSection = GridSection['feeds'][string]

/** A date of the plan and how late it may be. */
export interface PlannedTime {
  /** Planned time since the start of the run, ms; may be negative. */
  readonly plannedMs: number
  readonly slip: Distribution
}

/** One step of a feed's capacity. */
export interface FeedStep extends PlannedTime {
  /** Power that it adds: firm and interruptible together, and the interruptible part, W. */
  readonly capacityW: number
  readonly interruptibleW: number
  /** What must be finished first. */
  readonly needs: readonly PlannedTime[]
}

export interface FeedPlan {
  readonly name: string
  readonly path: string
  readonly voltageV: number
  /** Whether it comes in at the high side of the substation. */
  readonly viaSubstation: boolean
  /** Least power factor that the contract allows. */
  readonly powerFactor: number
  /** Whether interruptible power counts when power is promised to blocks. */
  readonly isPromised: boolean
  /** Fastest change of the draw that the utility allows, W/min; Infinity for any. */
  readonly rampWPerMin: number
  readonly steps: readonly FeedStep[]
  /** Sags that the site must ride through: at least this share of nominal voltage for at most this time. */
  readonly rideThrough: readonly { readonly retained: number; readonly duration: number }[]
}

export const POPULATIONS = ['ordinary', 'major', 'momentary', 'planned'] as const
export type Population = (typeof POPULATIONS)[number]

/** A Poisson process of a feed, whose arrivals may strike others too. */
export interface FeedProcess {
  readonly path: string
  /** Mean time between arrivals, ms; Infinity for never. */
  readonly meanGapMs: number
  readonly duration: Distribution
  readonly scopes: readonly Scope[]
}

/** Interruptions of one population. */
export interface OutageProcess extends FeedProcess {
  readonly population: Population
  /** Time between the announcement and the outage, ms. */
  readonly noticeMs: number
}

/** Voltage sags as a feed brings them to the site. */
export interface SagProcess extends FeedProcess {
  readonly feed: number
  /** Share of them below `DEEP_SAG` of nominal voltage. */
  readonly deepFraction: number
}

/** A medium-voltage line of one's own, and transmission. */
const DEDICATED_V = 34_500
const TRANSMISSION_V = 115_000
/** Rates of a dedicated medium-voltage and of a transmission feed relative to a distribution feed; engineering defaults. */
const SCALE_DEDICATED = 0.5
const SCALE_TRANSMISSION = 0.15
/** Sags a year below 0.9 and below 0.7 of nominal voltage; order of magnitude of the EPRI distribution power quality surveys. */
const SAGS_DISTRIBUTION = { below90: 50, below70: 18 }
const SAGS_TRANSMISSION = { below90: 10, below70: 3 }
/** A group that the file names but does not list: feeds from one utility substation; engineering default. */
const GROUP_SHARE = 0.5

function scaleOf(voltageV: number): number {
  if (voltageV < DEDICATED_V) return 1
  return voltageV < TRANSMISSION_V ? SCALE_DEDICATED : SCALE_TRANSMISSION
}

/** Feeds in file order. */
export function feedPlans(grid: GridSection, startDay: number): FeedPlan[] {
  const timeOf = ({ planned, slip }: FeedSection['energised']): PlannedTime => ({ plannedMs: (planned - startDay) * DAY_MS, slip })
  return Object.entries(grid.feeds).map(([name, feed]) => ({
    name,
    path: `grid/feed[${name}]`,
    voltageV: feed.voltage,
    powerFactor: feed.powerFactor,
    viaSubstation: grid.substation !== undefined && entersSubstation(feed),
    isPromised: feed.promised,
    rideThrough: feed.rideThrough,
    rampWPerMin: feed.ramp ?? Infinity,
    steps: [feed, ...feed.steps].map(({ capacity, interruptible, energised, needs }) => ({
      capacityW: capacity + interruptible,
      interruptibleW: interruptible,
      ...timeOf(energised),
      needs: needs.map(({ ready }) => timeOf(ready)),
    })),
  }))
}

/** Feeds that may go out at once, for the audit. */
export interface CommonMode {
  /** `grid/common`, or `grid/group[name]`. */
  readonly path: string
  readonly feeds: readonly number[]
  /** Place of its share in the scenario. */
  readonly place: readonly string[]
}

type NamedGroup = FeedGroup & { readonly name?: string }

/** All feeds with the site's share, and the named groups within them. */
function groupsOf(grid: GridSection): { site: NamedGroup; groups: NamedGroup[] } {
  const sections = Object.values(grid.feeds)
  const names = [...new Set(sections.flatMap(({ group }) => (group === undefined ? [] : [group])))]
  const groups = names.map(name => ({ name, share: grid.groups[name]?.commonMode ?? GROUP_SHARE, feeds: sections.flatMap(({ group }, feed) => (group === name ? [feed] : [])) }))
  const all = sections.map((_, feed) => feed)
  // With all feeds in one group its share alone holds.
  const isOneGroup = groups.length === 1 && groups[0].feeds.length === all.length
  return isOneGroup ? { site: groups[0], groups: [] } : { site: { share: grid.commonMode, feeds: all }, groups }
}

/** What may take several feeds at once. */
export function commonModes(grid: GridSection): CommonMode[] {
  const rates = Object.values(grid.feeds).map(feed => rateOf(feed, 'ordinary') + rateOf(feed, 'major'))
  const { site, groups } = groupsOf(grid)
  return [site, ...groups].flatMap(({ name, share, feeds }): CommonMode[] => {
    const members = feeds.filter(feed => rates[feed] > 0)
    if (share === 0 || members.length < 2) return []
    const isListed = name !== undefined && grid.groups[name] !== undefined
    return [{ path: name === undefined ? 'grid/common' : `grid/group[${name}]`, feeds: members, place: isListed ? ['grid', 'groups', name] : ['grid', name === undefined ? 'commonMode' : 'feeds'] }]
  })
}

const LONGER = ['ordinary', 'major'] as const

function rateOf(feed: FeedSection, population: Population): number {
  const { outages } = feed
  const scale = outages.scale ?? scaleOf(feed.voltage)
  if (population === 'planned') return (outages.scale ?? 1) * outages.planned.rate
  if (population === 'momentary') return outages.momentary.perInterruption * LONGER.reduce((sum, longer) => sum + scale * outages[longer].rate, 0)
  return scale * outages[population].rate
}

const gapMs = (ratePerYear: number): number => (ratePerYear > 0 ? YEAR_MS / ratePerYear : Infinity)

/** Interruptions of every feed by population: ordinary, in major events, momentary, planned. Work that a utility plans takes one feed at a time. */
export function outageProcesses(grid: GridSection, feeds: readonly FeedPlan[]): OutageProcess[] {
  const sections = Object.values(grid.feeds)
  const { site, groups } = groupsOf(grid)
  return POPULATIONS.flatMap(population => {
    const rates = sections.map(feed => rateOf(feed, population))
    const scopes = population === 'planned' ? rates.map((_, feed) => [{ upTo: 1, feeds: [feed] }]) : commonModeScopes(rates, site, groups)
    return feeds.map((feed, index) => ({
      path: `${feed.path}/${population}`,
      population,
      meanGapMs: gapMs(rates[index]),
      duration: sections[index].outages[population].duration,
      noticeMs: population === 'planned' ? sections[index].outages.planned.notice : 0,
      scopes: scopes[index],
    }))
  })
}

/** Voltage sags of every feed; those that feeds share come once. */
export function sagProcesses(grid: GridSection, feeds: readonly FeedPlan[]): SagProcess[] {
  const sections = Object.values(grid.feeds)
  const { site, groups } = groupsOf(grid)
  const levels = sections.map(({ voltage, outages: { sags, scale } }) => {
    const byVoltage = voltage < TRANSMISSION_V ? SAGS_DISTRIBUTION : SAGS_TRANSMISSION
    const below90 = sags.below90 ?? byVoltage.below90
    const below70 = sags.below70 ?? Math.min(below90, byVoltage.below70)
    return { rate: (scale ?? 1) * below90, deepFraction: below90 > 0 ? below70 / below90 : 0 }
  })
  const scopes = commonModeScopes(levels.map(({ rate }) => rate), site, groups)
  return feeds.map((feed, index) => ({
    path: `${feed.path}/sags`,
    feed: index,
    meanGapMs: gapMs(levels[index].rate),
    duration: sections[index].outages.sags.duration,
    deepFraction: levels[index].deepFraction,
    scopes: scopes[index],
  }))
}
