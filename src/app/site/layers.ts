/** Ways to colour the site. Scene, legend and table read the same bytes, so they never disagree. */
import { DAY_MS } from '../../base/spans.ts'
import { BUCKETS } from '../../scenario/buckets.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { GATE_COLOURS } from '../../charts/palette.ts'
import { formatQuantity } from '../format.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { PlacementReport } from '../../results/placement.ts'
import type { AuditReport } from '../../results/audit.ts'
import { ageLayer } from './age-layer.ts'
import { diverging, viridis } from './colour-scales.ts'
import { coolingLayer } from './cooling-layer.ts'
import { type ItemTimes, itemTimes } from './item-states.ts'
import { ABSENT, BYTES, type Layer, type LegendEntry, paletteOf, patternsOf } from './layer.ts'
import { loadLayer } from './load-layers.ts'
import { networkLayer } from './network-layer.ts'
import { type LinkedSite, wiringOf } from './one-line-links.ts'
import { type SiteState, UNKNOWN } from './replay.ts'
import { roomLayer } from './room-layer.ts'
import { strandedLayer } from './stranded-layer.ts'
import { fireLayer, securityLayer, type ZonedSite } from './zone-layers.ts'
import type { SitePlan } from './plan/site-plan.ts'
import type { LayerId } from '../state/view.ts'

/** First node's gate: 0 open, else the gate that takes it; −1 while the rack is not on site. */
export function gateOf(site: SiteState, rack: number): number {
  const bucket = site.rackBucket[rack]
  if (bucket === UNKNOWN) return -1
  if (bucket === 0) return 0
  const { gate, code } = BUCKETS[bucket - 1]
  return code === 'L1.supplier' || code === 'L1.shipping' ? -1 : gate
}

export const isOnSite = (site: SiteState, rack: number): boolean => gateOf(site, rack) !== -1

/** Why the first node of a rack is closed, in words. */
export function bucketLabel(site: SiteState, rack: number): string {
  const bucket = site.rackBucket[rack]
  return bucket === UNKNOWN ? 'Not yet recorded' : bucket === 0 ? 'Open' : BUCKETS[bucket - 1].label
}

/** Buckets of a rack that waits for its building or for its truck count as not yet there. */
const STATES = [
  { label: 'In use', colour: GATE_COLOURS[10], pattern: 'solid' },
  { label: 'Idle', colour: '#a6acb2', pattern: 'solid' },
  { label: 'Delivered, not placed', colour: '#c9c4b8', pattern: 'dots' },
  { label: 'Not energised', colour: GATE_COLOURS[2], pattern: 'rising' },
  { label: 'Not cooled', colour: GATE_COLOURS[3], pattern: 'lines' },
  { label: 'Not networked', colour: GATE_COLOURS[4], pattern: 'posts' },
  { label: 'Not healthy', colour: GATE_COLOURS[5], pattern: 'cross' },
  { label: 'Not allocatable', colour: GATE_COLOURS[6], pattern: 'checks' },
] as const

function stateByte(site: SiteState, rack: number): number {
  const gate = gateOf(site, rack)
  if (gate === -1) return ABSENT
  if (gate >= 1 && gate <= 4) return gate + 2
  if (site.rackBusy[rack] > 0) return 1
  return gate === 0 ? 2 : gate + 2
}

const stateLegend: LegendEntry[] = STATES.map(({ label, colour, pattern }, index) => ({ byte: index + 1, label, colour, pattern }))

const stateLayer: Layer = {
  id: 'state',
  label: 'State',
  measure: 'Racks by what holds them back',
  palette: paletteOf(stateLegend),
  patterns: patternsOf(stateLegend),
  legend: stateLegend,
  isScale: false,
  read: stateByte,
  describe(site, rack) {
    const byte = stateByte(site, rack)
    if (byte === ABSENT) return bucketLabel(site, rack)
    return byte > 2 ? `${STATES[byte - 1].label}: ${bucketLabel(site, rack).toLowerCase()}` : STATES[byte - 1].label
  },
}

