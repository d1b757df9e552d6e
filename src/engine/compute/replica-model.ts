/**
 * One instance of a served model as a roofline: a decode step moves the weights and the cache of the batch through memory, a prompt costs
 * two operations per active parameter and token, and prompts interleave with decoding (continuous batching). A measured table of
 * throughput and time per token by batch wins over it.
 */

/** Share of the memory bandwidth and of the peak rate that real kernels reach; engineering defaults. */
export const MEMORY_EFFICIENCY = 0.6
export const COMPUTE_EFFICIENCY = 0.5

/** Measured at a batch: output tokens per second of the instance, and mean time per token of a request, s. */
export interface MeasuredPoint {
  readonly batch: number
  readonly tokensPerS: number
  readonly perTokenS: number
}

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
  /** Share of a prompt whose keys and values are kept from before, so that it need not be read again. */
  readonly cachedShare?: number
  /** Memory of the instance that is kept for them, B. */
  readonly cacheB?: number
  /** Reading one prompt as measured, s, instead of the roofline’s. */
  readonly measuredPrefillS?: number
  /** In order of the batch; of the instance as a whole. */
  readonly measured?: readonly MeasuredPoint[]
}

/** Time of one decode step of a batch by the roofline, s. */
export function decodeStepS(spec: InstanceSpec, batch: number): number {
  const bandwidth = spec.accelerators * spec.bandwidthBps * MEMORY_EFFICIENCY
  return (spec.weightsB + batch * spec.cachePerTokenB * spec.contextTokens) / bandwidth
}

/** Time to read what is new of one prompt, s. */
export function prefillS(spec: InstanceSpec): number {
  if (spec.measuredPrefillS !== undefined) return spec.measuredPrefillS
  return (2 * spec.activeParameters * spec.promptTokens * (1 - (spec.cachedShare ?? 0))) / (spec.accelerators * spec.flops * COMPUTE_EFFICIENCY)
}

/** A measured column at a batch: linear between points, and in proportion to the batch or level below the first. Never beyond the last. */
function measuredAt(points: readonly MeasuredPoint[], batch: number, column: 'tokensPerS' | 'perTokenS'): number {
  const [first] = points
  if (batch <= first.batch) return column === 'perTokenS' ? first.perTokenS : (first.tokensPerS * batch) / first.batch
  const above = points.findIndex(point => point.batch >= batch)
  if (above < 0) return points[points.length - 1][column]
  const [a, b] = [points[above - 1], points[above]]
  return a[column] + ((b[column] - a[column]) * (batch - a.batch)) / (b.batch - a.batch)
}

/** Requests per second that an instance finishes at a batch. */
export function perSecond(spec: InstanceSpec, batch: number): number {
  if (batch <= 0) return 0
  if (spec.measured !== undefined) return measuredAt(spec.measured, batch, 'tokensPerS') / spec.outputTokens
  return batch / (spec.outputTokens * decodeStepS(spec, batch) + batch * prefillS(spec))
}

/** Time that a request spends in the batch, s. */
export function residenceS(spec: InstanceSpec, batch: number): number {
  if (spec.measured !== undefined) return batch / perSecond(spec, batch)
  return spec.outputTokens * decodeStepS(spec, batch) + batch * prefillS(spec)
}

/** Mean time per token of an answer at a batch, s. */
export function perTokenS(spec: InstanceSpec, batch: number): number {
  if (spec.measured !== undefined) return measuredAt(spec.measured, batch, 'perTokenS')
  return residenceS(spec, batch) / spec.outputTokens
}

/** Requests that the memory of the instance has room for besides weights and kept prompts. */
export function memoryBatch(spec: InstanceSpec): number {
  return Math.max(0, Math.floor((spec.memoryB * spec.accelerators - spec.weightsB - (spec.cacheB ?? 0)) / (spec.cachePerTokenB * spec.contextTokens)))
}

/** Largest batch within the limit, the memory and the objective for the time per output token; 0 when even one request misses it. */
export function largestBatch(spec: InstanceSpec, objectiveS: number): number {
  const most = Math.min(spec.batchLimit, memoryBatch(spec), spec.measured?.at(-1)?.batch ?? Infinity)
  if (spec.measured !== undefined) {
    // Times per token need not rise with the batch in a measurement: the largest batch that keeps the objective counts.
    for (let batch = most; batch >= 1; batch--) if (perTokenS(spec, batch) <= objectiveS + 1e-12) return batch
    return 0
  }
  // The time per token is linear in the batch.
  const atZero = decodeStepS(spec, 0)
  const perRequest = decodeStepS(spec, 1) - atZero + prefillS(spec) / spec.outputTokens
  return Math.max(0, Math.min(most, Math.floor((objectiveS - atZero) / perRequest + 1e-9)))
}

/** Mean batch of an instance that gets `requestsPerS`, at most `most`: it serves as many at a time as it must to keep up. */
export function batchAt(spec: InstanceSpec, requestsPerS: number, most: number): number {
  if (spec.measured === undefined) {
    const atZero = decodeStepS(spec, 0)
    const share = requestsPerS * (spec.outputTokens * (decodeStepS(spec, 1) - atZero) + prefillS(spec))
    return share >= 1 ? most : Math.min(most, (requestsPerS * spec.outputTokens * atZero) / (1 - share))
  }
  let low = 0
  let high = most
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2
    if (perSecond(spec, middle) < requestsPerS) low = middle
    else high = middle
  }
  return high
}
