import { describe, expect, test } from 'vitest'
import { extremeDryBulbC, extremeFactor } from '../../src/physics/extremes.ts'
import {
  airDensityKgpm3,
  altitudeFactor,
  dewPointC,
  enthalpyJPerKg,
  humidityRatioOfRelative,
  humidityRatioOfWetBulb,
  pressureAtElevationPa,
  saturationHumidityRatio,
  saturationPressurePa,
  stullWetBulbC,
  vapourPressurePa,
  wetBulbC,
} from '../../src/physics/psychrometrics.ts'
import { draws } from './draws.ts'

describe('worked examples of moist air', () => {
  test('W1.1: pressure at 337.4 m', () => {
    expect(pressureAtElevationPa(337.4)).toBeCloseTo(97337, 0)
    expect(pressureAtElevationPa(0)).toBe(101325)
    expect(altitudeFactor(pressureAtElevationPa(0))).toBe(1)
  })

  test('W1.2: 40 °C, 15 %, 97 337 Pa', () => {
    const w = humidityRatioOfRelative(40, 0.15, 97337)
    expect(saturationPressurePa(40)).toBeCloseTo(7383, 0)
    expect(w).toBeCloseTo(0.007158, 6)
    expect(wetBulbC(40, w, 97337)).toBeCloseTo(20.11, 2)
    expect(enthalpyJPerKg(40, w) / 1000).toBeCloseTo(58.67, 2)
    expect(airDensityKgpm3(40, w, 97337)).toBeCloseTo(1.078, 3)
    expect(stullWetBulbC(40, 0.15)).toBeCloseTo(20.77, 2)
  })

  test('W1.3: 30 °C, 50 %, sea level', () => {
    const w = humidityRatioOfRelative(30, 0.5, 101325)
    expect(saturationPressurePa(30)).toBeCloseTo(4246, -0.3)
    expect(w).toBeCloseTo(0.01331, 5)
    // 22.005: the printed 22.01 and our 22.00 lie on either side of the rounding.
    expect(Math.abs(wetBulbC(30, w, 101325) - 22.01)).toBeLessThan(0.006)
    expect(enthalpyJPerKg(30, w) / 1000).toBeCloseTo(64.21, 2)
    expect(airDensityKgpm3(30, w, 101325)).toBeCloseTo(1.155, 3)
  })

  test('W1.4: Stull at 20 °C and 50 %', () => {
    expect(stullWetBulbC(20, 0.5)).toBeCloseTo(13.7, 2)
  })

  test('W1.5: twenty- and fifty-year dry bulb of Dallas–Fort Worth', () => {
    expect(extremeFactor(20)).toBeCloseTo(1.866, 3)
    expect(extremeFactor(50)).toBeCloseTo(2.592, 3)
    expect(extremeDryBulbC(40.3, 1.8, 20)).toBeCloseTo(43.66, 2)
    expect(extremeDryBulbC(40.3, 1.8, 50)).toBeCloseTo(44.97, 2)
  })
})

describe('saturation pressure', () => {
  // ASHRAE Handbook of Fundamentals ch. 1, table 3, as tested by psychrolib.
  test.each([
    [-60, 1.08],
    [-20, 103.24],
    [-5, 401.74],
    [5, 872.6],
    [25, 3169.7],
    [50, 12351.3],
    [100, 101418],
  ])('at %d °C is %d Pa within 0.03 %%', (tempC, pressurePa) => {
    const rounding = pressurePa < 10 ? 5e-3 : 3e-4
    expect(Math.abs(saturationPressurePa(tempC) / pressurePa - 1)).toBeLessThan(rounding)
  })

  test('the two phases meet at the triple point', () => {
    const ratio = saturationPressurePa(0.010001) / saturationPressurePa(0.01)
    expect(Math.abs(ratio - 1)).toBeLessThan(2e-4)
  })
})

/** Wet bulb by plain bisection of the definition, the slow and obvious way, on the water or on the ice branch. */
function bisectedWetBulbC(dryBulbC: number, humidityRatio: number, pressurePa: number): number {
  const isIcy = dryBulbC < 0 || humidityRatioOfWetBulb(dryBulbC, 0, pressurePa) > humidityRatio
  let low = isIcy ? -120 : 0
  let high = isIcy ? Math.min(dryBulbC, -1e-12) : dryBulbC
  for (let step = 0; step < 80; step += 1) {
    const middle = 0.5 * (low + high)
    if (humidityRatioOfWetBulb(dryBulbC, middle, pressurePa) < humidityRatio) low = middle
    else high = middle
  }
  return 0.5 * (low + high)
}

describe('wet bulb against bisection and against the dew point', () => {
  for (const seed of [1, 2, 3]) {
    test(`5 000 random states, seed ${seed}`, () => {
      const draw = draws(seed)
      for (let index = 0; index < 5000; index += 1) {
        const dryBulbC = draw(-40, 60)
        const pressurePa = draw(60_000, 105_000)
        const relative = draw(0.02, 1)
        const w = humidityRatioOfRelative(dryBulbC, relative, pressurePa)
        const found = wetBulbC(dryBulbC, w, pressurePa)
        const label = `seed ${seed}: ${dryBulbC} °C, ${relative}, ${pressurePa} Pa`
        expect(Math.abs(found - bisectedWetBulbC(dryBulbC, w, pressurePa)), label).toBeLessThan(1e-6)
        // I15: dew point ≤ wet bulb ≤ dry bulb. Below 0 °C the frost point is meant. The equation's own constants leave a
        // few thousandths of a kelvin near saturation.
        expect(found, label).toBeLessThanOrEqual(dryBulbC + 1e-9)
        const dewC = dewPointC(vapourPressurePa(w, pressurePa))
        expect(dewC, label).toBeLessThanOrEqual(found + 1e-6)
      }
    })
  }

  test('saturated and supersaturated air give the dry bulb', () => {
    expect(wetBulbC(15, saturationHumidityRatio(15, 101325), 101325)).toBeCloseTo(15, 6)
    expect(wetBulbC(15, 0.03, 101325)).toBe(15)
  })

  test('dew point is the inverse of saturation', () => {
    for (let tempC = -50; tempC <= 50; tempC += 0.7) {
      expect(dewPointC(saturationPressurePa(tempC))).toBeCloseTo(tempC, 6)
    }
  })
})
