import { describe, expect, test } from 'vitest'
import { ACCELERATOR_CAPACITY_JPK } from '../../../src/physics/thermal-mass.ts'
import { HOUR_MS } from '../world.ts'
import { blockDesign, CAMPUS_BLOCK, CAMPUS_IT_W, createYard, weatherOf, type Yard } from './yard.ts'

const NO_PUMP_HEAT = { pressure: '0 Pa' }
/** Nothing waits at the first start, so that every loop begins exactly on its set point; nothing is asked of racks before they throttle. */
const AT_ONCE = { restart: { pumps: '0 s', chillers: '0 s', ramp: '0 s' }, warning: { cap: 1 } }
const column = (yard: Yard, name: string): Float64Array => {
  const entry = yard.state.entries.get('cooling.block')
  if (entry?.kind !== 'table') throw new Error('no cooling state')
  return entry.table.col[name] as Float64Array
}

/** A yard an hour into full load in mild weather: everything at its set points. */
function steady(cooling: Readonly<Record<string, unknown>>, itW = CAMPUS_IT_W, liquidFraction = 0.85, roomLossW = 0): Yard {
  const yard = createYard({ cooling: { ...AT_ONCE, ...cooling }, itW, liquidFraction })
  yard.setWeather(weatherOf(20, 15))
  yard.setLoad(itW, roomLossW)
  yard.run(HOUR_MS)
  yard.events.length = 0
  return yard
}
const timesOf = (yard: Yard, kind: string): number[] => yard.events.filter(({ event }) => event.kind === kind).map(({ atMs }) => atMs - HOUR_MS)

describe('ride-through', () => {
  test('W7.14: coolant stops: 1200 W chips at 71.05 °C throttle after 6.590 s and shut down after 11.32 s', () => {
    expect(1200 / ACCELERATOR_CAPACITY_JPK).toBeCloseTo(2.116, 3)
    const yard = steady({ ...CAMPUS_BLOCK, cdu: { approach: '0 K' } })
    expect(yard.cooling.view.coolantC[0]).toBe(36)
    column(yard, 'cdusOut')[0] = blockDesign().liquid.cdusInstalled
    yard.requestSettle(0)
    yard.run(HOUR_MS + 60_000)
    expect(timesOf(yard, 'throttleChanged')[0] / 1000).toBeCloseTo(6.59, 2)
    expect(timesOf(yard, 'blockShed')[0] / 1000).toBeCloseTo(11.32, 2)
    expect(yard.gates.calls).toMatchObject([{ call: 'closeBlock', cause: 'cdu' }])
  })

  test('W7.15: facility water stops: coolant of 1.5 L/kW warms at 0.1684 K/s, 10 K in 59.38 s', () => {
    const yard = steady({ ...CAMPUS_BLOCK, cdu: NO_PUMP_HEAT })
    expect(yard.cooling.view.coolantC[0]).toBeCloseTo(40, 9)
    yard.setLoad(CAMPUS_IT_W, 0, 0)
    yard.run(HOUR_MS + 30_001)
    expect(yard.cooling.explain(0).coolantC - 40).toBeCloseTo(30 * 0.1684, 2)
    yard.run(HOUR_MS + 59_381)
    expect(yard.cooling.explain(0).coolantC).toBeCloseTo(50, 2)
    // Throttling begins at 85 − 1200 · (0.025 + 10.1 / 2400) = 49.95 °C.
    expect(timesOf(yard, 'throttleChanged')[0] / 1000).toBeCloseTo(9.946 / 0.16841, 1)
  })

  test('W7.16: heat rejection stops: 8 L/kW of facility water of 100 MW warm by 8 K in 264.8 s', () => {
    const volumes = { cdu: { ...NO_PUMP_HEAT, volume: '0.01 L/kW' }, facilityLoop: { ...NO_PUMP_HEAT, volume: '8 L/kW' } }
    const yard = steady({ ...CAMPUS_BLOCK, units: { model: 'dry-cooler-2930kw', count: 30 }, ...volumes }, 100e6, 1)
    // Hotter than the drives of the coolers may breathe.
    yard.setWeather(weatherOf(53, 22))
    yard.run(HOUR_MS + 264_801)
    expect(yard.cooling.explain(0).facilitySupplyC - 36).toBeCloseTo(8, 1)
  })

  test.each([[30, 7.882], [60, 11.82], [120, 16.11]])('W7.17: an air hall of 5 MW without chilled water after %s s: + %s K', (seconds, riseK) => {
    const quiet = { fanPressure: '0 Pa', pressure: '0 Pa', inletMax: '60 degC', chillers: { model: 'chiller-free-cooling', count: 8 } }
    const itW = 5e6 / 1.03
    const yard = steady({ house: 0, air: quiet }, itW, 0, 5e6 - itW)
    const before = yard.cooling.view.inletAirC[0]
    yard.setLoad(itW, 5e6 - itW, 0)
    yard.run(HOUR_MS + seconds * 1000 + 1)
    // The hall air of the published case is 1 % denser.
    expect(Math.abs((yard.cooling.explain(0).inletAirC - before) / riseK - 1)).toBeLessThan(0.01)
  })

  test('a full tank feeds all pads for a day: 2.488 kg/s evaporated and a fifth of bleed for each of six coolers', () => {
    const { tankKg } = blockDesign().water
    expect(Math.abs(tankKg / (6 * 2.488 * 1.2 * 86_400) - 1)).toBeLessThan(0.001)
  })

  test('warm coolant is handed to the facility loop when it flows again, and nothing is lost', () => {
    const yard = steady({ ...CAMPUS_BLOCK, cdu: NO_PUMP_HEAT, restart: { pumps: '15 s', chillers: '30 s', ramp: '0 s' } })
    const before = yard.cooling.explain(0)
    yard.setLoad(CAMPUS_IT_W, 0, 0)
    yard.run(HOUR_MS + 10_001)
    yard.setLoad(CAMPUS_IT_W, 0, 1)
    yard.run(HOUR_MS + 25_000)
    const excessK = 25 * 0.16841
    expect(yard.cooling.explain(0).coolantC - before.coolantC).toBeCloseTo(excessK, 2)
    yard.run(HOUR_MS + 25_001)
    const { liquid } = blockDesign({ ...CAMPUS_BLOCK, cdu: NO_PUMP_HEAT })
    expect(yard.cooling.view.facilitySupplyC[0] - before.facilitySupplyC).toBeCloseTo((excessK * liquid.technologyJPerK) / liquid.loopJPerK, 2)
    yard.run(2 * HOUR_MS)
    expect(yard.cooling.view.facilitySupplyC[0]).toBe(36.05)
  })
})
