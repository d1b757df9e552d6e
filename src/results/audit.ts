/** What a redundancy audit found: every contingency with its outcome in time and its blast radius. */
import type { OneLine } from './one-line.ts'

/** Worst first. `unknown`: the model cannot tell, and says why. */
export const AUDIT_STATES = ['down', 'degraded', 'savedByTransfer', 'unknown', 'normal'] as const
export type AuditState = (typeof AUDIT_STATES)[number]

export interface AuditStep {
  /** Time after the failure, ms. */
  readonly atMs: number
  readonly what: string
}

export interface Contingency {
  /** Components that fail, by path; one, or two for pairs. */
  readonly failed: readonly string[]
  /** Component out for maintenance when it happens; null for none. */
  readonly maintained: string | null
  /** Equal contingencies that this one stands for, itself included: the other modules of a system, the other sets of a block. */
  readonly count: number
  /** Paths of the others; for pairs and maintenance empty, because single failures name them. */
  readonly alike: readonly string[]
  /** Nodes of the one-line that hold what is out, failed ones first. */
  readonly nodes: readonly number[]
  readonly state: AuditState
  /** The outcome in a sentence, naming what binds. */
  readonly reason: string
  /** Blast radius: racks and accelerators that lose power or are too hot to run, and those that must give some power up. */
  readonly racksLost: number
  readonly acceleratorsLost: number
  readonly racksDegraded: number
  readonly acceleratorsDegraded: number
  /** Highest IT power of the racks that are lost, W. */
  readonly lostW?: number
  /** Ids of the load nodes of the one-line behind these counts, for the drawing; left out where only the counts are known. */
  readonly lost?: readonly string[]
  readonly degraded?: readonly string[]
  /** Smaller of the served shares of IT and of cooling power in the end, 0–1. */
  readonly servedFraction: number
  /** Transfer, battery, start of sets, overload trips, shedding, thermal limit: in order of time. */
  readonly timeline: readonly AuditStep[]
  /** Place of the (first) failed component in the expanded scenario. */
  readonly path: readonly (string | number)[]
  /** 1-based line and column in the file, once placed. */
  readonly line?: number
  readonly column?: number
}

/** A redundancy label against what removing each single component shows. */
export interface LabelCheck {
  readonly path: readonly (string | number)[]
  /** −1 for the site. */
  readonly block: number
  readonly label: string
  readonly isKept: boolean
  /** Share of load served after the worst removal that the label promises to survive, 0–1. */
  readonly servedFraction: number
  /** In a sentence; names the worst removal when the label is not kept. */
  readonly reason: string
  readonly line?: number
  readonly column?: number
}

/** What one fire takes at once and what fires cost in a year. */
export interface FireExposure {
  /** Zones by what goes with them, the largest first; `firesPerYear` of fires that take the whole zone. */
  readonly zones: readonly {
    readonly zone: string
    readonly path: readonly (string | number)[]
    readonly racksLost: number
    readonly acceleratorsLost: number
    /** Highest IT power that is lost at once, W. */
    readonly lostW: number
    readonly firesPerYear: number
  }[]
  /** Insurance units: property, interruption over a fire of mean length, USD, and what goes at once, W. */
  readonly units: readonly { readonly name: string; readonly value: number; readonly interruption: number; readonly lostW: number }[]
  /** Maximum simultaneous loss, W. */
  readonly largestW: number
  /** Energy not served by whole-zone fires in a year, W·h: mean, and the years that 1 in 100 and 1 in 1000 exceed; null without rates. */
  readonly year: { readonly meanWh: number; readonly p99Wh: number; readonly p999Wh: number; readonly sampledYears: number } | null
}

export interface AuditReport {
  readonly oneLine: OneLine
  /**
   * Sorted: worst state first, then by accelerators lost, degraded, then path. All single failures; of pairs and of failures during
   * maintenance those that are worse than each of the two alone.
   */
  readonly contingencies: readonly Contingency[]
  readonly labels: readonly LabelCheck[]
  /** Left out where the file states no fire zones. */
  readonly fire?: FireExposure
  /** Number of contingencies by state, each counted as often as it stands for equal ones; pairs and maintenance all included. */
  readonly counts: Readonly<Record<AuditState, number>>
}

/** What is asked beyond every single failure. */
export interface AuditChoices {
  /** Every pair of failures. */
  readonly pairs: boolean
  /** Every failure during every maintenance that needs an outage. */
  readonly maintenance: boolean
}
