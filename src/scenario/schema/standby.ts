/** What belongs to the standby sets of a block besides the sets: fuel, the permit to run, and tests. */
import { choice, distribution, fraction, optional, quantity, ratio, section } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const
const EPA = 'US emergency engines: 100 h a year outside emergencies, of which 50 h for contracted response (40 CFR 60.4211)'

const fuel = section(
  {
    tank: quantity('m^3', { help: 'Fuel of one set when full, day tank included; the sets of a block share theirs.', min: '0.01 m^3', max: '10000 m^3', default: '40 m^3', source: 'three days of a 3 MW set at 75 % load, engineering default', confidence: 'low' }),
    dayTank: quantity('m^3', { help: 'Day tank of one set, part of its fuel.', min: '0 m^3', max: '1000 m^3', default: '2 m^3', ...ENGINEERING }),
    low: fraction({ help: 'Level at which a delivery is ordered.', max: 0.99, default: 0.6, ...ENGINEERING }),
    delivery: distribution('ms', { help: 'From the order to the delivery.', max: '1 year', default: '24 h', source: 'refill contract, engineering default', confidence: 'low' }),
    load: optional(quantity('m^3', { help: 'Most that one delivery brings; it fills the tanks when left out.', min: '0.1 m^3', max: '100000 m^3' })),
  },
  { help: 'Fuel of the sets.' },
)

const permit = section(
  {
    total: quantity('ms', { help: 'Hours a calendar year that a set may run, whatever for.', min: '1 h', max: '1 year', default: '500 h', source: 'synthetic minor source, design practice', confidence: 'low' }),
    nonEmergency: quantity('ms', { help: 'Hours a calendar year outside emergencies, tests included.', max: '1 year', default: '100 h', source: EPA, confidence: 'high' }),
    response: quantity('ms', { help: 'Hours a calendar year of contracted demand response, part of those outside emergencies.', max: '1 year', default: '50 h', source: EPA, confidence: 'high' }),
    policy: choice(['stop', 'violate'], { help: 'What a set does when a limit is reached: it stops, or it runs on and the hours are fined.', default: 'stop', ...ENGINEERING }),
    fine: quantity('USD/h', { help: 'Fine for an hour beyond a limit of one set.', max: '1000000 USD/h', default: '1000 USD/h', ...ENGINEERING }),
  },
  { help: 'What the air permit and the rating class allow.' },
)

const tests = section(
  {
    monthly: quantity('ms', { help: 'Loaded test every month; 0 h for none.', max: '24 h', default: '30 min', source: 'NFPA 110 practice: 0.5–1 h', confidence: 'medium' }),
    load: fraction({ help: 'Load of the monthly test per rating.', default: 0.3, source: 'NFPA 110: at least 30 % of the rating', confidence: 'medium' }),
    loadBank: quantity('ms', { help: 'Test on a load bank every year, in place of that month’s; 0 h for none.', max: '24 h', default: '2 h', source: 'NFPA 110 practice: 2–4 h', confidence: 'medium' }),
    loadBankLoad: fraction({ help: 'Load of the yearly test per rating.', default: 0.75, source: 'NFPA 110: up to 75 % of the rating', confidence: 'medium' }),
    missedFactor: ratio({ help: 'Factor on the probability that a set fails to start for each test missed in a row.', min: 1, max: 10, default: 1, source: 'no effect unless stated; 2 doubles it', confidence: 'low' }),
  },
  { help: 'Tests of the sets; they are non-emergency hours.' },
)

export const standbySections = { fuel, permit, tests } as const
