/**
 * One 100 MW building of the 1 GW reference campus in Phoenix: dry coolers at 40 °C with 85 MW of trim chillers, no water. Annual figures at
 * 90 % load, load over temperature, and what warmer or colder water and pads change.
 *
 * The reference's table mixes two rules for the fans of coolers beside trim chillers. Its peak of the typical year (113.8 MW) and with it
 * what pads save there (72 MW) need fans at full speed as long as coolers take any heat, as its text says: the peak then is at 43–45 °C,
 * where fans draw 3.5 MW and spare the chillers little. Its draw at 35 and 40 °C (115.3 and 119.6 MW) and the fall from there to chillers alone
 * need fans that slow down: at full speed 40 °C takes 121.6 MW, whatever else is chosen, because the air share, pumps and losses are fixed by
 * its figures at 46 and 48.4 °C. Each figure is held against the rule that it was made with.
 */
import { beforeAll, describe, expect, test } from 'vitest'
import { designDay } from '../../../src/engine/cooling/design-day.ts'
import type { WeatherSeries } from '../../../src/scenario/inputs.ts'
import { describeWithShared } from '../../fixtures.ts'
import { type Building, lossesOf, runYear, typicalYear } from './reference-year.ts'
import { blockDesign } from './yard.ts'

const BUILDINGS = 8
const LOAD = 0.9

const buildingWith = (cooling: Readonly<Record<string, unknown>> = {}): Building => ({
  itW: 100e6,
  liquidFraction: 0.85,
  cooling: {
    plant: 'dry-adiabatic', supply: '40 degC', pads: 0, units: { model: 'dry-cooler-2930kw', count: 30 },
    trim: { model: 'chiller-free-cooling', heat: '1.25 MW', count: 68, ambientMax: '54 degC' },
    air: { chillers: { model: 'chiller-free-cooling', count: 20, ambientMax: '54 degC' } },
    ...cooling,
  },
  ups: { count: 80, ratedW: 1.667e6 },
  blockTransformers: 56,
  substation: { count: 2, ratedVa: 90e6 },
})

/** Fans of coolers at full speed before any chiller helps. */
const FULL_FANS = { trimFans: 'full' }
/** Fans as fast as costs least together with the chillers. */
const SLOW_FANS = { trimFans: 'slow' }

const off = (value: number, expected: number): number => Math.abs(value / expected - 1)

describeWithShared('a building of the Phoenix campus in the typical year', 'data/weather', folder => {
  let series: WeatherSeries
  beforeAll(() => {
    series = typicalYear(folder, 'USA_AZ_Phoenix-Sky.Harbor_TMYx.epw.gz')
  })

  test('load 0.9, fans at full speed beside chillers: PUE 1.109 ± 0.002, 1 474 trim hours, 874.2 GWh ± 0.2 %, peak 113.8 MW ± 1 %, no water; eight of them 6 993 GWh and 910.7 MW', () => {
    const year = runYear(buildingWith(FULL_FANS), series, LOAD)
    expect(Math.abs(year.pue - 1.109)).toBeLessThan(0.002)
    expect(year.trimHours).toBe(1474)
    expect(off(year.energyGWh, 874.2)).toBeLessThan(0.002)
    expect(off(year.peakMW, 113.8)).toBeLessThan(0.01)
    expect(off(BUILDINGS * year.energyGWh, 6993)).toBeLessThan(0.002)
    expect(off(BUILDINGS * year.peakMW, 910.7)).toBeLessThan(0.01)
    expect(year.wue).toBe(0)
  })

  test('fans as fast as costs least: the same trim hours, less energy, and a peak 1 to 3 MW lower', () => {
    const [full, least] = [runYear(buildingWith(FULL_FANS), series, LOAD), runYear(buildingWith(SLOW_FANS), series, LOAD)]
    expect(least.trimHours).toBe(1474)
    expect(least.energyGWh).toBeLessThan(full.energyGWh)
    expect(Math.abs(least.pue - 1.109)).toBeLessThan(0.003)
    expect(full.peakMW - least.peakMW).toBeGreaterThan(1)
    expect(full.peakMW - least.peakMW).toBeLessThan(3)
  })

  test.each([
    { what: 'water of 45 °C', cooling: { supply: '45 degC' }, pue: 1.099, trimHours: 349 },
    { what: 'water of 32 °C', cooling: { supply: '32 degC' }, pue: 1.14, trimHours: 3948 },
  ])('$what: PUE $pue ± 0.004, $trimHours trim hours', ({ cooling, pue, trimHours }) => {
    for (const rule of [{}, FULL_FANS, SLOW_FANS]) {
      const year = runYear(buildingWith({ ...cooling, ...rule }), series, LOAD)
      expect(Math.abs(year.pue - pue)).toBeLessThan(0.004)
      expect(year.trimHours).toBe(trimHours)
    }
  })

  test('pads instead of chillers: PUE 1.104 ± 0.002, peak 104.8 MW ± 0.5 %, WUE 0.171 ± 3 %, 72 MW less at the peak of the campus ± 11 % when fans run at full speed beside the chillers', () => {
    const year = runYear(buildingWith({ pads: 0.75 }), series, LOAD)
    expect(Math.abs(year.pue - 1.104)).toBeLessThan(0.002)
    expect(off(year.peakMW, 104.8)).toBeLessThan(0.005)
    expect(off(year.wue, 0.171)).toBeLessThan(0.03)
    const dry = runYear(buildingWith(FULL_FANS), series, LOAD)
    // The difference of two peaks carries the error of the higher one eightfold.
    expect(off(BUILDINGS * (dry.peakMW - year.peakMW), 72)).toBeLessThan(0.11)
    expect(off((BUILDINGS * year.wue * LOAD * 100e3 * 8760) / 1e9, 1.08)).toBeLessThan(0.03)
  })
})

describe('load of a building with all racks at maximum', () => {
  const building = buildingWith(SLOW_FANS)
  const full = blockDesign(buildingWith(FULL_FANS).cooling, { itDesignW: building.itW })
  const { roomW, siteW } = lossesOf(building)
  const design = blockDesign(building.cooling, { itDesignW: building.itW })
  const lostW = roomW(building.itW, 1.5e6)
  const siteMW = (dryBulbC: number, of = design): number => siteW(building.itW, lostW, designDay(of, { dryBulbC, wetBulbC: 20, recirculationK: 0, roomLossW: lostW }).siteMechanicalW) / 1e6

  test.each([[30, 111.4, 0.2], [35, 115.3, 0.3], [40, 119.6, 0.5], [46, 125.1, 0.2], [48.4, 126.9, 0.2]])('at %d °C: %d MW ± %d %%', (dryBulbC, expectedMW, percent) => {
    expect(off(siteMW(dryBulbC), expectedMW)).toBeLessThan(percent / 100)
  })

  test('with fans at full speed beside chillers 40 °C takes 1.6 % more than the 119.6 MW of the table, and 44 °C more than 46 °C', () => {
    expect(siteMW(40, full) / 119.6).toBeGreaterThan(1.015)
    expect(siteMW(44, full)).toBeGreaterThan(siteMW(46, full) + 1)
    expect(siteMW(44)).toBeLessThan(siteMW(46))
  })

  test('the campus draws 1 015 MW ± 0.2 % on the design day of 48.4 °C, PUE 1.269 ± 0.001', () => {
    expect(off(BUILDINGS * siteMW(48.4), 1015)).toBeLessThan(0.002)
    expect(Math.abs(siteMW(48.4) / 100 - 1.269)).toBeLessThan(0.001)
  })
})
