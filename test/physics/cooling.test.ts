import { describe, expect, test } from 'vitest'
import { effectivenessFor, padWaterKgps, preCool } from '../../src/physics/adiabatic.ts'
import { affinityPowerW, parallelPumpFlowFraction } from '../../src/physics/affinity.ts'
import { airFlowM3ps, coilSupplyC, fanPowerW, hallAir, rearDoorHeatW } from '../../src/physics/air-side.ts'
import type { CarnotChiller } from '../../src/physics/chiller.ts'
import {
  CARNOT_CLASSES,
  chillerCapacityW,
  chillerCarnotCop,
  chillerCop,
  chillerPartLoadFactor,
  chillerPowerW,
} from '../../src/physics/chiller.ts'
import { towerApproach, towerFanFraction, yorkCalcApproachK } from '../../src/physics/cooling-tower.ts'
import {
  GB200_COLD_PLATE,
  cduApproachK,
  coolantFlowKgps,
  coolantRiseK,
  effectiveResistanceKPerW,
  fullPowerCeilingC,
  junctionC,
  mustShutDown,
  throttleFraction,
} from '../../src/physics/direct-liquid.ts'
import {
  BAC_TDFS1238N,
  FAN_TABLE_POWER_TOLERANCE,
  buildFanTable,
  createDryCooler,
  crossFlowEffectiveness,
  dryCoolerAirKgps,
  dryCoolerFanSpeed,
  dryCoolerFanW,
  dryCoolerHeatW,
  dryCoolerItdK,
  fanSpeedFromTable,
} from '../../src/physics/dry-cooler.ts'
import {
  humidityRatioOfRelative,
  saturationHumidityRatio,
  wetBulbC,
} from '../../src/physics/psychrometrics.ts'
import { bufferTankM3, cyclesLimit, makeup, towerEvaporation } from '../../src/physics/water.ts'
import { draws } from './draws.ts'

describe('direct liquid', () => {
  test('W7.1: one kilowatt at 1.5 L/min per kW', () => {
    const flowKgps = coolantFlowKgps(1000, 1.5)
    expect(flowKgps).toBeCloseTo(0.02537, 4)
    expect(coolantRiseK(1000, flowKgps)).toBeCloseTo(10.1, 2)
  })

  test('W7.2: approach at 80 %', () => {
    expect(cduApproachK(4, 0.8e6, 1e6)).toBeCloseTo(3.2, 9)
  })

  test('W7.3: junction, ceiling and throttle', () => {
    const plate = { ...GB200_COLD_PLATE, coolantRiseK: coolantRiseK(1000, coolantFlowKgps(1000, 1.5)) }
    expect(junctionC(plate, 36)).toBeCloseTo(71.05, 2)
    expect(effectiveResistanceKPerW(plate)).toBeCloseTo(0.02921, 5)
    expect(fullPowerCeilingC(plate)).toBeCloseTo(49.95, 2)
    expect(throttleFraction(plate, 52)).toBeCloseTo(0.9414, 4)
    expect(throttleFraction(plate, 55)).toBeCloseTo(0.8559, 4)
  })

  test('I18: the throttle never rises with supply temperature and is exactly 1 below the ceiling', () => {
    const ceilingC = fullPowerCeilingC(GB200_COLD_PLATE)
    let previous = 1
    for (let supplyC = 20; supplyC < 90; supplyC += 0.05) {
      const fraction = throttleFraction(GB200_COLD_PLATE, supplyC)
      if (supplyC <= ceilingC) expect(fraction).toBe(1)
      expect(fraction).toBeLessThanOrEqual(previous)
      expect(fraction).toBeGreaterThanOrEqual(0.5)
      previous = fraction
    }
    expect(mustShutDown(GB200_COLD_PLATE, 70)).toBe(false)
    expect(mustShutDown(GB200_COLD_PLATE, 78)).toBe(true)
  })
})

