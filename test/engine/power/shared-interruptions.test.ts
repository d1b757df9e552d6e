/** Interruptions that several feeds share: rates in closed form, and what a further feed does to the others. */
import { describe, expect, test } from 'vitest'
import { type FeedGroup, commonModeScopes } from '../../../src/engine/power/shared-interruptions.ts'
import { type OutageProcess, feedPlans, outageProcesses, sagProcesses } from '../../../src/engine/power/feed-plan.ts'
import { gridSection } from '../../../src/scenario/schema/grid.ts'
import { DAY_MS } from '../world.ts'
import { type Site, createPowerSiteUnderTest, dateAfter, quietPower } from './site.ts'

const YEAR_MS = 365.25 * DAY_MS

/** Yearly rate of arrivals that strike all of `feeds`, by scopes. */
function rateOfAll(rates: readonly number[], site: FeedGroup, groups: readonly FeedGroup[], feeds: readonly number[]): number {
  return commonModeScopes(rates, site, groups).reduce((sum, scopes, leader) => {
    let from = 0
    let struck = 0
    for (const scope of scopes) {
      if (feeds.every(feed => scope.feeds.includes(feed))) struck += (scope.upTo - from) * rates[leader]
      from = scope.upTo
    }
    return sum + struck
  }, 0)
}

describe('shares of interruptions', () => {
  const rates = [2, 1, 4, 3]
  const site = { share: 0.2, feeds: [0, 1, 2, 3] }
  const groups = [{ share: 0.5, feeds: [0, 2] }, { share: 0.7, feeds: [1, 3] }]

  test('every feed keeps its total rate', () => {
    rates.forEach((rate, feed) => expect(rateOfAll(rates, site, groups, [feed])).toBeCloseTo(rate, 12))
  })

  test('two feeds of a group share β · min(λ₁, λ₂), feeds of different groups the site’s part of the rarest', () => {
    expect(rateOfAll(rates, site, groups, [0, 2])).toBeCloseTo(0.5 * 2, 12)
    expect(rateOfAll(rates, site, groups, [1, 3])).toBeCloseTo(0.7 * 1, 12)
    expect(rateOfAll(rates, site, groups, [0, 1])).toBeCloseTo(0.2 * 1, 12)
    expect(rateOfAll([2, 1], { share: 0.2, feeds: [0, 1] }, [], [0, 1])).toBeCloseTo(0.2, 12)
  })

  test('a feed that never fails shares nothing and takes nothing from the others', () => {
    const silent = [2, 0, 4]
    const all = { share: 0.2, feeds: [0, 1, 2] }
    expect(rateOfAll(silent, all, [], [0, 2])).toBeCloseTo(0.4, 12)
    expect(commonModeScopes(silent, all, [])[1]).toEqual([])
  })
})

/** Yearly rate at which a feed is struck by one population. */
function strikes(processes: readonly OutageProcess[], population: string, feeds: readonly number[]): number {
  return processes.filter(process => process.population === population).reduce((sum, { scopes, meanGapMs }) => {
    let from = 0
    let share = 0
    for (const scope of scopes) {
      if (feeds.every(feed => scope.feeds.includes(feed))) share += scope.upTo - from
      from = scope.upTo
    }
    return sum + (share * YEAR_MS) / meanGapMs
  }, 0)
}

