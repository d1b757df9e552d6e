/** What keeps a node out of service and what a run of accelerator time is booked to: the gates and the ledger. */

/**
 * Root causes that can close a gate of a node, in code order. Only the ledger knows their buckets (ledger/causes.ts);
 * domains name causes. Append only.
 */
export const CAUSES = [
  'supplier', 'shipping', 'receiving',
  'building', 'commissioning', 'gridDelay', 'gridOutage', 'gridCapacity', 'generationFault', 'transformerFault', 'upsFault', 'distributionFault',
  'rackPower', 'plannedElectrical', 'curtailment', 'zone',
  'plantDelay', 'plantFault', 'cdu', 'leak', 'weather', 'water', 'coolingPower',
  'install', 'fabricDelay', 'leafFault', 'linkFault', 'fabricMaintenance', 'wan',
  'burnIn', 'deadOnArrival', 'undetected', 'triage', 'waitTechnician', 'waitPart', 'repair', 'requalification', 'rma', 'quarantine', 'noReturn', 'humanError',
  'maintenance', 'firmware', 'drainWait', 'spareReserve', 'adminHold', 'stranded',
  'commonPower', 'commonCooling', 'commonFabric',
] as const
export type Cause = (typeof CAUSES)[number]

/**
 * Gates of nodes. A gate is closed while at least one cause at block, rack or node level holds it. Closing the first
 * gate of a node takes it away from the scheduler (killing its job), opening the last returns it.
 * Calls with an unchanged state do nothing. Allowed in any phase up to control.
 */
export interface GatePort {
  closeBlock(block: number, cause: Cause): void
  openBlock(block: number, cause: Cause): void
  closeRack(rack: number, cause: Cause): void
  openRack(rack: number, cause: Cause): void
  closeNode(node: number, cause: Cause): void
  openNode(node: number, cause: Cause): void
  /**
   * So many accelerators of the node are bad: while repair keeps the node closed, the others are stranded beside them. 0: the whole node.
   */
  setBadAccelerators(node: number, accelerators: number): void
  /** True while no gate of the node is closed: the scheduler may use it. */
  isOpen(node: number): boolean
}

/** Why the rest of a job's work since its last durable commit was lost. */
export type ReworkCause = 'hw' | 'sw' | 'power' | 'cooling' | 'net' | 'sdc' | 'preempt' | 'user'

/** What becomes of work that would have been useful: nothing stated, lost for a cause, or thrown away by its own user; or it was none, but one gang that waited for the other. */
export type Fate = ReworkCause | 'discarded' | 'waits'

/** Owner of the time of those that generate for a job: this and the row of the job. */
export const SAMPLERS_OF = 0x4000_0000

/**
 * Bookings of compute into the ledger. All amounts are whole accelerators and whole ms. `book` says whose they are, of which generation
 * (`bookIndex`); left out where there is one book only, or for what belongs to nobody in a site of one generation.
 */
export interface LedgerPort {
  /** `accelerators` enter a timed bucket at now (`L8.init`, `L8.restore`, `L8.faultStall`, `L8.gangWait`, `L8.teardown`, `E.provisional`). */
  hold(bucket: number, accelerators: number, book?: number): void
  /** `accelerators` leave that bucket at now. */
  release(bucket: number, accelerators: number, book?: number): void
  /**
   * Idle accelerators by G7 reason from now on: index i of the vector is bucket `IDLE_BUCKETS[i]`. The sum must equal the
   * open accelerators that hold no job. Called at the end of every scheduling pass.
   */
  setIdle(vector: Int32Array): void
  /**
   * Re-books [fromMs, toMs) of `accelerators` out of `E.provisional`, in the windows where the time was spent: first
   * `blockedMs` to `L9.ckpt`, then the losses of the factors, the useful rest to `P` or, with a `fate`, to `L9.rework.<fate>`; what its
   * user throws away is productive with a memo, or `L9.rework.user` where the file says so; what `waits` goes to `L8.gangWait`.
   * `factors[i]` in (0, 1] belongs to `FACTOR_BUCKETS[i]`; the work rate is their product. `owner` tells observers whose time it is: the row
   * of a job, `SAMPLERS_OF` more for those that generate for it, or −2 − the number of a pool of replicas.
   */
  settle(accelerators: number, fromMs: number, toMs: number, blockedMs: number, factors: Float64Array, fate?: Fate, book?: number, owner?: number): void
}
