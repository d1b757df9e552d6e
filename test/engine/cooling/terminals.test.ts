/** Rear doors, baths of dielectric and halls without liquid: what each takes, and that nothing is lost between them. */
import { describe, expect, test } from 'vitest'
import { createBlockSolution, healthyInput, solveBlock } from '../../../src/engine/cooling/solution.ts'
import { rearDoorHeatW } from '../../../src/physics/air-side.ts'
import { draws } from '../../physics/draws.ts'
import { HOUR_MS } from '../world.ts'
import { blockDesign, CAMPUS_BLOCK, CAMPUS_IT_W, createYard, weatherOf, type Yard } from './yard.ts'

const AIR_HALL = { air: { supply: '18 degC', return: '28 degC' } }
const withDoors = (effectiveness: number, more: Readonly<Record<string, unknown>> = {}) => ({ air: { ...AIR_HALL.air, rearDoors: { effectiveness }, ...more } })
const IT_W = 4e6

function solved(cooling: Readonly<Record<string, unknown>>, itW: number, change: Partial<ReturnType<typeof healthyInput>> = {}) {
  const design = blockDesign(cooling, { itDesignW: IT_W, liquidFraction: 0 })
  const solution = createBlockSolution()
  const input = { ...healthyInput(design), itW, roomLossW: 0.03 * itW, dryBulbC: 15, wetBulbC: 10, ...change }
  solveBlock(design, input, solution)
  return { design, input, solution }
}

function steady(cooling: Readonly<Record<string, unknown>>, itW: number, liquidFraction: number): Yard {
  const yard = createYard({ cooling, itW, liquidFraction })
  yard.setWeather(weatherOf(20, 15))
  yard.setLoad(itW, 0.03 * itW)
  yard.run(2 * HOUR_MS)
  return yard
}
function expectBalanced(yard: Yard, label = ''): void {
  const books = yard.cooling.explain(0)
  const inW = books.itW + books.roomLossW + books.electricW
  expect(Math.abs(inW - books.rejectedW - books.storedW), label).toBeLessThanOrEqual(1e-9 * Math.max(inW, books.rejectedW, 1e6))
}

describe('rear doors', () => {
  test('W7.10b in a block: what doors take is effectiveness × air × (exhaust − water) at the inlets that follow from it', () => {
    for (const [effectiveness, load] of [[0.6, 1], [0.7, 0.5], [0.65, 0.8]]) {
      const { design, solution } = solved(withDoors(effectiveness, { rise: '15 K' }), load * IT_W)
      const { air } = solution
      const rackW = load * IT_W
      // Without the handlers' own fan heat, which the doors do not see.
      const roomApproachK = (design.air.coilApproachK * air.hallHeatW) / design.air.hallHeatW
      const inletAboveK = roomApproachK + design.air.recirculationK * (1 - air.doorHeatW / rackW)
      const expectedW = rearDoorHeatW(rackW / 15, 18 + inletAboveK + 15, 18, effectiveness)
      expect(Math.abs(air.doorHeatW / expectedW - 1)).toBeLessThan(1e-9)
      expect(Math.abs(air.inletAboveK - inletAboveK)).toBeLessThan(0.35)
      // The remainder is the handlers'.
      expect(Math.abs(air.hallHeatW + air.doorHeatW - (rackW * 1.03 + design.air.houseW))).toBeLessThan(1e-3)
    }
  })

  test('never more than the racks give, and smaller handlers for what is left', () => {
    const { solution, design } = solved(withDoors(0.95), IT_W)
    expect(solution.air.doorHeatW).toBe(IT_W)
    const open = blockDesign(AIR_HALL, { itDesignW: IT_W, liquidFraction: 0 })
    expect(design.air.handlersNeeded).toBeLessThan(open.air.handlersNeeded / 4)
    expect(design.air.fanW).toBeLessThan(open.air.fanW / 4)
    expect(design.air.coilHeatW).toBeLessThan(open.air.coilHeatW)
  })

  test('books close with doors, with handlers missing, without chilled water and after it is back (seed 5)', () => {
    const between = draws(5)
    const yard = steady(withDoors(0.7), IT_W, 0)
    const entry = yard.state.entries.get('cooling.block')
    if (entry?.kind !== 'table') throw new Error('no cooling state')
    for (let step = 0; step < 200; step++) {
      ;(entry.table.col.handlersOut as Uint32Array)[0] = between(0, 1) < 0.6 ? 0 : Math.round(between(0, 8))
      yard.setLoad(Math.round(between(0, IT_W)), 1e5, between(0, 1) < 0.7 ? 1 : between(0, 1))
      yard.run(yard.kernel.now + Math.round(between(2, 400_000)))
      expectBalanced(yard, `step ${step}`)
    }
  })

  test('doors keep a hall that has lost its handlers far longer in operation', () => {
    const shutMs = (cooling: Readonly<Record<string, unknown>>): number => {
      const yard = steady(cooling, IT_W, 0)
      const entry = yard.state.entries.get('cooling.block')
      if (entry?.kind !== 'table') throw new Error('no cooling state')
      ;(entry.table.col.handlersOut as Uint32Array)[0] = 1000
      ;(entry.table.col.handlersOut as Uint32Array)[0] = blockDesign(cooling, { itDesignW: IT_W, liquidFraction: 0 }).air.handlersInstalled
      yard.requestSettle(0)
      const fromMs = yard.kernel.now
      yard.run(fromMs + 24 * HOUR_MS)
      const shed = yard.events.find(({ event }) => event.kind === 'blockShed')
      return shed === undefined ? Infinity : shed.atMs - fromMs
    }
    expect(shutMs(withDoors(0.7))).toBeGreaterThan(3 * shutMs(AIR_HALL))
  })
})

