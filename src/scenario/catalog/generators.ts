/** Generation on site: standby diesels that wait for an outage, and gas engines and turbines that run for months or for good. */
import { catalog, choice, entry, flag, fraction, quantity } from '../schema/fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const
const REOPT = 'REopt.jl defaults: availability 0.995, fail to start 0.0094, mean time to failure 1100 h'
const HOT_DAY = { value: 0.95, source: 'rating left on a hot design day, engineering default', confidence: 'low' } as const

/**
 * Rating classes: hours a year at that rating, and the mean load over 24 h per rating. A data-centre rating counts as limited-time
 * power without a limit of the mean load, as its vendors state. Source: ISO 8528-1; Atlas Copco manual for the hours.
 */
export const RATING_CLASSES = {
  ESP: { label: 'emergency standby power', hoursPerYear: 200, hoursAtOnce: Infinity, meanLoad: 0.7 },
  LTP: { label: 'limited-time running power', hoursPerYear: 500, hoursAtOnce: 300, meanLoad: 1 },
  PRP: { label: 'prime rated power', hoursPerYear: Infinity, hoursAtOnce: Infinity, meanLoad: 0.7 },
  DCP: { label: 'data-centre power', hoursPerYear: 500, hoursAtOnce: 300, meanLoad: 1 },
} as const
export type RatingClass = keyof typeof RATING_CLASSES
const RATING_IDS = ['ESP', 'LTP', 'PRP', 'DCP'] as const

/** Fields of a standby set. */
export const standbyCatalog = catalog(
  'standby generator',
  {
    rated: quantity('W', { help: 'Rated output of one set.', min: '10 kW', max: '20 MW' }),
    ratingClass: choice(RATING_IDS, { help: 'Rating class of ISO 8528-1: ESP 200 h a year at a mean load of 70 % over 24 h, LTP 500 h and 300 h at a stretch, PRP without limit at a mean load of 70 %, DCP as LTP.', default: 'DCP', source: 'what data-centre sets are sold with, engineering default', confidence: 'medium' }),
    derate: fraction({ help: 'Share of the rating that is counted on.', min: 0.3, default: 1, ...ENGINEERING }),
    availability: fraction({ help: 'Probability that a set is not in maintenance or repair when called.', min: 0.1, rangeCode: 'GEN_START' }),
    failToStart: fraction({ help: 'Probability that an available set fails to start.', max: 0.9, rangeCode: 'GEN_START' }),
    runMttf: quantity('ms', { help: 'Mean running time to failure.', min: '1 h', max: '100 years' }),
    retrySuccess: fraction({ help: 'Probability that a second attempt starts a set whose first failed.', rangeCode: 'GEN_START', default: 0.5, ...ENGINEERING }),
    commonCause: fraction({ help: 'Probability a demand that fuel, controls or switchgear keep all sets of a block from starting.', max: 0.5, default: 0.001, ...ENGINEERING }),
    start: quantity('ms', { help: 'From loss of the utility to engines at speed: 1.5 s timer and 10 s start.', min: '1 s', max: '10 min', default: '11.5 s', source: 'NFPA 110 type 10 and a 1.5 s timer', confidence: 'medium' }),
    retry: quantity('ms', { help: 'From the first attempt to the second.', min: '1 s', max: '1 h', default: '25 s', ...ENGINEERING }),
    synchronise: quantity('ms', { help: 'From engines at speed to sets in parallel on the bus.', min: '0 s', max: '10 min', default: '15 s', source: '15–20 s, engineering default', confidence: 'low' }),
    startRepair: quantity('ms', { help: 'Mean repair of a set that did not start.', min: '1 min', max: '1 year', default: '4 h', ...ENGINEERING }),
    runRepair: quantity('ms', { help: 'Mean repair of a set that failed while running.', min: '1 min', max: '5 years', default: '72 h', ...ENGINEERING }),
    nox: quantity('g/GJ', { help: 'Nitrogen oxides per heat of the fuel, lower heating value.', max: '5000 g/GJ', default: '700 g/GJ', source: 'EPA Tier 2 limit of 6.4 g/kWh, the class of emergency sets, at 40 %', confidence: 'medium' }),
  },
  {
    'diesel-2mw': entry('Diesel set 2 MW', REOPT, 'medium', { rated: '2 MW', derate: HOT_DAY, availability: 0.995, failToStart: 0.0094, runMttf: '1100 h' }),
    'diesel-3mw': entry('Diesel set 3 MW', REOPT, 'medium', { rated: '3 MW', derate: HOT_DAY, availability: 0.995, failToStart: 0.0094, runMttf: '1100 h' }),
  },
)

