/** Questions to the electrical plan before a run: is there a path to power and when, and does the label keep its promise. */
import { quantileOf } from '../../base/distribution.ts'
import { rideThroughMs } from '../../physics/ups-ride-through.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { createState } from '../kernel/state.ts'
import { LOAD_CLASS, LOAD_CLASS_COUNT, type World } from '../ports.ts'
import { type BlockPlan, healthyBank } from './block-plan.ts'
import { eachCovered, substationOutW } from './commitment.ts'
import { components } from './components/index.ts'
import { type Flow, UNLIMITED_W } from './flow.ts'
import { NODE, SITE_BUS, createSiteFlow, nodeOf, setPaths } from './network.ts'
import { type PowerPlan, firmPlantW, powerPlan } from './plan.ts'
import { type Cascade, type PairLoad, overloadCascade, worstLoss } from './redundancy.ts'
import { type SectionMargin, sectionMargins } from './section-margins.ts'
import { standbyReadyMs } from './utility-loss.ts'
import { composeBank } from './ups-bank.ts'

/**
 * A single loss counts as survived when it cuts at most this share of the load. Racks come in whole units and nameplates are rounded, so
 * balanced pairs of a site sized to the last kilowatt miss by half a per cent.
 */
export const SURVIVED_FRACTION = 0.99

export type ContingencyKind = 'none' | 'upsModule' | 'upsSystem' | 'blockTransformer' | 'standbySet' | 'buswayPath'

/** One component removed with all racks at maximum and cooling at its design day. */
export interface Contingency {
  readonly kind: ContingencyKind
  /** The component, in words of its path; empty for none. */
  readonly lost: string
  /** Smaller of the served shares of IT and of mechanical load. */
  readonly servedFraction: number
  readonly isSurvived: boolean
}

export interface DerivedRedundancy {
  /** What the label promises to survive. */
  readonly promise: 'none' | 'upsModule' | 'upsSystem'
  readonly contingencies: readonly Contingency[]
  /** True if everything the label promises is survived. */
  readonly isKept: boolean
  /** What the worst loss of a system would bring without a capping controller; undefined when no system would be overloaded. */
  readonly cascade: Cascade | undefined
}

export interface PathToPower {
  /** Planned time at which firm power covers the block, ms; Infinity for never. */
  readonly plannedMs: number
  /** Design power, W at the site bus, and firm power that will ever be left for it, W. */
  readonly designW: number
  readonly firmW: number
}

export interface RideThrough {
  /** How long the battery carries the block with all racks at maximum, ms. */
  readonly rideMs: number
  /** How long standby sets need, ms; Infinity without sets. */
  readonly neededMs: number
}

export interface PowerAudit {
  readonly plan: PowerPlan
  /** Security margin of each section of the medium-voltage bus after the worst single loss. */
  sectionMargins(): SectionMargin[]
  derivedRedundancy(block: number): DerivedRedundancy
  pathToPower(block: number): PathToPower
  rideThrough(block: number): RideThrough
  /** Times at which blocks are energised when every slip is at its quantile `p` (0–1), ms; without `p` as planned. */
  energisationMs(p?: number): number[]
}

function loadedFlow(plan: BlockPlan): Flow {
  const flow = createSiteFlow(createState(), 'audit', { blocks: [plan] })
  const onUpsW = Math.min(plan.mechanicalUps.ratedW, Math.floor(plan.mechanicalDesignW * plan.mechanicalOnUps))
  flow.setLoad(nodeOf(0, NODE.it), LOAD_CLASS.training, Math.round(plan.itMaxW), 0)
  flow.setLoad(nodeOf(0, NODE.mechanicalOnUps), LOAD_CLASS.cooling, onUpsW, onUpsW)
  flow.setLoad(nodeOf(0, NODE.mechanical), LOAD_CLASS.cooling, plan.mechanicalDesignW - onUpsW, plan.mechanicalDesignW - onUpsW)
  flow.link(nodeOf(0, NODE.transformer), true)
  flow.setLimit(SITE_BUS, UNLIMITED_W)
  setUps(flow, plan, -1, 0)
  setTransformers(flow, plan, plan.transformerCount)
  return flow
}

/** The bank with `modules` fewer in one system (−1: in none). */
function setUps(flow: Flow, plan: BlockPlan, system: number, modules: number): void {
  const bank = healthyBank(plan)
  if (system >= 0) bank.ratedW[system] = Math.max(0, plan.modules[system] - modules) * plan.ups.ratedW
  composeBank(plan, bank)
  flow.setCurve(nodeOf(0, NODE.ups), bank.curve)
  flow.setCap(nodeOf(0, NODE.ups), bank.capW)
}

