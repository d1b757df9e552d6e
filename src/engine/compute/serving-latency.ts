/**
 * How long requests take in a pool of replicas. Before the first token: a wait for a slot (Erlang, Allen–Cunneen), a wait for an instance
 * that reads no other prompt, the rest of the decode step that is under way, reading the prompt, and what comes before all that (network,
 * retrieval, fetching kept prompts). After it: decode steps, stretched by the prompts that are read in between. Lengths are distributed,
 * so both times have percentiles even where nobody waits.
 */
import { exp, inverseNormal, log1p, pow, sqrt } from '../../base/exact-math.ts'
import { erlangC } from './erlang.ts'
import { addTime, BINS, cumulated, type FixedBins, fixBins } from './latency-bins.ts'
import { batchAt, decodeStepS, type InstanceSpec, perSecond, perTokenS, prefillS } from './replica-model.ts'
import { EXPONENTIAL, FINE_STRATA, type Lengths, STRATA } from './serving-lengths.ts'

export interface PoolLatency {
  /** Requests that one replica serves at a time, and time of a request there at that load, s. */
  readonly slots: number
  readonly residenceS: number
  /** Instances of a replica that read prompts between decode steps; 0 where a slot is all that a request waits for. */
  readonly readers: number
  readonly readS: number
  readonly readVariability: number
  /** (Ca² + Cs²) / 2 of arrivals and residences. */
  readonly variability: number
  /** Acceptable time to the first token (or wait, where the pool makes no first token), s. */
  readonly objectiveS: number
  /** Times apart from waiting at a utilisation in [0, 1], s. */
  pointsAt(utilisation: number): { readonly values: Float64Array; readonly weights: Float64Array }
}

/** Waits at a load: with probability `slot` for a slot, else with probability `read` for a reader, exponential with these rates per s. */
export interface Waits {
  readonly slot: number
  readonly slotRate: number
  readonly read: number
  readonly readRate: number
}

/** Share of waiting requests below which nobody waits, for percentiles. */
export const NEGLIGIBLE_WAIT = 0.001

export function waitsOf(pool: PoolLatency, replicas: number, perS: number): Waits {
  const slots = replicas * pool.slots
  const load = perS * pool.residenceS
  const slot = erlangC(slots, load)
  const readers = replicas * pool.readers
  const reading = readers === 0 ? 0 : Math.min(perS * pool.readS, 0.98 * readers)
  return {
    slot,
    slotRate: Math.max(0, slots - load) / (pool.residenceS * pool.variability),
    read: readers === 0 ? 0 : erlangC(readers, reading),
    // Who must wait has been sent to one instance, and waits for what it reads, however many others there are.
    readRate: readers === 0 ? 1 : (1 - pow(reading / readers, readers)) / (pool.readS * ((1 + pool.readVariability) / 2)),
  }
}

/** Share of requests whose wait exceeds `s`. */
const exceeds = (waits: Waits, s: number): number => {
  if (s < 0) return 1
  const slot = waits.slot > 1e-9 ? waits.slot * exp(-waits.slotRate * s) : 0
  return waits.read > 1e-9 ? slot + (1 - waits.slot) * waits.read * exp(-waits.readRate * s) : slot
}

/** Share of requests that miss the objective at `perS` requests per second over `replicas`. */
export function missedShare(pool: PoolLatency, replicas: number, perS: number): number {
  const most = (replicas * pool.slots) / pool.residenceS
  if (perS >= most) return 1
  const waits = waitsOf(pool, replicas, perS)
  const { values, weights } = pool.pointsAt(perS / most)
  let missed = 0
  for (let i = 0; i < values.length; i++) missed += weights[i] * exceeds(waits, pool.objectiveS - values[i])
  return missed
}

/** Most requests per second that `replicas` carry so that at most a share `missed` misses the objective; 0 when even a few do. */
export function mostPerSecond(pool: PoolLatency, replicas: number, missed: number): number {
  if (replicas === 0 || pool.slots === 0) return 0
  const most = (replicas * pool.slots) / pool.residenceS
  let low = 0
  let high = most
  for (let i = 0; i < 40 && high - low > 1e-8 * most; i++) {
    const middle = (low + high) / 2
    if (missedShare(pool, replicas, middle) <= missed) low = middle
    else high = middle
  }
  return low
}

export interface Waiting {
  readonly pool: PoolLatency
  readonly waits: Waits
  readonly utilisation: number
  readonly heldBackS: number
}

/** Adds the times of requests that may wait to bins, all times `scale` times as long. */
export function addWaiting(bins: Float64Array, from: number, { pool, waits, utilisation, heldBackS }: Waiting, weight: number, scale: number): void {
  const { values, weights } = pool.pointsAt(utilisation)
  const row = bins.subarray(from, from + BINS)
  const meanReadS = waits.read / waits.readRate
  const add = (share: number, waitS: number): void => {
    if (share <= 1e-6) return
    for (let i = 0; i < values.length; i++) addTime(row, (values[i] + waitS + heldBackS) * scale * 1000, weight * share * weights[i])
  }
  add((1 - waits.slot) * (1 - waits.read), 0)
  for (const { weight: part, value } of EXPONENTIAL) {
    add((1 - waits.slot) * waits.read * part, value / waits.readRate)
    add(waits.slot * part, value / waits.slotRate + meanReadS)
  }
}

