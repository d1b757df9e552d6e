/** Plants with towers: modes, bounds of nature, curves in their box, and the books of a block under random histories. */
import { describe, expect, test } from 'vitest'
import { bankCapacityW, bankPowerW, condenserLeastC } from '../../../src/engine/cooling/chiller-bank.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { ECONOMISER, createPlantAnswer, type PlantDemand } from '../../../src/engine/cooling/plant.ts'
import { healthyInput, demandOn } from '../../../src/engine/cooling/solution.ts'
import { towersFanSpeed, towersHeatW, towersLeavingC } from '../../../src/engine/cooling/tower-bank.ts'
import { chillerCarnotCop } from '../../../src/physics/chiller.ts'
import { TRANE_CVHF, eirAtHeat } from '../../../src/physics/eir-chiller.ts'
import { STANDARD_PRESSURE_PA, humidityRatioOfWetBulb } from '../../../src/physics/psychrometrics.ts'
import { draws } from '../../physics/draws.ts'
import { HOUR_MS } from '../world.ts'
import { blockDesign, createYard, weatherOf, type Yard } from './yard.ts'

const IT_W = 20e6
const TOWERS = { model: 'tower-cell-4500kw', count: 6 }
const CHILLED = { air: { plant: 'water-cooled-chiller', supply: '14 degC', return: '22 degC', chillers: { model: 'chiller-centrifugal', count: 6 }, towers: TOWERS } }
const EVAPORATIVE = {
  plant: 'cooling-tower', supply: '34 degC', towers: TOWERS, facilityLoop: { tank: '200 m^3' },
  air: { plant: 'water-cooled-chiller', chillers: { model: 'chiller-centrifugal', count: 2 }, towers: { model: 'tower-cell-4500kw', count: 2 } },
}
const CASES = [{ what: 'water-cooled chillers for air', cooling: CHILLED, liquidFraction: 0 }, { what: 'towers for cold plates, chillers for air', cooling: EVAPORATIVE, liquidFraction: 0.8 }]

const design = blockDesign(CHILLED, { itDesignW: IT_W, liquidFraction: 0 })
const [towers, chillers, plant] = [design.airTowers, design.airChillers, design.airPlant]
if (towers === undefined || plant === undefined) throw new Error('the hall has towers')

function demandAt(dryBulbC: number, wetBulbC: number, heatW: number, economiser: number): PlantDemand {
  const input = { ...healthyInput(design), dryBulbC, wetBulbC, humidityRatio: humidityRatioOfWetBulb(dryBulbC, wetBulbC, STANDARD_PRESSURE_PA), economiser }
  return { ...demandOn(design, input, true, heatW, 1) }
}

function solve(demand: PlantDemand) {
  const answer = createPlantAnswer()
  plant?.solve(demand, answer)
  return answer
}

