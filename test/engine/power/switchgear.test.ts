/** Sections of the medium-voltage bus: faults, breakers that fail, ties that close, and what a section may still carry after a loss. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { MODE } from '../../../src/engine/power/power-site.ts'
import { powerPlan } from '../../../src/engine/power/plan.ts'
import { sectionMargins } from '../../../src/engine/power/section-margins.ts'
import { tinyWorld } from '../world.ts'
import { createPowerSiteUnderTest, dateAfter, electricalScenario, loadAll, QUIET_OUTAGES, quietPower, type Site } from './site.ts'

const QUIET_GEAR = { faults: '0/year', breakers: { trips: '0/year', failToOperate: 0 }, relays: { failures: '0/year' } }
const gridOf = (switchgear: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  feeds: { main: { capacity: '200 MW', voltage: '138 kV', energised: dateAfter(0), outages: QUIET_OUTAGES } },
  substation: { transformers: { model: 'hv-40mva', count: 4, failures: '0/year', minorFailures: '0/year' }, redundancy: 1 },
  switchgear: { ...QUIET_GEAR, ...switchgear },
  ...more,
})

function siteOf(switchgear: Record<string, unknown>, blocks = 2, more: Record<string, unknown> = {}): Site {
  const site = createPowerSiteUnderTest({ world: { blocks }, grid: gridOf(switchgear, more), power: quietPower({ designPower: '26 MW' }) })
  loadAll(site, 20_000_000, 0, 0)
  site.kernel.run(10, 1e9)
  return site
}
const settle = (site: Site, ms = 2): void => void site.kernel.run(site.kernel.now + ms, 1e9)
const modes = (site: Site): number[] => Array.from({ length: site.world.blocks.count }, (_, block) => site.power.modeOf(block))
const { utility, battery } = MODE

describe('bus faults', () => {
  test('single: everything is on battery', () => {
    const site = siteOf({ scheme: 'single' })
    site.power.failUnit('grid/switchgear/section[0]')
    settle(site)
    expect(modes(site)).toEqual([battery, battery])
  })

  test('main-tie-main, blocks in turn: only the blocks of the section', () => {
    const site = siteOf({ blocks: 'alternate' })
    site.power.failUnit('grid/switchgear/section[1]')
    settle(site)
    expect(modes(site)).toEqual([utility, battery])
  })

  test('main-tie-main, blocks on both: half of each block’s transformers, all blocks stay', () => {
    const site = siteOf({ blocks: 'spread' })
    site.power.failUnit('grid/switchgear/section[1]')
    settle(site)
    expect(modes(site)).toEqual([utility, utility])
    expect(site.power.view.totals.itW).toBeLessThanOrEqual(2 * 7 * 3e6)
    expect(site.power.view.totals.itW).toBeGreaterThan(0.9 * 2 * 7 * 3e6 * 0.9)
  })

  test('breaker-and-a-half: one bus takes no circuit, both take all', () => {
    const site = siteOf({ scheme: 'breaker-and-a-half', blocks: 'alternate' })
    site.power.failUnit('grid/switchgear/section[0]')
    settle(site)
    expect(modes(site)).toEqual([utility, utility])
    site.power.failUnit('grid/switchgear/section[1]')
    settle(site)
    expect(modes(site)).toEqual([battery, battery])
  })

  test('ring: a section takes its own circuits alone', () => {
    const site = siteOf({ scheme: 'ring', sections: 3, blocks: 'alternate' }, 3)
    site.power.failUnit('grid/switchgear/section[1]')
    settle(site)
    expect(modes(site)).toEqual([utility, battery, utility])
  })

  test('a breaker that fails to open, and a relay that is out, take the next section for the time of a breaker’s repair', () => {
    for (const gear of [{ breakers: { trips: '0/year', failToOperate: 1, repair: '1 h' } }, { breakers: { trips: '0/year', failToOperate: 0, repair: '1 h' } }]) {
      const site = siteOf({ ...gear, blocks: 'alternate', repair: '600 h' })
      if (gear.breakers.failToOperate === 0) site.power.failUnit('grid/switchgear/section[0]/relay')
      site.power.failUnit('grid/switchgear/section[0]')
      settle(site)
      expect(modes(site)).toEqual([battery, battery])
      settle(site, 3_600_000 + 60_000)
      expect(site.power.modeOf(1)).toBe(utility)
      expect(site.power.modeOf(0)).not.toBe(utility)
    }
  })
})

describe('infeeds and ties', () => {
  const two = { transformers: { model: 'hv-40mva', count: 2, failures: '0/year', minorFailures: '0/year' }, redundancy: 0 }

  test('a lost infeed: blocks of its section ride on their batteries for 2.3 s, until the tie closes', () => {
    const site = siteOf({ blocks: 'alternate' }, 2, { substation: two })
    site.power.failUnit('grid/substation/transformer[1]')
    settle(site)
    expect(modes(site)).toEqual([utility, battery])
    settle(site, 2290)
    expect(modes(site)).toEqual([utility, battery])
    settle(site, 20)
    // One transformer of 38.8 MW for two blocks of 26 MW: the first in file order stays.
    expect(site.power.modeOf(0)).toBe(utility)
    const light = createPowerSiteUnderTest({ world: { blocks: 2 }, grid: gridOf({ blocks: 'alternate' }, { substation: two }), power: quietPower({ designPower: '12 MW' }) })
    loadAll(light, 9_000_000, 0, 0)
    light.kernel.run(10, 1e9)
    light.power.failUnit('grid/substation/transformer[1]')
    settle(light, 2290)
    expect(modes(light)).toEqual([utility, battery])
    settle(light, 20)
    expect(modes(light)).toEqual([utility, utility])
  })

  test('a tie that does not close is closed by hand, hours later', () => {
    const site = createPowerSiteUnderTest({ world: { blocks: 2 }, grid: gridOf({ blocks: 'alternate', breakers: { trips: '0/year', failToOperate: 1, repair: '8 h' } }, { substation: two }), power: quietPower({ designPower: '12 MW' }) })
    loadAll(site, 9_000_000, 0, 0)
    site.kernel.run(10, 1e9)
    site.power.failUnit('grid/substation/transformer[1]')
    settle(site, 3_600_000)
    expect(site.power.modeOf(1)).not.toBe(utility)
    settle(site, 8 * 3_600_000)
    expect(site.power.modeOf(1)).toBe(utility)
  })

  test('blocks on both sections do not notice a lost infeed, a ring has no gap either', () => {
    for (const gear of [{ blocks: 'spread' }, { scheme: 'ring', blocks: 'alternate' }]) {
      const site = createPowerSiteUnderTest({ world: { blocks: 2 }, grid: gridOf(gear, { substation: two }), power: quietPower({ designPower: '12 MW' }) })
      loadAll(site, 9_000_000, 0, 0)
      site.kernel.run(10, 1e9)
      site.power.failUnit('grid/substation/transformer[1]')
      settle(site)
      expect(modes(site)).toEqual([utility, utility])
    }
  })

  test('a breaker of a block that trips takes its transformers on that section', () => {
    const site = siteOf({ blocks: 'alternate' })
    site.power.failUnit('grid/switchgear/section[1]/block[1]')
    settle(site)
    expect(modes(site)).toEqual([utility, battery])
  })
})

test('restored in the middle of a transfer equals straight', () => {
  const make = (): Site => siteOf({ blocks: 'alternate', faults: '2/year', breakers: { trips: '2/year', failToOperate: 0.2 }, relays: { failures: '1/year' } })
  const [straight, broken] = [make(), make()]
  for (const site of [straight, broken]) {
    site.power.failUnit('grid/substation/transformer[1]')
    site.power.failUnit('grid/substation/transformer[3]')
    settle(site, 500)
  }
  const saved = snapshotState(broken.state)
  const other = make()
  restoreState(other.state, saved)
  const untilMs = 400 * 86_400_000
  straight.kernel.run(untilMs, 1e9)
  other.kernel.run(untilMs, 1e9)
  expect(hashState(other.state)).toBe(hashState(straight.state))
})

describe('security margin of a section', () => {
  const marginsOf = (switchgear: Record<string, unknown>, count: number) => {
    const world = tinyWorld({ blocks: 2, racksPerBlock: 189, nodesPerRack: 1, rackMaxW: 132_000 })
    const grid = gridOf(switchgear, { substation: { transformers: { model: 'hv-40mva', count }, redundancy: 1 } })
    const plan = powerPlan(electricalScenario({ grid, power: quietPower({ designPower: '26 MW' }) }, world), world)
    return { margins: sectionMargins(plan), unitW: plan.transformers[0].unitW }
  }

  test('hand arithmetic: four infeeds of 40 MVA, two blocks of 26 MW on both sections', () => {
    const { margins, unitW } = marginsOf({ blocks: 'spread' }, 4)
    // The other section lost: two infeeds are left for all 52 MW.
    const leftW = 2 * Math.floor(unitW) - 52_000_000
    expect(margins).toEqual([0, 1].map(section => ({ section, normalW: 26_000_000, securityMarginW: leftW, worst: `grid/switchgear/section[${1 - section}]` })))
  })

  test('blocks in turn: the lost section takes its block along, so that a lost infeed is the worst', () => {
    const { margins, unitW } = marginsOf({ blocks: 'alternate' }, 2)
    expect(margins.map(({ securityMarginW, worst }) => [securityMarginW, worst])).toEqual([
      [Math.floor(unitW) - 52_000_000, 'grid/substation/transformer[0]'],
      [Math.floor(unitW) - 52_000_000, 'grid/substation/transformer[0]'],
    ])
    expect(margins[0].securityMarginW).toBeLessThan(0)
  })
})
