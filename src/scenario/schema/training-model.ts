/** What a training job computes and how it is split: from these, the time of its step and its traffic follow. */
import type { z } from 'zod'
import { count, flag, fraction, identifier, optional, optionalSection, ratio, section } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

export const trainingModelSection = optionalSection(
  {
    parameters: ratio({ help: 'Parameters.', min: 1e6, max: 1e17 }),
    activeParameters: optional(ratio({ help: 'Parameters that work on a token, in a mixture of experts; all when left out.', min: 1e6, max: 1e17 })),
    layers: count({ help: 'Layers.', min: 1, max: 100_000 }),
    hidden: count({ help: 'Width of the hidden state.', min: 1, max: 10_000_000 }),
    keyWidth: optional(count({ help: 'Width of the keys, and of the values, of a token; the hidden width when left out.', min: 1, max: 10_000_000 })),
    sequence: count({ help: 'Tokens of a sequence.', min: 1, max: 100_000_000, default: 8192, source: 'Llama 3 405B (arXiv 2407.21783)', confidence: 'medium' }),
    tokensPerStep: count({ help: 'Tokens of a step over the whole job: the global batch.', min: 1, max: 1_000_000_000_000 }),
    microBatch: count({ help: 'Sequences that go through the pipeline at a time.', min: 1, max: 1_000_000, default: 1, ...ENGINEERING }),
    interleave: count({ help: 'Stages of the pipeline that an accelerator holds, taken in turn.', min: 1, max: 1000, default: 1, source: 'not interleaved', confidence: 'medium' }),
    recompute: flag({ help: 'The forward pass is done again in the backward pass.', default: false, source: 'activations are kept', confidence: 'medium' }),
    experts: optionalSection(
      {
        layers: count({ help: 'Layers with experts.', min: 1, max: 100_000 }),
        perToken: count({ help: 'Experts that work on a token.', min: 1, max: 10_000, default: 2, source: 'Mixtral 8x7B (arXiv 2401.04088)', confidence: 'medium' }),
      },
      { help: 'Layers that are a mixture of experts.' },
    ),
    efficiency: fraction({ help: 'Share of the peak rate that kernels reach on their own, without waiting for others.', min: 0.01, default: 0.5, source: 'near the 430 Tflop/s of Llama 3 on 8,192 H100 before its pipeline bubble (arXiv 2407.21783)', confidence: 'low' }),
  },
  { help: 'The model that the jobs train; in place of `communication`.' },
)
export type TrainingModelEntry = NonNullable<z.output<typeof trainingModelSection>>

const degree = (help: string) => count({ help, min: 1, max: 1_000_000, default: 1, source: 'not split', confidence: 'high' })

export const parallelismSection = section(
  {
    tensor: degree('Accelerators over which each layer is split.'),
    pipeline: degree('Stages.'),
    context: degree('Accelerators over which each sequence is split.'),
    data: optional(count({ help: 'Copies that train on different data; what the size of the job leaves when left out.', min: 1, max: 10_000_000 })),
    expert: degree('Accelerators over which experts are spread, out of the copies.'),
    crossesDomain: flag({ help: 'Tensor groups larger than the scale-up domain are meant; their traffic then goes over the network.', default: false, source: 'a slip otherwise', confidence: 'high' }),
  },
  { help: 'How the model is split over the accelerators of a job.' },
)
export type ParallelismEntry = z.output<typeof parallelismSection>

export const spansSection = optionalSection(
  {
    region: identifier({ help: 'Region of `fabric.wan` where the other half of the job runs.' }),
    innerSteps: count({ help: 'Steps between exchanges with the other half; 1 exchanges at every step.', min: 1, max: 1_000_000, default: 1, source: 'synchronous training', confidence: 'medium' }),
  },
  { help: 'The job runs on this site and as large on another one; needs `model`.' },
)
export type SpansEntry = NonNullable<z.output<typeof spansSection>>