function setTransformers(flow: Flow, plan: BlockPlan, healthy: number): void {
  if (healthy > 0) flow.setCurve(nodeOf(0, NODE.transformer), components.transformer.lossCurve(plan.transformer, healthy))
  flow.setCap(nodeOf(0, NODE.transformer), components.transformer.capacityW(plan.transformer, healthy))
}

/** Puts the block on an island of `sets` standby sets. */
function setIsland(flow: Flow, plan: BlockPlan, sets: number): void {
  flow.link(nodeOf(0, NODE.bus), false)
  flow.setLimit(nodeOf(0, NODE.bus), plan.standby === undefined ? 0 : components.generator.capacityW(plan.standby.spec, sets))
}

/** Solves a fresh flow with one thing changed. */
function contingency(plan: BlockPlan, kind: ContingencyKind, lost: string, change: (flow: Flow) => void): Contingency {
  const flow = loadedFlow(plan)
  change(flow)
  flow.solve()
  const itW = flow.grantedW[nodeOf(0, NODE.it) * LOAD_CLASS_COUNT + LOAD_CLASS.training]
  const mechanicalW = flow.outW(nodeOf(0, NODE.mechanical)) + flow.outW(nodeOf(0, NODE.mechanicalOnUps))
  const share = (servedW: number, askedW: number): number => (askedW === 0 ? 1 : servedW / askedW)
  const servedFraction = Math.min(share(itW, Math.round(plan.itMaxW)), share(mechanicalW, plan.mechanicalDesignW))
  return { kind, lost, servedFraction, isSurvived: servedFraction >= SURVIVED_FRACTION }
}

/** Every kind of single loss; equal units stand for each other. */
function contingenciesOf(plan: BlockPlan): Contingency[] {
  const { path, modules, standby, topology, transformerCount } = plan
  const systems = modules.map((_, system) => system)
  return [
    contingency(plan, 'none', '', () => undefined),
    ...systems.map(system => contingency(plan, 'upsModule', `${path}/ups[${system}]/module[0]`, flow => setUps(flow, plan, system, 1))),
    ...systems.map(system => contingency(plan, 'upsSystem', `${path}/ups[${system}]`, flow => setUps(flow, plan, system, modules[system]))),
    contingency(plan, 'blockTransformer', `${path}/transformer[0]`, flow => setTransformers(flow, plan, transformerCount - 1)),
    contingency(plan, 'buswayPath', `${path}/busway/path[0]`, flow => setPaths(flow, plan, 0, topology.paths - 1)),
    ...(standby === undefined ? [] : [contingency(plan, 'standbySet', `${path}/generator[0]`, flow => setIsland(flow, plan, standby.count - 1))]),
  ]
}

const PROMISE = { module: 'upsModule', system: 'upsSystem' } as const

function derivedRedundancy(plan: BlockPlan): DerivedRedundancy {
  const { topology, modules, ups, pairs: wired, pairMaxW } = plan
  const promise = topology.spareUnits === 0 ? 'none' : PROMISE[topology.unit]
  const contingencies = contingenciesOf(plan)
  const isKept = contingencies.every(({ kind, isSurvived }) => isSurvived || (kind !== 'none' && kind !== promise))
  const pairs: PairLoad[] = wired.map((pair, index) => ({ ...pair, loadW: pairMaxW[index] }))
  const systemW = Math.min(...modules) * ups.ratedW
  const worst = worstLoss(pairs, topology.systems, systemW)
  const cascade = worst.loadFraction > 1 ? overloadCascade(pairs, topology.systems, systemW, worst.lost) : undefined
  return { promise, contingencies, isKept, cascade }
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

/** The audit of a scenario; `mechanicalDesignW` as for the run. */
export function powerAudit(scenario: Scenario, world: World, mechanicalDesignW?: (block: number) => number): PowerAudit {
  const plan = powerPlan(scenario, world, mechanicalDesignW)
  return {
    plan,
    sectionMargins: () => sectionMargins(plan),
    derivedRedundancy: block => derivedRedundancy(plan.blocks[block]),
    pathToPower: block => ({ plannedMs: energisationMs(plan)[block], designW: plan.blocks[block].designW, firmW: firmLeftW(plan, block) }),
    rideThrough(block) {
      const of = plan.blocks[block]
      return { rideMs: rideThroughMs(of.battery, Math.max(1, of.itMaxW)), neededMs: standbyReadyMs(of) }
    },
    energisationMs: p => energisationMs(plan, p),
  }
}

