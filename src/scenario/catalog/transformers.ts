/** Transformers of the substation (high voltage) and of the blocks (medium to low voltage). */
import { catalog, choice, count, distribution, entry, flag, fraction, optional, quantity } from '../schema/fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const
const HV_FAILURES = { value: '0.010/year', source: 'industrialmonitordirect citing IEEE 493: 0.005–0.015 a year', confidence: 'medium' } as const
const HV_REPAIR = { value: '336 h', source: 'move a spare, fill oil, test; engineering default', confidence: 'low' } as const
const LV_FAILURES = { value: '0.006/year', source: 'IEEE 493 as commonly published', confidence: 'medium' } as const
const LV_REPAIR = { value: '48 h', source: 'spare on site, engineering default', confidence: 'low' } as const
const TIER_2 = 'EU 548/2014 tier 2'
const LADDER = 'IEEE C57 practice: 0.6 : 0.8 : 1.0'

/** Fields of a transformer: rating at the highest cooling stage, its losses, its insulation and its failures. */
export const transformerCatalog = catalog(
  'transformer',
  {
    rated: quantity('VA', { help: 'Rated apparent power at the highest cooling stage.', min: '10 kVA', max: '2000 MVA' }),
    noLoadLoss: quantity('W', { help: 'Loss whenever it is energised.', min: '1 W', max: '2 MW', rangeCode: 'XF_LOSS' }),
    loadLoss: quantity('W', { help: 'Further loss at rated load; grows with the square of the load. At least the loss at no load.', min: '1 W', max: '10 MW', rangeCode: 'XF_LOSS' }),
    thermal: choice(['power', 'distribution'], { help: 'Thermal behaviour: large with fans and radiators, or a distribution transformer without fans.', default: 'distribution', ...ENGINEERING }),
    natural: fraction({ help: 'Rating without fans per rating (ONAN). Distribution transformers have no fans.', min: 0.1, default: 0.6, source: LADDER, confidence: 'medium' }),
    firstFans: fraction({ help: 'Rating with the first group of fans per rating (ONAF, first stage).', min: 0.1, default: 0.8, source: LADDER, confidence: 'medium' }),
    paper: choice(['upgraded', 'normal'], { help: 'Insulation of the winding: thermally upgraded (110 °C) or normal kraft paper (98 °C).', default: 'upgraded', ...ENGINEERING }),
    indoor: flag({ help: 'Stands in a room, which adds 10 K to the ambient temperature.', default: false, ...ENGINEERING }),
    loading: choice(['continuous', 'cyclic', 'longEmergency'], { help: 'How far it may be loaded: within its rating and the hot spot of its paper, or beyond with faster ageing, as IEC 60076-7 allows for cyclic or emergency loading.', default: 'continuous', ...ENGINEERING }),
    lifeUsed: fraction({ help: 'Share of the life of its insulation that is gone at the start.', max: 0.99, default: 0, source: 'new', confidence: 'high' }),
    life: quantity('ms', { help: 'Life of the insulation at an ageing rate of one.', min: '100 h', max: '200 years', default: '180000 h', source: 'IEEE C57.91', confidence: 'medium' }),
    impedance: fraction({ help: 'Short-circuit impedance.', min: 0.02, max: 0.3, default: 0.06, ...ENGINEERING }),
    highVoltage: optional(quantity('V', { help: 'Rated voltage of the high side; unchecked when left out.', min: '1 kV', max: '1200 kV' })),
    lowVoltage: optional(quantity('V', { help: 'Rated voltage of the low side; unchecked when left out.', min: '100 V', max: '500 kV' })),
    failures: quantity('1/year', { help: 'Major failures of one transformer.', min: '0/year', max: '10/year' }),
    repair: quantity('ms', { help: 'Mean time to replace or repair it, a spare at hand.', min: '1 min', max: '5 years' }),
    spare: count({ help: 'Spare transformers on site; each use orders a new one. Without a spare a major failure waits for delivery.', max: 100, default: 1, ...ENGINEERING }),
    lead: optional(distribution('ms', { help: 'Delivery of a new one. Left out: PERT of 90, 128 and 200 weeks for power, of 26, 50 and 100 weeks for distribution transformers (Wood Mackenzie and McKinsey in trade press).', max: '10 years' })),
    minorFailures: quantity('1/year', { help: 'Minor failures of one transformer: tap changer, bushings.', min: '0/year', max: '10/year', default: '0/year', source: 'without a tap changer under load', confidence: 'low' }),
    minorRepair: quantity('ms', { help: 'Mean repair of a minor failure.', min: '1 min', max: '5 years', default: '72 h', ...ENGINEERING }),
  },
  {
    'hv-40mva': large('Substation transformer 40 MVA', `${TIER_2}: peak efficiency 99.72 % at 45 % load`, { rated: '40 MVA', noLoadLoss: '25.2 kW', loadLoss: '124.4 kW' }),
    'hv-90mva': large('Substation transformer 90 MVA', `${TIER_2}: peak efficiency 99.76 % at 45 % load, between the values of 40 and 100 MVA`, { rated: '90 MVA', noLoadLoss: '48.6 kW', loadLoss: '240 kW' }),
    'hv-100mva': large('Substation transformer 100 MVA', `${TIER_2}: peak efficiency 99.77 % at 45 % load`, { rated: '100 MVA', noLoadLoss: '51.75 kW', loadLoss: '255.556 kW' }),
    'lv-2500kva': entry('Block transformer 2.5 MVA', `${TIER_2} for medium-power transformers`, 'medium', { rated: '2.5 MVA', noLoadLoss: '1575 W', loadLoss: '18500 W', failures: LV_FAILURES, repair: LV_REPAIR }),
    'lv-3mva': entry('Block transformer 3 MVA', `scaled from 2.5 MVA of ${TIER_2}`, 'low', { rated: '3 MVA', noLoadLoss: '1890 W', loadLoss: '22200 W', failures: LV_FAILURES, repair: LV_REPAIR }),
  },
)

/** A transformer of the substation: fans, a tap changer, delivery in years. */
function large(label: string, source: string, values: Readonly<Record<'rated' | 'noLoadLoss' | 'loadLoss', string>>) {
  return entry(label, source, 'medium', {
    ...values,
    thermal: { value: 'power', source: 'oil-filled with fans, usual practice', confidence: 'high' },
    impedance: { value: 0.12, source: 'engineering default', confidence: 'low' },
    failures: HV_FAILURES,
    repair: HV_REPAIR,
    minorFailures: { value: '0.02/year', source: 'engineering default', confidence: 'low' },
  })
}
