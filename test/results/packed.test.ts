import { describe, expect, test } from 'vitest'
import { pack, unpack } from '../../src/results/packed.ts'

describe('packed data', () => {
  test('comes back to the same bits: columns of all kinds, numbers that JSON lacks, keys that look like ours', () => {
    const value = { a: [NaN, -Infinity, Infinity, -0, 1e-300], b: Float64Array.of(0.1, NaN), c: Int32Array.of(-7), d: Uint8Array.of(1, 2, 3), e: { $: 'f64', at: 0, length: 9 }, f: null, g: 'text', h: [{ i: new Uint16Array(0) }], __proto__: null }
    const { __proto__: _, ...plain } = value
    expect(unpack(pack(plain))).toStrictEqual({ ...plain })
  })

  test('columns outside the data and endless nesting are refused', () => {
    expect(() => unpack({ text: '{"$":"f64","at":8,"length":1}', bytes: new Uint8Array(8) })).toThrow(RangeError)
    expect(() => unpack({ text: '{"$":"f64","at":0,"length":1e15}', bytes: new Uint8Array(8) })).toThrow(RangeError)
    expect(() => unpack({ text: `${'['.repeat(200)}${']'.repeat(200)}`, bytes: new Uint8Array(0) })).toThrow(RangeError)
  })
})
