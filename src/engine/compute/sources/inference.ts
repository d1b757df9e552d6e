import { cos } from '../../../base/exact-math.ts'
import { acceleratorMemory, servedModel } from '../../../scenario/catalog/models.ts'
import type { RackType } from '../../../scenario/catalog/racks.ts'
import type { InferenceEntry } from '../../../scenario/schema/workload.ts'
import { type InstanceSpec, largestBatch, prefillS, residenceS } from '../replica-model.ts'
import { defineService, type ServiceSpec, type SourceSite } from '../inference-definition.ts'

/** Peak rate of 8-bit floats over that of bfloat16. */
const EIGHT_BIT_SPEEDUP = 2

function instanceOf(entry: InferenceEntry, rackType: RackType): InstanceSpec {
  const model = servedModel(entry.model)
  const memory = acceleratorMemory(rackType.acceleratorName, rackType.peakFlops)
  return {
    weightsB: model.weights,
    cachePerTokenB: model.cachePerToken,
    contextTokens: Math.max(model.contextTokens, entry.promptTokens ?? 0),
    promptTokens: entry.promptTokens ?? model.promptTokens,
    outputTokens: entry.outputTokens ?? model.outputTokens,
    activeParameters: model.activeParameters * 1e9,
    accelerators: model.tensorParallel,
    bandwidthBps: entry.memoryBandwidth ?? memory.bandwidthBps,
    memoryB: entry.memory ?? memory.capacityB,
    flops: rackType.peakFlops * EIGHT_BIT_SPEEDUP,
    batchLimit: model.batchLimit,
  }
}

/** Demand by local hour as a share of the daily peak: a cosine between trough and peak. */
function dailyShape(entry: InferenceEntry, hour: number): number {
  return entry.trough + ((1 - entry.trough) * (1 + cos((2 * Math.PI * (hour - entry.peakHour)) / 24))) / 2
}

/** Share of the plan that is contracted. */
function contractedFraction(site: SourceSite, atMs: number): number {
  let accelerators = 0
  for (const step of site.contract) if (step.fromMs <= atMs) accelerators = step.accelerators
  return accelerators / site.acceleratorCount
}

/** Requests per request of the usual demand: more while a region is lost whose services move here. */
function withTakeovers({ takeovers }: SourceSite, atMs: number): number {
  let factor = 1
  for (const { fromMs, toMs, share } of takeovers) if (atMs >= fromMs && atMs < toMs) factor += share
  return factor
}

/** Why the model cannot be served on these racks within its objectives; undefined when it can. */
export function serviceProblem(entry: InferenceEntry, rackType: RackType): string | undefined {
  const instance = instanceOf(entry, rackType)
  if (instance.memoryB * instance.accelerators <= instance.weightsB) return 'the weights do not fit into the memory of one instance'
  if (largestBatch(instance, entry.perToken / 1000) < 1) return 'the objective for the time per token is shorter than that of a single request'
  if (prefillS(instance) * 1000 >= entry.firstToken) return 'the objective for the first token is shorter than reading one prompt'
  return undefined
}

export const inference = defineService({
  id: 'inference',
  label: 'Inference service',
  summary: 'A served model with daily demand, scaled in replicas that hold whole nodes; waiting by Erlang’s formula.',
  describe(entry, site): ServiceSpec {
    const { rackType } = site
    const instance = rackType === undefined ? undefined : instanceOf(entry, rackType)
    const batch = instance === undefined ? 0 : largestBatch(instance, entry.perToken / 1000)
    const residence = instance === undefined || batch === 0 ? 1 : residenceS(instance, batch)
    const prefill = instance === undefined ? 0 : prefillS(instance)
    const tensorParallel = instance?.accelerators ?? site.atom
    const nodes = Math.ceil(tensorParallel / site.atom)
    const instances = Math.max(1, Math.floor((nodes * site.atom) / tensorParallel))
    const prefillFraction = (batch * prefill) / residence
    const objectiveS = entry.firstToken / 1000 - prefill
    return {
      id: entry.id,
      nodes,
      slots: objectiveS > 0 ? batch * instances : 0,
      residenceS: residence,
      prefillS: prefill,
      outputTokens: instance?.outputTokens ?? 0,
      waitInServices: Math.max(0, objectiveS) / residence,
      missedFraction: 1 - entry.attainment,
      variability: (entry.arrivalVariability + entry.lengthVariability) / 2,
      target: entry.target,
      hysteresis: entry.hysteresis,
      step: entry.step,
      cooldownMs: entry.cooldown,
      coldStartMs: entry.coldStart,
      minimum: entry.minimum,
      maximum: entry.maximum,
      drawShare: entry.target * (prefillFraction * site.phases.prefill + (1 - prefillFraction) * site.phases.decode),
      demandPerS: (hour, contractMs) => entry.peak * contractedFraction(site, contractMs) * dailyShape(entry, hour) * withTakeovers(site, contractMs),
    }
  },
})
