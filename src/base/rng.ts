/**
 * Counter-based random numbers: Threefry-2x32-20 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC'11).
 *
 * A draw is a pure function of (seed, replication, path of the entity, purpose, number of the draw): nothing is shared, nothing advances,
 * so a new rack moves nobody else's faults and variants of a scenario see the same numbers. State to snapshot: draw counters only.
 */
import { assert } from './assert.ts'
import { hashString } from './hash.ts'

/** What a stream is for; part of the counter of every draw, so the numbers are fixed for good (append only). */
export const PURPOSE = {
  arrival: 1,
  size: 2,
  duration: 3,
  class: 4,
  failure: 5,
  repair: 6,
  detection: 7,
  leadTime: 8,
  cancel: 9,
  routing: 10,
  tieBreak: 11,
  weather: 12,
  outage: 13,
  start: 14,
  slip: 15,
  commissioning: 16,
  demand: 17,
  trip: 18,
  spare: 19,
  component: 20,
  transfer: 21,
  mistake: 22,
  callOut: 23,
  part: 24,
  lemon: 25,
  repairOutcome: 26,
  vendor: 27,
  scaleUp: 28,
  tenant: 29,
  slow: 30,
  crash: 31,
  commonCause: 32,
  commonOutage: 33,
  struck: 34,
  firmware: 35,
  gang: 36,
  retest: 37,
  supplyUnit: 38,
} as const

/** Key of all streams of one entity: two uint32. */
export interface EntityKey {
  readonly k0: number
  readonly k1: number
}

/** One Threefry-2x32 block of 20 rounds: key (k0, k1), counter (c0, c1), all uint32; the two uint32 of the result go to `out`. */
export function threefry(k0: number, k1: number, c0: number, c1: number, out: Uint32Array): void {
  const k2 = 0x1bd11bda ^ k0 ^ k1
  let a = (c0 + k0) | 0
  let b = (c1 + k1) | 0
  a = (a + b) | 0; b = ((b << 13) | (b >>> 19)) ^ a
  a = (a + b) | 0; b = ((b << 15) | (b >>> 17)) ^ a
  a = (a + b) | 0; b = ((b << 26) | (b >>> 6)) ^ a
  a = (a + b) | 0; b = ((b << 6) | (b >>> 26)) ^ a
  a = (a + k1) | 0; b = (b + k2 + 1) | 0
  a = (a + b) | 0; b = ((b << 17) | (b >>> 15)) ^ a
  a = (a + b) | 0; b = ((b << 29) | (b >>> 3)) ^ a
  a = (a + b) | 0; b = ((b << 16) | (b >>> 16)) ^ a
  a = (a + b) | 0; b = ((b << 24) | (b >>> 8)) ^ a
  a = (a + k2) | 0; b = (b + k0 + 2) | 0
  a = (a + b) | 0; b = ((b << 13) | (b >>> 19)) ^ a
  a = (a + b) | 0; b = ((b << 15) | (b >>> 17)) ^ a
  a = (a + b) | 0; b = ((b << 26) | (b >>> 6)) ^ a
  a = (a + b) | 0; b = ((b << 6) | (b >>> 26)) ^ a
  a = (a + k0) | 0; b = (b + k1 + 3) | 0
  a = (a + b) | 0; b = ((b << 17) | (b >>> 15)) ^ a
  a = (a + b) | 0; b = ((b << 29) | (b >>> 3)) ^ a
  a = (a + b) | 0; b = ((b << 16) | (b >>> 16)) ^ a
  a = (a + b) | 0; b = ((b << 24) | (b >>> 8)) ^ a
  a = (a + k1) | 0; b = (b + k2 + 4) | 0
  a = (a + b) | 0; b = ((b << 13) | (b >>> 19)) ^ a
  a = (a + b) | 0; b = ((b << 15) | (b >>> 17)) ^ a
  a = (a + b) | 0; b = ((b << 26) | (b >>> 6)) ^ a
  a = (a + b) | 0; b = ((b << 6) | (b >>> 26)) ^ a
  a = (a + k2) | 0; b = (b + k0 + 5) | 0
  out[0] = a
  out[1] = b
}

// Scratch of the functions below: overwritten by every call and read at once, so it is no state.
const block = new Uint32Array(2)

// Children live in the upper counters, draws (purposes are small) in the lower ones, so the two never meet.
const CHILD_SPACE = 0xc0000000
const TWO_32 = 0x100000000

// Set within `mirrored` alone, so that it is no state either.
let isMirrored = false

/** Does something with every draw u mirrored to 1 − u: the other of two antithetic replications. */
export function mirrored<T>(act: () => T): T {
  const before = isMirrored
  isMirrored = true
  try {
    return act()
  } finally {
    isMirrored = before
  }
}

/** Key of a whole replication; `seed` and `replication` are uint32. */
export function rootKey(seed: number, replication: number): EntityKey {
  assert(seed >>> 0 === seed && replication >>> 0 === replication, 'seed and replication must be whole numbers below 2^32', { seed, replication })
  return { k0: seed, k1: replication }
}

/** Key of an entity by its path, such as `block[2]/rack[17]/node[3]`. */
export function entityKey(root: EntityKey, path: string): EntityKey {
  const { hi, lo } = hashString(path)
  threefry(root.k0, root.k1, hi, lo, block)
  return { k0: block[0], k1: block[1] }
}

/** Key of the `ordinal`-th child (a job of a source, a component of a node); ordinal is a whole number ≥ 0, below 2^53. */
export function childKey(parent: EntityKey, ordinal: number): EntityKey {
  assert(Number.isSafeInteger(ordinal) && ordinal >= 0, 'ordinal of a child must be a whole number ≥ 0', { ordinal })
  threefry(parent.k0, parent.k1, CHILD_SPACE + Math.floor(ordinal / TWO_32), ordinal >>> 0, block)
  return { k0: block[0], k1: block[1] }
}

/** The `n`-th draw (uint32) of an entity for a purpose: uniform in the open interval (0, 1), 53 bits. */
export function uniform(key: EntityKey, purpose: number, n: number): number {
  return uniformOf(key.k0, key.k1, purpose, n)
}

/** `uniform` for keys kept in typed arrays: nothing is allocated. */
export function uniformOf(k0: number, k1: number, purpose: number, n: number): number {
  threefry(k0, k1, purpose, n, block)
  const u = ((block[0] >>> 5) * 67108864 + (block[1] >>> 6) + 0.5) * 1.1102230246251565e-16
  const drawn = isMirrored ? 1 - u : u
  // The half rounds away in the upper half of the range, so the very last value would be 1, or 0 when mirrored.
  return drawn < 1 ? (drawn > 0 ? drawn : 5.551115123125783e-17) : 0.9999999999999999
}
