/** What an inference service is to the engine: pools of replicas with their speed, the demand, and the rules of the autoscaler. */
import type { WorkloadEntry } from '../../scenario/schema/workload.ts'
import type { Histograms, PoolLatency } from './serving-latency.ts'
import type { SourceSite } from './source.ts'

export type { SourceSite }

/** Replicas of one kind: of a whole service, or of its prompts or its answers alone. */
export interface PoolSpec extends PoolLatency {
  /** `''` where a service has one pool alone. */
  readonly id: string
  /** Whole nodes of one replica. */
  readonly nodes: number
  readonly minimum: number
  readonly maximum: number
  /** Share of the dynamic power range that a serving node draws. */
  readonly drawShare: number
}

/** New versions of the model: when, and how replicas are exchanged. */
export interface RolloutRule {
  readonly firstMs: number
  readonly everyMs: number
  /** Shares of the replicas that may be held in addition, and may be missing. */
  readonly surge: number
  readonly unavailable: number
  /** Share that serves the new version first, and for how long. */
  readonly canary: number
  readonly bakeMs: number
  /** How long an old replica keeps its nodes when it takes no more requests. */
  readonly drainMs: number
}

/** Persistent sessions that come back with a turn after they have thought. */
export interface SessionRule {
  /** A turn and the thinking after it, at full speed, s. */
  readonly cycleS: number
  /** Turns that a session makes again when the replica that holds its state is lost. */
  readonly redoTurns: number
}

export interface ServiceSpec {
  readonly id: string
  /** One, or one that reads prompts and one that makes answers. */
  readonly pools: readonly PoolSpec[]
  /** Nodes of the largest replica. */
  readonly nodes: number
  /** Mean tokens of a prompt and of an answer. */
  readonly promptTokens: number
  readonly outputTokens: number
  /** Data that a request reads from the datastore, B. */
  readonly dataB: number
  /** Share of requests that may miss the objective for the first token. */
  readonly missedFraction: number
  /** Longest mean wait before requests are turned away, s; as soon as the objective is missed where undefined. */
  readonly queueLimitS: number | undefined
  /** Times to the first token apart from waiting, and times per token, by utilisation of the first and the last pool. */
  readonly firstToken: Histograms
  readonly perToken: Histograms
  /** Longest acceptable mean time per token of an answer, ms. */
  readonly perTokenMs: number
  readonly rollouts: RolloutRule | undefined
  /** Undefined for requests that come whatever becomes of those before. */
  readonly sessions: SessionRule | undefined
  /** Load over the most that present replicas could carry at which more are added. */
  readonly target: number
  readonly hysteresis: number
  readonly step: number
  readonly cooldownMs: number
  readonly coldStartMs: number
  /** Requests per second of all origins at their peaks, with the whole plan contracted. */
  readonly peakPerS: number
  /** The next time after now at which the demand takes another slope or step; at every hour where left out. */
  nextKnotMs?(nowMs: number): number
  /** Requests per second at a time of day, which `hourIn` tells in a time zone or at the site, of what is contracted and lost elsewhere at `asOfMs`. */
  demandPerS(asOfMs: number, hourIn: (timezone: string | undefined) => number): number
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
