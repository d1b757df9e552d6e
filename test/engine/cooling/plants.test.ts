/** What every registered plant must hold; a new plant is tested by its line in the registry. */
import { describe, expect, test } from 'vitest'
import { economiserMode } from '../../../src/engine/cooling/economiser.ts'
import { type ChillerBank, createPlantAnswer, ECONOMISER, type Plant, type PlantDefinition, type PlantDemand } from '../../../src/engine/cooling/plant.ts'
import { PLANTS, plantOf } from '../../../src/engine/cooling/plants/index.ts'
import { chillerCarnotCop, chillerCop } from '../../../src/physics/chiller.ts'
import { dryCoolerFanSpeed, dryCoolerItdK } from '../../../src/physics/dry-cooler.ts'
import { STANDARD_PRESSURE_PA, saturationHumidityRatio, wetBulbC } from '../../../src/physics/psychrometrics.ts'
import { PLANTS as PLANT_IDS } from '../../../src/scenario/schema/block-cooling.ts'
import { PLANT_NEEDS } from '../../../src/scenario/rules/plants.ts'
import { draws } from '../../physics/draws.ts'
import { blockDesign, CAMPUS_BLOCK } from './yard.ts'

const SEED = 20_261
const design = blockDesign({ ...CAMPUS_BLOCK, trim: { model: 'chiller-screw', count: 2 } })
const RANGE_K = 10

function partOf<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('the campus block has coolers and chillers')
  return part
}
const coolers = partOf(design.coolers)
const screw: ChillerBank = partOf(design.trim)
const parts = { coolers, chillers: screw, rangeK: RANGE_K, padsMax: 0.75 }
const wet = blockDesign({ plant: 'water-cooled-chiller', supply: '30 degC', trim: { model: 'chiller-centrifugal', count: 2 }, towers: { model: 'tower-cell-4500kw', count: 3 } })
const centrifugal: ChillerBank = partOf(wet.trim)
const towers = partOf(wet.towers)
/** Towers give condensers their water: such a plant has the chillers for it. */
const isWet = (definition: PlantDefinition): boolean => definition.needs.includes('towers')
const partsOf = (definition: PlantDefinition) => (isWet(definition) ? { ...parts, chillers: centrifugal, towers, exchangerK: 1.5 } : parts)
const hottestC = Math.min(coolers.ambientMaxC, screw.ambientMaxC)

/** Outdoor air of a dry bulb and a humidity ratio, not beyond saturation. */
function airOf(dryBulbC: number, wanted: number): Pick<PlantDemand, 'dryBulbC' | 'wetBulbC' | 'humidityRatio'> {
  const humidityRatio = Math.min(wanted, saturationHumidityRatio(dryBulbC, STANDARD_PRESSURE_PA))
  return { dryBulbC, humidityRatio, wetBulbC: wetBulbC(dryBulbC, humidityRatio, STANDARD_PRESSURE_PA) }
}

function demandOf(changes: Partial<PlantDemand> = {}): PlantDemand {
  const setpointC = changes.setpointC ?? 30
  const air = airOf(changes.dryBulbC ?? 25, changes.humidityRatio ?? 0.008)
  const economiser = economiserMode(ECONOMISER.mechanical, Infinity, air.dryBulbC + screw.freeApproachK, setpointC, setpointC + RANGE_K)
  return {
    heatW: 3e6, setpointC, supplyC: setpointC, units: 6, chillers: 2, towers: 3, pressurePa: STANDARD_PRESSURE_PA, waterLimitKgps: Infinity, cycles: 5, bleedFraction: 0.2, chillersFirst: false, powerShare: 1, mayRecover: true, economiser, airFactor: 1,
    ...changes, ...air,
  }
}

/** The demand with the mode that its plant would have in it. */
function inMode(plant: Plant, demand: PlantDemand): PlantDemand {
  const reachedC = plant.reachedC?.(demand) ?? Infinity
  return { ...demand, economiser: economiserMode(ECONOMISER.mechanical, Infinity, reachedC, demand.setpointC, demand.setpointC + RANGE_K) }
}

