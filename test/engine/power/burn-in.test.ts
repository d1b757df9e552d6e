// Eq 0.2 in a run: new equipment fails more often, from level 5 of its block on.
import { describe, expect, test } from 'vitest'
import { facilitySection, type FacilitySection } from '../../../src/scenario/schema/facility.ts'
import { restoreState, snapshotState, hashState } from '../../../src/engine/kernel/state.ts'
import { MATURE } from '../mature-equipment.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, type Site, createPowerSiteUnderTest, dateAfter, quietPower } from './site.ts'

const HOUR_MS = 3_600_000
const YEAR_MS = 365.25 * DAY_MS
const GRID = { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } } }
const NEW = facilitySection.parse({})
const PER_YEAR = 0.3

/** A block whose UPS modules alone fail, and are repaired in minutes. */
function modules(seed: number, facility: FacilitySection, ports: Parameters<typeof createPowerSiteUnderTest>[1] = {}): Site {
  return createPowerSiteUnderTest({ world: { seed, racksPerBlock: 8 }, grid: GRID, facility, power: quietPower({}, { failures: `${PER_YEAR}/year`, repair: '5 min', count: 80 }) }, ports)
}

const failures = ({ events }: Site, fromMs: number, toMs: number): number => events.filter(({ kind, atMs }) => kind === 'outageStarted' && atMs >= fromMs && atMs < toMs).length

function counted(facility: FacilitySection, fromMs: number, toMs: number): number {
  let sum = 0
  for (let seed = 1; seed <= 20; seed++) {
    const site = modules(seed, facility)
    site.kernel.run(toMs, 1e9)
    sum += failures(site, fromMs, toMs)
  }
  return sum
}

describe('failures of new equipment', () => {
  test.each<readonly [string, FacilitySection, number, number]>([
    // 2 · 2,000 h · (1 − 1/e) more mature life in the first 2,000 h.
    ['in its first 2,000 h are 1 + 2 (1 − 1/e) as many as of the mature one', NEW, 0, 1 + 2 * (1 - 1 / Math.E)],
    ['in the 2,000 h after them 1 + 2 (1/e − 1/e²)', NEW, 2000, 1 + 2 * (1 / Math.E - 1 / Math.E ** 2)],
    ['without early failures are those of the rate', MATURE, 0, 1],
  ])('%s', (_, facility, fromH, factor) => {
    const expected = 20 * 80 * PER_YEAR * ((2000 * HOUR_MS) / YEAR_MS) * factor
    const found = counted(facility, DAY_MS + fromH * HOUR_MS, DAY_MS + (fromH + 2000) * HOUR_MS)
    expect(Math.abs(found - expected) / Math.sqrt(expected), `${found} failures, ${expected.toFixed(0)} expected`).toBeLessThan(3)
  })

  test('begin with level 5 of the block, not with its energisation', () => {
    let isCommissioned = false
    const site = modules(1, NEW, { isCommissioned: () => isCommissioned })
    site.kernel.run(400 * DAY_MS, 1e9)
    expect(failures(site, 0, 400 * DAY_MS)).toBe(0)
    isCommissioned = true
    site.power.blockCommissioned(0)
    site.kernel.run(500 * DAY_MS, 1e9)
    const direct = modules(1, NEW)
    direct.kernel.run(101 * DAY_MS, 1e9)
    const since = (from: number, of: Site): number[] => of.events.flatMap(({ kind, atMs }) => (kind === 'outageStarted' ? [atMs - from] : []))
    expect(since(400 * DAY_MS, site)).toEqual(since(DAY_MS, direct))
  })

  test('go on after an outage for other reasons where they stopped, and a restore equals the straight run', () => {
    const site = modules(3, NEW)
    site.kernel.run(30 * DAY_MS, 1e9)
    const asset = site.power.assets.assets.findIndex(({ kind }) => kind === 'upsModule')
    site.power.assets.takeOut(asset, 'work')
    site.kernel.run(40 * DAY_MS, 1e9)
    site.power.assets.setHazard(asset, 2.5)
    site.power.assets.giveBack(asset, 'work')
    const snapshot = snapshotState(site.state)
    site.kernel.run(400 * DAY_MS, 1e9)
    const straight = hashState(site.state)
    restoreState(site.state, snapshot)
    site.kernel.run(400 * DAY_MS, 1e9)
    expect(hashState(site.state)).toBe(straight)
  })
})
