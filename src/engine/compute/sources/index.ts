/** All workload sources: those that submit jobs, and services. One line a source. */
import type { WorkloadEntry } from '../../../scenario/schema/workload.ts'
import type { JobSource, SourceSite } from '../source.ts'
import type { ServiceSpec } from '../inference-definition.ts'
import { batch } from './batch.ts'
import { inference } from './inference.ts'
import { trace } from './trace.ts'
import { trainingMix } from './training-mix.ts'
import { trainingRun } from './training-run.ts'

export const SOURCES = { 'training-mix': trainingMix, 'training-run': trainingRun, batch, trace, inference } as const

export type OpenedSource = { readonly kind: 'jobs'; readonly source: JobSource } | { readonly kind: 'service'; readonly spec: ServiceSpec }

/** Opens one workload entry of the scenario. */
export function openSource(entry: WorkloadEntry, site: SourceSite): OpenedSource {
  if (entry.source === 'inference') return { kind: 'service', spec: inference.describe(entry, site) }
  if (entry.source === 'training-run') return { kind: 'jobs', source: trainingRun.create(entry, site) }
  if (entry.source === 'batch') return { kind: 'jobs', source: batch.create(entry, site) }
  return { kind: 'jobs', source: entry.source === 'trace' ? trace.create(entry, site) : trainingMix.create(entry, site) }
}
