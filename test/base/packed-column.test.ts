import { describe, expect, test } from 'vitest'
import { createPacker, packed, type PackedColumn, valueAt, valuesOf } from '../../src/base/packed-column.ts'

const bytesOf = ({ pages }: PackedColumn): number => pages.reduce((sum, { codes, listed }) => sum + codes.byteLength + (listed?.byteLength ?? 0), 0)
/** A number from 0 to 1 for a row, the same every time. */
const roll = (row: number): number => ((row * 2_654_435_761) % 4_294_967_296) / 4_294_967_296

const ROWS = 10_000
const CASES: Readonly<Record<string, { readonly value: (row: number) => number; readonly bytesPerRow: number }>> = {
  'one number': { value: () => -1, bytesPerRow: 1 },
  'few different ones, far apart': { value: row => [8, 1e15, -3.5, 16_384][row % 4], bytesPerRow: 1.01 },
  'small range': { value: row => 1e12 + (row % 256), bytesPerRow: 1 },
  'whole seconds as they pass': { value: row => row * 7000, bytesPerRow: 2 },
  'whole milliseconds of days': { value: row => Math.floor(roll(row) * 4e9), bytesPerRow: 4 },
  'fractions': { value: row => roll(row) * 1e6, bytesPerRow: 8 },
  'beyond 32 bits': { value: row => Math.floor(roll(row) * 9e15), bytesPerRow: 8 },
  'zeros of both signs, infinities and numbers that are none': { value: row => [0, -0, Infinity, -Infinity, Number.NaN, row][row % 6], bytesPerRow: 8 },
}

describe('a packed column', () => {
  test.each(Object.entries(CASES))('%s: every number comes back, in as few bytes', (_, { value, bytesPerRow }) => {
    const column = packed(ROWS, value)
    expect(column).toHaveLength(ROWS)
    expect([...valuesOf(column)].every((each, row) => Object.is(each, value(row)))).toBe(true)
    expect(bytesOf(column)).toBeLessThanOrEqual(ROWS * bytesPerRow * 1.01)
  })

  test('counts while it is filled, at the edges of its pages too', () => {
    for (const rows of [0, 1, 4095, 4096, 4097, 8192]) {
      const packer = createPacker()
      for (let row = 0; row < rows; row++) packer.push(row)
      expect(packer.length).toBe(rows)
      const column = packer.finish()
      expect([...valuesOf(column)]).toEqual(Array.from({ length: rows }, (_, row) => row))
    }
  })

  test('is plain data, and typed arrays are read alike', () => {
    expect(structuredClone(packed(3, row => row))).toEqual(packed(3, row => row))
    expect([valueAt(Float64Array.of(1, 2.5), 1), valueAt(Int32Array.of(-1), 0), valueAt(Uint8Array.of(7), 0)]).toEqual([2.5, -1, 7])
  })
})
