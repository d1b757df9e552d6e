/** How a job saves its work and takes it up again: its own checkpoint times and interval, what it restores from, and what faults teach. */
import { checkpointBytes, naiveRestoreBytes, restoreS } from '../../physics/checkpoint-storage.ts'
import type { ReworkCause } from '../ports.ts'
import { type CheckpointTimes, checkpointTimes } from './checkpoint-times.ts'
import { type ComputeParams, intervalMs } from './parameters.ts'
import type { DataStore } from './data-store.ts'
import { atomOf } from './atom.ts'
import { confirmFlush } from './progress.ts'
import { samplingOf, sizeOfJob } from './samplers.ts'
import { type Cluster, NEVER } from './tables.ts'

/** Faults that copies in memory outlive: the node is still there, or another one holds the copy. */
const OUTLIVED: Readonly<Record<ComputeParams['local'], ReadonlySet<ReworkCause>>> = {
  none: new Set(),
  host: new Set(['sw', 'user']),
  peer: new Set(['sw', 'user', 'hw', 'net']),
  // What lies in accelerators goes with the process.
  'hbm-peer': new Set(['hw', 'net']),
}
/** Faults that copies on the disks of nodes outlive: the nodes are still there, or come back with what they hold. */
const OUTLIVED_BY_DISKS: ReadonlySet<ReworkCause> = new Set(['sw', 'user', 'power', 'cooling'])
/** What a job restores from. Numbers are kept in state: append only. */
export const RESTORES_FROM = { datastore: 0, memory: 1, disks: 2, object: 3, burst: 4 } as const
/** Ends that say nothing about the reliability of the site. */
const PLANNED: ReadonlySet<ReworkCause> = new Set(['preempt', 'user'])
/** Longest interval. */
const LONGEST_MS = 31_557_600_000

/** Spares do not work, so they save nothing. */
export const nodesOf = ({ jobs }: Cluster, job: number): number => jobs.col.nodes[job] - jobs.col.spareNodes[job]
/** Accelerators of a job that work. */
export const acceleratorsOf = (c: Cluster, job: number): number => (c.jobs.col.share[job] > 0 ? c.jobs.col.share[job] : nodesOf(c, job) * atomOf(c, c.jobs.col.entry[job]))

/** How jobs of one size save their work, by the file alone. */
interface SavingPlan {
  readonly times: CheckpointTimes
  readonly intervalMs: number
}

/** By nodes of a job, apart for every entry with samplers; by less than 0 its accelerators on a shared node. Sizes are few, so each is worked out once. */
export type SavingPlans = Map<number, SavingPlan>
/** More than the nodes of any site. */
const PLANS_APART = 0x1000_0000

function planOf(c: Cluster, job: number): SavingPlan {
  const { share, entry } = c.jobs.col
  const sampling = samplingOf(c, job)
  const key = share[job] > 0 ? -share[job] : nodesOf(c, job) + (sampling === undefined ? 0 : (entry[job] + 1) * PLANS_APART)
  const known = c.savingPlans.get(key)
  if (known !== undefined) return known
  const accelerators = acceleratorsOf(c, job)
  const times = checkpointTimes(c.params, accelerators, nodesOf(c, job))
  const plan = { times, intervalMs: wantedInterval(c, job, times, c.params.failureRate) }
  c.savingPlans.set(key, plan)
  return plan
}

/** Nominal work between two checkpoints, ms. A fault in either gang of a job of two takes it down, and its steps are those of the slower one. */
function wantedInterval(c: Cluster, job: number, times: CheckpointTimes, failureRate: number): number {
  const sampling = samplingOf(c, job)
  const accelerators = acceleratorsOf(c, job)
  if (sampling === undefined) return leastInterval(c, job, intervalMs(c.params, accelerators, times, failureRate))
  return Math.round(leastInterval(c, job, intervalMs(c.params, accelerators + sizeOfJob(c, job) - c.jobs.col.accelerators[job], times, failureRate)) * sampling.pace)
}

/** Disks that alone hold the copies between those of the datastore have written one before the next. */
function leastInterval(c: Cluster, job: number, wantedMs: number): number {
  return wantedMs === 0 || c.tiers === undefined || c.params.local !== 'none' ? wantedMs : Math.max(wantedMs, Math.min(LONGEST_MS, diskMs(c, job)))
}

const timesOf = (c: Cluster, job: number): CheckpointTimes => planOf(c, job).times

/** Sets the times and the interval of a job that comes in. */
export function planSaving(c: Cluster, job: number): void {
  const { col } = c.jobs
  const { times, intervalMs: plannedMs } = planOf(c, job)
  col.blockingMs[job] = times.blockingMs
  col.flushMs[job] = times.flushMs
  col.speed[job] = 1
  col.intervalMs[job] = c.adaptive === undefined ? plannedMs : plannedInterval(c, job)
  col.restoresFrom[job] = RESTORES_FROM.datastore
  c.tiers?.reset(job)
}

/** The interval of a job by what the site has seen until now, in nominal work of the generation that it runs on. */
export function plannedInterval(c: Cluster, job: number): number {
  const failureRate = c.adaptive?.failureRate() ?? c.params.failureRate
  return Math.max(1, Math.round(wantedInterval(c, job, timesOf(c, job), failureRate) * c.jobs.col.speed[job]))
}

