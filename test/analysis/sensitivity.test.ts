import { describe, expect, test } from 'vitest'
import { sin } from '../../src/base/exact-math.ts'
import { morris } from '../../src/analysis/designs/morris.ts'
import { saltelli } from '../../src/analysis/designs/saltelli.ts'
import { correlatedFactors } from '../../src/analysis/sensitivity/correlated.ts'
import { endsOf, factorsOf, statedFactor } from '../../src/analysis/sensitivity/factors.ts'
import { morrisEffects } from '../../src/analysis/sensitivity/morris-effects.ts'
import { sobolIndices } from '../../src/analysis/sensitivity/sobol-indices.ts'
import { tornado } from '../../src/analysis/sensitivity/tornado.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { SITE_WITH_EVERY_CAUSE } from '../engine/site-with-every-cause.ts'

/** Ishigami and Homma, 1990, with a = 7 and b = 0.1, over angles from −π to π. */
function ishigami([u1, u2, u3]: readonly number[]): number {
  const [x1, x2, x3] = [u1, u2, u3].map(u => Math.PI * (2 * u - 1))
  return sin(x1) + 7 * sin(x2) ** 2 + 0.1 * x3 ** 4 * sin(x1)
}

describe('Sobol’ indices', () => {
  test('T10.2 of the Ishigami function within 0.02 at N = 4,096', () => {
    const { points } = saltelli(4096, 3, 1)
    expect(points.length).toBe(4096 * 5)
    const { indices, convergence, mean } = sobolIndices(points.map(ishigami), 3)
    const expected = { first: [0.31391, 0.44241, 0], total: [0.55759, 0.44241, 0.24368] }
    indices.forEach(({ first, total, firstCi95, totalCi95 }, factor) => {
      expect(Math.abs(first - expected.first[factor])).toBeLessThan(0.02)
      expect(Math.abs(total - expected.total[factor])).toBeLessThan(0.02)
      expect(firstCi95[0] <= first && first <= firstCi95[1] && totalCi95[0] <= total && total <= totalCi95[1]).toBe(true)
    })
    expect(convergence.map(({ rows }) => rows)).toEqual([1024, 2048, 4096])
    // Mean of a sin² over whole periods.
    expect(mean).toBeCloseTo(3.5, 1)
  })

  test('of a sum they are the shares of its terms; of a constant, none', () => {
    const { points } = saltelli(1024, 2, 4)
    const { indices } = sobolIndices(points.map(([a, b]) => 3 * a + b), 2)
    expect(indices[0].first).toBeCloseTo(0.9, 2)
    expect(indices[1].total).toBeCloseTo(0.1, 2)
    expect(sobolIndices(points.map(() => 5), 2).indices.map(({ total }) => total)).toEqual([0, 0])
  })
})

describe('one at a time', () => {
  test('Morris finds the slopes of a plane, and σ only where an input bends or works with another', () => {
    const design = morris(20, 3, 7)
    expect(design.step).toBeCloseTo(2 / 3, 12)
    expect(design.points.length).toBe(20 * 4)
    expect(design.points.flat().every(u => u >= 0 && u <= 1 + 1e-9)).toBe(true)
    const [a, b, c] = morrisEffects(design, design.points.map(([x, y, z]) => 5 * x - 2 * y + z * y))
    expect([a.muStar, a.sigma]).toEqual([expect.closeTo(5, 9), expect.closeTo(0, 9)])
    expect(b.sigma).toBeGreaterThan(0.1)
    expect(c.muStar).toBeLessThan(a.muStar)
    expect(() => morris(2, 2, 1, 5)).toThrow('even')
  })

  test('a tornado is sorted by the width of its bars, with paired intervals', () => {
    const swings = tornado([{ low: [1, 2, 3], high: [2, 3, 4] }, { low: [5, 6, 7], high: [1, 2, 3.5] }])
    expect(swings.map(({ factor }) => factor)).toEqual([1, 0])
    expect(swings[1]).toMatchObject({ low: 2, high: 3, swing: 1, ci95: [1, 1] })
  })
})

describe('factors of a file', () => {
  const { document, scenario } = loadScenario(`${SITE_WITH_EVERY_CAUSE}parameters: {late: 2 weeks, half: =late / 2}\n`, { file: 'site.yaml', set: [] })
  const factors = document === undefined ? [] : factorsOf(document.effective, document.file)

  test('parameters by a fifth, distributions by their quantiles; what an expression says follows and is none', () => {
    expect(factors.map(({ path }) => path)).toEqual(['parameters.late', 'grid.feeds.street.energised.slip', 'blocks.hall.racks[0].delivered.lead'])
    const [late, slip] = factors
    expect([late.low, late.middle, late.high]).toEqual(['1.6 weeks', '2 weeks', '2.4 weeks'])
    // The file says half are at most a week late, and nine of ten three weeks.
    const DAY_MS = 86_400_000
    expect(slip.numberAt(0.5) / DAY_MS).toBeCloseTo(7, 6)
    expect(slip.numberAt(0.9) / DAY_MS).toBeCloseTo(21, 6)
    expect(endsOf(slip)).toEqual({ low: 0.1, middle: 0.5, high: 0.9 })
  })

  test('every factor can be set: the file stays valid at both ends', () => {
    for (const factor of factors) {
      for (const u of Object.values(endsOf(factor))) {
        const moved = loadScenario(`${SITE_WITH_EVERY_CAUSE}parameters: {late: 2 weeks, half: =late / 2}\n`, { file: 'site.yaml', set: [{ path: factor.path, value: factor.at(u) }] })
        expect(moved.issues.filter(({ severity }) => severity === 'error'), `${factor.path} ${factor.at(u)}`).toEqual([])
      }
    }
  })

  test('a stated range has one unit and may be logarithmic', () => {
    const log = statedFactor('faults.rateFactor=0.5..2:log')
    expect(log.ok && log.value.at(0.5)).toBe('1')
    const power = statedFactor('grid.feeds.street.capacity=2..4 MW')
    expect(power.ok && [power.value.low, power.value.middle, power.value.high]).toEqual(['2 MW', '3 MW', '4 MW'])
    for (const wrong of ['faults', 'a=5..2', 'a=1 MW..2 kW', 'a=0..1:log', 'a=1..2:other']) expect(statedFactor(wrong).ok, wrong).toBe(false)
  })

  test('lots of one supplier are no independent factors', () => {
    if (scenario === undefined) throw new Error('the scenario of the test has errors')
    expect(correlatedFactors(factors, scenario)).toBeUndefined()
    const [block] = scenario.blocks
    const lot = { ...block.racks[0], delivered: { ...block.racks[0].delivered, supplier: 'one', correlation: 0.6 } }
    const [lead] = factors.filter(({ path }) => path.endsWith('lead'))
    const other = { ...lead, path: 'blocks.hall.racks[1].delivered.lead' }
    expect(correlatedFactors([lead, other], { blocks: [{ ...block, racks: [lot, lot] }] })).toEqual([lead.path, other.path])
  })
})
