import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { CAMPUS_BLOCK, CAMPUS_IT_W, createYard, weatherOf, type Yard } from './yard.ts'

const YEARS = 20
const YEAR_MS = 365.25 * DAY_MS
const RACKS = 40
const LEAKY = { ...CAMPUS_BLOCK, leaks: { rack: '0.1/year', row: '0.2/year', racksPerRow: 16, valveFails: 0.1 } }

function site(leaks: Readonly<Record<string, unknown>> = LEAKY.leaks, racks = RACKS): Yard {
  const yard = createYard({ racks, horizonMs: YEARS * YEAR_MS, cooling: { ...CAMPUS_BLOCK, leaks } })
  yard.cooling.start()
  yard.setWeather(weatherOf(15, 10))
  yard.setLoad(0.5 * CAMPUS_IT_W, 3e5)
  return yard
}
function history(leaks?: Readonly<Record<string, unknown>>, racks?: number): Yard {
  const yard = site(leaks, racks)
  yard.run(YEARS * YEAR_MS)
  return yard
}
const starts = (yard: Yard, what: string): number[] => yard.events.flatMap(({ atMs, event }) => (event.kind === 'outageStarted' && event.what === what ? [atMs] : []))

describe('leaks', () => {
  const yard = history()

  test.each([
    { what: 'coolant leak at a rack', perYear: RACKS * 0.1 },
    { what: 'coolant manifold of a row', perYear: 3 * 0.2 },
  ])('$what: $perYear a year, within three standard deviations over twenty years (seed 1)', ({ what, perYear }) => {
    expect(Math.abs(starts(yard, what).length - perYear * YEARS)).toBeLessThan(3 * Math.sqrt(perYear * YEARS))
  })

  test('every rack that is closed is opened again, a rack alone where the valve holds, else its row of 16 or 8', () => {
    const open = new Map<number, number>()
    const together = new Map<number, number>()
    for (const { atMs, call, entity, cause } of yard.gates.calls) {
      expect(cause).toBe('leak')
      if (call === 'closeRack') {
        open.set(entity, (open.get(entity) ?? 0) + 1)
        together.set(atMs, (together.get(atMs) ?? 0) + 1)
      } else open.set(entity, (open.get(entity) ?? 0) - 1)
      expect(open.get(entity)).toBeGreaterThanOrEqual(0)
      expect(open.get(entity)).toBeLessThanOrEqual(1)
    }
    const sizes = new Set(together.values())
    expect(sizes.has(1)).toBe(true)
    // Rows of 16, 16 and 8; one less where a rack of the row was isolated already.
    expect([...sizes].filter(size => size > 1 && ![7, 8, 15, 16].includes(size))).toEqual([])
    expect(sizes.has(16)).toBe(true)
  })

  test('a leak at a rack costs 5–30 % of its worth, a manifold nothing', () => {
    const found = yard.events.flatMap(({ event }) => (event.kind === 'leakFound' ? [event] : []))
    const worth = yard.world.nodes.accelerators[0] * 50_000
    for (const { isRow, damageUsd } of found) {
      expect(damageUsd).toBeGreaterThanOrEqual(isRow ? 0 : 0.05 * worth)
      expect(damageUsd).toBeLessThanOrEqual(isRow ? 0 : 0.3 * worth)
    }
  })

  test('further racks in a row of their own move nobody else’s leaks', () => {
    // 48 racks: the third row becomes full, rows and racks before it stay.
    expect(starts(history(LEAKY.leaks, 48), 'coolant leak at a rack')).toEqual(expect.arrayContaining(starts(yard, 'coolant leak at a rack')))
  })

  test('what carries no heat does not leak, and a restored run goes on as a straight one', () => {
    const idle = site()
    idle.setLoad(0)
    idle.run(5 * YEAR_MS)
    expect(starts(idle, 'coolant leak at a rack')).toEqual([])
    const straight = site()
    straight.run(3 * YEAR_MS)
    const snapshot = snapshotState(straight.state)
    straight.run(6 * YEAR_MS)
    const again = createYard({ racks: RACKS, horizonMs: YEARS * YEAR_MS, cooling: LEAKY })
    restoreState(again.state, snapshot)
    again.run(6 * YEAR_MS)
    expect(hashState(again.state)).toBe(hashState(straight.state))
    expect(straight.kernel.now).toBeGreaterThan(HOUR_MS)
  })
})
