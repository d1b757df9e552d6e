/** What tenants held, asked for and were promised in a run: columns by window, exact integers of accelerator-ms. */

/** Jobs of a tenant over the run; sum of the waits of started ones, ms. */
export interface TenantJobs {
  readonly submitted: number
  readonly started: number
  readonly completed: number
  readonly withdrawn: number
  readonly failed: number
  readonly cancelled: number
  /** By their users. */
  readonly stopped: number
  /** By the time that they asked for. */
  readonly expired: number
  readonly waitMsSum: number
}

/** Columns have a cell per window × tenant, windows as those of the ledger. */
export interface TenantColumns {
  /** In file order; the first, with an empty id, is work that names no tenant. */
  readonly ids: readonly string[]
  /** Held by jobs and services; over the tenants they sum to the buckets of gates 8 to 10 in the ledger. */
  readonly allocatedMs: Float64Array
  /** Asked for by waiting jobs and by replicas that services lack. */
  readonly waitingMs: Float64Array
  /** Committed by contract, and what of it the site could have given. */
  readonly committedMs: Float64Array
  readonly deliveredMs: Float64Array
  /** Idle on nodes that are the tenant's alone while others wait. */
  readonly strandedMs: Float64Array
  /** What nodes that are the tenant's alone could be used; left out where no tenant has any, and of several sites together. */
  readonly ownMs?: Float64Array
  readonly jobs: readonly TenantJobs[]
}
