/** How jobs are ordered, placed and started. */
import type { z } from 'zod'
import { choice, count, distribution, flag, fraction, optional, optionalSection, quantity, ratio, section } from './fields.ts'
import { backfillSection, policyChoice, preemptionSection, prioritySection } from './policies.ts'
import { campaignsSection, reservationsSection } from './reservations.ts'

export const PLACEMENT_IDS = ['compact', 'within-block', 'rail-aligned', 'spread'] as const
export type PlacementId = (typeof PLACEMENT_IDS)[number]

/** Levels at which nodes are close to each other, from the smallest. */
export const PLACEMENT_LEVELS = ['domain', 'leaf', 'pod', 'site'] as const
export type PlacementLevel = (typeof PLACEMENT_LEVELS)[number]

const RULES = 'compact: the fullest leaf that still holds the job, else the fullest block, else as few blocks as possible; within-block: never across blocks, the job waits instead; rail-aligned: as compact, in whole nodes and with equal shares of every leaf it touches; spread: round robin over leaves, services over blocks first'

/** How the jobs of one workload entry are placed, in place of the rule of the site. */
export const placementSection = optionalSection(
  {
    rule: optional(choice(PLACEMENT_IDS, { help: `${RULES}.` })),
    within: choice(PLACEMENT_LEVELS, { help: 'Smallest group of nodes that must hold a whole job, or it waits: scale-up domain, leaf group, pod (a block), site.', default: 'site', source: 'required and preferred levels of topology-aware scheduling in Kueue', confidence: 'high' }),
    prefer: choice(PLACEMENT_LEVELS, { help: 'Group of nodes with which the search begins; it climbs from there until the job fits.', default: 'leaf', source: 'required and preferred levels of topology-aware scheduling in Kueue', confidence: 'medium' }),
    segment: count({ help: 'Nodes that must share a scale-up domain; jobs are whole multiples of it.', min: 1, max: 100_000, default: 1, source: 'segments of the block topology plug-in of Slurm; off', confidence: 'high' }),
  },
  { help: 'Where the jobs of this entry may go; the rule of the scheduler when left out.' },
)

const defragmentationSection = optionalSection(
  {
    after: quantity('ms', { help: 'The first waiting job has had enough free nodes for this long, but not where its placement wants them: then others may be moved, and looked at again after as long.', max: '30 days', default: '15 min', source: 'engineering default', confidence: 'low' }),
    weight: ratio({ help: 'Jobs are moved when their saving, starting and restoring costs less accelerator time than this times what the waiting job would wait by the estimates.', min: 0, max: 1000, default: 1, source: 'an accelerator-hour of waiting counts as one of work', confidence: 'low' }),
    movesPerHour: count({ help: 'Most jobs that are moved in an hour.', min: 1, max: 256, default: 10, source: 'engineering default', confidence: 'low' }),
  },
  { help: 'Running jobs make room for one that waits only for want of nodes that are close to each other; they save their work and start again elsewhere.' },
)
export type DefragmentationSection = NonNullable<z.output<typeof defragmentationSection>>

