/**
 * I5 over random plants, loads and weather: what condensers give off is what chillers take and draw, towers give off what condensers and the
 * loop give them, coolers and trim chillers together take the heat of the loop. Powers, heats and temperatures are computed again from the
 * formulas of the machines, not taken from the plant.
 */
import { describe, expect, test } from 'vitest'
import { condenserLeastC } from '../../../src/engine/cooling/chiller-bank.ts'
import { economiserMode } from '../../../src/engine/cooling/economiser.ts'
import { ECONOMISER, type Plant, type PlantDemand, createPlantAnswer } from '../../../src/engine/cooling/plant.ts'
import { plantOf } from '../../../src/engine/cooling/plants/index.ts'
import { towersLeavingC, towersPowerW } from '../../../src/engine/cooling/tower-bank.ts'
import { effectivenessFor } from '../../../src/physics/adiabatic.ts'
import { type CarnotChiller, chillerPowerW } from '../../../src/physics/chiller.ts'
import { dryCoolerFanW, dryCoolerHeatW } from '../../../src/physics/dry-cooler.ts'
import { STANDARD_PRESSURE_PA, saturationHumidityRatio, wetBulbC } from '../../../src/physics/psychrometrics.ts'
import { draws } from '../../physics/draws.ts'
import { blockDesign, createYard, weatherOf } from './yard.ts'

const SEEDS = [5, 55, 555]
const DRAWS = 1500
const RANGE_K = 9

function existing<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the block has no such machines')
  return part
}
const wet = blockDesign({ plant: 'water-cooled-chiller', supply: '18 degC', trim: { model: 'chiller-centrifugal', count: 6 }, towers: { model: 'tower-cell-4500kw', count: 6 } })
const dry = blockDesign({ plant: 'dry-adiabatic', supply: '32 degC', units: { model: 'dry-cooler-2930kw', count: 8 }, trim: { model: 'chiller-free-cooling', count: 20 } })

function demandOf(between: (low: number, high: number) => number, setpointC: number): PlantDemand {
  const dryBulbC = between(-15, 46)
  const humidityRatio = Math.min(between(0.001, 0.022), saturationHumidityRatio(dryBulbC, STANDARD_PRESSURE_PA))
  return {
    heatW: between(1e5, 2.4e7), setpointC, supplyC: setpointC, units: Math.round(between(1, 8)), chillers: Math.round(between(1, 6)), towers: Math.round(between(1, 6)),
    dryBulbC, humidityRatio, wetBulbC: wetBulbC(dryBulbC, humidityRatio, STANDARD_PRESSURE_PA), pressurePa: STANDARD_PRESSURE_PA,
    waterLimitKgps: Infinity, cycles: 5, bleedFraction: 0.2, chillersFirst: false, powerShare: 1, mayRecover: true, economiser: ECONOMISER.mechanical, airFactor: between(0.75, 1),
  }
}

/** Runs draws that hold their set point; returns how many did. */
function overHeld(seed: number, plant: Plant, setpointC: number, look: (demand: PlantDemand, answer: ReturnType<typeof createPlantAnswer>, where: string) => void): number {
  const between = draws(seed)
  let held = 0
  for (let i = 0; i < DRAWS; i++) {
    const demand = demandOf(between, setpointC)
    const reachedC = plant.reachedC?.(demand)
    const asked = reachedC === undefined ? demand : { ...demand, economiser: economiserMode(ECONOMISER.mechanical, Infinity, reachedC, setpointC, setpointC + RANGE_K) }
    const answer = createPlantAnswer()
    plant.solve(asked, answer)
    if (!answer.holds) continue
    held += 1
    look(asked, answer, `seed ${seed} draw ${i}`)
  }
  return held
}

const isClose = (value: number, expected: number, scale: number, where: string, tolerance = 1e-9): void => expect(Math.abs(value - expected), `${where}: ${value} against ${expected}`).toBeLessThanOrEqual(tolerance * scale)

const powerOf = (unit: CarnotChiller, count: number, heatW: number, leavingC: number, condenserC: number): number => (heatW <= 0 ? 0 : count * chillerPowerW(unit, heatW / count, leavingC, condenserC))

