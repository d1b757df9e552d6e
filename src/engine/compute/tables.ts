/**
 * All registered state of the compute domain, and the record `Cluster` that its functions take as `c`: state, parameters, the ports
 * to the rest of the site, and scratch. Row 0 of jobs, runs and escrow stays unused, so that 0 means "none" in every link.
 */
import { growTable } from '../../base/table.ts'
import type { RoutingPort } from './routing.ts'
import type { EngineEvent } from '../events.ts'
import type { CommandType, Kernel } from '../kernel/kernel.ts'
import type { State } from '../kernel/state.ts'
import type { FabricPort, LedgerPort, Stretches, World } from '../ports.ts'
import { LOAD_CLASS_COUNT } from '../ports.ts'
import type { Admission } from './admission.ts'
import type { Elasticity } from './elastic.ts'
import type { Crashes } from './crashes.ts'
import type { Limits } from './limits.ts'
import type { Defragmentation } from './defragment.ts'
import type { JobBooks } from './books.ts'
import type { Ends } from './ends.ts'
import type { ExpectedStart } from './expected-start.ts'
import { ESCROW_COLUMNS } from './escrow.ts'
import { FACTOR_COLUMNS } from './factor-columns.ts'
import type { Eligibility } from './eligibility.ts'
import type { Exclusions } from './exclusions.ts'
import type { Feedback } from './feedback.ts'
import type { Gang } from './gang.ts'
import type { HandoverWaits } from './handover-wait.ts'
import type { FinishedJobs } from './finished.ts'
import { createLevelIndex } from './level-index.ts'
import type { ComputeParams } from './parameters.ts'
import type { Partitions } from './partitions.ts'
import type { PlacementRule } from './placement-rules.ts'
import type { IdleDraws, NodeDraw } from './power-draw.ts'
import type { Book } from './book.ts'
import type { Policy, PolicyView } from './policy.ts'
import type { Queue } from './queue.ts'
import { registerBadNodes, registerRacks } from './rack-tables.ts'
import type { Bounds } from './rates.ts'
import type { Moves } from './moves.ts'
import type { NamedRuns } from './named-runs.ts'
import { SOURCE_COLUMNS } from './source.ts'
import type { Streams } from './streams.ts'
import type { SavingPlans } from './saving.ts'
import type { Samplers } from './samplers.ts'
import type { StoreParts } from './store-parts.ts'
import type { Tenants } from './tenants.ts'
import type { Ties } from './ties.ts'
import type { Budgets } from './budgets.ts'
import type { JointOwners } from './joint-owners.ts'
import type { Reservations } from './tenant-reservations.ts'
import type { TenantAccounts } from './tenant-accounts.ts'
import type { Victims } from './victims.ts'
import type { Domains } from './scale-up-domains.ts'
import type { Windows } from './windows.ts'

/** What a row of the job table is: batch work, one replica of a service, what holds a node that small jobs share, hot spares, or nodes that generate for a job. */
export const JOB_KIND = { batch: 0, replica: 1, holder: 2, spare: 3, sampler: 4 } as const
export const JOB_STATE = { free: 0, queued: 1, starting: 2, restoring: 3, running: 4, stalled: 5, ending: 6, saving: 7, staging: 8, dataWait: 9, gangWait: 10 } as const
/** How a job that does not do all that was asked of it ends, in its column `fails`. */
export const EARLY = { fails: 1, cancels: 2, expires: 3 } as const
/** A link to nothing. */
export const NONE = 0
/** A time that never comes, in columns of times. */
export const NEVER = -1

