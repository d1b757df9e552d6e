/** Contract of interruptible service and demand response: when the utility calls, how often it may, what it pays. */
import { count, date, distribution, list, quantity, section } from './fields.ts'
import { variants } from './variants.ts'

const DEFAULT = 'engineering default'
/** Peak hours, local time. */
const hours = {
  from: count({ help: 'Hour of the day from which the utility calls.', max: 23, default: 14, source: 'summer afternoon peak, engineering default', confidence: 'low' }),
  to: count({ help: 'Hour of the day before which it calls.', min: 1, max: 24, default: 20, source: 'summer afternoon peak, engineering default', confidence: 'low' }),
}

const trigger = variants(
  'process',
  {
    seasonal: {
      rate: quantity('1/year', { help: 'Calls a year, at random times of the peak hours of the season.', min: '0/year', max: '8760/year', default: '6/year', source: DEFAULT, confidence: 'low' }),
      months: list(count({ help: 'A month.', min: 1, max: 12 }), { help: 'Months of the season.', min: 1, max: 12, default: [6, 7, 8, 9], source: 'summer peaks', confidence: 'medium' }),
      ...hours,
      duration: distribution('ms', { help: 'Length of a call.', min: '1 min', max: '30 days', default: '4 h', source: DEFAULT, confidence: 'low' }),
    },
    heat: {
      above: quantity('degC', { help: 'The utility calls while the dry bulb is above this, in peak hours.', min: '-50 degC', max: '60 degC', default: '38 degC', source: DEFAULT, confidence: 'low' }),
      ...hours,
    },
    dates: {
      dates: list(date({ help: 'A day.' }), { help: 'Days on which the utility calls.', min: 1, max: 1000 }),
      ...hours,
    },
  },
  { help: 'What makes the utility call.' },
)

/** The contract of a feed. */
export const curtailmentSection = section(
  {
    trigger,
    maxHours: quantity('ms', { help: 'Hours a calendar year for which the utility may call.', max: '8760 h', rangeCode: 'CURT_HOURS', default: '100 h', source: DEFAULT, confidence: 'low' }),
    maxEvents: count({ help: 'Calls a calendar year.', max: 8760, default: 20, source: DEFAULT, confidence: 'low' }),
    notice: quantity('ms', { help: 'Time between the call and the reduction.', max: '7 days', default: '30 min', source: DEFAULT, confidence: 'low' }),
    leastReduction: quantity('W', { help: 'Reduction below the draw at the time of notice that a call asks for at least.', max: '20 GW', default: '0 W', source: 'down to firm power', confidence: 'high' }),
    penalty: quantity('USD/MWh', { help: 'Price of energy drawn beyond what a call allows.', max: '1000000 USD/MWh', default: '1000 USD/MWh', source: DEFAULT, confidence: 'low' }),
    credit: quantity('USD/kW/year', { help: 'Credit for interruptible power.', max: '10000 USD/kW/year', default: '30 USD/kW/year', source: DEFAULT, confidence: 'low' }),
  },
  { help: 'Contract of the interruptible power; without it that power is never called back.' },
)
