/** What an inference service is to the engine: the size and speed of a replica, the demand, and the rules of its autoscaler. */
import type { WorkloadEntry } from '../../scenario/schema/workload.ts'
import type { SourceSite } from './source.ts'

export type { SourceSite }

export interface ServiceSpec {
  readonly id: string
  /** Whole nodes of one replica. */
  readonly nodes: number
  /** Requests that one replica serves at a time; 0 when its objectives cannot be met at all. */
  readonly slots: number
  /** Time of a request in its slot, and the part of it until the first token. */
  readonly residenceS: number
  readonly prefillS: number
  /** Mean tokens of an answer. */
  readonly outputTokens: number
  /** Longest acceptable wait for a slot, in mean residences. */
  readonly waitInServices: number
  /** Share of requests that may wait longer. */
  readonly missedFraction: number
  /** (Ca² + Cs²) / 2 of arrivals and lengths. */
  readonly variability: number
  /** Load over the most that present replicas could carry at which more are added. */
  readonly target: number
  readonly hysteresis: number
  readonly step: number
  readonly cooldownMs: number
  readonly coldStartMs: number
  readonly minimum: number
  readonly maximum: number
  /** Share of the dynamic power range that a serving node draws. */
  readonly drawShare: number
  /** Requests per second at a local hour of the day, with the contract as it stands at `contractMs`. */
  demandPerS(hour: number, contractMs: number): number
}

export interface ServiceDefinition<Id extends WorkloadEntry['source']> {
  readonly kind: 'service'
  readonly id: Id
  /** Sentence case. */
  readonly label: string
  readonly summary: string
  describe(entry: Extract<WorkloadEntry, { source: Id }>, site: SourceSite): ServiceSpec
}

export function defineService<Id extends WorkloadEntry['source']>(definition: Omit<ServiceDefinition<Id>, 'kind'>): ServiceDefinition<Id> {
  return Object.freeze({ ...definition, kind: 'service' as const })
}
