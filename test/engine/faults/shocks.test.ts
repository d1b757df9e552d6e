import { describe, expect, test } from 'vitest'
import { hashState, restoreState, snapshotState } from '../../../src/engine/kernel/state.ts'
import { xFactor } from '../../../src/physics/inlet-stress.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { FOREVER, makeSite, type Site, type SiteSpec } from './site.ts'

const YEAR_MS = 8766 * HOUR_MS
const SHAPE = { blocks: 2, racksPerBlock: 6, nodesPerRack: 4, acceleratorsPerNode: 8, racksPerLeaf: 3, horizonMs: 10 * YEAR_MS }
const spec = (commonCauses: readonly object[], more: object = {}, world: object = {}): SiteSpec => ({ world: { ...SHAPE, ...world }, faults: { preset: 'none', commonCauses, ...more }, racks: [{ count: 6 }] })

function begin(site: Site): Site {
  site.expose(true)
  site.faults.start()
  return site
}

const countOf = (site: Site, id: string): number => site.faults.summary().find(row => row.id === id)?.count ?? -1
const upTo = (site: Site, done: () => boolean): void => {
  while (!done()) expect(site.kernel.run(10 * YEAR_MS, 1)).toBe('yield')
}

describe('common causes', () => {
  test('every zone has its own clock: 100 busbars of one rack at 1 a year for ten years (seed 1)', () => {
    const site = begin(makeSite({ ...spec([{ id: 'busbar', rate: '1 1/year', outage: '1 min' }], {}, { blocks: 1, racksPerBlock: 100 }), racks: [{ count: 100 }] }))
    site.kernel.run(10 * YEAR_MS, FOREVER)
    const count = countOf(site, 'common-busbar')
    expect(Math.abs(count - 1000), `${count} shocks`).toBeLessThan(95) // three standard deviations
  })

  test.each([['racks', 'commonPower', 'power', [2]], ['leaf', 'commonFabric', 'fabric', [3]], ['block', 'commonCooling', 'cooling', [6]], ['site', 'commonPower', 'power', [12]]] as const)('%s: all its racks are out together and back together', (zone, cause, takes, [size]) => {
    const site = begin(makeSite(spec([{ id: 'shock', zone, takes, racks: 2, rate: '0.5 1/year', outage: '6 hours' }])))
    upTo(site, () => site.gates.calls.length > 0)
    const { atMs } = site.gates.calls[0]
    expect(site.gates.calls.map(each => [each.atMs, each.call, each.cause])).toEqual(Array.from({ length: size }, () => [atMs, 'closeRack', cause]))
    const first = site.gates.calls[0].entity
    expect(site.gates.calls.map(({ entity }) => entity)).toEqual(Array.from({ length: size }, (_, i) => first + i))
    expect(first % size).toBe(0)
    site.kernel.run(atMs + 6 * HOUR_MS, FOREVER)
    const after = site.gates.calls.filter(each => each.atMs === atMs + 6 * HOUR_MS)
    expect(after.slice(0, size).map(({ call, entity }) => [call, entity])).toEqual(Array.from({ length: size }, (_, i) => ['openRack', first + i]))
    expect(site.faults.summary().find(({ id }) => id === 'common-shock')).toMatchObject({ reach: 'zone', count: 1, down: 0, downMs: size * 4 * 6 * HOUR_MS })
  })

  test('a rack that two zones hold stays closed until both are restored', () => {
    const site = begin(makeSite(spec([{ id: 'row', zone: 'racks', racks: 6, rate: '40 1/year', outage: '10 days' }, { id: 'all', zone: 'site', rate: '40 1/year', outage: '7 days' }])))
    const open = new Map<number, number>()
    site.kernel.run(2 * YEAR_MS, FOREVER)
    for (const { call, entity } of site.gates.calls) {
      open.set(entity, (open.get(entity) ?? 0) + (call === 'closeRack' ? 1 : -1))
      expect([0, 1]).toContain(open.get(entity))
    }
    expect(site.gates.calls.length).toBeGreaterThan(200)
  })

  test('so many racks are struck as the probability says (seed 1)', () => {
    const site = begin(makeSite(spec([{ id: 'surge', zone: 'site', struck: 0.25, rate: '50 1/year', outage: '1 ms' }])))
    site.kernel.run(10 * YEAR_MS, FOREVER)
    const shocks = countOf(site, 'common-surge')
    const struck = site.gates.calls.filter(({ call }) => call === 'closeRack').length
    // Shocks that take no rack at all are not counted: 0.75¹² of them.
    const share = struck / (12 * (shocks / (1 - 0.75 ** 12)))
    expect(shocks).toBeGreaterThan(400)
    expect(Math.abs(share - 0.25), `${share} of the racks`).toBeLessThan((3 * Math.sqrt(0.25 * 0.75)) / Math.sqrt(12 * shocks))
  })

  test('equipment: nodes fail together, and each goes its own way back', () => {
    const site = begin(makeSite({ ...spec([{ id: 'driver', takes: 'equipment', zone: 'block', rate: '0.3 1/year', autoFix: 1 }], { requalification: '4 hours' }), ideal: true }))
    upTo(site, () => site.compute.calls.length > 0)
    const { atMs } = site.compute.calls[0]
    expect(site.compute.calls.map(({ call }) => call)).toEqual(new Array(24).fill('nodeStalled'))
    expect(site.events.filter(({ event }) => event.kind === 'nodeFaulted')).toHaveLength(24)
    const backMs = atMs + 30_000 + 30 * 60_000 + 4 * HOUR_MS
    site.kernel.run(backMs, FOREVER)
    expect(site.events.filter(({ event }) => event.kind === 'nodeReturned').map(each => each.atMs)).toEqual(new Array(24).fill(backMs))
    expect(site.faults.summary().find(({ id }) => id === 'common-driver')).toMatchObject({ cause: 'hw', count: 1, down: 0, downMs: 24 * (backMs - atMs) })
  })

  test('what is off is not struck', () => {
    const site = makeSite(spec([{ id: 'driver', takes: 'equipment', zone: 'site', rate: '5 1/year' }, { id: 'busbar', rate: '5 1/year' }]))
    site.faults.start()
    site.kernel.run(YEAR_MS, FOREVER)
    expect([countOf(site, 'common-driver'), countOf(site, 'common-busbar')]).toEqual([0, 0])
    expect(site.compute.calls).toEqual([])
  })

  test('a further block moves no shock of the others', () => {
    const shocks = (blocks: number): (readonly [number, number])[] => {
      const site = begin(makeSite(spec([{ id: 'busbar', racks: 2, rate: '2 1/year' }], {}, { blocks })))
      site.kernel.run(10 * YEAR_MS, FOREVER)
      return site.gates.calls.filter(({ call, entity }) => call === 'closeRack' && entity < 12).map(({ atMs, entity }) => [atMs, entity])
    }
    expect(shocks(2).length).toBeGreaterThan(100)
    expect(shocks(3)).toEqual(shocks(2))
  })

  test('restored it ends like the straight run, to the bit', () => {
    const busy = spec([{ id: 'busbar', rate: '10 1/year' }, { id: 'driver', takes: 'equipment', zone: 'leaf', struck: 0.5, rate: '10 1/year' }], { preset: 'rsc-1', stress: {} })
    const heat = (site: Site, untilMs: number): void => {
      while (site.kernel.now < untilMs) {
        site.faults.blockHeated?.(0, 18 + (site.kernel.now / DAY_MS) % 20)
        site.kernel.run(site.kernel.now + 10 * DAY_MS, FOREVER)
      }
    }
    const straight = begin(makeSite(busy))
    heat(straight, 900 * DAY_MS)
    const half = begin(makeSite(busy))
    heat(half, 300 * DAY_MS)
    const saved = snapshotState(half.state)
    const other = begin(makeSite(busy))
    heat(other, 500 * DAY_MS)
    restoreState(other.state, saved)
    heat(other, 900 * DAY_MS)
    expect(hashState(other.state)).toBe(hashState(straight.state))
  })
})

