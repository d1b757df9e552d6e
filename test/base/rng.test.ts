import { describe, expect, test } from 'vitest'
import { PURPOSE, childKey, entityKey, rootKey, threefry, uniform, uniformOf } from '../../src/base/rng.ts'

const hexBlock = (k0: number, k1: number, c0: number, c1: number): string[] => {
  const out = new Uint32Array(2)
  threefry(k0, k1, c0, c1, out)
  return [...out].map(word => word.toString(16).padStart(8, '0'))
}

describe('Threefry-2x32-20', () => {
  test('T10.1: known answers of Random123', () => {
    expect(hexBlock(0, 0, 0, 0)).toEqual(['6b200159', '99ba4efe'])
    expect(hexBlock(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff)).toEqual(['1cb996fc', 'bb002be7'])
    expect(hexBlock(0x13198a2e, 0x03707344, 0x243f6a88, 0x85a308d3)).toEqual(['c4923a9c', '483df7a0'])
  })
})

describe('streams', () => {
  const root = rootKey(7, 0)

  test('a uniform is made of the block as specified: ((a>>>5)·2^26 + (b>>>6) + ½)·2^−53', () => {
    const [a, b] = hexBlock(7, 0, PURPOSE.failure, 3).map(word => Number.parseInt(word, 16))
    expect(uniform(root, PURPOSE.failure, 3)).toBe(((a >>> 5) * 2 ** 26 + (b >>> 6) + 0.5) / 2 ** 53)
    expect(uniformOf(7, 0, PURPOSE.failure, 3)).toBe(uniform(root, PURPOSE.failure, 3))
  })

  test('a draw depends on nothing but key, purpose and number', () => {
    const node = entityKey(root, 'block[2]/rack[17]/node[3]')
    const before = uniform(node, PURPOSE.failure, 5)
    for (let n = 0; n < 100; n++) uniform(entityKey(root, `block[9]/rack[${n}]`), PURPOSE.failure, n)
    expect(uniform(entityKey(rootKey(7, 0), 'block[2]/rack[17]/node[3]'), PURPOSE.failure, 5)).toBe(before)
  })

  test('seed, replication, path, ordinal, purpose and number all matter', () => {
    const draws = [
      uniform(entityKey(rootKey(7, 0), 'a'), 1, 0),
      uniform(entityKey(rootKey(8, 0), 'a'), 1, 0),
      uniform(entityKey(rootKey(7, 1), 'a'), 1, 0),
      uniform(entityKey(rootKey(7, 0), 'b'), 1, 0),
      uniform(entityKey(rootKey(7, 0), 'a'), 2, 0),
      uniform(entityKey(rootKey(7, 0), 'a'), 1, 1),
      uniform(childKey(entityKey(rootKey(7, 0), 'a'), 0), 1, 0),
      uniform(childKey(entityKey(rootKey(7, 0), 'a'), 2 ** 32), 1, 0),
    ]
    expect(new Set(draws).size).toBe(draws.length)
  })

  test('a million keys of neighbouring entities are all different', () => {
    const keys = new Set<number>()
    for (let job = 0; job < 1_000_000; job++) {
      const { k0, k1 } = childKey(root, job)
      keys.add(k0 * 2 ** 21 + (k1 >>> 11)) // 53 of 64 bits: about 6e-5 collisions expected
    }
    expect(keys.size).toBe(1_000_000)
  })

  test('100,000 draws of seed 7 have the mean, variance and lag-1 correlation of a uniform within 4 standard errors', () => {
    const count = 100_000
    let sum = 0
    let squares = 0
    let products = 0
    let previous = 0.5
    for (let n = 0; n < count; n++) {
      const u = uniform(root, PURPOSE.arrival, n)
      expect(u > 0 && u < 1).toBe(true)
      sum += u
      squares += (u - 0.5) ** 2
      products += (u - 0.5) * (previous - 0.5)
      previous = u
    }
    expect(Math.abs(sum / count - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / count))
    expect(Math.abs(squares / count - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / count))
    expect(Math.abs(products / count)).toBeLessThan((4 / 12) * Math.sqrt(1 / count))
  })

  test('no two purposes share a number', () => {
    expect(new Set(Object.values(PURPOSE)).size).toBe(Object.keys(PURPOSE).length)
  })

  test('seeds that are no uint32 and ordinals that are not whole throw', () => {
    expect(() => rootKey(-1, 0)).toThrow('seed = -1')
    expect(() => rootKey(1.5, 0)).toThrow('seed = 1.5')
    expect(() => rootKey(1, 2 ** 32)).toThrow('replication = 4294967296')
    expect(() => childKey(root, 0.5)).toThrow('ordinal = 0.5')
  })
})
