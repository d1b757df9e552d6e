/** Random processes against their closed forms. Tolerances are three standard deviations of the estimate. */
import { describe, expect, test } from 'vitest'
import { meanOf } from '../../../src/base/distribution.ts'
import { outageProcesses, feedPlans } from '../../../src/engine/power/feed-plan.ts'
import { MODE } from '../../../src/engine/power/power-site.ts'
import { GENERATOR_GRADES, blockSuccess, generatorSurvival } from '../../../src/physics/generator.ts'
import { gridSection } from '../../../src/scenario/schema/grid.ts'
import { DAY_MS } from '../world.ts'
import { QUIET_OUTAGES, createPowerSiteUnderTest, dateAfter, quietPower } from './site.ts'

const HOUR_MS = 3_600_000
const YEAR_MS = 365.25 * DAY_MS
const T0 = DAY_MS * 2
const SEEDS = 400
const SETS = 12

/** Sets running after the first attempt, and after 24 h without repair, over many seeds. */
function demands(grade: (typeof GENERATOR_GRADES)[keyof typeof GENERATOR_GRADES], commonCause: number): { started: number[]; survived: number[] } {
  const started: number[] = []
  const survived: number[] = []
  const generators = {
    model: 'diesel-3mw', count: SETS, availability: grade.availabilityFraction, failToStart: grade.failToStartFraction, runMttf: `${grade.runMttfH} h`,
    commonCause, retrySuccess: 0, startRepair: '1 year', runRepair: '5 years',
  }
  for (let seed = 1; seed <= SEEDS; seed++) {
    const site = createPowerSiteUnderTest({
      world: { seed, racksPerBlock: 8 },
      grid: { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(1), outages: QUIET_OUTAGES } } },
      power: quietPower({ topology: 'n', generators }),
    })
    site.power.interruptFeed(0, T0, 2 * DAY_MS)
    site.kernel.run(T0 + 11_500, 1e9)
    started.push(site.events.filter(event => event.kind === 'generatorStarted').length)
    site.kernel.run(T0 + 11_500 + 24 * HOUR_MS, 1e9)
    survived.push(SETS - site.events.filter(event => event.kind === 'generatorFailed' && !event.onStart).length - (SETS - started[started.length - 1]))
  }
  return { started, survived }
}

/** Distance of the share of runs with at least ten sets from `p`, in standard deviations of that share; half a run is rounding. */
function deviation(counts: readonly number[], p: number): number {
  const share = counts.filter(count => count >= 10).length / counts.length
  return Math.max(0, Math.abs(share - p) - 0.5 / counts.length) / Math.sqrt((p * (1 - p)) / counts.length)
}

describe('W4.3: standby sets, 10 of 12', () => {
  test.each([['wellKept', 1, 0.9992], ['reoptDefault', 0.9994, 0.9922], ['average', 0.9966, 0.9649], ['poor', 0.6518, 0.04692]] as const)(
    'the closed form of %s sets',
    (name, starts, survives) => {
      const grade = GENERATOR_GRADES[name]
      expect(blockSuccess(10, SETS, generatorSurvival(grade, 0))).toBeCloseTo(starts, 4)
      expect(blockSuccess(10, SETS, generatorSurvival(grade, 24))).toBeCloseTo(survives, 4)
    },
  )

  test.each(['poor', 'average', 'reoptDefault'] as const)('%s sets start and survive 24 h as often as the closed form says', name => {
    const grade = GENERATOR_GRADES[name]
    const { started, survived } = demands(grade, 0)
    expect(deviation(started, blockSuccess(10, SETS, generatorSurvival(grade, 0)))).toBeLessThan(3)
    expect(deviation(survived, blockSuccess(10, SETS, generatorSurvival(grade, 24)))).toBeLessThan(3)
  })

  test('a common cause keeps all sets from starting', () => {
    const { started } = demands(GENERATOR_GRADES.wellKept, 0.05)
    const none = started.filter(count => count === 0).length / SEEDS
    expect(Math.abs(none - 0.05)).toBeLessThan(3 * Math.sqrt((0.05 * 0.95) / SEEDS))
  })
})

