// What a card says of a figure: how long most of a loss took, on which racks, what stood behind it, where the file says so.
import { describe, expect, test } from 'vitest'
import { causeText, firstLine, type Known, tellWhy } from '../../src/app/explain/tell-why.ts'
import { topicOf, topicOfGate, whyOfHeadline } from '../../src/app/explain/why.ts'
import { whyFigure } from '../../src/analysis/why/figure.ts'
import { placeOf, rackTimes, spanOf, whyLost, windowsOf } from '../../src/analysis/why/loss.ts'
import { ledgerRows, summarise } from '../../src/analysis/summarise.ts'
import { bucketIndex } from '../../src/scenario/buckets.ts'
import { DAY_MS, handRun, shippedScenario } from './scenarios.ts'

const scenario = shippedScenario('quickstart')
const SINCE = (scenario.blocks[0].ready - scenario.horizon.start) * DAY_MS
const grid = bucketIndex('L2.grid') + 1
/** Ten days: the grid takes two accelerators on day 1, eight on days 4 to 6. Rack 1 is closed by it, rack 0 is not. */
const days: Readonly<Record<string, number>>[] = [{}, { 'L2.grid': 2 }, {}, {}, { 'L2.grid': 8 }, { 'L2.grid': 8 }, { 'L2.grid': 8 }, { 'L7.noDemand': 1 }, {}, {}]
const run = handRun(days, {
  horizonMs: SINCE + 10 * DAY_MS,
  critical: [{ block: 0, fromMs: DAY_MS, toMs: 7 * DAY_MS, bucket: 'L2.grid' }, { block: 0, fromMs: 0, toMs: DAY_MS, bucket: 'L2.building' }],
  logs: [
    { id: 'rackBucket', entities: 2, atMs: Float64Array.of(0, 0, SINCE + 4 * DAY_MS, SINCE + 7 * DAY_MS), entity: Int32Array.of(0, 1, 1, 1), value: Int32Array.of(0, 0, grid, 0) },
    { id: 'rackBusy', entities: 2, atMs: Float64Array.of(0, SINCE + DAY_MS), entity: Int32Array.of(0, 0), value: Int32Array.of(0, 1) },
  ],
})
const known: Known = {
  scenario, runs: [run], summary: summarise(scenario, [run]), ledger: ledgerRows([run]), blockOfRack: Int32Array.of(0, 0), rackWords: rack => `rack ${rack + 1}`,
  lines: { grid: 10, 'grid.feeds': 11, 'grid.feeds.street': 12, blocks: 20, 'blocks.hall': 21, 'blocks.hall.cooling': 30, workload: 40, faults: 50 },
}

