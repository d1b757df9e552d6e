/** Battery storage of the site: containers of cells with their inverters. */
import { catalog, entry, fraction, quantity } from '../schema/fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const
const REOPT = 'REopt.jl defaults'

/** Fields of one unit of storage. */
export const storageCatalog = catalog(
  'battery storage',
  {
    energy: quantity('J', { help: 'Energy capacity of one unit when new.', min: '1 kWh', max: '10 GWh' }),
    power: quantity('W', { help: 'Rating of its inverters.', min: '1 kW', max: '10 GW' }),
    cRate: quantity('1/h', { help: 'Highest power per energy capacity that the cells bear.', min: '0.01 1/h', max: '20 1/h', default: '1 1/h', ...ENGINEERING }),
    efficiency: fraction({ help: 'One-way efficiency between terminals and cells, each of charging and discharging.', min: 0.701, rangeCode: 'BESS_EFF', default: 0.9479, source: `${REOPT}: 0.96 for the inverter times the root of 0.975 for the cells`, confidence: 'high' }),
    auxiliary: quantity('1/h', { help: 'Power of cooling and controls per energy capacity, taken from the store.', max: '0.1 1/h', default: '0.002 1/h', source: 'brings 0.90 at the terminals to about 0.85 at one cycle a day (NREL Annual Technology Baseline)', confidence: 'medium' }),
    availability: fraction({ help: 'Share of the power that is counted on.', min: 0.1, default: 0.97, source: REOPT, confidence: 'high' }),
    failures: quantity('1/year', { help: 'Failures of the power conversion of one unit.', max: '100/year', default: '0.2/year', ...ENGINEERING }),
    repair: quantity('ms', { help: 'Mean repair of the power conversion.', min: '1 min', max: '1 year', default: '24 h', ...ENGINEERING }),
  },
  {
    'bess-2mwh': entry('Battery container 2 MW, 2 MWh', 'engineering default', 'low', { energy: '2 MWh', power: '2 MW' }),
    'bess-5mwh': entry('Battery container 2.5 MW, 5 MWh', 'engineering default', 'low', { energy: '5 MWh', power: '2.5 MW', cRate: '0.5 1/h' }),
  },
)
