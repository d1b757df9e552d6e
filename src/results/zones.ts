/** Zones of a site and what a run records of them: fire zones by their state, security zones by the people inside. */

/** States of a fire zone; the place in this list is what the change log `zoneState` holds. */
export const ZONE_STATES = [
  { id: 'normal', label: 'Normal' },
  { id: 'smouldering', label: 'Burning, not yet found' },
  { id: 'alarm', label: 'Alarm' },
  { id: 'confirmed', label: 'Alarm confirmed, ventilation off' },
  { id: 'released', label: 'Agent released' },
  { id: 'safe', label: 'Fire out, not yet safe to enter' },
  { id: 'closed', label: 'Lost to fire, closed' },
  { id: 'restoring', label: 'Coming back in stages' },
  { id: 'emergencyOff', label: 'Emergency power-off pressed' },
  { id: 'shut', label: 'Closed for smoke or by order' },
  { id: 'impaired', label: 'Protection out' },
] as const
export type ZoneStateId = (typeof ZONE_STATES)[number]['id']

export const zoneStateCode = (id: ZoneStateId): number => ZONE_STATES.findIndex(state => state.id === id)

/** A fire zone and what stands in it. */
export interface FireZonePlace {
  /** Name that holds across the site, such as `hall/ups-a`. */
  readonly name: string
  /** Block index, −1 for the site. */
  readonly block: number
  /** Indexes of racks, ascending, and ids of equipment. */
  readonly racks: readonly number[]
  readonly equipment: readonly string[]
}

/** A security zone: whole blocks. */
export interface SecurityZonePlace {
  readonly name: string
  readonly level: number
  /** Workers that it takes at a time. */
  readonly people: number
  readonly blocks: readonly number[]
}

/** Zones in the order of the entities of the change logs `zoneState` and `securityPeople`. */
export interface ZonePlaces {
  readonly fire: readonly FireZonePlace[]
  readonly security: readonly SecurityZonePlace[]
}