const solved = (plant: Plant, demand: PlantDemand) => {
  const answer = createPlantAnswer()
  plant.solve(demand, answer)
  return answer
}

test('the schema offers exactly the registered plants', () => {
  expect(PLANTS.map(({ id }) => id)).toEqual([...PLANT_IDS])
  expect(Object.fromEntries(PLANTS.map(({ id, needs }) => [id, needs]))).toEqual(PLANT_NEEDS)
  expect(() => plantOf('swamp')).toThrow(/swamp/)
})

describe.each(PLANTS.map(definition => ({ definition, id: definition.id })))('plant $id', ({ definition }) => {
  const plant = definition.create(partsOf(definition))

  test(`takes the heat it says it takes, never less than nothing (seed ${SEED})`, () => {
    const between = draws(SEED)
    for (let i = 0; i < 4000; i++) {
      const setpointC = between(18, 45)
      const demand = demandOf({
        heatW: between(0, 3e7), setpointC, supplyC: between(0, 1) < 0.5 ? setpointC : setpointC + between(0, 30),
        dryBulbC: between(-20, 55), humidityRatio: between(0.001, 0.025), units: Math.round(between(0, 12)) / 2, chillers: Math.round(between(0, 3)), towers: Math.round(between(0, 3)),
        waterLimitKgps: between(0, 1) < 0.7 ? Infinity : between(0, 20), powerShare: between(0, 1) < 0.7 ? 1 : between(0, 1), airFactor: between(0.7, 1),
      })
      const answer = solved(plant, between(0, 1) < 0.8 ? inMode(plant, demand) : demand)
      for (const value of [answer.electricW, answer.makeupKgps, answer.evaporatedKgps, answer.coolerHeatW, answer.chillerHeatW]) {
        expect(value, `seed ${SEED} draw ${i}`).toBeGreaterThanOrEqual(0)
        expect(Number.isFinite(value)).toBe(true)
      }
      const takenW = answer.coolerHeatW + answer.chillerHeatW
      if (answer.holds) expect(Math.abs(takenW - demand.heatW)).toBeLessThanOrEqual(1e-9 * demand.heatW)
      else {
        const onLineW = answer.slopeWPerK * demand.supplyC + answer.interceptW
        expect(Math.abs(takenW - onLineW), `seed ${SEED} draw ${i}`).toBeLessThanOrEqual(1e-9 * Math.max(demand.heatW, takenW, 1e6))
        expect(demand.supplyC).toBeGreaterThanOrEqual(answer.fromC)
        expect(demand.supplyC).toBeLessThanOrEqual(answer.toC)
      }
      // I6: what is drawn evaporates, is bled off or drifts away; and never more is drawn than there is.
      expect(Math.abs(answer.makeupKgps - answer.evaporatedKgps - answer.blowdownKgps - answer.driftKgps)).toBeLessThanOrEqual(1e-9 * answer.makeupKgps)
      expect(answer.makeupKgps).toBeLessThanOrEqual(demand.waterLimitKgps * (1 + 1e-9))
    }
  })

  test('electric power does not fall when the air warms at the same humidity, while the set point holds', () => {
    for (const heatW of [2e5, 1e6, 3e6, 1e7, 2e7]) {
      let before = 0
      for (let dryBulbC = -15; dryBulbC <= hottestC; dryBulbC += 0.05) {
        const { electricW, holds } = solved(plant, inMode(plant, demandOf({ heatW, dryBulbC, humidityRatio: 0.009 })))
        // A plant at its limits takes less heat from the loop, and may draw less for it.
        if (!holds) break
        expect(electricW, `${heatW} W at ${dryBulbC} °C`).toBeGreaterThanOrEqual(before * (1 - 1e-9))
        before = electricW
      }
      if (heatW <= 3e6) expect(before, `${heatW} W`).toBeGreaterThan(0)
    }
  })

  test('the most that it can take does not rise when the air warms at the same humidity', () => {
    let before = Infinity
    for (let dryBulbC = -15; dryBulbC <= 60; dryBulbC += 0.25) {
      const answer = solved(plant, inMode(plant, demandOf({ heatW: 4e7, supplyC: 45, dryBulbC, humidityRatio: 0.009 })))
      const takenW = answer.coolerHeatW + answer.chillerHeatW
      expect(takenW).toBeLessThanOrEqual(before * (1 + 1e-9))
      before = takenW
    }
  })

  test('less power, less water, fewer machines and thinner air never take more heat', () => {
    const full = solved(plant, demandOf({ heatW: 4e7, supplyC: 40, dryBulbC: 36 }))
    const fullW = full.coolerHeatW + full.chillerHeatW
    for (const less of [{ powerShare: 0.5 }, { powerShare: 0 }, { waterLimitKgps: 3 }, { waterLimitKgps: 0 }, { units: 4 }, { chillers: 1 }, { towers: 2 }, { airFactor: 0.8 }]) {
      const answer = solved(plant, demandOf({ heatW: 4e7, supplyC: 40, dryBulbC: 36, ...less }))
      expect(answer.coolerHeatW + answer.chillerHeatW).toBeLessThanOrEqual(fullW)
    }
  })

  test.skipIf(isWet(definition))('air beyond what the machines may breathe is reported and stops them', () => {
    const answer = solved(plant, demandOf({ dryBulbC: hottestC + 3, heatW: 3e6 }))
    expect(answer.chillersLockedOut || answer.coolersLockedOut).toBe(true)
    const cooler = solved(plant, demandOf({ dryBulbC: hottestC - 0.5, heatW: 3e6 }))
    expect(cooler.chillersLockedOut || cooler.coolersLockedOut).toBe(false)
    expect(answer.coolerHeatW + answer.chillerHeatW).toBe(0)
  })

  test('an idle plant draws nothing', () => {
    expect(solved(plant, demandOf({ heatW: 0 })).electricW).toBe(0)
  })
})

