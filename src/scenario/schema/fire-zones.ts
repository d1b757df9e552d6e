/** Fire zones of a block's electrical rooms and yard: what one fire takes as a whole. */
import type { z } from 'zod'
import { count, list, named, optional, section } from './fields.ts'

const members = (help: string) => optional(list(count({ help: 'Number of one of them, counted from 1.', min: 1, max: 1000 }), { help, min: 1, max: 1000 }))

const fireZone = section(
  {
    ups: members('UPS systems in the zone, counted from 1; where the block has a single system, its modules.'),
    transformers: members('Block transformers in the zone, counted from 1.'),
    generators: members('Standby sets in the zone, counted from 1.'),
  },
  { help: 'What stands in one fire zone.' },
)

export const fireZonesSection = optional(
  named(fireZone, { help: 'Fire zones by name: rooms or yards that one fire takes as a whole. What is in none of them stands alone. Left out, the audit says that it does not know.' }),
)
export type FireZone = z.output<typeof fireZone>
