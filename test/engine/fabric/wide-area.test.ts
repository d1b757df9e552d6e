import { describe, expect, test } from 'vitest'
import { effectiveBps } from '../../../src/engine/fabric/regions.ts'
import { crossSiteBytes } from '../../../src/physics/training-step.ts'
import { fabricSection } from '../../../src/scenario/schema/fabric.ts'
import { DAY_MS } from '../world.ts'
import { bench, QUIET, range } from './bench.ts'

const HOUR_MS = 3_600_000
const regionOf = (entry: Record<string, unknown>) => fabricSection.parse({ wan: { regions: [{ id: 'east', ...entry }] } }).wan.regions[0]

/** A job of 7 billion parameters over 8 nodes here and as many at the other site. */
const SPANNING = {
  id: 'frontier', source: 'training-mix', smallest: 64, largest: 64,
  model: { parameters: 7e9, layers: 32, hidden: 4096, sequence: 4096, tokensPerStep: 4_194_304 },
  parallelism: { tensor: 8 },
  spans: { region: 'east' },
}

describe('transfers of data', () => {
  const wan = { regions: [{ id: 'east', routes: 2, bandwidth: '10 Gb/s', cuts: '0 1/year' }] }

  test('transfers get what the link carries of what they ask; it is told when that changes', () => {
    const of = bench(1, { ...QUIET, wan })
    expect(of.fabric.regionBps(0)).toBe(2.5e9)
    of.fabric.loadRegion(0, 2.5e9)
    expect(of.fabric.regionShare(0)).toBe(1)
    of.fabric.loadRegion(0, 5e9)
    // Half, in steps of 2 % downwards.
    expect(of.fabric.regionShare(0)).toBeGreaterThan(0.49)
    expect(of.fabric.regionShare(0)).toBeLessThanOrEqual(0.5)
    expect(of.shares.map(({ region }) => region)).toEqual([0])
    of.fabric.loadRegion(0, 0)
    expect(of.fabric.regionShare(0)).toBe(1)
    expect(of.loads()[of.loads().length - 1]).toBe(0)
  })

  test('they share the link with training that spans it: both are slower, and both recover', () => {
    const of = bench(1, { ...QUIET, wan, burstCoincidence: 1 }, { workload: [SPANNING] })
    of.attach(0, range(0, 8), 0.15, 0)
    expect(of.factors.get(0)?.[1]).toBe(1)
    of.fabric.loadRegion(0, 2.5e9)
    expect(of.factors.get(0)?.[1]).toBeLessThan(1)
    expect(of.fabric.regionShare(0)).toBeLessThan(1)
    of.fabric.detach(0)
    expect(of.fabric.regionShare(0)).toBe(1)
    of.attach(0, range(0, 8), 0.15, 0)
    of.fabric.loadRegion(0, 0)
    expect(of.factors.get(0)?.[1]).toBe(1)
  })

  test('nothing comes through while all routes are cut', () => {
    const of = bench(1, { ...QUIET, wan: { regions: [{ id: 'east', routes: 1, cuts: '50 1/year', cutRepair: '10 hours' }] } })
    of.fabric.start()
    of.fabric.loadRegion(0, 1e9)
    for (let hour = 1; of.shares.length < 2; hour++) of.kernel.run(hour * HOUR_MS, Infinity)
    expect(of.shares.slice(0, 2).map(({ share }) => share)).toEqual([0, 1])
    expect(of.shares[1].atMs - of.shares[0].atMs).toBe(10 * HOUR_MS)
  })
})

