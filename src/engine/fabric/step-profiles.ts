/** Steps of jobs whose workload states a model: by source and size of the job, worked out when first asked for. */
import { crossSiteBytes, exposedFraction, networkDuty, type Parallelism, type StepModel, stepModel, stepTimeS, type TrainingModel } from '../../physics/training-step.ts'
import type { RackType } from '../../scenario/catalog/racks.ts'
import type { FabricSection } from '../../scenario/schema/fabric.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { ParallelismEntry, TrainingModelEntry } from '../../scenario/schema/training-model.ts'
import type { World } from '../ports.ts'
import { effectiveBps } from './regions.ts'

export interface StepProfile {
  readonly step: StepModel
  /** Time of a step in its ideal placement on a healthy, empty network, s. */
  readonly idealS: number
  /** Share of that time that waits for communication. */
  readonly exposed: number
  /** Share of the step in which the network is busy, and in which the link to the other site is. */
  readonly duty: number
  readonly wanDuty: number
  /** Experts are called over the network: traffic is all to all. */
  readonly isAllToAll: boolean
  /** Index of the region with the other half of the job; −1 without. */
  readonly region: number
}

/** The model of an entry in the words of the formulas. */
export function modelOf(entry: TrainingModelEntry): TrainingModel {
  return {
    parameters: entry.parameters,
    activeParameters: entry.activeParameters ?? entry.parameters,
    layers: entry.layers,
    expertLayers: entry.experts?.layers ?? 0,
    expertsPerToken: entry.experts?.perToken ?? 1,
    hidden: entry.hidden,
    keyWidth: entry.keyWidth ?? entry.hidden,
    sequence: entry.sequence,
    microBatch: entry.microBatch,
    tokens: entry.tokensPerStep,
    interleave: entry.interleave,
    recompute: entry.recompute,
  }
}

/** Degrees for a job of a size; what is left over by the others are copies on different data. */
export function splitOf({ tensor, pipeline, context, expert, data }: ParallelismEntry, accelerators: number): Parallelism {
  return { tensor, pipeline, context, expert, data: data ?? Math.max(1, Math.floor(accelerators / (tensor * pipeline * context))) }
}

/** The step of a model, split over so many accelerators of a type, on a fabric. */
export function stepOn(model: TrainingModelEntry, parallelism: ParallelismEntry, accelerators: number, type: RackType, fabric: FabricSection): StepModel {
  const hardware = {
    flops: type.peakFlops * model.efficiency,
    scaleUpSize: type.scaleUpSize,
    scaleUpBps: type.scaleUpBandwidth * fabric.scaleUp.busFactor,
    networkBps: type.nicBandwidth * fabric.routingEfficiency,
  }
  return stepModel(modelOf(model), splitOf(parallelism, accelerators), hardware, fabric.overlap)
}

export interface StepProfiles {
  /** Undefined for jobs without a model; `source` −1 is a replica of a service. */
  of(source: number, nodes: number): StepProfile | undefined
}

function profileOf({ fabric, workload }: Scenario, world: World, source: number, nodes: number): StepProfile | undefined {
  const entry = workload[source]
  if ((entry?.source !== 'training-mix' && entry?.source !== 'training-run') || entry.model === undefined || world.racks.count === 0) return undefined
  const { model, parallelism, spans } = entry
  const type = world.rackTypes[world.lots.type[world.nodes.lot[0]]]
  const inside = stepOn(model, parallelism, nodes * world.nodes.accelerators[0], type, fabric)
  const isAllToAll = parallelism.expert > 1 && parallelism.tensor * parallelism.context * parallelism.expert > type.scaleUpSize
  const region = spans === undefined ? -1 : fabric.wan.regions.findIndex(({ id }) => id === spans.region)
  const wanS = spans === undefined || region < 0 ? 0 : crossSiteBytes(model.parameters, 2) / effectiveBps(fabric.wan.regions[region]) / spans.innerSteps
  const step: StepModel = region < 0 ? inside : { ...inside, wan: { networkS: wanS, overlapS: (fabric.overlap * 2 * inside.computeS) / 3 } }
  const idealS = stepTimeS(step, 1)
  return { step, idealS, exposed: exposedFraction(step), duty: networkDuty(inside), wanDuty: Math.min(1, wanS / idealS), isAllToAll, region }
}

export function createStepProfiles(scenario: Scenario, world: World): StepProfiles {
  const hasModels = scenario.workload.some(entry => (entry.source === 'training-mix' || entry.source === 'training-run') && entry.model !== undefined)
  const known = new Map<number, StepProfile | undefined>()
  return {
    of(source, nodes) {
      if (!hasModels || source < 0) return undefined
      const key = source * world.nodes.count + nodes - 1
      if (known.has(key)) return known.get(key)
      const profile = profileOf(scenario, world, source, nodes)
      known.set(key, profile)
      return profile
    },
  }
}

