import { describe, expect, test } from 'vitest'
import { bestMiss, type Chain, keyOfChain, logLikelihood, nextChains, type Tried } from '../../../src/analysis/decide/chains.ts'
import { eventsOf, type PlausibleEvent } from '../../../src/analysis/decide/events.ts'

const DAY_MS = 86_400_000

describe('what may go wrong by the numbers of a file', () => {
  const file = {
    horizon: { start: '2027-01-01', end: '2029-01-01' },
    grid: { feeds: { street: { capacity: '3 MW', energised: { planned: '2027-02-01', slip: { uniform: ['0 days', '100 days'] } }, outages: { planned: { rate: '1/year' } } } } },
    blocks: [{ id: 'hall', power: { transformers: { model: 'lv-2500kva', count: 2, failures: '0.05/year' } } }],
    options: { late: { label: 'Late', set: { x: { uniform: ['0 days', '1 day'] } } } },
  }
  const events = eventsOf(file, 2)

  test('a slip is as late as in the worst of ten and of a hundred futures', () => {
    const slip = events.filter(({ path }) => path.endsWith('slip'))
    expect(slip.map(({ value, probability }) => [value, probability])).toEqual([[`${90 * DAY_MS} ms`, 0.1], [`${99 * DAY_MS} ms`, 0.01]])
    expect(slip[0].words).toBe('90 days, where half of the futures have less than 50 days')
  })

  test('rates bring the counts of such futures: Poisson by hand', () => {
    // Two a year are expected twice over: P(N ≥ 4) = 1 − e⁻²(1 + 2 + 2 + 4/3) = 0.142877, P(N ≥ 6) = 0.016564.
    const planned = events.filter(({ path }) => path.endsWith('planned.rate'))
    expect(planned.map(({ value }) => value)).toEqual(['2/year', '3/year'])
    expect(planned[0].probability).toBeCloseTo(0.142877, 6)
    expect(planned[1].probability).toBeCloseTo(0.016564, 6)
    // Two transformers at 0.05 a year over two years: 0.2 expected; one comes with 1 − e^−0.2, two with 0.017523.
    const failures = events.filter(({ path }) => path.endsWith('failures'))
    expect(failures.map(({ path, value }) => [path, value])).toEqual([['blocks.hall.power.transformers.failures', '0.25/year'], ['blocks.hall.power.transformers.failures', '0.5/year']])
    expect(failures.map(({ probability }) => Number(probability.toFixed(6)))).toEqual([0.181269, 0.017523])
    expect(new Set(events.map(({ input }) => input)).size).toBe(3)
  })
})

describe('the most plausible chain', () => {
  const event = (input: number, probability: number): PlausibleEvent => ({ input, path: `input${input}`, value: '1', probability, words: '' })
  /** Three inputs that hurt, one that does nothing; each mild and severe. */
  const events = [event(0, 0.1), event(0, 0.01), event(1, 0.1), event(1, 0.01), event(2, 0.3), event(3, 0.1), event(3, 0.01)]
  const HURT = [2, 3, 2, 3, 1, 0, 0]

  function search(bound: number, hurt = (chain: Chain) => chain.reduce((sum, at) => sum + HURT[at], 0)): { best: Tried | undefined; tried: Map<string, Tried> } {
    const tried = new Map<string, Tried>()
    for (let next = nextChains(tried, events); next.length > 0; next = nextChains(tried, events)) {
      for (const chain of next) tried.set(keyOfChain(chain), { chain, missed: hurt(chain) > bound, shortfall: hurt(chain) - bound })
    }
    return { best: bestMiss(tried, events), tried }
  }

  /** All chains of up to three, by hand. */
  function exhaustive(bound: number): number {
    let best = -Infinity
    for (let mask = 0; mask < 1 << events.length; mask++) {
      const chain = events.flatMap((_, at) => ((mask >> at) & 1 ? [at] : []))
      if (chain.length > 3 || new Set(chain.map(at => events[at].input)).size < chain.length) continue
      if (chain.reduce((sum, at) => sum + HURT[at], 0) > bound) best = Math.max(best, logLikelihood(chain, events))
    }
    return best
  }

  test.each([-1, 0.5, 1.5, 2.5, 3.5, 4.5, 5.5, 6.5, 7.5])('is that of trying all of them, with a bound of %d', bound => {
    const { best, tried } = search(bound)
    const expected = exhaustive(bound)
    expect(best === undefined ? -Infinity : logLikelihood(best.chain, events)).toBe(expected)
    expect(tried.size).toBeLessThanOrEqual(30)
  })

  test('a plan that is missed as it is has an empty chain, what does nothing alone is not joined', () => {
    expect(search(-1).best?.chain).toEqual([])
    expect(search(-1).tried.size).toBe(1)
    expect([...search(6.5).tried.values()].filter(({ chain }) => chain.length > 1 && chain.some(at => at >= 5))).toEqual([])
    expect(search(100).best).toBeUndefined()
  })
})
