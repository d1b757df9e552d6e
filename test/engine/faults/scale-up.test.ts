import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { rackType } from '../../../src/scenario/catalog/racks.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FOREVER, makeSite, type Site, type SiteSpec } from './site.ts'

const NVL72 = rackType('gb200-nvl72')
const YEAR_MS = 8766 * HOUR_MS
const quiet = { preset: 'none', requalification: '4 hours' } as const

const spec = (faults: object, racksPerBlock = 1, horizonMs = 2000 * DAY_MS): SiteSpec => ({
  world: { racksPerBlock, nodesPerRack: 18, acceleratorsPerNode: 4, horizonMs, rackTypes: [NVL72] }, faults: { ...quiet, ...faults },
})

function begin(site: Site): Site {
  site.expose(true)
  site.faults.start()
  return site
}

describe('faults of a whole scale-up domain', () => {
  test('2 % a rack and year (seed 1)', () => {
    const site = begin(makeSite(spec({ technicians: 1000, scaleUpFaults: {} }, 1000, 10 * YEAR_MS)))
    site.kernel.run(10 * YEAR_MS, FOREVER)
    const count = site.faults.summary().find(({ id }) => id === 'scale-up-switch')?.count ?? 0
    expect(Math.abs(count - 200), `${count} faults`).toBeLessThan(43) // three standard deviations
  })

  test('all jobs of the rack stall, die at detection, and the rack is out until two people have repaired it', () => {
    const site = begin(makeSite(spec({ technicians: 2, scaleUpFaults: { rate: '2/year', autoFix: 0, repair: '5 hours' } })))
    while (site.compute.calls.length === 0) site.kernel.run(2000 * DAY_MS, 1)
    const t = site.compute.calls[0].atMs
    expect(site.compute.calls.map(({ call }) => call)).toEqual(new Array(18).fill('nodeStalled'))
    const detected = t + 30_000
    const asked = detected + 30 * 60_000
    site.kernel.run(asked, FOREVER)
    expect(site.facility.crew()).toMatchObject({ busy: 2, requests: 1 })
    site.kernel.run(asked + 9 * HOUR_MS, FOREVER)
    expect(site.compute.calls.slice(18).every(({ call, rework }) => call === 'faultDetected' && rework === 'hw')).toBe(true)
    expect(site.gates.calls.map(({ atMs, call, entity, cause }) => [atMs, call, entity, cause])).toEqual([
      [detected, 'closeRack', 0, 'triage'],
      [asked, 'closeRack', 0, 'waitTechnician'], [asked, 'openRack', 0, 'triage'],
      [asked, 'closeRack', 0, 'repair'], [asked, 'openRack', 0, 'waitTechnician'],
      [asked + 5 * HOUR_MS, 'closeRack', 0, 'requalification'], [asked + 5 * HOUR_MS, 'openRack', 0, 'repair'],
      [asked + 9 * HOUR_MS, 'openRack', 0, 'requalification'],
    ])
    expect(site.faults.summary().find(({ id }) => id === 'scale-up-switch')).toMatchObject({ count: 1, down: 0, downMs: 18 * (30_000 + 30 * 60_000 + 9 * HOUR_MS) })
    expect(site.facility.crew().busyMs).toBe(10 * HOUR_MS)
  })

  test('a switch tray that is not on the shelf is waited for', () => {
    const site = begin(makeSite(spec({ technicians: 2, scaleUpFaults: { rate: '2/year', autoFix: 0 }, spares: { parts: { 'switch-tray': { stock: 0, reorderAt: -0, orderSize: 1, lead: '10 days' } } } })))
    while (site.compute.calls.length === 0) site.kernel.run(2000 * DAY_MS, 1)
    const asked = site.compute.calls[0].atMs + 30_000 + 30 * 60_000
    site.kernel.run(asked + DAY_MS, FOREVER)
    expect(site.gates.calls.at(-2)).toMatchObject({ atMs: asked, call: 'closeRack', cause: 'waitPart' })
    expect(site.facility.crew().busy).toBe(0)
  })

  test('a rack that is off has no faults', () => {
    const site = makeSite(spec({ scaleUpFaults: { rate: '50/year' } }))
    site.faults.start()
    site.kernel.run(2000 * DAY_MS, FOREVER)
    expect(site.faults.summary().every(({ count }) => count === 0)).toBe(true)
    expect(site.gates.calls).toEqual([])
  })

  test('restored it ends like the straight run, to the bit', () => {
    const busy = spec({ preset: 'rsc-1', technicians: 3, scaleUpFaults: { rate: '20/year' } }, 4, 300 * DAY_MS)
    const straight = begin(makeSite(busy))
    straight.kernel.run(300 * DAY_MS, FOREVER)
    const half = begin(makeSite(busy))
    half.kernel.run(111 * DAY_MS, FOREVER)
    const saved = snapshotState(half.state)
    const other = begin(makeSite(busy))
    other.kernel.run(200 * DAY_MS, FOREVER)
    restoreState(other.state, saved)
    other.kernel.run(300 * DAY_MS, FOREVER)
    expect(hashState(other.state)).toBe(hashState(straight.state))
  })
})