describe('water-cooled chillers', () => {
  test('towers alone, towers first, compressors alone', () => {
    const free = solve(demandAt(2, 0, 15e6, ECONOMISER.free))
    expect(free).toMatchObject({ holds: true, freeShare: 1, chillerHeatW: 0 })
    expect(free.fanSpeed).toBeLessThan(1)
    const partial = solve(demandAt(14, 10, 15e6, ECONOMISER.partial))
    expect(partial.holds).toBe(true)
    expect(partial.freeShare).toBeGreaterThan(0)
    expect(partial.freeShare).toBeLessThan(1)
    expect(partial.fanSpeed).toBe(1)
    expect(solve(demandAt(30, 24, 15e6, ECONOMISER.mechanical))).toMatchObject({ holds: true, freeShare: 0, coolerHeatW: 0, chillerHeatW: 15e6 })
  })

  test('a mode that the air no longer allows falls back on compressors at once', () => {
    expect(solve(demandAt(30, 24, 15e6, ECONOMISER.free))).toMatchObject({ holds: true, freeShare: 0 })
  })

  test('I5, I16: what evaporates carries the heat of the loop and the compressors; none is better than Carnot (seed 71)', () => {
    const between = draws(71)
    for (let i = 0; i < 300; i++) {
      const wetBulbC = between(8, 28)
      const demand = demandAt(wetBulbC + between(0.1, 12), wetBulbC, between(1e6, 2.4e7), ECONOMISER.mechanical)
      const answer = solve(demand)
      if (!answer.holds) continue
      const leastC = Math.max(condenserLeastC(chillers, 14), towersLeavingC(towers, towers.count, demand.heatW, wetBulbC))
      const compressorW = bankPowerW(chillers, chillers.count, demand.heatW, 14, leastC)
      expect(answer.electricW, `seed 71 draw ${i}`).toBeGreaterThan(compressorW)
      expect(demand.heatW / compressorW).toBeLessThan(chillerCarnotCop(chillers.unit, 14, leastC))
      // Vapour carries most of the heat; hot dry air evaporates more than that, because it gives up heat as well.
      expect(answer.evaporatedKgps * 2.45e6, `seed 71 draw ${i}`).toBeGreaterThan(0.4 * (demand.heatW + compressorW))
    }
  })

  test('without water nothing is given off; with half of it, half', () => {
    const demand = demandAt(30, 24, 15e6, ECONOMISER.mechanical)
    const full = solve(demand)
    const half = solve({ ...demand, waterLimitKgps: full.makeupKgps / 2 })
    expect(half.holds).toBe(false)
    expect((half.coolerHeatW + half.chillerHeatW) / 15e6).toBeCloseTo(0.5, 1)
    expect(solve({ ...demand, waterLimitKgps: 0 })).toMatchObject({ holds: false, coolerHeatW: 0, chillerHeatW: 0, makeupKgps: 0 })
  })
})

describe('towers', () => {
  test('I15, I17: water stays 1.1 K above the wet bulb; more heat or moister air never makes it colder; fans hold what they say (seed 72)', () => {
    const between = draws(72)
    for (let i = 0; i < 3000; i++) {
      const [heatW, wetBulbC] = [between(1e5, 5e7), between(-20, 30)]
      const leavingC = towersLeavingC(towers, 6, heatW, wetBulbC)
      const label = `seed 72 draw ${i}`
      expect(leavingC, label).toBeGreaterThanOrEqual(Math.max(0, wetBulbC) + 1.1 - 1e-9)
      expect(towersLeavingC(towers, 6, heatW, wetBulbC + 0.5), label).toBeGreaterThanOrEqual(leavingC - 1e-9)
      expect(towersLeavingC(towers, 3, heatW, wetBulbC), label).toBeGreaterThanOrEqual(leavingC - 1e-9)
      const mostW = towersHeatW(towers, 6, leavingC, wetBulbC)
      expect(towersHeatW(towers, 6, leavingC, wetBulbC + 0.5), label).toBeLessThanOrEqual(mostW * (1 + 1e-9))
      const speed = towersFanSpeed(towers, 6, heatW, leavingC + 3, wetBulbC)
      if (speed <= 1) expect(towersFanSpeed(towers, 6, heatW, leavingC + 4, wetBulbC), label).toBeLessThanOrEqual(speed)
    }
  })

  test('a fan at rest gives an eighth of the heat that full speed does', () => {
    const mostW = towersHeatW(towers, 6, 25, 10)
    expect(towersFanSpeed(towers, 6, 0.05 * mostW, 25, 10)).toBe(0)
    expect(towersFanSpeed(towers, 6, 0.9 * mostW, 25, 10)).toBeGreaterThan(0.5)
  })
})

