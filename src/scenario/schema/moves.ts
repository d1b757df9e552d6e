/** Jobs that go from one site of a file to another. */
import type { z } from 'zod'
import { optional, optionalSection, quantity } from './fields.ts'

const ENGINEERING = 'engineering default'

export const movesSection = optionalSection(
  {
    after: quantity('ms', { help: 'How long a job waits at its site before it goes to another one that could start it at once. Then and every so often it is looked at again.', min: '1 min', max: '1 year', default: '30 min', source: ENGINEERING, confidence: 'low' }),
    copies: optional(quantity('ms', { help: 'How often checkpoints are copied to the other sites, at most as often as the links carry one; a job whose site is lost goes on from its last copy. Left out: none, so that a job with saved work waits until its site can be reached. Copies use the links in the background: they take nothing from other transfers.', min: '1 min', max: '1 year' })),
  },
  { help: 'Jobs that wait at a site that is lost or full go on at another of their sites. What they have saved comes over `wan.links` and takes its time; only in files with several sites.' },
)
export type MovesSection = NonNullable<z.output<typeof movesSection>>
