/** Spare parts of power and cooling. Transformers and accelerators have theirs in their own sections. */
import type { z } from 'zod'
import { ASSET_KINDS } from '../catalog/assets.ts'
import { choice, count, distribution, fraction, identifier, list, optional, section } from './fields.ts'
import { sharedPartsSection } from './shared-parts.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const spare = section(
  {
    id: identifier({ help: 'Name of the part.' }),
    for: choice(ASSET_KINDS, { help: 'Kind of equipment whose repairs use it.' }),
    share: fraction({ help: 'Share of the repairs that need it.', default: 1, ...ENGINEERING }),
    stock: count({ help: 'Parts on the shelf at the start.', max: 1_000_000, default: 1, ...ENGINEERING }),
    reorderAt: count({ help: 's: parts are ordered when those on the shelf and on order, less those waited for, are at or below it.', max: 1_000_000, default: 0, source: 'one for one, as in the METRIC model', confidence: 'medium' }),
    orderSize: count({ help: 'Q: parts per order.', min: 1, max: 1_000_000, default: 1, source: 'one for one, as in the METRIC model', confidence: 'medium' }),
    upTo: optional(count({ help: 'S: an order fills up to it, in place of a fixed size.', min: 1, max: 1_000_000 })),
    lead: distribution('ms', { help: 'From order to shelf.', min: '1 ms', max: '10 years', default: { p50: '8 weeks', p90: '20 weeks' }, ...ENGINEERING }),
    sharing: sharedPartsSection,
  },
  { help: 'A part under continuous review.' },
)

export const sparesSection = list(spare, { help: 'Spare parts; a repair waits for its part before it asks for a crew (`crews`, or one sized to the site).', default: [], max: 500, source: 'repairs wait for no part unless stated', confidence: 'medium' })
export type SparesSection = z.output<typeof sparesSection>
