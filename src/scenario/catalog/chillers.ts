/** Air-cooled chillers, described by a share of Carnot: the form that holds at the warm water of liquid-cooled halls. */
import { catalog, entry, fraction, quantity, ratio } from '../schema/fields.ts'

const ENGINEERING = 'engineering default'
const low = (value: string | number) => ({ value, source: ENGINEERING, confidence: 'low' as const })

/** Fields of a chiller; `heat` is its cooling at `leaving` water and `condenser` air. */
export const chillerCatalog = catalog(
  'chiller',
  {
    heat: quantity('W', { help: 'Cooling at the rating point.', min: '10 kW', max: '20 MW' }),
    leaving: quantity('degC', { help: 'Leaving water at the rating point.', min: '-5 degC', max: '60 degC' }),
    condenser: quantity('degC', { help: 'Air at the condenser at the rating point.', min: '-20 degC', max: '60 degC' }),
    carnotShare: fraction({ help: 'Efficiency as a share of Carnot between refrigerant temperatures, condenser fans included.', min: 0.1, max: 0.8 }),
    liftMin: quantity('K', { help: 'Smallest lift at which the compressor works.', min: '5 K', max: '60 K' }),
    ambientMax: quantity('degC', { help: 'Hottest air at which the machine runs; above it it trips on head pressure.', min: '20 degC', max: '70 degC' }),
    freeApproach: quantity('K', { help: 'Free cooling brings water to this many kelvin above outdoor air.', min: '0.5 K', max: '30 K' }),
    freeFan: ratio({ help: 'Fan power per watt that is cooled by outdoor air alone.', min: 0, max: 0.2 }),
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
  },
)
