/** Generation on site: standby diesels that wait for an outage, and gas engines that run for months as a bridge. */
import { catalog, entry, fraction, quantity } from '../schema/fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const
const REOPT = 'REopt.jl defaults: availability 0.995, fail to start 0.0094, mean time to failure 1100 h'
const HOT_DAY = { value: 0.95, source: 'rating left on a hot design day, engineering default', confidence: 'low' } as const

/** Fields of a standby set. */
export const standbyCatalog = catalog(
  'standby generator',
  {
    rated: quantity('W', { help: 'Rated output of one set.', min: '10 kW', max: '20 MW' }),
    derate: fraction({ help: 'Share of the rating that is counted on.', min: 0.3, default: 1, ...ENGINEERING }),
    availability: fraction({ help: 'Probability that a set is not in maintenance or repair when called.', min: 0.1 }),
    failToStart: fraction({ help: 'Probability that an available set fails to start.', max: 0.9 }),
    runMttf: quantity('ms', { help: 'Mean running time to failure.', min: '1 h', max: '100 years' }),
    retrySuccess: fraction({ help: 'Probability that a second attempt starts a set whose first failed.', default: 0.5, ...ENGINEERING }),
    commonCause: fraction({ help: 'Probability a demand that fuel, controls or switchgear keep all sets of a block from starting.', max: 0.5, default: 0.001, ...ENGINEERING }),
    start: quantity('ms', { help: 'From loss of the utility to engines at speed: 1.5 s timer and 10 s start.', min: '1 s', max: '10 min', default: '11.5 s', source: 'NFPA 110 type 10 and a 1.5 s timer', confidence: 'medium' }),
    retry: quantity('ms', { help: 'From the first attempt to the second.', min: '1 s', max: '1 h', default: '25 s', ...ENGINEERING }),
    synchronise: quantity('ms', { help: 'From engines at speed to sets in parallel on the bus.', min: '0 s', max: '10 min', default: '15 s', source: '15–20 s, engineering default', confidence: 'low' }),
    startRepair: quantity('ms', { help: 'Mean repair of a set that did not start.', min: '1 min', max: '1 year', default: '4 h', ...ENGINEERING }),
    runRepair: quantity('ms', { help: 'Mean repair of a set that failed while running.', min: '1 min', max: '5 years', default: '72 h', ...ENGINEERING }),
  },
  {
    'diesel-2mw': entry('Diesel set 2 MW', REOPT, 'medium', { rated: '2 MW', derate: HOT_DAY, availability: 0.995, failToStart: 0.0094, runMttf: '1100 h' }),
    'diesel-3mw': entry('Diesel set 3 MW', REOPT, 'medium', { rated: '3 MW', derate: HOT_DAY, availability: 0.995, failToStart: 0.0094, runMttf: '1100 h' }),
  },
)

/** Fields of a prime-power engine. */
export const engineCatalog = catalog(
  'gas engine',
  {
    rated: quantity('W', { help: 'Continuous output of one engine.', min: '100 kW', max: '500 MW' }),
    efficiency: fraction({ help: 'Electric output per fuel at full load, lower heating value.', min: 0.1, max: 0.7 }),
    loadMin: fraction({ help: 'Lowest stable load per rating.', max: 0.8, default: 0.4, source: '0.4–0.5 for low-emission burners, engineering default', confidence: 'low' }),
    startSuccess: fraction({ help: 'Probability that a start succeeds.', min: 0.5, default: 0.985, ...ENGINEERING }),
    forcedOutage: fraction({ help: 'Share of time in forced outage.', max: 0.5, default: 0.03, ...ENGINEERING }),
    repair: quantity('ms', { help: 'Mean repair after a forced outage or a failed start.', min: '1 min', max: '5 years', default: '40 h', ...ENGINEERING }),
  },
  {
    'recip-4mw': entry('Gas engine 4 MW', 'REopt.jl combined heat and power defaults: 40.5 % by higher heating value', 'high', {
      rated: { value: '4 MW', source: 'REopt.jl size class 3–4.5 MW', confidence: 'high' },
      efficiency: 0.449,
    }),
  },
)
