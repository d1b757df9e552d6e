/**
 * Time of a training step and what a slower network does to it: bytes per accelerator and step that each kind of parallelism moves
 * (dense or mixture-of-experts transformer), where they travel, and what of them hides behind compute.
 * Sources: FLOP counting of Kaplan et al. (arXiv 2001.08361); volumes of Megatron-LM (arXiv 2104.04473, 2205.05198) and ZeRO (arXiv 1910.02054).
 */
import { ALPHA_NETWORK_S, ALPHA_NVLINK_S, allReduceTime, allToAllTime, type CollectiveAlgorithm, type CollectiveTime, type TwoTiers } from './collectives.ts'

/** Bytes of a gradient and of a parameter as sharded data parallelism moves them, and of an activation. */
const GRADIENT_BYTES = 4
const PARAMETER_BYTES = 2
const ACTIVATION_BYTES = 2
/** Data-parallel traffic hides behind the backward pass: two thirds of compute. */
const BACKWARD_SHARE = 2 / 3
/** Full recomputation does the forward pass twice. */
const RECOMPUTE = 4 / 3

export interface TrainingModel {
  readonly parameters: number
  /** Parameters that work on a token; fewer than all of them in a mixture of experts. */
  readonly activeParameters: number
  readonly layers: number
  /** Layers whose feed-forward part is a mixture of experts, and experts that work on a token. */
  readonly expertLayers: number
  readonly expertsPerToken: number
  readonly hidden: number
  /** Width of keys, and of values, per token. */
  readonly keyWidth: number
  /** Tokens of a sequence, sequences of a micro-batch, tokens of a step over the whole job. */
  readonly sequence: number
  readonly microBatch: number
  readonly tokens: number
  /** Stages of the pipeline that an accelerator holds, taken in turn. */
  readonly interleave: number
  readonly recompute: boolean
}

/** Degrees of parallelism; their product but for `expert` is the number of accelerators. */
export interface Parallelism {
  readonly tensor: number
  readonly pipeline: number
  readonly data: number
  readonly context: number
  /** Experts are spread over this many of the data-parallel ranks. */
  readonly expert: number
}

export interface StepHardware {
  /** What a kernel reaches, flop/s per accelerator. */
  readonly flops: number
  readonly scaleUpSize: number
  /** Usable bandwidth per accelerator inside the domain and on the network, B/s. */
  readonly scaleUpBps: number
  readonly networkBps: number
}

/** One kind of traffic on the network, at its full rate, and how much of it compute hides. */
export interface NetworkTerm {
  readonly networkS: number
  readonly overlapS: number
  /** Part of the same collective inside the scale-up domain, one after the other. */
  readonly insideS?: number
}

/** How a kind of traffic is carried, where there is a choice. */
export interface StepCollective {
  readonly of: 'tensor' | 'expert' | 'data'
  readonly algorithm: CollectiveAlgorithm
}

export interface StepModel {
  readonly computeS: number
  /** Pipeline bubble as a share of compute. */
  readonly bubbleFraction: number
  /** Traffic that nothing hides inside the scale-up domain. */
  readonly tensorS: number
  readonly network: readonly NetworkTerm[]
  /** The quickest algorithms, at full rates. */
  readonly collectives?: readonly StepCollective[]
  /** Exchange with the other site of the job. */
  readonly wan?: NetworkTerm
}

/** FLOP of one step, without recomputation; `attention` adds the products of queries with keys and values. */
export const trainingFlop = (activeParameters: number, tokens: number, attention?: { readonly layers: number; readonly hidden: number; readonly sequence: number }): number =>
  6 * activeParameters * tokens + (attention === undefined ? 0 : 12 * attention.layers * attention.hidden * attention.sequence * tokens)

/** Bytes per accelerator and step of sharded data parallelism: gradients out, parameters back. */
export const dataParallelBytes = (parameters: number, tensor: number, pipeline: number, data: number): number =>
  ((GRADIENT_BYTES + PARAMETER_BYTES) * parameters * (data - 1)) / (tensor * pipeline * data)

