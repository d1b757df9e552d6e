import { describe, expect, test } from 'vitest'
import { createHasher, hashString, type Hasher } from '../../src/base/hash.ts'

const digestOf = (feed: (hasher: Hasher) => void): string => {
  const hasher = createHasher()
  feed(hasher)
  return hasher.digest()
}

describe('hash', () => {
  // Goldens: computed once by this code, then held, because streams of entities and stored result hashes hang on them.
  test('goldens', () => {
    const path = hashString('block[2]/rack[17]/node[3]')
    expect(path.hi.toString(16) + path.lo.toString(16)).toBe('2dc707ca505c245c')
    expect(digestOf(() => undefined)).toBe('0000000000000000')
    expect(digestOf(h => h.number(Math.PI))).toBe('557a6ae0df8058cb')
    expect(digestOf(h => h.bytes(Float64Array.of(1, -2, 3.5)))).toBe('cef91bb5091cc7da')
    expect(digestOf(h => h.string('Nameplate: 100 MW – Größe'))).toBe('9a0b5f19f7beaa17')
  })

  test('a digest has 16 hexadecimal digits and does not end the hasher', () => {
    const hasher = createHasher()
    hasher.string('a')
    expect(hasher.digest()).toMatch(/^[0-9a-f]{16}$/)
    expect(hasher.digest()).toBe(hasher.digest())
    hasher.string('b')
    expect(hasher.digest()).toBe(digestOf(h => (h.string('a'), h.string('b'))))
  })

  test('order, kind and boundaries of what is fed count', () => {
    const digests = [
      digestOf(h => (h.string('ab'), h.string('c'))),
      digestOf(h => (h.string('a'), h.string('bc'))),
      digestOf(h => (h.string('c'), h.string('ab'))),
      digestOf(h => h.string('abc')),
      digestOf(h => h.string('abc\0')),
      digestOf(h => h.bytes(new Uint8Array(3))),
      digestOf(h => h.bytes(new Uint8Array(4))),
      digestOf(h => (h.bytes(new Uint8Array(2)), h.bytes(new Uint8Array(2)))),
      digestOf(h => h.number(0)),
      digestOf(h => h.number(-0)),
      digestOf(h => h.number(1)),
    ]
    expect(new Set(digests).size).toBe(digests.length)
  })

  test('bytes mean content, wherever the view lies', () => {
    const values = Float64Array.of(1.5, -7, 1e300)
    const bytes = new Uint8Array(values.buffer)
    const shifted = new Uint8Array(bytes.length + 3)
    shifted.set(bytes, 3)
    const expected = digestOf(h => h.bytes(values))
    expect(digestOf(h => h.bytes(bytes))).toBe(expected)
    expect(digestOf(h => h.bytes(shifted.subarray(3)))).toBe(expected)
    expect(digestOf(h => h.bytes(new DataView(shifted.buffer, 3)))).toBe(expected)
  })

  test('all NaNs are one', () => {
    const odd = new DataView(new ArrayBuffer(8))
    odd.setBigUint64(0, 0xfff8_0000_dead_beefn)
    expect(digestOf(h => h.number(odd.getFloat64(0)))).toBe(digestOf(h => h.number(NaN)))
  })

  test('flipping any one bit of 67 bytes changes the digest, each time to a new one', () => {
    const bytes = Uint8Array.from({ length: 67 }, (_, i) => i * 37)
    const digests = new Set([digestOf(h => h.bytes(bytes))])
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >> 3] ^= 1 << (bit & 7)
      digests.add(digestOf(h => h.bytes(bytes)))
      bytes[bit >> 3] ^= 1 << (bit & 7)
    }
    expect(digests.size).toBe(67 * 8 + 1)
  })

  test('200,000 paths of a site have different hashes', () => {
    const seen = new Set<number>()
    for (let i = 0; i < 200_000; i++) {
      const { hi, lo } = hashString(`block[${i % 40}]/rack[${Math.floor(i / 40) % 200}]/node[${Math.floor(i / 8000)}]`)
      seen.add(hi * 2 ** 21 + (lo >>> 11))
    }
    expect(seen.size).toBe(200_000)
  })
})
