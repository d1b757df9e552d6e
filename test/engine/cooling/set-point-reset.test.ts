/** Set points that rise with less load or colder air, and heaters that hold idle loops against frost. */
import { describe, expect, test } from 'vitest'
import { resetRiseK } from '../../../src/engine/cooling/set-point-reset.ts'
import { HOUR_MS } from '../world.ts'
import { createYard, weatherOf } from './yard.ts'

const RESET = { load: 4, weather: 3, cold: 5, hot: 20 }

describe('reset of the set point', () => {
  test.each([
    { load: 1, dryBulbC: 30, riseK: 0 },
    { load: 0.5, dryBulbC: 30, riseK: 2 },
    { load: 0, dryBulbC: 30, riseK: 4 },
    { load: 1, dryBulbC: 5, riseK: 3 },
    { load: 1, dryBulbC: -10, riseK: 3 },
    { load: 1, dryBulbC: 12.5, riseK: 1.5 },
    { load: 0.5, dryBulbC: 12.5, riseK: 3.5 },
    { load: 0.9, dryBulbC: 20, riseK: 0 },
  ])('at load $load and $dryBulbC °C: $riseK K', ({ load, dryBulbC, riseK }) => expect(resetRiseK(RESET, load, dryBulbC)).toBe(riseK))

  test('chilled water of a hall at half load is 2 K warmer, and chillers draw less', () => {
    const hall = (reset: object | undefined) => {
      const yard = createYard({ liquidFraction: 0, cooling: { air: { plant: 'air-cooled-chiller', supply: '18 degC', return: '28 degC', ...(reset === undefined ? {} : { reset }) } } })
      yard.setLoad(12.5e6, 3e5)
      for (let hour = 0; hour < 6; hour++) {
        yard.setWeather(weatherOf(30, 20))
        yard.run((hour + 1) * HOUR_MS)
      }
      return yard.cooling
    }
    const [plain, risen] = [hall(undefined), hall({ load: '4 K' })]
    expect(risen.view.inletAirC[0] - plain.view.inletAirC[0]).toBeCloseTo(2, 1)
    expect(risen.view.mechanicalW[0]).toBeLessThan(0.97 * plain.view.mechanicalW[0])
  })

  test('full load brings the set point back down', () => {
    const yard = createYard({ cooling: { plant: 'dry-adiabatic', supply: '32 degC', units: { model: 'dry-cooler-2930kw', count: 8 }, facilityLoop: { reset: { load: '4 K' } } } })
    const hours = (loadW: number, from: number): number => {
      yard.setLoad(loadW, 5e5)
      for (let hour = from; hour < from + 4; hour++) {
        yard.setWeather(weatherOf(15, 10))
        yard.run((hour + 1) * HOUR_MS)
      }
      return yard.cooling.view.facilitySupplyC[0]
    }
    expect(hours(12.5e6, 0)).toBeCloseTo(34, 1)
    expect(hours(25e6, 4)).toBeCloseTo(32, 1)
  })
})

describe('heaters against frost', () => {
  const towers = { model: 'tower-cell-4500kw', count: 5 }
  const site = (freezeProtection: string) => createYard({ cooling: { plant: 'cooling-tower', supply: '32 degC', towers, freezeProtection, air: { plant: 'air-cooled-chiller' } } })
  /** A block that draws nothing but the losses of its electrical rooms: its liquid loop is idle. */
  const idleW = (freezeProtection: string, dryBulbC: number): number => {
    const yard = site(freezeProtection)
    yard.setWeather(weatherOf(dryBulbC, dryBulbC - 1))
    yard.setLoad(0, 2e5)
    yard.run(HOUR_MS)
    const book = yard.cooling.explain(0)
    const intoW = book.itW + book.roomLossW + book.electricW
    expect(Math.abs(intoW - book.rejectedW - book.storedW)).toBeLessThanOrEqual(1e-9 * Math.max(1e6, intoW))
    return yard.cooling.view.mechanicalW[0]
  }

  test('cells of an idle loop: 0.2 W/K/kW × 22.5 MW × 14.4 K are 64.8 kW at −10 °C, and nothing above 4.4 °C', () => {
    expect(idleW('heaters', -10) - idleW('drain-back', -10)).toBeCloseTo(64_800, -1)
    expect(idleW('heaters', 5)).toBe(idleW('drain-back', 5))
  })

  test('rest while the loop carries heat', () => {
    const drawW = (freezeProtection: string): number => {
      const yard = site(freezeProtection)
      yard.setWeather(weatherOf(-10, -11))
      yard.setLoad(1.25e7, 3e5)
      yard.run(HOUR_MS)
      return yard.cooling.view.mechanicalW[0]
    }
    expect(drawW('heaters')).toBe(drawW('drain-back'))
  })
})