/** Chooses the interval of a run that begins anew by what the site has seen since. */
export function adaptInterval(c: Cluster, job: number): void {
  if (c.adaptive !== undefined) c.jobs.col.intervalMs[job] = plannedInterval(c, job)
}

/** Time that a node takes for its part of a checkpoint on its own disks, ms. */
export function diskMs(c: Cluster, job: number): number {
  const { disks } = c.params.datastore ?? {}
  return disks?.checkpoints === true ? Math.ceil((restoreBytes(c, job) / nodesOf(c, job) / disks.perNode) * 1000) : Infinity
}

/** The quickest copy that outlives a fault and was written in time. */
function survivor(c: Cluster, job: number, rework: ReworkCause): number {
  const { pendingMs } = c.jobs.col
  const onDisksMs = OUTLIVED_BY_DISKS.has(rework) ? diskMs(c, job) : Infinity
  const isOnDisks = onDisksMs < Infinity && (c.tiers !== undefined || pendingMs[job] === NEVER || pendingMs[job] + onDisksMs <= c.kernel.now)
  if (OUTLIVED[c.params.local].has(rework)) return isOnDisks && onDisksMs < c.params.localRestoreMs ? RESTORES_FROM.disks : RESTORES_FROM.memory
  return isOnDisks ? RESTORES_FROM.disks : RESTORES_FROM.datastore
}

/** A fault takes a job down: copies in memory or on disks may outlive it, so that nothing written is lost; and the site learns from it. */
export function noteFault(c: Cluster, job: number, rework: ReworkCause): void {
  const from = survivor(c, job, rework)
  if (from !== RESTORES_FROM.datastore) confirmFlush(c, job, true)
  c.jobs.col.restoresFrom[job] = from
  if (!PLANNED.has(rework)) c.classes.col.interruptions[c.jobs.col.entry[job]] += 1
  if (!PLANNED.has(rework)) c.adaptive?.failed()
}

/** Whether a job restores from a copy that is not in a store. */
export const isNear = ({ jobs: { col } }: Cluster, job: number): boolean => col.restoresFrom[job] === RESTORES_FROM.memory || col.restoresFrom[job] === RESTORES_FROM.disks

/** Time that a restore is expected to take, ms. */
export function restoreMs(c: Cluster, job: number): number {
  const from = c.jobs.col.restoresFrom[job]
  if (from === RESTORES_FROM.memory) return c.params.localRestoreMs
  if (from === RESTORES_FROM.disks) return diskMs(c, job)
  if (from === RESTORES_FROM.object) return objectMs(c, job)
  return c.params.reading === 'naive' ? naiveMs(c, job) : timesOf(c, job).restoreMs
}

/** Reading a checkpoint from the datastore alone where every copy of the model reads its own weights, ms. */
function naiveMs(c: Cluster, job: number): number {
  const { datastore } = c.params
  if (datastore === undefined) return c.params.restoreMs
  const bytes = readBytes(c, job)
  return Math.ceil(restoreS(bytes, (datastore.burst ?? datastore).read, bytes / nodesOf(c, job), datastore.perNode) * 1000)
}

/** Reading a checkpoint from the object store alone, ms. */
function objectMs(c: Cluster, job: number): number {
  const { object } = c.params.datastore ?? {}
  if (object?.checkpoints !== true) return Infinity
  const bytes = readBytes(c, job)
  return Math.ceil(object.latency + restoreS(bytes, object.read, bytes / nodesOf(c, job), object.perNode) * 1000)
}

/** A job that would read from the datastore reads from the object store where that is quicker now; returns the store, undefined for a copy of its own. */
export function chooseStore(c: Cluster, job: number): DataStore | undefined {
  const { restoresFrom } = c.jobs.col
  if (isNear(c, job)) return undefined
  const { datastore } = c.params
  const bytes = readBytes(c, job)
  const first = c.burst ?? c.store
  const nowMs = first === undefined || datastore === undefined ? 0 : restoreS(bytes, first.readBps(), bytes / nodesOf(c, job), datastore.perNode) * 1000
  restoresFrom[job] = objectMs(c, job) < nowMs ? RESTORES_FROM.object : c.burst === undefined ? RESTORES_FROM.datastore : RESTORES_FROM.burst
  return restoresFrom[job] === RESTORES_FROM.object ? c.objectStore : first
}

/** Bytes of a checkpoint of a job. */
export const restoreBytes = (c: Cluster, job: number): number => acceleratorsOf(c, job) * c.params.size

/** Bytes that a job reads from a store to go on: those of a checkpoint, or more where each copy of its model reads the weights for itself. */
export function readBytes(c: Cluster, job: number): number {
  const bytes = restoreBytes(c, job)
  if (c.params.reading === 'broadcast') return bytes
  const copies = Math.max(1, acceleratorsOf(c, job) / c.params.copySizes[c.jobs.col.source[job]])
  return (bytes * naiveRestoreBytes(1, copies)) / checkpointBytes(1)
}