describe('feeds of a file', () => {
  const feed = (more: Record<string, unknown> = {}) => ({ capacity: '10 MW', voltage: '138 kV', energised: dateAfter(0), ...more })
  const processesOf = (grid: unknown) => {
    const read = gridSection.parse(grid)
    return outageProcesses(read, feedPlans(read, 0))
  }

  test('from one substation half, otherwise a fifth, or as the file says', () => {
    const rate = 1.022 * 0.15
    expect(strikes(processesOf({ feeds: { a: feed(), b: feed() } }), 'ordinary', [0, 1])).toBeCloseTo(0.2 * rate, 9)
    expect(strikes(processesOf({ feeds: { a: feed({ group: 'north' }), b: feed({ group: 'north' }) } }), 'ordinary', [0, 1])).toBeCloseTo(0.5 * rate, 9)
    const grid = { groups: { north: { commonMode: 0.8 } }, feeds: { a: feed({ group: 'north' }), b: feed({ group: 'north' }), c: feed() } }
    expect(strikes(processesOf(grid), 'ordinary', [0, 1])).toBeCloseTo(0.8 * rate, 9)
    expect(strikes(processesOf(grid), 'ordinary', [0, 2])).toBeCloseTo(0.2 * rate, 9)
    expect(strikes(processesOf({ ...grid, commonMode: 0 }), 'ordinary', [0, 2])).toBe(0)
  })

  test('momentary interruptions are three times the longer ones, planned ones take one feed each', () => {
    const processes = processesOf({ feeds: { a: feed(), b: feed() } })
    expect(strikes(processes, 'momentary', [0])).toBeCloseTo(3 * 1.348 * 0.15, 9)
    expect(strikes(processes, 'planned', [0])).toBeCloseTo(1 / 3, 5)
    expect(strikes(processes, 'planned', [0, 1])).toBe(0)
  })

  test('sags by voltage, and none of a feed at scale 0', () => {
    const read = gridSection.parse({ feeds: { a: feed(), b: feed({ voltage: '13.8 kV' }), c: feed({ outages: { scale: 0 } }) } })
    const [a, b, c] = sagProcesses(read, feedPlans(read, 0))
    expect([YEAR_MS / a.meanGapMs, YEAR_MS / b.meanGapMs]).toEqual([10, 50].map(rate => expect.closeTo(rate, 9)))
    expect([a.deepFraction, b.deepFraction]).toEqual([0.3, 0.36])
    expect(c.meanGapMs).toBe(Infinity)
  })
})

/** When each feed went out, by name, over twenty years. */
function outageTimes(site: Site): Map<string, number[]> {
  site.kernel.run(20 * YEAR_MS, 1e9)
  const times = new Map<string, number[]>()
  for (const event of site.events) {
    if (event.kind !== 'outageStarted' || event.block >= 0) continue
    times.set(event.what, [...(times.get(event.what) ?? []), event.atMs])
  }
  return times
}

describe('I25: a feed that comes to a plan moves no other feed', () => {
  const feed = (voltage: string, more: Record<string, unknown> = {}) => ({ capacity: '10 MW', voltage, energised: dateAfter(0), outages: { scale: 3 }, ...more })
  const build = (feeds: Record<string, unknown>, seed: number, grid: Record<string, unknown> = {}): Site =>
    createPowerSiteUnderTest({ world: { racksPerBlock: 8, seed }, grid: { feeds, ...grid }, power: quietPower({ topology: 'n' }) })

  test.each([1, 2, 3, 4, 5])('an isolated feed, seed %i', seed => {
    const one = outageTimes(build({ a: feed('12 kV'), b: feed('69 kV') }, seed, { commonMode: 0 }))
    const two = outageTimes(build({ a: feed('12 kV'), b: feed('69 kV'), c: feed('138 kV') }, seed, { commonMode: 0 }))
    expect(one.get('grid/feed[a]')?.length).toBeGreaterThan(50)
    expect(two.get('grid/feed[a]')).toEqual(one.get('grid/feed[a]'))
    expect(two.get('grid/feed[b]')).toEqual(one.get('grid/feed[b]'))
  })

  test.each([1, 2, 3])('even a second feed that shares interruptions leaves the first one’s times alone, seed %i', seed => {
    const one = outageTimes(build({ a: feed('138 kV') }, seed))
    const two = outageTimes(build({ a: feed('138 kV'), b: feed('138 kV') }, seed))
    expect(two.get('grid/feed[a]')).toEqual(one.get('grid/feed[a]'))
    const shared = (two.get('grid/feed[b]') ?? []).filter(atMs => two.get('grid/feed[a]')?.includes(atMs))
    expect(shared.length).toBeGreaterThan(0)
  })
})