describe('immersion', () => {
  const BATH = { ...CAMPUS_BLOCK, supply: '30 degC', immersion: {}, chip: { power: '700 W' } }

  test('the bath takes 97 % of any rack; a rise of 10 K; chips at 700 W throttle above 53.5 °C', () => {
    const design = blockDesign(BATH, { liquidFraction: 0.97 })
    expect(design.liquid.heatW).toBe(0.97 * CAMPUS_IT_W)
    const riseK = 1000 / ((3.4 / 60_000) * 830 * 2150)
    expect(riseK).toBeCloseTo(9.89, 2)
    expect(design.limits.throttleC).toBeCloseTo(85 - 700 * 0.04 - riseK / 2, 9)
    // 10 L per kW: 17.8 kJ/K.
    expect(design.liquid.technologyJPerK).toBeCloseTo(0.97 * 25_000 * 10 * 0.83 * 2150, -3)
  })

  test('without any exchanger the bath warms by 0.056 K/s instead of chips by 2 K/s', () => {
    const yard = createYard({ cooling: { ...BATH, warning: { cap: 1 } }, liquidFraction: 0.97 })
    yard.setWeather(weatherOf(20, 15))
    yard.setLoad(CAMPUS_IT_W, 0)
    yard.run(HOUR_MS)
    const before = yard.cooling.explain(0).coolantC
    const entry = yard.state.entries.get('cooling.block')
    if (entry?.kind !== 'table') throw new Error('no cooling state')
    ;(entry.table.col.cdusOut as Float64Array)[0] = 1000
    ;(entry.table.col.cdusOut as Float64Array)[0] = blockDesign(BATH, { liquidFraction: 0.97 }).liquid.cdusInstalled
    yard.requestSettle(0)
    yard.run(yard.kernel.now + 60_001)
    const warmedK = yard.cooling.explain(0).coolantC - before
    expect(warmedK).toBeGreaterThan(55 * 0.056)
    expect(warmedK).toBeLessThan(62 * 0.057)
    expectBalanced(yard)
    expect(yard.cooling.view.shutdown[0]).toBe(0)
    yard.run(yard.kernel.now + HOUR_MS)
    expect(yard.events.flatMap(({ event }) => (event.kind === 'blockShed' ? [event.cause] : []))).toEqual(['cdu'])
    expectBalanced(yard)
  })
})

describe('metamorphic', () => {
  test('φ = 0 equals the pure air model: whatever the liquid loop would be, nothing of it shows', () => {
    const liquids = [CAMPUS_BLOCK, { ...CAMPUS_BLOCK, supply: '20 degC', cdu: { approach: '9 K', rated: '300 kW' }, facilityLoop: { glycol: 0.4, pumps: 5 } }, { trim: { model: 'chiller-screw', count: 3 } }, {}]
    const [first, ...others] = liquids.map(liquid => {
      const yard = createYard({ cooling: { ...liquid, ...AIR_HALL }, itW: IT_W, liquidFraction: 0 })
      const seen: unknown[] = []
      const between = draws(7)
      for (let step = 0; step < 60; step++) {
        const dryBulbC = between(-5, 48)
        yard.setWeather(weatherOf(dryBulbC, dryBulbC - between(0, 8)))
        yard.setLoad(Math.round(between(0, IT_W)), 1e5, between(0, 1) < 0.8 ? 1 : between(0, 1))
        yard.run(yard.kernel.now + Math.round(between(2, HOUR_MS)))
        const { electricW, rejectedW, storedW, inletAirC } = yard.cooling.explain(0)
        seen.push([electricW, rejectedW, storedW, inletAirC, yard.cooling.view.throttle[0], yard.cooling.view.shutdown[0]])
      }
      return seen
    })
    for (const other of others) expect(other).toEqual(first)
  })

  test('without approach and resistance nothing throttles below the throttle point of the junction', () => {
    // No flow resistance either: a coolant that takes the heat without a rise.
    const ideal = { ...CAMPUS_BLOCK, pads: 0, cdu: { approach: '0 K', flow: '5 L/min/kW' }, chip: { resistance: '0 K/W', coolantMax: '70 degC' }, warning: { cap: 1 } }
    const { limits } = blockDesign(ideal)
    const riseK = limits.plate.coolantRiseK
    expect(limits.throttleC).toBeCloseTo(85 - riseK / 2, 9)
    const yard = createYard({ cooling: ideal })
    yard.setLoad(CAMPUS_IT_W, 6e5)
    for (let dryBulbC = 20; dryBulbC <= 50; dryBulbC += 2) {
      yard.setWeather(weatherOf(dryBulbC, 18))
      yard.run(yard.kernel.now + 4 * HOUR_MS)
      const { coolantC, facilitySupplyC } = yard.cooling.explain(0)
      expect(coolantC).toBe(facilitySupplyC)
      if (coolantC <= 85 - riseK / 2) expect(yard.cooling.view.throttle[0]).toBe(1)
    }
    expect(yard.events.filter(({ event }) => event.kind === 'throttleChanged')).toEqual([])
  })
})
