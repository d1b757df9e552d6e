/** What stands between the model's efficiencies and those of an operated site. */
import type { z } from 'zod'
import { fraction, ratio, section } from './fields.ts'

const judged = { source: 'engineering default', confidence: 'low' } as const

export const efficiencySection = section(
  {
    operations: ratio({
      help: 'Cooling energy of an operated site over that of the model, which controls perfectly: for the budget PUE that is told beside the model’s; nothing in the run changes.',
      min: 1, max: 2, default: 1.1, source: 'engineering default, range 1.0–1.3', confidence: 'low',
    }),
    heatReuse: fraction({ help: 'Share of IT energy whose heat is used elsewhere: for the energy reuse effectiveness (ERE).', default: 0, ...judged }),
  },
  { help: 'How efficiencies are told.' },
)
export type EfficiencySection = z.output<typeof efficiencySection>
