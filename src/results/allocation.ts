/** The plan of what can be promised to whom, quarter by quarter; accelerators and hours of them. */

/** A pool: accelerators of one type at one site, for all tenants or for one alone. */
export interface PoolQuarter {
  /** '' where the file has one site. */
  readonly site: string
  readonly model: string
  /** Whose alone it is; left out where it is for all. */
  readonly tenant?: string
  /** `2027-Q3`. */
  readonly quarter: string
  /** Least and mean of the weeks that are assured. */
  readonly least: number
  readonly mean: number
  /** What could still be promised in all weeks of the quarter. */
  readonly free: number
}

/** What is promised already. */
export interface FirmQuarter {
  readonly tenant: string
  readonly kind: string
  readonly quarter: string
  readonly accelerators: number
  readonly weeks: number
  /** Weeks in which it cannot be kept, and by how much. */
  readonly shortWeeks: number
  readonly worstShort: number
  readonly shortGpuHours: number
}

/** What a tenant asks for. */
export interface AskedQuarter {
  readonly tenant: string
  /** Number of the ask, from 0, over all tenants. */
  readonly ask: number
  readonly quarter: string
  readonly accelerators: number
  /** What can be promised in all of its weeks of the quarter. */
  readonly promised: number
  /** USD per accelerator-hour; null where neither the ask nor a contract says. */
  readonly price: number | null
  /** Of what is promised, after electricity. */
  readonly marginUsd: number
}

/** A week in which a promise cannot be kept. */
export interface Shortage {
  readonly tenant: string
  readonly kind: string
  /** First day of the week. */
  readonly week: string
  readonly accelerators: number
  readonly short: number
}

export interface AllocationPlan {
  /** Share of the replications that have what is counted on. */
  readonly confidence: number
  readonly replications: number
  /** Multiple of the pools that may be promised. */
  readonly oversell: number
  readonly pools: readonly PoolQuarter[]
  readonly firm: readonly FirmQuarter[]
  readonly asked: readonly AskedQuarter[]
  readonly shortages: readonly Shortage[]
}
