/** Parameters of the domain in engine units, read once from the scenario's sections. */
import { log2 } from '../../base/exact-math.ts'
import { YEAR_MS } from '../../base/spans.ts'
import type { CheckpointInterval, CheckpointsSection } from '../../scenario/schema/checkpoints.ts'
import type { FabricSection } from '../../scenario/schema/fabric.ts'
import type { LedgerSection } from '../../scenario/schema/ledger.ts'
import type { DrawPhases, PowerSection } from '../../scenario/schema/power.ts'
import type { DatastoreSection } from '../../scenario/schema/datastore.ts'
import type { PlacementId, SchedulerSection } from '../../scenario/schema/scheduler.ts'
import type { TenantsSection } from '../../scenario/schema/tenants.ts'
import type { WorkloadSection } from '../../scenario/schema/workload.ts'
import type { SlowdownSplit } from '../../physics/slowdown-split.ts'
import { dalyInterval, youngInterval } from './checkpoint.ts'
import type { CheckpointTimes } from './checkpoint-times.ts'

/** The sections of a scenario that this domain reads. */
export interface ComputeScenario {
  readonly tenants: TenantsSection
  readonly workload: WorkloadSection
  readonly scheduler: SchedulerSection
  readonly checkpoints: CheckpointsSection
  readonly datastore?: DatastoreSection
  readonly power: Pick<PowerSection, 'phases'>
  readonly ledger?: Pick<LedgerSection, 'slowdowns'>
  readonly fabric?: Pick<FabricSection, 'wan' | 'kind' | 'planes' | 'detour' | 'maintenance'>
}

export interface ComputeParams {
  /** Draw of nodes by what they do. */
  readonly phases: DrawPhases
  /** As the file has it; for policies. */
  readonly scheduler: SchedulerSection
  readonly placement: PlacementId
  /** Spare nodes that every block keeps; what becomes of a job that loses a node, and how long a swap takes. */
  readonly spares: { readonly perBlock: number }
  readonly handover: { readonly onFault: 'requeue' | 'replace'; readonly swapMs: number }
  /** Jobs smaller than a node share nodes. */
  readonly isSharing: boolean
  readonly startupBaseMs: number
  readonly startupPerDoublingMs: number
  readonly patienceMs: number
  readonly spacingMs: number
  readonly interval: CheckpointInterval
  /** Time for which training stops at a checkpoint. */
  readonly blockingMs: number
  /** Time after that until the checkpoint is durable; 0 when it is durable at once. */
  readonly flushMs: number
  readonly restoreMs: number
  /** Checkpoints that are kept of a job; Infinity when all are. */
  readonly retained: number
  readonly mode: CheckpointsSection['mode']
  /** Of so many checkpoints one goes to the datastore. */
  readonly datastoreEvery: number
  /** Bytes of a checkpoint per accelerator, and where it goes; without a datastore the times above hold. */
  readonly size: number
  readonly datastore: DatastoreSection
  /** How restores read from a store, and over how many accelerators a copy of the model is split, by workload entry. */
  readonly reading: CheckpointsSection['reading']
  readonly copySizes: readonly number[]
  readonly local: CheckpointsSection['local']
  readonly localRestoreMs: number
  /** How the ledger splits several slowdowns. */
  readonly split: SlowdownSplit
  /** Failures per accelerator and ms that users expect. */
  readonly failureRate: number
  /** Start-up by nodes, ms, as far as somebody has asked. */
  readonly startups: Map<number, number>
}

export function readParams(scenario: ComputeScenario): ComputeParams {
  const { scheduler, checkpoints, power } = scenario
  return {
    phases: power.phases,
    scheduler,
    placement: scheduler.placement,
    spares: { perBlock: scheduler.spares.perBlock },
    handover: { onFault: scheduler.spares.onFault, swapMs: scheduler.spares.swap },
    isSharing: scheduler.sharing,
    startupBaseMs: scheduler.startup.base,
    startupPerDoublingMs: scheduler.startup.perDoubling,
    patienceMs: scheduler.patience,
    spacingMs: scheduler.spacing,
    split: scenario.ledger?.slowdowns ?? 'log-shares',
    interval: checkpoints.interval,
    blockingMs: checkpoints.blocking,
    flushMs: checkpoints.mode === 'blocking' ? 0 : checkpoints.flush,
    restoreMs: checkpoints.restore,
    retained: checkpoints.retained ?? Infinity,
    mode: checkpoints.mode,
    datastoreEvery: checkpoints.datastoreEvery,
    size: checkpoints.size,
    datastore: scenario.datastore,
    reading: checkpoints.reading,
    copySizes: scenario.workload.map(entry => copySizeOf(entry, checkpoints.copySize)),
    local: checkpoints.local,
    localRestoreMs: Math.max(1, Math.round(checkpoints.localRestore)),
    failureRate: checkpoints.expectedFailures / YEAR_MS,
    startups: new Map(),
  }
}

/** Accelerators over which an entry splits one copy of its model. */
function copySizeOf(entry: WorkloadSection[number], otherwise: number): number {
  if (!('parallelism' in entry) || entry.model === undefined) return otherwise
  const { tensor, pipeline, context } = entry.parallelism
  return tensor * pipeline * context
}

/** Start-up of a job of `nodes` nodes, whole ms. */
export function startupMs({ startups, startupBaseMs, startupPerDoublingMs }: ComputeParams, nodes: number): number {
  const known = startups.get(nodes)
  if (known !== undefined) return known
  const ms = Math.round(startupBaseMs + startupPerDoublingMs * log2(nodes))
  startups.set(nodes, ms)
  return ms
}

/**
 * Nominal work between checkpoints of a job, ms; 0 for none. Never shorter than a checkpoint takes to become durable, so that at most
 * one is under way. `failureRate` is per accelerator and ms.
 */
export function intervalMs({ interval, datastoreEvery }: ComputeParams, accelerators: number, { blockingMs, flushMs }: CheckpointTimes, failureRate: number): number {
  if (interval.rule === 'none') return 0
  const mttfMs = 1 / (failureRate * accelerators)
  const wanted =
    interval.rule === 'fixed' ? interval.workMs : interval.rule === 'young' ? youngInterval(blockingMs, mttfMs) : dalyInterval(blockingMs, mttfMs)
  return Math.max(1, Math.round(Math.max(wanted, flushMs / datastoreEvery, blockingMs)))
}
