import { describe, expect, test } from 'vitest'
import { describeSelection } from '../../src/app/site/describe-selection.ts'
import { layersOf } from '../../src/app/site/layers.ts'
import { takenBy } from '../../src/app/site/hover-marks.ts'
import { planSite } from '../../src/app/site/plan/site-plan.ts'
import { createSiteReplay } from '../../src/app/site/replay.ts'
import { blockOf, eventsOf, pathOf, racksOf, thingOf, thingsOf } from '../../src/app/site/selection.ts'
import { selectionKey, selectionOfKey } from '../../src/app/site/selection-key.ts'
import type { SiteNow } from '../../src/app/site/site-now.ts'
import type { Selection } from '../../src/app/state/view.ts'
import type { ChangeLog } from '../../src/results/run-result.ts'
import { bucketIndex } from '../../src/scenario/buckets.ts'
import { loadScenario } from '../../src/scenario/load.ts'
import { SHORT_SITE } from '../analysis/short-site.ts'
import { DAY_MS, handRun, shippedScenario } from './scenarios.ts'

const dallas = shippedScenario('dallas-100mw')
const plan = planSite(dallas)
const { racks } = plan
const perBlock = racks.length / dallas.blocks.length

const log = (id: string, rows: readonly (readonly [atMs: number, entity: number, value: number])[]): ChangeLog => ({
  id, entities: racks.length, atMs: Float64Array.from(rows, row => row[0]), entity: Int32Array.from(rows, row => row[1]), value: Int32Array.from(rows, row => row[2]),
})

const run = handRun([{}, {}], {
  milestones: [{ atMs: 700 * DAY_MS, plannedMs: 690 * DAY_MS, name: 'Feed permanent energised', block: -1 }],
  incidents: [
    { atMs: 650 * DAY_MS, endMs: 651 * DAY_MS, kind: 'outage', label: 'chiller', block: 1 },
    { atMs: 650 * DAY_MS, endMs: 652 * DAY_MS, kind: 'outage', label: 'chiller', block: 1 },
    { atMs: 660 * DAY_MS, endMs: 660 * DAY_MS, kind: 'outage', label: 'wan/<script>', block: -1 },
  ],
  logs: [log('rackJob', [[0, 3, 7], [0, perBlock + 1, 7], [DAY_MS, 3, 8]]), log('rackBucket', [[0, 5, bucketIndex('L5.repair') + 1], [0, 7, 0], [0, 8, 0]]), log('rackBusy', [[0, 7, 18], [0, 8, 0]])],
  zones: { fire: [{ name: 'block[0]/north', block: 0, racks: [2, 4], equipment: [] }], security: [{ name: 'inner', level: 3, people: 2, blocks: [1] }] },
})
const replay = createSiteReplay(run, racks.length, dallas.blocks.length)
replay.seek(0)
const now: SiteNow = {
  site: '', siteLabel: '', scenario: dallas, plan, run, replay, times: { built: new Float64Array(0), live: new Float64Array(0), outages: [] },
  blockOfRack: Int32Array.from(racks, rack => rack.block), layers: layersOf({ scenario: dallas, plan, run, placement: null }), layer: layersOf({ scenario: dallas, plan, run, placement: null }).state,
  rackBytes: new Uint8Array(racks.length), itemStates: new Uint8Array(plan.items.length), itemBytes: new Uint8Array(plan.items.length), atMs: 0, placement: null, version: 1,
}
const all: readonly Selection[] = [
  { kind: 'rack', index: perBlock + 5 }, { kind: 'node', rack: perBlock + 5, node: 3 }, { kind: 'item', index: 4 }, { kind: 'item', index: plan.items.length - 1 }, { kind: 'job', number: 7 },
  { kind: 'zone', of: 'fire', index: 0 }, { kind: 'zone', of: 'security', index: 0 }, { kind: 'switch', tier: 'leaf', index: 2 }, { kind: 'switch', tier: 'core', index: 0 }, { kind: 'link', index: 1 },
  { kind: 'bucket', code: 'L5.repair' }, ...eventsOf(now).map(({ kind, key }): Selection => ({ kind: kind === 'milestone' ? 'milestone' : 'event', key })),
]

