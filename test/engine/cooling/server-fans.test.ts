/** Fans of servers in warm inlets: 1.5 % of the air-cooled load for each kelvin above 27 °C, in whole kelvins, and never to and fro. */
import { describe, expect, test } from 'vitest'
import { fanFactor, fanSteps, fansAboveC, fansBelowC } from '../../../src/engine/cooling/server-fans.ts'
import { HOUR_MS } from '../world.ts'
import { blockDesign, createYard, weatherOf } from './yard.ts'

const AIR_ONLY = { liquidFraction: 0 }

describe('fans of servers', () => {
  const design = blockDesign({}, AIR_ONLY)

  test.each([[20, 1], [27.9, 1], [28, 1.015], [30.5, 1.045], [32, 1.075]])('at %d °C of inlet air racks draw %d times what they would', (inletC, factor) => {
    expect(fanFactor(design, fanSteps(design, inletC, 0))).toBeCloseTo(factor, 12)
  })

  test('the air-cooled part alone: 15 % of a rack behind cold plates', () => expect(fanFactor(blockDesign(), 2)).toBeCloseTo(1 + 0.15 * 0.03, 12))

  test('a step is taken back 0.3 K below it, and each step ends where its bounds say', () => {
    expect(fanSteps(design, 28.8, 2)).toBe(2)
    expect(fanSteps(design, 28.6, 2)).toBe(1)
    for (let steps = 0; steps < 12; steps++) {
      expect(fanSteps(design, fansAboveC(design, steps) - 1e-9, steps)).toBe(steps)
      expect(fanSteps(design, fansAboveC(design, steps) + 1e-9, steps)).toBe(steps + 1)
      if (steps > 0) expect(fanSteps(design, fansBelowC(design, steps) - 1e-9, steps)).toBe(steps - 1)
    }
  })

  test('none where the file says so', () => {
    const yard = createYard({ liquidFraction: 0, cooling: { air: { supply: '26 degC', return: '36 degC', fanRise: '0/K' } } })
    yard.setWeather(weatherOf(20, 12))
    yard.setLoad(25e6, 5e5)
    yard.run(HOUR_MS)
    expect(yard.cooling.view.inletAirC[0]).toBeGreaterThan(30)
    expect(yard.cooling.view.fanFactor[0]).toBe(1)
  })

  test('a hall at rest tells one factor and keeps still', () => {
    const yard = createYard({ liquidFraction: 0, cooling: { air: { supply: '22 degC', return: '32 degC' } } })
    yard.setWeather(weatherOf(20, 12))
    yard.setLoad(25e6, 5e5)
    yard.run(HOUR_MS)
    const inletC = yard.cooling.view.inletAirC[0]
    expect(inletC).toBeGreaterThan(28)
    expect(yard.cooling.view.fanFactor[0]).toBeCloseTo(1 + 0.015 * Math.floor(inletC - 27), 12)
    let events = 0
    while (yard.kernel.now < 5 * HOUR_MS) {
      yard.next(5 * HOUR_MS)
      events += 1
    }
    expect(events).toBe(1)
  })
})
