/** Water of the site: where it comes from, what is stored, how salty it may grow, and what is given up first when it runs short. */
import type { z } from 'zod'
import { choice, count, date, fraction, identifier, list, optional, quantity, ratio, section } from './fields.ts'

const judged = { source: 'engineering default', confidence: 'low' } as const

export const WATER_KINDS = ['potable', 'reclaimed', 'well'] as const

/** What a site does when its tanks fall, in the order of the specification. */
export const SHORTAGE_STEPS = ['cycles', 'dry', 'setpoints', 'trim', 'shed'] as const
export type ShortageStep = (typeof SHORTAGE_STEPS)[number]

/** Up to where a shortage may warm coolant before racks are shed. */
export const SHED_ABOVE = ['coolantMax', 'throttle', 'shutdown'] as const

const chemistry = section(
  {
    silica: optional(quantity('mg/L', { help: 'Silica.', max: '1000 mg/L' })),
    chloride: optional(quantity('mg/L', { help: 'Chloride.', max: '20000 mg/L' })),
    conductivity: optional(quantity('uS/cm', { help: 'Electrical conductivity.', max: '50000 uS/cm' })),
  },
  { help: 'What is dissolved in it; limits the cycles of concentration to 150 mg/L of silica, 250 mg/L of chloride, 2500 µS/cm in the basin. Not limiting when left out.' },
)

const waterSource = section(
  {
    id: identifier({ help: 'Name of the source; its random streams follow from it.' }),
    kind: choice(WATER_KINDS, { help: 'What kind of water it is.', default: 'potable', ...judged }),
    limit: optional(quantity('kg/s', { help: 'Most water that it delivers; unlimited when left out.', max: '100000 kg/s' })),
    annual: optional(quantity('m^3', { help: 'Most water in a calendar year; unlimited when left out.', max: '1000000000 m^3' })),
    price: optional(quantity('USD/m^3', { help: 'Price of its water; that of money.water when left out.', max: '100 USD/m^3' })),
    ready: optional(date({ help: 'Day on which it begins to deliver; from the start when left out.' })),
    outages: quantity('1/year', { help: 'Failures a year.', min: '0/year', max: '100/year', default: '0.5/year', ...judged }),
    outage: quantity('ms', { help: 'Mean length of such a failure.', min: '1 min', max: '60 days', default: '6 h', ...judged }),
    chemistry,
  },
  { help: 'A source of water.' },
)

const stage = count({ help: 'Stage of restrictions, 0 for none.', max: 3 })
const yearlyDrought = section(
  {
    frequency: list(fraction({ help: 'Share of years.' }), { help: 'Share of years that reach stage 1, 2 and 3 or worse.', min: 3, max: 3, default: [0.3, 0.12, 0.04], ...judged }),
    persistence: fraction({ help: 'Correlation of a year’s dryness with that of the year before.', max: 0.95, default: 0.5, ...judged }),
    month: count({ help: 'Month in which restrictions begin, January is 1.', min: 1, max: 12, default: 5, ...judged }),
    duration: quantity('ms', { help: 'How long they last.', min: '1 day', max: '365 days', default: '184 days', ...judged }),
  },
  { help: 'Restrictions drawn year by year from an index of dryness.' },
)

const drought = section(
  {
    shares: list(fraction({ help: 'Share of the limits.' }), { help: 'Share of all limits that stages 0 to 3 leave.', min: 4, max: 4, default: [1, 0.85, 0.7, 0.5], ...judged }),
    dates: list(section({ start: date({ help: 'Day from which it holds.' }), stage }, { help: 'A stage from a day on.' }), { help: 'Stages by date, each until the next.', max: 200, default: [], source: 'no drought unless stated', confidence: 'high' }),
    yearly: optional(yearlyDrought),
  },
  { help: 'Restrictions in dry times; the worse of dates, yearly index and the droughts under site.extremes holds.' },
)

const shortage = section(
  {
    steps: list(choice(SHORTAGE_STEPS, { help: 'cycles: raise cycles of concentration to the most; dry: evaporate only what sources deliver; setpoints: warmer supply; trim: chillers before water; shed: racks off.' }), {
      help: 'What is done after the tanks, in order; given back in reverse.', max: 5, default: SHORTAGE_STEPS, ...judged,
    }),
    cyclesBelow: fraction({ help: 'Level of the tanks below which cycles are raised while they fall.', default: 0.5, ...judged }),
    dryBelow: fraction({ help: 'Level of the tanks below which the other steps may follow; what is left is a reserve.', default: 0, ...judged }),
    hysteresis: fraction({ help: 'How far above its level the tanks must be before a step is given back.', default: 0.1, ...judged }),
    dwell: quantity('ms', { help: 'Least time between two steps given back.', min: '1 min', max: '30 days', default: '1 h', ...judged }),
    rise: quantity('K', { help: 'setpoints: how much warmer the supply may be; never beyond what the racks’ vendor allows.', max: '20 K', default: '4 K', ...judged }),
    shedAbove: choice(SHED_ABOVE, { help: 'shed: what lasting coolant may not reach: the vendor’s limit, throttling, or shutdown.', default: 'shutdown', ...judged }),
  },
  { help: 'What is given up when water runs short.' },
)

export const waterSection = section(
  {
    sources: optional(
      list(waterSource, { help: 'Sources in the order in which they are used; an empty list is a site without water. When left out, one source that delivers what the cooling.water keys of the blocks say together.', max: 20 }),
    ),
    storage: optional(quantity('m^3', { help: 'Tanks of the site, full at first; when left out, what the cooling.water.storage keys of the blocks say together.', max: '10000000 m^3' })),
    refill: quantity('ms', { help: 'An empty tank is full again after this, where the sources allow.', min: '1 min', max: '1 year', default: '24 h', ...judged }),
    cycles: ratio({ help: 'Cycles of concentration of evaporative loops: salts in the basin over salts in the water.', max: 100, default: 5, ...judged }),
    cyclesMax: ratio({ help: 'Cycles to which a shortage raises them.', max: 100, default: 8, ...judged }),
    drought,
    shortage,
  },
  { help: 'Water of the site, shared by its blocks.' },
)
export type WaterSection = z.output<typeof waterSection>
