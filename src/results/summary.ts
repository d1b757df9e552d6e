/** Headline figures of a scenario over its replications, and the manifest that makes them reproducible. */

/** A row of numbers over replications, and 95 % intervals of the means of those that differ, by field; left out for one replication. */
export interface Uncertain {
  readonly intervals?: Readonly<Record<string, readonly [number, number]>>
}

/** One uncertain figure over replications. `ci95` is a t-interval of the mean; quantiles are non-exceedance. */
export interface Estimate {
  readonly mean: number
  readonly ci95: readonly [number, number] | null
  readonly p10: number
  readonly p50: number
  readonly p90: number
  /** 95 % intervals of the quantiles from order statistics; null where there are too few replications, left out where there are for none. */
  readonly quantiles?: Readonly<Record<'p10' | 'p50' | 'p90', readonly [number, number] | null>>
}

/** A time until something happens, of runs in some of which it does not within the horizon: those count as later than all others. */
export interface Censored {
  /** Replications in which it never happened, of so many. */
  readonly count: number
  readonly of: number
  /** Non-exceedance quantiles; null where the quantile lies among those that never reach it. */
  readonly p10: number | null
  readonly p50: number | null
  readonly p90: number | null
}

/** Why a figure does not apply. */
export interface NotApplicable {
  readonly value: null
  readonly reason: string
  /** What is known of it all the same. */
  readonly censored?: Censored
}

export type Figure = Estimate | NotApplicable

/** What the checks of the file say of a run; `none` where it has none. */
export type Verdict = 'none' | 'pass' | 'warn' | 'fail'

export interface Manifest {
  readonly tool: string
  readonly format: number
  readonly scenario: string
  readonly option: string | null
  readonly scenarioHash: string
  readonly inputHashes: Readonly<Record<string, string>>
  readonly seed: number
  readonly replications: number
  /** Replications 2k and 2k + 1 mirror each other; intervals count pairs. */
  readonly antithetic?: true
  /** Day at whose beginning the run was ended before its horizon, YYYY-MM-DD; all figures are of the time before it. */
  readonly until?: string
  readonly resultHash: string
  readonly verdict: Verdict
}

/** Stable keys of `run --format json`. */
export interface Summary {
  readonly installedAccelerators: number
  readonly contractedGpuHours: Figure
  readonly productiveGpuHours: Figure
  readonly meanUtilisation: Figure
  /** Productive of the accepted fleet, the second denominator. */
  readonly utilisationOfAccepted: Figure
  readonly sustainedUtilisation: Figure
  readonly sustainedUtilisationFromContractStart: Figure
  /** Days from contract start until 50, 90 and 99 % of the final contract are allocatable for good; then the same of productive ones. */
  readonly timeToCapacity50: Figure
  readonly timeToCapacity: Figure
  readonly timeToCapacity99: Figure
  readonly timeToProductive50: Figure
  readonly timeToProductive90: Figure
  readonly timeToProductive99: Figure
  /** Least productive share of the contract over any 30 days after ramp end. */
  readonly worst30DayUtilisation: Figure
  /** Hours after ramp end in windows below `ledger.lowUtilisation`. */
  readonly hoursBelowLow: Figure
  readonly availability: Figure
  readonly sloAttainment: Figure
  readonly p95LatencyMs: Figure
  readonly runsOnTime: Figure
  /** Useful share of what jobs and services held; of the time available to jobs (ETTR); hours of attempts by interruption (MTTI). */
  readonly goodput: Figure
  readonly ettr: Figure
  readonly hoursBetweenInterruptions: Figure
  readonly pue: Figure
  /** Site energy per energy at the busbars inside the racks. */
  readonly sitePerBusbar: Figure
  /** PUE with the cooling energy of an operated site instead of the model’s. */
  readonly budgetPue: Figure
  readonly wue: Figure
  /** Carbon per IT energy, kg/kWh. */
  readonly cue: Figure
  readonly energyMWh: Figure
  readonly peakSiteMW: Figure
  readonly waterM3: Figure
  /** Highest draw of water: it sizes the connection. */
  readonly peakWaterKgps: Figure
  readonly carbonT: Figure
  readonly costPerUsefulGpuHour: Figure
  readonly costPerMillionTokens: Figure
  readonly totalCostUsd: Figure
  readonly revenueUsd: Figure
  readonly netPresentUsd: Figure
  readonly levelisedCostPerGpuHour: Figure
  readonly delayUsd: Figure
  /** IT power of blocks that are ready after their promised day, times their delay. */
  readonly idleMegawattMonths: Figure
}

export interface LedgerRow extends Uncertain {
  readonly bucket: string
  readonly label: string
  readonly gate: number
  /** Replication 0, decimal string; the rows sum to the contract exactly. */
  readonly acceleratorMs: string
  /** Mean over replications. */
  readonly gpuHours: number
  readonly share: number
  readonly interval: readonly [number, number] | null
}

export interface MoneyRow extends Uncertain {
  readonly id: string
  readonly label: string
  readonly usd: number
  readonly source: string
}

export function isEstimate(figure: Figure): figure is Estimate {
  return 'mean' in figure
}
