/** Transformers of the substation (high voltage) and of the blocks (medium to low voltage). */
import { catalog, entry, quantity } from '../schema/fields.ts'

const HV_FAILURES = { value: '0.010/year', source: 'industrialmonitordirect citing IEEE 493: 0.005–0.015 a year', confidence: 'medium' } as const
const HV_REPAIR = { value: '336 h', source: 'move a spare, fill oil, test; engineering default', confidence: 'low' } as const
const LV_FAILURES = { value: '0.006/year', source: 'IEEE 493 as commonly published', confidence: 'medium' } as const
const LV_REPAIR = { value: '48 h', source: 'spare on site, engineering default', confidence: 'low' } as const
const TIER_2 = 'EU 548/2014 tier 2'

/** Fields of a transformer: rating at the highest cooling stage and its two losses. */
export const transformerCatalog = catalog(
  'transformer',
  {
    rated: quantity('VA', { help: 'Rated apparent power at the highest cooling stage.', min: '10 kVA', max: '2000 MVA' }),
    noLoadLoss: quantity('W', { help: 'Loss whenever it is energised.', min: '1 W', max: '2 MW' }),
    loadLoss: quantity('W', { help: 'Further loss at rated load; grows with the square of the load.', min: '1 W', max: '10 MW' }),
    failures: quantity('1/year', { help: 'Major failures of one transformer.', min: '0/year', max: '10/year' }),
    repair: quantity('ms', { help: 'Mean time to replace or repair it, a spare at hand.', min: '1 min', max: '5 years' }),
  },
  {
    'hv-40mva': entry('Substation transformer 40 MVA', `${TIER_2}: peak efficiency 99.72 % at 45 % load`, 'medium', { rated: '40 MVA', noLoadLoss: '25.2 kW', loadLoss: '124.4 kW', failures: HV_FAILURES, repair: HV_REPAIR }),
    'hv-90mva': entry('Substation transformer 90 MVA', `${TIER_2}: peak efficiency 99.76 % at 45 % load, between the values of 40 and 100 MVA`, 'medium', { rated: '90 MVA', noLoadLoss: '48.6 kW', loadLoss: '240 kW', failures: HV_FAILURES, repair: HV_REPAIR }),
    'hv-100mva': entry('Substation transformer 100 MVA', `${TIER_2}: peak efficiency 99.77 % at 45 % load`, 'medium', { rated: '100 MVA', noLoadLoss: '51.75 kW', loadLoss: '255.556 kW', failures: HV_FAILURES, repair: HV_REPAIR }),
    'lv-2500kva': entry('Block transformer 2.5 MVA', `${TIER_2} for medium-power transformers`, 'medium', { rated: '2.5 MVA', noLoadLoss: '1575 W', loadLoss: '18500 W', failures: LV_FAILURES, repair: LV_REPAIR }),
    'lv-3mva': entry('Block transformer 3 MVA', `scaled from 2.5 MVA of ${TIER_2}`, 'low', { rated: '3 MVA', noLoadLoss: '1890 W', loadLoss: '22200 W', failures: LV_FAILURES, repair: LV_REPAIR }),
  },
)
