/** Levels of systems and late equipment in whole runs of the site of the schedule's tests. */
import { describe, expect, test } from 'vitest'
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'
import { SITE, drawn, finishOf, networkOf, scenarioOf } from '../schedule/site.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const WEEK_MS = 7 * DAY_MS

const simulate = (scenario: Scenario, seed = 1): Simulation => createSimulation(scenario, { weather: null }, { seed, replication: 0, record: true })

function runOf(scenario: Scenario): RunResult {
  const simulation = simulate(scenario)
  simulation.run(simulation.horizonMs, Infinity)
  return simulation.result()
}

const at = (run: RunResult, name: string, block: number): number => run.milestones.find(milestone => milestone.name === name && milestone.block === block)?.atMs ?? NaN

/** Accelerator-hours of a bucket. */
const bucketH = ({ ledger }: RunResult, code: string): number =>
  ledger.acceleratorMs.reduce((sum, ms, cell) => (ledger.buckets[cell % ledger.buckets.length].code === code ? sum + ms : sum), 0) / HOUR_MS

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]

describe('gate rules of the levels', () => {
  const net = networkOf(scenarioOf(SITE))

  test.each(SEEDS)('seed %d: a level begins when the one before is closed for its system; level 5 after all systems and power; level 2 after its equipment', seed => {
    const times = drawn(net, seed, 0)
    const node = (id: string): number => net.nodes.findIndex(each => each.id === id)
    for (const { id } of net.scenario.blocks) {
      for (const system of ['power', 'cooling', 'controls', 'fire']) {
        const levels = ['level2', ...(system === 'cooling' ? ['liquidFlush'] : []), 'level3', 'level4'].map(level => node(`${id}/systems/${system}/${level}`))
        levels.slice(1).forEach((level, n) => expect(times.startMs[level]).toBeGreaterThanOrEqual(times.finishMs[levels[n]]))
        expect(times.startMs[levels[0]]).toBeGreaterThanOrEqual(times.finishMs[node(`${id}/fitOut`)])
        expect(times.startMs[node(`${id}/level5`)]).toBeGreaterThanOrEqual(times.finishMs[levels[levels.length - 1]])
      }
      expect(times.startMs[node(`${id}/level5`)]).toBeGreaterThanOrEqual(times.finishMs[node(`${id}/energisation`)])
      for (const equipment of ['transformers', 'switchboards', 'ups', 'generators']) {
        const arrival = node(`${id}/${equipment}/shipping`)
        if (arrival >= 0) expect(times.startMs[node(`${id}/systems/power/level2`)]).toBeGreaterThanOrEqual(times.finishMs[arrival])
      }
      expect(times.startMs[node(`${id}/systems/power/level3`)]).toBeGreaterThanOrEqual(times.finishMs[node('grid/switchgear/mvSwitchgear/installation')])
    }
    expect(finishOf(net, times, 'grid/feed[main]/step[0]')).toBeGreaterThanOrEqual(finishOf(net, times, 'grid/substation/hvTransformers/installation'))
    expect(finishOf(net, times, 'generation[bridge]/inService')).toBeGreaterThanOrEqual(finishOf(net, times, 'generation[bridge]/engines/installation'))
    expect(finishOf(net, times, 'storage[battery]/inService')).toBeGreaterThanOrEqual(finishOf(net, times, 'storage[battery]/storage/installation'))
  })
})

/** Everything on its day but what a test changes. */
const CALM: Readonly<Record<string, string>> = {
  'procurement.factoryTest.failure': '0',
  'procurement.damage.probability': '0',
  'grid.feeds.main.energised': '2028-06-01',
  'generation.bridge.inService': '2028-03-01',
  ...Object.fromEntries(['shell', 'fitOut', 'liquidFlush'].map(step => [`facility.commissioning.${step}`, '10 weeks'])),
  ...Object.fromEntries([2, 3, 4, 5].map(level => [`facility.commissioning.level${level}`, '{duration: 2 weeks, failure: 0}'])),
  ...Object.fromEntries(['hvTransformers', 'hvBreakers', 'mvSwitchgear', 'transformers', 'switchboards', 'generators', 'ups', 'chillers', 'coolers', 'airHandlers', 'cdus', 'engines', 'storage'].map(kind => [`procurement.equipment.${kind}.lead`, '10 weeks'])),
  'blocks.hall-a.racks[0].delivered.lead': '10 weeks',
}

