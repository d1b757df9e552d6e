/** Which watt counts: what a rack is worth in plans of power, and what it may draw in the run. */
import type { z } from 'zod'
import { choice, fraction, optional, quantity, section } from './fields.ts'

/** In words: the rating, the rating less what such racks never reach, what they draw in training, or what a cap leaves. */
export const POWER_BASES = ['nameplate', 'derated', 'measured', 'capped'] as const
export type PowerBasis = (typeof POWER_BASES)[number]

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const phases = section(
  {
    starting: fraction({ help: 'While a job initialises, loads or restores.', default: 0.15, ...ENGINEERING }),
    compute: fraction({ help: 'Arithmetic of a training step.', default: 1, source: 'by definition of sustained power', confidence: 'high' }),
    communication: fraction({ help: 'Waiting for communication that arithmetic does not hide.', default: 0.35, ...ENGINEERING }),
    checkpoint: fraction({ help: 'Stopped for a checkpoint.', default: 0.25, ...ENGINEERING }),
    prefill: fraction({ help: 'Reading prompts.', default: 0.95, ...ENGINEERING }),
    decode: fraction({ help: 'Writing answers.', default: 0.35, source: 'H200 decode measured at 137–300 W of 700 W', confidence: 'medium' }),
    stalled: fraction({ help: 'Hung after a fault that nobody has noticed.', default: 0.3, ...ENGINEERING }),
  },
  { help: 'Draw of a node by what it does, as a share of the way from idle to sustained.' },
)
/** Share of a node's dynamic range by what it does. */
export type DrawPhases = z.output<typeof phases>

export const powerSection = section(
  {
    phases,
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
