/** Chillers after a dip in the supply: delay, ramp, and starts that wait because there were too many. */
import { describe, expect, test } from 'vitest'
import { capacityShare } from '../../../src/engine/cooling/chiller-start.ts'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { HOUR_MS } from '../world.ts'
import { coolingSection, createYard, weatherOf, type Yard } from './yard.ts'

const HALL_W = 20e6
const CHILLED = {
  air: {
    plant: 'water-cooled-chiller', supply: '14 degC', return: '22 degC', chillers: { model: 'chiller-centrifugal', count: 6 },
    towers: { model: 'tower-cell-4500kw', count: 6 }, inletMax: '60 degC',
  },
}

function steady(restart: Readonly<Record<string, unknown>> = {}): Yard {
  const yard = createYard({ cooling: { ...CHILLED, restart }, itW: HALL_W, liquidFraction: 0 })
  yard.setWeather(weatherOf(35, 24))
  yard.setLoad(HALL_W, 6e5)
  yard.run(HOUR_MS)
  return yard
}

/** Takes the power away for a second; returns the instant at which it is back. */
function dip(yard: Yard): number {
  yard.setLoad(HALL_W, 6e5, 0)
  yard.run(yard.kernel.now + 1000)
  yard.setLoad(HALL_W, 6e5, 1)
  yard.run(yard.kernel.now)
  return yard.kernel.now
}

const chillerW = (yard: Yard, atMs: number): number => {
  yard.run(atMs)
  return yard.cooling.explain(0).chillerHeatW
}

describe('restart after a dip', () => {
  test.each([
    { what: 'quick start with controls on a UPS', restart: {}, delayMs: 60_000 },
    { what: 'quick start whose controls start as well', restart: { controlsOnUps: false }, delayMs: 120_000 },
    { what: 'conventional start whose controls start as well', restart: { chillers: '240 s', controlsOnUps: false }, delayMs: 240_000 },
  ])('$what: nothing for $delayMs ms, then 25 % a minute', ({ restart, delayMs }) => {
    const yard = steady(restart)
    const backMs = dip(yard)
    expect(chillerW(yard, backMs + delayMs - 1)).toBe(0)
    const inMiddleOf = (minute: number): number => chillerW(yard, backMs + delayMs + minute * 60_000 + 30_000)
    const shares = [0, 1, 2, 3].map(inMiddleOf)
    const fullW = inMiddleOf(4)
    // Capacity rises with the warmth of the loop, by less than a third.
    shares.forEach((w, minute) => {
      expect(w / fullW).toBeGreaterThan(0.7 * (0.125 + 0.25 * minute))
      expect(w / fullW).toBeLessThan(1.05 * (0.125 + 0.25 * minute))
    })
    yard.run(backMs + 3 * HOUR_MS)
    expect(yard.cooling.view.inletAirC[0]).toBeLessThan(22)
  })

  test('a ramp in stages takes as much as a straight one, and each stage its part', () => {
    const restart = coolingSection({}).restart
    let sum = 0
    for (let ms = 0; ms < restart.ramp; ms += 1000) sum += capacityShare(5_000, restart, 5_000 + ms) * 1000
    expect(sum).toBe(restart.ramp / 2)
    expect(capacityShare(5_000, restart, 4_999)).toBe(0)
    expect(capacityShare(5_000, restart, 5_000 + restart.ramp)).toBe(1)
    expect(capacityShare(0, restart, 1)).toBe(1)
  })

  test.each([3, 4])('%d starts an hour: one more waits until the first is an hour ago', startsPerHour => {
    const yard = steady({ startsPerHour })
    const starts: number[] = []
    for (let start = 0; start < startsPerHour; start++) {
      starts.push(dip(yard) + 60_000)
      yard.run(yard.kernel.now + 6 * 60_000)
      expect(yard.cooling.explain(0).chillerHeatW).toBeGreaterThan(0)
    }
    dip(yard)
    expect(chillerW(yard, starts[0] + HOUR_MS - 1)).toBe(0)
    expect(chillerW(yard, starts[0] + HOUR_MS + 1)).toBeGreaterThan(0)
  })

  test('a dip while chillers still wait does not count as a start', () => {
    const yard = steady({ startsPerHour: 1 })
    dip(yard)
    yard.run(yard.kernel.now + 20_000)
    const backMs = dip(yard)
    expect(chillerW(yard, backMs + 59_999)).toBe(0)
    expect(chillerW(yard, backMs + 60_001)).toBeGreaterThan(0)
  })

  test('restored in the middle of a ramp it goes on as the straight run', () => {
    const straight = steady()
    const backMs = dip(straight)
    straight.run(backMs + 150_000)
    const snapshot = snapshotState(straight.state)
    const again = createYard({ cooling: { ...CHILLED, restart: {} }, itW: HALL_W, liquidFraction: 0 })
    restoreState(again.state, snapshot)
    for (const yard of [straight, again]) yard.run(backMs + 2 * HOUR_MS)
    expect(hashState(again.state)).toBe(hashState(straight.state))
  })
})
