/** Which watt counts: what a rack is worth in plans of power, and what it may draw in the run. */
import type { z } from 'zod'
import { choice, fraction, optional, quantity, section } from './fields.ts'

/** In words: the rating, the rating less what such racks never reach, what they draw in training, or what a cap leaves. */
export const POWER_BASES = ['nameplate', 'derated', 'measured', 'capped'] as const
export type PowerBasis = (typeof POWER_BASES)[number]

export const powerSection = section(
  {
    basis: choice(POWER_BASES, {
      help: 'Which watt a rack counts as, in plans (design power, placement, energisation, cooling) and as its cap in the run: its rating, a share of it, its measured sustained power, or what a cap per accelerator leaves.',
      default: 'nameplate', source: 'engineering default', confidence: 'medium',
    }),
    derate: fraction({ help: 'Share of the rating that counts with the derated basis.', min: 0.1, default: 0.83, source: 'node measurements: peak 8.4–8.5 kW of 10.2 kW nameplate (arXiv 2412.08602)', confidence: 'medium' }),
    cap: optional(quantity('W', { help: 'Highest power of an accelerator package with the capped basis; hosts, network cards and fans come on top.', min: '10 W', max: '20 kW' })),
  },
  { help: 'Which watt counts, over the whole site.' },
)
export type PowerSection = z.output<typeof powerSection>