describe('dry-adiabatic', () => {
  const plant = plantOf('dry-adiabatic').create(parts)

  test('dry first, then the least pads that hold, then the chiller', () => {
    const at = (dryBulbC: number) => solved(plant, demandOf({ setpointC: 36, heatW: 21e6, dryBulbC, humidityRatio: 0.012 }))
    expect(at(20)).toMatchObject({ padEffectiveness: 0, chillerShare: 0 })
    expect(at(20).fanSpeed).toBeLessThan(1)
    expect(at(33)).toMatchObject({ fanSpeed: 1, chillerShare: 0 })
    expect(at(33).padEffectiveness).toBeGreaterThan(0)
    expect(at(33).padEffectiveness).toBeLessThan(0.75)
    const hot = solved(plant, demandOf({ setpointC: 36, heatW: 21e6, dryBulbC: 43.7, humidityRatio: 0.0133 }))
    expect(hot).toMatchObject({ fanSpeed: 1, padEffectiveness: 0.75, holds: true })
    expect(hot.chillerShare).toBeGreaterThan(0)
  })

  test(`the table of fan speeds errs by less than 0.2 % of power and 0.05 K against the exact solver (seed ${SEED})`, () => {
    const between = draws(SEED)
    const { cooler } = coolers.table
    for (let i = 0; i < 300; i++) {
      const heatW = between(2e5, 4e6)
      const dryBulbC = between(-20, 33)
      const returnC = 36 + heatW / cooler.capacityFlowWPerK
      const exact = dryCoolerFanSpeed(cooler, heatW, returnC - dryBulbC)
      const { fanSpeed } = solved(plant, demandOf({ setpointC: 36, heatW, units: 1, dryBulbC, humidityRatio: 0.004, waterLimitKgps: 0 }))
      if (exact > 1) continue
      expect(Math.abs((fanSpeed / exact) ** 3 - 1), `seed ${SEED} draw ${i}`).toBeLessThan(0.002)
      const supplyC = dryBulbC + dryCoolerItdK(cooler, heatW, fanSpeed) - heatW / cooler.capacityFlowWPerK
      expect(Math.abs(supplyC - 36)).toBeLessThan(0.05)
    }
  })

  test(`supply never falls below the air behind the pads (seed ${SEED})`, () => {
    const between = draws(SEED)
    for (let i = 0; i < 500; i++) {
      const demand = demandOf({ setpointC: 20, supplyC: 20 + between(0, 20), heatW: between(1e5, 3e7), dryBulbC: between(15, 45), chillers: 0 })
      const answer = solved(plant, demand)
      if (answer.slopeWPerK === 0) continue
      const airC = demand.dryBulbC - answer.padEffectiveness * (demand.dryBulbC - demand.wetBulbC)
      const lastingC = (demand.heatW - answer.interceptW) / answer.slopeWPerK
      expect(lastingC).toBeGreaterThanOrEqual(airC - 1e-9)
    }
  })
})