describe('W2.2: interruptions of a feed', () => {
  const grid = gridSection.parse({ feeds: { main: { capacity: '10 MW', voltage: '12 kV', energised: dateAfter(0) } } })
  const [ordinary, major] = outageProcesses(grid, feedPlans(grid, 0)).filter(({ population }) => population === 'ordinary' || population === 'major')

  test('the two populations add up to the published minutes', () => {
    const perYear = (process: typeof ordinary): number => YEAR_MS / process.meanGapMs
    expect(perYear(ordinary)).toBeCloseTo(1.022, 6)
    expect(perYear(major)).toBeCloseTo(0.326, 6)
    const minutes = (process: typeof ordinary): number => meanOf(process.duration) / 60_000
    expect(minutes(ordinary)).toBeCloseTo(121.3, 0)
    expect(minutes(major) / 744.5).toBeCloseTo(1, 2)
    expect(ordinary.duration.kind === 'lognormal' ? ordinary.duration.sigma : 0).toBeCloseTo(1.187, 3)
    const total = perYear(ordinary) * minutes(ordinary) + perYear(major) * minutes(major)
    expect(total / 366.7).toBeCloseTo(1, 2)
  })

  test('a hundred years of a run have as many interruptions and hours as expected', () => {
    const site = createPowerSiteUnderTest({
      world: { racksPerBlock: 8 },
      grid: { feeds: { main: { capacity: '40 MW', voltage: '12 kV', energised: dateAfter(0), outages: { scale: 10, momentary: { perInterruption: 0 }, planned: { rate: '0/year' } } } } },
      power: quietPower({ topology: 'n' }),
    })
    site.kernel.run(100 * YEAR_MS, 1e9)
    const isFeed = (event: (typeof site.events)[number]): boolean => 'what' in event && event.what === 'grid/feed[main]'
    const begins = site.events.filter(event => event.kind === 'outageStarted' && isFeed(event))
    const ends = site.events.filter(event => event.kind === 'outageEnded' && isFeed(event))
    // Poisson with mean 1348; a few arrivals fall into an outage and lengthen it.
    expect(Math.abs(begins.length - 1348)).toBeLessThan(3 * Math.sqrt(1348) + 15)
    const hours = ends.reduce((sum, end, i) => sum + (end.atMs - begins[i].atMs), 0) / HOUR_MS
    // Mean 6112 h; standard deviation of the sum of lognormals with σ 1.187 (variance 3.09 mean²): √(1022·4.09·2.02² + 326·4.09·12.41²) ≈ 471 h.
    expect(Math.abs(hours - 6112)).toBeLessThan(3 * 475)
  })
})

test('a gas engine is out for its forced-outage share of the time', () => {
  const site = createPowerSiteUnderTest({
    world: { racksPerBlock: 8 },
    grid: { feeds: {} },
    generation: [{ id: 'plant', model: 'recip-4mw', count: 20, inService: dateAfter(0), startSuccess: 1 }],
    power: quietPower({ topology: 'n' }),
  })
  site.power.setItLoad(0, 4, 1e6, 0)
  site.kernel.run(40 * YEAR_MS, 1e9)
  const down = new Map<string, number>()
  let outMs = 0
  let repairs = 0
  for (const event of site.events) {
    if (event.kind === 'outageStarted' && event.what.startsWith('generation[plant]/engine')) down.set(event.what, event.atMs)
    if (event.kind !== 'outageEnded' || !event.what.startsWith('generation[plant]/engine')) continue
    outMs += event.atMs - (down.get(event.what) ?? 0)
    repairs += 1
  }
  const share = outMs / (20 * 40 * YEAR_MS)
  // Each cycle of up and down has a relative standard deviation of about √2; 0.03 within three of them.
  expect(Math.abs(share / 0.03 - 1)).toBeLessThan((3 * Math.SQRT2) / Math.sqrt(repairs))
  expect(site.power.modeOf(0)).toBe(MODE.utility)
})

test('engines that deliver nothing do not fail', () => {
  const site = createPowerSiteUnderTest({
    world: { racksPerBlock: 8 },
    grid: { feeds: { main: { capacity: '40 MW', voltage: '25 kV', energised: dateAfter(0), outages: QUIET_OUTAGES } } },
    generation: [{ id: 'plant', model: 'recip-4mw', count: 20, inService: dateAfter(0), startSuccess: 1 }],
    power: quietPower({ topology: 'n' }),
  })
  site.power.setItLoad(0, 4, 1e6, 0)
  site.kernel.run(2 * YEAR_MS, 1e9)
  expect(site.events.filter(event => event.kind === 'outageStarted')).toEqual([])
})
