/** Planned work on the network: what of it, when, and how much is left meanwhile. */
import { choice, date, fraction, identifier, optional, quantity, section } from './fields.ts'

export const fabricMaintenanceSection = section(
  {
    id: identifier({ help: 'Name of the work.' }),
    tier: choice(['leaf', 'spine', 'core'], { help: 'leaf: one leaf group after the other. spine: one block after the other. core: between all blocks at once.' }),
    first: date({ help: 'Day on which it begins for the first time.' }),
    every: optional(quantity('ms', { help: 'From begin to begin; once when left out.', min: '1 day', max: '15 years' })),
    duration: quantity('ms', { help: 'How long one leaf group, one block or the core is worked on.', min: '1 minute', max: '30 days', default: '4 hours', source: 'engineering default', confidence: 'low' }),
    capacity: optional(fraction({
      help: 'Share of bandwidth that is left meanwhile. Left out: at leaf groups one of R rails at a time, so (R − 1)/R, or what the other planes carry, and 0 where nodes have one leaf switch; half at spines and core. With 0 the nodes of the leaf group or of the block are drained, at the core the jobs over several blocks.',
      source: 'one rail or plane at a time; half of the upper switches at a time', confidence: 'medium',
    })),
    notice: quantity('ms', { help: 'Where nothing is left: how long before only jobs that end in time are started there.', max: '60 days', default: '4 hours', source: 'engineering default', confidence: 'low' }),
    drainBy: choice(['migrate', 'preempt', 'wait'] as const, {
      help: 'Where nothing is left: what becomes of jobs that are still there. migrate: they leave with their next checkpoint while it is drained, the others when it begins; preempt: they go back to the queue when it begins; wait: they end first, and it begins when the last has.',
      default: 'migrate', source: 'work follows a plan, so that it waits for no job', confidence: 'medium',
    }),
  },
  { help: 'Planned work on one tier of the network.' },
)
