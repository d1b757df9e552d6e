/**
 * Useful compute against watts per accelerator under a fixed feed: a lower cap lets the feed carry more accelerators, each of them slower.
 * The best cap is where the last watt taken from all just pays for one more.
 */
import type { RackType } from '../scenario/catalog/racks.ts'
import { acceleratorsOf, acceleratorW, cappedRackW, rateUnderCap } from '../scenario/rack-power.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

export interface WattPoint {
  /** Cap of an accelerator package, W. */
  readonly capW: number
  /** Accelerators that the feed carries at this cap, in whole racks. */
  readonly accelerators: number
  /** Work rate of each, 1 without cap. */
  readonly rate: number
  /** Accelerators at full rate that do as much: with as many as the feed carries, and with those planned. */
  readonly useful: number
  readonly usefulPlanned: number
}

export interface WattCurve {
  readonly rack: string
  /** Power at the site bus that is fixed, W. */
  readonly feedW: number
  /** Power for losses and cooling per IT power. */
  readonly overheadFraction: number
  readonly planned: number
  /** Ascending by cap; the last one is without cap. */
  readonly points: readonly WattPoint[]
  /** Index of the point with most useful compute, the highest cap of equals. */
  readonly best: number
}

export interface WattQuestion {
  readonly rack: RackType
  readonly feedW: number
  readonly overheadFraction: number
  readonly planned: number
  /** Share of the work that does not follow the clock, 0–1. */
  readonly clockFreeShare: number
  /** Points between the lowest cap and none. */
  readonly steps?: number
}

const DEFAULT_STEPS = 60

/** One point: racks at the cap with what losses and cooling ask besides, as many as the feed carries. */
export function wattPoint({ rack, feedW, overheadFraction, planned, clockFreeShare }: WattQuestion, capW: number): WattPoint {
  const racks = Math.floor(feedW / (cappedRackW(rack, capW) * (1 + overheadFraction)))
  const accelerators = racks * acceleratorsOf(rack)
  const rate = rateUnderCap(capW / acceleratorW(rack), clockFreeShare, rack.capStaticShare, rack.capExponent)
  return { capW, accelerators, rate, useful: accelerators * rate, usefulPlanned: Math.min(planned, accelerators) * rate }
}

/** The curve from the cap that stops an accelerator up to its own sustained power. */
export function wattCurve(question: WattQuestion): WattCurve {
  const { rack, feedW, overheadFraction, planned, steps = DEFAULT_STEPS } = question
  const fullW = acceleratorW(rack)
  const lowestW = fullW * rack.capStaticShare
  const points = Array.from({ length: steps + 1 }, (_, i) => wattPoint(question, i === steps ? fullW : lowestW + ((fullW - lowestW) * i) / steps))
  const best = points.reduce((at, point, i) => (point.useful >= points[at].useful ? i : at), 0)
  return { rack: rack.acceleratorName, feedW, overheadFraction, planned, points, best }
}

/** Power that feeds, less the redundant transformers of the substation, and firm generation bring in the end, W. */
export function firmSupplyW({ grid, generation }: Pick<Scenario, 'grid' | 'generation'>): number {
  const feedsW = Object.values(grid.feeds).reduce((sum, feed) => sum + feed.capacity + feed.steps.reduce((more, step) => more + step.capacity, 0), 0)
  const plantsW = generation.reduce((sum, plant) => sum + plant.rated * Math.max(0, plant.count - plant.redundancy), 0)
  const { substation } = grid
  const substationW = substation === undefined ? Infinity : substation.transformers.rated * Math.max(1, substation.transformers.count - substation.redundancy)
  return Math.min(feedsW, substationW) + plantsW
}

/** The rack type that holds most accelerators of the plan. */
export function mainRack({ blocks }: Pick<Scenario, 'blocks'>): RackType | undefined {
  const lots = blocks.flatMap(({ racks }) => racks)
  const counts = new Map<string, number>()
  for (const lot of lots) counts.set(lot.model, (counts.get(lot.model) ?? 0) + lot.count * acceleratorsOf(lot))
  const most = Math.max(0, ...counts.values())
  return lots.find(({ model }) => counts.get(model) === most)
}
