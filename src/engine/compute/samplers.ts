/**
 * Jobs of two gangs: nodes that generate samples while others train on them. Those that generate stand in a row beside that of their job, which
 * answers for both in the queue and by its state; here is what one may ask about them. Source: model specification, workloads §4.1 (coupled gangs).
 */
import { acceleratorMemory } from '../../scenario/catalog/models.ts'
import { samplerPace, samplingFor } from '../../scenario/gang-sizes.ts'
import type { RunsOnSection, SamplersSection } from '../../scenario/schema/samplers.ts'
import { samplersOf as samplersOfEntry, type WorkloadEntry, type WorkloadSection } from '../../scenario/schema/workload.ts'
import type { World } from '../ports.ts'
import { atomOf } from './atom.ts'
import { rateOfRow } from './factor-columns.ts'
import { type Cluster, JOB_KIND, NONE } from './tables.ts'

/** What placement is told of a gang: racks that it may have (any of these; all when empty), and where there. */
export interface Demand {
  readonly runsOn: readonly RunsOnSection[]
  readonly placement: WorkloadEntry['placement']
}

const ownRacks = (runsOn: RunsOnSection | undefined): readonly RunsOnSection[] => (runsOn === undefined ? [] : [runsOn])
const ANYWHERE = { rule: 'compact', within: 'site', prefer: 'leaf', segment: 1 } as const

/** Demands of the workload entries, and behind them, for each that has samplers, of these and of both gangs together. */
export function demandsOf(workload: WorkloadSection): Demand[] {
  const own = workload.map((entry): Demand => ({ runsOn: entry.source === 'inference' ? [] : ownRacks(entry.runsOn), placement: entry.placement }))
  const more = workload.flatMap((entry, index): Demand[] => {
    const samplers = samplersOfEntry(entry)
    if (samplers === undefined) return []
    const theirs = ownRacks(samplers.runsOn)
    const isAny = theirs.length === 0 || own[index].runsOn.length === 0
    return [{ runsOn: theirs, placement: samplers.placement }, { runsOn: isAny ? [] : [...own[index].runsOn, ...theirs], placement: ANYWHERE }]
  })
  return [...own, ...more]
}

/** The two gangs of a workload entry. */
export interface Sampling {
  readonly section: SamplersSection
  /** Speed of steps against that of training alone, as the file has it. */
  readonly pace: number
  /** Number of the demand of its samplers; that of both together follows. */
  readonly demand: number
}

export interface Samplers {
  /** By workload entry. */
  readonly of: readonly (Sampling | undefined)[]
  /** Speed of generation by rack type against that of the first lot: it goes with the bandwidth of memory, as decoding does. */
  readonly speeds: Float64Array
}

/** Undefined where no job has any. */
export function createSamplers({ lots, rackTypes }: World, workload: WorkloadSection): Samplers | undefined {
  let demand = workload.length - 2
  const of = workload.map((entry): Sampling | undefined => {
    const section = samplersOfEntry(entry)
    if (section === undefined) return undefined
    demand += 2
    return { section, pace: samplerPace(section), demand }
  })
  if (of.every(each => each === undefined)) return undefined
  const bandwidths = rackTypes.map(({ acceleratorName, peakFlops }) => acceleratorMemory(acceleratorName, peakFlops).bandwidthBps)
  const reference = lots.count === 0 ? 1 : bandwidths[lots.type[0]]
  return { of, speeds: Float64Array.from(bandwidths, each => each / reference) }
}

/** The gangs of a job; undefined where it has one. */
export const samplingOf = ({ samplers, jobs }: Pick<Cluster, 'samplers' | 'jobs'>, job: number): Sampling | undefined => samplers?.of[jobs.col.entry[job]]

/** Speed of the steps of a job against that of training alone, as the file has it. */
export const paceOf = (c: Pick<Cluster, 'samplers' | 'jobs'>, job: number): number => samplingOf(c, job)?.pace ?? 1

/** Accelerators that a job asks for, with those that generate for it. */
export function sizeOfJob(c: Pick<Cluster, 'samplers' | 'jobs'>, job: number): number {
  const accelerators = c.jobs.col.accelerators[job]
  return accelerators + samplingFor(accelerators, samplingOf(c, job)?.section)
}

/** Nodes that generate for a job. */
export function samplerNodes(c: Cluster, job: number): number {
  const sampling = samplingOf(c, job)
  return sampling === undefined ? 0 : Math.ceil((sizeOfJob(c, job) - c.jobs.col.accelerators[job]) / atomOf(c, sampling.demand))
}

/** The row of those that generate for a job on nodes; 0 where there are none. */
export function samplerRow({ samplers, jobs }: Cluster, job: number): number {
  if (samplers === undefined) return NONE
  const row = jobs.col.spareRow[job]
  return row !== NONE && jobs.col.kind[row] === JOB_KIND.sampler ? row : NONE
}

/** The job for which a row generates; of any other the row itself. */
export const jobOfRow = ({ samplers, jobs }: Cluster, row: number): number => (samplers === undefined || jobs.col.kind[row] !== JOB_KIND.sampler ? row : jobs.col.holder[row])

/** Accelerators that a job holds in both gangs. */
export function heldByJob(c: Cluster, job: number): number {
  const row = samplerRow(c, job)
  return row === NONE ? c.jobs.col.held[job] : c.jobs.col.held[job] + c.jobs.col.held[row]
}

/** Speed of steps at which one gang would go on if it never waited for the other. */
export const ownRate = ({ jobs: { col } }: Pick<Cluster, 'jobs'>, row: number): number => col.speed[row] * col.scale[row] * rateOfRow(col, row)
