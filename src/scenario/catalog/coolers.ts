/** Dry and adiabatic coolers: one row a published or derived rating. */
import { catalog, count, entry, quantity } from '../schema/fields.ts'

/** Fields of a cooler; `heat`, `air`, `waterIn` and `waterOut` are its rating point at full fan speed without pads. */
export const coolerCatalog = catalog(
  'cooler',
  {
    heat: quantity('W', { help: 'Heat rejected at the rating point.', min: '10 kW', max: '20 MW' }),
    airIn: quantity('degC', { help: 'Entering air at the rating point.', min: '-20 degC', max: '60 degC' }),
    waterIn: quantity('degC', { help: 'Entering water at the rating point.', min: '0 degC', max: '90 degC' }),
    waterOut: quantity('degC', { help: 'Leaving water at the rating point.', min: '0 degC', max: '90 degC' }),
    fan: quantity('W', { help: 'Electric power of all fans at full speed.', min: '0 W', max: '2 MW' }),
    fans: count({ help: 'Fans of one unit; a failed one takes its share of the unit away.', min: 1, max: 200 }),
    ambientMax: quantity('degC', { help: 'Hottest entering air at which the fan drives run; above it the unit stops.', min: '20 degC', max: '70 degC' }),
  },
  {
    'dry-cooler-2930kw': entry('Dry cooler 2.93 MW', 'BAC TrilliumSeries TDFS1238N, data record of LBNL Modelica Buildings', 'high', {
      heat: '2931 kW',
      airIn: '35 degC',
      waterIn: '46.11 degC',
      waterOut: '40.55 degC',
      fan: '117.68 kW',
      fans: { value: 12, source: 'engineering default', confidence: 'low' },
      ambientMax: { value: '52 degC', source: 'vendors state 46–52 °C for drives, upper end, engineering default', confidence: 'low' },
    }),
    'dry-cooler-980kw': entry('Dry cooler 0.98 MW', 'a third of BAC TrilliumSeries TDFS1238N', 'medium', {
      heat: '977 kW',
      airIn: '35 degC',
      waterIn: '46.11 degC',
      waterOut: '40.55 degC',
      fan: '39.23 kW',
      fans: { value: 4, source: 'engineering default', confidence: 'low' },
      ambientMax: { value: '52 degC', source: 'vendors state 46–52 °C for drives, upper end, engineering default', confidence: 'low' },
    }),
  },
)
