/** A hall of two rooms, two UPS rooms and a yard over some weeks, with fires that come only when a test says so. */
import { createSimulation, type Simulation } from '../../../src/engine/simulation.ts'
import type { RunResult } from '../../../src/results/run-result.ts'
import { formatIssue } from '../../../src/scenario/issue.ts'
import { loadScenario } from '../../../src/scenario/load.ts'
import type { Scenario } from '../../../src/scenario/schema/scenario.ts'

export const SECOND_MS = 1000
export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000

export const NEVER = 'preAlarm: 0/year, incident: 0/year, zone: 0/year, battery: 0/year, transformer: 0/year, generator: 0/year, emergencyOff: 0/year'

const ZONES = [
  'north: {racks: [1-4], cooling: {handler: [1]}NORTH}',
  'south: {racks: [5-8], cooling: {handler: [2-9], cdu: all}}',
  'a: {ups: [1], batteries: [1]}',
  'b: {ups: [2], batteries: [2]}',
  'yard: {transformers: all, generators: all, cooling: {cooler: all, trim: all, chiller: all}}',
]

export interface ZoneSite {
  /** Further keys of the zone `north`, each `key: value`. */
  readonly north?: string
  readonly zones?: readonly string[]
  /** Further keys of the section fire. */
  readonly fire?: string
  readonly rates?: string
  readonly more?: string
  readonly weeks?: number
}

export function zoneSiteText({ north = '', zones = ZONES, fire = '', rates = NEVER, more = '', weeks = 8 }: ZoneSite = {}): string {
  const end = weeks <= 8 ? '2027-03-01' : '2029-01-01'
  return `format: 1
name: Zones
horizon: {start: 2027-01-01, end: ${end}}
replications: 1
site: {location: {latitude: 32.9, longitude: -97.0, timezone: America/Chicago}, weather: {climate: dallas}}
grid: {feeds: {street: {capacity: 20 MW, voltage: 13.8 kV, energised: 2027-01-01, outages: {scale: 0}}}}
blocks:
  - id: hall
    ready: 2027-01-01
    power:
      topology: 2n
      ups: {model: ups-500kw, count: 8, failures: 0/year, systemFailures: 0/year}
      transformers: {model: lv-2500kva, count: 2, failures: 0/year}
      generators: {model: diesel-2mw, count: 2}
      distribution: {failures: 0/year, section: 2}
      fireZones:
${zones.map(zone => `        ${zone.replace('NORTH', north === '' ? '' : `, ${north}`)}`).join('\n')}
    cooling: {units: {model: dry-cooler-980kw, count: 3}, trim: {model: chiller-screw, count: 1}, reliability: {fan: 0/year, chiller: 0/year, cdu: 0/year, handler: 0/year}}
    racks: [{model: gb200-nvl72, count: 8, delivered: {lead: 2 days}}]
workload: [{id: training, source: training-mix, load: 0.9, smallest: 8, largest: 64, median: 6 hours, longest: 2 days}]
faults: {preset: none}
fire: {rates: {${rates}}${fire === '' ? '' : `, ${fire}`}}
${more}`
}

export function scenarioOf(text: string): Scenario {
  const loaded = loadScenario(text)
  if (loaded.scenario === undefined) throw new Error(loaded.issues.map(formatIssue).join('\n'))
  return loaded.scenario
}

export const simulate = (scenario: Scenario): Simulation => createSimulation(scenario, { weather: null }, { seed: scenario.seed, replication: 0, record: false })

export const zoneSite = (spec: ZoneSite = {}): Simulation => simulate(scenarioOf(zoneSiteText(spec)))

/** Accelerator-ms of a run in buckets that begin with a code. */
export function bookedMs({ ledger }: RunResult, code: string): bigint {
  let sum = 0n
  ledger.acceleratorMs.forEach((ms, at) => {
    if (ledger.buckets[at % ledger.buckets.length].code.startsWith(code)) sum += BigInt(ms)
  })
  return sum
}
