/** Racks of one block: lots of one model each, ordered together and delivered by the truckload. */
import type { z } from 'zod'
import { racks } from '../catalog/racks.ts'
import { catalogItem, count, date, distribution, list, optional, quantity, section } from './fields.ts'

const ENGINEERING = 'engineering default'

const delivered = section(
  {
    lead: distribution('ms', {
      help: 'From order to arrival of the first truck at the site, shipping included.', max: '10 years',
      default: { pert: ['8 weeks', '12 weeks', '16 weeks'] }, source: 'accelerators 8–16 weeks in eased channels, 4–10 months for scarce generations (trade press)', confidence: 'medium',
    }),
    shipping: quantity('ms', { help: 'Last part of the lead time, on the road.', max: '1 year', default: '1 week', source: ENGINEERING, confidence: 'low' }),
    truckload: count({ help: 'Racks per truck.', min: 1, max: 10_000, default: 12, source: 'about 16 t of filled racks, engineering default', confidence: 'low' }),
    interval: quantity('ms', { help: 'Time between trucks of one lot.', max: '1 year', default: '1 day', source: ENGINEERING, confidence: 'low' }),
  },
  { help: 'How the lot reaches the site.' },
)

export const blockRacksSection = list(
  catalogItem(
    racks,
    {
      ordered: optional(date({ help: 'Day of the order. Without it the order is placed so that a median delivery is installed and burned in by the ready date; in a block that is ready at the start of the horizon the racks then stand in service.' })),
      delivered,
    },
    { help: 'A lot of equal racks.' },
  ),
  { help: 'Lots of racks in the order in which they fill the block.', max: 100 },
)
export type BlockRacksSection = z.output<typeof blockRacksSection>