/** Bytes that all accelerators of a site exchange per step with the other `sites − 1` sites of the same job, each way. */
export const crossSiteBytes = (parameters: number, sites: number): number => ((GRADIENT_BYTES + PARAMETER_BYTES) * parameters * (sites - 1)) / sites

/** Micro-batches of a step on one pipeline. */
export const microBatches = ({ tokens, sequence, microBatch }: TrainingModel, { data }: Parallelism): number => tokens / (sequence * microBatch * data)

/** Bytes of the activations of a micro-batch on one context-parallel rank. */
const activationBytes = ({ microBatch, sequence, hidden }: TrainingModel, { context }: Parallelism): number => ((microBatch * sequence) / context) * hidden * ACTIVATION_BYTES

/** Bytes per accelerator and step: two all-gathers and two reduce-scatters a layer, forward and backward (with sequence parallelism). */
export function tensorBytes(model: TrainingModel, split: Parallelism): number {
  const { tensor, pipeline } = split
  return microBatches(model, split) * (model.layers / pipeline) * 4 * 2 * ((tensor - 1) / tensor) * activationBytes(model, split)
}

/** Bytes over a boundary between stages, forward and backward. */
export const pipelineBytes = (model: TrainingModel, split: Parallelism): number =>
  split.pipeline === 1 ? 0 : (2 * microBatches(model, split) * activationBytes(model, split)) / split.tensor

/** Bytes to and from experts: dispatch and combine, forward and backward. */
export function expertBytes(model: TrainingModel, split: Parallelism): number {
  const { expert, pipeline } = split
  return microBatches(model, split) * (model.expertLayers / pipeline) * 4 * model.expertsPerToken * activationBytes(model, split) * ((expert - 1) / expert)
}

/** Bytes of keys and values that context parallelism passes round, forward and backward. */
export function contextBytes(model: TrainingModel, split: Parallelism): number {
  const { context, pipeline } = split
  const keysAndValues = model.microBatch * model.sequence * 2 * model.keyWidth * ACTIVATION_BYTES
  return microBatches(model, split) * (model.layers / pipeline) * 2 * keysAndValues * ((context - 1) / context)
}

/** Idle share of a pipeline whose stages take turns. */
export const bubbleFraction = (model: TrainingModel, split: Parallelism): number => (split.pipeline - 1) / (microBatches(model, split) * model.interleave)

/** Ranks of a group of which `together` follow each other inside a scale-up domain. */
const tiersOf = (ranks: number, together: number, { scaleUpBps, networkBps }: StepHardware): TwoTiers => {
  const inside = Math.max(1, Math.min(ranks, together))
  return { inside, domains: Math.ceil(ranks / inside), scaleUpBps, networkBps }
}

/** So many collectives like this one, each a share of it. */
const times = ({ algorithm, insideS, networkS }: CollectiveTime, count: number): CollectiveTime => ({ algorithm, insideS: insideS * count, networkS: networkS * count })

/**
 * Data-parallel time: gradients are reduced and scattered, parameters gathered, each half of an all-reduce by its quickest algorithm; where
 * a scale-up domain holds several copies, they may add up inside it first.
 */
function dataParallel(model: TrainingModel, split: Parallelism, hardware: StepHardware): CollectiveTime {
  const { tensor, pipeline, data, context } = split
  const shard = model.parameters / (tensor * pipeline)
  const tiers = tiersOf(data, Math.floor(hardware.scaleUpSize / (tensor * context)), hardware)
  const gradients = times(allReduceTime(tiers, GRADIENT_BYTES * shard), 1 / 2)
  const parameters = times(allReduceTime(tiers, PARAMETER_BYTES * shard), 1 / 2)
  return { algorithm: gradients.algorithm, insideS: gradients.insideS + parameters.insideS, networkS: gradients.networkS + parameters.networkS }
}

/**
 * The step of a model on some hardware. Tensor groups come first inside the scale-up domain, then context, then experts; a group that no
 * longer fits goes over the network, as data and pipeline do. `overlap` in [0, 1] is the share of compute that hides traffic.
 */
