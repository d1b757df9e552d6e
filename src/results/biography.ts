/**
 * The life of one accelerator and of one run: what it was from one instant to the next, in whole ms, and what its time was spent on. Times are
 * ms since the start of the scenario; what was ordered before it begins below 0.
 */

/** From one instant to the next. */
export interface LifeSpan {
  readonly fromMs: number
  readonly toMs: number
  /** Bucket of the ledger, `L7` for idle, `run` for work on a job, `wait.<reason>` of a job in the queue, `before` and `after` a life. */
  readonly state: string
  /** The same in words, with the job where there is one. */
  readonly label: string
  /** Number of the job in the run, −1 for none. */
  readonly job: number
  /** Of a span of work: how much of it was lost and done again, ms of each accelerator. It is the last of it. */
  readonly lostMs: number
}

/** What time went to, by bucket of the ledger. */
export interface LifePart {
  readonly code: string
  readonly label: string
  /** Of an accelerator: ms. Of a run: accelerator-ms. Whole numbers. */
  readonly ms: number
}

export interface AcceleratorLife {
  readonly kind: 'accelerator'
  /** Such as `block[0]/rack[3]/node[1]`, and which of the accelerators of the node. */
  readonly node: string
  readonly accelerator: number
  readonly block: string
  readonly model: string
  /** Order of its rack; null for one that stands at the start. */
  readonly orderedMs: number | null
  /** The contract, as far as it lies in the run. */
  readonly contractMs: number
  readonly contractEndMs: number
  /** Without gaps from its order, or from the start, to the end of the run or of its life. */
  readonly spans: readonly LifeSpan[]
  /** Within the contract; they sum to its length. */
  readonly parts: readonly LifePart[]
  /** Of the productive part: never committed, productive by the horizon alone. */
  readonly horizonMs: number
}

export interface RunLife {
  readonly kind: 'run'
  /** Entry of the workload, and which of its jobs, from 1. */
  readonly name: string
  readonly ordinal: number
  /** Number of the job in the run; accelerators that it asks for. */
  readonly job: number
  readonly accelerators: number
  readonly submitMs: number
  /** End, or the end of the simulated time. */
  readonly endMs: number
  readonly outcome: 'completed' | 'failed' | 'withdrawn' | 'cancelled' | 'stopped' | 'expired' | 'moved' | 'unfinished'
  readonly interruptions: number
  /** From submission to the end without gaps. */
  readonly spans: readonly LifeSpan[]
  /** Time in the queue, ms by reason. */
  readonly waits: readonly LifePart[]
  /** What its accelerators did while it held them, as in the ledger, accelerator-ms; they sum to `heldMs`. */
  readonly parts: readonly LifePart[]
  /** Accelerator-ms that it held. */
  readonly heldMs: number
  readonly horizonMs: number
}

export type Life = AcceleratorLife | RunLife

/** Whose life: an accelerator of a node by its path, or the n-th job (from 1) of a workload entry. */
export type LifeQuery =
  | { readonly node: string; readonly accelerator: number }
  | { readonly run: string; readonly ordinal: number }

/** Why there is no such life, and what there is. */
export interface LifeProblem {
  readonly message: string
  readonly allowed: string
}
