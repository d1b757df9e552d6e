/** Questions to the electrical plan before a run: is there a path to power, and when. */
import { quantileOf } from '../../base/distribution.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import { eachCovered, substationOutW } from './commitment.ts'
import { type PowerPlan, powerPlan } from './plan.ts'
import { firmPlantW } from './plant-plan.ts'
import { type SectionMargin, sectionMargins } from './section-margins.ts'

export interface PathToPower {
  /** Planned time at which firm power covers the block, ms; Infinity for never. */
  readonly plannedMs: number
  /** Design power, W at the site bus, and firm power that will ever be left for it, W. */
  readonly designW: number
  readonly firmW: number
}

export interface PowerAudit {
  readonly plan: PowerPlan
  /** Security margin of each section of the medium-voltage bus after the worst single loss. */
  sectionMargins(): SectionMargin[]
  pathToPower(block: number): PathToPower
  /** Firm power of the plan by date, W: what is there from `atMs` on, in order of time. */
  firmSupply(): { readonly atMs: number; readonly firmW: number }[]
  /** Times at which blocks are energised when every slip is at its quantile `p` (0–1), ms; without `p` as planned. */
  energisationMs(p?: number): number[]
}

/** Steps of firm supply in order of time: what each adds. */
function supplySteps(plan: PowerPlan, p: number | undefined): { atMs: number; apply(supply: { highW: number; directW: number; plantsW: number[] }): void }[] {
  const late = (slip: Parameters<typeof quantileOf>[0]): number => (p === undefined ? 0 : Math.round(quantileOf(slip, p)))
  const feeds = plan.feeds.flatMap(feed => {
    let lastMs = 0
    return feed.steps.map(({ capacityW: totalW, interruptibleW, plannedMs, slip, needs }) => {
      const capacityW = feed.isPromised ? totalW : totalW - interruptibleW
      lastMs = Math.max(lastMs, plannedMs + late(slip), ...needs.map(need => need.plannedMs + late(need.slip)))
      const field = feed.viaSubstation ? ('highW' as const) : ('directW' as const)
      return { atMs: lastMs, apply: (supply: { highW: number; directW: number }) => void (supply[field] += capacityW) }
    })
  })
  const plants = plan.plants.map((plant, index) => ({
    atMs: Math.max(0, plant.plannedMs + late(plant.slip)),
    apply: (supply: { plantsW: number[] }) => void (supply.plantsW[index] = firmPlantW(plant)),
  }))
  return [...feeds, ...plants].sort((a, b) => a.atMs - b.atMs)
}

function energisationMs(plan: PowerPlan, p?: number): number[] {
  const times = plan.blocks.map(() => Infinity)
  const supply = { highW: 0, directW: 0, plantsW: plan.plants.map(() => 0) }
  for (const { atMs, apply } of supplySteps(plan, p)) {
    apply(supply)
    eachCovered(plan, { feedsW: feedsW(plan, supply), plantsW: supply.plantsW }, true, () => true, (block, isCovered) => {
      if (isCovered && times[block] === Infinity) times[block] = atMs
    })
  }
  return times
}

const feedsW = (plan: PowerPlan, supply: { highW: number; directW: number }): number => substationOutW(plan, supply.highW, plan.substation?.count ?? 0) + supply.directW

const isOpenTo = (plan: PowerPlan, plant: number, block: number): boolean => plan.plants[plant].serves?.includes(block) ?? true

/** Firm power that is left for a block when all that is planned is there, W. */
function firmLeftW(plan: PowerPlan, block: number): number {
  const supply = { highW: 0, directW: 0, plantsW: plan.plants.map(() => 0) }
  for (const { apply } of supplySteps(plan, undefined)) apply(supply)
  const earlierW = plan.blocks.slice(0, block).reduce((sum, { designW }) => sum + designW, 0)
  const plantsW = supply.plantsW.reduce((sum, w, index) => (isOpenTo(plan, index, block) ? sum + w : sum), 0)
  return Math.max(0, feedsW(plan, supply) + plantsW - earlierW)
}

function firmSupply(plan: PowerPlan): { atMs: number; firmW: number }[] {
  const supply = { highW: 0, directW: 0, plantsW: plan.plants.map(() => 0) }
  return supplySteps(plan, undefined).map(({ atMs, apply }) => {
    apply(supply)
    return { atMs, firmW: feedsW(plan, supply) + supply.plantsW.reduce((sum, w) => sum + w, 0) }
  })
}

/** The audit of a scenario; `mechanicalDesignW` as for the run. */
export function powerAudit(scenario: Scenario, world: World, mechanicalDesignW?: (block: number) => number): PowerAudit {
  const plan = powerPlan(scenario, world, mechanicalDesignW)
  return {
    plan,
    sectionMargins: () => sectionMargins(plan),
    pathToPower: block => ({ plannedMs: energisationMs(plan)[block], designW: plan.blocks[block].designW, firmW: firmLeftW(plan, block) }),
    firmSupply: () => firmSupply(plan),
    energisationMs: p => energisationMs(plan, p),
  }
}