export function stepModel(model: TrainingModel, split: Parallelism, hardware: StepHardware, overlap: number): StepModel {
  const { tensor, pipeline, data, context, expert } = split
  const { scaleUpSize, scaleUpBps, networkBps } = hardware
  const accelerators = tensor * pipeline * data * context
  const flop = trainingFlop(model.activeParameters, model.tokens, model) * (model.recompute ? RECOMPUTE : 1)
  const computeS = flop / (accelerators * hardware.flops)
  const inside: number[] = []
  const network: NetworkTerm[] = []
  const collectives: StepCollective[] = []
  const place = (of: StepCollective['of'], ranks: number, time: CollectiveTime, hidden: number): void => {
    if (ranks === 1) return
    collectives.push({ of, algorithm: time.algorithm })
    if (time.networkS === 0 && hidden === 0) inside.push(time.insideS)
    else network.push({ networkS: time.networkS, overlapS: hidden * computeS, ...(time.insideS > 0 ? { insideS: time.insideS } : {}) })
  }
  const rounds = microBatches(model, split) / pipeline
  // All-gathers and reduce-scatters, two of each forward and backward: halves of all-reduces.
  const tensorTime = allReduceTime(tiersOf(tensor, scaleUpSize, hardware), activationBytes(model, split))
  place('tensor', tensor, times(tensorTime, (rounds * model.layers * 8) / 2), 0)
  if (context > 1) {
    const messages = rounds * model.layers * 2 * (context - 1)
    if (tensor * context <= scaleUpSize) inside.push(contextBytes(model, split) / scaleUpBps + messages * ALPHA_NVLINK_S)
    else network.push({ networkS: contextBytes(model, split) / networkBps + messages * ALPHA_NETWORK_S, overlapS: overlap * computeS })
  }
  const expertTime = allToAllTime(tiersOf(expert, Math.floor(scaleUpSize / (tensor * context)), hardware), model.expertsPerToken * activationBytes(model, split))
  place('expert', expert, times(expertTime, rounds * model.expertLayers * 4), 0)
  place('data', data, dataParallel(model, split, hardware), overlap * BACKWARD_SHARE)
  if (pipeline > 1) network.push({ networkS: pipelineBytes(model, split) / networkBps + 2 * microBatches(model, split) * ALPHA_NETWORK_S, overlapS: overlap * computeS })
  return { computeS, bubbleFraction: bubbleFraction(model, split), tensorS: inside.reduce((sum, s) => sum + s, 0), network, collectives }
}

/** Step time when network, scale-up domain and wide-area link give these shares, each in (0, 1], and compute runs at `speed`. */
export function stepTimeS(step: StepModel, rate: number, scaleUp = 1, wan = 1, speed = 1): number {
  let seconds = (step.computeS / speed) * (1 + step.bubbleFraction) + step.tensorS / scaleUp
  for (const { networkS, overlapS, insideS = 0 } of step.network) seconds += Math.max(0, networkS / rate + insideS / scaleUp - overlapS)
  if (step.wan !== undefined) seconds += Math.max(0, step.wan.networkS / wan - step.wan.overlapS)
  return seconds
}

/** Time that the network is busy in a step at full rate, hidden or not, as a share of the step; at most 1. */
export function networkDuty(step: StepModel): number {
  const busyS = step.network.reduce((sum, { networkS }) => sum + networkS, 0)
  return Math.min(1, busyS / stepTimeS(step, 1))
}

/** Share of an ideal step that waits for communication. */
export function exposedFraction(step: StepModel): number {
  return 1 - (step.computeS * (1 + step.bubbleFraction)) / stepTimeS(step, 1)
}

/** Model flops utilisation: useful FLOP per step and accelerator over what its peak could do in that time. */
export function modelFlopsUtilisation(model: TrainingModel, accelerators: number, stepS: number, peakFlops: number): number {
  return trainingFlop(model.activeParameters, model.tokens, model) / (accelerators * peakFlops * stepS)
}

/**
 * Slowdown σ ≥ 1 of a job without a model, of which `exposed` in [0, 1) of an ideal step is exposed communication, with `overlap` of
 * compute hiding more of it, when its network share falls to `rate`.
 */
export function slowdown(exposed: number, overlap: number, rate: number): number {
  if (exposed === 0 || rate >= 1) return 1
  const compute = 1 - exposed
  const hidden = overlap * compute
  return compute + (exposed + hidden) / rate - hidden
}
