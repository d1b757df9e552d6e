/** Prime-power generation on site: engines that carry blocks before or beside the grid. */
import type { z } from 'zod'
import { engineCatalog } from '../catalog/generators.ts'
import { catalogItem, count, datedMilestone, identifier, list, optional, text } from './fields.ts'

const plant = catalogItem(
  engineCatalog,
  {
    id: identifier({ help: 'Name of the plant.' }),
    inService: datedMilestone({ help: 'Day on which the engines may run, with or without a slip.' }),
    redundancy: count({ help: 'Engines that may be out without loss of firm power: one in maintenance, one tripped.', max: 1000, default: 2, source: 'islanded plants are built N+2', confidence: 'medium' }),
    serves: optional(list(text({ help: 'Id of a block, such as block[1].' }), { help: 'Blocks that the plant is reserved for; all when left out.', min: 1 })),
  },
  { help: 'A plant of equal gas engines.' },
)

export const generationSection = list(plant, { help: 'Prime-power plants on site.', max: 100, default: [], source: 'none', confidence: 'high' })
export type GenerationSection = z.output<typeof generationSection>
