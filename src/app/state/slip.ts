/** The question on the card: utilisation as a response to how late the substation is. */
import { meanOf, quantileOf, sdOf } from '../../base/distribution.ts'
import type { PathValue } from '../../runner/protocol.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'

/** Results of one slip under one option, one number a replication. */
export interface SlipPoint {
  readonly slipMonths: number
  readonly option: string | null
  readonly optionLabel: string
  readonly meanUtilisation: readonly number[]
  readonly sustained: readonly number[]
}

/** Slips of the curve, months. */
export const SLIP_MONTHS = [0, 3, 6, 12, 18, 24] as const
/** The order in which they are run: ends first, so that the curve has its range at once. */
const ORDER = [0, 24, 12, 6, 18, 3] as const
/** Replications of each point, if the scenario has as many. */
const MOST_REPLICATIONS = 4

const MONTH_MS = 2_629_800_000

/** The feed whose lateness is asked for: the one with the widest slip, then the latest, then the largest. */
export function slipFeed(scenario: Scenario): string | undefined {
  const feeds = Object.entries(scenario.grid.feeds).map(([name, feed]) => ({ name, spread: sdOf(feed.energised.slip), planned: feed.energised.planned, capacity: feed.capacity }))
  feeds.sort((a, b) => b.spread - a.spread || b.planned - a.planned || b.capacity - a.capacity || (a.name < b.name ? -1 : 1))
  return feeds[0]?.name
}

/** Slip of the feed as the scenario states it, months: median and 90th percentile. */
export function statedSlip(scenario: Scenario, feed: string): { readonly p50: number; readonly p90: number } {
  const { slip } = scenario.grid.feeds[feed].energised
  if (sdOf(slip) === 0) return { p50: meanOf(slip) / MONTH_MS, p90: meanOf(slip) / MONTH_MS }
  return { p50: quantileOf(slip, 0.5) / MONTH_MS, p90: quantileOf(slip, 0.9) / MONTH_MS }
}

export interface SlipRun {
  readonly slipMonths: number
  readonly replication: number
  readonly set: PathValue
}

/** Runs of the curve: every slip once, then again for the band. */
export function slipRuns(feed: string, replications: number): SlipRun[] {
  const count = Math.min(MOST_REPLICATIONS, replications)
  return Array.from({ length: count }, (_, replication) =>
    ORDER.map(slipMonths => ({ slipMonths, replication, set: { path: `grid.feeds.${feed}.energised.slip`, value: `${slipMonths} months` } })),
  ).flat()
}

/** Adds one run to its point; a new array, so that what draws it notices. */
export function withRun(points: readonly SlipPoint[], found: Omit<SlipPoint, 'meanUtilisation' | 'sustained'>, mean: number, sustained: number): SlipPoint[] {
  const before = points.find(point => point.slipMonths === found.slipMonths && point.option === found.option)
  const after: SlipPoint = { ...found, meanUtilisation: [...(before?.meanUtilisation ?? []), mean], sustained: [...(before?.sustained ?? []), sustained] }
  return [...points.filter(point => point !== before), after].sort((a, b) => String(a.option).localeCompare(String(b.option)) || a.slipMonths - b.slipMonths)
}
