import { describe, expect, test } from 'vitest'
import { TRIP_CONSTANT_MS, breakerClockAfter, breakerTripMs } from '../../src/physics/breaker-trip.ts'
import {
  CONVERTER_FITS,
  LOSSLESS,
  NO_OUTPUT,
  affineConverterCurve,
  converterCurve,
  converterEfficiency,
  inputW,
  integerInputW,
  integerLossW,
  integerOutputW,
  lossW,
  outputW,
} from '../../src/physics/converter-loss.ts'
import {
  GENERATOR_GRADES,
  blockSuccess,
  dieselDerate,
  dieselFuelLph,
  evaporativeInletC,
  gasAvailableW,
  gasHeatRateKjPerKwh,
  generatorSurvival,
} from '../../src/physics/generator.ts'
import { pressureAtElevationPa } from '../../src/physics/psychrometrics.ts'
import {
  ONAF_POWER,
  ageingRateUpgraded,
  hotSpotC,
  steadyHeat,
  steadyLoadLimit,
  transformerHeatAfter,
} from '../../src/physics/transformer-hot-spot.ts'
import {
  TRANSFORMER_2500_KVA,
  TRANSFORMER_3000_KVA,
  apparentPowerVa,
  transformerCurve,
  transformerOfPeakEfficiency,
} from '../../src/physics/transformer.ts'
import { RIDE_THROUGH_EXPONENT, rideThroughMs } from '../../src/physics/ups-ride-through.ts'
import { draws } from './draws.ts'

describe('transformer losses', () => {
  test('W3.1: 100 MVA of peak efficiency 0.9977 at 45 %', () => {
    const rating = transformerOfPeakEfficiency(100e6, 0.9977, 0.45)
    expect(rating.noLoadLossW).toBeCloseTo(51750, 3)
    expect(rating.loadLossW).toBeCloseTo(255556, 0)
    const curve = transformerCurve(rating, 0.98)
    const outW = 72e6 * 0.98
    expect(lossW(curve, outW)).toBeCloseTo(184230, 0)
    expect(converterEfficiency(curve, outW)).toBeCloseTo(0.9974, 4)
    expect(inputW(curve, outW) / 1e6).toBeCloseTo(70.74, 2)
    expect(apparentPowerVa(outW, 0.98)).toBeCloseTo(72e6, 6)
  })

  test('W3.2: 2.5 MVA at 1.6 MVA', () => {
    const curve = transformerCurve(TRANSFORMER_2500_KVA, 0.98)
    const outW = 1.6e6 * 0.98
    expect(lossW(curve, outW)).toBeCloseTo(9153, 0)
    expect(converterEfficiency(curve, outW)).toBeCloseTo(0.9942, 4)
  })
})

describe('transformer hot spot (forced air, loss ratio 6)', () => {
  test.each([
    ['W3.3', 1.0, 20, 72.0, 98.0, 0.2817],
    ['W3.4', 0.9, 35, 80.11, 102.8, 0.4711],
    ['W3.5', 1.0, 40, 92.0, 118.0, 2.228],
    ['W3.6', 1.2, 30, 97.17, 130.1, 7.066],
  ])('%s: load %d at %d °C', (_name, load, ambientC, topOilC, spotC, rate) => {
    const heat = steadyHeat(ONAF_POWER, load, ambientC)
    expect(heat.topOilC).toBeCloseTo(topOilC, 2)
    expect(hotSpotC(heat)).toBeCloseTo(spotC, 1)
    expect(ageingRateUpgraded(hotSpotC(heat)) / rate).toBeCloseTo(1, 3)
  })

  test('W3.5: one day is 0.02971 % of life', () => {
    const rate = ageingRateUpgraded(hotSpotC(steadyHeat(ONAF_POWER, 1, 40)))
    expect((rate * 24 * 100) / 180_000).toBeCloseTo(0.02971, 5)
  })

  test('W3.7: step from half to 1.2 of the rating, after an hour', () => {
    const start = steadyHeat(ONAF_POWER, 0.5, 30)
    const heat = transformerHeatAfter(ONAF_POWER, start, 1.2, 30, 3_600_000)
    expect(heat.topOilC).toBeCloseTo(77.24, 2)
    expect(hotSpotC(heat)).toBeCloseTo(119.6, 1)
    expect(heat.gradientRiseK).toBeCloseTo(65.29, 2)
    expect(heat.gradientLagK).toBeCloseTo(22.89, 2)
  })

  test('W3.8: load limit at 110 °C', () => {
    const limits = [20, 30, 40, 45].map((ambientC) => steadyLoadLimit(ONAF_POWER, 110, ambientC))
    expect(limits[0]).toBeCloseTo(1.111, 3)
    expect(limits[1]).toBeCloseTo(1.019, 3)
    expect(limits[2]).toBeCloseTo(0.9222, 4)
    expect(limits[3]).toBeCloseTo(0.8718, 4)
    expect(steadyLoadLimit(ONAF_POWER, 30, 40)).toBe(0)
  })
})