/** Bytes 1–255 over a range; the palette is a colour scale. */
function scaleLayer(given: Pick<Layer, 'id' | 'label' | 'measure' | 'describe'>, range: readonly [number, number], unit: string, colour: (share: number) => string, value: (site: SiteState, rack: number, block: number) => number | null): Layer {
  const [low, high] = range
  const palette = Array.from({ length: BYTES }, (_, byte) => colour(Math.max(0, byte - 1) / (BYTES - 2)))
  const at = (share: number): LegendEntry => {
    const byte = 1 + Math.round(share * (BYTES - 2))
    return { byte, colour: palette[byte], label: formatQuantity(low + share * (high - low), unit) }
  }
  return {
    ...given,
    palette,
    patterns: new Uint8Array(BYTES),
    legend: [at(0), at(0.5), at(1)],
    isScale: true,
    read(site, rack, block) {
      const found = isOnSite(site, rack) ? value(site, rack, block) : null
      if (found === null) return ABSENT
      return 1 + Math.round(Math.min(1, Math.max(0, (found - low) / (high - low))) * (BYTES - 2))
    },
  }
}

function powerLayer(scenario: Scenario): Layer {
  const maxKW = Math.max(1, ...scenario.blocks.flatMap(block => block.racks.map(lot => lot.max))) / 1000
  const watts = (site: SiteState, rack: number): number => Math.max(0, site.rackPower[rack])
  return scaleLayer(
    { id: 'power', label: 'Power', measure: 'Power asked for by a rack', describe: (site, rack) => formatQuantity(watts(site, rack) / 1000, 'kW', 1) },
    [0, maxKW],
    'kW',
    viridis,
    (site, rack) => watts(site, rack) / 1000,
  )
}

/** Degrees around the limit of the coolant. */
const TEMPERATURE_SPAN_K = 15

function temperatureLayer(scenario: Scenario): Layer {
  const limit = Math.max(...scenario.blocks.map(block => block.cooling.chip.coolantMax), 30)
  const coolant = (site: SiteState, block: number): number | null => (site.blockCoolant[block] === UNKNOWN ? null : site.blockCoolant[block] / 10)
  return scaleLayer(
    {
      id: 'temperature',
      label: 'Temperature',
      measure: `Coolant supply, white at the limit of ${formatQuantity(limit, '°C')}`,
      describe(site, _rack, block) {
        const found = coolant(site, block)
        return found === null ? 'no reading' : formatQuantity(found, '°C', 1)
      },
    },
    [limit - TEMPERATURE_SPAN_K, limit + TEMPERATURE_SPAN_K],
    '°C',
    diverging,
    (site, _rack, block) => coolant(site, block),
  )
}

/** Tints that neighbours rarely share; a colour says "same job", not which. */
const JOB_COLOURS = ['#E69F00', '#56B4E9', '#009E73', '#F0E442', '#0072B2', '#D55E00', '#CC79A7', '#8fd3c4', '#b58900', '#7a6fd0', '#e9a6a1', '#5f8f3f']
const IDLE_BYTE = 1
const SERVING_BYTE = 2
const FIRST_JOB_BYTE = 3

const jobLegend: LegendEntry[] = [
  { byte: FIRST_JOB_BYTE, colour: JOB_COLOURS[0], label: 'In a training job' },
  { byte: SERVING_BYTE, colour: '#4d5a66', label: 'Serving requests', pattern: 'lines' },
  { byte: IDLE_BYTE, colour: '#b9bdc1', label: 'No job' },
]

/** Spreads consecutive job numbers over the colours. */
const jobColour = (job: number): number => (Math.imul(job + 1, 2_654_435_761) >>> 16) % JOB_COLOURS.length

const jobLayer: Layer = {
  id: 'job',
  label: 'Jobs',
  measure: 'One colour, one training job',
  patterns: patternsOf(jobLegend),
  palette: paletteOf([...jobLegend, ...JOB_COLOURS.map((colour, index) => ({ byte: FIRST_JOB_BYTE + index, colour, label: '' }))]),
  legend: jobLegend,
  isScale: false,
  read(site, rack) {
    if (!isOnSite(site, rack)) return ABSENT
    if (site.rackJob[rack] >= 0) return FIRST_JOB_BYTE + jobColour(site.rackJob[rack])
    return site.rackBusy[rack] > 0 ? SERVING_BYTE : IDLE_BYTE
  },
  describe(site, rack) {
    if (site.rackJob[rack] >= 0) return `Job ${site.rackJob[rack]}`
    return site.rackBusy[rack] > 0 ? 'Serving requests' : 'No job'
  },
}