describe('air-cooled-chiller', () => {
  const plant = plantOf('air-cooled-chiller').create(parts)

  test('air alone, then air first, then compressors alone; never better than Carnot', () => {
    const modes = [5, 27, 34, 45].map(dryBulbC => solved(plant, demandOf({ dryBulbC, heatW: 2e6 })))
    expect(modes.map(({ freeShare }) => freeShare > 0)).toEqual([true, true, true, false])
    expect(modes[0]).toMatchObject({ freeShare: 1, chillerShare: 0 })
    for (const dryBulbC of [35, 40, 45]) {
      const answer = solved(plant, demandOf({ dryBulbC, heatW: 2e6 }))
      expect(answer.chillerHeatW / answer.electricW).toBeLessThanOrEqual(chillerCarnotCop(screw.unit, 30, dryBulbC))
      expect(chillerCop(screw.unit, 30, dryBulbC)).toBeLessThan(chillerCarnotCop(screw.unit, 30, dryBulbC))
    }
  })

  test('condenser heat is evaporator heat plus power: all of it reaches the air', () => {
    const answer = solved(plant, demandOf({ dryBulbC: 35, heatW: 2e6 }))
    expect(answer.coolerHeatW + answer.chillerHeatW + answer.electricW).toBeCloseTo(2e6 + answer.electricW, 3)
  })
})

describe('economiser', () => {
  const [supplyC, returnC] = [22, 32]

  test('swings within the dead band do not change the mode', () => {
    const mode = (previous: number, reachedC: number): number => economiserMode(previous, Infinity, reachedC, supplyC, returnC)
    for (const previous of [ECONOMISER.free, ECONOMISER.partial]) for (const reachedC of [21.1, 21.9, 21.2, 22]) expect(mode(previous, reachedC)).toBe(previous)
    for (const previous of [ECONOMISER.partial, ECONOMISER.mechanical]) for (const reachedC of [30.1, 30.9, 30.2, 31]) expect(mode(previous, reachedC)).toBe(previous)
    expect(mode(ECONOMISER.free, 22.1)).toBe(ECONOMISER.partial)
    expect(mode(ECONOMISER.partial, 31.1)).toBe(ECONOMISER.mechanical)
    expect(mode(ECONOMISER.mechanical, 20)).toBe(ECONOMISER.free)
  })

  test('more outdoor air waits for twenty minutes in a mode, less of it does not', () => {
    expect(economiserMode(ECONOMISER.mechanical, 19 * 60_000, 10, supplyC, returnC)).toBe(ECONOMISER.mechanical)
    expect(economiserMode(ECONOMISER.mechanical, 20 * 60_000, 10, supplyC, returnC)).toBe(ECONOMISER.free)
    expect(economiserMode(ECONOMISER.free, 0, 40, supplyC, returnC)).toBe(ECONOMISER.mechanical)
  })
})
