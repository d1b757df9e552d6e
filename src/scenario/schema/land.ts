/** The land of the site and what is built on it in which order: parcel, buildings, phases. */
import type { z } from 'zod'
import { choice, datedMilestone, flag, fraction, identifier, list, optional, optionalSection, quantity, ratio, section, text } from './fields.ts'

const judged = { source: 'engineering default', confidence: 'low' } as const

export const parcelSection = optionalSection(
  {
    area: quantity('m^2', { help: 'Area of the land.', min: '100 m^2', max: '100 km^2' }),
    buildable: fraction({ help: 'Share of the land that buildings may cover.', default: 0.55, ...judged }),
    heightMax: optional(quantity('m', { help: 'Highest building that zoning allows.', min: '3 m', max: '300 m' })),
    setback: quantity('m', { help: 'Distance of buildings from the boundary.', max: '1 km', default: '15 m', ...judged }),
    floodZone: choice(['none', '500-year', '100-year'], { help: 'How often the land is under water.', default: 'none', ...judged }),
    seismicClass: choice(['A', 'B', 'C', 'D', 'E', 'F'], { help: 'Seismic design category by ASCE 7.', default: 'B', ...judged }),
    noiseLimit: ratio({ help: 'Sound allowed at the boundary at night, dBA.', min: 20, max: 100, default: 50, source: '45–50 dBA at night, engineering default', confidence: 'low' }),
    zoned: optional(datedMilestone({ help: 'Day on which the land may be built on, with or without a slip; nothing is built before.' })),
    price: quantity('USD/m^2', { help: 'Price of the land.', max: '100000 USD/m^2', default: '0 USD/m^2', source: 'owned', confidence: 'medium' }),
  },
  { help: 'The land.' },
)

const building = section(
  {
    id: identifier({ help: 'Name of the building; blocks say in which one they stand.' }),
    gross: quantity('m^2', { help: 'Ground that the building covers.', min: '10 m^2', max: '10 km^2' }),
    height: optional(quantity('m', { help: 'Height of the building.', min: '2 m', max: '300 m' })),
    whiteSpace: quantity('m^2', { help: 'Floor area for racks, aisles included.', min: '1 m^2', max: '10 km^2' }),
    rackPitch: quantity('m', { help: 'Width of a place in the row.', min: '0.3 m', max: '5 m', default: '0.6 m', source: 'standard rack', confidence: 'medium' }),
    rowPitch: quantity('m', { help: 'From row to row: a rack and half of both aisles.', min: '1 m', max: '10 m', default: '2.7 m', ...judged }),
    floorLoad: optional(quantity('kg/m^2', { help: 'Load that the floor carries, spread over the place of a rack and its part of the aisles.', min: '100 kg/m^2', max: '20000 kg/m^2' })),
    rackPowerMax: optional(quantity('W', { help: 'Highest power of one rack that the hall is built for.', min: '1 kW', max: '5 MW' })),
    hasLiquid: flag({ help: 'Whether pipes for liquid-cooled racks are there.', default: true, ...judged }),
    fireZone: optional(identifier({ help: 'Fire zone; buildings that share one are lost together.' })),
  },
  { help: 'A building with its hall.' },
)

const gate = section(
  {
    id: identifier({ help: 'Name of the milestone, such as permit.' }),
    holds: choice(['construction', 'fit-out', 'commissioning'], { help: 'What may not begin before it.', default: 'construction', source: 'permits come first', confidence: 'medium' }),
    reached: datedMilestone({ help: 'Day on which it is reached, with or without a slip.' }),
  },
  { help: 'A milestone that holds the phase.' },
)

const phase = section(
  {
    id: identifier({ help: 'Name of the phase; blocks say to which one they belong.' }),
    noticeToProceed: optional(datedMilestone({ help: 'Day on which the builder may start, with or without a slip.' })),
    after: list(text({ help: 'Id of a phase.' }), { help: 'Phases whose blocks must all be commissioned before this one is begun.', default: [], source: 'none', confidence: 'high' }),
    gates: list(gate, { help: 'Milestones that hold parts of the work.', max: 100, default: [], source: 'none', confidence: 'high' }),
  },
  { help: 'Blocks that are released for construction together.' },
)

export const buildingsSection = list(building, { help: 'Buildings.', max: 1000, default: [], source: 'not looked at unless stated', confidence: 'high' })
export const phasesSection = list(phase, { help: 'Phases of construction. A block is built as late as its ready date allows, but not before its phase is released.', max: 100, default: [], source: 'all is released', confidence: 'high' })
export type ParcelSection = z.output<typeof parcelSection>
export type PhasesSection = z.output<typeof phasesSection>
