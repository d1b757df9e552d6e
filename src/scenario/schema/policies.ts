/** Scheduler policies and their parameters, described once: validation, form and documentation follow from here. */
import { POLICY_FACTS, POLICY_IDS, type PolicyId } from '../policy-facts.ts'
import { choice, count, flag, optional, quantity, section } from './fields.ts'

export { POLICY_FACTS, POLICY_IDS, type PolicyId }

export const policyChoice = choice(POLICY_IDS, {
  help: `Order of starts: ${POLICY_IDS.map(id => `${id} ${POLICY_FACTS[id].does}`).join('; ')}.`,
  default: 'easy-backfill',
  source: 'common practice of batch schedulers (Slurm backfill, Kueue); Lifka, JSSPP 1995',
  confidence: 'high',
})

export const backfillSection = section(
  {
    reservations: count({
      help: 'Waiting jobs that easy-backfill and priority protect from those behind them; 1 is the classic one.',
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
      default: 100,
      source: 'Slurm bf_max_job_test',
      confidence: 'medium',
    }),
    tests: optional(count({ help: 'Waiting jobs behind the first that easy-backfill, priority and shortest-first look at in one pass, in queue order, whether they fit or not; all when left out. Slurm’s bf_max_job_test is 100, 500 in later versions.', min: 1, max: 1_000_000 })),
    window: optional(quantity('ms', { help: 'How far ahead is planned: a job that could not start within it is promised nothing, and those behind may delay it. Left out: for ever. Slurm’s bf_window is 1,440 min.', min: '1 min', max: '10 years' })),
    interval: quantity('ms', {
      help: 'Least time between two revisions of all promised starts by conservative, after jobs ended early or nodes came and went; 0 revises at once. Nodes freed early are filled at once either way.',
      max: '1 day',
      default: '5 min',
      source: 'engineering default; Slurm bf_interval is 30 s',
      confidence: 'medium',
    }),
  },
  { help: 'How later jobs may pass earlier ones.' },
)

const points = (what: string, value: number, source: string) =>
  count({ help: `Most points of priority that ${what} gives.`, max: 1_000_000_000, default: value, source, confidence: 'low' })

export const prioritySection = section(
  {
    weights: section(
      {
        age: points('waiting', 150_000, 'engineering default after the weights of Slurm sites'),
        fairShare: points('having used little', 700_000, 'engineering default after the weights of Slurm sites'),
        size: points('asking for the whole site', 150_000, 'engineering default after the weights of Slurm sites'),
        partition: points('the partition', 0, 'Slurm: off'),
        resources: section(
          {
            accelerators: points('asking for all accelerators', 0, 'Slurm PriorityWeightTRES: off'),
            nodes: points('asking for all nodes, spares and what rounding up to whole nodes adds included', 0, 'Slurm PriorityWeightTRES: off'),
            loading: points('asking for all that the datastore reads, as training data', 0, 'Slurm PriorityWeightTRES: off'),
          },
          { help: 'Points for what a job asks for as a share of what the site has, resource by resource.' },
        ),
        qos: points('the class', 3_000_000, 'engineering default: a class goes before all lower ones, whatever the other weights add up to'),
      },
      { help: 'Weights of the factors of priority, each factor from 0 to 1.' },
    ),
    maxAge: quantity('ms', { help: 'Wait at which the age factor is 1 and grows no more.', min: '1 minute', max: '10 years', default: '7 days', source: 'Slurm PriorityMaxAge', confidence: 'high' }),
    halfLife: quantity('ms', { help: 'Time in which past usage fades to half for fair share.', min: '1 minute', max: '10 years', default: '7 days', source: 'Slurm PriorityDecayHalfLife', confidence: 'high' }),
    period: quantity('ms', { help: 'How often usage is looked at for fair share.', min: '1 s', max: '30 days', default: '5 min', source: 'Slurm PriorityCalcPeriod', confidence: 'high' }),
  },
  { help: 'Order of the queue under the priority policy.' },
)

export const preemptionSection = section(
  {
    mode: choice(['off', 'requeue', 'suspend', 'cancel'], {
      help: 'What becomes of a job of a lower class when a higher one needs its nodes, under the priority policy: requeue sends it back to its last checkpoint, suspend freezes it with all its progress, to be resumed at the price of a start-up and a restore, cancel ends it; off leaves it alone.',
      default: 'off',
      source: 'Slurm PreemptMode: off',
      confidence: 'high',
    }),
    order: choice(['most-recent', 'least-lost'], {
      help: 'Which jobs of a class go first: the last started, or those that lose the least work since their last checkpoint.',
      default: 'most-recent',
      source: 'Kueue: lowest priority first, then the most recently admitted',
      confidence: 'high',
    }),
    grace: quantity('ms', { help: 'From the signal until the nodes are free.', min: '1 ms', max: '1 day', default: '120 s', source: 'engineering default', confidence: 'low' }),
    exempt: quantity('ms', { help: 'A job that has run for less is not preempted.', max: '365 days', default: '2 hours', source: 'Meta RSC: jobs may be preempted after two hours (Kokolis et al., HPCA 2025)', confidence: 'medium' }),
    limit: count({ help: 'A job that was preempted so often is left alone from then on.', min: 1, max: 1_000_000, default: 5, source: 'engineering default against endless preemption', confidence: 'low' }),
    reclaim: choice(['never', 'lower-priority', 'any'], { help: 'Whether a tenant whose work waits within its own quota takes back what others of its cohort have borrowed: never, from jobs of lower classes, or from any. Under every policy, whatever the mode; what it takes goes back to the queue.', default: 'never', source: 'Kueue reclaimWithinCohort: Never', confidence: 'high' }),
    save: flag({ help: 'Whether a job writes a last checkpoint in its grace time, if that is long enough for it.', default: false, source: 'engineering default: users do not handle the signal', confidence: 'low' }),
  },
  { help: 'Preemption of lower classes by higher ones.' },
)
