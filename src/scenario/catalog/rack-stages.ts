/** Converters inside a rack, from its input to the busbar of its electronics: one row a unit. */
import { catalog, choice, entry, fraction, quantity } from '../schema/fields.ts'

const RAPS = 'ORNL Frontier, ExaDigiT/RAPS configuration'
const TITANIUM = 'fit to a titanium-class power supply, engineering default'
const DC_SHELF = '800 V DC to 50 V shelf, engineering default'

/** Loss of a unit at output P: rated·(noLoad + linear·x + quadratic·x²) with x = P / rated, and (P + offset) / efficiency − P. */
export const rackStageCatalog = catalog(
  'rack stage',
  {
    input: choice(['ac', 'dc'], { help: 'What it is fed with.' }),
    rated: quantity('W', { help: 'Rated output of one unit.', min: '1 W', max: '10 MW' }),
    noLoadLoss: fraction({ help: 'Loss at no load per rating.', max: 0.1, rangeCode: 'LOSS_POS', default: 0, source: 'none unless stated', confidence: 'high' }),
    linearLoss: fraction({ help: 'Loss per output.', max: 0.1, rangeCode: 'LOSS_POS', default: 0, source: 'none unless stated', confidence: 'high' }),
    quadraticLoss: fraction({ help: 'Load loss at full output per rating; grows with the square of the load.', max: 0.1, rangeCode: 'LOSS_POS', default: 0, source: 'none unless stated', confidence: 'high' }),
    offset: quantity('W', { help: 'Loss of a unit in the affine form: input = (output + offset) / efficiency.', max: '1 MW', default: '0 W', source: 'none unless stated', confidence: 'high' }),
    efficiency: fraction({ help: 'Efficiency in the affine form.', min: 0.5, default: 1, source: 'none unless stated', confidence: 'high' }),
  },
  {
    'psu-5500w': entry('Power supply 5.5 kW of an AC shelf', TITANIUM, 'low', { input: 'ac', rated: '5500 W', noLoadLoss: 0.006, linearLoss: 0.01, quadraticLoss: 0.014 }),
    'dc-converter-6kw': entry('Converter 6 kW, 800 V DC to 50 V', DC_SHELF, 'low', { input: 'dc', rated: '6 kW', noLoadLoss: 0.004, linearLoss: 0.006, quadraticLoss: 0.008 }),
    'frontier-rectifier': entry('Frontier rectifier, AC to 380 V DC', RAPS, 'high', { input: 'ac', rated: '13670 W', offset: '17 W', efficiency: 0.96 }),
    'frontier-sivoc': entry('Frontier converter, 380 V DC to 48 V', RAPS, 'high', { input: 'dc', rated: '3 kW', offset: '13 W', efficiency: 0.98 }),
  },
)
