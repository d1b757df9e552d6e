/** Every bucket of the ledger fills: small sites on which one thing happens, with what it must cost where that is plain. */
import { describe, expect, test } from 'vitest'
import { createSimulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { BUCKETS } from '../../../src/scenario/buckets.ts'
import { formatIssue } from '../../../src/scenario/issue.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import { siteWith } from './one-cause.ts'

const HOUR_MS = 3_600_000

/** Accelerator-hours, or `some` where chance or physics decides how many. */
type Expected = Readonly<Record<string, number | 'some'>>

interface Case {
  readonly title: string
  readonly keys: string
  readonly buckets: Expected
  /** The run is looked at after these hours; at its end when left out. */
  readonly untilHours?: number
}

const RACK = 72
const ALL = 144
const JULY = 'horizon: {start: 2027-07-10, end: 2027-07-12}\ngrid: {feeds: {street: {energised: 2027-07-10}}}'
const HEAT = `${JULY}\nsite: {extremes: [{id: hot, kind: heat-wave, start: 2027-07-10, duration: 3 days, rise: 18 K}]}\nblocks: [{into: first, ready: 2027-07-10}]`
const run = (id: string, accelerators: number, more = ''): string => `{id: ${id}, source: training-run, accelerators: ${accelerators}, work: 30 days${more}}`
const work = (...runs: readonly string[]): string => `workload: [${runs.join(', ')}]`
const shock = (takes: string, more: string): string => `faults: {commonCauses: [{id: shock, takes: ${takes}, zone: site, rate: 900/year, ${more}}]`
/** A fifth of the nodes is struck more than once a day, and none is cured by a reset. */
const STRUCK = shock('equipment', 'struck: 0.2, autoFix: 0')
const WINDOW = 'from: 2027-01-02, duration: 4 h, notice: 2 h, drainBy: preempt'
const ORDERED = 'ready: 2027-01-02, racks: [{model: gb200-nvl72, count: 2, ordered: 2027-01-01, delivered: {lead: 3 days, shipping: 1 day}}]'

const CASES: readonly Case[] = [
  // Ordered on the 1st, promised for the 2nd, on the road on the 3rd, received on the 4th, installed on the 5th, burned in until the 9th.
  { title: 'racks that come late', keys: `horizon: {end: 2027-01-10}\nblocks: [{into: first, ${ORDERED}}]`, buckets: { 'L1.supplier': ALL * 24, 'L1.shipping': ALL * 24, 'L1.receiving': ALL * 24, 'L4.install': ALL * 24, 'L5.burnin': ALL * 72 } },
  { title: 'nodes that fail their burn-in', keys: `horizon: {end: 2027-01-12}\nfacility: {burnIn: {deadOnArrival: 0.5}}\nblocks: [{into: first, ${ORDERED}}]`, buckets: { 'L5.doa': 'some' } },
  { title: 'a shell that is late', keys: 'horizon: {end: 2027-04-08}\nfacility: {commissioning: {mode: sampled, shell: {p50: 10 weeks, p90: 40 weeks}}}\nblocks: [{into: first, ready: 2027-04-02, milestones: {shell: 2027-01-05}}]', buckets: { 'L2.building': 'some' } },
  { title: 'tests that fail', keys: 'horizon: {end: 2027-01-25}\nfacility: {commissioning: {mode: sampled, level5: {failure: 0.9, duration: 2 weeks}}}\nblocks: [{into: first, ready: 2027-01-20}]', buckets: { 'L2.commissioning': 'some' } },
  { title: 'a feed that is a day late', keys: 'grid: {feeds: {street: {energised: 2027-01-02}}}', buckets: { 'L2.grid': ALL * 24 } },
  { title: 'a busbar that is lost', keys: `${shock('power', 'outage: 1 h')}}`, buckets: { 'L2.siteElec': 'some', 'L9.rework.power': 'some' } },
  { title: 'nodes that do not come back', keys: `${shock('power', 'outage: 1 h')}, noReturn: 1}`, buckets: { 'L5.noReturn': 'some' } },
  { title: 'racks that are shed as a whole where power is oversold', keys: `blocks: [{into: first, power: {oversubscription: 2, shedding: listOrder}}]\n${work(run('run', 144))}`, buckets: { 'L2.rackPower': 'some' } },
  { title: 'planned work on busway', keys: 'horizon: {end: 2027-02-20}\nmaintenance: {standard: false, itWindow: true, plans: [{id: joints, for: busway, interval: 10 days, duration: 4 h}]}\ncrews: {mistakes: {routine: 0, switching: 0}}\nworkload: []', buckets: { 'L2.plannedElec': 'some' } },
  { title: 'mistakes of that work', keys: 'horizon: {end: 2027-01-20}\nmaintenance: {standard: false, itWindow: true, plans: [{id: joints, for: busway, interval: 10 days, duration: 4 h, switching: true}]}\ncrews: {mistakes: {routine: 1, switching: 1, harmless: 0, redundancy: 0}}', buckets: { 'L5.human': 'some' } },
  // The utility takes back what the site lives on from 14 to 20 h; without standby sets nothing stands in.
  { title: 'a call of the utility', keys: 'grid: {feeds: {street: {capacity: 10 kW, interruptible: 3 MW, curtailment: {trigger: {process: dates, dates: [2027-01-02]}, notice: 0 min}}}}\nblocks: [{into: first, power: {generators: {model: diesel-2mw, count: 0}}}]', buckets: { 'L2.curtail': ALL * 6 } },
  { title: 'a flood', keys: 'site: {extremes: [{id: flood, kind: flood, start: 2027-01-02, duration: 1 day}]}', buckets: { 'L2.zone': ALL * 24 } },
  { title: 'a plant that is a day late', keys: 'blocks: [{into: first, cooling: {ready: 2027-01-02}}]', buckets: { 'L3.plantDelay': ALL * 24 } },
  { title: 'the one chiller fails', keys: 'horizon: {end: 2027-01-15}\nblocks: [{into: first, cooling: {units: {model: dry-cooler-980kw, count: 1}, air: {chillers: {model: chiller-free-cooling, count: 1}}, reliability: {chiller: 100/year, chillerRepair: 6 h}}}]', buckets: { 'L3.plantFault': 'some', 'L9.rework.cooling': 'some' } },
  { title: 'a loop that is lost', keys: `${shock('cooling', 'outage: 1 h')}}`, buckets: { 'L3.cdu': 'some' } },
  { title: 'leaks', keys: 'blocks: [{into: first, cooling: {leaks: {rack: 100/year}}}]', buckets: { 'L3.leak': 'some' } },
  { title: 'air too hot to cool with', keys: HEAT, buckets: { 'L3.weather': 'some', 'L9.thermalThrottle': 'some' } },
  { title: 'no starts while it throttles', keys: `${HEAT}\nscheduler: {admission: {thermal: forbid}}\nworkload: [{id: mix, source: training-mix, load: 0.9, smallest: 4, largest: 8, median: 2 h}]`, buckets: { 'L7.thermal': 'some' } },
  { title: 'towers without water', keys: `${JULY}\nblocks: [{into: first, ready: 2027-07-10, cooling: {plant: cooling-tower, supply: 30 degC, units: null, towers: {model: tower-cell-4500kw, count: 1}}}]\nwater: {sources: [{id: well, limit: 0.01 kg/s, outages: 0/year}], storage: 1 m^3, shortage: {steps: [shed]}}`, buckets: { 'L3.water': 'some' } },
  { title: 'a network that is a day late', keys: 'blocks: [{into: first, fabric: {delivered: 2027-01-02}}]', buckets: { 'L4.fabricDelay': ALL * 24 } },
  { title: 'a switch that is lost', keys: `${shock('fabric', 'outage: 1 h')}}`, buckets: { 'L4.leafFault': 'some' } },
  { title: 'links that no other stands in for', keys: 'fabric: {detour: false, failures: {link: 10/year}}', buckets: { 'L4.linkFault': 'some', 'L9.rework.net': 'some' } },
  // One leaf group of a rack after the other.
  { title: 'planned work on leaf switches', keys: 'fabric: {maintenance: [{id: leaves, tier: leaf, first: 2027-01-02, duration: 4 h, capacity: 0, notice: 1 h}]}', buckets: { 'L4.fabricMaint': 2 * RACK * 4 } },
  { title: 'a region that is lost for a day', keys: 'fabric: {wan: {isolates: true, regions: [{id: east, cuts: 0/year}], drills: [{id: drill, region: east, from: 2027-01-02, duration: 1 day}]}}', buckets: { 'L4.wan': ALL * 24 } },
  { title: 'faults with one technician', keys: `${STRUCK}, technicians: 1}\ncheckpoints: {restore: 1 h}`, buckets: { 'L5.undetected': 'some', 'L5.triage': 'some', 'L5.waitTech': 'some', 'L5.repair': 'some', 'L5.requal': 'some', 'L8.faultStall': 'some', 'L8.restore': 'some', 'L9.rework.hw': 'some' } },
  { title: 'nodes that go to the vendor', keys: `${STRUCK}, repair: 1 h, technicians: 20, afterRepair: {pool: 0.1, rma: 0.8, scrap: 0.1}}`, buckets: { 'L5.rma': 'some' } },
  { title: 'quarantine', keys: 'horizon: {end: 2027-01-25}\nfaults: {preset: rsc-1, rateFactor: 3.5, quarantine: {faults: 1, cap: 1}}', buckets: { 'L5.quarantine': 'some' } },
  { title: 'accelerators without spare parts', keys: 'horizon: {end: 2027-01-25}\nfaults: {preset: rsc-1, rateFactor: 3.5, spares: {gpu: 0}}', buckets: { 'L5.waitPart': 'some', 'L6.stranded': 'some' } },
  { title: 'bugs of software', keys: `horizon: {end: 2027-01-25}\nfaults: {preset: rsc-1, rateFactor: 3.5, classes: {software: {weight: 3000}}}\n${work(run('run', 144))}`, buckets: { 'L9.rework.sw': 'some' } },
  { title: 'silent corruption', keys: `horizon: {end: 2027-01-25}\nfaults: {preset: rsc-1, rateFactor: 3, classes: {silent-corruption: {weight: 3000}}, detection: {silent: 5 h}}\n${work(run('run', 144))}`, buckets: { 'L9.rework.sdc': 'some' } },
  // The run works in one rack until the window takes it; the other drains for two hours.
  { title: 'a maintenance window', keys: `scheduler: {reservations: [{id: w, for: maintenance, ${WINDOW}}]}`, buckets: { 'L6.maint': ALL * 4, 'L6.drainWait': RACK * 2 } },
  { title: 'a firmware window', keys: `scheduler: {reservations: [{id: w, for: firmware, ${WINDOW}}]}`, buckets: { 'L6.firmware': ALL * 4 } },
  { title: 'a reservation', keys: `scheduler: {reservations: [{id: w, for: reservation, ${WINDOW}}]}`, buckets: { 'L6.adminHold': ALL * 4 } },
  { title: 'two spare nodes', keys: 'scheduler: {spares: {perBlock: 2}}', buckets: { 'L6.spareReserve': 8 * 72 } },
  { title: 'nothing to do', keys: 'workload: []', buckets: { 'L7.noDemand': ALL * 72 } },
  { title: 'a quota of half a rack', keys: `tenants: {lab: {quota: 36}}\n${work(run('one', 36, ', tenants: {lab: 1}'), run('two', 36, ', tenants: {lab: 1}'))}`, buckets: { 'L7.quota': 36 * 72 } },
  { title: 'a rack for a tenant alone, who has no work', keys: `tenants: {lab: {isolation: {racks: 1}}}\n${work(run('one', 72), run('two', 72))}`, buckets: { 'L7.affinity': RACK * 72 } },
  // 52.8 kW admit, beside 40 kW of idle racks, one job of two nodes of 4.7 kW more each.
  { title: 'too little power for more jobs', keys: `scheduler: {admission: {power: delay, budget: 0.2, reserve: 0}}\n${work(run('one', 8), run('two', 8), run('three', 8))}`, buckets: { 'L7.power': 16 * 72 } },
  { title: 'a store that is full before the run comes', keys: 'datastore: {capacity: 10 TB, used: 8.9 TB, growth: 10 MB/s}\nworkload: [{into: first, after: 1 day}]', buckets: { 'L7.storage': RACK * 48 } },
  { title: 'a job of a rack, and a job with a node in each', keys: work(run('two', 8, ', placement: {rule: spread}'), run('rack', 72, ', placement: {within: leaf}')), buckets: { 'L7.fragmentation': RACK * 72 } },
  { title: 'a job of the site behind one of a rack', keys: work(run('rack', 72), run('site', 144)), buckets: { 'L7.reservationHold': RACK * 72 } },
  { title: 'one start a pass, one pass a day', keys: `scheduler: {queue: {depth: 1, interval: 1 day}}\n${work(run('one', 72), run('two', 72))}`, buckets: { 'L7.schedLatency': RACK * 24 } },
  { title: 'an hour of start-up', keys: 'scheduler: {startup: {base: 1 h}}', buckets: { 'L8.init': RACK } },
  // Ten minutes and half an hour, the mean of one node.
  { title: 'nodes that come up one after the other', keys: 'scheduler: {startup: {base: 10 min, perNode: {uniform: [0 s, 1 h]}}}', buckets: { 'L8.init': (RACK * 40) / 60, 'L8.gangWait': 'some' } },
  // 360 TB over 10 GB/s.
  { title: 'data that a run waits for', keys: 'workload: [{into: first, data: {size: 360 TB, at: east, wait: nodes}}]\nfabric: {wan: {regions: [{id: east, routes: 1, cuts: 0/year, bandwidth: 10 GB/s, roundTrip: 1 ms}]}}', buckets: { 'L8.dataWait': RACK * 10 } },
  // Preempted at 24 h, three hours after its checkpoint.
  { title: 'preemption with an hour of grace', keys: `tenants: {lab: {priority: low}, desk: {priority: high}}\nscheduler: {policy: priority, preemption: {mode: requeue, grace: 1 h}}\n${work(run('low', 72, ', tenants: {lab: 1}'), '{id: urgent, source: training-run, accelerators: 144, work: 1 h, after: 1 day, tenants: {desk: 1}}')}\ncheckpoints: {interval: 7 h, restore: 1 h}`, buckets: { 'L8.teardown': RACK, 'L9.rework.preempt': RACK * 3, 'L8.restore': RACK } },
  // 70 cycles of 61 min and a rest.
  { title: 'checkpoints of a minute', keys: 'checkpoints: {blocking: 60 s}', buckets: { 'L9.ckpt': (RACK * 70) / 60 } },
  { title: 'code that crashes', keys: 'workload: [{into: first, crashes: 1000/year}]', buckets: { 'L9.rework.user': 'some' } },
  { title: 'leaf switches that pass an eighth', keys: `fabric: {leaf: {racks: 1, oversubscription: 16}}\n${work(...[1, 2, 3, 4].map(at => run(`run${at}`, 32, ', communication: 0.5, placement: {rule: spread}')))}`, buckets: { 'L9.commPlacement': 'some', 'L9.commContention': 'some' } },
  { title: 'links that others stand in for', keys: `fabric: {failures: {link: 10/year, linkRepair: 1 day}}\n${work(run('run', 144, ', communication: 0.5'))}`, buckets: { 'L9.commFault': 'some' } },
  { title: 'nodes that are slow', keys: 'faults: {failSlow: {rate: 100/year, slowest: 0.5, fastest: 0.5}, detection: {slow: 10 days}}', buckets: { 'L9.straggler': 'some' } },
  { title: 'a store that is too slow for the training data', keys: 'datastore: {read: 10 GB/s}\nworkload: [{into: first, loading: 1 GB/s}]', buckets: { 'L9.storage': 'some' } },
  { title: 'twice as many racks as there is power for', keys: `blocks: [{into: first, power: {oversubscription: 2}}]\n${work(run('run', 144, ', communication: 0'))}`, buckets: { 'L9.powerThrottle': 'some' } },
  { title: 'a service', keys: 'horizon: {end: 2027-01-02}\nworkload: [{id: chat, source: inference, peak: 20 request/s}]', buckets: { 'L9.serveHeadroom': 'some' } },
  { title: 'a run that nothing disturbs', keys: '{}', buckets: { P: RACK * 72 } },
  { title: 'work that is not saved yet', keys: 'checkpoints: {interval: none}', untilHours: 36, buckets: { 'E.provisional': RACK * 24 } },
]

function resultOf({ title, keys, untilHours }: Case): RunResult {
  const { scenario, issues } = loadScenario(siteWith(keys), { file: title })
  if (scenario === undefined) throw new Error(issues.map(formatIssue).join('\n'))
  const simulation = createSimulation(scenario, { weather: null }, { seed: 1, replication: 0, record: false })
  simulation.run(untilHours === undefined ? simulation.horizonMs : untilHours * HOUR_MS, Infinity)
  return simulation.result()
}

/** Accelerator-ms by bucket; on the way every closed window must be worth its contract to the millisecond. */
function totalsOf({ ledger: { acceleratorMs, buckets, windowCount, contractedMs } }: RunResult, untilHours = Infinity): Map<string, number> {
  const totals = new Map<string, number>()
  for (let window = 0; window < Math.min(windowCount, Math.floor(untilHours / 24)); window++) {
    let sum = 0
    buckets.forEach(({ code }, bucket) => {
      const ms = acceleratorMs[window * buckets.length + bucket]
      sum += ms
      totals.set(code, (totals.get(code) ?? 0) + ms)
    })
    expect(sum, `window ${window}`).toBe(contractedMs[window])
  }
  return totals
}

describe('every bucket has a mechanism', () => {
  test('the cases name all of them', () => {
    expect([...new Set(CASES.flatMap(({ buckets }) => Object.keys(buckets)))].toSorted()).toEqual(BUCKETS.map(({ code }) => code).toSorted())
  })

  test.each(CASES)('$title', one => {
    const totals = totalsOf(resultOf(one), one.untilHours)
    for (const [code, expected] of Object.entries(one.buckets)) {
      if (expected === 'some') expect(totals.get(code), code).toBeGreaterThan(0)
      else expect((totals.get(code) ?? 0) / HOUR_MS, code).toBe(expected)
    }
  })
})

describe('work that is neither saved nor lost at the horizon (ruling 7)', () => {
  interface Left {
    readonly keys: string
    readonly buckets: Readonly<Record<string, number>>
    /** Productive, though never saved. */
    readonly memoHours: number
  }
  const cases: Readonly<Record<string, Left>> = {
    'all of a run that never saves is productive': { keys: 'checkpoints: {interval: none}', buckets: { P: RACK * 72 }, memoHours: RACK * 72 },
    // 72 accelerators load 36 GB/s of the 72 that full speed takes: half of the time is the datastore's, in a run that never saves too.
    'what slowed it down stays lost': {
      keys: 'checkpoints: {interval: none}\ndatastore: {read: 36 GB/s}\nworkload: [{into: first, loading: 1 GB/s}]', buckets: { P: RACK * 36, 'L9.storage': RACK * 36 }, memoHours: RACK * 36,
    },
    // 70 cycles of 61 minutes are saved, of the 4,320 minutes 50 are left.
    'only what follows the last checkpoint is a memo': { keys: 'checkpoints: {blocking: 60 s}', buckets: { P: (RACK * (70 * 60 + 50)) / 60, 'L9.ckpt': (RACK * 70) / 60 }, memoHours: (RACK * 50) / 60 },
    // 71 cycles of 60.5 minutes leave 24.5 minutes; in the 72nd cycle the writing has not begun.
    'the time of writing stays that of checkpoints': { keys: 'checkpoints: {interval: 1 h, blocking: 30 s}', buckets: { P: (RACK * (71 * 60 + 24.5)) / 60, 'L9.ckpt': (RACK * 35.5) / 60 }, memoHours: (RACK * 24.5) / 60 },
    // 39 cycles of 110 minutes are 4,290 minutes; another 30 of work follow. Durable an hour after it was written, the last one, of minute 4,290, is not.
    'a checkpoint on its way leaves its work open, not its writing': {
      keys: 'checkpoints: {interval: 100 min, mode: asynchronous, blocking: 10 min, flush: 1 h}', buckets: { P: (RACK * (39 * 100 + 30)) / 60, 'L9.ckpt': (RACK * 390) / 60 }, memoHours: (RACK * 130) / 60,
    },
  }

  test.each(Object.entries(cases))('%s', (title, { keys, buckets, memoHours }) => {
    const result = resultOf({ title, keys, buckets })
    const totals = totalsOf(result)
    for (const [code, hours] of Object.entries(buckets)) expect((totals.get(code) ?? 0) / HOUR_MS, code).toBeCloseTo(hours, 9)
    expect(totals.get('E.provisional')).toBe(0)
    expect(Number(result.ledger.horizonMemoMs) / HOUR_MS).toBeCloseTo(memoHours, 9)
  })
})
