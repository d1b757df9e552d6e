/** Racks of one block: lots of one model each, ordered together and delivered by the truckload. */
import type { z } from 'zod'
import { racks } from '../catalog/racks.ts'
import { catalogItem, choice, count, date, distribution, fraction, identifier, list, optional, optionalSection, quantity, ratio, section } from './fields.ts'

const ENGINEERING = 'engineering default'
const JUDGED = { source: ENGINEERING, confidence: 'low' } as const

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
      refresh: optionalSection(
        {
          rule: choice(['age', 'cost', 'power'] as const, { help: 'What ends its service. age: that it is `after` old; cost: that a year of compute on its successor, capital included, costs less than on itself, with energy, upkeep and licences alone; power: that the power of the one carries `gain` times the compute on the other.', default: 'cost', source: 'replace when new cost per compute is below the marginal cost of the old', confidence: 'medium' }),
          after: quantity('ms', { help: 'Age of the lot, from its promised date, at which it is looked at first.', min: '30 days', max: '40 years', default: '3 years', ...JUDGED }),
          every: quantity('ms', { help: 'It is looked at again after this.', min: '30 days', max: '10 years', default: '1 year', ...JUDGED }),
          price: optional(quantity('USD', { help: 'Price of an accelerator of the successor in its first year, with all that comes with it; that of `money.accelerators` when left out.', max: '1000000 USD' })),
          priceChange: ratio({ help: 'Yearly change of that price from then on; −0.1 for a tenth less each year.', min: -0.9, max: 1, default: 0, source: 'constant prices', confidence: 'medium' }),
          upkeepGrowth: ratio({ help: 'Yearly growth of the upkeep of the old lot with its age.', min: 0, max: 5, default: 0, source: 'constant upkeep', confidence: 'medium' }),
          overhead: ratio({ help: 'Energy that is bought for each unit that the racks draw.', min: 1, max: 3, default: 1.25, ...JUDGED }),
          gain: ratio({ help: 'For `power`: compute in the same power, as a multiple, from which it is replaced.', min: 1, max: 1000, default: 2, ...JUDGED }),
        },
        { help: 'A rule that ends the service of the lot instead of a planned life; with one, it ends then at the latest. The prices are those of the file: `grid.tariff` with its escalation, `money`. Its successor is the lot that replaces it, which can be bought from the first day of its `year` on.' },
      ),
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
