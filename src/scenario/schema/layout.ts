/** What stands elsewhere than the plan of the site would put it. */
import type { z } from 'zod'
import { list, quantity, section, text } from './fields.ts'

const none = { default: '0 m', source: 'where the plan puts it', confidence: 'high' } as const

const place = section(
  {
    at: text({ help: 'What is moved: a block with all that belongs to it, such as block[0]; a row of its racks, such as block[0].row[2], counted from 0; equipment of its yard by its key, such as block[0].cooling.units; or equipment of the site, such as grid.substation.' }),
    east: quantity('m', { help: 'How far east of where the plan would put it; west is negative.', min: '-10 km', max: '10 km', ...none }),
    south: quantity('m', { help: 'How far south of where the plan would put it; north is negative.', min: '-10 km', max: '10 km', ...none }),
  },
  { help: 'One thing that stands elsewhere.' },
)

export const layoutSection = list(place, { help: 'Things that stand elsewhere than the plan of the site would put them. Cables between moved blocks and rows are as much longer or shorter; nothing else depends on it.', max: 2000, default: [], source: 'the plan of the site', confidence: 'high' })
export type LayoutSection = z.output<typeof layoutSection>
