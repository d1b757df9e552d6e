/** The network of a block, where it comes later than the racks. */
import { datedMilestone, optionalSection } from './fields.ts'

export const blockFabricSection = optionalSection(
  {
    delivered: datedMilestone({ help: 'Day on which switches, modules and cables of the block are there and its racks can be cabled; their burn-in waits for it, and so does what stands there already.' }),
  },
  { help: 'The network of the block, where it comes later than its racks; with them when left out.' },
)
