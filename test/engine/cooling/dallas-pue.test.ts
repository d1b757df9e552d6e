/**
 * The 100 MW liquid-cooled reference campus at Dallas, computed hour by hour through the cooling domain: annual PUE, water, peak
 * and design day. Electrical losses by the converter and transformer formulas; no yard recirculation, no density derate, no
 * failures and no trim chillers, as in the reference.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import { designDay } from '../../../src/engine/cooling/design-day.ts'
import { buildWeatherSeries } from '../../../src/engine/site/weather-year.ts'
import { importWeather } from '../../../src/exchange/importers/index.ts'
import { CONVERTER_FITS, converterCurve, lossW } from '../../../src/physics/converter-loss.ts'
import { STANDARD_PRESSURE_PA } from '../../../src/physics/psychrometrics.ts'
import { TRANSFORMER_3000_KVA, transformerCurve, transformerOfPeakEfficiency } from '../../../src/physics/transformer.ts'
import type { WeatherSeries } from '../../../src/scenario/inputs.ts'
import { describeWithShared } from '../../fixtures.ts'
import { HOUR_MS } from '../world.ts'
import { blockDesign, CAMPUS_IT_W, createYard, weatherOf } from './yard.ts'

const BLOCKS = 4
const UPS = { count: 20, curve: converterCurve(1.667e6, CONVERTER_FITS.upsDoubleConversion) }
const BUSWAY = converterCurve(1.667e6, CONVERTER_FITS.busway)
const LV = { count: 14, curve: transformerCurve(TRANSFORMER_3000_KVA, 0.97) }
const HV = { count: 3, curve: transformerCurve(transformerOfPeakEfficiency(90e6, 0.9977, 0.45), 0.97) }

/** Losses inside electrical rooms of a block, W: UPS and busways, with what hangs on them. */
function roomLossW(itW: number, backedW: number): number {
  const buswayW = UPS.count * lossW(BUSWAY, itW / UPS.count)
  return buswayW + UPS.count * lossW(UPS.curve, (itW + buswayW + backedW) / UPS.count)
}

/** Draw of the whole site, W, when each of its four blocks draws this. */
function siteW(itW: number, roomW: number, mechanicalW: number): number {
  const lowW = itW + roomW + mechanicalW
  const blockW = lowW + LV.count * lossW(LV.curve, lowW / LV.count)
  return BLOCKS * blockW + HV.count * lossW(HV.curve, (BLOCKS * blockW) / HV.count)
}

interface Year {
  pue: number
  peakMW: number
  wue: number
  adiabaticHours: number
  hottestSupplyC: number
}

/** A year at constant load: every hour evaluated by the domain at its end, when temperatures of the hour have settled. */
function runYear(series: WeatherSeries, loadFraction: number, densityDerate = false): Year {
  const yard = createYard({ horizonMs: series.hours * HOUR_MS })
  const itW = loadFraction * CAMPUS_IT_W
  let roomW = roomLossW(itW, 0)
  const year: Year = { pue: 0, peakMW: 0, wue: 0, adiabaticHours: 0, hottestSupplyC: 0 }
  let siteWh = 0
  let waterKg = 0
  for (let hour = 0; hour < series.hours; hour++) {
    const weather = weatherOf(series.dryBulbC[hour], series.wetBulbC[hour], densityDerate ? series.pressurePa[hour] : STANDARD_PRESSURE_PA)
    yard.setWeather({ ...weather, humidityRatio: series.humidityRatio[hour] })
    yard.setLoad(itW, roomW)
    yard.run((hour + 1) * HOUR_MS - 1)
    const view = yard.cooling.view
    if (hour === 0) roomW = roomLossW(itW, yard.cooling.explain(0).backedW)
    const drawnW = siteW(itW, roomW, view.mechanicalW[0])
    siteWh += drawnW
    waterKg += view.makeupKgps[0] * 3600
    if (view.makeupKgps[0] > 0) year.adiabaticHours += 1
    year.peakMW = Math.max(year.peakMW, drawnW / 1e6)
    year.hottestSupplyC = Math.max(year.hottestSupplyC, view.facilitySupplyC[0])
    yard.run((hour + 1) * HOUR_MS)
  }
  year.pue = siteWh / (BLOCKS * itW * series.hours)
  year.wue = waterKg / ((itW / 1000) * series.hours)
  return year
}