describe('air side and affinity', () => {
  test('W7.4: one megawatt hall', () => {
    const air = hallAir(1e6, 12, 24, 1.15, { recirculationFraction: 0.05, bypassFraction: 0.1 })
    expect(airFlowM3ps(1e6, 12, 1.15)).toBeCloseTo(72.03, 2)
    expect(air.serverFlowM3ps).toBeCloseTo(72.03, 2)
    expect(air.crahFlowM3ps).toBeCloseTo(76.03, 2)
    expect(air.inletC).toBeCloseTo(24.63, 2)
    expect(air.returnC).toBeCloseTo(35.37, 2)
    expect(fanPowerW(air.crahFlowM3ps, 350, 0.62) / 1000).toBeCloseTo(42.92, 2)
  })

  test('W7.5: pump of 40 kW at 70 % flow, and the bare cube law', () => {
    expect(affinityPowerW(40_000, 0.7) / 1000).toBeCloseTo(17.66, 2)
    expect(affinityPowerW(1, 0.8, 0)).toBeCloseTo(0.512, 12)
    expect(affinityPowerW(1, 0.5, 0)).toBeCloseTo(0.125, 12)
    expect(affinityPowerW(1, 0.1)).toBe(affinityPowerW(1, 0.4))
  })

  test('W7.10b and W7.10c: rear door and coil', () => {
    expect(rearDoorHeatW(2667, 39, 20, 0.75) / 1000).toBeCloseTo(38.0, 2)
    expect(coilSupplyC(18, 0.8)).toBeCloseTo(22.8, 9)
    expect(parallelPumpFlowFraction(2, 2)).toBe(1)
    expect(parallelPumpFlowFraction(1, 2)).toBeCloseTo(0.5359, 4)
  })
})

describe('chiller by share of Carnot', () => {
  const machine = (kind: keyof typeof CARNOT_CLASSES): CarnotChiller => ({
    ...CARNOT_CLASSES[kind],
    ratedHeatW: 1e6,
    leavingRatedC: 20,
    condenserRatedC: 35,
    condenserRangeK: 5.56,
  })

  test.each([
    ['airScrew', 6.67, 35, 2.901],
    ['airFreeCooling', 20, 35, 4.618],
    ['airFreeCooling', 22, 43.7, 3.777],
    ['airFreeCooling', 40, 46, 7.156],
    ['waterCentrifugal', 18, 24, 12.64],
  ] as const)('COP of %s at %d/%d °C', (kind, leavingC, condenserC, cop) => {
    const digits = cop > 10 ? 2 : 3
    expect(chillerCop(machine(kind), leavingC, condenserC)).toBeCloseTo(cop, digits)
  })

  test('half load costs 0.4566 of full power', () => {
    expect(chillerPartLoadFactor(0.5)).toBeCloseTo(0.4566, 4)
    expect(chillerPartLoadFactor(1)).toBe(1)
    expect(chillerPartLoadFactor(0)).toBe(0)
    const chiller = machine('airFreeCooling')
    expect(chillerPowerW(chiller, 1e6, 20, 35)).toBeCloseTo(1e6 / 4.618, -2)
    expect(chillerPowerW(chiller, 0.5e6, 20, 35)).toBeCloseTo((0.4566 * 1e6) / 4.618, -2)
  })

  test('capacity follows both temperatures inside its bounds', () => {
    const chiller = machine('airFreeCooling')
    expect(chillerCapacityW(chiller, 20, 35)).toBe(1e6)
    expect(chillerCapacityW(chiller, 22, 43.7)).toBeCloseTo(1e6 * (1 + 0.05 - 0.087), 3)
    expect(chillerCapacityW(chiller, 45, 35)).toBe(1.3e6)
    expect(chillerCapacityW(chiller, 5, 45)).toBe(0.6e6)
  })

  for (const seed of [21, 22]) {
    test(`I16, I17: never better than Carnot, never more capable when hotter, seed ${seed}`, () => {
      const draw = draws(seed)
      const kinds = Object.keys(CARNOT_CLASSES) as (keyof typeof CARNOT_CLASSES)[]
      for (let index = 0; index < 5000; index += 1) {
        const chiller = machine(kinds[index % kinds.length])
        const leavingC = draw(5, 45)
        const condenserC = draw(-10, 52)
        const label = `seed ${seed}, draw ${index}: ${leavingC}/${condenserC} °C`
        const heatW = draw(0.01, 1) * chillerCapacityW(chiller, leavingC, condenserC)
        const powerW = chillerPowerW(chiller, heatW, leavingC, condenserC)
        expect(heatW / powerW, label).toBeLessThanOrEqual(chillerCarnotCop(chiller, leavingC, condenserC))
        expect(chillerCapacityW(chiller, leavingC, condenserC + 1), label).toBeLessThanOrEqual(
          chillerCapacityW(chiller, leavingC, condenserC),
        )
        expect(chillerPowerW(chiller, heatW, leavingC, condenserC + 1), label).toBeGreaterThanOrEqual(powerW)
        expect(chillerPowerW(chiller, heatW * 1.01, leavingC, condenserC), label).toBeGreaterThan(powerW)
      }
    })
  }
})

