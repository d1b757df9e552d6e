/** What electricity costs: energy by period, demand, coincident peak, capacity, contracts and carbon. */
import type { z } from 'zod'
import { choice, count, flag, fraction, identifier, list, optional, optionalSection, quantity, ratio, section, text } from './fields.ts'

const NONE = { source: 'none unless stated', confidence: 'high' } as const
const ENERGY = { min: '-1000 USD/MWh', max: '10000 USD/MWh' } as const
const month = count({ help: 'Month, 1 for January.', min: 1, max: 12 })
const months = list(month, { help: 'Months in which it holds; all when left out.', max: 12, default: [], source: 'all months', confidence: 'high' })

/** On which days a period holds. */
export const DAY_KINDS = ['all', 'weekdays', 'weekends'] as const

const period = section(
  {
    id: identifier({ help: 'Name of the period.' }),
    price: quantity('USD/MWh', { help: 'Price of energy in the period.', ...ENERGY }),
    months,
    days: choice(DAY_KINDS, { help: 'Days on which it holds; weekdays are Monday to Friday.', default: 'all', source: 'all days', confidence: 'high' }),
    from: count({ help: 'First local civil hour, 0 for midnight.', max: 23, default: 0, source: 'the whole day', confidence: 'high' }),
    to: count({ help: 'Local civil hour at which it ends; before `from` it runs over midnight.', max: 24, default: 24, source: 'the whole day', confidence: 'high' }),
  },
  { help: 'A time of use with a price of its own.' },
)

const contract = section(
  {
    id: identifier({ help: 'Name of the contract.' }),
    share: optional(fraction({ help: 'Contracted energy as a share of what is drawn; this or power.' })),
    power: optional(quantity('W', { help: 'Contracted energy as constant power, taken or not; this or share.', max: '20 GW' })),
    strike: quantity('USD/MWh', { help: 'Contracted price.', ...ENERGY }),
    settlement: choice(['physical', 'financial'], { help: 'physical replaces energy of the tariff; financial pays strike less reference on top of it.', default: 'physical', source: 'engineering default', confidence: 'medium' }),
    reference: quantity('USD/MWh', { help: 'Mean market price that a financial contract is settled against.', ...ENERGY, default: '40 USD/MWh', source: 'engineering default', confidence: 'low' }),
    carbon: quantity('g/kWh', { help: 'Carbon of the contracted energy in market-based accounts.', max: '2000 g/kWh', default: '0 g/kWh', source: 'wind or solar', confidence: 'medium' }),
    allowNegative: flag({ help: 'Confirms a negative price.', default: false, ...NONE }),
  },
  { help: 'A power purchase agreement.' },
)

const coincidentPeak = optionalSection(
  {
    price: quantity('USD/kW/year', { help: 'Price of demand at the peaks of the grid.', max: '10000 USD/kW/year' }),
    months: list(month, { help: 'Months whose peaks count, such as [6, 7, 8, 9] for 4CP in Texas; all when left out.', max: 12, default: [], source: 'all months', confidence: 'medium' }),
    from: count({ help: 'First local civil hour in which the grid may peak.', max: 23, default: 14, source: 'summer afternoons, engineering default', confidence: 'medium' }),
    to: count({ help: 'Local civil hour at which these hours end.', min: 1, max: 24, default: 20, source: 'summer afternoons, engineering default', confidence: 'medium' }),
  },
  { help: 'Charge on demand at the peaks of the grid. The grid is taken to peak in the hottest such hour of the month at the site.' },
)

export const tariffSection = section(
  {
    energy: quantity('USD/MWh', { help: 'Price of energy; not used where periods are stated.', ...ENERGY, default: '60 USD/MWh', source: 'US industrial mean, EIA Electric Power Monthly 5.6.A, less demand charges', confidence: 'medium' }),
    periods: list(period, { help: 'Times of use; they must cover every hour of the year exactly once.', max: 50, default: [], source: 'one price', confidence: 'high' }),
    demand: quantity('USD/kW/month', { help: 'Price of the highest quarter-hour demand of a month.', max: '1000 USD/kW/month', default: '14 USD/kW/month', source: 'range 8–20, engineering default', confidence: 'low' }),
    ratchet: fraction({ help: 'Share of the highest demand of the eleven months before that is billed at least.', default: 0, ...NONE }),
    coincidentPeak,
    capacity: quantity('USD/MW/day', { help: 'Price of capacity obligations; the obligation is the highest demand of the last twelve months, at the peaks of the grid if these are stated.', max: '100000 USD/MW/day', default: '0 USD/MW/day', source: 'markets without a capacity charge; PJM 2026/27: 329.17', confidence: 'medium' }),
    fixed: quantity('USD/month', { help: 'Fixed charge.', max: '10000000 USD/month', default: '0 USD/month', ...NONE }),
    contracts: list(contract, { help: 'Power purchase agreements.', max: 20, default: [], ...NONE }),
    minimumTake: quantity('MWh', { help: 'Energy that is paid every month, taken or not.', max: '20000000 MWh', default: '0 MWh', ...NONE }),
    carbonPrice: quantity('USD/tonne', { help: 'Price of the carbon of grid energy, location based.', max: '10000 USD/tonne', default: '0 USD/tonne', ...NONE }),
    escalation: ratio({ help: 'Yearly rise of all prices of the tariff after the first year.', min: -0.2, max: 0.5, default: 0, source: 'constant prices', confidence: 'medium' }),
    source: optional(text({ help: 'Where the tariff is published.' })),
  },
  { help: 'What electricity costs.' },
)
export type TariffSection = z.output<typeof tariffSection>