describeWithShared('reference campus in the Dallas typical year', 'data/weather', folder => {
  let series: WeatherSeries
  beforeAll(() => {
    const read = importWeather(gunzipSync(readFileSync(join(folder, 'USA_TX_Dallas-Fort.Worth_TMYx.epw.gz'))).toString('utf8'))
    if (!read.ok) throw new Error(read.error.map(issue => issue.message).join('\n'))
    series = buildWeatherSeries({ kind: 'table', table: read.value.table }, { startDay: 20_819, hours: read.value.table.hours })
  })

  test.each([
    { load: 0.25, pue: 1.129, tolerance: 0.015, peakMW: 31.69, wue: 0.0721, hours: 476 },
    { load: 0.5, pue: 1.094, tolerance: 0.015, peakMW: 58.54, wue: 0.0866, hours: 774 },
    { load: 0.85, pue: 1.095, tolerance: 0.01, peakMW: 97.68, wue: 0.1213, hours: 1323 },
    { load: 1, pue: 1.101, tolerance: 0.015, peakMW: 115.1, wue: 0.1393, hours: 1656 },
  ])('load $load: PUE $pue ± $tolerance, peak $peakMW MW ± 3 %, WUE $wue ± 25 %, $hours adiabatic hours ± 5 %', row => {
    const year = runYear(series, row.load)
    expect(Math.abs(year.pue - row.pue)).toBeLessThan(row.tolerance)
    expect(Math.abs(year.peakMW / row.peakMW - 1)).toBeLessThan(0.03)
    expect(Math.abs(year.wue / row.wue - 1)).toBeLessThan(0.25)
    expect(Math.abs(year.adiabaticHours / row.hours - 1)).toBeLessThan(0.05)
  })

  test('the thinner air of the site’s 171 m costs less than half a percent of PUE', () => {
    const derated = runYear(series, 0.85, true).pue
    const plain = runYear(series, 0.85).pue
    expect(derated).toBeGreaterThan(plain)
    expect(derated - plain).toBeLessThan(0.005)
  })
})

describe('design day of the reference campus, 43.7 °C dry and 25.5 °C wet bulb', () => {
  const design = blockDesign()
  const day = { dryBulbC: 43.7, wetBulbC: 25.5, recirculationK: 0, roomLossW: roomLossW(CAMPUS_IT_W, 400_000) }

  test('the site draws 115.6 MW ± 2 % and 83.1 kg/s of water ± 2 %', () => {
    const { siteMechanicalW, makeupKgps } = designDay(design, day)
    const site = siteW(CAMPUS_IT_W, day.roomLossW, siteMechanicalW) / 1e6
    expect(Math.abs(site / 115.6 - 1)).toBeLessThan(0.02)
    expect(Math.abs((BLOCKS * makeupKgps) / 83.1 - 1)).toBeLessThan(0.02)
  })

  // The reference campus has 24 units over its four blocks; one or four out is a quarter unit or one unit in each.
  test.each([
    { out: 'none out', conditions: {}, supplyC: 36.76, within: 0.15 },
    { out: 'one of 24 units out', conditions: { unitsOut: 1 / 4 }, supplyC: 37.05, within: 0.15 },
    { out: 'four of 24 units out', conditions: { unitsOut: 1 }, supplyC: 38.1, within: 0.15 },
    { out: 'water lost', conditions: { hasWater: false }, supplyC: 50.41, within: 0.5 },
  ])('facility supply with $out: $supplyC °C ± $within K', ({ conditions, supplyC, within }) => {
    const result = designDay(design, { ...day, ...conditions })
    expect(Math.abs(result.facilitySupplyC - supplyC)).toBeLessThan(within)
  })

  test('all that keeps its water stays below the vendor’s 45 °C; without water coolant passes it and chips throttle to 0.87', () => {
    expect(designDay(design, { ...day, unitsOut: 1 }).coolantC).toBeLessThan(45)
    const dry = designDay(design, { ...day, hasWater: false })
    expect(dry.coolantC).toBeCloseTo(54.41, 0)
    expect(dry.throttle).toBeCloseTo(0.873, 2)
    expect(dry.capacityMarginW).toBeLessThan(0)
    expect(dry.shutsDown).toBe(false)
  })

  test('2.5 K of yard recirculation raises the supply to 37.94 °C ± 0.2 K', () => {
    const { recirculationK, ...withDefault } = day
    expect(recirculationK).toBe(0)
    expect(Math.abs(designDay(design, withDefault).facilitySupplyC - 37.94)).toBeLessThan(0.2)
  })
})
