import { acceleratorMemory, servedModel } from '../../../scenario/catalog/models.ts'
import type { RackType } from '../../../scenario/catalog/racks.ts'
import { TIER_BANDWIDTH } from '../../../scenario/schema/serving.ts'
import type { InferenceEntry } from '../../../scenario/schema/workload.ts'
import { demandPerS } from '../demand.ts'
import { asSeen, type SeenEntry, steppedDemand } from '../request-demand.ts'
import { decodeStepS, type InstanceSpec, largestBatch, memoryBatch, perTokenS, prefillS, residenceS } from '../replica-model.ts'
import { defineService, type PoolSpec, type ServiceSpec, type SourceSite } from '../inference-definition.ts'
import { type FirstToken, firstTokenPoints, histogramsOf, perTokenPoints } from '../serving-latency.ts'
import { lognormalLengths } from '../serving-lengths.ts'

/** Peak rate of 8-bit floats over that of bfloat16. */
const EIGHT_BIT_SPEEDUP = 2
/** No time at all. */
const ALWAYS = () => ({ values: new Float64Array(1), weights: Float64Array.of(1) })

/** Share of a prompt that is found in the cache. */
function cachedShare({ cache }: InferenceEntry): number {
  if (cache === undefined) return 0
  return cache.hitRate * Math.min(1, cache.workingSet === undefined || cache.workingSet === 0 ? 1 : cache.capacity / cache.workingSet)
}

function instanceOf(entry: InferenceEntry, rackType: RackType): InstanceSpec {
  const model = servedModel(entry.model)
  const memory = acceleratorMemory(rackType.acceleratorName, rackType.peakFlops)
  const promptTokens = (entry.promptTokens ?? model.promptTokens) + (entry.retrieval?.tokens ?? 0)
  const outputTokens = entry.outputTokens ?? model.outputTokens
  return {
    weightsB: model.weights,
    cachePerTokenB: model.cachePerToken,
    // A prompt and, on average, half of the answer.
    contextTokens: Math.max(model.contextTokens, promptTokens + outputTokens / 2),
    promptTokens,
    outputTokens,
    activeParameters: model.activeParameters * 1e9,
    accelerators: model.tensorParallel,
    bandwidthBps: entry.memoryBandwidth ?? memory.bandwidthBps,
    memoryB: entry.memory ?? memory.capacityB,
    flops: rackType.peakFlops * EIGHT_BIT_SPEEDUP,
    batchLimit: model.batchLimit,
    cachedShare: cachedShare(entry),
    cacheB: entry.cache?.tier === 'accelerator' ? entry.cache.capacity * model.tensorParallel : 0,
    ...(entry.promptTime === undefined ? {} : { measuredPrefillS: entry.promptTime }),
    ...(entry.measured === undefined ? {} : { measured: entry.measured.map(({ batch, throughput, perToken }) => ({ batch, tokensPerS: throughput, perTokenS: perToken })) }),
  }
}

/** The half of a divided service that makes answers: it reads no prompts. */
const answering = (instance: InstanceSpec): InstanceSpec => ({ ...instance, measuredPrefillS: 0 })

/** Time before a prompt is read: the search, and fetching what is kept of it; s. */
function beforeS({ cache, retrieval }: InferenceEntry, instance: InstanceSpec): number {
  const fetchBps = (cache === undefined ? Infinity : (cache.bandwidth ?? TIER_BANDWIDTH[cache.tier])) * instance.accelerators
  return (retrieval?.latency ?? 0) / 1000 + (instance.promptTokens * (instance.cachedShare ?? 0) * instance.cachePerTokenB) / fetchBps
}

