/** Milestones of supply and the promise of power to blocks, in file order. */
import { sample } from '../../base/distribution.ts'
import { PURPOSE, entityKey, uniform } from '../../base/rng.ts'
import { Phase } from '../kernel/kernel.ts'
import { type PlantPlan, firmPlantW } from './plant-plan.ts'
import type { FeedPlan, PlannedTime } from './feed-plan.ts'
import { MODE, type PowerSite } from './power-site.ts'
import { eachPromised } from './supply.ts'
import type { World } from '../ports.ts'

/** Draws of what a step needs follow those of all steps. */
const NEED_DRAWS = 1000

const timeMs = ({ plannedMs, slip }: PlannedTime, u: number): number => plannedMs + Math.round(sample(slip, u))

/** Times at which the steps of a feed are there, ms: never before the run, an earlier step, what they need, or the substation they come in at. */
export function feedTimesMs(feed: FeedPlan, world: World, substationMs = -Infinity): number[] {
  const key = entityKey(world.root, feed.path)
  let lastMs = feed.viaSubstation ? Math.max(0, substationMs) : 0
  return feed.steps.map((step, n) => {
    lastMs = Math.max(lastMs, timeMs(step, uniform(key, PURPOSE.slip, n)))
    step.needs.forEach((need, index) => {
      lastMs = Math.max(lastMs, timeMs(need, uniform(key, PURPOSE.slip, NEED_DRAWS * (n + 1) + index)))
    })
    return lastMs
  })
}

/** Time at which a plant may run, ms: not before its machines are there and its air permit is granted. */
export function plantTimeMs(plant: PlantPlan, world: World, equipmentMs = -Infinity): number {
  const slipped = ({ path, plannedMs, slip }: Pick<PlantPlan, 'path' | 'plannedMs' | 'slip'>): number => plannedMs + Math.round(sample(slip, uniform(entityKey(world.root, path), PURPOSE.slip, 0)))
  return Math.max(0, equipmentMs, slipped(plant), plant.grant === undefined ? 0 : slipped(plant.grant))
}

export interface Energisation {
  /** Closes the gates of all blocks and schedules the milestones. */
  start(): void
}

export interface EnergisationListener {
  /** A plant's engines are in service from now on. */
  plantInService(plant: number): void
  /** Power is promised to a block from now on. */
  energised(block: number): void
  /** The supply side has changed. */
  changed(): void
}

interface Step {
  readonly path: string
  readonly atMs: number
  apply(): void
}

function feedSteps(p: PowerSite): Step[] {
  return p.plan.feeds.flatMap((feed, index) => {
    const times = feedTimesMs(feed, p.ctx.world, p.ports.equipment?.substationMs)
    return feed.steps.map(({ capacityW, interruptibleW, plannedMs }, n) => ({
      path: feed.path,
      atMs: times[n],
      apply() {
        p.feeds.col.energisedW[index] += capacityW
        p.feeds.col.interruptibleW[index] += interruptibleW
        p.ctx.emit({ kind: 'feedEnergised', feed: feed.name, capacityW, plannedMs: Math.max(0, plannedMs) })
      },
    }))
  })
}

function plantSteps(p: PowerSite, listener: EnergisationListener): Step[] {
  return p.plan.plants.map((plant, index) => ({
    path: plant.path,
    atMs: plantTimeMs(plant, p.ctx.world, p.ports.equipment?.plantsMs[index]),
    apply() {
      p.plants.col.inService[index] = 1
      listener.plantInService(index)
      p.ctx.emit({ kind: 'generatorInService', generator: plant.id, capacityW: firmPlantW(plant), plannedMs: Math.max(0, plant.plannedMs) })
    },
  }))
}

function promise(p: PowerSite, source: string, listener: EnergisationListener): void {
  eachPromised(p, (block, isCovered) => {
    if (!isCovered || p.blocks.col.mode[block] !== MODE.off) return
    p.view.energised[block] = 1
    listener.energised(block)
    p.ports.gates.openBlock(block, 'gridDelay')
    p.ctx.emit({ kind: 'blockEnergised', block, source })
    p.ports.blockEnergised?.(block)
  })
}

/** Registers the milestone command. */
export function createEnergisation(p: PowerSite, listener: EnergisationListener): Energisation {
  const { kernel } = p.ctx
  const steps = [...feedSteps(p), ...plantSteps(p, listener)]
  const reached = kernel.command('power.milestone', Phase.facility, index => {
    const { path, apply } = steps[index]
    apply()
    promise(p, path, listener)
    listener.changed()
  })
  return {
    start() {
      for (let block = 0; block < p.plan.blocks.length; block++) p.ports.gates.closeBlock(block, 'gridDelay')
      steps.forEach(({ atMs }, index) => kernel.schedule(reached, index, atMs))
    },
  }
}
