/**
 * Deterministic 64-bit hashes of state, results and paths, the same on every host and engine. Not cryptographic.
 * The mixing is MurmurHash3's x86 128-bit variant (A. Appleby, public domain algorithm) over 32-bit words; the first half is the digest.
 */

/** A 64-bit value as two uint32. */
export interface Hash64 {
  readonly hi: number
  readonly lo: number
}

/** Takes in values one after another. Every call also feeds its own kind and length, so ['ab', 'c'] and ['a', 'bc'] differ. */
export interface Hasher {
  /** All bytes of a view, elements in little-endian order. */
  bytes(view: ArrayBufferView): void
  /** One double; all NaNs count as the same, +0 and −0 differ. */
  number(x: number): void
  /** A string by its UTF-16 code units. */
  string(s: string): void
  /** 16 hexadecimal digits; the hasher can go on afterwards. */
  digest(): string
}

const C1 = 0x239b961b
const C2 = 0xab0e9789 | 0
const C3 = 0x38b34ae5
const C4 = 0xa1e38b93 | 0
const TAG_BYTES = 1
const TAG_NUMBER = 2
const TAG_STRING = 3

/** Lanes h0…h3 and the number of words so far, as int32. */
type Lanes = Int32Array

const rotated = (x: number, by: number): number => (x << by) | (x >>> (32 - by))

/** Feeds four words. */
function mixFour(h: Lanes, k0: number, k1: number, k2: number, k3: number): void {
  let a = h[0] ^ Math.imul(rotated(Math.imul(k0, C1), 15), C2)
  a = (Math.imul(rotated(a, 19) + h[1], 5) + 0x561ccd1b) | 0
  let b = h[1] ^ Math.imul(rotated(Math.imul(k1, C2), 16), C3)
  b = (Math.imul(rotated(b, 17) + h[2], 5) + 0x0bcaa747) | 0
  let c = h[2] ^ Math.imul(rotated(Math.imul(k2, C3), 17), C4)
  c = (Math.imul(rotated(c, 15) + h[3], 5) + 0x96cd1c35) | 0
  const d = h[3] ^ Math.imul(rotated(Math.imul(k3, C4), 18), C1)
  h[0] = a
  h[1] = b
  h[2] = c
  h[3] = (Math.imul(rotated(d, 13) + a, 5) + 0x32ac3b17) | 0
  h[4] += 4
}

function finished(x: number): number {
  let h = x
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return h ^ (h >>> 16)
}

function finish(lanes: Lanes): Hash64 {
  let [a, b, c, d] = lanes
  const count = lanes[4]
  a ^= count; b ^= count; c ^= count; d ^= count
  a = (a + b + c + d) | 0
  b = (b + a) | 0; c = (c + a) | 0; d = (d + a) | 0
  a = finished(a); b = finished(b); c = finished(c); d = finished(d)
  a = (a + b + c + d) | 0
  b = (b + a) | 0
  return { hi: a >>> 0, lo: b >>> 0 }
}

function mixString(lanes: Lanes, s: string): void {
  mixFour(lanes, TAG_STRING, s.length, 0, 0)
  for (let i = 0; i < s.length; i += 8) {
    mixFour(lanes, unitPair(s, i), unitPair(s, i + 2), unitPair(s, i + 4), unitPair(s, i + 6))
  }
}

/** Two UTF-16 code units as one word; past the end counts as zero, the length was fed before. */
function unitPair(s: string, i: number): number {
  const low = i < s.length ? s.charCodeAt(i) : 0
  const high = i + 1 < s.length ? s.charCodeAt(i + 1) : 0
  return low | (high << 16)
}

const isLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/** The bytes of a view as little-endian words, the last one padded with zeros; copies only where alignment or host demand it. */
function wordsOf(view: ArrayBufferView): Int32Array {
  const { buffer, byteOffset, byteLength } = view
  if (isLittleEndian && byteOffset % 4 === 0 && byteLength % 4 === 0) return new Int32Array(buffer, byteOffset, byteLength / 4)
  const padded = new Uint8Array((byteLength + 3) & ~3)
  padded.set(new Uint8Array(buffer, byteOffset, byteLength))
  if (isLittleEndian) return new Int32Array(padded.buffer)
  return swappedWords(padded, 'BYTES_PER_ELEMENT' in view ? Number(view.BYTES_PER_ELEMENT) : 1)
}

/** Big-endian hosts: turn every element around, then read the words as little-endian. */
function swappedWords(bytes: Uint8Array, size: number): Int32Array {
  for (let i = 0; i + size <= bytes.length; i += size) bytes.subarray(i, i + size).reverse()
  const reader = new DataView(bytes.buffer)
  return Int32Array.from({ length: bytes.length / 4 }, (_, i) => reader.getInt32(i * 4, true))
}

function mixBytes(lanes: Lanes, view: ArrayBufferView): void {
  const words = wordsOf(view)
  const whole = words.length & ~3
  mixFour(lanes, TAG_BYTES, view.byteLength, 0, 0)
  for (let i = 0; i < whole; i += 4) mixFour(lanes, words[i], words[i + 1], words[i + 2], words[i + 3])
  const rest = words.length - whole
  if (rest > 0) mixFour(lanes, words[whole], rest > 1 ? words[whole + 1] : 0, rest > 2 ? words[whole + 2] : 0, 0)
}

// Scratch to take a double apart; written and read within one call.
const scratch = new DataView(new ArrayBuffer(8))

function mixNumber(lanes: Lanes, x: number): void {
  scratch.setFloat64(0, x, true)
  // The language leaves the payload of NaN to the engine.
  if (Number.isNaN(x)) mixFour(lanes, TAG_NUMBER, 0, 0x7ff80000, 0)
  else mixFour(lanes, TAG_NUMBER, scratch.getInt32(0, true), scratch.getInt32(4, true), 0)
}

const hex = (x: number): string => x.toString(16).padStart(8, '0')

/** 64-bit hash of a string; used to turn entity paths into random streams, so its values are fixed for good. */
export function hashString(s: string): Hash64 {
  const lanes = new Int32Array(5)
  mixString(lanes, s)
  return finish(lanes)
}

/** A fresh hasher. */
export function createHasher(): Hasher {
  const lanes = new Int32Array(5)
  return {
    bytes: view => mixBytes(lanes, view),
    number: x => mixNumber(lanes, x),
    string: s => mixString(lanes, s),
    digest: () => {
      const { hi, lo } = finish(lanes)
      return hex(hi) + hex(lo)
    },
  }
}
