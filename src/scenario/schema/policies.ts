/** Scheduler policies and their parameters, described once: validation, form and documentation follow from here. */
import { choice, count, quantity, section } from './fields.ts'

/** Ids of the scheduler policies; one file each in `engine/compute/policies`. */
export const POLICY_IDS = ['fifo', 'easy-backfill', 'conservative'] as const
export type PolicyId = (typeof POLICY_IDS)[number]

export const policyChoice = choice(POLICY_IDS, {
  help: 'Order of starts: fifo starts jobs in order of submission only; easy-backfill lets later jobs pass when they do not delay the first waiting job; conservative when they delay none of those before them.',
  default: 'easy-backfill',
  source: 'common practice of batch schedulers (Slurm backfill, Kueue); Lifka, JSSPP 1995',
  confidence: 'high',
})

export const backfillSection = section(
  {
    reservations: count({
      help: 'Waiting jobs that easy-backfill protects from those behind them; 1 is the classic one.',
      min: 1,
      max: 100,
      default: 1,
      source: 'EASY: Lifka, JSSPP 1995',
      confidence: 'high',
    }),
    depth: count({
      help: 'Waiting jobs to which conservative promises a start, in queue order; those behind wait until one of them starts.',
      min: 1,
      max: 1_000_000,
      default: 500,
      source: 'Slurm bf_max_job_test',
      confidence: 'medium',
    }),
    interval: quantity('ms', {
      help: 'Least time between two revisions of all promised starts by conservative, after jobs ended early or nodes came and went; 0 revises at once.',
      max: '1 day',
      default: '30 s',
      source: 'Slurm bf_interval',
      confidence: 'high',
    }),
  },
  { help: 'How later jobs may pass earlier ones.' },
)
