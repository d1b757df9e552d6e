/** Failure and repair data quoted from public sources beside what the product ships for the same or the nearest equipment. */
import { meanOf } from '../../src/base/distribution.ts'
import { blockPowerSection } from '../../src/scenario/schema/block-power.ts'
import { gridSection } from '../../src/scenario/schema/grid.ts'
import { HOUR_MS } from '../engine/world.ts'
import { YEAR_HOURS } from './availability-oracles.ts'

const block = blockPowerSection.parse({
  ups: { model: 'ups-500kw', count: 4 },
  transformers: { model: 'lv-2500kva', count: 2 },
  generators: { model: 'diesel-2mw', count: 2 },
})
const grid = gridSection.parse({
  feeds: { main: { capacity: '40 MW', voltage: '12 kV', energised: '2027-01-01' } },
  substation: { transformers: { model: 'hv-40mva', count: 2 } },
  switchgear: {},
})
const { ups, transformers, distribution, generators } = block
const { ordinary, major } = grid.feeds.main.outages
const feedRate = ordinary.rate + major.rate
const feedHours = (ordinary.rate * meanOf(ordinary.duration) + major.rate * meanOf(major.duration)) / feedRate / HOUR_MS

export interface EquipmentRow {
  readonly what: string
  /** Failures a year (of starts: a start), and repair in hours; a span where sources differ. */
  readonly quoted: { readonly rate: readonly [number, number]; readonly hours?: readonly [number, number] }
  readonly ours: { readonly rate: number; readonly hours: number }
  readonly source: string
}

const hours = (ms: number): number => ms / HOUR_MS
const perMillionHours = (n: number): number => (n * YEAR_HOURS) / 1e6

/** What has a counterpart in the product. */
export const EQUIPMENT: readonly EquipmentRow[] = [
  { what: 'MV breaker', source: 'Eaton AP083006EN quoting IEEE 493', quoted: { rate: [perMillionHours(0.406), perMillionHours(0.406)], hours: [2.1, 83.1] }, ours: { rate: grid.switchgear?.breakers.trips ?? 0, hours: hours(grid.switchgear?.breakers.repair ?? 0) } },
  { what: 'drawout switchgear / MV bus section', source: 'IEEE 3006.8', quoted: { rate: [0.00949, 0.00949], hours: [7.3, 7.3] }, ours: { rate: grid.switchgear?.faults ?? 0, hours: hours(grid.switchgear?.repair ?? 0) } },
  { what: 'transformer / block', source: 'IEEE 493 T10-15, Gold Book 1997', quoted: { rate: [0.0062, 0.011], hours: [5, 356] }, ours: { rate: transformers.failures, hours: hours(transformers.repair) } },
  { what: 'transformer / substation', source: 'IEEE 493 T10-15, Gold Book 1997', quoted: { rate: [0.0062, 0.011], hours: [5, 356] }, ours: { rate: grid.substation?.transformers.failures ?? 0, hours: hours(grid.substation?.transformers.repair ?? 0) } },
  { what: 'switchboard / busway section', source: 'IEEE 3006.8-2018', quoted: { rate: [0.004327, 0.004327], hours: [16, 16] }, ours: { rate: distribution.failures, hours: hours(distribution.repair) } },
  { what: 'standby set: failure of a start', source: 'NREL TP-5D00-76553, INL 2022, Gold Book', quoted: { rate: [0.0013, 0.0135] }, ours: { rate: generators?.failToStart ?? 0, hours: hours(generators?.startRepair ?? 0) } },
  { what: 'standby set: failures a running hour', source: 'INL 2022; repair: Gold Book', quoted: { rate: [1.18e-3, 1.18e-3], hours: [14.7, 33.9] }, ours: { rate: HOUR_MS / (generators?.runMttf ?? Infinity), hours: hours(generators?.runRepair ?? 0) } },
  { what: 'UPS module', source: 'Vertiv APM2 guide specification (at most)', quoted: { rate: [0, YEAR_HOURS / 170_000] }, ours: { rate: ups.failures, hours: hours(ups.repair) } },
  { what: 'UPS system 3 of 4', source: 'ABB DPA white paper', quoted: { rate: [perMillionHours(0.801), perMillionHours(1.34)], hours: [0.5, 0.5] }, ours: { rate: ups.systemFailures, hours: hours(ups.systemRepair) } },
  { what: 'utility, one distribution feed', source: 'Gold Book, recalled', quoted: { rate: [1.956, 1.956], hours: [79 / 60, 79 / 60] }, ours: { rate: feedRate, hours: feedHours } },
]

/** Factor by which a value lies outside a span; 1 inside. */
export const factorOutside = (value: number, [low, high]: readonly [number, number]): number => Math.max(1, low / value, value / high)
