import { describe, expect, test } from 'vitest'
import { createGantt, type GanttSource, picture, SEVERAL } from '../../src/app/jobs/gantt-layout.ts'
import { causeAt, eventBehind, tookMost } from '../../src/app/site/cause-at.ts'
import { faultyNodes, othersState, rackFront } from '../../src/app/site/rack-front.ts'
import { rowOfJob } from '../../src/app/site/job-facts.ts'
import { createDetails } from '../../src/app/state/event-details.ts'
import { happenings } from '../../src/app/state/happenings.ts'
import type { ChangeLog } from '../../src/results/run-result.ts'
import { DAY_MS, handRun, shippedScenario } from './scenarios.ts'

const quickstart = shippedScenario('quickstart')

const log = (id: string, entities: number, rows: readonly (readonly [atMs: number, entity: number, value: number])[]): ChangeLog => ({
  id, entities, atMs: Float64Array.from(rows, row => row[0]), entity: Int32Array.from(rows, row => row[1]), value: Int32Array.from(rows, row => row[2]),
})

describe('jobs as bars', () => {
  const source: GanttSource = {
    jobs: { job: Int32Array.of(1, 4, 5, 9), entry: Int32Array.of(0, 0, 1, 0), submitMs: Float64Array.of(0, 0, 10, 20), startMs: Float64Array.of(0, 50, 10, -1), endMs: Float64Array.of(40, 90, -1, 30) },
    racks: { entities: 2, atMs: Float64Array.of(0, 0, 40, 60), entity: Int32Array.of(0, 1, 0, 0), value: Int32Array.of(1, -1, -1, 4) },
    untilMs: 100,
  }
  const gantt = createGantt(source)
  const seen = (mode: 'job' | 'rack', fromMs: number, toMs: number, width = 100) => {
    const { lane, x0, x1, job } = picture(gantt, { mode, fromMs, toMs, width, firstLane: 0, lanes: 9 })
    return Array.from(lane, (_, bar) => [lane[bar], x0[bar], x1[bar], job[bar]])
  }

  test('take the first lane that is free, and run to the end of what is simulated', () => {
    expect(seen('job', 0, 100)).toEqual([[0, 0, 40, 1], [0, 50, 90, 4], [1, 10, 100, 5]])
  })

  test('of racks are as the log tells', () => {
    expect(seen('rack', 0, 100)).toEqual([[0, 0, 40, 1], [0, 60, 100, 4]])
  })

  test('are cut to the stretch that is seen, and one where they share a pixel', () => {
    expect(seen('job', 20, 60)).toEqual([[0, 0, 50, 1], [0, 75, 100, 4], [1, 0, 100, 5]])
    expect(seen('job', 0, 10_000, 50)).toEqual([[0, 0, expect.closeTo(0.45, 4), SEVERAL], [1, expect.closeTo(0.05, 4), 0.5, 5]])
  })

  test('wait from submission to the first start, or until they are withdrawn', () => {
    expect([...gantt.queueMs]).toEqual([0, 0, 0, 10, 10, 20, 30, 50])
    expect([...gantt.queue]).toEqual([1, 2, 1, 2, 1, 2, 1, 0])
    expect(picture(gantt, { mode: 'job', fromMs: 0, toMs: 100, width: 4, firstLane: 0, lanes: 1 }).waiting).toEqual(Float32Array.of(2, 2, 1, 0))
  })

  test('of many jobs are no more than there are pixels', () => {
    const count = 20_000
    const many = createGantt({ jobs: { job: Int32Array.from({ length: count }, (_, i) => i), entry: new Int32Array(count), submitMs: Float64Array.from({ length: count }, (_, i) => i), startMs: Float64Array.from({ length: count }, (_, i) => i), endMs: Float64Array.from({ length: count }, (_, i) => i + 1) }, racks: { ...source.racks, entities: 0, atMs: new Float64Array(0), entity: new Int32Array(0), value: new Int32Array(0) }, untilMs: count })
    const all = picture(many, { mode: 'job', fromMs: 0, toMs: count, width: 500, firstLane: 0, lanes: 4 })
    expect(all.laneCount).toBe(1)
    expect(all.lane.length).toBeLessThanOrEqual(600)
    expect(all.lane.length).toBeGreaterThan(100)
  })

  test('are found by their number', () => {
    expect([1, 4, 9, 3, 100].map(number => rowOfJob(source.jobs, number))).toEqual([0, 1, 3, -1, -1])
  })
})