describe('wide area', () => {
  test('a job uses the routes or what its streams keep under way: min(B, streams · window / RTT)', () => {
    expect(effectiveBps(regionOf({ routes: 2, bandwidth: '100 Gb/s', roundTrip: '20 ms', streams: 1024 }))).toBe(25e9)
    // One stream of SimGrid's CM02: γ / RTT = 4,194,304 B in 60 ms.
    expect(effectiveBps(regionOf({ routes: 1, bandwidth: '800 Gb/s', roundTrip: '60 ms', streams: 1 }))).toBeCloseTo(4_194_304 / 0.06, 3)
  })

  test('the exchange with the other site is part of the step; a cut of one of two routes slows it, of both stops it until the splice', () => {
    const wan = { regions: [{ id: 'east', routes: 2, bandwidth: '10 Gb/s', cuts: '20 1/year', cutRepair: '10 hours' }] }
    const of = bench(1, { ...QUIET, wan, burstCoincidence: 1 }, { workload: [SPANNING] })
    const exposed = of.attach(0, range(0, 8), 0.15, 0)
    expect(exposed).toBeGreaterThan(0)
    expect(of.factors.get(0)?.[2]).toBe(1)
    of.fabric.start()
    const cut = (): number => of.column('fabric.regions', 'cut')[0]
    const seen = new Map<number, number>()
    for (let hour = 1; hour < 20_000 && seen.size < 3; hour++) {
      of.kernel.run(hour * HOUR_MS, Infinity)
      seen.set(cut(), of.factors.get(0)?.[2] ?? NaN)
    }
    expect(seen.get(0)).toBe(1)
    expect(seen.get(1)).toBeLessThan(1)
    expect(seen.get(2)).toBeLessThan(0.001)
  })

  test('local updates divide the exchange by their inner steps', () => {
    const wan = { regions: [{ id: 'east', routes: 1, bandwidth: '10 Gb/s' }] }
    const exposed = (spans: unknown): number => bench(1, { ...QUIET, wan }, { workload: [{ ...SPANNING, spans }] }).attach(0, range(0, 8), 0.15, 0)
    expect(crossSiteBytes(7e9, 2)).toBe(21e9)
    expect(exposed({ region: 'east' })).toBeGreaterThan(0.5)
    expect(exposed({ region: 'east', innerSteps: 500 })).toBe(exposed(undefined))
  })

  test('120 km at 800 Gb/s keeps 98.95–99.4 % of a step with the exchange overlapped; a few Gb/s only with many inner steps', () => {
    // Anchor: two sites 120 km apart. A step of 10 s hides an exchange of (4 + 2) B × 70e9 / 2 / 100 GB/s = 2.1 s behind a third of its compute.
    const wan = { regions: [{ id: 'east', routes: 1, bandwidth: '800 Gb/s', roundTrip: '1.2 ms' }] }
    const model = { ...SPANNING.model, parameters: 70e9, layers: 80, hidden: 8192, tokensPerStep: 4_194_304 }
    const here = (spans: unknown): number => bench(1, { ...QUIET, wan }, { workload: [{ ...SPANNING, model, parallelism: { tensor: 8, pipeline: 4 }, ...(spans === undefined ? { spans: undefined } : { spans }) }] }).attach(0, range(0, 32), 0.15, 0)
    const [alone, both] = [here(undefined), here({ region: 'east' })]
    expect((1 - both) / (1 - alone)).toBeGreaterThan(0.9895)
  })

  test('a drill takes a region for its day; a site that is of no use alone is closed with it: L4.wan', () => {
    const wan = { isolates: true, regions: [{ id: 'east', cuts: '0 1/year' }], drills: [{ id: 'fail-over', region: 'east', from: '2027-02-01', duration: '6 hours' }] }
    const of = bench(1, { ...QUIET, wan })
    of.fabric.start()
    of.kernel.run(60 * DAY_MS, Infinity)
    expect(of.gates.calls.map(({ call, entity, cause, atMs }) => [call, entity, cause, atMs / HOUR_MS])).toEqual([
      ['closeBlock', 0, 'wan', 744], ['closeBlock', 1, 'wan', 744], ['openBlock', 0, 'wan', 750], ['openBlock', 1, 'wan', 750],
    ])
  })
})