describe('converter losses', () => {
  const ups = converterCurve(2.5e6, CONVERTER_FITS.upsDoubleConversion)

  test('W4.7: 2.5 MW double conversion', () => {
    expect(lossW(ups, 250e3) / 1000).toBeCloseTo(14.76, 2)
    expect(lossW(ups, 625e3) / 1000).toBeCloseTo(21.02, 2)
    expect(lossW(ups, 1250e3) / 1000).toBeCloseTo(34.06, 2)
    expect(lossW(ups, 2500e3) / 1000).toBeCloseTo(70.0, 2)
  })

  test.each([
    ['upsDoubleConversion', [0.9442, 0.9675, 0.9735, 0.9728]],
    ['upsEco', [0.9715, 0.9855, 0.9896, 0.9906]],
  ] as const)('efficiency of %s at 10, 25, 50, 100 %%', (name, expected) => {
    const curve = converterCurve(1e6, CONVERTER_FITS[name])
    const found = [0.1, 0.25, 0.5, 1].map((x) => converterEfficiency(curve, x * 1e6))
    found.forEach((efficiency, index) => expect(efficiency).toBeCloseTo(expected[index], 4))
  })

  test('W4.8: a Frontier node through both conversions', () => {
    const node = 4 * 560 + 280 + 74.26 + 4 * 20 + 30
    const dcToDc = affineConverterCurve(13, 0.98)
    const rectifier = affineConverterCurve(17, 0.96)
    expect(node).toBeCloseTo(2704.26, 6)
    expect(inputW(dcToDc, node)).toBeCloseTo(2772.71, 2)
    const shelfW = inputW(rectifier, 4 * inputW(dcToDc, node))
    expect(shelfW).toBeCloseTo(11570.7, 1)
    expect((4 * node) / shelfW).toBeCloseTo(0.9349, 4)
  })

  test('W4.9: output of 2 MW into the UPS', () => {
    expect(outputW(ups, 2e6) / 1000).toBeCloseTo(1947.5, 2)
  })

  test('W6.1 and W6.2: integer watts through UPS and transformer', () => {
    const transformer = transformerCurve(TRANSFORMER_3000_KVA, 0.98)
    expect(integerLossW(ups, 2_300_000)).toBe(63_368)
    expect(integerInputW(ups, 2_300_000)).toBe(2_363_368)
    expect(integerLossW(transformer, 2_363_368)).toBe(16_236)
    expect(integerInputW(transformer, 2_363_368)).toBe(2_379_604)
    expect(integerOutputW(transformer, 2_000_000)).toBe(1_987_959)
    expect(integerInputW(transformer, 1_987_959)).toBe(2_000_000)
    expect(integerOutputW(ups, 1_987_959)).toBe(1_935_804)
    expect(integerInputW(ups, 1_935_804)).toBe(1_987_959)
    expect(integerInputW(ups, 1_935_805)).toBe(1_987_960)
  })

  test('input below the no-load loss yields nothing', () => {
    expect(integerOutputW(ups, integerInputW(ups, 0) - 1)).toBe(NO_OUTPUT)
    expect(integerOutputW(ups, integerInputW(ups, 0))).toBe(0)
    expect(integerOutputW(LOSSLESS, 0)).toBe(0)
    expect(integerOutputW(LOSSLESS, 123)).toBe(123)
  })

  for (const seed of [11, 12]) {
    test(`the integer inverse is exact for random converters, seed ${seed}`, () => {
      const draw = draws(seed)
      for (let index = 0; index < 20_000; index += 1) {
        const fit = { a0: draw(0, 0.02), a1: draw(0, 0.03), a2: draw(0, 0.03) }
        const curve = converterCurve(Math.round(draw(1e3, 1e8)), fit)
        const outW = Math.round(draw(0, 1.2e8))
        const label = `seed ${seed}, draw ${index}, out ${outW}`
        const inW = integerInputW(curve, outW)
        expect(Number.isSafeInteger(inW), label).toBe(true)
        expect(integerOutputW(curve, inW), label).toBe(outW)
        const free = Math.round(draw(curve.constantW + 2, 1.3e8))
        const found = integerOutputW(curve, free)
        expect(integerInputW(curve, found), label).toBeLessThanOrEqual(free)
        expect(integerInputW(curve, found + 1), label).toBeGreaterThan(free)
        // I16: efficiency below 1; I17: more load never lowers the source.
        expect(converterEfficiency(curve, outW + 1), label).toBeLessThan(1)
        expect(integerInputW(curve, outW + 1), label).toBeGreaterThan(inW)
      }
    })
  }
})

