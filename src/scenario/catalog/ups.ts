/** Uninterruptible power supplies: one row a module; several modules in parallel make a system. */
import { catalog, choice, entry, fraction, quantity, ratio } from '../schema/fields.ts'

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
    rideThrough: quantity('ms', { help: 'How long a new battery carries rated output.', min: '0 s', max: '4 h', default: '300 s', ...ENGINEERING }),
    rideExponent: ratio({ help: 'Exponent of ride-through against load: 1.05 lithium-ion, 1.25 lead-acid.', min: 1, max: 2, default: 1.05, ...ENGINEERING }),
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
    'ups-1667kw-eco': entry('UPS module 1.667 MW in eco mode', ECO, 'medium', { rated: '1667 kW', noLoadLoss: 0.0025, linearLoss: 0.004, quadraticLoss: 0.003 }),
    'ups-500kw-legacy': entry('UPS module 500 kW, 94 % class', 'engineering default', 'low', { rated: '500 kW', noLoadLoss: 0.018, linearLoss: 0.02, quadraticLoss: 0.022, rideExponent: 1.25 }),
    'rectifier-2500kw': entry('Rectifier 2.5 MW, 800 V DC with the battery on the DC bus', 'engineering default for solid-state transformers and medium-voltage rectifiers', 'low', { rated: '2500 kW', output: 'dc', noLoadLoss: 0.004, linearLoss: 0.006, quadraticLoss: 0.006 }),
    none: entry('No UPS: racks hang on the block’s bus', 'no converter, so no loss and no battery', 'high', { rated: '2500 kW', noLoadLoss: 0, linearLoss: 0, quadraticLoss: 0, rideThrough: '0 s', failures: '0/year', systemFailures: '0/year' }),
  },
)
