/** Insurance units: what an insurer counts as lost together in the largest foreseeable fire. */
import type { z } from 'zod'
import { flag, list, named, optionalSection, quantity, section, text } from './fields.ts'

const unit = section(
  {
    zones: list(text({ help: 'Zone of the site, or block/zone.', examples: ['hall/ups-a'] }), { help: 'Fire zones in the unit.', min: 1, max: 1000 }),
    value: quantity('USD', { help: 'Property in the unit.', max: '1e12 USD', default: '0 USD', source: 'not stated', confidence: 'high' }),
    interruption: quantity('USD/day', { help: 'Business interruption while the unit is lost.', max: '1e9 USD/day', default: '0 USD/day', source: 'not stated', confidence: 'high' }),
  },
  { help: 'Fire zones that are lost together in the largest foreseeable fire: no separation and no wall of 3 h or more between them.' },
)

export const insuranceSection = optionalSection(
  {
    mflCredit: flag({ help: 'Credit redundancy whose parts stand in one insurance unit; false: it counts as N.', default: false, source: 'insurers give no credit inside one unit', confidence: 'medium' }),
    units: named(unit, { help: 'Insurance units by name.', default: {}, source: 'none', confidence: 'high' }),
  },
  { help: 'How the insurer divides the site.' },
)
export type InsuranceSection = NonNullable<z.output<typeof insuranceSection>>