describe('late equipment', () => {
  const onTime = runOf(scenarioOf(SITE, CALM))
  // Needed at the begin of level 2, eighteen weeks before the ready date of 1 July 2029: 25 February; there on 29 August.
  const late = runOf(scenarioOf(SITE, { ...CALM, 'procurement.orders': '[{id: ups, equipment: ups, for: [hall-a], ordered: 2029-06-20}]' }))

  test('all on its day is ready on its day', () => {
    expect(at(onTime, 'level5', 0)).toBe((365 + 366 + 181) * DAY_MS)
  })

  test('holds level 2 of its system; other systems go on', () => {
    const arrivalMs = (365 + 366 + 170) * DAY_MS + 10 * WEEK_MS
    expect(at(late, 'UPS delivered', 0)).toBe(arrivalMs)
    expect(at(late, 'level2', 0)).toBe(arrivalMs + 2 * WEEK_MS)
    // Levels 2, 3, 4 and 5 of two weeks each: nothing is flushed in the power system.
    expect(at(late, 'level5', 0)).toBe(arrivalMs + 8 * WEEK_MS)
    expect(at(late, 'level5', 1)).toBe(at(onTime, 'level5', 1))
  })

  test('is booked to the supplier from the promised day until it arrives', () => {
    const arrivalMs = (365 + 366 + 170) * DAY_MS + 10 * WEEK_MS
    const promisedMs = (365 + 366 + 181) * DAY_MS
    // What hall B's second lot takes is the same in both.
    expect(bucketH(late, 'L1.supplier') - bucketH(onTime, 'L1.supplier')).toBeCloseTo((12 * 72 * (arrivalMs - promisedMs)) / HOUR_MS, 6)
  })

  test('failed factory tests and damage are told on their days', () => {
    const run = runOf(scenarioOf(SITE, { ...CALM, 'procurement.factoryTest.failure': '0.5', 'procurement.damage.probability': '0.5' }))
    const of = (kind: string) => run.incidents.filter(incident => incident.kind === kind)
    expect(of('factoryTestFailed').length).toBeGreaterThan(2)
    expect(of('damagedInTransport').length).toBeGreaterThan(2)
    // Ten weeks from order to arrival, two of them on the road: what is damaged arrives half of ten weeks after the day on which that was found.
    const [{ atMs, label }] = of('damagedInTransport').filter(({ block }) => block === 0)
    const name = { transformers: 'Block transformers', switchboards: 'Low-voltage switchboards', generators: 'Standby sets', ups: 'UPS', chillers: 'Chillers', coolers: 'Dry coolers', airHandlers: 'Air handlers', cdus: 'Coolant distribution units' }[label.split('/')[1]]
    expect(at(run, `${name} delivered`, 0)).toBe(atMs + 5 * WEEK_MS)
  })

  test('as planned, an order that is late changes nothing', () => {
    const planned = scenarioOf(SITE, { ...CALM, 'procurement.mode': 'as-planned', 'procurement.orders': '[{id: ups, equipment: ups, for: [hall-a], ordered: 2029-06-20}]' })
    expect(at(runOf(planned), 'level5', 0)).toBe((365 + 366 + 181) * DAY_MS)
  })

  test('late transformers of the substation hold its feed', () => {
    const run = runOf(scenarioOf(SITE, { ...CALM, 'procurement.orders': '[{id: xf, equipment: hvTransformers, ordered: 2028-06-01}]' }))
    // Ten weeks of lead time and eight of installation after 1 June 2028.
    expect(run.milestones.find(({ name }) => name === 'Feed main energised')?.atMs).toBe((365 + 152) * DAY_MS + 18 * WEEK_MS)
  })
})

