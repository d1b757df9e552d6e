/** Exhaust that coolers breathe again, in every hour of a run where the file says so. */
import { expect, test } from 'vitest'
import { wetBulbC } from '../../../src/physics/psychrometrics.ts'
import { HOUR_MS } from '../world.ts'
import { CAMPUS_BLOCK, CAMPUS_IT_W, createYard, weatherOf } from './yard.ts'

function running(dryBulbC: number, changes: object, wetC = 18) {
  const yard = createYard({ cooling: { ...CAMPUS_BLOCK, ...changes } })
  yard.setWeather(weatherOf(dryBulbC, wetC))
  yard.setLoad(CAMPUS_IT_W, 6e5)
  yard.run(2 * HOUR_MS)
  return yard.cooling
}

test('a yard that breathes 2.5 K of its exhaust draws what it would in air warmer by that, with the moisture of the air outside', () => {
  const outside = weatherOf(28, 18)
  const warmWetC = wetBulbC(30.5, outside.humidityRatio, outside.pressurePa)
  const [always, warmer, calm] = [running(28, { yardRecirculates: 'always' }), running(30.5, {}, warmWetC), running(28, {})]
  expect(Math.abs(always.view.mechanicalW[0] / warmer.view.mechanicalW[0] - 1)).toBeLessThan(1e-6)
  expect(always.view.mechanicalW[0]).toBeGreaterThan(calm.view.mechanicalW[0])
})

test('drives lock out 2.5 K earlier', () => {
  const lockedOut = (dryBulbC: number, changes: object): boolean => running(dryBulbC, { pads: 0, ...changes }, 22).explain(0).coolersLockedOut
  expect(lockedOut(50, {})).toBe(false)
  expect(lockedOut(50, { yardRecirculates: 'always' })).toBe(true)
})
