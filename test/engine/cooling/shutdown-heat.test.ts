/** Heat of chips after a thermal shutdown: what they held above the coolant reaches it with their time constant, and no more than that. */
import { describe, expect, test } from 'vitest'
import { chipTimeMs, decayW } from '../../../src/engine/cooling/chip-heat.ts'
import type { BlockTable } from '../../../src/engine/cooling/block-state.ts'
import { ACCELERATOR_CAPACITY_JPK } from '../../../src/physics/thermal-mass.ts'
import { HOUR_MS } from '../world.ts'
import { CAMPUS_BLOCK, CAMPUS_IT_W, type Yard, blockDesign, createYard, weatherOf } from './yard.ts'

/** Chips that shut down at coolant above 47.5 °C, no pads: in air of 49 °C they do within the hour. */
const TENDER = { ...CAMPUS_BLOCK, pads: 0, chip: { throttle: '60 degC', shutdown: '65 degC', coolantMax: '47 degC' } }

/** Racks go with the shutdown: from the next instant on the block draws nothing. */
function shutDown(): { yard: Yard; atMs: number } {
  const yard = createYard({ cooling: TENDER, follows: true })
  yard.setWeather(weatherOf(49, 25))
  yard.setLoad(CAMPUS_IT_W, 0)
  while (yard.cooling.view.shutdown[0] === 0) yard.next(12 * HOUR_MS)
  return { yard, atMs: yard.kernel.now }
}

function tableOf({ state }: Yard): BlockTable {
  const entry = state.entries.get('cooling.block')
  if (entry?.kind !== 'table') throw new Error('no cooling state')
  return entry.table as unknown as BlockTable
}

describe('heat of chips that were shut down', () => {
  const design = blockDesign(TENDER)

  test('decays with C/UA: 567.0 J/K behind 0.025 K/W are 14.2 s', () => {
    expect(ACCELERATOR_CAPACITY_JPK).toBeCloseTo(567, 1)
    expect(Math.abs(chipTimeMs(design) / 14_175 - 1)).toBeLessThan(0.001)
  })

  test('the sum over its stages is what the chips held: heat before the shutdown × C/UA', () => {
    const { yard, atMs } = shutDown()
    const table = tableOf(yard)
    const beforeW = table.col.chipsW[0]
    expect(beforeW).toBeGreaterThan(0)
    expect(beforeW).toBeLessThanOrEqual(0.85 * CAMPUS_IT_W)
    let sumJ = 0
    for (let ms = 0; ms < 120_000; ms += 5) sumJ += decayW(table, design, atMs + ms) * 0.005
    expect(Math.abs(sumJ / (beforeW * 14.175) - 1)).toBeLessThan(0.001)
    // Means of e^(−t/τ) over one time constant each.
    const shares = [0.6321, 0.2325, 0.0855, 0.0498]
    shares.forEach((share, stage) => expect(decayW(table, design, atMs + (stage + 0.5) * 14_175) / beforeW).toBeCloseTo(share, 4))
    expect(decayW(table, design, atMs + 60_000)).toBe(0)
  })

  test('I4 holds through it: what the chips give back is taken from what they stored', () => {
    const { yard, atMs } = shutDown()
    let released = 0
    while (yard.kernel.now < atMs + 90_000) {
      yard.next(atMs + 90_000)
      const book = yard.cooling.explain(0)
      const intoW = book.itW + book.roomLossW + book.electricW
      expect(Math.abs(intoW - book.rejectedW - book.storedW)).toBeLessThanOrEqual(1e-9 * Math.max(1e6, intoW, Math.abs(book.storedW)))
      if (decayW(tableOf(yard), design, yard.kernel.now) > 0) released += 1
    }
    expect(released).toBeGreaterThan(2)
    expect(decayW(tableOf(yard), design, yard.kernel.now)).toBe(0)
  })
})
