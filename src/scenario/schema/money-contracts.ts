/** Who pays for what: capacity by contract, work on demand, spot, tokens, and idle capacity that is resold. */
import { date, flag, fraction, identifier, list, named, optional, quantity, ratio, section } from './fields.ts'
import { variants } from './variants.ts'

const HOUR = { min: '-1000 USD/h', max: '1000 USD/h' } as const
const TOKENS = { min: '-10000 USD/Mtoken', max: '10000 USD/Mtoken' } as const
const NONE = { source: 'none unless stated', confidence: 'high' } as const

const tenant = identifier({ help: 'Tenant that pays.' })
const term = {
  from: optional(date({ help: 'First day of the contract; the start of the horizon when left out.' })),
  until: optional(date({ help: 'Day on which it ends; the end of the horizon when left out.' })),
  decay: ratio({ help: 'Steady yearly decline of the price from the first day of the contract on: after t years it is e^(−decay · t) of what it was.', min: -0.5, max: 2, default: 0, source: 'a fixed price', confidence: 'medium' }),
  allowNegative: flag({ help: 'Confirms a negative price.', default: false, ...NONE }),
}
const step = section(
  { from: date({ help: 'First day of the price.' }), price: quantity('USD/h', { help: 'Price per accelerator-hour from then on.', ...HOUR }) },
  { help: 'A price from a day on.' },
)
const perHour = {
  ...term,
  price: quantity('USD/h', { help: 'Price per accelerator-hour.', ...HOUR }),
  steps: list(step, { help: 'Prices that follow the first one, in order of time; without decay.', max: 60, default: [], source: 'one price', confidence: 'high' }),
}
const credit = section(
  {
    below: fraction({ help: 'Availability of a month below which the credit is due: delivered over committed accelerator-hours.' }),
    share: fraction({ help: 'Share of the fee of the month that is credited; the largest that applies.' }),
  },
  { help: 'A service-level credit.' },
)

export const contractsSection = named(
  variants(
    'kind',
    {
      reserved: {
        ...perHour,
        tenant,
        accelerators: optional(quantity('GPU', { help: 'Accelerators that are paid for, used or not; what the tenant’s commitments say when left out.', min: '1 GPU', max: '10000000 GPU' })),
        undelivered: fraction({ help: 'Share of the price that is owed back for hours that were committed and not delivered.', default: 1, source: 'nobody pays for capacity that is not there', confidence: 'medium' }),
        credits: list(credit, { help: 'Credits on top of that, by availability of the month.', max: 20, default: [], ...NONE }),
      },
      'on-demand': { ...perHour, tenant },
      spot: { ...perHour, tenant },
      'per-token': {
        ...term,
        service: identifier({ help: 'Service of the workload whose answers are paid for.' }),
        input: quantity('USD/Mtoken', { help: 'Price of a million prompt tokens.', ...TOKENS, default: '0 USD/Mtoken', ...NONE }),
        output: quantity('USD/Mtoken', { help: 'Price of a million tokens of answers in time.', ...TOKENS }),
      },
      resale: { ...perHour, share: fraction({ help: 'Share of idle accelerator-hours that finds a buyer.', default: 1, source: 'all of it', confidence: 'low' }) },
    },
    { help: 'What is paid for: `reserved` capacity, work `on-demand` or `spot` by the accelerator-hour, `per-token`, or `resale` of idle capacity.' },
  ),
  { help: 'Contracts that earn money; without them there is no revenue and no profit.', default: {}, source: 'costs alone', confidence: 'high' },
)