describe('the front of a rack', () => {
  const [lot] = quickstart.blocks[0].racks

  test('has what the catalog tells: eighteen nodes around nine switch trays, shelves outside', () => {
    const { slots, hasManifold, isRackScale } = rackFront(lot)
    const count = (kind: string): number => slots.filter(slot => slot.kind === kind).length
    expect([count('node'), count('switch'), isRackScale, hasManifold]).toEqual([18, 9, true, true])
    expect(count('shelf')).toBe(Math.ceil(lot.electricalPeak / 33_000))
    expect(slots.filter(({ kind }) => kind === 'node').map(({ index }) => index)).toEqual(Array.from({ length: 18 }, (_, node) => node))
    expect(slots.reduce((sum, { height }) => sum + height, 0)).toBeCloseTo(1, 9)
    slots.slice(1).forEach(({ y }, index) => expect(y).toBeCloseTo(slots[index].y + slots[index].height, 9))
  })

  test('of servers with supplies of their own has neither shelves nor switch trays', () => {
    const { slots } = rackFront({ ...lot, nodes: 4, acceleratorsPerNode: 8, scaleUpSize: 8, supplyUnits: 6 })
    expect(slots.map(({ kind }) => kind)).toEqual(['node', 'node', 'node', 'node'])
  })

  test('knows the nodes with an open fault, and no others', () => {
    const run = handRun([{}], { logs: [log('nodeFaulted', 3, [[10, 0, 2003], [20, 1, 5001], [60, 0, 2004]]), log('nodeReturned', 3, [[50, 0, 2]])] })
    const at = (ms: number) => [...faultyNodes(run, ms, 0, 3)].map(([rack, nodes]) => [rack, [...nodes]])
    expect(at(5)).toEqual([])
    expect(at(30)).toEqual([[0, [[2, 3]]], [1, [[5, 1]]]])
    expect(at(50)).toEqual([[0, []], [1, [[5, 1]]]])
    expect(at(60)).toEqual([[0, [[2, 4]]], [1, [[5, 1]]]])
    expect([...faultyNodes(run, 30, 1, 3).keys()]).toEqual([1])
  })

  test.each([
    ['not there', [-1, 18, 0, 0, 0], 'absent'], ['not energised', [2, 18, 0, 18, 0], 'closed'], ['idle', [0, 18, 0, 2, 2], 'idle'],
    ['all but the faulty at work', [0, 18, 16, 2, 2], 'work'], ['a part of it at work', [0, 18, 7, 0, 0], 'some'], ['nothing open', [5, 18, 0, 18, 1], 'closed'],
  ] as const)('%s', (_, [gate, nodes, busy, down, faulty], state) => {
    expect(othersState(gate, nodes, busy, down, faulty)).toBe(state)
  })
})

describe('single events', () => {
  test('of the logs come in order of time, a fault until its node is back', () => {
    const run = handRun([{}], {
      faults: [{ id: 'gpu', label: 'Faulty GPU', reach: 'node', cause: '', count: 1, downMs: 40 }],
      logs: [log('nodeFaulted', 15, [[10, 3, 2000]]), log('nodeReturned', 15, [[50, 3, 2]]), log('throttled', 1, [[20, 0, 800], [30, 0, 1000]]), log('blockCoolant', 1, [[0, 0, 300], [40, 0, 900]])],
    })
    const details = [...createDetails(quickstart, run, new Int32Array(15))].filter(detail => detail !== undefined)
    expect(details.map(({ atMs, endMs, group, label }) => [atMs, endMs, group, label])).toEqual([
      [10, 50, 'fault', 'Hall 1, rack 4, node 3: Faulty GPU'],
      [20, 20, 'throttling', 'Hall 1: throttled to 80.0\u2009%'],
      [30, 30, 'throttling', 'Hall 1: full speed again'],
      [40, 40, 'breach', expect.stringMatching(/^Hall 1: coolant at 90\.0\u2009°C, above its limit of/u)],
      [50, 50, 'repair', 'Hall 1, rack 4, node 3: back in service'],
    ])
    expect(new Set(details.map(({ key }) => key)).size).toBe(details.length)
  })
})

describe('what took most at a time', () => {
  const week = (lost: Readonly<Record<string, number>>) => Array.from({ length: 7 }, () => lost)
  const run = handRun([...week({ 'L2.grid': 8 }), ...week({ 'L7.noDemand': 3, 'L3.plantFault': 1 }), ...week({ 'L3.plantFault': 5 })], {
    milestones: [{ atMs: 8 * DAY_MS, plannedMs: 0, name: 'Feed street energised', block: -1 }],
    incidents: [{ atMs: 3 * DAY_MS, endMs: 3.1 * DAY_MS, kind: 'outage', label: 'grid/feed[street]', block: -1 }, { atMs: 15 * DAY_MS, endMs: 19 * DAY_MS, kind: 'outage', label: 'cooler fan', block: 0 }, { atMs: 16 * DAY_MS, endMs: 16.5 * DAY_MS, kind: 'outage', label: 'chiller', block: 0 }],
  })
  const events = happenings(quickstart, run)

  test('is the largest bucket of the days around it', () => {
    expect(tookMost(run, 3 * DAY_MS)).toMatchObject({ code: 'L2.grid', share: 0.8 })
    expect(tookMost(run, 17.5 * DAY_MS)).toMatchObject({ code: 'L3.plantFault', share: 0.5 })
    expect(tookMost(handRun([{}]), 0)).toBeNull()
  })

  test('leads to the milestone that ended the wait, or to the incident that lasted longest by far', () => {
    expect(causeAt(run, events, 3 * DAY_MS)).toMatchObject({ selection: { kind: 'milestone' }, words: expect.stringMatching(/80\.0.*It waited for: Feed street energised/u) })
    expect(causeAt(run, events, 17.5 * DAY_MS)).toMatchObject({ selection: { kind: 'event' }, words: expect.stringMatching(/Behind it: .*cooler fan/u) })
  })

  test('is said honestly where no single event is behind it', () => {
    expect(causeAt(run, events, 10.5 * DAY_MS)).toEqual({ selection: { kind: 'bucket', code: 'L7.noDemand' }, words: expect.stringMatching(/No single event is behind it\.$/u) })
    const alike = [1, 2].map(day => ({ ...events[0], kind: 'incident' as const, machine: 'chiller', atMs: day * DAY_MS, endMs: (day + 1) * DAY_MS }))
    expect(eventBehind(alike, 'L3.plantFault', 2 * DAY_MS)).toEqual({ event: null, candidates: 2 })
  })
})
