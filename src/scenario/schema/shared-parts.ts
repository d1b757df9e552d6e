/** Spare parts that the sites of a file have in common. */
import { count, optionalSection, quantity } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

export const sharedPartsSection = optionalSection(
  {
    transport: quantity('ms', { help: 'From the shelf of another site to this one.', min: '1 min', max: '1 year', default: '1 day', ...ENGINEERING }),
    keeps: count({ help: 'Parts that this site keeps on its own shelf: it sends away only what is above.', max: 1_000_000, default: 0, ...ENGINEERING }),
  },
  { help: 'Shares the part with the other sites that share it: whoever finds the own shelf empty gets one from the site that has most to spare. Left out: each has its own. Only in files with several sites.' },
)
