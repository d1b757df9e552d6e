/** Uninterruptible power supplies: one row a module; several modules in parallel make a system. */
import { catalog, choice, count, entry, fraction, optional, quantity, ratio } from '../schema/fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const
const DOUBLE_CONVERSION = "fit to vendors' claims of up to 97 % in double conversion (Eaton, Schneider Electric)"
const ECO = "fit to vendors' claims of 99 % in eco conversion (Eaton, Schneider Electric)"

/** Fields of a module. Losses are shares of its rating: no-load + linear·x + quadratic·x² at load fraction x. */
export const upsCatalog = catalog(
  'ups',
  {
    rated: quantity('W', { help: 'Rated output of one module.', min: '1 kW', max: '10 MW' }),
    output: choice(['ac', 'dc'], { help: 'What it delivers: AC, or 800 V DC with the battery on the DC bus.', default: 'ac', source: 'usual practice', confidence: 'high' }),
    noLoadLoss: fraction({ help: 'Loss at no load per rating.', max: 0.1, rangeCode: 'LOSS_POS' }),
    linearLoss: fraction({ help: 'Loss per output.', max: 0.1, rangeCode: 'LOSS_POS' }),
    quadraticLoss: fraction({ help: 'Load loss at full output per rating; grows with the square of the load.', max: 0.1, rangeCode: 'LOSS_POS' }),
    mode: choice(['double-conversion', 'eco'], { help: 'eco feeds the load past the converters while the utility is good and takes over within a few milliseconds, less than racks hold up; on battery and on generators it converts.', default: 'double-conversion', ...ENGINEERING }),
    ecoNoLoadLoss: fraction({ help: 'Loss at no load per rating in eco mode.', max: 0.1, rangeCode: 'LOSS_POS', default: 0.0025, source: ECO, confidence: 'medium' }),
    ecoLinearLoss: fraction({ help: 'Loss per output in eco mode.', max: 0.1, rangeCode: 'LOSS_POS', default: 0.004, source: ECO, confidence: 'medium' }),
    ecoQuadraticLoss: fraction({ help: 'Load loss at full output per rating in eco mode.', max: 0.1, rangeCode: 'LOSS_POS', default: 0.003, source: ECO, confidence: 'medium' }),
    rideThrough: quantity('ms', { help: 'How long a new battery carries rated output.', min: '0 s', max: '4 h', default: '300 s', ...ENGINEERING }),
    rideExponent: ratio({ help: 'Exponent of ride-through against load: 1.05 lithium-ion, 1.25 lead-acid.', min: 1, max: 2, default: 1.05, ...ENGINEERING }),
    chemistry: choice(['lithium-ion', 'lead-acid'], { help: 'Kind of battery; sets its life and how heat and cold act on it.', default: 'lithium-ion', ...ENGINEERING }),
    batteryLife: optional(quantity('ms', { help: 'Life of the battery at 25 °C, to 80 % of its ride-through. Left out: 13 years for lithium-ion, 5 for lead-acid (engineering defaults); in a warmer room it halves every 15 K or 10 K.', min: '1 month', max: '50 years' })),
    batteryUsed: fraction({ help: 'Share of the life of the battery that is gone when its block is energised.', max: 0.99, default: 0, source: 'new', confidence: 'high' }),
    batteryRoom: quantity('degC', { help: 'Temperature of the battery room.', min: '-20 degC', max: '60 degC', default: '25 degC', ...ENGINEERING }),
    strings: count({ help: 'Strings of the battery of one module.', min: 1, max: 100, default: 4, ...ENGINEERING }),
    openStrings: quantity('1/year', { help: 'Rate at which one string opens; unnoticed until a test or a discharge.', min: '0/year', max: '10/year', default: '0.01/year', ...ENGINEERING }),
    batteryTest: quantity('ms', { help: 'Time between tests of the battery.', min: '1 day', max: '20 years', default: '1 year', source: 'yearly, usual maintenance practice', confidence: 'medium' }),
    recharge: quantity('ms', { help: 'Time from empty to full battery.', min: '1 min', max: '72 h', default: '8 h', ...ENGINEERING }),
    failures: quantity('1/year', { help: 'Failures of one module; the others of its system go on.', min: '0/year', max: '100/year', default: '0.035/year', ...ENGINEERING }),
    repair: quantity('ms', { help: 'Mean repair of a module.', min: '1 min', max: '1 year', default: '8 h', ...ENGINEERING }),
    systemFailures: quantity('1/year', { help: 'Losses of the output of a whole system.', min: '0/year', max: '100/year', default: '0.006/year', ...ENGINEERING }),
    systemRepair: quantity('ms', { help: 'Mean time to restore the output of a system.', min: '1 min', max: '1 year', default: '4 h', ...ENGINEERING }),
  },
  {
    'ups-1667kw': entry('UPS module 1.667 MW', DOUBLE_CONVERSION, 'medium', { rated: '1667 kW', noLoadLoss: 0.0045, linearLoss: 0.013, quadraticLoss: 0.0105 }),
    'ups-2500kw': entry('UPS module 2.5 MW', DOUBLE_CONVERSION, 'medium', { rated: '2500 kW', noLoadLoss: 0.0045, linearLoss: 0.013, quadraticLoss: 0.0105 }),
    'ups-500kw': entry('UPS module 500 kW', DOUBLE_CONVERSION, 'medium', { rated: '500 kW', noLoadLoss: 0.0045, linearLoss: 0.013, quadraticLoss: 0.0105 }),
    'ups-1667kw-eco': entry('UPS module 1.667 MW in eco mode', DOUBLE_CONVERSION, 'medium', { rated: '1667 kW', mode: 'eco', noLoadLoss: 0.0045, linearLoss: 0.013, quadraticLoss: 0.0105 }),
    'ups-500kw-legacy': entry('UPS module 500 kW, 94 % class', 'engineering default', 'low', { rated: '500 kW', noLoadLoss: 0.018, linearLoss: 0.02, quadraticLoss: 0.022, rideExponent: 1.25, chemistry: 'lead-acid' }),
    'rectifier-2500kw': entry('Rectifier 2.5 MW, 800 V DC with the battery on the DC bus', 'engineering default for solid-state transformers and medium-voltage rectifiers', 'low', { rated: '2500 kW', output: 'dc', noLoadLoss: 0.004, linearLoss: 0.006, quadraticLoss: 0.006 }),
    none: entry('No UPS: racks hang on the block’s bus', 'no converter, so no loss and no battery', 'high', { rated: '2500 kW', noLoadLoss: 0, linearLoss: 0, quadraticLoss: 0, rideThrough: '0 s', failures: '0/year', systemFailures: '0/year' }),
  },
)