describe('engines', () => {
  test('W4.1: diesel fuel of a 3 MW set', () => {
    expect(dieselFuelLph(3e6, 1)).toBeCloseTo(750, 6)
    expect(dieselFuelLph(3e6, 0.5)).toBeCloseTo(390, 6)
    expect(dieselFuelLph(3e6, 0.5) / 1500).toBeCloseTo(0.26, 6)
    expect(40_000 / dieselFuelLph(3e6, 0.75)).toBeCloseTo(70.18, 2)
  })

  test('W4.2: derate at 43 °C and 1 600 m', () => {
    expect(dieselDerate(43, 1600)).toBeCloseTo(0.872, 6)
    expect(dieselDerate(40, 1000)).toBe(1)
  })

  test.each([
    ['wellKept', 0.9842, 0.9851, 0.9999, 1.0, 0.9992],
    ['reoptDefault', 0.9644, 0.8654, 0.9896, 0.9994, 0.9922],
    ['average', 0.9375, 0.7647, 0.9671, 0.9966, 0.9649],
    ['poor', 0.5574, 0.1481, 0.4056, 0.6518, 0.04692],
  ] as const)('W4.3: grade %s', (name, oneSetDay, tenOfTen, tenOfEleven, tenOfTwelve, tenOfTwelveDay) => {
    const grade = GENERATOR_GRADES[name]
    const start = generatorSurvival(grade, 0)
    const day = generatorSurvival(grade, 24)
    expect(day).toBeCloseTo(oneSetDay, 4)
    expect(blockSuccess(10, 10, start)).toBeCloseTo(tenOfTen, 4)
    expect(blockSuccess(10, 11, start)).toBeCloseTo(tenOfEleven, 4)
    expect(blockSuccess(10, 12, start)).toBeCloseTo(tenOfTwelve, 4)
    expect(blockSuccess(10, 12, day)).toBeCloseTo(tenOfTwelveDay, 4)
    expect(blockSuccess(10, 12, day, 0.001)).toBeCloseTo(tenOfTwelveDay * 0.999, 4)
  })

  test('W4.3: a well-kept set runs two weeks with 0.8157', () => {
    expect(generatorSurvival(GENERATOR_GRADES.wellKept, 336)).toBeCloseTo(0.8157, 4)
  })

  // Independent binomial tails.
  test.each([
    [1, 2, 0.0135, 1.8225e-4],
    [3, 4, 0.0135, 1.07392e-3],
    [4, 6, 0.0135, 4.77289e-5],
    [10, 12, 0.0135, 4.94034e-4],
    [4, 6, 0.0013, 4.381e-8],
  ])('%d of %d with start failure %d misses with %d', (needed, installed, failure, miss) => {
    expect((1 - blockSuccess(needed, installed, 1 - failure)) / miss).toBeCloseTo(1, 4)
  })

  test('W4.4: 34 MW turbine at 337 m', () => {
    const unit = { isoW: 34e6, derateFractionPerK: 0.0075, heatRateKjPerKwh: 10_000, loadFractionMin: 0.5 }
    const pressurePa = pressureAtElevationPa(337)
    expect(gasAvailableW(unit, 15, pressurePa) / 1e6).toBeCloseTo(32.66, 2)
    expect(gasAvailableW(unit, 35, pressurePa) / 1e6).toBeCloseTo(27.76, 2)
    expect(gasAvailableW(unit, 46, pressurePa) / 1e6).toBeCloseTo(25.07, 2)
    expect(gasHeatRateKjPerKwh(unit, 0.6)).toBeCloseTo(11_667, 0)
    expect(evaporativeInletC(40, 20)).toBeCloseTo(23, 9)
  })
})

test('W4.10: a 2.5 MW, 300 s lithium battery at 1.6 MW and 92 % health', () => {
  const battery = { ratedW: 2.5e6, ratedMs: 300_000, exponent: RIDE_THROUGH_EXPONENT.lithiumIon }
  expect(rideThroughMs(battery, 1.6e6, 0.92) / 1000).toBeCloseTo(441.0, 1)
})

describe('breaker trip', () => {
  test.each([
    [1.05, 3293, 0],
    [1.1, 1607, 0],
    [1.2, 767.0, 1],
    [1.3333, 434.0, 1],
    [1.5, 270.0, 1],
    [2, 112.5, 1],
  ])('W5.2: at %d of rating after %d s', (loadFraction, seconds, digits) => {
    expect(breakerTripMs(loadFraction) / 1000).toBeCloseTo(seconds, digits)
  })

  test('the clock adds up over changing overloads and forgets below rating', () => {
    const clock = breakerClockAfter(0, 1.2, 300_000)
    expect(breakerTripMs(1.2, clock)).toBeCloseTo(breakerTripMs(1.2) - 300_000, 6)
    expect(breakerClockAfter(clock, 1, 5)).toBe(0)
    expect(breakerTripMs(1)).toBe(Infinity)
    expect(breakerTripMs(1.25)).toBe(600_000)
    expect(TRIP_CONSTANT_MS).toBe(337_500)
  })
})