/** Quarters of a decode step that may be left when a request comes. */
const QUARTERS = [0.125, 0.375, 0.625, 0.875] as const

export interface FirstToken {
  readonly spec: InstanceSpec
  readonly batch: number
  readonly prompts: Lengths
  /** Before a request reaches the instance: network, retrieval, fetching kept prompts; s. */
  readonly beforeS: number
  /** Whether decoding goes on between prompts. */
  readonly isInterleaved: boolean
}

/** Times to the first token apart from waiting, by utilisation; what is returned is overwritten by the next call. */
export function firstTokenPoints({ spec, batch, prompts, beforeS, isInterleaved }: FirstToken, isFine = false): PoolLatency['pointsAt'] {
  const strata = isFine ? FINE_STRATA : STRATA
  const readS = prefillS(spec)
  const most = perSecond(spec, batch)
  const reading = strata.map(({ middle }) => beforeS + readS * prompts(middle))
  const parts = isInterleaved ? QUARTERS : [0]
  const values = new Float64Array(reading.length * parts.length)
  const weights = Float64Array.from(values, (_, i) => strata[Math.floor(i / parts.length)].weight / parts.length)
  return utilisation => {
    const present = isInterleaved ? batchAt(spec, utilisation * most, batch) : 0
    // Below one request at a time there is not always a step to wait for.
    const stepS = decodeStepS(spec, present) * Math.min(1, present)
    for (let i = 0; i < values.length; i++) values[i] = reading[Math.floor(i / parts.length)] + parts[i % parts.length] * stepS
    return { values, weights }
  }
}

export interface PerToken {
  readonly spec: InstanceSpec
  readonly batch: number
  readonly answers: Lengths
  /** Squared coefficient of variation of reading times; prompts are read in between. */
  readonly readVariability: number
  /** Once an answer, spread over its tokens: moving the cache between pools; s. */
  readonly onceS: number
}

/**
 * Times per token of requests at a utilisation, s. The prompts that are read while an answer is made come at random, so that short
 * answers vary more: decode steps, and a lognormal rest with the mean and variance of a compound Poisson sum.
 */
export function perTokenPoints({ spec, batch, answers, readVariability, onceS }: PerToken, utilisation: number): { values: Float64Array; weights: Float64Array } {
  const perS = utilisation * perSecond(spec, batch)
  const present = Math.max(1, batchAt(spec, perS, batch))
  const readS = prefillS(spec)
  const share = Math.min(0.98, perS * readS)
  const meanS = perTokenS(spec, present)
  const stepS = meanS * (1 - share)
  const values = new Float64Array(STRATA.length * STRATA.length)
  const weights = new Float64Array(values.length)
  STRATA.forEach((length, i) => {
    const tokens = Math.max(2, answers(length.middle) * spec.outputTokens)
    const restS = meanS - stepS
    const variance = (perS * readS * readS * (1 + readVariability) * stepS) / (tokens * (1 - share) * (1 - share) * (1 - share))
    const logVariance = restS > 0 ? log1p(variance / (restS * restS)) : 0
    STRATA.forEach((place, j) => {
      const rest = restS > 0 ? restS * exp(sqrt(logVariance) * inverseNormal(place.middle) - logVariance / 2) : 0
      values[i * STRATA.length + j] = stepS + rest + onceS / tokens
      weights[i * STRATA.length + j] = length.weight * place.weight
    })
  })
  return { values, weights }
}

/** Utilisations at which histograms are kept; between them they are blended. */
export const STEPS = 64

export interface Histograms {
  /** Of step 0 … STEPS, each of weight 1; worked out when first asked for. */
  at(step: number): FixedBins
  /** The same as sums from the shortest time on. */
  upTo(step: number): Float64Array
}

/** Histograms by utilisation: a cache of a pure function. Points are spread a little, so that bins are not hit or missed as a whole. */
export function histogramsOf(pointsAt: (utilisation: number) => { readonly values: Float64Array; readonly weights: Float64Array }): Histograms {
  const known: (FixedBins | undefined)[] = []
  const sums: (Float64Array | undefined)[] = []
  const at = (step: number): FixedBins => {
    const found = known[step]
    if (found !== undefined) return found
    const bins = new Float64Array(BINS)
    const { values, weights } = pointsAt(step / STEPS)
    for (let i = 0; i < values.length; i++) for (const spread of SPREAD) addTime(bins, values[i] * spread * 1000, weights[i] / SPREAD.length)
    const fixed = fixBins(bins)
    known[step] = fixed
    return fixed
  }
  return {
    at,
    upTo(step) {
      const found = sums[step] ?? cumulated(at(step).bins)
      sums[step] = found
      return found
    },
  }
}

/** Half of a bin and more to either side. */
const SPREAD = [0.94, 0.97, 1, 1.03, 1.06] as const
