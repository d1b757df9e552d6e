/** Planned work on power and cooling: what is due how often, and when it may be done. */
import type { z } from 'zod'
import { ASSET_KINDS } from '../catalog/assets.ts'
import { SKILLS } from '../catalog/skills.ts'
import { choice, count, date, flag, identifier, list, optional, optionalSection, quantity, ratio, section } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const plan = section(
  {
    id: identifier({ help: 'Name of the plan; that of a standard plan replaces it.' }),
    for: choice(ASSET_KINDS, { help: 'Kind of equipment it is for.' }),
    interval: quantity('ms', { help: 'From the end of one time to the next due date.', min: '1 day', max: '40 years' }),
    duration: quantity('ms', { help: 'Hands-on work.', min: '1 min', max: '1 year' }),
    skill: optional(choice(SKILLS, { help: 'Skill it needs; that for repairs of the equipment when left out.' })),
    people: count({ help: 'People it takes.', min: 1, max: 100, default: 1, ...ENGINEERING }),
    outage: flag({ help: 'The equipment is out of service meanwhile.', default: true, ...ENGINEERING }),
    switching: flag({ help: 'It begins and ends with switching, where mistakes are likelier.', default: false, ...ENGINEERING }),
    permit: flag({ help: 'It takes one of the permits for high-voltage switching.', default: false, ...ENGINEERING }),
    part: optional(identifier({ help: 'Part of `spares` that it uses up.' })),
    mistakes: ratio({ help: 'Factor on the probability of a mistake.', max: 1000, default: 1, ...ENGINEERING }),
    keep: optional(count({ help: 'Members of a redundancy group that must stay in service; those that the design load needs when left out.', max: 100_000 })),
  },
  { help: 'One kind of planned work.' },
)

const freeze = section(
  { from: date({ help: 'First day.' }), until: date({ help: 'First day on which work is allowed again.' }) },
  { help: 'Days without planned outages.' },
)

export const maintenanceSection = optionalSection(
  {
    standard: flag({ help: 'Takes over the usual plans for the equipment that the site has.', default: true, source: 'practice after ANSI/NETA MTS and NFPA 110, engineering defaults', confidence: 'medium' }),
    plans: list(plan, { help: 'Plans of the site beside the standard ones, or in place of them.', default: [], max: 500, source: 'none', confidence: 'high' }),
    freezes: list(freeze, { help: 'Times of change freeze.', default: [], max: 500, source: 'none', confidence: 'high' }),
    hot: optional(quantity('degC', { help: 'No planned outage while the air will be hotter; 2 K below the temperature exceeded in 0.4 % of hours when left out.', min: '-20 degC', max: '60 degC' })),
    cold: quantity('degC', { help: 'No planned outage while the air will be colder.', min: '-60 degC', max: '30 degC', default: '-5 degC', ...ENGINEERING }),
    permits: count({ help: 'Permits for high-voltage switching at the same time.', min: 1, max: 100, default: 1, ...ENGINEERING }),
    itWindow: flag({ help: 'Work that cannot be done without loss of load is done all the same, with the racks behind it drained; false: it is never done and becomes overdue.', default: false, ...ENGINEERING }),
    overdue: section(
      {
        slope: ratio({ help: 'Failure rate of what is overdue: × (1 + slope · time overdue ÷ interval).', max: 100, default: 0.5, ...ENGINEERING }),
        most: ratio({ help: 'Highest factor.', min: 1, max: 100, default: 3, ...ENGINEERING }),
      },
      { help: 'What becomes of equipment whose maintenance is overdue.' },
    ),
  },
  { help: 'Planned maintenance by the crews (`crews`, or a crew sized to the site). Left out: none, and nothing becomes overdue.' },
)
export type MaintenanceSection = NonNullable<z.output<typeof maintenanceSection>>
export type MaintenancePlan = MaintenanceSection['plans'][number]