describe('cooling tower, YorkCalc', () => {
  // Independent values at range 5.56 K and flow ratio 1 unless said otherwise, to 1e-5 as printed.
  test.each([
    [25.55, 5.56, 1, 3.84452],
    [20, 5.56, 1, 5.05802],
    [10, 5.56, 1, 7.77061],
    [20, 5.56, 1.5, 8.0432],
    [20, 5.56, 2, 10.9299],
    [20, 8, 1, 6.73748],
  ])('wet bulb %d °C, range %d K, flow ratio %d', (wetBulb, rangeK, flowRatio, approachK) => {
    expect(Math.abs(yorkCalcApproachK({ wetBulbC: wetBulb, rangeK, flowRatio }) - approachK)).toBeLessThan(6e-6)
  })

  test('W7.8: the five other points and the fan', () => {
    const approach = (wetBulb: number, flowRatio: number) =>
      yorkCalcApproachK({ wetBulbC: wetBulb, rangeK: 5.56, flowRatio })
    expect(approach(25.56, 1)).toBeCloseTo(3.843, 3)
    expect(approach(0, 1)).toBeCloseTo(11.16, 2)
    expect(approach(18, 0.8)).toBeCloseTo(4.236, 3)
    expect(towerFanFraction(0.7)).toBeCloseTo(0.3428, 4)
    expect(towerFanFraction(0)).toBe(0)
  })

  test('leaving the fit is named, and the approach stays at or above 1.1 K (I15)', () => {
    expect(towerApproach({ wetBulbC: 20, rangeK: 5.56, flowRatio: 1 }).crossed).toEqual([])
    expect(towerApproach({ wetBulbC: 29, rangeK: 5.56, flowRatio: 1 }).crossed).toEqual(['wetBulbC'])
    const draw = draws(31)
    for (let index = 0; index < 5000; index += 1) {
      const duty = { wetBulbC: draw(-40, 35), rangeK: draw(0.1, 25), flowRatio: draw(0.2, 9) }
      const found = towerApproach(duty)
      expect(found.leavingC, `seed 31, draw ${index}`).toBeGreaterThanOrEqual(duty.wetBulbC + 1.1 - 1e-9)
    }
  })
})

describe('dry cooler', () => {
  const cooler = createDryCooler(BAC_TDFS1238N)

  test('rating: capacity flow and transfer units', () => {
    expect(cooler.capacityFlowWPerK / 1000).toBeCloseTo(527.2, 1)
    expect(cooler.ntuRated).toBeCloseTo(1.152, 3)
    expect(dryCoolerHeatW(cooler, 1, 11.11)).toBeCloseTo(2_931_000, 0)
    expect(dryCoolerFanW(cooler, 1)).toBe(117_680)
  })

  test('W7.9: 18 K of initial difference', () => {
    expect(dryCoolerHeatW(cooler, 1, 18) / 1000).toBeCloseTo(4749, 0)
    const y = dryCoolerFanSpeed(cooler, 3e6, 18)
    expect(y).toBeCloseTo(0.4594, 4)
    expect(dryCoolerFanW(cooler, y) / 1000).toBeCloseTo(11.41, 2)
    expect(dryCoolerItdK(cooler, 3e6, y)).toBeCloseTo(18, 9)
  })

  test('W7.10: pads at 38 °C and 25 %', () => {
    const w = humidityRatioOfRelative(38, 0.25, 101325)
    const wet = wetBulbC(38, w, 101325)
    expect(wet).toBeCloseTo(22.25, 2)
    const air = preCool(38, wet, w, 0.75)
    expect(air.airC).toBeCloseTo(26.19, 2)
    expect(air.moisturePerAir).toBeCloseTo(0.004748, 6)
    expect(dryCoolerAirKgps(cooler, 1)).toBeCloseTo(524.0, 1)
    expect(dryCoolerAirKgps(cooler, 1) * air.moisturePerAir).toBeCloseTo(2.488, 3)
    expect(padWaterKgps(524, 0.004748)).toBeCloseTo(2.488 * 1.2, 2)
    expect(effectivenessFor(38, wet, air.airC)).toBeCloseTo(0.75, 9)
    expect(effectivenessFor(38, wet, 39)).toBe(0)
    expect(effectivenessFor(38, 38, 30)).toBe(Infinity)
  })

  test('no heat needs no fan; no driving difference or too much heat is out of reach', () => {
    const table = buildFanTable(cooler)
    for (const solve of [
      (heatW: number, itdK: number) => dryCoolerFanSpeed(cooler, heatW, itdK),
      (heatW: number, itdK: number) => fanSpeedFromTable(table, heatW, itdK),
    ]) {
      expect(solve(0, 10)).toBe(0)
      expect(solve(0, -10)).toBe(0)
      expect(solve(1, 0)).toBe(Infinity)
      expect(solve(1, -3)).toBe(Infinity)
      expect(solve(4.8e6, 18)).toBe(Infinity)
    }
    expect(fanSpeedFromTable(table, cooler.conductanceFractionMax * cooler.capacityFlowWPerK, 1)).toBe(1)
  })

  for (const seed of [41, 42]) {
    test(`I16, I17: effectiveness and heat are bounded and monotone; table against solver, seed ${seed}`, () => {
      const draw = draws(seed)
      const table = buildFanTable(cooler)
      for (let index = 0; index < 3000; index += 1) {
        const label = `seed ${seed}, draw ${index}`
        const effectiveness = crossFlowEffectiveness(draw(0.001, 20), draw(0.001, 1))
        expect(effectiveness, label).toBeGreaterThanOrEqual(0)
        expect(effectiveness, label).toBeLessThanOrEqual(1)
        const itdK = draw(0.5, 40)
        const airFactor = draw(0.7, 1)
        const y = draw(0.001, 0.999)
        const heatW = dryCoolerHeatW(cooler, y, itdK, airFactor)
        expect(dryCoolerHeatW(cooler, y * 1.001, itdK, airFactor), label).toBeGreaterThan(heatW)
        expect(dryCoolerHeatW(cooler, y, itdK - 0.1, airFactor), label).toBeLessThan(heatW)
        expect(dryCoolerFanSpeed(cooler, heatW, itdK, airFactor), label).toBeCloseTo(y, 9)
        const tableY = fanSpeedFromTable(table, heatW, itdK, airFactor)
        expect(Math.abs((tableY / y) ** 3 - 1), label).toBeLessThan(FAN_TABLE_POWER_TOLERANCE)
        expect(fanSpeedFromTable(table, heatW * 1.0001, itdK, airFactor), label).toBeGreaterThan(tableY)
      }
    })
  }
})

