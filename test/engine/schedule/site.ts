/** Sites for tests of schedules: blocks of one hall on a feed, with every chance stated. */
import { rootKey } from '../../../src/base/rng.ts'
import { assembleWorld } from '../../../src/engine/assemble.ts'
import { scheduleDraws } from '../../../src/engine/preflight/schedule/draw.ts'
import { type Times, evaluate } from '../../../src/engine/preflight/schedule/evaluate.ts'
import { type Network, scheduleNetwork } from '../../../src/engine/preflight/schedule/network.ts'
import { formatIssue } from '../../../src/scenario/issue.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'

/** Two halls, a feed behind a substation with switchgear, a bridge plant and storage, all still to come. */
export const SITE = `format: 1
name: Two halls
horizon: {start: 2027-01-01, end: 2033-01-01}
replications: 1
site: {location: {latitude: 35, longitude: -97, timezone: America/Chicago}, weather: {climate: dallas}}
grid:
  feeds:
    main: {capacity: 12 MW, voltage: 69 kV, energised: {planned: 2029-06-01, slip: {p50: 2 months, p90: 8 months}}, outages: {scale: 0}}
  substation: {transformers: {model: hv-40mva, count: 2}, redundancy: 1}
  switchgear: {sections: 2}
generation:
  - {id: bridge, model: recip-4mw, count: 3, redundancy: 1, inService: {planned: 2029-03-01, slip: {p50: 1 month, p90: 3 months}}, serves: [hall-a]}
storage:
  - {id: battery, model: bess-2mwh, count: 2, inService: 2029-09-01}
blocks:
  - id: hall-a
    ready: 2029-07-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 6}, transformers: {model: lv-3mva, count: 2}, generators: {model: diesel-2mw, count: 3}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}, trim: {model: chiller-screw, count: 1}}
    racks: [{model: gb200-nvl72, count: 12, delivered: {lead: {pert: [20 weeks, 26 weeks, 40 weeks]}, truckload: 5}}]
  - id: hall-b
    ready: 2030-01-01
    power: {topology: n-plus-1, ups: {model: ups-500kw, count: 6}, transformers: {model: lv-3mva, count: 2}}
    cooling: {units: {model: dry-cooler-980kw, count: 3}, trim: {model: chiller-screw, count: 1}}
    racks:
      - {model: gb200-nvl72, count: 5, delivered: {lead: {pert: [20 weeks, 26 weeks, 40 weeks]}}}
      - {model: gb200-nvl72, count: 6, ordered: 2029-01-10, delivered: {lead: 50 weeks, truckload: 2, interval: 9 days}}
facility: {commissioning: {mode: sampled}, burnIn: {deadOnArrival: 0}}
procurement: {mode: sampled}
faults: {preset: none}
`

export function scenarioOf(text: string, edits: Readonly<Record<string, string>> = {}): Scenario {
  const loaded = loadScenario(text, { file: 'schedule', set: Object.entries(edits).map(([path, value]) => ({ path, value })) })
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(formatIssue).join('\n'))
  return loaded.scenario
}

export const networkOf = (scenario: Scenario): Network => scheduleNetwork(scenario, assembleWorld(scenario, { seed: scenario.seed, replication: 0 }))

/** The schedule of one replication. */
export function drawn(net: Network, seed: number, replication: number): Times {
  return evaluate(net, scheduleDraws(net, net.scenario)(rootKey(seed, replication)))
}

/** Finish of a step, ms. */
export function finishOf(net: Network, times: Times, id: string): number {
  const node = net.nodes.findIndex(each => each.id === id)
  if (node < 0) throw new Error(`no step ${id}`)
  return times.finishMs[node]
}
