/** Racks, halls and machines coloured by the state of the fire zone or the security zone that they stand in. */
import type { RunResult } from '../../results/run-result.ts'
import { ZONE_STATES, type ZoneStateId, zoneStateCode } from '../../results/zones.ts'
import { formatNumber } from '../format.ts'
import { itemsById } from './item-states.ts'
import { ABSENT, BYTES, type Layer, type LegendEntry, paletteOf, type Pattern, patternsOf } from './layer.ts'
import type { SiteItem, SitePlan } from './plan/site-plan.ts'
import { type SiteState, UNKNOWN } from './replay.ts'

export interface ZonedSite {
  readonly plan: SitePlan
  readonly run: RunResult | null
  readonly isOnSite: (site: SiteState, rack: number) => boolean
}

const NO_ZONE = -1
const OUTSIDE_BYTE = 1

/** What is seen: states that ask for the same answer share a colour. */
const FIRE_CLASSES: readonly { readonly label: string; readonly colour: string; readonly pattern?: Pattern; readonly states: readonly ZoneStateId[] }[] = [
  { label: 'Normal', colour: '#a6acb2', states: ['normal'] },
  { label: 'Alarm', colour: '#E69F00', pattern: 'rising', states: ['smouldering', 'alarm', 'confirmed'] },
  { label: 'Agent released', colour: '#D55E00', pattern: 'cross', states: ['released'] },
  { label: 'Closed by fire', colour: '#7d2f00', pattern: 'checks', states: ['safe', 'closed'] },
  { label: 'Coming back', colour: '#56B4E9', pattern: 'lines', states: ['restoring'] },
  { label: 'Emergency power-off', colour: '#0072B2', pattern: 'posts', states: ['emergencyOff'] },
  { label: 'Closed for smoke or by order', colour: '#CC79A7', pattern: 'falling', states: ['shut'] },
  { label: 'Protection out', colour: '#F0E442', pattern: 'dots', states: ['impaired'] },
]
const OUTSIDE: LegendEntry = { byte: OUTSIDE_BYTE, colour: '#dcdad4', label: 'In no zone', pattern: 'dots' }

const fireLegend: LegendEntry[] = [...FIRE_CLASSES.map(({ label, colour, pattern }, index) => ({ byte: index + 2, colour, label, ...(pattern === undefined ? {} : { pattern }) })), OUTSIDE]
const FIRE_BYTES = ZONE_STATES.map(({ id }) => 2 + FIRE_CLASSES.findIndex(({ states }) => states.includes(id)))

/** Code of the state of a fire zone now. */
export const fireStateOf = ({ zoneState }: SiteState, zone: number): number => (zoneState[zone] === undefined || zoneState[zone] === UNKNOWN ? zoneStateCode('normal') : zoneState[zone])

const countOf = (count: number, what: string): string => `${formatNumber(count)} ${what}${count === 1 ? '' : 's'}`

/** Fire zone of every rack and of every piece of the site; looked up when the layer is first read. */
function membersOf({ plan, run }: ZonedSite): { readonly ofRack: Int32Array; readonly ofItem: Int32Array } {
  const ofRack = new Int32Array(plan.racks.length).fill(NO_ZONE)
  const ofItem = new Int32Array(plan.items.length).fill(NO_ZONE)
  if (run?.zones === undefined) return { ofRack, ofItem }
  const byId = itemsById(plan.items, run)
  run.zones.fire.forEach(({ racks, equipment }, zone) => {
    for (const rack of racks) ofRack[rack] = zone
    for (const id of equipment) {
      const item = byId.get(id)
      if (item !== undefined) ofItem[item] = zone
    }
  })
  return { ofRack, ofItem }
}

/** Fire zones of racks and pieces, worked out once. */
export function fireMembers(site: ZonedSite): () => ReturnType<typeof membersOf> {
  let found: ReturnType<typeof membersOf> | undefined
  return () => (found ??= membersOf(site))
}

