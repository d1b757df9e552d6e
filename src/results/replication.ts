/**
 * One finished replication in a few kilobytes, whatever its horizon: what every experiment keeps of a run. Plain numbers, so that it can be
 * written down, read back and compared to the last bit.
 */

/** Means over calendar months; the first and last month may be there in part. */
export interface MonthlyValues {
  /** Calendar month of the first value, 1–12. */
  readonly firstYear: number
  readonly firstMonth: number
  /** Accelerators: contracted, left after gates 1 to 6, useful; megawatts of IT. */
  readonly contracted: readonly number[]
  readonly allocatable: readonly number[]
  readonly productive: readonly number[]
  readonly itMW: readonly number[]
  /** Accelerators that each gate took, `lost[gate - 1]`, gates 1 to 9. */
  readonly lost: readonly (readonly number[])[]
}

/** `Figures` is named by the analysis that makes them; here they are numbers by name, NaN where one does not apply. */
export interface ReplicationRow<Figures = Readonly<Record<string, number>>> {
  /** Index of the point of the plan; 0 where there is one. */
  readonly point: number
  readonly replication: number
  readonly seed: number
  /** Hash over the whole result of this replication. */
  readonly resultHash: string
  readonly installedAccelerators: number
  readonly figures: Figures
  /** Exact accelerator-ms as decimal strings: the contract, and the buckets that are not empty, by code; they sum to it. */
  readonly contractedMs: string
  readonly buckets: Readonly<Record<string, string>>
  /** What each check of the file asks for, in file order; may be NaN or infinite. */
  readonly checks: readonly number[]
  readonly months: MonthlyValues
  /** Whether the condition of a contingent option came true; left out where nothing was to be decided. */
  readonly isTaken?: boolean
}
