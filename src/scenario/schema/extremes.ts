/** Rare happenings of weather and water that a site must live through: on a date, or as often a year as is said. */
import type { z } from 'zod'
import { count, date, distribution, fraction, identifier, list, optional, quantity, text, variants } from './fields.ts'

const judged = { source: 'engineering default', confidence: 'low' } as const
const ALL_MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const

const month = count({ help: 'A month, January is 1.', min: 1, max: 12 })

/** Keys that every extreme has; `length` is what the engine calls its duration. */
const common = (length: unknown, months: readonly number[]) => ({
  id: identifier({ help: 'Name of the extreme; its random streams follow from it.' }),
  start: optional(date({ help: 'Day on which it begins. Either this or a rate.' })),
  rate: optional(quantity('1/year', { help: 'How often a year it begins, at random in its months. Either this or a start.', min: '0/year', max: '100/year' })),
  months: list(month, { help: 'Months in which a random one may begin.', min: 1, max: 12, default: months, ...judged }),
  duration: distribution('ms', { help: 'How long it lasts.', min: '1 min', max: '3 years', default: length, ...judged }),
})

const WARM = [5, 6, 7, 8, 9] as const
const COLD = [11, 12, 1, 2, 3] as const

export const extremesSection = list(
  variants('kind', {
    'heat-wave': {
      ...common('5 days', WARM),
      rise: quantity('K', { help: 'Added to the dry bulb; the air holds as much water as before.', min: '0 K', max: '30 K', default: '5 K', ...judged }),
    },
    freeze: {
      ...common('4 days', COLD),
      fall: quantity('K', { help: 'Taken from the dry bulb; water above saturation falls out.', min: '0 K', max: '60 K', default: '12 K', ...judged }),
    },
    smoke: {
      ...common('7 days', [6, 7, 8, 9, 10]),
      airSide: fraction({ help: 'Capacity left to dry coolers whose coils and filters clog.', min: 0.1, default: 0.92, ...judged }),
    },
    hail: {
      ...common('30 min', [3, 4, 5, 6]),
      damage: fraction({ help: 'Probability that the coil of a cooler is damaged.', default: 0.02, ...judged }),
      repair: distribution('ms', { help: 'From the storm to the repaired coil.', min: '1 h', max: '2 years', default: { p50: '21 days', p90: '60 days' }, ...judged }),
    },
    flood: {
      ...common('3 days', ALL_MONTHS),
      blocks: optional(list(text({ help: 'Id of a block, such as block[1].' }), { help: 'Blocks that are closed; all when left out.', min: 1 })),
    },
    drought: {
      ...common('120 days', [6, 7, 8]),
      supply: fraction({ help: 'Water that is still delivered, as a share of the limit of each block, or of what all its pads draw where it has none. Stages are usually 0.85, 0.7 and 0.5.', default: 0.7, ...judged }),
    },
    lightning: {
      ...common('1 min', ALL_MONTHS),
      retained: optional(fraction({ help: 'Voltage left in the sag that a strike causes on one feed, as a share of nominal; drawn from 0.3 to 0.9 when left out.', min: 0.01, max: 0.99 })),
      sag: distribution('ms', { help: 'How long that sag lasts.', min: '1 ms', max: '1 min', default: { p50: '120 ms', p90: '388 ms' }, source: 'order of magnitude of EPRI’s survey of distribution feeds', confidence: 'low' }),
    },
  }, { help: 'An extreme.' }),
  { help: 'Extremes that are added to the weather.', max: 100, default: [], source: 'none beyond those in the weather', confidence: 'high' },
)
export type ExtremesSection = z.output<typeof extremesSection>
export type Extreme = ExtremesSection[number]
export type ExtremeKind = Extreme['kind']
