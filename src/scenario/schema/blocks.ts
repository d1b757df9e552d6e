/**
 * Blocks: units of power and cooling that are built and handed over together. In the file one entry may stand for `count`
 * equal blocks; the engine sees one instance each, with the id `block[0]`, `block[1]`, … and its own ready date.
 */
import type { z } from 'zod'
import { err, ok } from '../../base/result.ts'
import { blockCoolingSection } from './block-cooling.ts'
import { blockFabricSection } from './block-fabric.ts'
import { milestonesSection } from './block-milestones.ts'
import { blockPowerSection } from './block-power.ts'
import { blockRacksSection } from './block-racks.ts'
import { describe, leaf } from './field-meta.ts'
import { count, date, identifier, list, optional, section, text } from './fields.ts'

/** Most instances of one entry. */
export const MAX_BLOCK_COUNT = 1000

const equipment = { milestones: milestonesSection, power: blockPowerSection, cooling: blockCoolingSection, racks: blockRacksSection, fabric: blockFabricSection }
const BUILDING_HELP = 'Id of the building of site.buildings in which the block stands.'
const PHASE_HELP = 'Id of the phase of site.phases that releases its construction.'
const READY_HELP = 'Day on which the block is promised ready for service; the contract of its accelerators begins here.'

const instanceId = leaf({ kind: 'identifier', help: 'Id of the instance: the id of the entry, with its index when the entry has a count.' }, (input) =>
  typeof input === 'string' ? ok(input) : err({ code: 'missing', message: 'is missing' }),
)

/** One block as the engine sees it. */
const blockInstance = section({ id: instanceId, label: text({ help: 'Name in words.' }), ready: date({ help: READY_HELP }), building: optional(text({ help: BUILDING_HELP })), phase: optional(text({ help: PHASE_HELP })), ...equipment }, { help: 'One block.' })

export const blocksSection = list(blockInstance, { help: 'Blocks, in the order in which they are energised.' })
export type BlocksSection = z.output<typeof blocksSection>
/** One block in engine units: `id` is `block[2]` or, for an entry without count, `block`. */
export type Block = BlocksSection[number]

const readyDates = describe(date({ help: READY_HELP }), {
  kind: 'date',
  help: `${READY_HELP} A list gives one date for each of count.`,
  perInstance: true,
  examples: ['2028-09-01', ['2028-09-01', '2029-03-01']],
})

/** An id, or one for each of count. */
const placeId = (help: string) => describe(optional(text({ help })), { kind: 'text', help: `${help} A list gives one for each of count.`, perInstance: true, optional: true })

/** Keys of an entry that may list one value for each of count. */
export const LISTED_KEYS = ['ready', 'building', 'phase'] as const

/** One entry of the file: the keys that `expandBlocks` consumes, and those of an instance. Feeds help and the JSON Schema. */
export const blockEntry = section(
  {
    id: identifier({ help: 'Id of the block; with a count, its instances are id[0], id[1] and so on.' }),
    count: optional(count({ help: 'How many equal blocks this entry stands for; their ids then carry an index.', min: 1, max: MAX_BLOCK_COUNT })),
    label: optional(text({ help: 'Name in words; instances add their number.' })),
    ready: readyDates,
    building: placeId(BUILDING_HELP),
    phase: placeId(PHASE_HELP),
    ...equipment,
  },
  { help: 'A block, or several equal ones.' },
)
export const blockEntries = list(blockEntry, { help: 'Blocks, in the order in which they are energised.' })
