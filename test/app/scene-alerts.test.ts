// What the scene shows of failures and transfers: ways that lead from a source to the racks, pulses that begin with an event and end, words for what marks say.
import { expect, test } from 'vitest'
import { createAlerts } from '../../src/app/scene/alerts.ts'
import { incidentPlaces, placesAt } from '../../src/app/site/incident-places.ts'
import { ITEM_STATE, itemTimes, writeItemStates } from '../../src/app/site/item-states.ts'
import { layersOf } from '../../src/app/site/layers.ts'
import { outWords } from '../../src/app/site/out-words.ts'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { createSiteReplay } from '../../src/app/site/replay.ts'
import type { SiteNow } from '../../src/app/site/site-now.ts'
import { transfersAt, transfersOf } from '../../src/app/site/transfers.ts'
import type { Incident } from '../../src/results/run-result.ts'
import { DAY_MS, handRun, shippedScenario } from './scenarios.ts'

const HOUR_MS = DAY_MS / 24
const scenario = shippedScenario('dallas-100mw')
const plan = planSite(scenario)
const first = scenario.blocks[0].id

const incident = (kind: string, label: string, fromDay: number, hours: number, block = 0): Incident => ({ kind, label, block, atMs: fromDay * DAY_MS, endMs: fromDay * DAY_MS + hours * HOUR_MS })
const incidents = [
  incident('outage', `${first}/transformer[2]`, 2, 30),
  incident('outage', 'cooler fan', 3.9, 3),
  incident('outage', `${first}/utility`, 5, 2),
  incident('outage', `${first}/ups[1]`, 8, 4),
  incident('loadTransferred', `${first}/ups[1]`, 8, 0),
]
const equipment = Array.from({ length: 14 }, (_, nth) => ({ id: `${first}/transformer[${nth}]`, kind: 'block-transformer', block: 0, rating: 3e6, model: '' }))
const run = handRun(Array.from({ length: 10 }, () => ({})), { incidents, equipment, milestones: ['shell', 'building', 'Energised'].map(name => ({ atMs: 0, plannedMs: 0, name, block: 0 })) })
const times = itemTimes(plan.items, scenario, run)

function at(days: number): SiteNow {
  const layers = layersOf({ scenario, plan, run, placement: null })
  const itemStates = new Uint8Array(plan.items.length)
  writeItemStates(times, days * DAY_MS, itemStates)
  return {
    site: '', siteLabel: '', scenario, plan, run, times, layers, layer: layers.state, itemStates, atMs: days * DAY_MS, placement: null, version: 1,
    replay: createSiteReplay(run, plan.racks.length, scenario.blocks.length), blockOfRack: Int32Array.from(plan.racks, ({ block }) => block),
    rackBytes: new Uint8Array(plan.racks.length), itemBytes: new Uint8Array(plan.items.length),
  }
}

test('a lost utility is carried by the standby sets for as long as it is lost, by one way a set', () => {
  const transfers = transfersOf({ scenario, plan, run })
  expect(transfersAt(transfers, 5 * DAY_MS - 1)).toEqual([])
  const [lasting] = transfersAt(transfers, 5 * DAY_MS)
  expect(lasting.takeover).toBe('sets')
  expect(lasting.words).toContain('standby generators')
  expect(transfersAt(transfers, 5 * DAY_MS + 2 * HOUR_MS)).toEqual([])
  const sets = plan.items.filter(({ kind, block }) => kind === 'standby-generator' && block === 0)
  expect(lasting.ways.map(([[x]]) => x)).toEqual(sets.map(({ x }) => x))
})

test('the load of a system that failed goes over every row of its block, as long as the system is out', () => {
  const [lasting] = transfersAt(transfersOf({ scenario, plan, run }), 8 * DAY_MS + HOUR_MS)
  expect(lasting.takeover).toBe('feeds')
  expect(lasting.ways).toHaveLength(plan.rows.filter(({ block }) => block === 0).length)
  expect(transfersAt(transfersOf({ scenario, plan, run }), 8 * DAY_MS + 5 * HOUR_MS)).toEqual([])
})

