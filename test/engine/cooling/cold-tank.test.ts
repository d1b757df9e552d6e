/** Storage of cold water: it carries the halls while chillers are away, empties and fills along straight lines, and loses nothing. */
import { describe, expect, test } from 'vitest'
import { coldTank } from '../../../src/engine/cooling/cold-tank.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { bufferTankM3 } from '../../../src/physics/water.ts'
import { draws } from '../../physics/draws.ts'
import { HOUR_MS } from '../world.ts'
import { blockDesign, createYard, weatherOf, type Yard } from './yard.ts'

const HALL_W = 20e6
const hall = (tank: string, restart: Readonly<Record<string, unknown>> = {}) => ({
  restart: { pumps: '0 s', chillers: '120 s', controlsOnUps: false, ...restart },
  air: {
    plant: 'water-cooled-chiller', supply: '14 degC', return: '22 degC', chillers: { model: 'chiller-centrifugal', count: 7 },
    towers: { model: 'tower-cell-4500kw', count: 7 }, tank,
  },
})

function steady(cooling: Readonly<Record<string, unknown>>): Yard {
  const yard = createYard({ cooling, itW: HALL_W, liquidFraction: 0 })
  yard.setWeather(weatherOf(32, 24))
  yard.setLoad(HALL_W, 6e5)
  // Chillers start when the hall does; by then the tank is full again.
  yard.run(12 * HOUR_MS)
  return yard
}

/** A millisecond without power: pumps run on, chillers start anew. */
function dip(yard: Yard): number {
  yard.setLoad(HALL_W, 6e5, 0)
  yard.run(yard.kernel.now + 1)
  yard.setLoad(HALL_W, 6e5, 1)
  yard.run(yard.kernel.now)
  return yard.kernel.now
}

function chargeOf(yard: Yard): Readonly<Record<'chargeJ' | 'rateW', number>> {
  const entry = yard.state.entries.get('cooling.coldTank')
  if (entry?.kind !== 'table') throw new Error('no tanks')
  return { chargeJ: entry.table.col.chargeJ[1], rateW: entry.table.col.rateW[1] }
}
const supplyC = (yard: Yard): number => yard.cooling.explain(0).inletAirC

test('W7.13: 25 MW for 300 s over 10 K take 201.4 m³, and a tank of that size gives just that', () => {
  const volumeM3 = bufferTankM3(25e6, 300_000, 10)
  expect(volumeM3).toBeCloseTo(201.4, 1)
  expect(coldTank(volumeM3, 10).capacityJ / 25e6).toBeCloseTo(300, 9)
})

describe('a hall of 20 MW whose chillers lost power for an instant', () => {
  const design = blockDesign(hall('500 m^3'), { itDesignW: HALL_W, liquidFraction: 0 })

  test('with storage for ten minutes chilled water stays at its set point; without, it warms', () => {
    const [with500, without] = [hall('500 m^3'), hall('0 m^3')].map(steady)
    const before = supplyC(with500)
    for (const yard of [with500, without]) {
      const backMs = dip(yard)
      yard.run(backMs + 119_000)
    }
    expect(Math.abs(supplyC(with500) - before)).toBeLessThan(0.1)
    expect(supplyC(without) - before).toBeGreaterThan(1)
    expect(chargeOf(with500).rateW).toBeLessThan(-19e6)
  })

  test('an empty tank no longer helps, and the instant at which it is empty is exact', () => {
    const yard = steady(hall('100 m^3', { chillers: '2 h' }))
    const backMs = dip(yard)
    yard.run(backMs + 1000)
    const { chargeJ, rateW } = chargeOf(yard)
    const emptyMs = backMs + 1 + Math.ceil((chargeJ / -rateW) * 1000)
    yard.run(emptyMs - 1100)
    const held = supplyC(yard)
    expect(chargeOf(yard).rateW).toBe(rateW)
    yard.run(emptyMs + 30_000)
    expect(chargeOf(yard)).toEqual({ chargeJ: 0, rateW: 0 })
    expect(supplyC(yard)).toBeGreaterThan(held + 0.2)
  })

  test('what it gave is charged again within four hours of spare capacity, at a price', () => {
    const yard = steady(hall('500 m^3'))
    const idleW = yard.cooling.view.mechanicalW[0]
    const backMs = dip(yard)
    yard.run(backMs + 30 * 60_000)
    expect(chargeOf(yard).rateW).toBe(design.tanks.air.chargeW)
    expect(yard.cooling.view.mechanicalW[0]).toBeGreaterThan(idleW)
    yard.run(backMs + 5 * HOUR_MS)
    expect(chargeOf(yard)).toEqual({ chargeJ: design.tanks.air.capacityJ, rateW: 0 })
    expect(yard.cooling.view.mechanicalW[0]).toBe(idleW)
  })

  test.each([1, 2, 3])('I4 with storage: heat in is heat out plus what warms stores and tank (seed %i)', seed => {
    const between = draws(seed)
    const yard = steady(hall('300 m^3'))
    for (let step = 0; step < 120; step++) {
      if (between(0, 1) < 0.4) dip(yard)
      else yard.setLoad(Math.round(between(0.2, 1) * HALL_W), 6e5)
      if (between(0, 1) < 0.3) yard.setWeather(weatherOf(between(-5, 40), between(-6, -5)))
      yard.run(yard.kernel.now + Math.round(between(1, 20 * 60_000)))
      const books = yard.cooling.explain(0)
      const inW = books.itW + books.roomLossW + books.electricW
      expect(Math.abs(inW - books.rejectedW - books.storedW), `seed ${seed} step ${step}`).toBeLessThanOrEqual(1e-9 * Math.max(inW, 1e6))
      const { chargeJ } = chargeOf(yard)
      expect(chargeJ).toBeGreaterThanOrEqual(0)
      expect(chargeJ).toBeLessThanOrEqual(coldTank(300, 8).capacityJ)
    }
  })

  test('restored while it is being emptied, a run goes on as the straight one', () => {
    const straight = steady(hall('500 m^3'))
    const backMs = dip(straight)
    straight.run(backMs + 60_000)
    const again = createYard({ cooling: hall('500 m^3'), itW: HALL_W, liquidFraction: 0 })
    restoreState(again.state, snapshotState(straight.state))
    for (const yard of [straight, again]) yard.run(backMs + 6 * HOUR_MS)
    expect(hashState(again.state)).toBe(hashState(straight.state))
  })
})