const faultLegend: LegendEntry[] = [
  { byte: 1, colour: '#c3c8cc', label: 'All nodes in service' },
  { byte: 2, colour: '#f2b27a', label: '1 node down', pattern: 'lines' },
  { byte: 3, colour: '#D55E00', label: '2–3 nodes down', pattern: 'rising' },
  { byte: 4, colour: '#7d2f00', label: '4 or more down', pattern: 'cross' },
  { byte: 5, colour: '#e4e1da', label: 'Not yet in service', pattern: 'dots' },
]

function faultByte(site: SiteState, rack: number): number {
  const gate = gateOf(site, rack)
  if (gate === -1) return ABSENT
  const down = site.rackDown[rack]
  if (gate >= 1 && gate <= 4) return 5
  return down <= 0 ? 1 : down === 1 ? 2 : down <= 3 ? 3 : 4
}

const faultLayer: Layer = {
  id: 'faults',
  label: 'Faults',
  measure: 'Nodes of a rack that are out of service',
  palette: paletteOf(faultLegend),
  patterns: patternsOf(faultLegend),
  legend: faultLegend,
  isScale: false,
  read: faultByte,
  describe: (site, rack) => (faultByte(site, rack) === 5 ? 'Not yet in service' : `${Math.max(0, site.rackDown[rack])} nodes down`),
}

/** In the order of the menu. */
export const LAYER_IDS: readonly LayerId[] = ['state', 'power', 'normal', 'failover', 'temperature', 'cooling', 'network', 'job', 'faults', 'age', 'zones', 'security', 'stranded', 'room']

/** What layers read besides the state of the moment. */
export interface LayerSources {
  readonly scenario: Scenario
  readonly plan: SitePlan
  readonly run: RunResult | null
  /** Where racks fit, when that is known for this scenario. */
  readonly placement: PlacementReport | null
  /** Loads on paper, when the audit of this scenario is done. */
  readonly audit?: AuditReport | null
  /** Worked out from plan and run where nobody has them at hand. */
  readonly blockOfRack?: Int32Array
  readonly times?: ItemTimes
}

export function layersOf({ scenario, plan, run, placement, audit = null, blockOfRack = Int32Array.from(plan.racks, ({ block }) => block), times = itemTimes(plan.items, scenario, run) }: LayerSources): Readonly<Record<LayerId, Layer>> {
  const zoned: ZonedSite = { plan, run, isOnSite }
  const linked: LinkedSite = { plan, blockOfRack, plants: scenario.generation.map(({ id }) => id), wiring: wiringOf(scenario) }
  return {
    normal: loadLayer('normal', audit, linked, isOnSite), failover: loadLayer('failover', audit, linked, isOnSite),
    cooling: coolingLayer({ scenario, gateOf }), network: networkLayer(run, plan.racks.length, isOnSite), stranded: strandedLayer(run, isOnSite),
    age: ageLayer({ run, rackCount: plan.racks.length, times: () => times, horizonMs: run?.horizonMs ?? DAY_MS, isOnSite }),
    state: stateLayer, power: powerLayer(scenario), temperature: temperatureLayer(scenario), job: jobLayer, faults: faultLayer,
    room: roomLayer(scenario, placement, isOnSite), zones: fireLayer(zoned), security: securityLayer(zoned),
  }
}

/** Bytes of all racks. */
export function writeRackBytes(layer: Layer, site: SiteState, blockOfRack: Int32Array, bytes: Uint8Array): void {
  for (let rack = 0; rack < blockOfRack.length; rack++) bytes[rack] = layer.read(site, rack, blockOfRack[rack])
}

/** Tints of all pieces; a layer about racks alone leaves them neutral. */
export function writeItemBytes(layer: Layer, site: SiteState, items: SitePlan['items'], bytes: Uint8Array): void {
  if (layer.readItem === undefined) bytes.fill(ABSENT)
  else for (const item of items) bytes[item.index] = layer.readItem(site, item)
}

/** How many racks show each byte. */
export function countBytes(bytes: Uint8Array, count: number): Uint32Array {
  const counts = new Uint32Array(BYTES)
  for (let rack = 0; rack < count; rack++) counts[bytes[rack]] += 1
  return counts
}
