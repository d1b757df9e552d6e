/** Planned work on the network: what of it, when, and how much is left meanwhile. */
import { choice, date, fraction, identifier, optional, quantity, section } from './fields.ts'

export const fabricMaintenanceSection = section(
  {
    id: identifier({ help: 'Name of the work.' }),
    tier: choice(['leaf', 'spine', 'core'], { help: 'leaf: one leaf group after the other. spine: one block after the other. core: between all blocks at once.' }),
    first: date({ help: 'Day on which it begins for the first time.' }),
    every: optional(quantity('ms', { help: 'From begin to begin; once when left out.', min: '1 day', max: '15 years' })),
    duration: quantity('ms', { help: 'How long one leaf group, one block or the core is worked on.', min: '1 minute', max: '30 days', default: '4 hours', source: 'engineering default', confidence: 'low' }),
    capacity: fraction({ help: 'Share of bandwidth that is left meanwhile; 0 at a leaf group takes its nodes out, at the spines those of the block.', default: 0.5, source: 'half of the switches at a time', confidence: 'medium' }),
  },
  { help: 'Planned work on one tier of the network.' },
)
