// Layers about blocks and zones: what they colour, count and say, and the room for racks as a table and as a command.
import { describe, expect, test } from 'vitest'
import { placementVerdict } from '../../src/analysis/placement.ts'
import { layersOf, writeItemBytes } from '../../src/app/site/layers.ts'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { createSiteReplay } from '../../src/app/site/replay.ts'
import { fitAt } from '../../src/app/site/room-layer.ts'
import { fireRows, securityRows } from '../../src/app/site/zone-rows.ts'
import type { SiteNow } from '../../src/app/site/site-now.ts'
import { placeCommand, placementCsv } from '../../src/app/state/place-table.ts'
import { isPlaceStale } from '../../src/app/state/place.ts'
import { PLACE_RESOURCES, type PlaceBlock, type PlacementReport, type PlaceRooms } from '../../src/results/placement.ts'
import { zoneStateCode } from '../../src/results/zones.ts'
import type { RunResult } from '../../src/results/run-result.ts'
import { DAY_MS, handRun, shippedScenario } from './scenarios.ts'

const scenario = shippedScenario('quickstart')
const plan = planSite(scenario)
const readyDay = scenario.horizon.start + 181
const rooms = (some: Partial<PlaceRooms> = {}): PlaceRooms => ({ ...(Object.fromEntries(PLACE_RESOURCES.map(({ id }) => [id, null])) as unknown as PlaceRooms), ...some })

function report(racks: number, asked = 40): PlacementReport {
  const block: PlaceBlock = { block: 0, label: 'Hall 1', racks, binds: racks < asked ? 'failover' : null, rooms: rooms({ failover: racks < asked ? racks : null }), phases: [{ day: readyDay, racks: 0, binds: 'supply' }, { day: readyDay + 100, racks, binds: racks < asked ? 'failover' : null }] }
  return {
    model: 'gb200-nvl72', rackW: 132_000, acceleratorsPerRack: 72, asked, blocks: [block], placed: racks > 0 ? [{ block: 0, racks }] : [], byPhase: [], unlocks: [],
    positions: [{ ...block, path: 'hall', feeds: 'A+B', firstPlace: 16 }],
  }
}

/** State of the site on a day after the start, with nothing recorded. */
function stateOn(day: number, run: RunResult | null = null) {
  const replay = createSiteReplay(run, plan.racks.length, 1)
  replay.seek(day * DAY_MS)
  return replay.state
}

describe('room for racks', () => {
  const layers = (racks: number) => layersOf({ scenario, plan, run: null, placement: report(racks) }).room
  const hall = plan.items.find(({ kind }) => kind === 'hall')
  const seenOn = (racks: number, day: number): string => {
    const layer = layers(racks)
    const byte = hall === undefined ? 0 : layer.readItem?.(stateOn(day), hall)
    return layer.legend.find(entry => entry.byte === byte)?.label ?? ''
  }

  test('colours the hall by what fits at the time of the clock, and says it beside its name', () => {
    expect([100, 190, 300].map(day => seenOn(12, day))).toEqual(['Not ready yet', 'None fits', '10–19 fit'])
    expect([1, 9, 10, 20, 39, 40].map(racks => seenOn(racks, 300))).toEqual(['1–9 fit', '1–9 fit', '10–19 fit', '20–39 fit', '20–39 fit', 'All 40 fit'])
    expect(layers(12).hallNote?.(stateOn(300), 0)).toBe('12 of 40 fit')
    expect(layers(12).describe(stateOn(300), 0, 0)).toBe('12 of 40 fit, power in failover binds')
    expect(fitAt(report(12), 0, readyDay - 1)).toBeNull()
  })

  test('has no class that nothing can be in, and one colour a class', () => {
    const legend = layersOf({ scenario, plan, run: null, placement: report(1, 2) }).room.legend
    expect(legend.map(({ label }) => label)).toEqual(['Not ready yet', 'None fits', '1 fits', 'All 2 fit'])
    expect(new Set(layers(12).legend.map(({ colour }) => colour)).size).toBe(layers(12).legend.length)
  })

  test('tints halls and leaves machines neutral; other layers tint nothing', () => {
    const bytes = new Uint8Array(plan.items.length).fill(9)
    writeItemBytes(layers(12), stateOn(300), plan.items, bytes)
    expect(plan.items.filter(({ index }) => bytes[index] !== 0).map(({ kind }) => kind)).toEqual(['hall'])
    writeItemBytes(layersOf({ scenario, plan, run: null, placement: null }).state, stateOn(300), plan.items, bytes)
    expect(Math.max(...bytes)).toBe(0)
  })

  test('counts blocks, and before the answer says that it is being worked out', () => {
    expect(layers(12).tally?.(stateOn(300)).note).toBe('1 block')
    expect(layersOf({ scenario, plan, run: null, placement: null }).room.describe(stateOn(0), 0, 0)).toBe('being worked out')
  })
})

