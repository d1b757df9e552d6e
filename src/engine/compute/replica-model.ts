/**
 * One instance of a served model as a roofline: a decode step moves the weights and the cache of the batch through memory, a prompt costs
 * two operations per active parameter and token, and prompts interleave with decoding (continuous batching).
 */

/** Share of the memory bandwidth and of the peak rate that real kernels reach; engineering defaults. */
export const MEMORY_EFFICIENCY = 0.6
export const COMPUTE_EFFICIENCY = 0.5

export interface InstanceSpec {
  readonly weightsB: number
  readonly cachePerTokenB: number
  readonly contextTokens: number
  readonly promptTokens: number
  readonly outputTokens: number
  /** Parameters active for one token. */
  readonly activeParameters: number
  /** Accelerators of the instance. */
  readonly accelerators: number
  /** Of one accelerator. */
  readonly bandwidthBps: number
  readonly memoryB: number
  /** Peak rate at the precision of the weights, operations per second. */
  readonly flops: number
  readonly batchLimit: number
}

/** Time of one decode step of a batch, s. */
export function decodeStepS(spec: InstanceSpec, batch: number): number {
  const bandwidth = spec.accelerators * spec.bandwidthBps * MEMORY_EFFICIENCY
  return (spec.weightsB + batch * spec.cachePerTokenB * spec.contextTokens) / bandwidth
}

/** Time to read one prompt, s. */
export function prefillS(spec: InstanceSpec): number {
  return (2 * spec.activeParameters * spec.promptTokens) / (spec.accelerators * spec.flops * COMPUTE_EFFICIENCY)
}

/** Time that a request spends in the batch, s. */
export function residenceS(spec: InstanceSpec, batch: number): number {
  return spec.outputTokens * decodeStepS(spec, batch) + batch * prefillS(spec)
}

/** Largest batch within the limit, the memory and the objective for the time per output token; 0 when even one request misses it. */
export function largestBatch(spec: InstanceSpec, perTokenS: number): number {
  const room = Math.floor((spec.memoryB * spec.accelerators - spec.weightsB) / (spec.cachePerTokenB * spec.contextTokens))
  const most = Math.min(spec.batchLimit, room)
  // The time per token is linear in the batch.
  const atZero = decodeStepS(spec, 0)
  const perRequest = decodeStepS(spec, 1) - atZero + prefillS(spec) / spec.outputTokens
  return Math.max(0, Math.min(most, Math.floor((perTokenS - atZero) / perRequest + 1e-9)))
}