describe('published curves', () => {
  const cvhf = blockDesign({ air: { ...CHILLED.air, supply: '7 degC', return: '15 degC', chillers: { model: 'chiller-trane-cvhf', count: 1 } } }, { itDesignW: 1.5e6, liquidFraction: 0 }).airChillers

  test('one machine of the catalog is the published one inside its box', () => {
    const published = eirAtHeat(TRANE_CVHF, 1.6e6, 7, 22)
    if (!published.ok) throw new Error('inside the box')
    expect(bankPowerW(cvhf, 1, 1.6e6, 7, 22)).toBeCloseTo(published.value.powerW, 6)
    expect(bankCapacityW(cvhf, 1, 7, 22)).toBeCloseTo(published.value.capacityW, 6)
  })

  test('EIR_BOX: colder condensers are held at the lower bound, hotter ones stop the machine, other leaving water is an error', () => {
    expect(bankPowerW(cvhf, 1, 1.6e6, 7, 5)).toBe(bankPowerW(cvhf, 1, 1.6e6, 7, 12.78))
    expect(bankCapacityW(cvhf, 1, 7, 29.5)).toBe(0)
    expect(() => bankCapacityW(cvhf, 1, 14, 22)).toThrow(/EIR_BOX/)
    expect(blockDesign({ air: { ...CHILLED.air, chillers: { model: 'chiller-trane-cvhf', count: 1 } } }, { itDesignW: 1.5e6, liquidFraction: 0 }).airPlant).toBeUndefined()
  })
})

const OUT = { towersOut: 6, airTowersOut: 6, airChillersOut: 6, handlersOut: 20 } as const

function disturb(yard: Yard, between: (low: number, high: number) => number): void {
  const what = between(0, 1)
  if (what < 0.35) {
    const dryBulbC = between(-10, 45)
    yard.setWeather(weatherOf(dryBulbC, dryBulbC - between(0, Math.max(1, (dryBulbC + 10) / 3)), between(90_000, 101_325)))
  } else if (what < 0.75) {
    yard.setLoad(Math.round(between(0, 1) < 0.1 ? 0 : between(0, IT_W)), Math.round(between(0, 6e5)), between(0, 1) < 0.75 ? 1 : Math.max(0, between(-0.3, 1)))
  } else {
    const entry = yard.state.entries.get('cooling.block')
    if (entry?.kind !== 'table') throw new Error('no cooling state')
    const names = Object.keys(OUT) as (keyof typeof OUT)[]
    const name = names[Math.floor(between(0, names.length))]
    const most = Math.min(OUT[name], name === 'airTowersOut' || name === 'airChillersOut' ? 2 : OUT[name])
    entry.table.col[name][0] = between(0, 1) < 0.6 ? 0 : Math.round(between(0, most))
    yard.requestSettle(0)
  }
  yard.run(yard.kernel.now + Math.round(between(0, 1) < 0.5 ? between(2, 300_000) : between(2, 2 * HOUR_MS)))
}

describe.each(CASES)('random history of $what', ({ cooling, liquidFraction }) => {
  const create = (): Yard => {
    const yard = createYard({ cooling, itW: IT_W, liquidFraction })
    yard.setWeather(weatherOf(25, 18))
    return yard
  }

  test.each([1, 2, 3, 4])('I4, I6: heat in is heat out plus what warms the stores; water drawn is never less than what evaporates (seed %i)', seed => {
    const between = draws(seed)
    const yard = create()
    for (let step = 0; step < 250; step++) {
      disturb(yard, between)
      const books = yard.cooling.explain(0)
      const inW = books.itW + books.roomLossW + books.electricW
      const label = `seed ${seed} step ${step}`
      // Within a millisecond a loop may pass the end of one straight piece of the towers' curve: 1e-9 of the heat becomes 1e-6.
      expect(Math.abs(inW - books.rejectedW - books.storedW), label).toBeLessThanOrEqual(1e-6 * Math.max(inW, books.rejectedW, 1e6))
      expect(books.makeupKgps, label).toBeGreaterThanOrEqual(books.evaporatedKgps)
      for (const value of [books.facilitySupplyC, books.coolantC, books.inletAirC]) expect(Number.isFinite(value), label).toBe(true)
    }
  })

  test('restored in the middle it goes on as the straight run (seed 9)', () => {
    const between = draws(9)
    const straight = create()
    for (let step = 0; step < 40; step++) disturb(straight, between)
    const again = create()
    restoreState(again.state, snapshotState(straight.state))
    for (const yard of [straight, again]) yard.run(yard.kernel.now + 8 * HOUR_MS)
    expect(hashState(again.state)).toBe(hashState(straight.state))
  })
})