const JOB_COLUMNS = {
  // Number of the job in this run, in order of submission.
  uid: 'u32',
  // Place in the queue: its lane, and a virtual time of submission in it.
  lane: 'i32',
  orderMs: 'f64',
  kind: 'u8',
  state: 'u8',
  loadClass: 'u8',
  // Workload source of a batch job, service of a replica; and the workload entry of either.
  source: 'i32',
  entry: 'i32',
  // Whose it is, and the rank of its class.
  tenant: 'i32',
  rank: 'u8',
  // How often it was preempted, and the begin of its present attempt.
  preemptions: 'i32',
  attemptMs: 'f64',
  // Accelerators asked for, whole nodes needed, accelerators of the nodes it holds now.
  accelerators: 'i32',
  nodes: 'i32',
  held: 'i32',
  // Accelerators of a job that shares a node, 0 of one that holds whole nodes; the holder of that node, the other jobs on it (or that wait
  // for as much), and the first on the node of a holder, whose own `accelerators` are those left.
  share: 'i32',
  holder: 'i32',
  shareNext: 'i32',
  sharePrevious: 'i32',
  shareFirst: 'i32',
  // Row of the spares of a job, or of those that generate for it (of such a row the job is its holder), and how many of its nodes are there.
  spareRow: 'i32',
  spareNodes: 'i32',
  // Speed of an elastic job on its nodes against that on those it asks for, and when it was last changed.
  scale: 'f64',
  resizedMs: 'f64',
  submitMs: 'f64',
  // Nominal work (ideal placement, no cap, no checkpoint), the user's limit for it, and the work that is durable.
  workMs: 'f64',
  requestedMs: 'f64',
  doneMs: 'f64',
  // Exposed communication share of a step.
  commFraction: 'f64',
  // Why it ends early, if it does, by EARLY.
  fails: 'u8',
  // First start, or NEVER; attempts that faults ended.
  startMs: 'f64',
  restarts: 'i32',
  // When it came to its present state.
  enteredMs: 'f64',
  // What the scheduler expects from a start until the end, start-up and checkpoints included; and the end of the present attempt.
  estimateMs: 'f64',
  endEstimateMs: 'f64',
  // First of its runs: the nodes it holds, by rack; and the leaf of a replica whose service is spread, −1 of any other.
  firstRun: 'i32',
  home: 'i32',
  timer: 'f64',
  // Number of the job in its source, version of a replica; crashes drawn, and the one it is heading for, 0 for none.
  ordinal: 'f64',
  crashDraw: 'u32',
  crashTimer: 'f64',
  // End of the time that its user asked for, where that ends it.
  limitTimer: 'f64',
  // Share of the dynamic power range that it draws in its present phase.
  drawShare: 'f64',
  // Factors of the work rate that may move, and their product.
  ...FACTOR_COLUMNS,
  // Of the generation that it runs on, against that of the site's first lot.
  speed: 'f64',
  rate: 'f64',
  // Open segment of constant rate: begin, place in the checkpoint cycle and nominal work there; checkpoint interval (0 = none).
  segmentMs: 'f64',
  phaseMs: 'f64',
  workedMs: 'f64',
  intervalMs: 'f64',
  // Time of a checkpoint, and until it is durable after that.
  blockingMs: 'f64',
  flushMs: 'f64',
  // What it restores from; codes of `RESTORES_FROM`.
  restoresFrom: 'u8',
  // Share of the datastore that its checkpoints write to in the long run, and whether its writes are followed one by one.
  writeLoad: 'f64',
  isLarge: 'u8',
  // Last checkpoint that is written but not yet durable.
  pendingMs: 'f64',
  pendingWorkMs: 'f64',
  // Silent corruption: durable work that is certainly right (−1 while nothing is wrong), end of what is durable since, work booked as useful
  // since, and work that is done a second time.
  cleanWorkMs: 'f64',
  durableMs: 'f64',
  paidWorkMs: 'f64',
  redoWorkMs: 'f64',
  escrowFirst: 'i32',
  escrowLast: 'i32',
  // Links of the search tree the job is in (a queue cell or the expected ends) and what that tree keeps below the row.
  treeLeft: 'i32',
  treeRight: 'i32',
  treeMs: 'f64',
  treeNodes: 'i32',
  // Start that the book of reservations promises while the job waits, and links of the trees of the book.
  reservedMs: 'f64',
  bookLeft: 'i32',
  bookRight: 'i32',
  // Links of the list the job is in: free rows, jobs never started, replicas of a service.
  previous: 'i32',
  next: 'i32',
} as const

const INITIAL_COUNTS = {
  nextUid: 1,
  nextHolder: 0,
  freeRow: 0,
  freeEscrow: 0,
  freeRun: 0,
  openNodes: 0,
  freeNodes: 0,
  idleAccelerators: 0,
  runningCount: 0,
  queuedCount: 0,
  // Jobs that never started, oldest first.
  waitFirst: 0,
  waitLast: 0,
  patienceTimer: 0,
  passAt: NEVER,
  passTimer: 0,
  wakeTimer: 0,
  // Nodes of preempted jobs in their grace time.
  endingNodes: 0,
  // Those of them, and of the free ones, that services have been promised.
  claimedNodes: 0,
  // 1 while nothing is carried between blocks; accelerators that idle for it, since when, and their time so far.
  blocksApart: 0,
  heldByFabric: 0,
  heldByFabricSinceMs: 0,
  heldByFabricMs: 0,
  lastPassMs: NEVER,
  jobsQueued: 0,
  jobsStarted: 0,
  jobsCompleted: 0,
  jobsWithdrawn: 0,
  jobsFailed: 0,
  jobsOnTime: 0,
  jobInterruptions: 0,
  jobsCancelled: 0,
  jobPreemptions: 0,
  // What adaptive intervals follow from: accelerators under training and their time so far, and faults that took jobs down.
  training: 0,
  trainingSinceMs: 0,
  exposureMs: 0,
  failures: 0,
  waitMsSum: 0,
  // Shares of the datastore that all checkpoints, and those of small jobs, write to; and the step by which pauses go.
  writeLoad: 0,
  smallWriteLoad: 0,
  writeLevel: 0,
}

