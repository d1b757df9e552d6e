import { describe, expect, test } from 'vitest'
import { ITEM_STATE, itemTimes, writeItemStates } from '../../src/app/site/item-states.ts'
import { ABSENT } from '../../src/app/site/layer.ts'
import { countBytes, layersOf, writeRackBytes } from '../../src/app/site/layers.ts'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { type SiteState, UNKNOWN } from '../../src/app/site/replay.ts'
import { bucketIndex } from '../../src/scenario/buckets.ts'
import { DAY_MS, handRun, shippedScenario } from './scenarios.ts'

const closedBy = (code: string): number => bucketIndex(code) + 1

/** Racks with [bucket, busy, down]; bucket 0 is open. */
function stateOf(racks: readonly (readonly [number, number, number])[]): SiteState {
  return {
    atMs: 0,
    rackBucket: Int32Array.from(racks, rack => rack[0]),
    rackBusy: Int32Array.from(racks, rack => rack[1]),
    rackDown: Int32Array.from(racks, rack => rack[2]),
    rackPower: Int32Array.from(racks, () => 66_000),
    rackJob: Int32Array.from(racks, (rack, index) => (rack[1] > 0 && index % 2 === 0 ? index : -1)),
    blockCoolant: Int32Array.of(450),
    blockAir: Int32Array.of(240),
    blockThrottle: Int32Array.of(1000),
    zoneState: new Int32Array(0),
    securityPeople: new Int32Array(0),
    leafLoad: new Int32Array(0),
    spineLoad: new Int32Array(0),
    podLoad: new Int32Array(0),
    outdoor: Int32Array.of(200, 150),
  }
}

const scenario = shippedScenario('quickstart')
const layers = layersOf({ scenario, plan: planSite(scenario), run: null, placement: null })
const words = (racks: readonly (readonly [number, number, number])[]): string[] => {
  const state = stateOf(racks)
  return racks.map((_, rack) => layers.state.describe(state, rack, 0))
}

describe('what holds a rack back', () => {
  test('is read from its first node; work beats a closed node, a closed building beats work', () => {
    expect(words([[0, 3, 0], [0, 0, 0], [closedBy('L2.grid'), 0, 18], [closedBy('L5.repair'), 2, 1], [closedBy('L5.repair'), 0, 18], [closedBy('L1.receiving'), 0, 18]])).toEqual([
      'In use',
      'Idle',
      'Not energised: grid late or out',
      'In use',
      'Not healthy: under repair',
      'Delivered, not placed: received, not yet placed',
    ])
  })

  test('is not drawn while the rack is on its way', () => {
    const state = stateOf([[closedBy('L1.supplier'), 0, 18], [closedBy('L1.shipping'), 0, 18], [UNKNOWN, 0, 0], [0, 0, 0]])
    for (const layer of Object.values(layers)) {
      const bytes = new Uint8Array(4)
      writeRackBytes(layer, state, new Int32Array(4), bytes)
      expect([...bytes].map(byte => byte === ABSENT), layer.id).toEqual([true, true, true, false])
    }
  })

  test('counts of a layer sum to the racks', () => {
    const state = stateOf([[0, 3, 0], [0, 0, 1], [0, 2, 3], [closedBy('L2.grid'), 0, 18]])
    const bytes = new Uint8Array(4)
    for (const layer of Object.values(layers)) {
      writeRackBytes(layer, state, new Int32Array(4), bytes)
      expect(countBytes(bytes, 4).reduce((sum, count) => sum + count, 0), layer.id).toBe(4)
    }
  })

  test('a scale puts half of its range in the middle and the limit of the coolant on white', () => {
    const state = stateOf([[0, 1, 0]])
    expect(layers.power.read(state, 0, 0)).toBe(1 + Math.round(0.5 * 254))
    const byte = layers.temperature.read(state, 0, 0)
    expect(layers.temperature.palette[byte]).toMatch(/^#f[0-9a-f]f[0-9a-f]f[0-9a-f]$/)
  })

  test('no two classes of a layer share a colour', () => {
    for (const layer of Object.values(layers)) expect(new Set(layer.legend.map(entry => entry.colour)).size, layer.id).toBe(layer.legend.length)
  })
})

describe('what stands', () => {
  const plan = planSite(scenario)
  const run = handRun([{}], {
    milestones: [
      { atMs: 10 * DAY_MS, plannedMs: 9 * DAY_MS, name: 'shell', block: 0 },
      { atMs: 20 * DAY_MS, plannedMs: 19 * DAY_MS, name: 'building', block: 0 },
      { atMs: 30 * DAY_MS, plannedMs: -1, name: 'Energised', block: 0 },
    ],
  })
  const states = (day: number, source = run): { hall: number; ups: number } => {
    const bytes = new Uint8Array(plan.items.length)
    writeItemStates(itemTimes(plan.items, scenario, source), day * DAY_MS, bytes)
    const of = (kind: string): number => bytes[plan.items.find(item => item.kind === kind)?.index ?? -1]
    return { hall: of('hall'), ups: of('ups') }
  }

  test('follows the milestones: hall with the shell, equipment with the fit-out, service with power', () => {
    expect(states(9)).toEqual({ hall: ITEM_STATE.planned, ups: ITEM_STATE.planned })
    expect(states(10)).toEqual({ hall: ITEM_STATE.built, ups: ITEM_STATE.planned })
    expect(states(20)).toEqual({ hall: ITEM_STATE.built, ups: ITEM_STATE.built })
    expect(states(30)).toEqual({ hall: ITEM_STATE.live, ups: ITEM_STATE.live })
  })

  test('a step that was over before the run began counts as done', () => {
    const later = handRun([{}], { milestones: run.milestones.slice(1) })
    expect(states(0, later).hall).toBe(ITEM_STATE.built)
  })

  test('a machine that an incident names is out for its length', () => {
    const broken = handRun([{}], {
      milestones: run.milestones,
      equipment: ['block[0]/ups[0]/module[0]', 'block[0]/ups[0]/module[1]'].map(id => ({ id, kind: 'ups-module', block: 0, rating: 0, model: '' })),
      incidents: [{ atMs: 40 * DAY_MS, endMs: 41 * DAY_MS, kind: 'outage', label: 'block[0]/ups[0]/module[1]', block: 0 }],
    })
    const bytes = new Uint8Array(plan.items.length)
    const ups = plan.items.filter(item => item.kind === 'ups').map(item => item.index)
    const at = (day: number): number[] => {
      writeItemStates(itemTimes(plan.items, scenario, broken), day * DAY_MS, bytes)
      return ups.slice(0, 2).map(index => bytes[index])
    }
    expect(at(39.9)).toEqual([ITEM_STATE.live, ITEM_STATE.live])
    expect(at(40)).toEqual([ITEM_STATE.live, ITEM_STATE.out])
    expect(at(41)).toEqual([ITEM_STATE.live, ITEM_STATE.live])
  })

  test('tells whether anything changed', () => {
    const bytes = new Uint8Array(plan.items.length)
    const times = itemTimes(plan.items, scenario, run)
    expect([writeItemStates(times, 0, bytes), writeItemStates(times, 10 * DAY_MS, bytes), writeItemStates(times, 11 * DAY_MS, bytes)]).toEqual([false, true, false])
  })
})