/** Fields of a prime-power engine or turbine. */
export const engineCatalog = catalog(
  'gas engine',
  {
    kind: choice(['gas-engine', 'gas-turbine'], { help: 'A reciprocating engine keeps its rating up to 40 °C and 1000 m; a turbine follows temperature and pressure from 15 °C at sea level on.', default: 'gas-engine', source: 'engine unless stated', confidence: 'high' }),
    rated: quantity('W', { help: 'Continuous output of one unit; of a turbine at 15 °C and sea level.', min: '100 kW', max: '500 MW' }),
    efficiency: fraction({ help: 'Electric output per fuel at full load, lower heating value.', min: 0.1, max: 0.7 }),
    ambientDerate: quantity('1/K', { help: 'Output that a turbine loses per kelvin above 15 °C.', max: '0.05 1/K', default: '0.0075 1/K', source: '0.006 heavy frame to 0.009 aeroderivative without inlet cooling, engineering default', confidence: 'low' }),
    inletCooling: flag({ help: 'Evaporative cooling of a turbine’s inlet air to 85 % of the way to the wet bulb.', default: false, source: 'without unless stated', confidence: 'high' }),
    loadMin: fraction({ help: 'Lowest stable load per rating.', max: 0.8, rangeCode: 'GT_MIN', default: 0.4, source: '0.4–0.5 for low-emission burners, engineering default', confidence: 'low' }),
    start: quantity('ms', { help: 'From the order to start to full load.', min: '1 s', max: '24 h', default: '3 min', source: 'reciprocating 2–5 min, engineering default', confidence: 'low' }),
    ramp: quantity('1/min', { help: 'Change of output a minute per rating.', min: '0.001 1/min', max: '10 1/min', default: '0.25 1/min', source: 'reciprocating 25 %, turbine 10–30 % a minute, engineering default', confidence: 'low' }),
    loadStep: fraction({ help: 'Load that a running unit accepts in one step per rating.', min: 0.01, default: 0.2, source: '15–25 % of the rating, engineering default', confidence: 'low' }),
    startSuccess: fraction({ help: 'Probability that a start succeeds.', min: 0.5, rangeCode: 'GEN_START', default: 0.985, ...ENGINEERING }),
    forcedOutage: fraction({ help: 'Share of time in forced outage.', max: 0.5, default: 0.03, ...ENGINEERING }),
    repair: quantity('ms', { help: 'Mean repair after a forced outage or a failed start.', min: '1 min', max: '5 years', default: '40 h', ...ENGINEERING }),
    inspectionEvery: quantity('ms', { help: 'Running hours between inspections; every second one is a major overhaul.', min: '100 h', max: '100 years', default: '25000 h', source: 'hot section at 25 000 h, major at 50 000 h, engineering default', confidence: 'low' }),
    inspection: quantity('ms', { help: 'Duration of an inspection of the hot section; 0 h for none.', max: '1 year', default: '2 weeks', ...ENGINEERING }),
    nox: quantity('g/GJ', { help: 'Nitrogen oxides per heat of the fuel, lower heating value.', max: '5000 g/GJ', default: '86 g/GJ', source: 'lean-burn engine of 0.5 g/bhp-h at 45 %', confidence: 'medium' }),
    overhaul: quantity('ms', { help: 'Duration of a major overhaul; 0 h for none.', max: '2 years', default: '6 weeks', ...ENGINEERING }),
  },
  {
    'recip-4mw': entry('Gas engine 4 MW', 'REopt.jl combined heat and power defaults: 40.5 % by higher heating value', 'high', {
      rated: { value: '4 MW', source: 'REopt.jl size class 3–4.5 MW', confidence: 'high' },
      efficiency: 0.449,
    }),
    'turbine-aero-34mw': entry('Aeroderivative gas turbine 34 MW', 'engineering default', 'low', {
      kind: 'gas-turbine',
      rated: '34 MW',
      efficiency: { value: 0.36, source: '10 000 kJ/kWh by lower heating value', confidence: 'medium' },
      start: { value: '8 min', source: 'aeroderivative 5–10 min, engineering default', confidence: 'low' },
      ramp: '0.3 1/min',
      nox: { value: '47 g/GJ', source: 'AP-42 table 3.1-1, lean premix: 0.099 lb/MMBtu by higher heating value', confidence: 'medium' },
    }),
    'turbine-industrial-20mw': entry('Industrial gas turbine 20 MW', 'REopt.jl combined heat and power defaults: 33.2 % by higher heating value', 'high', {
      kind: 'gas-turbine',
      rated: { value: '20 MW', source: 'REopt.jl size class 15–25 MW', confidence: 'high' },
      efficiency: 0.368,
      ambientDerate: { value: '0.007 1/K', source: 'between heavy frame 0.006 and aeroderivative 0.009, engineering default', confidence: 'low' },
      start: { value: '15 min', source: 'industrial 10–20 min, engineering default', confidence: 'low' },
      ramp: { value: '0.15 1/min', source: '10–30 % a minute, engineering default', confidence: 'low' },
      nox: { value: '47 g/GJ', source: 'AP-42 table 3.1-1, lean premix: 0.099 lb/MMBtu by higher heating value', confidence: 'medium' },
    }),
  },
)