describe('faults follow the air at the inlets', () => {
  test('x-factors of ASHRAE, straight between them, held beyond', () => {
    expect([15, 20, 25, 30, 35, 45].map(xFactor)).toEqual([0.72, 1, 1.24, 1.42, 1.55, 1.76])
    expect(xFactor(26.25)).toBeCloseTo(1.29, 12)
    expect([xFactor(-5), xFactor(70)]).toEqual([0.72, 1.76])
  })

  /** Faults in five years of one block at an inlet temperature. */
  const faultsAt = (inletC: number | undefined): number => {
    const site = begin(makeSite({ world: { ...SHAPE, blocks: 1, racksPerBlock: 40 }, racks: [{ count: 40 }], faults: { infantMortality: { factor: 0 }, triage: '1 ms', requalification: '1 ms', repair: '1 ms', detection: { explicit: '1 ms', lost: '1 ms', hang: '1 ms', silent: '1 ms' }, stress: {} }, ideal: true }))
    if (inletC !== undefined) site.faults.blockHeated?.(0, inletC)
    site.kernel.run(5 * YEAR_MS, FOREVER)
    return site.faults.summary().reduce((sum, { count }) => sum + count, 0)
  }

  test('as measured at 25 °C, 1.76 ÷ 1.24 times as many at 45 °C, 0.72 ÷ 1.24 times at 15 °C (seed 1)', () => {
    const nominal = faultsAt(undefined)
    expect(faultsAt(25)).toBe(nominal)
    // The same draws at another speed: only the ends of the five years differ.
    expect(Math.abs(faultsAt(45) / nominal - 1.76 / 1.24)).toBeLessThan(0.05)
    expect(Math.abs(faultsAt(15) / nominal - 0.72 / 1.24)).toBeLessThan(0.05)
  })

  test('left out, nobody listens', () => {
    expect(makeSite(spec([])).faults.blockHeated).toBeUndefined()
  })
})
