/** Procurement of equipment with long lead times: what each kind takes, what goes wrong on the way, what was ordered when. */
import type { z } from 'zod'
import { EQUIPMENT_KINDS, LONG_LEAD, type EquipmentKind } from '../catalog/long-lead.ts'
import { choice, date, distribution, fraction, identifier, list, optional, quantity, section, text } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const inWords = (label: string): string => `${label.charAt(0).toLowerCase()}${label.slice(1)}`.replace('uPS', 'UPS')

function kind(id: EquipmentKind) {
  const { label, weeks, installationWeeks, source, confidence } = LONG_LEAD[id]
  return section(
    {
      lead: distribution('ms', { help: `From order to arrival of ${inWords(label)}, factory test and shipping included.`, max: '15 years', default: { pert: weeks.map(week => `${week} weeks`) }, source, confidence }),
      installation: quantity('ms', { help: 'From arrival until it may be put to use; for equipment of blocks part of rough-in and level 2.', max: '3 years', default: `${installationWeeks} weeks`, ...ENGINEERING }),
    },
    { help: `${label}.` },
  )
}

const order = section(
  {
    id: identifier({ help: 'Name of the order.' }),
    equipment: choice(EQUIPMENT_KINDS, { help: 'What is ordered.' }),
    for: optional(list(text({ help: 'Id of a block, plant or storage.' }), { help: 'Blocks, plants or storage that it is for; all that have such equipment when left out.', min: 1, max: 1000, examples: [['block[0]']] })),
    ordered: date({ help: 'Day of the order.' }),
    lead: optional(distribution('ms', { help: 'From order to arrival, as quoted; that of the kind when left out.', max: '15 years' })),
  },
  { help: 'An order.' },
)

export const procurementSection = section(
  {
    mode: choice(['as-planned', 'sampled'], {
      help: 'as-planned: equipment is there when it is needed, whatever its order date. sampled: lead times, factory tests and damage are drawn, and what comes late holds what it belongs to: the second level of its block, its plant or storage, the feeds of the substation.',
      default: 'as-planned', source: 'engineering default', confidence: 'high',
    }),
    factoryTest: section(
      {
        duration: quantity('ms', { help: 'Witnessed test at the factory (level 1), part of the lead time.', max: '1 year', default: '1 week', ...ENGINEERING }),
        failure: fraction({ help: 'Probability that it fails and is repeated.', max: 0.95, default: 0.05, ...ENGINEERING }),
        repeat: quantity('ms', { help: 'What each repetition adds.', max: '1 year', default: '3 weeks', ...ENGINEERING }),
      },
      { help: 'Factory acceptance test, level 1.' },
    ),
    shipping: quantity('ms', { help: 'Last part of the lead time, on the road.', max: '1 year', default: '2 weeks', ...ENGINEERING }),
    damage: section(
      {
        probability: fraction({ help: 'Probability that it is damaged on the way.', default: 0.01, ...ENGINEERING }),
        repair: fraction({ help: 'What repair or replacement then takes, as a share of the lead time.', default: 0.5, ...ENGINEERING }),
      },
      { help: 'Damage in transport.' },
    ),
    equipment: section(
      Object.fromEntries(EQUIPMENT_KINDS.map(id => [id, kind(id)])) as Record<EquipmentKind, ReturnType<typeof kind>>,
      { help: 'Lead times by kind of equipment.' },
    ),
    orders: list(order, { help: 'Orders with their days. What no order names is ordered so that a median delivery comes when the plan needs it; what is needed before the start of the horizon then stands.', max: 5000, default: [], source: 'counted back from the plan', confidence: 'high' }),
  },
  { help: 'Procurement of equipment with long lead times; racks have their own under blocks.racks.' },
)
export type ProcurementSection = z.output<typeof procurementSection>
