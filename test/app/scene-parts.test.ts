// Parts of the scene that need no picture: where labels go, which layers say what, what a kept view may hold, how bytes ease.
import { describe, expect, test } from 'vitest'
import { createEasing } from '../../src/app/scene/easing.ts'
import { BYTES_EACH, OF_RACK } from '../../src/app/scene/state-texture.ts'
import { arrivals } from '../../src/app/site/age-layer.ts'
import { placeLabels } from '../../src/app/site/label-places.ts'
import { ABSENT, PATTERNS } from '../../src/app/site/layer.ts'
import { layersOf } from '../../src/app/site/layers.ts'
import { planServices } from '../../src/app/site/plan/services.ts'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { isDark } from '../../src/app/site/rack-look.ts'
import { createSiteReplay } from '../../src/app/site/replay.ts'
import { readViews } from '../../src/app/state/saved-views.ts'
import { bucketIndex } from '../../src/scenario/buckets.ts'
import { DAY_MS, handRun, shippedScenario } from './scenarios.ts'

const scenario = shippedScenario('quickstart')
const plan = planSite(scenario)
const racks = plan.racks.length

/** Changes of racks: [day, rack, value]. */
const log = (id: string, entities: number, rows: readonly (readonly [number, number, number])[]) => ({ id, entities, atMs: Float64Array.from(rows, row => row[0] * DAY_MS), entity: Int32Array.from(rows, row => row[1]), value: Int32Array.from(rows, row => row[2]) })
const closedBy = (code: string): number => bucketIndex(code) + 1

const run = handRun([{}, {}, {}, {}], {
  logs: [
    log('rackBucket', racks, [[0, 0, closedBy('L1.shipping')], [0, 1, closedBy('L1.supplier')], [1, 0, closedBy('L1.receiving')], [2, 0, 0], [2, 1, 0], [3, 0, closedBy('L2.curtail')]]),
    log('blockCoolant', 1, [[0, 0, 430]]),
    log('blockThrottle', 1, [[0, 0, 1000], [3, 0, 700]]),
    log('leafLoad', 1, [[2, 0, 1040]]),
    log('spineLoad', 1, [[2, 0, 300]]),
    log('podLoad', 1, [[2, 0, -1]]),
  ],
  network: { block: Int32Array.of(0), firstRack: Int32Array.of(0), lastRack: Int32Array.of(racks - 1) },
})

describe('layers', () => {
  const layers = layersOf({ scenario, plan, run, placement: null })
  const replay = createSiteReplay(run, racks, 1)
  const words = (id: keyof typeof layers, rack = 1): string => layers[id].describe(replay.state, rack, 0)

  test('of network load read the leaf switches that a rack hangs on', () => {
    replay.seek(2 * DAY_MS)
    const [entry] = layers.network.legend.filter(({ byte }) => byte === layers.network.read(replay.state, 1, 0))
    expect(entry.label).toContain('Over 100')
    expect(words('network')).toContain('leaf 104')
    expect(words('network')).not.toContain('between blocks')
  })

  test('of cooling name the margin to the limit, and throttling', () => {
    replay.seek(2 * DAY_MS)
    // 45 °C is the limit of the racks; the log says 43.0 °C.
    expect(words('cooling')).toMatch(/43\.0.*2\.0.K below its limit/u)
    replay.seek(3 * DAY_MS)
    expect(words('cooling')).toMatch(/throttled to 70/u)
  })

  test('of age count from the day on which a rack came', () => {
    expect([...arrivals(run, racks)].slice(0, 3)).toEqual([1 * DAY_MS, 2 * DAY_MS, Infinity])
  })

  test('have a pattern for every class that is not plain, and name classes apart', () => {
    for (const layer of Object.values(layers)) {
      for (const { byte, pattern = 'solid' } of layer.legend) expect(PATTERNS[layer.patterns[byte]], `${layer.id} ${byte}`).toBe(pattern)
      expect(new Set(layer.legend.map(({ label }) => label)).size, layer.id).toBe(layer.legend.length)
    }
  })

  test('leave a rack that is not on site undrawn', () => {
    replay.seek(0)
    for (const layer of Object.values(layers)) expect(layer.read(replay.state, 1, 0), layer.id).toBe(ABSENT)
  })
})

