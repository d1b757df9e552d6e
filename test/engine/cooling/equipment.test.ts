import { describe, expect, test } from 'vitest'
import { coolingInventory } from '../../../src/engine/cooling/inventory.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { DAY_MS, HOUR_MS } from '../world.ts'
import { blockDesign, CAMPUS_BLOCK, CAMPUS_IT_W, coolingSection, createYard, weatherOf, type YardSpec } from './yard.ts'

const YEARS = 20
const YEAR_MS = 365.25 * DAY_MS
const WITH_TRIM = { ...CAMPUS_BLOCK, trim: { model: 'chiller-screw', count: 2 } }

function history(spec: YardSpec) {
  const yard = createYard({ failures: true, horizonMs: YEARS * YEAR_MS, ...spec })
  yard.cooling.start()
  yard.setWeather(weatherOf(15, 10))
  yard.setLoad(0.5 * CAMPUS_IT_W, 3e5)
  yard.run(YEARS * YEAR_MS)
  return yard
}
const timesOf = (yard: ReturnType<typeof history>, what: string, kind = 'outageStarted'): number[] =>
  yard.events.flatMap(({ atMs, event }) => (event.kind === kind && 'what' in event && event.what === what ? [atMs] : []))

describe('failures and repairs', () => {
  const yard = history({ cooling: WITH_TRIM })

  test.each([
    { what: 'cooler fan', perYear: 6 * 0.5 },
    { what: 'trim chiller', perYear: 2 * 0.4 },
    { what: 'chiller', perYear: 5 * 0.4 },
    { what: 'coolant distribution unit', perYear: 18 * 0.05 },
    { what: 'air handler', perYear: 21 * 0.1 },
    { what: 'water source', perYear: 0.5 },
  ])('$what: $perYear a year, within three standard deviations over twenty years (seed 1)', ({ what, perYear }) => {
    const expected = perYear * YEARS
    expect(Math.abs(timesOf(yard, what).length - expected)).toBeLessThan(3 * Math.sqrt(expected))
  })

  test('mean repair of a chiller is 36 h within a third, and every repair ends its outage', () => {
    const starts = timesOf(yard, 'chiller')
    const ends = timesOf(yard, 'chiller', 'outageEnded')
    expect(starts.length - ends.length).toBeLessThanOrEqual(1)
    const totalMs = ends.reduce((sum, ms) => sum + ms, 0) - starts.slice(0, ends.length).reduce((sum, ms) => sum + ms, 0)
    expect(Math.abs(totalMs / ends.length / (36 * HOUR_MS) - 1)).toBeLessThan(0.33)
  })

  test('twenty years without extreme weather shut nothing down: spares and part load carry every failure', () => {
    expect(yard.events.filter(({ event }) => event.kind === 'blockShed')).toEqual([])
  })

  test('a further cooler moves no other machine’s failures', () => {
    const more = history({ cooling: { ...WITH_TRIM, units: { model: 'dry-cooler-2930kw', count: 7 } } })
    for (const what of ['trim chiller', 'chiller', 'coolant distribution unit', 'air handler', 'water source']) expect(timesOf(more, what)).toEqual(timesOf(yard, what))
    expect(timesOf(more, 'cooler fan')).toEqual(expect.arrayContaining(timesOf(yard, 'cooler fan')))
  })

  test('a machine out of service is missed: fewer coolers need more fan power, fewer units in use a warmer coolant', () => {
    const steady = createYard({})
    steady.setWeather(weatherOf(25, 18))
    steady.setLoad(CAMPUS_IT_W, 6e5)
    steady.run(HOUR_MS)
    const before = { ...steady.cooling.explain(0) }
    const entry = steady.state.entries.get('cooling.block')
    if (entry?.kind !== 'table') throw new Error('no cooling state')
    const out = (counter: string, count: number) => {
      ;(entry.table.col[counter] as Uint32Array)[0] = count
      steady.requestSettle(0)
      steady.run(steady.kernel.now + HOUR_MS)
      return steady.cooling.explain(0)
    }
    expect(out('fansOut', 6).electricW).toBeGreaterThan(before.electricW)
    // The spare stands in for the first distribution unit that fails, not for the second.
    expect(out('cdusOut', 1).coolantC).toBe(before.coolantC)
    expect(out('cdusOut', 2).coolantC).toBeCloseTo(before.facilitySupplyC + (4.025 * 17) / 16, 2)
    expect(out('handlersOut', 3).inletAirC).toBeGreaterThan(before.inletAirC)
  })
})

describe('water', () => {
  test('pads live on the tank while the source is down, then on nothing; books close', () => {
    const yard = createYard({ cooling: { ...CAMPUS_BLOCK, water: { storage: '2 h', limit: '15 kg/s' } } })
    yard.setWeather(weatherOf(38, 22))
    yard.setLoad(CAMPUS_IT_W, 6e5)
    yard.run(HOUR_MS)
    const full = blockDesign({ ...CAMPUS_BLOCK, water: { storage: '2 h' } }).water.tankKg
    const drawn = yard.cooling.view.makeupKgps[0]
    expect(drawn).toBeGreaterThan(5)
    expect(drawn).toBeLessThan(15)
    expect(yard.cooling.explain(0).tankKg).toBe(full)
    const source = yard.state.entries.get('cooling.source')
    if (source?.kind !== 'scalars') throw new Error('no source')
    source.record.up = 0
    yard.requestSettle(-1)
    yard.run(HOUR_MS + 1_800_000)
    expect(yard.cooling.explain(0).tankKg).toBeCloseTo(full - 1800 * drawn, -1)
    yard.run(6 * HOUR_MS)
    expect(yard.cooling.view.makeupKgps[0]).toBe(0)
    expect(yard.cooling.explain(0).facilitySupplyC).toBeGreaterThan(40)
    source.record.up = 1
    yard.requestSettle(-1)
    yard.run(6 * HOUR_MS + 60_000)
    expect(yard.cooling.view.makeupKgps[0]).toBeLessThanOrEqual(15 * (1 + 1e-9))
    yard.run(10 * HOUR_MS)
    expect(yard.cooling.view.makeupKgps[0]).toBeCloseTo(drawn, 1)
    expect(yard.cooling.explain(0).tankKg).toBeGreaterThan(1)
  })
})

test('inventory: every machine once, with path, rating and model', () => {
  const { world } = createYard({ blocks: 2 })
  const section = coolingSection(WITH_TRIM)
  const items = coolingInventory({ blocks: [{ cooling: section }, { cooling: section }] } as unknown as Scenario, world)
  expect(items).toHaveLength(2 * (6 + 2 + 5 + 18 + 21))
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
  expect(items[0]).toEqual({ id: 'block[0]/cooling/cooler[0]', kind: 'cooler', block: 0, rating: 2_931_000, model: 'dry-cooler-2930kw' })
  // The air share of the reference campus: 20.5 MW of chillers over four blocks.
  const chillers = items.filter(({ kind, block }) => kind === 'airChiller' && block === 0)
  expect(chillers.reduce((sum, { rating }) => sum + rating, 0)).toBe(5_125_000)
})