describe('a selection', () => {
  test.each(all.map(selection => [selectionKey(now, selection), selection] as const))('%s comes back from its text, in words and with a place in the file', (key, selection) => {
    expect(key).not.toBe('')
    expect(selectionOfKey(now, key)).toEqual(selection)
    expect(describeSelection(now, selection)?.title).toBeTruthy()
    expect(pathOf(now, selection)).not.toBe('')
  })

  test('has a text of its own', () => {
    const keys = all.map(selection => selectionKey(now, selection))
    expect(new Set(keys).size).toBe(keys.length)
  })

  test.each(['', 'rack', 'rack/nowhere/1', 'rack/block%5B0%5D/99999', 'rack/block%5B0%5D/-1', 'item/hall//x/0', 'job/1e9', 'zone/fire/none', 'zone/__proto__/x', 'event/none', 'bucket/L99', 'switch/roof/1', '%', '__proto__/x', 'constructor', 'x'.repeat(2000)])('is none for the text %s', key => {
    expect(selectionOfKey(now, key)).toBeUndefined()
  })

  test('takes in the racks of its job, zone, leaf group and bucket', () => {
    expect(racksOf(now, { kind: 'job', number: 7 })).toEqual([3, perBlock + 1])
    expect(racksOf(now, { kind: 'zone', of: 'fire', index: 0 })).toEqual([2, 4])
    expect(racksOf(now, { kind: 'zone', of: 'security', index: 0 })).toHaveLength(perBlock)
    expect(racksOf(now, { kind: 'switch', tier: 'leaf', index: 0 })).toEqual(Array.from({ length: dallas.fabric.leaf.racks }, (_, rack) => rack))
    expect(racksOf(now, { kind: 'bucket', code: 'L5.repair' })).toEqual([5])
    expect(thingsOf(now, { kind: 'job', number: 7 })).toEqual([{ kind: 'rack', index: 3 }, { kind: 'rack', index: perBlock + 1 }])
  })

  test('of something that happened leads to the machine that it happened to, or to its hall', () => {
    const chiller = eventsOf(now).find(({ machine }) => machine === 'chiller')
    const thing = thingOf(now, { kind: 'event', key: chiller?.key ?? '' })
    expect(thing?.kind).toBe('item')
    expect(plan.items[thing?.index ?? -1]).toMatchObject({ block: 1 })
    expect(blockOf(now, { kind: 'event', key: chiller?.key ?? '' })).toBe(1)
    expect(pathOf(now, { kind: 'milestone', key: eventsOf(now).find(({ kind }) => kind === 'milestone')?.key ?? '' })).toBe('grid.feeds.permanent.energised')
  })

  test('of the feed of a site without a substation leads to where power comes in: the transformers of its blocks', () => {
    const { scenario, issues } = loadScenario(SHORT_SITE)
    if (scenario === undefined) throw new Error(JSON.stringify(issues))
    const small = planSite(scenario)
    expect(small.items.some(({ kind }) => kind === 'line-gantry')).toBe(false)
    const fed = handRun([{}], { milestones: [{ atMs: 0, plannedMs: 0, name: 'Feed street energised', block: -1 }] })
    const site: SiteNow = { ...now, scenario, plan: small, run: fed, replay: createSiteReplay(fed, small.racks.length, 1), blockOfRack: Int32Array.from(small.racks, rack => rack.block) }
    const thing = thingOf(site, { kind: 'milestone', key: eventsOf(site).find(({ label }) => label === 'Feed street energised')?.key ?? '' })
    expect(small.items[thing?.index ?? -1]?.kind).toBe('block-transformer')
  })

  test('of a thing that is not there is nothing', () => {
    expect(thingOf(now, { kind: 'rack', index: racks.length })).toBeNull()
    expect(thingOf(now, { kind: 'item', index: plan.items.length })).toBeNull()
    expect(describeSelection(now, { kind: 'switch', tier: 'leaf', index: 100_000 })).toBeNull()
  })
})

describe('what is pointed at takes in', () => {
  const rest = ({ racks, item, jobs, leaves }: ReturnType<typeof takenBy>) => [[...racks], item, [...jobs], [...leaves]]

  test('the job on a rack and its leaf group, and the other way round the racks of a job', () => {
    replay.seek(0)
    const perLeaf = dallas.fabric.leaf.racks
    expect(rest(takenBy(now, { kind: 'rack', index: 3 }))).toEqual([[3], -1, [7], [Math.floor(3 / perLeaf)]])
    expect(rest(takenBy(now, { kind: 'job', number: 7 }))).toEqual([[3, perBlock + 1], -1, [7], [0, Math.ceil(perBlock / perLeaf)]])
    replay.seek(2 * DAY_MS)
    expect([...takenBy(now, { kind: 'rack', index: 3 }).jobs]).toEqual([8])
    replay.seek(0)
  })

  test('the machine of an event, and no rack', () => {
    const [chiller] = eventsOf(now).filter(({ label }) => label.includes('chiller'))
    const { racks: none, item, jobs } = takenBy(now, { kind: 'event', key: chiller.key })
    expect([none.size, plan.items[item].kind, plan.items[item].block, jobs.size]).toEqual([0, 'chiller', 1, 0])
  })

  test('the bucket of the ledger where a rack is booked, and those with anything in them that an event can be behind', () => {
    const booked = handRun([{ 'L2.grid': 4, 'L3.plantFault': 1 }], { milestones: run.milestones, incidents: run.incidents, logs: run.logs })
    const site: SiteNow = { ...now, run: booked }
    const bucketsOf = (selection: Selection): string[] => [...takenBy(site, selection).buckets]
    expect(bucketsOf({ kind: 'rack', index: 5 })).toEqual(['L5.repair'])
    expect(bucketsOf({ kind: 'rack', index: 6 })).toEqual([])
    // Open, with a job on its nodes: at work. Open without one: what keeps it idle is not written down for each rack.
    expect([7, 8].map(index => bucketsOf({ kind: 'rack', index }))).toEqual([['P'], []])
    expect(bucketsOf({ kind: 'item', index: plan.items.findIndex(({ kind, block }) => kind === 'hall' && block === 0) })).toEqual(['L5.repair', 'P'])
    expect(bucketsOf({ kind: 'bucket', code: 'L7.noDemand' })).toEqual(['L7.noDemand'])
    const named = (pattern: RegExp): Selection => {
      const found = eventsOf(site).find(({ label }) => pattern.test(label))
      return { kind: found?.kind === 'milestone' ? 'milestone' : 'event', key: found?.key ?? '' }
    }
    expect(bucketsOf(named(/permanent energised/u))).toEqual(['L2.grid'])
    expect(bucketsOf(named(/chiller/u))).toEqual(['L3.plantFault'])
    // Nothing was lost to networks.
    expect(bucketsOf(named(/wan/u))).toEqual([])
  })
})