test('a rack is dark when it is off after it has worked, not while it waits for its first day', () => {
  const replay = createSiteReplay(run, racks, 1)
  replay.seek(1 * DAY_MS)
  expect(isDark(run, replay.state, 0)).toBe(false)
  replay.seek(3 * DAY_MS)
  expect(isDark(run, replay.state, 0)).toBe(true)
  expect(isDark(run, replay.state, 1)).toBe(false)
})

test('labels never cover each other, stay in the picture, and the first ones matter most', () => {
  const wish = (x: number, y: number) => ({ x, y, width: 90, height: 20 })
  const wishes = [wish(100, 200), wish(110, 204), wish(120, 196), wish(4, 300), wish(Number.NaN, 0), wish(100, 40)]
  const places = placeLabels(wishes, { width: 400, height: 400, top: 50 })
  expect(places[0]).not.toBeNull()
  expect(places[4]).toBeNull()
  expect(places[5]).toBeNull()
  const boxes = places.flatMap(place => (place === null ? [] : [{ left: place.x - 45, right: place.x + 45, top: place.y - 20, bottom: place.y }]))
  boxes.forEach((box, index) => {
    expect(box.left).toBeGreaterThanOrEqual(0)
    for (const other of boxes.slice(index + 1)) expect(box.right <= other.left || other.right <= box.left || box.bottom <= other.top || other.bottom <= box.top).toBe(true)
  })
})

test('only views of the right shape are taken from what was kept', () => {
  const good = { slot: 2, pose: { position: [1, 2, 3], target: [0, 0, 0] }, layer: 'power' }
  const bad = [null, 3, 'x', { ...good, slot: 12 }, { ...good, layer: '__proto__' }, { ...good, pose: { position: [1, 2], target: [0, 0, 0] } }, { ...good, pose: { position: [1, 2, null], target: [0, 0, 0] } }]
  expect(readViews(JSON.stringify([good, ...bad]))).toEqual([good])
  for (const text of [null, '', '{', '{"slot":1}', '"<script>"']) expect(readViews(text)).toEqual([])
})

test('bytes reach their aim, at once where nothing may move', () => {
  const data = new Uint8Array(4 * BYTES_EACH)
  const easing = createEasing(data, OF_RACK.arrival, 100)
  easing.aim(1, 255, false)
  expect(data[BYTES_EACH + OF_RACK.arrival]).toBe(255)
  easing.aim(2, 255, true)
  expect(data[2 * BYTES_EACH + OF_RACK.arrival]).toBe(0)
  expect(easing.step(50)).toBe(true)
  expect(data[2 * BYTES_EACH + OF_RACK.arrival]).toBe(128)
  expect(easing.step(60)).toBe(false)
  expect(data[2 * BYTES_EACH + OF_RACK.arrival]).toBe(255)
})

test('pipes, ducts and trays stay on the land and lead to the hall of their block', () => {
  const runs = planServices(plan)
  expect(new Set(runs.map(({ overlay }) => overlay))).toEqual(new Set(['pipes', 'ducts', 'trays']))
  for (const { points, block } of runs) {
    for (const [x, y, z] of points) {
      expect(Math.abs(x)).toBeLessThanOrEqual(plan.land.halfX)
      expect(Math.abs(z)).toBeLessThanOrEqual(plan.land.halfZ)
      expect(y).toBeGreaterThan(0)
    }
    // Every piece lies along one axis.
    points.slice(1).forEach((to, index) => expect([0, 1, 2].filter(axis => Math.abs(to[axis] - points[index][axis]) > 1e-9).length, `block ${block}`).toBeLessThanOrEqual(1))
  }
})