describe('water', () => {
  test('W7.11: 10 MW tower in summer and winter', () => {
    const summer = {
      dryBulbC: 30,
      humidityRatio: humidityRatioOfRelative(30, 0.5, 101325),
      pressurePa: 101325,
    }
    const loss = towerEvaporation(1e7, 35, 29.44, summer)
    expect(loss.airKgps).toBeCloseTo(209.6, 1)
    expect(loss.evaporatedKgps).toBeCloseTo(3.718, 3)
    expect(loss.latentFraction).toBeCloseTo(0.9034, 4)
    expect((loss.evaporatedKgps * 3600) / 1e4).toBeCloseTo(1.338, 3)
    const winter = { dryBulbC: 5, humidityRatio: humidityRatioOfRelative(5, 0.7, 101325), pressurePa: 101325 }
    const cold = towerEvaporation(1e7, 25, 19.44, winter)
    expect((cold.evaporatedKgps * 3600) / 1e4).toBeCloseTo(0.93, 4)
    expect(cold.latentFraction).toBeCloseTo(0.6277, 4)
  })

  test.each([
    [3, 5.576],
    [5, 4.647],
    [8, 4.249],
  ])('W7.11: makeup at %d cycles', (cycles, makeupKgps) => {
    expect(makeup(3.7175, cycles, 0.03).makeupKgps).toBeCloseTo(makeupKgps, 2)
  })

  test('I6: the balance closes', () => {
    const draw = draws(51)
    for (let index = 0; index < 2000; index += 1) {
      const evaporated = draw(0, 100)
      const cycles = draw(1.5, 10)
      const drift = draw(0, 0.001) * evaporated
      const water = makeup(evaporated, cycles, drift)
      const label = `seed 51, draw ${index}`
      expect(water.makeupKgps, label).toBeCloseTo(evaporated + water.blowdownKgps + drift, 9)
      expect(water.blowdownKgps * (cycles - 1), label).toBeCloseTo(evaporated - drift * (cycles - 1), 9)
    }
  })

  test('W7.12, W7.13 and chemistry', () => {
    expect((4.647 * 86_400) / 1000).toBeCloseTo(401.5, 1)
    expect(bufferTankM3(25e6, 300_000, 10)).toBeCloseTo(201.4, 0)
    expect(cyclesLimit(30, 50, 500)).toBe(5)
    expect(saturationHumidityRatio(32.22, 101325)).toBeGreaterThan(0.03)
  })
})
