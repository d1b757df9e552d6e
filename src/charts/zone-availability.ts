/** How long each fire zone was out, and why: bars of the hours that it was not as it should be. */
import { digits, percent } from '../analysis/number-text.ts'
import { ZONE_STATES } from '../results/zones.ts'
import type { ZoneAvailabilityData } from './chart-data.ts'
import { defineChart } from './chart.ts'
import { emptyPage, headingOf } from './page.ts'
import { SERIES } from './palette.ts'
import { type BarKey, stackedBars } from './stacked-bars.ts'

const stateAt = (id: string): number => ZONE_STATES.findIndex(state => state.id === id)
/** What takes a zone away, several states each; a zone whose protection is out goes on working. */
const CAUSES: readonly (BarKey & { readonly states: readonly number[] })[] = [
  { label: 'alarm or fire', colour: SERIES.vermilion, isHatched: false, states: ['smouldering', 'alarm', 'confirmed', 'released', 'safe'].map(stateAt) },
  { label: 'closed after fire', colour: SERIES.purple, isHatched: true, states: ['closed'].map(stateAt) },
  { label: 'emergency off, smoke or order', colour: SERIES.orange, isHatched: false, states: ['emergencyOff', 'shut'].map(stateAt) },
  { label: 'coming back', colour: SERIES.sky, isHatched: true, states: ['restoring'].map(stateAt) },
]

type Zone = ZoneAvailabilityData['zones'][number]
const partsOf = ({ hours }: Zone): number[] => CAUSES.map(({ states }) => states.reduce((sum, state) => sum + hours[state], 0))
const outOf = (zone: Zone): number => partsOf(zone).reduce((sum, part) => sum + part, 0)
const byLoss = ({ zones }: ZoneAvailabilityData): Zone[] => [...zones].sort((a, b) => outOf(b) - outOf(a) || (a.name < b.name ? -1 : 1))
const hoursText = (hours: number): string => `${digits(hours, hours > 0 && hours < 10 ? 1 : 0)}\u2009h`

function finding(data: ZoneAvailabilityData): string {
  const [worst] = byLoss(data)
  const affected = data.zones.filter(zone => outOf(zone) > 0).length
  return affected === 0 ? `None of ${data.zones.length} zones was ever out` : `${affected} of ${data.zones.length} zones were out; ${worst.name} was there ${percent(1 - outOf(worst) / data.horizonH, 2)} of the time`
}

export const zoneAvailability = defineChart<ZoneAvailabilityData>({
  id: 'zone-availability',
  label: 'Availability of fire zones',
  layout(data, frame) {
    const rows = byLoss(data)
    const max = rows.reduce((most, zone) => Math.max(most, outOf(zone)), 0)
    if (rows.length === 0) return emptyPage(frame, 'Availability of fire zones', 'The scenario names no fire zones')
    if (max === 0) return emptyPage(frame, finding(data), `All zones were available for all ${digits(data.horizonH)} hours`)
    const row = (zone: Zone) => ({ label: zone.name, parts: partsOf(zone), text: hoursText(outOf(zone)), tip: `${zone.name}, ${zone.racks} racks: ${CAUSES.map(({ label }, at) => `${label} ${hoursText(partsOf(zone)[at])}`).join(', ')}` })
    return stackedBars(frame, headingOf(frame, finding(data), 'Hours that a zone was out, by reason, replication 0'), CAUSES, rows.map(row), max, { title: 'hours out, h', value: 'out', format: digits })
  },
  rows: data => ({
    columns: [{ name: 'zone', unit: '' }, { name: 'racks', unit: '' }, ...ZONE_STATES.map(({ label }) => ({ name: label, unit: 'h' })), { name: 'available', unit: '1' }],
    rows: data.zones.map(zone => [zone.name, zone.racks, ...zone.hours, data.horizonH === 0 ? null : 1 - outOf(zone) / data.horizonH]),
  }),
  describe: data => (data.zones.length === 0 ? 'The scenario names no fire zones.' : `${finding(data)}. Hours out by reason, over ${digits(data.horizonH)} hours.`),
})
