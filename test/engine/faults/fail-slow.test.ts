import { describe, expect, test } from 'vitest'
import { faultMix } from '../../../src/engine/faults/classes.ts'
import { faultsSection } from '../../../src/scenario/schema/faults.ts'
import { HOUR_MS } from '../world.ts'
import { FOREVER, INSTANT_CURE, makeSite } from './site.ts'

const YEAR_MS = 8766 * HOUR_MS

describe('nodes that become slow', () => {
  test('2 % a node and year on top of the preset, whose own kinds keep their rates', () => {
    const without = faultMix(faultsSection.parse({ network: 'node' }))
    const withSlow = faultMix(faultsSection.parse({ network: 'node', failSlow: {} }))
    expect((withSlow.perAcceleratorMs - without.perAcceleratorMs) * 8 * YEAR_MS).toBeCloseTo(0.02, 12)
    const first = (mix: typeof without): number => mix.cumulative[0] * mix.perAcceleratorMs
    expect(first(withSlow) / first(without)).toBeCloseTo(1, 12)
    expect(withSlow.cumulative.at(-1)).toBe(1)
  })

  test('alone on a site: a node works on at 0.85 to 0.95, is found, its job ends, it goes to triage', () => {
    const site = makeSite({ world: { racksPerBlock: 1, nodesPerRack: 1, acceleratorsPerNode: 8, horizonMs: 1000 * YEAR_MS }, racks: [{ count: 1 }], faults: { preset: 'none', failSlow: {}, detection: { slow: '12 hours' } } })
    site.faults.nodeExposed(0, true)
    const { nextMs } = site.faults.exposure(0)
    site.kernel.run(nextMs + 12 * HOUR_MS - 1, FOREVER)
    expect(site.compute.slowed).toHaveLength(1)
    expect(site.compute.slowed[0].atMs).toBe(nextMs)
    expect(site.compute.slowed[0].speed).toBeGreaterThanOrEqual(0.85)
    expect(site.compute.slowed[0].speed).toBeLessThanOrEqual(0.95)
    expect(site.gates.calls).toEqual([])
    site.kernel.run(nextMs + 12 * HOUR_MS, FOREVER)
    expect(site.compute.calls).toEqual([{ atMs: nextMs + 12 * HOUR_MS, call: 'faultDetected', node: 0, rework: 'hw' }])
    expect(site.compute.slowed[1]).toEqual({ atMs: nextMs + 12 * HOUR_MS, node: 0, speed: 1 })
    expect(site.gates.calls[0]).toMatchObject({ call: 'closeNode', cause: 'triage' })
  })

  test('by events: the rate of the file (seed 1)', () => {
    const site = makeSite({ world: { racksPerBlock: 10, nodesPerRack: 100, acceleratorsPerNode: 8, horizonMs: 20 * YEAR_MS }, ideal: true, faults: { ...INSTANT_CURE, detection: { ...INSTANT_CURE.detection, slow: '1 ms' }, preset: 'none', failSlow: {} } })
    site.expose(true)
    site.kernel.run(20 * YEAR_MS, FOREVER)
    const count = site.faults.summary().find(({ id }) => id === 'fail-slow')?.count ?? 0
    expect(Math.abs(count - 400), `${count}`).toBeLessThan(60)
    expect(site.compute.slowed.filter(({ speed }) => speed < 1)).toHaveLength(count)
  })
})