describe('the answer', () => {
  test('in a sentence: all, some, none', () => {
    expect(placementVerdict(report(40))).toBe('All 40 racks fit, 5.3\u2009MW and 2\u2009880 accelerators')
    expect(placementVerdict(report(12))).toBe('12 of 40 racks fit, 1.6\u2009MW and 864 accelerators; power in failover ends first')
    expect(placementVerdict(report(0))).toBe('None of 40 racks fits: power in failover binds')
  })

  test('as rows: each position with everything built and at each phase', () => {
    const lines = placementCsv(report(12)).split('\r\n')
    expect(lines[0]).toMatch(/^\uFEFFblock,UPS systems,from,first place,racks that fit,what binds,racks until space ends/)
    expect(lines[1]).toBe('Hall 1,A+B,all built,16,12,power in failover,,,,,12,,,,,')
    expect(lines[2]).toMatch(/^Hall 1,A\+B,2027-07-01,16,0,supply/)
    expect(lines).toHaveLength(5)
  })

  test('as a command that a shell takes as it is', () => {
    expect(placeCommand('site.yaml', 'gas-bridge', 'gb200-nvl72', 12)).toBe('npx nameplate place site.yaml --option gas-bridge --rack gb200-nvl72 --count 12')
    expect(placeCommand("my site's $(x).yaml", null, 'gb200-nvl72', 1)).toBe("npx nameplate place 'my site'\\''s $(x).yaml' --rack gb200-nvl72 --count 1")
  })

  test('is old when it is about another text, rack or number', () => {
    const view = { report: report(12), key: 'a', model: 'gb200-nvl72', count: 40 }
    expect(isPlaceStale(view, 'a')).toBe(false)
    expect([isPlaceStale(view, 'b'), isPlaceStale({ ...view, model: 'hgx-h100' }, 'a'), isPlaceStale({ ...view, count: 41 }, 'a')]).toEqual([true, true, true])
    expect(isPlaceStale({ ...view, report: null }, 'b')).toBe(false)
  })
})

describe('zones', () => {
  const log = (id: string, entities: number, rows: readonly (readonly [number, number, number])[]) => ({ id, entities, atMs: Float64Array.from(rows, ([at]) => at), entity: Int32Array.from(rows, ([, entity]) => entity), value: Int32Array.from(rows, ([, , value]) => value) })
  const alarm = zoneStateCode('alarm')
  const run = handRun([{}], {
    equipment: [{ id: 'hall/ups[0]', kind: 'ups-module', block: 0, rating: 1, model: '' }],
    zones: { fire: [{ name: 'hall/north', block: 0, racks: [0, 1], equipment: [] }, { name: 'hall/ups-a', block: 0, racks: [], equipment: ['hall/ups[0]'] }], security: [{ name: 'white', level: 3, people: 2, blocks: [0] }] },
    logs: [log('zoneState', 2, [[0, 0, 0], [0, 1, 0], [5 * DAY_MS, 1, alarm]]), log('securityPeople', 1, [[0, 0, 0], [4 * DAY_MS, 0, 2]]), log('rackBucket', plan.racks.length, [[0, 0, 0], [0, 1, 0], [0, 2, 0]])],
  })
  const at = (day: number): SiteNow => {
    const replay = createSiteReplay(run, plan.racks.length, 1)
    replay.seek(day * DAY_MS)
    return { scenario, plan, run, replay, blockOfRack: Int32Array.from(plan.racks, rack => rack.block) } as unknown as SiteNow
  }

  test('racks and machines take the colour of their zone at that time; what is in no zone says so', () => {
    const { zones } = layersOf({ scenario, plan, run, placement: null })
    const ups = plan.items.find(({ kind }) => kind === 'ups')
    if (ups === undefined) throw new Error('no UPS')
    const label = (byte: number | undefined): string => zones.legend.find(entry => entry.byte === byte)?.label ?? ''
    expect([1, 6].map(day => label(zones.readItem?.(at(day).replay.state, ups)))).toEqual(['Normal', 'Alarm'])
    expect([0, 2].map(rack => label(zones.read(at(6).replay.state, rack, 0)))).toEqual(['Normal', 'In no zone'])
    expect(zones.describeItem?.(at(6).replay.state, ups)).toBe('hall/ups-a: alarm')
    expect(zones.hallNote?.(at(6).replay.state, 0)).toBe('1 of 2 zones not normal')
    expect(zones.tally?.(at(6).replay.state).note).toBe('2 zones')
  })

  test('as rows: disturbed ones first, with the time since', () => {
    expect(fireRows(at(6)).map(({ name, state, sinceMs }) => [name, state, sinceMs])).toEqual([['hall/ups-a', 'Alarm', 5 * DAY_MS], ['hall/north', 'Normal', null]])
    expect(fireRows(at(1)).map(({ name }) => name)).toEqual(['hall/north', 'hall/ups-a'])
    const [north] = fireRows(at(1))
    expect([north.selection, north.has({ kind: 'rack', index: 1 }), north.has({ kind: 'rack', index: 2 })]).toEqual([{ kind: 'rack', index: 0 }, true, false])
  })

  test('of security tell who is inside', () => {
    const { security } = layersOf({ scenario, plan, run, placement: null })
    expect(security.describe(at(6).replay.state, 0, 0)).toBe('white, level 3: 2 of 2 workers inside')
    expect(securityRows(at(1))[0].state).toBe('Nobody inside')
    expect(securityRows(at(6))[0]).toMatchObject({ state: '2 of 2 inside', isNormal: false, sinceMs: 4 * DAY_MS })
  })

  test('a site without zones has an empty layer that says so', () => {
    const { zones, security } = layersOf({ scenario, plan, run: handRun([{}]), placement: null })
    expect(zones.measure).toMatch(/names no fire zones/)
    expect(security.measure).toMatch(/names no security zones/)
    expect(fireRows({ ...at(1), run: handRun([{}]) })).toEqual([])
  })
})