export function createTables(world: World, state: State, sourceCount: number, spreadServices: number, hasBlockSpares: boolean, hasStore: boolean, parts: number) {
  const { nodes, blocks, leaves } = world
  let widest = 0
  for (let leaf = 0; leaf < leaves.count; leaf++) widest = Math.max(widest, leaves.nodeBegin[leaf + 1] - leaves.nodeBegin[leaf])
  const jobs = state.table('compute.jobs', 256, JOB_COLUMNS)
  const escrow = state.table('compute.escrow', 256, ESCROW_COLUMNS)
  const runs = state.table('compute.runs', 256, { rack: 'i32', nodes: 'i32', next: 'i32' })
  jobs.length = 1
  escrow.length = 1
  runs.length = 1
  return {
    jobs,
    escrow,
    runs,
    // Job on the node (0 none, or told by its rack), and whether all gates of the node are open.
    nodes: state.table('compute.nodes', nodes.count, { job: 'i32', open: 'u8' }),
    freeNodes: state.table('compute.freeNodes', (nodes.count + 31) >> 5, { bits: 'u32' }),
    racks: registerRacks(world, state),
    leaves: createLevelIndex(state, 'leaves', leaves.count, widest),
    blocks: state.table('compute.blocks', blocks.count, {
      freeNodes: 'i32',
      liveW: 'f64',
      publishedW: 'f64',
      publishTimer: 'f64',
      // 1 while nothing but the cap of each rack holds the block back.
      hasOwnCaps: 'u8',
      thermalFactor: 'f64',
    }),
    caps: state.table('compute.caps', blocks.count * LOAD_CLASS_COUNT, { cap: 'f64' }),
    // Draw by block and class, now and as published: whole watts.
    blockLive: state.table('compute.blockLive', blocks.count * LOAD_CLASS_COUNT, { requestW: 'f64', minimumW: 'f64' }),
    blockPublished: state.table('compute.blockPublished', blocks.count * LOAD_CLASS_COUNT, { requestW: 'f64', minimumW: 'f64' }),
    // First holder by load class and accelerators left; small jobs that wait, by size.
    partial: state.table('compute.partial', parts * LOAD_CLASS_COUNT * nodes.accelerators.reduce((most, count) => Math.max(most, count), 1), { first: 'i32', waitFirst: 'i32', waitLast: 'i32' }),
    // Spare row of every block that keeps some.
    blockSpares: state.table('compute.blockSpares', hasBlockSpares ? blocks.count : 0, { row: 'i32' }),
    // Replicas of services that are spread, by service × leaf.
    spread: state.table('compute.spread', spreadServices * leaves.count, { replicas: 'i32' }),
    badNodes: registerBadNodes(state),
    // Large jobs whose checkpoints share the datastore.
    writing: state.table('compute.writing', hasStore ? 64 : 0, { job: 'i32' }),
    sources: state.table('compute.sources', sourceCount, SOURCE_COLUMNS),
    counts: state.scalars('compute.counts', INITIAL_COUNTS),
  }
}

export type Tables = ReturnType<typeof createTables>

/** Commands of the domain, registered by the factory. */
export type Commands = Record<
  'begin' | 'end' | 'arrive' | 'patience' | 'knot' | 'scale' | 'rollout' | 'bake' | 'publish' | 'later' | 'wake' | 'aged' | 'crash' | 'limit' | 'vacate' | 'pass',
  CommandType
>

