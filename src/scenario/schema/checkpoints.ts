/** How training jobs save their work, and what a restart costs. */
import type { z } from 'zod'
import { err, ok } from '../../base/result.ts'
import { leaf } from './field-meta.ts'
import { choice, count, optional, quantity, section } from './fields.ts'
import { parseQuantity } from './quantity-text.ts'

const INTERVAL_RULES = ['daly', 'young', 'adaptive', 'none'] as const

/** Rule of the interval; `fixed` states nominal work between checkpoints in ms. */
export type CheckpointInterval = { readonly rule: (typeof INTERVAL_RULES)[number] } | { readonly rule: 'fixed'; readonly workMs: number }

const ALLOWED = `${INTERVAL_RULES.join(', ')} or a duration from 1 s to 1 year`
const SHORTEST_MS = 1000
const LONGEST_MS = 31_557_600_000

const interval = leaf<CheckpointInterval>(
  {
    kind: 'any',
    help: 'Work between checkpoints: daly or young computes it for each job from the expected failures, adaptive is daly with the failures that the site has seen besides, a duration fixes it, none never saves.',
    default: 'daly',
    source: 'Daly, FGCS 22(3), 2006; Young, CACM 17(9), 1974',
    confidence: 'high',
    examples: ['daly', '30 min', 'none'],
  },
  input => {
    const rule = INTERVAL_RULES.find(id => id === input)
    if (rule !== undefined) return ok({ rule })
    const read = parseQuantity(input, 'ms')
    if (!read.ok) return err({ ...read.error, allowed: ALLOWED })
    if (read.value < SHORTEST_MS || read.value > LONGEST_MS) return err({ code: 'range', message: 'is out of range', allowed: ALLOWED })
    return ok({ rule: 'fixed', workMs: read.value })
  },
)

export const checkpointsSection = section(
  {
    interval,
    mode: choice(['asynchronous', 'blocking'] as const, {
      help: 'asynchronous: training stops for the snapshot only and the checkpoint is durable after the flush; blocking: durable when the writing ends.',
      default: 'asynchronous',
      source: 'common practice of large training runs',
      confidence: 'medium',
    }),
    blocking: quantity('ms', {
      help: 'Time for which training stops at every checkpoint.',
      max: '1 day',
      default: '10 s',
      source: 'Llama 3 (arXiv 2407.21783): 16,384 × 4 GB at the 7 TB/s peak of its storage, 9.4 s',
      confidence: 'low',
    }),
    flush: quantity('ms', {
      help: 'Time after the snapshot until an asynchronous checkpoint is durable.',
      max: '1 day',
      default: '33 s',
      source: 'Llama 3 (arXiv 2407.21783): 16,384 × 4 GB at the sustained 2 TB/s of its storage, 32.8 s',
      confidence: 'low',
    }),
    restore: quantity('ms', { help: 'Reading the last checkpoint after a restart.', max: '1 day', default: '5 min', source: 'engineering default within the 5–20 min of a restart on Meta RSC (Kokolis et al., HPCA 2025)', confidence: 'low' }),
    reading: choice(['broadcast', 'naive'] as const, {
      help: 'How a restore reads from a store. broadcast: each byte once, and accelerators pass it on. naive: every data-parallel copy of the model reads all weights for itself, the state of the optimiser is read once; of 14 B a parameter the weights are 2. Matters with a datastore only; near copies are read by their own nodes.',
      default: 'broadcast', source: 'broadcast on load, as large runs do', confidence: 'medium',
    }),
    copySize: count({
      help: 'Accelerators over which one copy of the model is split, for naive reading by jobs without `model`; with a model its tensor, pipeline and context degrees say so.',
      min: 1, max: 1_000_000, default: 128, source: 'Llama 3 405B (arXiv 2407.21783): 8 tensor × 16 pipeline', confidence: 'low',
    }),
    retained: optional(count({ help: 'Checkpoints of a job that are kept; when corruption goes back beyond them, the job begins anew. Left out: all are kept, and the room of a datastore is looked at for five.', min: 1, max: 1_000_000 })),
    permanentEvery: optional(count({ help: 'Of so many checkpoints of a job one is kept for good in the datastore, also when the job is over; counted as a steady flow. Left out: none.', min: 1, max: 1_000_000 })),
    size: quantity('B', {
      help: 'Size of a checkpoint per accelerator; with a datastore it decides how long checkpoints and restores take.',
      min: '1 kB', max: '1 TB', default: '350 MB', source: '405 billion parameters of 14 B over 16,384 accelerators (Llama 3, arXiv 2407.21783)', confidence: 'medium',
    }),
    datastoreEvery: count({
      help: 'Of so many checkpoints one goes to the datastore. The others stay in memory (`local`) or on the disks of the nodes (`datastore.disks`), and are lost with them: then all work since the last one in the datastore is. They stay where they are while a job waits for nodes again.',
      min: 1, max: 1000, default: 1, source: 'every checkpoint', confidence: 'medium',
    }),
    local: choice(['none', 'host', 'peer', 'hbm-peer'] as const, {
      help: 'Copy in memory beside the durable one, there as soon as it is written. host: it outlives faults of software, after which the node is still there. peer: another node holds it too, so that it outlives the loss of one node. hbm-peer: accelerators of another node hold it, so that it outlives the loss of a node but not of the process.',
      default: 'none', source: 'durable copies alone', confidence: 'medium',
    }),
    localRestore: quantity('ms', { help: 'Restoring from the copy in memory.', max: '1 day', default: '30 s', source: 'engineering default', confidence: 'low' }),
    expectedFailures: quantity('1/year', {
      help: 'Failures per accelerator and year that users expect when they choose the interval; the faults themselves are described under faults.',
      min: '0.0001 1/year',
      max: '1000 1/year',
      default: '0.3 1/year',
      source: 'Meta RSC-1: 6.5 failures per 1,000 days of a node with 8 accelerators (Kokolis et al., HPCA 2025)',
      confidence: 'medium',
    }),
  },
  { help: 'Checkpoints of training jobs.' },
)
export type CheckpointsSection = z.output<typeof checkpointsSection>