export const schedulerSection = section(
  {
    policy: policyChoice,
    backfill: backfillSection,
    queue: section(
      {
        depth: optional(count({ help: 'Jobs that one pass starts from the front of the queue at most before it stops; all that fit when left out. Slurm’s default_queue_depth is 100.', min: 1, max: 1_000_000 })),
        interval: quantity('ms', { help: 'A pass that stopped there is followed by another after this at the latest.', min: '1 s', max: '1 day', default: '60 s', source: 'Slurm sched_interval', confidence: 'high' }),
      },
      { help: 'How much of the queue one scheduling pass takes.' },
    ),
    priority: prioritySection,
    preemption: preemptionSection,
    placement: choice(PLACEMENT_IDS, {
      help: `${RULES}.`,
      default: 'compact',
      source: 'topology-aware scheduling of Kueue and Slurm: best fit by domain, climb until it fits',
      confidence: 'medium',
    }),
    sharing: flag({ help: 'Whether jobs smaller than a node share nodes; false: each gets a whole one.', default: false, source: 'whole nodes, as most training clusters allot them', confidence: 'medium' }),
    startup: section(
      {
        base: quantity('ms', { help: 'Start-up of a job of one node: containers, libraries, first communication.', max: '1 day', default: '60 s', source: 'engineering default', confidence: 'low' }),
        perNode: optional(distribution('ms', { help: 'What each node takes besides until it is up, drawn for each; a job goes on when its last node is there, and what lies beyond the mean of one is booked as waiting for the gang. Left out, the nodes of a job come up together.', min: '0 ms', max: '1 day', source: 'none', confidence: 'low' })),
        perDoubling: quantity('ms', { help: 'More start-up for every doubling of its nodes.', max: '1 hour', default: '20 s', source: 'engineering default: 280 s at 2,048 nodes', confidence: 'low' }),
      },
      { help: 'Time from allocation to the first step of a job.' },
    ),
    patience: quantity('ms', {
      help: 'A job that has waited this long without a start is withdrawn by its user, so that overload does not grow without bound.',
      min: '1 hour',
      max: '15 years',
      default: '14 days',
      source: 'engineering default: twice the seven-day limit of jobs on Meta RSC (Kokolis et al., HPCA 2025)',
      confidence: 'low',
    }),
    spacing: quantity('ms', { help: 'Least time between two scheduling passes; 0 schedules at every change.', max: '1 hour', default: '0 s', source: 'ideal scheduler; Slurm plans backfill every 30 s', confidence: 'medium' }),
    spares: section(
      {
        onFault: choice(['requeue', 'replace'] as const, { help: 'A job that loses a node to a fault. requeue: it goes back to the queue; replace: it keeps the others and takes a hot spare of its own, one of a block, or a free node near by, and goes back to the queue where there is none.', default: 'requeue', source: 'Slurm requeues jobs of failed nodes', confidence: 'medium' }),
        swap: quantity('ms', { help: 'Time until the new node stands in for the failed one; start-up and restore follow.', max: '1 day', default: '60 s', source: 'engineering default; 30 s and less are claimed', confidence: 'low' }),
        wait: quantity('ms', { help: 'With replace: a job for which there is no node keeps the others, stalled, and waits for one this long before it goes back to the queue; 0 does not wait.', max: '30 days', default: '0 s', source: 'none', confidence: 'medium' }),
        perBlock: count({ help: 'Nodes of every block that are kept idle as hot spares for all jobs.', max: 100_000, default: 0, source: 'none', confidence: 'high' }),
      },
      { help: 'Hot spares, and what becomes of jobs that lose a node.' },
    ),
    avoid: quantity('ms', { help: 'A job avoids a node where a fault took it down for this long, as far as it can be placed without; 0 forgets at once.', max: '365 days', default: '24 h', source: 'exclusion list of a job, engineering default', confidence: 'low' }),
    ties: section(
      {
        frailAfter: count({ help: 'Faults within the time below after which a node is taken last among equal places; 0: never.', max: 1000, default: 2, source: 'points of lemon nodes break ties; one fault less than the detector needs', confidence: 'low' }),
        frailFor: quantity('ms', { help: 'How long a fault counts.', min: '1 min', max: '10 years', default: '28 days', source: 'window of the lemon detector of Meta RSC, engineering default', confidence: 'low' }),
        headroom: flag({ help: 'Whether equal leaves of several blocks are taken by the cooling and the power that their block has to spare; false: the first block first.', default: false, source: 'compact filling', confidence: 'medium' }),
      },
      { help: 'Which of equal places a job gets; after this the one with the lowest index.' },
    ),
    admission: section(
      {
        power: choice(['start-capped', 'delay'] as const, { help: 'Jobs for which there is too little power. start-capped: they start, and a cap slows those of the block; delay: nothing starts in a block while a cap holds it back or its budget is used up.', default: 'start-capped', source: 'caps before queues', confidence: 'medium' }),
        budget: optional(fraction({ help: 'With delay: power that nodes with jobs may draw together with the idle ones, as a share of what the racks of the block count as.', min: 0.05, max: 1 })),
        reserve: fraction({ help: 'Share of the budget that is kept free.', max: 0.9, default: 0.05, source: 'engineering default', confidence: 'low' }),
        thermal: choice(['ignore', 'forbid'] as const, { help: 'forbid: nothing starts in a block whose racks throttle for heat.', default: 'ignore', source: 'throttles before queues', confidence: 'medium' }),
      },
      { help: 'Whether power and heat keep jobs from being started.' },
    ),
    defragmentation: defragmentationSection,
    oversell: ratio({ help: 'Accelerators that commitments to tenants may add up to, as a multiple of those contracted at the time.', min: 1, max: 100, default: 1, source: 'no more is committed than is there', confidence: 'high' }),
    promise: fraction({ help: 'Share of the replications that must have the accelerators that the allocation planner promises to tenants.', min: 0.01, max: 1, default: 0.9, source: 'engineering default', confidence: 'medium' }),
    reservations: reservationsSection,
    campaigns: campaignsSection,
  },
  { help: 'The scheduler of batch jobs.' },
)
export type SchedulerSection = z.output<typeof schedulerSection>