/** Time to hand a request over from one pool to the other, s. */
function transferS({ disaggregated }: InferenceEntry, instance: InstanceSpec): number {
  return disaggregated === undefined ? 0 : (instance.promptTokens * instance.cachePerTokenB) / (disaggregated.transfer * instance.accelerators)
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

/** The objective for the time per token that is left for the decode steps themselves, s. */
function perTokenObjectiveS(entry: InferenceEntry, instance: InstanceSpec): number {
  return entry.perToken / 1000 - transferS(entry, instance) / instance.outputTokens
}

export interface ServiceProblem {
  readonly code: 'service-memory' | 'service-objective'
  readonly key: 'model' | 'perToken' | 'firstToken'
  readonly message: string
  readonly allowed: string
}

const problem = (code: ServiceProblem['code'], key: ServiceProblem['key'], message: string, allowed: string): ServiceProblem => ({ code, key, message, allowed })
const ms = (s: number): string => `${Math.ceil(s * 10_000) / 10} ms`

/** Why the model cannot be served on these racks within its objectives; undefined when it can. */
export function serviceProblem(entry: SeenEntry, rackType: RackType): ServiceProblem | undefined {
  const instance = instanceOf(entry, rackType)
  if (instance.memoryB * instance.accelerators <= instance.weightsB) return problem('service-memory', 'model', 'has weights that do not fit into the memory of one instance', 'accelerators with more memory, or a smaller model')
  if (memoryBatch(instance) < 1) return problem('service-memory', 'model', 'leaves no memory for the keys and values of a single request', 'a shorter context, a smaller cache, or accelerators with more memory')
  const decoding = entry.disaggregated === undefined ? instance : answering(instance)
  if (largestBatch(decoding, perTokenObjectiveS(entry, instance)) < 1) {
    return problem('service-objective', 'perToken', 'is a time per token shorter than that of a single request', `at least ${ms(residenceS(decoding, 1) / instance.outputTokens + transferS(entry, instance) / instance.outputTokens)}`)
  }
  const soonestS = beforeS(entry, instance) + prefillS(instance) + decodeStepS(instance, 1)
  if (soonestS * 1000 > entry.firstToken) return problem('service-objective', 'firstToken', 'is a time to the first token shorter than reading one prompt and the first decode step', `at least ${ms(soonestS)}`)
  const { values, weights } = pointsOf(entry, instance, 1)(0)
  const late = values.reduce((sum, value, i) => sum + (value * 1000 > entry.firstToken ? weights[i] : 0), 0)
  if (late <= 1 - entry.attainment) return undefined
  return problem('service-objective', 'firstToken', 'is missed by long prompts alone more often than `attainment` allows', 'a longer time, or a lower attainment')
}

const firstTokenOf = (entry: SeenEntry, instance: InstanceSpec, batch: number): FirstToken => ({
  spec: instance, batch, prompts: entry.lengths?.prompts ?? lognormalLengths(entry.promptVariability), beforeS: beforeS(entry, instance), isInterleaved: entry.disaggregated === undefined,
})
const pointsOf = (entry: SeenEntry, instance: InstanceSpec, batch: number): PoolSpec['pointsAt'] => firstTokenPoints(firstTokenOf(entry, instance, batch))

/** Nodes of one replica, and the instances that they hold. */
function sizeOf(instance: InstanceSpec, { atom }: SourceSite): { nodes: number; instances: number } {
  const nodes = Math.ceil(instance.accelerators / atom)
  return { nodes, instances: Math.max(1, Math.floor((nodes * atom) / instance.accelerators)) }
}

/** One pool that reads prompts between decode steps. */
function wholePool(entry: SeenEntry, instance: InstanceSpec, site: SourceSite): { pools: PoolSpec[]; batch: number } {
  const { phases } = site
  const { nodes, instances } = sizeOf(instance, site)
  const batch = largestBatch(instance, perTokenObjectiveS(entry, instance))
  const residence = batch === 0 ? 1 : residenceS(instance, batch)
  const prefillFraction = Math.min(1, (batch * prefillS(instance)) / residence)
  const pool: PoolSpec = {
    id: '', nodes, slots: batch * instances, residenceS: residence, readers: instances, readS: prefillS(instance), readVariability: entry.promptVariability,
    variability: (entry.arrivalVariability + entry.lengthVariability) / 2, objectiveS: entry.firstToken / 1000, pointsAt: pointsOf(entry, instance, Math.max(1, batch)),
    minimum: entry.minimum, maximum: entry.maximum, drawShare: entry.target * (prefillFraction * phases.prefill + (1 - prefillFraction) * phases.decode),
  }
  return { pools: [pool], batch }
}

/** One pool for prompts, one prompt at a time and instance, and one for answers. */
function dividedPools(entry: SeenEntry, instance: InstanceSpec, site: SourceSite, divided: NonNullable<InferenceEntry['disaggregated']>): { pools: PoolSpec[]; batch: number } {
  const { nodes, instances } = sizeOf(instance, site)
  const decoding = answering(instance)
  const batch = largestBatch(decoding, perTokenObjectiveS(entry, instance))
  const shared = { nodes, readers: 0, readS: 0, readVariability: 0, objectiveS: entry.firstToken / 1000 }
  return {
    batch,
    pools: [
      {
        ...shared, id: 'prompts', slots: instances, residenceS: prefillS(instance), variability: (entry.arrivalVariability + entry.promptVariability) / 2, pointsAt: pointsOf(entry, instance, 1),
        minimum: divided.minimum, maximum: divided.maximum, drawShare: entry.target * site.phases.prefill,
      },
      {
        ...shared, id: 'answers', slots: batch * instances, residenceS: batch === 0 ? 1 : residenceS(decoding, batch), variability: (entry.arrivalVariability + entry.lengthVariability) / 2, pointsAt: ALWAYS,
        minimum: entry.minimum, maximum: entry.maximum, drawShare: entry.target * site.phases.decode,
      },
    ],
  }
}

/** Where no rack can serve the model. */
const nowhere = (entry: InferenceEntry): PoolSpec => ({
  id: '', nodes: 1, slots: 0, residenceS: 1, readers: 0, readS: 0, readVariability: 0, variability: 1, objectiveS: entry.firstToken / 1000, pointsAt: ALWAYS, minimum: entry.minimum, maximum: entry.maximum, drawShare: 0,
})

/** A turn of a session and the thinking after it, s: with a batch that is full and without any wait. */
function cycleS(entry: InferenceEntry, instance: InstanceSpec, batch: number): number {
  const decoding = entry.disaggregated === undefined ? instance : answering(instance)
  return (entry.sessions?.think ?? 0) + beforeS(entry, instance) + prefillS(instance) + transferS(entry, instance) + instance.outputTokens * perTokenS(decoding, Math.max(1, batch))
}

/** New versions as the engine has them. */
const rolloutsOf = ({ rollouts }: InferenceEntry): ServiceSpec['rollouts'] =>
  rollouts === undefined ? undefined : { firstMs: rollouts.first, everyMs: rollouts.every, surge: rollouts.surge, unavailable: rollouts.unavailable, canary: rollouts.canary, bakeMs: rollouts.bake, drainMs: rollouts.drain }

type Served = Pick<ServiceSpec, 'pools' | 'nodes' | 'promptTokens' | 'outputTokens' | 'firstToken' | 'perToken' | 'sessions'>

/** Pools and times of a service on racks that can serve it. */
function servedBy(entry: SeenEntry, site: SourceSite, rackType: RackType): Served {
  const instance = instanceOf(entry, rackType)
  const divided = entry.disaggregated
  const { pools, batch } = divided === undefined ? wholePool(entry, instance, site) : dividedPools(entry, instance, site, divided)
  const token = { spec: divided === undefined ? instance : answering(instance), batch, answers: entry.lengths?.answers ?? lognormalLengths(entry.lengthVariability), readVariability: entry.promptVariability, onceS: transferS(entry, instance) }
  return {
    pools,
    nodes: Math.max(...pools.map(({ nodes }) => nodes)),
    promptTokens: instance.promptTokens,
    outputTokens: instance.outputTokens,
    sessions: entry.sessions === undefined ? undefined : { cycleS: cycleS(entry, instance, batch), redoTurns: entry.sessions.lostTurns },
    firstToken: histogramsOf(firstTokenPoints(firstTokenOf(entry, instance, batch), true)),
    perToken: histogramsOf(utilisation => perTokenPoints(token, utilisation)),
  }
}

/** By entry, then by what the site brings in. */
const sizedFor = new WeakMap<InferenceEntry, Map<string, Served>>()

/** The same, worked out once a file: replications share it, and the tables of times that hang on it take a while to fill. */
function sized(entry: SeenEntry, site: SourceSite, rackType: RackType): Served {
  const known = sizedFor.get(entry) ?? new Map<string, Served>()
  const key = JSON.stringify([site.atom, site.phases, rackType])
  const served = known.get(key) ?? servedBy(entry, site, rackType)
  sizedFor.set(entry, known.set(key, served))
  return served
}

export const inference = defineService({
  id: 'inference',
  label: 'Inference service',
  summary: 'A served model with daily demand, scaled in replicas that hold whole nodes; waiting by Erlang’s formula.',
  describe(stated, site): ServiceSpec {
    const { rackType, requests = {} } = site
    const entry = asSeen(stated, requests)
    const stepped = steppedDemand(stated, requests)
    const isServed = rackType !== undefined && serviceProblem(entry, rackType) === undefined
    const none = histogramsOf(ALWAYS)
    const served: Served = isServed ? sized(entry, site, rackType) : { pools: [nowhere(entry)], nodes: 1, promptTokens: 0, outputTokens: 0, sessions: undefined, firstToken: none, perToken: none }
    const peakPerS = stepped !== undefined ? stepped.peakPerS : entry.sessions === undefined ? entry.peak : served.sessions === undefined ? 0 : entry.sessions.count / served.sessions.cycleS
    return {
      id: entry.id,
      ...served,
      dataB: entry.retrieval?.data ?? 0,
      missedFraction: 1 - entry.attainment,
      perTokenMs: entry.perToken,
      queueLimitS: entry.queueLimit === undefined ? undefined : entry.queueLimit / 1000,
      target: entry.target,
      hysteresis: entry.hysteresis,
      step: entry.step,
      cooldownMs: entry.cooldown,
      coldStartMs: entry.coldStart,
      rollouts: rolloutsOf(entry),
      peakPerS,
      ...(stepped === undefined ? {} : { nextKnotMs: (nowMs: number) => stepped.nextMs(nowMs) }),
      demandPerS: (asOfMs, hourIn) => (stepped?.perS(asOfMs) ?? demandPerS(entry, peakPerS, hourIn)) * contractedFraction(site, asOfMs) * withTakeovers(site, asOfMs),
    }
  },
})
