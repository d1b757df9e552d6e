/** Waivers: findings that somebody accepts, with a name and a reason that every report repeats. */
import type { z } from 'zod'
import { list, section, text } from './fields.ts'

const waiver = section(
  {
    code: text({ help: 'Code of the finding that is accepted.', examples: ['UPS_RIDE'] }),
    at: text({ help: 'Where it is accepted: the path of the finding, or of a section above it.', examples: ['blocks.hall.power'] }),
    by: text({ help: 'Who accepts it.', examples: ['J. Doe, critical facilities'] }),
    reason: text({ help: 'Why it is acceptable, in a sentence.', examples: ['The hall runs only interruptible work until the sets arrive'] }),
  },
  { help: 'An accepted finding.' },
)

export const waiversSection = list(waiver, { help: 'Findings that are accepted; each stays in every report, with its reason.', max: 200, default: [], source: 'none', confidence: 'high' })
export type Waiver = z.output<typeof waiversSection>[number]
