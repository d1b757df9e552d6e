/**
 * Fire zones: what one fire takes as a whole, how it is found and put out. Zones of a block stand in its power section, those of the site
 * in `fire`. Without the section `fire` a run has no fires; the audit looks at zones all the same.
 */
import type { z } from 'zod'
import { choice, distribution, flag, fraction, list, named, optional, quantity, section, text } from './fields.ts'
import { zoneMembers, zoneMembersItem } from './zone-members.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

export const SUPPRESSIONS = ['pre-action', 'wet', 'clean-agent', 'water-mist', 'none'] as const
export type Suppression = (typeof SUPPRESSIONS)[number]
export const EPO_SCOPES = ['none', 'rack', 'row', 'hall'] as const
export type EpoScope = (typeof EPO_SCOPES)[number]

const emergencyOff = section(
  {
    scope: choice(EPO_SCOPES, { help: 'What one emergency power-off button takes: a rack, the racks of a busway section, all racks of the zone; none: there is no button.', default: 'none', ...ENGINEERING }),
    guarded: flag({ help: 'Buttons are behind a cover, so that work nearby does not press them.', default: true, ...ENGINEERING }),
    onFire: flag({ help: 'The release of the zone also switches off what the buttons take.', default: true, ...ENGINEERING }),
  },
  { help: 'Emergency power-off.' },
)

const neighbour = section(
  {
    zone: text({ help: 'A zone of the same block or of the site by its name, one of another block as block/zone.', examples: ['ups-a', 'hall/ups-a'] }),
    distance: quantity('m', { help: 'How far away it is; 0 m with a wall in common.', max: '1 km', default: '0 m', source: 'a wall in common unless stated', confidence: 'high' }),
  },
  { help: 'A zone beside it.' },
)

/** What every zone states about its walls and its protection. */
const protection = {
  rating: quantity('ms', { help: 'Time that its walls stand a fire.', max: '8 h', default: '2 h', source: 'usual 2 h; 3–4 h between insurance units, engineering default', confidence: 'medium' }),
  suppression: choice(SUPPRESSIONS, { help: 'How a fire in it is put out.', default: 'pre-action', ...ENGINEERING }),
  reserve: flag({ help: 'A second bank of agent that takes over when the first is discharged.', default: false, ...ENGINEERING }),
  refill: distribution('ms', { help: 'From the discharge of agent until the bank is full again.', max: '2 years', default: { uniform: ['4 weeks', '12 weeks'] }, source: 'refill of clean agent 4–12 weeks, engineering default', confidence: 'low' }),
  detection: choice(['aspirating', 'spot'], { help: 'Smoke detection: samples drawn through pipes find a fire about two minutes earlier than detectors at the ceiling.', default: 'aspirating', ...ENGINEERING }),
  hvacInterlock: flag({ help: 'A confirmed alarm stops the air handlers that stand in it, so that agent stays and smoke does not travel; IT runs on and heats the hall.', default: true, ...ENGINEERING }),
  impairedLoad: fraction({ help: 'Share of its racks that may run while its protection is out.', default: 1, source: 'no limit unless the insurer asks for one', confidence: 'medium' }),
  emergencyOff,
  neighbours: optional(
    list(neighbour, { help: 'Zones that smoke or heat can reach; told at one of the two is enough. Left out: all rooms of a block share walls.', max: 100 }),
  ),
} as const

const fireZone = section(
  {
    racks: zoneMembers('Racks in the zone, in the order of the block’s list.'),
    ups: zoneMembers('UPS systems in the zone; where the block has a single system, its modules.'),
    batteries: zoneMembers('UPS systems whose batteries stand in the zone; a system without its batteries is out.'),
    transformers: zoneMembers('Block transformers in the zone.'),
    generators: zoneMembers('Standby sets in the zone.'),
    cooling: optional(named(zoneMembersItem('Machines of this kind in the zone.'), { help: 'Cooling machines in the zone by kind, by the word of their path in the audit: handler, cdu, chiller, cooler, trim, tower, air-cooler, air-tower; pumps and the controller may be listed, and need not be.' })),
    ...protection,
  },
  { help: 'What stands in one fire zone.' },
)

export const fireZonesSection = optional(
  named(fireZone, { help: 'Fire zones by name: rooms or yards that one fire takes as a whole. What is in none of them stands alone. Left out, the audit says that it does not know.' }),
)
export type FireZone = z.output<typeof fireZone>

const siteZone = section(
  {
    substation: zoneMembers('Transformers of the substation in the zone.'),
    storage: optional(named(zoneMembersItem('Units of this storage in the zone.'), { help: 'Units of battery storage in the zone, by the id of the storage.' })),
    generation: optional(named(zoneMembersItem('Engines of this plant in the zone.'), { help: 'Engines in the zone, by the id of the plant.' })),
    ...protection,
  },
  { help: 'What stands in one fire zone of the site.' },
)
export const siteZonesSection = named(siteZone, { help: 'Fire zones outside the blocks, by name.', default: {}, source: 'none', confidence: 'high' })
export type SiteZone = z.output<typeof siteZone>
