/** What is said of the scheduler policies; free of the schema, so that a page can ask before it is loaded. */

interface PolicyFacts {
  /** After its id, in the help of the key. */
  readonly does: string
  readonly preempts?: boolean
  /** Whether later jobs may pass earlier ones. */
  readonly fillsGaps?: boolean
  /** Whether it keeps the queue by submission alone, so that another that does so too can take over while jobs wait. */
  readonly bySubmission?: boolean
}

/** What is said of the scheduler policies, one line each; each has a file in `engine/compute/policies`. */
const FACTS = {
  fifo: { does: 'starts jobs in order of submission only', bySubmission: true },
  'easy-backfill': { does: 'lets later jobs pass when they do not delay the first waiting job', fillsGaps: true, bySubmission: true },
  conservative: { does: 'when they delay none of those before them', fillsGaps: true },
  priority: { does: 'queues by age, fair share, size, resources, partition and class and fills gaps as easy-backfill does', fillsGaps: true, preempts: true },
  'shortest-first': { does: 'queues by submission plus request and does so too', fillsGaps: true },
} as const satisfies Record<string, PolicyFacts>
export type PolicyId = keyof typeof FACTS

export const POLICY_FACTS: Readonly<Record<PolicyId, PolicyFacts>> = FACTS
export const POLICY_IDS = Object.keys(FACTS) as readonly PolicyId[]