describe.each(SEEDS)('I5, seed %d', seed => {
  test('water-cooled chillers: condensers give off what chillers take and draw, towers give off what condensers and the loop give them', () => {
    const [bank, towers] = [existing(wet.trim), existing(wet.towers)]
    const plant = plantOf('water-cooled-chiller').create({ chillers: bank, towers, exchangerK: 1.5, rangeK: RANGE_K, padsMax: 0 })
    const seen = new Set<number>()
    const held = overHeld(seed, plant, 18, (demand, answer, where) => {
      isClose(answer.coolerHeatW + answer.chillerHeatW, demand.heatW, demand.heatW, where)
      const condenserHeatW = answer.chillerHeatW + powerOf(bank.unit, demand.chillers, answer.chillerHeatW, demand.setpointC, answer.condenserC)
      isClose(answer.towerHeatW, answer.coolerHeatW + condenserHeatW, demand.heatW, where)
      isClose(answer.electricW, answer.compressorW + towersPowerW(towers, demand.towers, answer.towerHeatW, answer.fanSpeed), demand.heatW, where)
      seen.add(demand.economiser)
      if (answer.chillerHeatW === 0) return
      // Towers that give off this heat cool the condensers' water that far.
      const coldestC = towersLeavingC(towers, demand.towers, answer.towerHeatW, demand.wetBulbC)
      expect(answer.condenserC, where).toBeGreaterThan(coldestC - 1e-5)
      if (demand.economiser === ECONOMISER.partial) isClose(answer.condenserC, Math.max(coldestC, condenserLeastC(bank, demand.setpointC)), 1, where, 1e-5)
    })
    expect(held).toBeGreaterThan(DRAWS / 3)
    expect(seen.size).toBe(3)
  })

  test('dry coolers with trim: dry + trim = loop, and coolers give off what their fans and pads let them', () => {
    const [coolers, bank] = [existing(dry.coolers), existing(dry.trim)]
    const { cooler } = coolers.table
    const plant = plantOf('dry-adiabatic').create({ coolers, chillers: bank, rangeK: RANGE_K, padsMax: 0.75 })
    let trimmed = 0
    const held = overHeld(seed, plant, 32, (demand, answer, where) => {
      isClose(answer.coolerHeatW + answer.chillerHeatW, demand.heatW, demand.heatW, where)
      isClose(answer.compressorW, powerOf(bank.unit, demand.chillers, answer.chillerHeatW, demand.setpointC, demand.dryBulbC), demand.heatW, where)
      isClose(answer.electricW, answer.compressorW + demand.units * dryCoolerFanW(cooler, answer.fanSpeed), demand.heatW, where)
      const returnC = demand.setpointC + demand.heatW / (demand.units * cooler.capacityFlowWPerK)
      const airC = demand.dryBulbC - answer.padEffectiveness * (demand.dryBulbC - demand.wetBulbC)
      const givenW = demand.units * dryCoolerHeatW(cooler, answer.fanSpeed, returnC - airC, demand.airFactor)
      // The table of fan speeds errs by less than 0.1 % of the heat.
      isClose(answer.coolerHeatW, givenW, demand.heatW, where, 1e-3)
      if (answer.padEffectiveness > 0 && answer.chillerHeatW === 0) expect(answer.padEffectiveness, where).toBeLessThanOrEqual(effectivenessFor(demand.dryBulbC, demand.wetBulbC, airC) + 1e-9)
      if (answer.chillerHeatW > 0) trimmed += 1
    })
    expect(held).toBeGreaterThan(DRAWS / 3)
    expect(trimmed).toBeGreaterThan(20)
  })

  test('air-cooled chillers: what leaves the condensers is the heat that they take and their power', () => {
    const bank = existing(dry.trim)
    const plant = plantOf('air-cooled-chiller').create({ chillers: bank, rangeK: RANGE_K, padsMax: 0 })
    const held = overHeld(seed, plant, 20, (demand, answer, where) => {
      isClose(answer.coolerHeatW + answer.chillerHeatW, demand.heatW, demand.heatW, where)
      isClose(answer.compressorW, powerOf(bank.unit, demand.chillers, answer.chillerHeatW, demand.setpointC, demand.dryBulbC), demand.heatW, where)
      isClose(answer.electricW - answer.compressorW, bank.freeFanFraction * answer.coolerHeatW, demand.heatW, where)
    })
    expect(held).toBeGreaterThan(DRAWS / 10)
  })

  test('towers alone: tower heat is the heat of the loop', () => {
    const towers = existing(wet.towers)
    const plant = plantOf('cooling-tower').create({ towers, exchangerK: 1.5, rangeK: RANGE_K, padsMax: 0 })
    const held = overHeld(seed, plant, 30, (demand, answer, where) => {
      isClose(answer.coolerHeatW, demand.heatW, demand.heatW, where)
      isClose(answer.towerHeatW, demand.heatW, demand.heatW, where)
    })
    expect(held).toBeGreaterThan(DRAWS / 3)
  })

  test('after every event of a random history, loops that rest lose their heat, with the power of the plants, outdoors', () => {
    const between = draws(seed)
    const yard = createYard({ cooling: { plant: 'dry-adiabatic', supply: '34 degC', units: { model: 'dry-cooler-2930kw', count: 8 }, trim: { model: 'chiller-free-cooling', count: 10 } }, failures: true, seed, follows: true })
    let rested = 0
    for (let step = 0; step < 150; step++) {
      const dryBulbC = between(-5, 44)
      if (between(0, 1) < 0.5) yard.setWeather(weatherOf(dryBulbC, dryBulbC - between(1, 10)))
      else yard.setLoad(between(0, 25e6), between(0, 6e5), between(0, 1) < 0.8 ? 1 : between(0.2, 1))
      const untilMs = yard.kernel.now + Math.round(between(1e5, 3e7))
      while (yard.kernel.now < untilMs) {
        yard.next(untilMs)
        const book = yard.cooling.explain(0)
        if (book.storedW !== 0) continue
        rested += 1
        isClose(book.coolerHeatW + book.chillerHeatW + book.outdoorElectricW, book.itW + book.roomLossW + book.electricW, Math.max(1e6, book.itW), `seed ${seed} step ${step}`)
      }
    }
    expect(rested).toBeGreaterThan(100)
  })
})
