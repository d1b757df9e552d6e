/** Reinforcement learning on two gangs: nodes that generate samples while others train on them. */
import type { z } from 'zod'
import { fraction, list, optional, optionalSection, quantity, ratio, text } from './fields.ts'
import { placementSection } from './scheduler.ts'

/** Racks that work asks for. */
export const runsOnSection = (help: string) =>
  optionalSection(
    {
      accelerators: list(text({ help: 'Name of an accelerator, as the rack types catalog has it.' }), { help: 'Accelerators that it may have; any when left out.', max: 64, default: [], source: 'any', confidence: 'high' }),
      memory: quantity('B', { help: 'Least memory of an accelerator.', max: '100 TB', default: '0 B', source: 'any', confidence: 'high' }),
    },
    { help },
  )
export type RunsOnSection = NonNullable<z.output<ReturnType<typeof runsOnSection>>>

export const samplersSection = optionalSection(
  {
    size: ratio({ help: 'Accelerators that generate for each one that trains, rounded up to whole nodes.', min: 0.001, max: 1000 }),
    effort: optional(ratio({
      help: 'Time of accelerators that generation takes for each of training, both at full speed and on accelerators like the first of the site. More than `size`: those that train wait for samples; less: those that generate wait for weights. Left out: as much as `size`, so that on alike accelerators nobody waits.',
      min: 0.001, max: 1000,
    })),
    weights: fraction({ help: 'Share of a step in which those that generate take in new weights; it comes over the network and slows down with it.', max: 0.9, default: 0.05, source: 'engineering default', confidence: 'low' }),
    runsOn: runsOnSection('Racks that generation may run on. Left out: all.'),
    placement: placementSection,
  },
  {
    help: 'Reinforcement learning with generation and training on different nodes: these generate samples for the next step while the nodes of the job train on the last, so that a step takes as long as the slower of both. They start with the job or it waits; a fault on any node of either takes both down. Left out: the same nodes do both in turn (`generates`), or there is nothing to generate.',
  },
)
export type SamplersSection = NonNullable<z.output<typeof samplersSection>>
