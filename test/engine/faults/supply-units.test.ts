/** Supply units of nodes: what fails, what that does to the node, and who replaces it. */
import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { rateOnUnits } from '../../../src/engine/faults/supply-units.ts'
import { type RackType, rackType } from '../../../src/scenario/catalog/racks.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FOREVER, makeSite, type Site, type SiteSpec } from './site.ts'

const H100 = rackType('hgx-h100-air-4')
const YEARS = 2
const HORIZON = YEARS * 365.25 * DAY_MS

function site(type: Partial<RackType>, supplyUnits: object): Site {
  const spec: SiteSpec = {
    world: { racksPerBlock: 25, nodesPerRack: 4, acceleratorsPerNode: 8, horizonMs: HORIZON, rackTypes: [{ ...H100, ...type }] },
    faults: { preset: 'none', requalification: '1 hour', technicians: 100, supplyUnits: { rate: '1/year', ...supplyUnits } }, ideal: true,
  }
  const made = makeSite(spec)
  made.faults.start()
  made.expose(true)
  return made
}
const supplies = (of: Site): { readonly count: number; readonly downMs: number } => of.faults.summary().find(({ id }) => id === 'supply-units') ?? { count: -1, downMs: -1 }

describe('supply units of nodes', () => {
  test('three of four carry 98.9 % of the work of an H100 node, two 59 %, one none', () => {
    // 3 × 40.8 ÷ (4 × 31) of the draw less hosts, over the fitted curve with 15 % of the step off the clock.
    expect(rateOnUnits(H100, 3)).toBeCloseTo(0.988_712, 5)
    expect(rateOnUnits(H100, 2)).toBeCloseTo(0.589_522, 5)
    expect(rateOnUnits(H100, 1)).toBe(0)
    expect(rateOnUnits(H100, 4)).toBe(1)
  })

  test('six of which four are needed: 100 nodes see 1,200 failures in two years, and hardly one is lost (seed 1)', () => {
    const of = site({}, { swap: '12 hours' })
    of.kernel.run(HORIZON, FOREVER)
    // Three standard deviations of the count.
    expect(Math.abs(supplies(of).count - 1200)).toBeLessThan(104)
    expect(of.gates.calls.filter(({ call, cause }) => call === 'closeNode' && cause === 'repair').length).toBeLessThan(3)
    expect(of.compute.slowed).toEqual([])
  })

  test('all six are needed: each failure takes its node until the supply is replaced', () => {
    const of = site({ supplyUnitsNeeded: 6 }, { swap: '3 hours' })
    of.kernel.run(HORIZON, FOREVER)
    const { count, downMs } = supplies(of)
    const repairs = of.gates.calls.filter(({ call, cause }) => call === 'openNode' && cause === 'repair').length
    expect(count).toBeGreaterThan(1000)
    expect(Math.abs(repairs - count)).toBeLessThanOrEqual(1)
    // Detection 60 s, triage 30 min, the swap, an hour of tests.
    expect(downMs / count / (4.5 * HOUR_MS + 60_000)).toBeCloseTo(1, 2)
  })

  test('slow: the node works on at what the rest carries, until the swap', () => {
    const of = site({ supplyUnits: 4 }, { below: 'slow', swap: '3 hours' })
    of.kernel.run(HORIZON, FOREVER)
    const first = of.compute.slowed.findIndex(({ node }) => node === of.compute.slowed[0].node)
    const { atMs, node, speed } = of.compute.slowed[first]
    expect(speed).toBe(rateOnUnits(H100, 3))
    expect(of.compute.slowed.find(call => call.node === node && call.speed === 1)?.atMs).toBe(atMs + 3 * HOUR_MS)
    expect(of.gates.calls.filter(({ call, cause }) => call === 'closeNode' && cause === 'repair').length).toBeLessThan(5)
  })

  test('restored it ends like the straight run, to the bit', () => {
    const begin = (): Site => site({ supplyUnits: 4 }, { below: 'slow', swap: '9 days' })
    const straight = begin()
    straight.kernel.run(100 * DAY_MS, FOREVER)
    const saved = snapshotState(straight.state)
    straight.kernel.run(200 * DAY_MS, FOREVER)
    const other = begin()
    restoreState(other.state, saved)
    other.kernel.run(200 * DAY_MS, FOREVER)
    expect(hashState(other.state)).toBe(hashState(straight.state))
  })
})
