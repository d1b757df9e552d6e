/** Modules of the UPS of pumps and air handlers in a run. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, quietPower } from './site.ts'

const GRID = { feeds: { street: { capacity: '60 MW', voltage: '25 kV', energised: '2027-01-01', outages: QUIET_OUTAGES } } }

/** Racks of 20 MW; cooling of 2.0 MW, half of it behind two modules. */
function hall(mechanicalUps: Record<string, unknown> | undefined): Site {
  const s = createPowerSiteUnderTest({ grid: GRID, power: quietPower({ mechanicalAllowance: 2e6 / (189 * 132_000), mechanicalOnUps: 0.5, ...(mechanicalUps === undefined ? {} : { mechanicalUps: { failures: '0/year', repair: '100 days', ...mechanicalUps } }) }) })
  s.power.setItLoad(0, 4, 20e6, 0)
  s.power.setMechanicalLoad(0, 2e6)
  s.kernel.run(1000, 1e9)
  return s
}
const later = (s: Site, ms: number): void => void s.kernel.run(s.kernel.now + ms, 1e9)
const served = (s: Site): number => s.power.view.mechanicalGrantedW[0]
const lose = (s: Site, count: number): void => {
  for (let i = 0; i < count; i++) s.power.failUnit(`block[0]/mechanicalUps/module[${i}]`)
  later(s, 2)
}
const interrupt = (s: Site): void => {
  s.power.interruptFeed(0, s.kernel.now + 1, 60_000)
  later(s, 1000)
}

describe('modules of the UPS of pumps and fans', () => {
  test('one of two may be out when each carries 1 MW; on battery pumps and fans alone are left', () => {
    const s = hall({ modules: 2, rated: '1 MW' })
    expect(served(s)).toBe(2e6)
    lose(s, 1)
    expect(served(s)).toBe(2e6)
    interrupt(s)
    expect(served(s)).toBe(1e6)
  })

  test('too few left: the bypass carries the load without loss, and nothing on battery', () => {
    const s = hall({ modules: 2, rated: '600 kW' })
    const lossW = s.power.view.totals.lossW
    lose(s, 1)
    expect(served(s)).toBe(2e6)
    expect(s.power.view.totals.lossW).toBeLessThan(lossW)
    interrupt(s)
    expect(served(s)).toBe(0)
    later(s, 2 * DAY_MS)
    expect(served(s)).toBe(2e6)
  })

  test('without a bypass pumps and fans lose their supply', () => {
    const s = hall({ modules: 2, rated: '600 kW', bypass: false })
    lose(s, 1)
    expect(served(s)).toBe(1e6)
  })

  test('modules that fail while on battery take pumps and fans with them', () => {
    const s = hall({ modules: 2, rated: '600 kW' })
    interrupt(s)
    expect(served(s)).toBe(1e6)
    lose(s, 2)
    expect(served(s)).toBe(0)
  })

  test('restored with a module out equals straight', () => {
    const begin = (): Site => hall({ modules: 3, rated: '500 kW', repair: '2 days' })
    const straight = begin()
    lose(straight, 2)
    const snapshot = snapshotState(straight.state)
    later(straight, 9 * DAY_MS)
    const restored = begin()
    restoreState(restored.state, snapshot)
    restored.kernel.run(straight.kernel.now, 1e9)
    expect(hashState(restored.state)).toBe(hashState(straight.state))
    expect(served(restored)).toBe(2e6)
  })
})
