/** Racks of one block: lots of one model each, ordered together and delivered by the truckload. */
import type { z } from 'zod'
import { racks } from '../catalog/racks.ts'
import { catalogItem, count, date, distribution, fraction, identifier, list, optional, quantity, section } from './fields.ts'

const ENGINEERING = 'engineering default'

const delivered = section(
  {
    lead: distribution('ms', {
      help: 'From order to arrival of the first truck at the site, shipping included.', max: '10 years',
      default: { pert: ['8 weeks', '12 weeks', '16 weeks'] }, source: 'accelerators 8–16 weeks in eased channels, 4–10 months for scarce generations (trade press)', confidence: 'medium',
    }),
    slot: distribution('ms', { help: 'From the order until the supplier allots a slot of his production; it comes before the lead time.', max: '5 years', default: '0 days', source: 'part of the lead times quoted', confidence: 'medium' }),
    supplier: optional(identifier({ help: 'Batch of a supplier that the lot belongs to: lots of one batch are early or late together. Left out: each lot for itself.' })),
    correlation: fraction({ help: 'Correlation of the lead times of one batch, as one shared shock (Gaussian).', default: 0.6, source: ENGINEERING, confidence: 'low' }),
    shipping: quantity('ms', { help: 'Last part of the lead time, on the road.', max: '1 year', default: '1 week', source: ENGINEERING, confidence: 'low' }),
    truckload: count({ help: 'Racks per truck.', min: 1, max: 10_000, default: 12, source: 'about 16 t of filled racks, engineering default', confidence: 'low' }),
    tranches: list(
      section(
        {
          racks: count({ help: 'Racks of this part of the lot.', min: 1, max: 100_000 }),
          after: quantity('ms', { help: 'From the first truck of the lot to the first of this part.', max: '5 years', default: '0 days', source: ENGINEERING, confidence: 'medium' }),
        },
        { help: 'A part of the lot that is delivered together.' },
      ),
      { help: 'Parts in which the lot is delivered, in order; all of the lot from one date on when left out. They are late together, with the lead time of the lot.', max: 100, default: [], source: 'one delivery', confidence: 'high' },
    ),
    interval: quantity('ms', { help: 'Time between trucks of one lot.', max: '1 year', default: '1 day', source: ENGINEERING, confidence: 'low' }),
  },
  { help: 'How the lot reaches the site.' },
)

export const blockRacksSection = list(
  catalogItem(
    racks,
    {
      id: optional(identifier({ help: 'Name of the lot, by which a later one says that it takes over its places.' })),
      ready: optional(date({ help: 'Promised date of the lot: its accelerators are contracted from then on. The ready date of the block when left out, the end of the predecessor and its swap for a lot that replaces another.' })),
      life: optional(quantity('ms', { help: 'Planned service from the promised date until the lot is taken out and its contract ends; without it, it stays.', min: '30 days', max: '40 years' })),
      replaces: optional(identifier({ help: 'Lot of the same block whose places this one takes over when that one has served its life. Power and cooling of a place are sized for the generation that draws most.' })),
      swap: quantity('ms', { help: 'Time between the end of the replaced lot and the promised date of this one, in which the plan counts on neither; what the swap takes beyond it is lost.', max: '2 years', default: '0 days', source: 'no pause in the contract', confidence: 'medium' }),
      ordered: optional(date({ help: 'Day of the order. Without it the order is placed so that a median delivery is installed and burned in by the ready date; in a block that is ready at the start of the horizon the racks then stand in service.' })),
      delivered,
    },
    { help: 'A lot of equal racks.' },
  ),
  { help: 'Lots of racks in the order in which they fill the block.', max: 100 },
)
export type BlockRacksSection = z.output<typeof blockRacksSection>