test('ways lie on the land, above the ground, each piece along one axis', () => {
  for (const { ways } of transfersOf({ scenario, plan, run })) {
    for (const way of ways) {
      for (const [x, y, z] of way) {
        expect(Math.abs(x)).toBeLessThanOrEqual(plan.land.halfX)
        expect(Math.abs(z)).toBeLessThanOrEqual(plan.land.halfZ)
        expect(y).toBeGreaterThan(0)
      }
      way.slice(1).forEach((to, index) => expect([0, 1, 2].filter(axis => Math.abs(to[axis] - way[index][axis]) > 1e-9).length).toBeLessThanOrEqual(1))
    }
  }
})

test('words name the machine that is out and its block, and nothing while all is well', () => {
  expect(outWords(at(1))).toEqual([])
  expect(at(2.5).itemStates.filter(state => state === ITEM_STATE.out)).toHaveLength(1)
  expect(outWords(at(2.5))).toEqual([`Out: Block transformer 3 of 14, ${scenario.blocks[0].label}`])
  expect(outWords(at(5.05))[0]).toContain('has lost its utility')
})

test('what has no machine of its own is placed amid those of its kind, and never off the land', () => {
  const [fan] = placesAt(incidentPlaces({ scenario, plan, run }), 3.95 * DAY_MS)
  const coolers = plan.items.filter(({ kind, block }) => kind === 'dry-cooler' && block === 0)
  expect(fan.words).toBe(`Cooler fan, ${scenario.blocks[0].label}`)
  expect(fan.at[0]).toBeGreaterThanOrEqual(Math.min(...coolers.map(({ x }) => x)))
  expect(fan.at[0]).toBeLessThanOrEqual(Math.max(...coolers.map(({ x }) => x)))
  for (const { at: [x, y, z] } of incidentPlaces({ scenario, plan, run })) {
    expect(Math.abs(x)).toBeLessThanOrEqual(plan.land.halfX)
    expect(Math.abs(z)).toBeLessThanOrEqual(plan.land.halfZ)
    expect(y).toBeGreaterThan(0)
  }
})

/** Milliseconds of frames until nothing moves any more. */
function movesFor(alerts: ReturnType<typeof createAlerts>, isPlaying: boolean): number {
  let ms = 0
  while (alerts.step(20, isPlaying) && ms < 10_000) ms += 20
  return ms
}

test('a failure pulses once when time comes to it, and nothing moves afterwards or before', () => {
  const alerts = createAlerts()
  alerts.show(at(1), false, false)
  expect(alerts.step(20, false)).toBe(false)
  alerts.show(at(2), false, false)
  const lasted = movesFor(alerts, false)
  expect(lasted).toBeGreaterThan(500)
  expect(lasted).toBeLessThan(3000)
  // The same moment again, and a step back.
  alerts.show(at(2), false, false)
  expect(alerts.step(20, false)).toBe(false)
  alerts.show(at(1.5), false, false)
  expect(alerts.step(20, false)).toBe(false)
  alerts.dispose()
})

test('reduced motion has no pulse but the way that took over', () => {
  const alerts = createAlerts()
  alerts.show(at(1), false, true)
  alerts.show(at(5.01), false, true)
  expect(alerts.lines.steady.visible).toBe(true)
  expect(alerts.step(20, false)).toBe(false)
  alerts.show(at(6), false, true)
  expect(alerts.lines.steady.visible).toBe(false)
  alerts.dispose()
})

test('a transfer that is shorter than a frame is seen while time plays over it', () => {
  const alerts = createAlerts()
  alerts.show(at(4), true, false)
  alerts.show(at(6), true, false)
  expect(alerts.lines.steady.visible).toBe(true)
  movesFor(alerts, true)
  expect(alerts.lines.steady.visible).toBe(false)
  alerts.dispose()
})
