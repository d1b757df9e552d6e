/**
 * Chillers. Most are described by a share of Carnot: the form that holds at the warm water of data halls. Three carry the published
 * curves of one machine, which hold only inside the temperatures for which they were fitted.
 */
import { catalog, choice, entry, fraction, quantity, ratio } from '../schema/fields.ts'

/** What cools a condenser. */
export const CONDENSER_COOLING = ['air', 'water'] as const
/** Published curves of one machine; the engine's table of curves has the same ids. */
export const CHILLER_CURVES = ['none', 'trane-cvhf', 'carrier-30xa500', 'mcquay-wsc'] as const

const ENGINEERING = 'engineering default'
const low = (value: string | number) => ({ value, source: ENGINEERING, confidence: 'low' as const })

/** Fields of a chiller; `heat` is its cooling at `leaving` water and `condenser` air. */
export const chillerCatalog = catalog(
  'chiller',
  {
    heat: quantity('W', { help: 'Cooling at the rating point.', min: '10 kW', max: '20 MW' }),
    leaving: quantity('degC', { help: 'Leaving water at the rating point.', min: '-5 degC', max: '60 degC' }),
    cooledBy: choice(CONDENSER_COOLING, { help: 'What cools the condenser: outdoor air, or water from cooling towers.', default: 'air', source: ENGINEERING, confidence: 'high' }),
    curves: choice(CHILLER_CURVES, { help: 'Published curves in place of the share of Carnot, scaled to the heat stated; only inside the temperatures of their fit.', default: 'none', source: ENGINEERING, confidence: 'high' }),
    condenser: quantity('degC', { help: 'Air at the condenser, or water entering it, at the rating point.', min: '-20 degC', max: '60 degC' }),
    carnotShare: fraction({ help: 'Efficiency as a share of Carnot between refrigerant temperatures, fans of an air-cooled condenser included.', min: 0.1, max: 0.8 }),
    liftMin: quantity('K', { help: 'Smallest lift at which the compressor works.', min: '5 K', max: '60 K' }),
    ambientMax: quantity('degC', { help: 'Hottest air, or water entering the condenser, at which the machine runs; above it it trips on head pressure.', min: '20 degC', max: '70 degC' }),
    freeApproach: quantity('K', { help: 'Air-cooled: free cooling brings water to this many kelvin above outdoor air.', min: '0.5 K', max: '30 K', default: '2 K', source: ENGINEERING, confidence: 'low' }),
    freeFan: ratio({ help: 'Air-cooled: fan power per watt that is cooled by outdoor air alone.', min: 0, max: 0.2, default: 0.02, source: ENGINEERING, confidence: 'low' }),
  },
  {
    'chiller-screw': entry('Air-cooled screw chiller 1.6 MW', 'Carrier 30XA500 of EnergyPlus data set AirCooledChiller: COP 2.90 at 6.67/35 °C', 'medium', {
      heat: '1609 kW',
      leaving: '6.67 degC',
      condenser: '35 degC',
      carnotShare: 0.442,
      liftMin: low('20 K'),
      ambientMax: low('50 degC'),
      freeApproach: low('2 K'),
      freeFan: low(0.02),
    }),
    'chiller-free-cooling': entry('Air-cooled free-cooling chiller, oil-free, 1.03 MW', 'engineering calibration, 0.42–0.52 of Carnot: COP 4.62 at 20/35 °C', 'low', {
      heat: '1025 kW',
      leaving: '20 degC',
      condenser: '35 degC',
      carnotShare: 0.46,
      liftMin: '20 K',
      ambientMax: low('50 degC'),
      freeApproach: low('2 K'),
      freeFan: low(0.02),
    }),
    'chiller-centrifugal': entry('Water-cooled centrifugal chiller, variable speed, 4.5 MW', 'engineering calibration, 0.62 (aged) to 0.68 of Carnot: COP 12.64 at 18/24 °C', 'low', {
      heat: '4.5 MW',
      leaving: '14 degC',
      condenser: '29.44 degC',
      cooledBy: 'water',
      carnotShare: 0.68,
      liftMin: '15 K',
      ambientMax: low('40 degC'),
    }),
    'chiller-trane-cvhf': entry('Trane CVHF centrifugal chiller 2.3 MW, published curves', 'LBNL Modelica Buildings ElectricEIR: COP 6.33 at 5.56/29.44 °C', 'high', {
      heat: '2317.4 kW',
      leaving: '5.56 degC',
      condenser: '29.44 degC',
      cooledBy: 'water',
      curves: 'trane-cvhf',
      carnotShare: 0.765,
      liftMin: low('15 K'),
      ambientMax: '29.44 degC',
    }),
    'chiller-carrier-30xa500': entry('Carrier 30XA500 air-cooled screw chiller 1.6 MW, published curves', 'EnergyPlus data set AirCooledChiller: COP 2.90 at 6.67/35 °C', 'high', {
      heat: '1609 kW',
      leaving: '6.67 degC',
      condenser: '35 degC',
      curves: 'carrier-30xa500',
      carnotShare: 0.442,
      liftMin: low('20 K'),
      ambientMax: '46.11 degC',
    }),
    'chiller-mcquay-wsc': entry('McQuay WSC centrifugal chiller 0.47 MW, published curves', 'LBNL Modelica Buildings ElectricEIR: COP 5.89 at 8.89/26.67 °C', 'high', {
      heat: '471.2 kW',
      leaving: '8.89 degC',
      condenser: '26.67 degC',
      cooledBy: 'water',
      curves: 'mcquay-wsc',
      carnotShare: 0.575,
      liftMin: low('15 K'),
      ambientMax: '26.67 degC',
    }),
  },
)