describe('when, where and why', () => {
  test('the shortest stretch with most of it, and its worst window', () => {
    const span = spanOf(windowsOf([run], new Set(['L2.grid'])), DAY_MS)
    // 24 of 26 accelerator-days fell on three days; any two of them have 16, less than four fifths.
    expect(span).toEqual({ fromMs: 4 * DAY_MS, toMs: 7 * DAY_MS, peakMs: 4.5 * DAY_MS, share: 24 / 26 })
    expect(spanOf(new Float64Array(3), DAY_MS)).toBeNull()
  })

  test('racks by the time in a bucket, from the begin of their contract on', () => {
    expect([...rackTimes(run, 2, new Set(['L2.grid']), () => SINCE)]).toEqual([0, 3 * DAY_MS])
    expect([...rackTimes(run, 2, new Set(['L2.grid']), () => SINCE + 6 * DAY_MS)]).toEqual([0, DAY_MS])
    // Idle is open without work: rack 0 for a day of its contract, rack 1 for all but the three closed days.
    expect([...rackTimes(run, 7, new Set(['L7.noDemand']), () => SINCE)]).toEqual([DAY_MS, 7 * DAY_MS])
    expect(placeOf(Float64Array.of(1, 3, 4), [0, 1, 1])).toEqual({ block: 1, share: 7 / 8, rack: 2 })
    expect(placeOf(new Float64Array(2), [0, 0])).toBeNull()
  })

  test('a loss of delivery or power is what held the block', () => {
    const why = whyLost(scenario, [run], 2, ['L2.grid'], [0, 0])
    expect(why).toMatchObject({ gpuHours: 26 * 24, share: 0.26, cause: { kind: 'held', block: 0, forMs: 6 * DAY_MS }, place: { block: 0, share: 1, rack: 1 } })
    expect(causeText(scenario, why.cause)).toBe('Hall 1 was held 6\u2009days by “grid late or out”, from 2 Jan 2027 on.')
    expect(whyLost(scenario, [run], 3, ['L3.water'], [0, 0])).toMatchObject({ gpuHours: 0, span: null, cause: null, place: null })
  })

  test('drivers of a figure are its largest losses', () => {
    expect(whyFigure('meanUtilisation', scenario, [run]).drivers.map(({ id, share }) => [id, share])).toEqual([['L2.grid', 0.26], ['L7.noDemand', 0.01]])
    expect(whyFigure('pue', scenario, [run]).drivers).toEqual([])
    expect(whyFigure('contractedGpuHours', scenario, [run]).drivers).toEqual([])
  })
})

describe('the card', () => {
  test('of a bucket: definition, value, cause, time, place, line and what to do', () => {
    const told = tellWhy(known, { kind: 'bucket', id: 'L2.grid' })
    expect(told).toMatchObject({
      value: '26.0\u2009% of the contract, 624\u2009GPU·h', certain: 'one replication: no interval yet',
      when: { text: '92\u2009% of it fell between 5 Jan 2027 and 8 Jan 2027', peakMs: 4.5 * DAY_MS },
      where: { text: 'Hall 1 has 100\u2009% of it; most in rack 2', rack: 1 }, line: { path: 'grid.feeds', line: 11 }, group: 'substation',
    })
    expect(told?.definition.means).toContain('grid connection')
    expect(told?.act).toContain('generation of your own')
  })

  test('of a gate: its buckets; of a figure: what drives it, with the cause of the first', () => {
    expect(tellWhy(known, { kind: 'gate', id: '2' })).toMatchObject({ driversOf: 'Its buckets', drivers: [{ id: 'L2.grid', text: '26.0\u2009%' }], value: expect.stringContaining('26.0') })
    expect(tellWhy(known, { kind: 'figure', id: 'meanUtilisation' })).toMatchObject({ value: '73.00\u2009%', driversOf: 'Largest losses of the contract', cause: expect.stringContaining('grid late'), line: { line: 11 } })
    expect(tellWhy(known, { kind: 'figure', id: 'nothing' })).toBeNull()
    expect(tellWhy(known, { kind: 'bucket', id: 'L2.nothing' })).toBeNull()
  })

  test('lines of names that the file chose', () => {
    expect(firstLine(known.lines, ['blocks.*.cooling.trim', 'blocks.*.cooling'])).toEqual({ path: 'blocks.hall.cooling', line: 30 })
    expect(firstLine(known.lines, ['water.sources'])).toBeNull()
    expect(firstLine(known.lines, ['blocks.*.power'])).toEqual({ path: 'blocks', line: 20 })
  })

  test('topics are written as kind and name', () => {
    expect(topicOf('bucket:L9.rework.hw')).toEqual({ kind: 'bucket', id: 'L9.rework.hw' })
    expect([topicOf('figure:'), topicOf('nothing:x'), topicOf('')]).toEqual([undefined, undefined, undefined])
    expect(topicOfGate('10')).toEqual({ kind: 'bucket', id: 'P' })
    expect([whyOfHeadline('cost'), whyOfHeadline('tenants')]).toEqual(['figure:totalCostUsd', undefined])
  })
})