export function fireLayer(site: ZonedSite): Layer {
  const zones = site.run?.zones?.fire ?? []
  const members = fireMembers(site)
  const words = (state: SiteState, zone: number): string => (zone === NO_ZONE ? 'in no fire zone' : `${zones[zone].name}: ${ZONE_STATES[fireStateOf(state, zone)].label.toLowerCase()}`)
  const byteOf = (state: SiteState, zone: number): number => (zone === NO_ZONE ? OUTSIDE_BYTE : FIRE_BYTES[fireStateOf(state, zone)])
  return {
    id: 'zones',
    label: 'Fire zones',
    measure: zones.length === 0 ? 'The scenario names no fire zones, or has no section fire' : 'Fire zones by their state',
    palette: paletteOf(fireLegend),
    patterns: patternsOf(fireLegend),
    legend: zones.length === 0 ? [OUTSIDE] : fireLegend,
    isScale: false,
    read: (state, rack) => (site.isOnSite(state, rack) ? byteOf(state, members().ofRack[rack]) : ABSENT),
    describe: (state, rack) => words(state, members().ofRack[rack]),
    readItem: (state, { index }) => (members().ofItem[index] === NO_ZONE ? ABSENT : byteOf(state, members().ofItem[index])),
    describeItem: (state, { index }) => (members().ofItem[index] === NO_ZONE ? '' : words(state, members().ofItem[index])),
    hallNote(state, block) {
      const own = zones.flatMap((zone, index) => (zone.block === block ? [fireStateOf(state, index)] : []))
      const disturbed = own.filter(code => code !== zoneStateCode('normal')).length
      return own.length === 0 ? 'no fire zones' : disturbed === 0 ? `${countOf(own.length, 'zone')}, normal` : `${disturbed} of ${countOf(own.length, 'zone')} not normal`
    },
    tally(state) {
      const counts = new Uint32Array(BYTES)
      zones.forEach((_, zone) => (counts[byteOf(state, zone)] += 1))
      return { counts, note: countOf(zones.length, 'zone') }
    },
  }
}

const SECURITY = [
  { label: 'Nobody inside', colour: '#a6acb2' },
  { label: 'People at work', colour: '#56B4E9', pattern: 'lines' },
  { label: 'Full', colour: '#D55E00', pattern: 'cross' },
] as const
const securityLegend: LegendEntry[] = [...SECURITY.map((entry, index) => ({ ...entry, byte: index + 2 })), OUTSIDE]

export const peopleIn = ({ securityPeople }: SiteState, zone: number): number => Math.max(0, securityPeople[zone] ?? 0)

export function securityLayer({ plan, run, isOnSite }: ZonedSite): Layer {
  const zones = run?.zones?.security ?? []
  const zoneOf = (block: number): number => zones.findIndex(({ blocks }) => blocks.includes(block))
  const ofBlock = new Map<number, number>()
  for (const { block } of plan.items) if (!ofBlock.has(block)) ofBlock.set(block, zoneOf(block))
  const at = (block: number): number => ofBlock.get(block) ?? NO_ZONE
  const byteOf = (state: SiteState, zone: number): number => {
    if (zone === NO_ZONE) return OUTSIDE_BYTE
    const people = peopleIn(state, zone)
    return people === 0 ? 2 : people < zones[zone].people ? 3 : 4
  }
  const words = (state: SiteState, zone: number): string => (zone === NO_ZONE ? 'in no security zone' : `${zones[zone].name}, level ${zones[zone].level}: ${formatNumber(peopleIn(state, zone))} of ${countOf(zones[zone].people, 'worker')} inside`)
  const itemByte = (state: SiteState, { kind, block }: SiteItem): number => (kind === 'hall' && at(block) !== NO_ZONE ? byteOf(state, at(block)) : ABSENT)
  return {
    id: 'security',
    label: 'Security zones',
    measure: zones.length === 0 ? 'The scenario names no security zones, or no crews that enter them' : 'Security zones by the people inside',
    palette: paletteOf(securityLegend),
    patterns: patternsOf(securityLegend),
    legend: zones.length === 0 ? [OUTSIDE] : securityLegend,
    isScale: false,
    read: (state, rack, block) => (isOnSite(state, rack) ? byteOf(state, at(block)) : ABSENT),
    describe: (state, _rack, block) => words(state, at(block)),
    readItem: itemByte,
    describeItem: (state, { block }) => (block < 0 ? '' : words(state, at(block))),
    hallNote: (state, block) => (at(block) === NO_ZONE ? 'no security zone' : `${formatNumber(peopleIn(state, at(block)))} inside`),
    tally(state) {
      const counts = new Uint32Array(BYTES)
      zones.forEach((_, zone) => (counts[byteOf(state, zone)] += 1))
      return { counts, note: countOf(zones.length, 'zone') }
    },
  }
}
