import { describe, expect, test } from 'vitest'
import { checkpointBytes, flushS, loadingRate, naiveRestoreBytes, restoreS, sharedEndS, sharedEndsS, snapshotS } from '../../src/physics/checkpoint-storage.ts'

const TB = 1e12

describe('checkpoints against their store', () => {
  test('T3.1: 405 billion parameters are 5.67 TB, 2.835 s at 2 TB/s, 346.07 MB and 13.84 ms an accelerator on 16,384', () => {
    const bytes = checkpointBytes(405e9)
    expect(bytes).toBe(5.67e12)
    expect(flushS(bytes, 2048, 50e9, 2 * TB)).toBeCloseTo(2.835, 12)
    const each = bytes / 16_384
    expect(each / 1e6).toBeCloseTo(346.07, 2)
    expect(snapshotS(each, 25e9) * 1000).toBeCloseTo(13.84, 2)
  })

  test('T3.2: 128 replicas that each read the weights take 108.54 TB and 15.51 s at 7 TB/s; read once and passed on 2.835 s at 2 TB/s', () => {
    const naive = naiveRestoreBytes(405e9, 128)
    expect(naive / TB).toBeCloseTo(108.54, 10)
    expect(restoreS(naive, 7 * TB, 0, 50e9)).toBeCloseTo(15.51, 2)
    expect(restoreS(checkpointBytes(405e9), 2 * TB, 0, 50e9)).toBeCloseTo(2.835, 12)
    // A node that reads 1 TB at 50 GB/s takes longer than the store.
    expect(restoreS(checkpointBytes(405e9), 2 * TB, 1 * TB, 50e9)).toBe(20)
  })

  test('T3.3: two equal flushes end at 2 T; one that starts at T/2 later at 1.5 T and 2 T', () => {
    expect(sharedEndsS([0, 0], [10, 10], 1)).toEqual([20, 20])
    expect(sharedEndsS([0, 5], [10, 10], 1)).toEqual([15, 20])
  })

  test('late in a run, where the clock is coarser than the rest of a transfer, each still ends between its time alone and that of all', () => {
    for (let i = 0; i < 200; i++) {
      const atS = 3e7 + i * 1234.567
      const bytes = [4e10 + i * 1e7 + 0.3, 9e10 / (1 + i), 5.5e9 + i]
      const endS = sharedEndS([atS, atS - 0.0013 * i, atS + 0.0007 * i], bytes, [Infinity, 1.5e12, Infinity], 3, 2e12)
      expect(endS - atS, `case ${i}`).toBeGreaterThan(bytes[0] / 2e12 - 1e-6)
      expect(endS - atS, `case ${i}`).toBeLessThan((bytes[0] + bytes[1] + bytes[2]) / 1.5e12 + 1e-6)
    }
  })

  test('loading keeps its rate up to what the store supplies', () => {
    expect(loadingRate(10, 8)).toBe(1)
    expect(loadingRate(10, 16)).toBe(0.625)
  })
})
