import { describe, expect, test } from 'vitest'
import { coolingInventory } from '../../../src/engine/cooling/inventory.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { waterSection } from '../../../src/scenario/schema/water.ts'
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

/** Lengths of outages of one kind, told apart where they do not overlap. */
function repairsOf(yard: ReturnType<typeof history>, what: string): number[] {
  const lengths: number[] = []
  let open = 0
  let sinceMs = 0
  let alone = true
  for (const { atMs, event } of yard.events) {
    if (!('what' in event) || event.what !== what) continue
    if (event.kind === 'outageStarted') {
      open += 1
      alone = open === 1
      sinceMs = atMs
    } else if (event.kind === 'outageEnded') {
      open -= 1
      if (open === 0 && alone) lengths.push(atMs - sinceMs)
    }
  }
  return lengths
}

describe('failures and repairs', () => {
  const yard = history({ cooling: WITH_TRIM })

  test.each([
    { what: 'cooler fan', perYear: 6 * 0.5 },
    { what: 'trim chiller', perYear: 2 * 0.4 },
    { what: 'chiller', perYear: 5 * 0.4 },
    { what: 'coolant distribution unit', perYear: 18 * 0.05 },
    { what: 'air handler', perYear: 21 * 0.1 },
    { what: 'facility pump', perYear: 3 * 0.12 },
    { what: 'chilled-water pump', perYear: 3 * 0.12 },
    { what: 'pump of a distribution unit', perYear: 18 * 2 * 0.1 },
    { what: 'controller of the plants', perYear: 0.05 },
    { what: 'coolant leak at a rack', perYear: 0.01 },
    { what: 'water source', perYear: 0.5 },
  ])('$what: $perYear a year, within three standard deviations over twenty years (seed 1)', ({ what, perYear }) => {
    const expected = perYear * YEARS
    expect(Math.abs(timesOf(yard, what).length - expected)).toBeLessThan(3 * Math.sqrt(expected))
  })

  test('repairs of chillers: 36 h on average, within a third, but for the tenth that takes a new compressor of 400 h', () => {
    const starts = timesOf(yard, 'chiller')
    const ends = timesOf(yard, 'chiller', 'outageEnded')
    expect(starts.length - ends.length).toBeLessThanOrEqual(2)
    const repairs = repairsOf(yard, 'chiller')
    const short = repairs.filter(ms => ms < 150 * HOUR_MS)
    const mean = short.reduce((sum, ms) => sum + ms, 0) / short.length
    expect(Math.abs(mean / (36 * HOUR_MS) - 1)).toBeLessThan(0.33)
    const long = repairs.length - short.length
    expect(Math.abs(long - 0.1 * repairs.length)).toBeLessThan(3 * Math.sqrt(0.09 * repairs.length))
  })

  test('twenty years without extreme weather shut nothing down but for the common controller: spares and part load carry every other failure', () => {
    const controller = timesOf(yard, 'controller of the plants')
    for (const { atMs } of yard.events.filter(({ event }) => event.kind === 'blockShed')) expect(controller.some(failedMs => atMs > failedMs && atMs - failedMs < 8 * HOUR_MS)).toBe(true)
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

  test('pumps: one of three is a spare; one of the two needed leaves 0.5^0.9 of the flow, and the approach widens by as much', () => {
    const steady = createYard({})
    steady.setWeather(weatherOf(25, 18))
    steady.setLoad(CAMPUS_IT_W, 6e5)
    steady.run(HOUR_MS)
    const { assets } = steady.cooling
    const rows = (kind: string): number[] => assets.assets.flatMap((asset, row) => (asset.kind === kind ? [row] : []))
    const without = (row: number) => {
      assets.takeOut(row, 'work')
      steady.run(steady.kernel.now + HOUR_MS)
      return steady.cooling.explain(0)
    }
    const before = { ...steady.cooling.explain(0) }
    const approach = ({ coolantC, facilitySupplyC }: { coolantC: number; facilitySupplyC: number }): number => coolantC - facilitySupplyC
    expect(rows('facilityPump')).toHaveLength(3)
    expect(approach(without(rows('facilityPump')[0]))).toBe(approach(before))
    const short = without(rows('facilityPump')[1])
    expect(approach(short)).toBeCloseTo(approach(before) / 0.5 ** 0.9, 6)
    expect(without(rows('chilledPump')[0]).inletAirC).toBe(before.inletAirC)
    const warm = without(rows('chilledPump')[1]).inletAirC - before.inletAirC
    expect(warm).toBeGreaterThan(0.8 * 6 * (1 / 0.5 ** 0.9 - 1))
    const entry = steady.state.entries.get('cooling.block')
    if (entry?.kind !== 'table') throw new Error('no cooling state')
    // One pump of a distribution unit is a spare, the second stops it; its controls add nothing to that.
    const [first, second] = rows('cduPump')
    without(first)
    expect(entry.table.col.cdusOut[0]).toBe(0)
    without(second)
    expect(entry.table.col.cdusOut[0]).toBe(1)
    without(rows('cdu')[0])
    expect(entry.table.col.cdusOut[0]).toBe(1)
    for (const row of [first, second, rows('cdu')[0]]) assets.giveBack(row, 'work')
    expect(entry.table.col.cdusOut[0]).toBe(0)
    // No pump at all: coolant stands still.
    without(rows('facilityPump')[2])
    expect(steady.events.filter(({ event }) => event.kind === 'blockShed')).toHaveLength(1)
  })

  test.each([['stop', ['plantFault']], ['hold', []]] as const)('without the controller the plants %s', (withoutController, causes) => {
    const steady = createYard({ cooling: { ...CAMPUS_BLOCK, reliability: { withoutController } } })
    steady.setWeather(weatherOf(25, 18))
    steady.setLoad(CAMPUS_IT_W, 6e5)
    steady.run(HOUR_MS)
    const row = steady.cooling.assets.assets.findIndex(({ kind }) => kind === 'plantController')
    steady.cooling.assets.takeOut(row, 'zone')
    steady.cooling.assets.giveBack(row, 'zone')
    const entry = steady.state.entries.get('cooling.block')
    if (entry?.kind !== 'table') throw new Error('no cooling state')
    ;(entry.table.col.controllersOut as Uint32Array)[0] = 1
    steady.requestSettle(0)
    steady.run(4 * HOUR_MS)
    expect(steady.events.flatMap(({ event }) => (event.kind === 'blockShed' ? [event.cause] : []))).toEqual(causes)
  })

  test('exchangers lose 2 % a year until they are cleaned after two', () => {
    const approachAt = (day: number): number => {
      const steady = createYard({ horizonMs: 1000 * DAY_MS })
      steady.setWeather(weatherOf(25, 18))
      steady.run(day * DAY_MS)
      steady.setLoad(CAMPUS_IT_W, 6e5)
      steady.run(day * DAY_MS + HOUR_MS)
      const { coolantC, facilitySupplyC } = steady.cooling.explain(0)
      return coolantC - facilitySupplyC
    }
    const clean = approachAt(0)
    expect(approachAt(365) / clean).toBeCloseTo(1 / (1 - (0.02 * 365) / 365.25), 9)
    expect(approachAt(729) / clean).toBeCloseTo(1 / (1 - (0.02 * 729) / 365.25), 9)
    expect(approachAt(731) / clean).toBeLessThan(1.001)
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
    expect(yard.cooling.explain(0).tankKg).toBeCloseTo(full, 2)
    yard.setSource(false)
    yard.run(HOUR_MS + 1_800_000)
    expect(yard.cooling.explain(0).tankKg).toBeCloseTo(full - 1800 * drawn, -1)
    yard.run(6 * HOUR_MS)
    expect(yard.cooling.view.makeupKgps[0]).toBe(0)
    expect(yard.cooling.explain(0).facilitySupplyC).toBeGreaterThan(40)
    yard.setSource(true)
    yard.run(6 * HOUR_MS + 60_000)
    expect(yard.cooling.view.makeupKgps[0]).toBeLessThanOrEqual(15 * (1 + 1e-9))
    yard.run(10 * HOUR_MS)
    // The tank is below 60 %: cycles stay raised to 8, so a seventh of what evaporates is bled instead of a fifth.
    expect(yard.cooling.view.makeupKgps[0]).toBeCloseTo((drawn / 1.2) * (1 + 1 / 7), 2)
    expect(yard.cooling.explain(0).tankKg).toBeGreaterThan(1)
  })
})

test('inventory: every machine once, with path, rating and model', () => {
  const { world } = createYard({ blocks: 2 })
  const section = coolingSection(WITH_TRIM)
  const items = coolingInventory({ water: waterSection.parse({}), site: { location: { elevation: 0 } }, blocks: [{ cooling: section }, { cooling: section }] } as unknown as Scenario, world)
  expect(items).toHaveLength(2 * (6 + 2 + 5 + 18 + 21))
  expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
  expect(items[0]).toEqual({ id: 'block[0]/cooling/cooler[0]', kind: 'cooler', block: 0, rating: 2_931_000, model: 'dry-cooler-2930kw' })
  // The air share of the reference campus: 20.5 MW of chillers over four blocks.
  const chillers = items.filter(({ kind, block }) => kind === 'airChiller' && block === 0)
  expect(chillers.reduce((sum, { rating }) => sum + rating, 0)).toBe(5_125_000)
})