export interface Cluster extends Tables, StoreParts {
  readonly world: World
  readonly kernel: Kernel
  readonly ledger: LedgerPort
  readonly fabric: () => FabricPort
  /** Who chooses between several sites; undefined where there is one. */
  readonly routing: RoutingPort | undefined
  readonly params: ComputeParams
  readonly crashes: Crashes
  /** Undefined where no entry has a limit. */
  readonly limits: Limits | undefined
  /** How jobs are placed, and the most nodes that one may ask for, by workload entry. */
  readonly rules: readonly PlacementRule[]
  /** The same while nothing is carried between blocks. */
  readonly inBlockRules: readonly PlacementRule[]
  readonly largest: Int32Array
  /** Undefined where no rule asks for scale-up domains. */
  readonly domains: Domains | undefined
  /** What makes jobs elastic, by workload entry. */
  readonly elastic: readonly (Elasticity | undefined)[]
  /** Hot spares of every job, and the share of its time in which it generates samples, by workload entry. */
  readonly entrySpares: readonly number[]
  readonly generates: readonly number[]
  /** Nodes that generate for jobs; undefined where no entry has any. */
  readonly samplers: Samplers | undefined
  /** Undefined where every job may have every node. */
  readonly eligibility: Eligibility | undefined
  /** Undefined where no tenant has nodes of its own. */
  readonly partitions: Partitions | undefined
  readonly windows: Windows
  /** Undefined where jobs avoid no nodes. */
  readonly exclusions: Exclusions | undefined
  /** Undefined where equal places are taken by index alone. */
  readonly ties: Ties | undefined
  /** Undefined where the nodes of a job come up together. */
  readonly gang: Gang | undefined
  /** Undefined where jobs do not wait for a node in place of a failed one. */
  readonly handoverWaits: HandoverWaits | undefined
  readonly defragmentation: Defragmentation | undefined
  /** Undefined without batch entries and traces. */
  readonly streams: Streams | undefined
  /** When a new job would start here; undefined where nobody asks. */
  readonly expectedStart: ExpectedStart | undefined
  /** Jobs that go to other sites; undefined where none does. */
  readonly moves: Moves | undefined
  /** What the ends of jobs set off; undefined where no job waits for another. */
  readonly feedback: Feedback | undefined
  /** Undefined where the file plans no named runs. */
  readonly namedRuns: NamedRuns | undefined
  readonly admission: Admission
  readonly commands: Commands
  readonly queue: Queue
  readonly ends: Ends
  readonly policy: Policy
  readonly tenants: Tenants
  /** Undefined where no service has several tenants. */
  readonly jointOwners: JointOwners | undefined
  readonly reservations: Reservations | undefined
  /** Undefined where no tenant has a budget. */
  readonly budgets: Budgets | undefined
  /** What tenants ask for and are promised; undefined where none is named. */
  readonly tenantAccounts: TenantAccounts | undefined
  readonly victims: Victims
  /** Whether running jobs may be preempted. */
  readonly isPreempting: boolean
  /** Priority of the partition by workload entry, and the age that counts most. */
  readonly partition: readonly number[]
  /** Points that jobs forgo by workload entry. */
  readonly nice: readonly number[]
  /** Whether the first waiting job of an entry gathers nodes; empty where none does. */
  readonly accumulates: readonly boolean[]
  readonly maxAgeMs: number
  readonly view: PolicyView
  /** Promised starts; undefined where the policy promises none. */
  readonly book: Book | undefined
  readonly finished: Pick<FinishedJobs, 'add'>
  emit(event: EngineEvent): void
  requestSettle(block: number): void
  /** Fewest accelerators of any node, the atom by which jobs are rounded up; and most. */
  readonly atom: number
  readonly mostPerNode: number
  /** Nodes of the placement in work. */
  readonly picked: Stretches
  /** Free nodes that are out of sight for a while. */
  readonly hidden: number[]
  /** Leaves of a choice in work. */
  readonly leafOrder: Int32Array
  /** Factors of a settlement in work, in the order of FACTORS. */
  readonly factors: Float64Array
  /** Whose books of the ledger jobs stand in. */
  readonly books: JobBooks
  /** Idle vector of the pass in work. */
  readonly idle: Int32Array
  /** Speed by rack type against that of the first lot; undefined where all are of one speed. */
  readonly speeds: Float64Array | undefined
  /** Least useful share of the request by rack type. */
  readonly leastShare: Float64Array
  /** Draws of a node in work. */
  readonly drawFrom: NodeDraw
  readonly idleDraw: IdleDraws
  readonly bounds: Bounds
  readonly savingPlans: SavingPlans
  /** 1 for racks whose load has changed since it was worked out last; a cache, so it is no state. */
  readonly rackStale: Uint8Array
  readonly drawTo: NodeDraw
}

/** An unused row of the job table; every column is the caller's to set. */
export function takeJobRow(c: Cluster): number {
  const { counts, jobs } = c
  if (counts.freeRow !== NONE) {
    const row = counts.freeRow
    counts.freeRow = jobs.col.next[row]
    return row
  }
  if (jobs.length === jobs.capacity) growTable(jobs, jobs.length + 1)
  jobs.length += 1
  return jobs.length - 1
}

export function freeJobRow(c: Cluster, job: number): void {
  const { state, next } = c.jobs.col
  state[job] = JOB_STATE.free
  next[job] = c.counts.freeRow
  c.counts.freeRow = job
}
