import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { type Site, createPowerSiteUnderTest, dateAfter, loadAll, QUIET_OUTAGES, quietPower } from './site.ts'

const HOUR_MS = 3_600_000
const GRID = { feeds: { main: { capacity: '80 MW', energised: dateAfter(0), outages: QUIET_OUTAGES } } }
/** One system of twenty modules behind a single path of busway: whatever goes takes racks with it. */
const SINGLE = quietPower({ topology: 'n' })

function site(power: Record<string, unknown> = SINGLE): Site {
  const built = createPowerSiteUnderTest({ world: { blocks: 2 }, grid: GRID, power })
  built.kernel.run(1000, 1e9)
  loadAll(built, 20e6, 5e6, 1e6)
  return built
}

const indexOf = ({ power }: Site, path: string): number => {
  const found = power.assets.assets.findIndex(asset => asset.path === path)
  expect(found, path).toBeGreaterThanOrEqual(0)
  return found
}

const settle = ({ kernel, power }: Site): void => {
  kernel.run(kernel.now + 10, 1e9)
  power.settle()
}

describe('assets of power', () => {
  test('every asset has a path of its own, carries assets that exist, and needs no more than its group has', () => {
    const { assets } = site(quietPower({ generators: { model: 'diesel-3mw', count: 12 }, distribution: { failures: '0/year', pdu: { failures: '0/year' } } })).power.assets
    const paths = new Set(assets.map(({ path }) => path))
    expect(paths.size).toBe(assets.length)
    for (const { group, needed, carries, path } of assets) {
      for (const carried of carries) expect(paths.has(carried), `${path} carries ${carried}`).toBe(true)
      expect(needed).toBeGreaterThanOrEqual(0)
      expect(needed, path).toBeLessThanOrEqual(assets.filter(other => other.group === group).length)
    }
  })

  test('a system that is taken out by plan darkens its racks under the name of the plan, a zone under its own', () => {
    const s = site()
    const asset = indexOf(s, 'block[0]/ups[0]')
    s.power.assets.takeOut(asset, 'work')
    settle(s)
    expect(s.held('rack[0]')).toEqual(['plannedElectrical'])
    s.power.assets.takeOut(asset, 'zone')
    s.power.assets.giveBack(asset, 'work')
    settle(s)
    expect(s.power.assets.isUp(asset)).toBe(false)
    expect(s.held('rack[0]')).not.toEqual([])
    s.power.assets.giveBack(asset, 'zone')
    settle(s)
    expect(s.power.assets.isUp(asset)).toBe(true)
    expect(s.held('rack[0]')).toEqual([])
  })

  test('out for two reasons and failed besides: back when the last is gone', () => {
    const s = site()
    const asset = indexOf(s, 'block[0]/ups[0]')
    s.power.failUnit('block[0]/ups[0]')
    s.power.assets.takeOut(asset, 'zone')
    s.kernel.run(1000 * HOUR_MS, 1e9)
    expect(s.power.assets.isUp(asset)).toBe(false)
    s.power.assets.giveBack(asset, 'zone')
    expect(s.power.assets.isUp(asset)).toBe(true)
    expect(() => s.power.assets.giveBack(asset, 'zone')).toThrow('not taken')
  })

  test('a unit that is taken out settles like one that failed', () => {
    const failed = site()
    const taken = site()
    failed.power.failUnit('block[1]/transformer[3]')
    taken.power.assets.takeOut(indexOf(taken, 'block[1]/transformer[3]'), 'work')
    settle(failed)
    settle(taken)
    expect(taken.power.view.totals).toEqual(failed.power.view.totals)
    expect([...taken.power.view.grantedW]).toEqual([...failed.power.view.grantedW])
  })

  test('a set that is taken out does not answer a call, and joins when it is given back', () => {
    const s = site(quietPower({ generators: { model: 'diesel-3mw', count: 12, failToStart: 0, availability: 1, commonCause: 0, runMttf: '10000 hours' } }))
    const asset = indexOf(s, 'block[0]/generator[0]')
    s.power.assets.takeOut(asset, 'work')
    s.power.interruptFeed(0, s.kernel.now + 1000, 5 * HOUR_MS)
    s.kernel.run(s.kernel.now + HOUR_MS, 1e9)
    const started = () => s.events.filter(event => event.kind === 'generatorStarted' && event.generator === 'block[0]/generator[0]').length
    expect(s.power.modeOf(0)).toBe(3)
    expect(started()).toBe(0)
    s.power.assets.giveBack(asset, 'work')
    expect(started()).toBe(1)
  })

  test('the clock of a failure stands while its unit is out and goes faster with the hazard', () => {
    const failing = quietPower({ topology: 'n' }, { failures: '2/year' })
    const firstFailure = (act: (s: Site, asset: number) => void): number => {
      const s = site(failing)
      act(s, indexOf(s, 'block[0]/ups[0]/module[0]'))
      s.kernel.run(1e12, 1e9)
      return s.events.find(event => event.kind === 'outageStarted' && event.what === 'block[0]/ups[0]/module[0]' && event.atMs > 200 * HOUR_MS)?.atMs ?? Infinity
    }
    const plain = firstFailure(() => undefined)
    const paused = firstFailure((s, asset) => {
      s.power.assets.takeOut(asset, 'work')
      s.kernel.run(s.kernel.now + 100 * HOUR_MS, 1e9)
      s.power.assets.giveBack(asset, 'work')
    })
    expect(paused).toBe(plain + 100 * HOUR_MS)
    const worn = firstFailure((s, asset) => s.power.assets.setHazard(asset, 3))
    expect(worn).toBeGreaterThan(plain / 3 - 1)
    expect(worn).toBeLessThan(plain / 3 + 1000)
  })

  test('a restore with units out equals the straight run', () => {
    const run = (): Site => {
      const s = site(quietPower({ generators: { model: 'diesel-3mw', count: 12 } }, { failures: '5/year' }))
      s.power.assets.takeOut(indexOf(s, 'block[0]/ups[1]'), 'zone')
      s.power.assets.takeOut(indexOf(s, 'block[0]/generator[2]'), 'work')
      return s
    }
    const straight = run()
    const saved = run()
    const snapshot = snapshotState(saved.state)
    const restored = site(quietPower({ generators: { model: 'diesel-3mw', count: 12 } }, { failures: '5/year' }))
    restoreState(restored.state, snapshot)
    for (const s of [straight, restored]) {
      s.kernel.run(50 * HOUR_MS, 1e9)
      s.power.assets.giveBack(indexOf(s, 'block[0]/ups[1]'), 'zone')
      s.kernel.run(5000 * HOUR_MS, 1e9)
    }
    expect(hashState(restored.state)).toBe(hashState(straight.state))
  })
})
