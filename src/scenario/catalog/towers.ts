/** Cells of open cooling towers: heat at a rating point of the YorkCalc correlation, fan, and how much air they move. */
import { catalog, entry, fraction, quantity, ratio } from '../schema/fields.ts'

const judged = (value: string | number) => ({ value, source: 'engineering default', confidence: 'low' as const })

/** Fields of a cell; its water flow is the one that gives `range` at `heat`, and stays while the cell is in service. */
export const towerCatalog = catalog(
  'cooling tower',
  {
    heat: quantity('W', { help: 'Heat of one cell at its rated range.', min: '50 kW', max: '50 MW' }),
    range: quantity('K', { help: 'Fall of the water in the cell at that heat.', min: '1.1 K', max: '22.2 K' }),
    flowRatio: ratio({ help: 'Water to air at full fan speed, as a share of the ratio at which the correlation is 1; less is a larger tower.', min: 0.4, max: 2 }),
    approach: quantity('K', { help: 'Least difference of its water above the wet bulb: the control lets fans slow down before they reach for the last kelvins.', min: '1.1 K', max: '15 K' }),
    fan: quantity('W', { help: 'Electric power of the cell’s fan at full speed.', min: '0 W', max: '2 MW' }),
    convection: fraction({ help: 'Share of its heat that a cell gives off with the fan at rest.', max: 0.5 }),
    drift: ratio({ help: 'Droplets lost, as a share of the water in circulation; modern eliminators reach 0.00001.', min: 0, max: 0.01 }),
  },
  {
    'tower-cell-4500kw': entry('Open cooling-tower cell 4.5 MW', 'YorkCalc at 25.56 °C wet bulb, range 5.56 K, approach 3.84 K: EnergyPlus Engineering Reference', 'medium', {
      heat: '4.5 MW',
      range: '5.56 K',
      flowRatio: 1,
      approach: { value: '1.1 K', source: 'lower bound of the YorkCalc fit, EnergyPlus Engineering Reference', confidence: 'medium' },
      fan: judged('54 kW'),
      convection: { value: 0.125, source: 'OpenStudio CoolingTowerVariableSpeed default', confidence: 'medium' },
      drift: { value: 0.00008, source: 'EnergyPlus default', confidence: 'medium' },
    }),
  },
)