describe('milestones of the file', () => {
  const edits = { ...CALM, 'facility.commissioning.liquidFlush': '2 weeks', 'blocks.hall-a.milestones': '{shell: 2028-10-01, level2: 2029-03-01, level3: 2029-04-15, level4: 2029-06-01}' }
  const day = (year2029: number): number => (365 + 366 + year2029) * DAY_MS

  test('as planned, steps end on their days', () => {
    const run = runOf(scenarioOf(SITE, { ...edits, 'facility.commissioning.mode': 'as-planned' }))
    expect(['shell', 'level2', 'level3', 'level4', 'level5'].map(name => at(run, name, 0))).toEqual([(365 + 274) * DAY_MS, day(59), day(104), day(151), day(181)])
  })

  test('sampled, a level begins no earlier than its day less its median', () => {
    const run = runOf(scenarioOf(SITE, edits))
    expect(at(run, 'level3', 0)).toBe(day(104))
    const fast = runOf(scenarioOf(SITE, { ...edits, 'facility.commissioning.level2': '{duration: 1 day, failure: 0}' }))
    expect(at(fast, 'level3', 0)).toBe(day(104))
  })
})

describe('the integrated test of a later block', () => {
  // Hall A has the first step; the second comes half a year after hall B is ready for its test.
  const edits = { ...CALM, generation: '[]', 'grid.feeds.main.capacity': '3 MW', 'grid.feeds.main.steps': '[{capacity: 3 MW, energised: 2030-06-01}]', 'blocks.hall-a.power.designPower': '2.5 MW', 'blocks.hall-b.power.designPower': '2.5 MW' }

  test('takes no power that is promised to an earlier one: it begins when its own is firm', () => {
    const run = runOf(scenarioOf(SITE, edits))
    const stepMs = (3 * 365 + 1 + 151) * DAY_MS
    expect(at(run, 'level4', 1)).toBeLessThan(stepMs)
    expect(at(run, 'Energised', 1)).toBe(stepMs)
    expect(at(run, 'level5', 1)).toBe(stepMs + 2 * WEEK_MS)
  })

  test('nor the transformer that stands by for the others: two of 4 MVA with one in reserve carry one hall', () => {
    const small = { ...edits, 'grid.feeds.main.capacity': '6 MW', 'grid.feeds.main.steps': '[]', 'grid.substation.transformers.rated': '4 MVA', 'grid.substation.transformers.noLoadLoss': '3 kW', 'grid.substation.transformers.loadLoss': '30 kW' }
    const run = runOf(scenarioOf(SITE, small))
    expect(Number.isFinite(at(run, 'level5', 0))).toBe(true)
    expect(at(run, 'level4', 1)).toBeLessThan(run.horizonMs)
    expect(at(run, 'level5', 1)).toBeNaN()
  })
})

describe('the integrated test without power', () => {
  const edits = { ...CALM, 'facility.commissioning.loadTestNeedsPower': 'false', 'facility.commissioning.loadTestOnSets': '0.25', 'grid.feeds.main.energised': '2029-09-01', generation: '[]', 'blocks.hall-a.power.generators.tests.monthly': '0 h', 'blocks.hall-a.power.generators.tests.loadBank': '0 h' }
  const scenario = scenarioOf(SITE, { ...edits, 'blocks.hall-b.power.generators': '{model: diesel-2mw, count: 3, tests: {monthly: 0 h, loadBank: 0 h}}' })

  test('runs on the standby sets: a quarter of two weeks of three sets in each of two blocks counts as test hours', () => {
    const run = runOf(scenario)
    expect(at(run, 'level5', 0)).toBe((365 + 366 + 181) * DAY_MS)
    expect(run.onSite.testH).toBeCloseTo(2 * 3 * 0.25 * 14 * 24, 6)
  })
})

describe('snapshot and restore', () => {
  const scenario = scenarioOf(SITE)
  const straight = simulate(scenario, 3)
  straight.run(straight.horizonMs, Infinity)

  test.each([1, 300, 700, 860, 900, 960, 1100])('restored at day %d it ends like the straight run, to the bit', day => {
    const first = simulate(scenario, 3)
    first.run(day * DAY_MS, Infinity)
    const snapshot = first.snapshot()
    const other = simulate(scenario, 3)
    other.restore(snapshot)
    other.run(other.horizonMs, Infinity)
    expect(other.hash()).toBe(straight.hash())
  })
})
