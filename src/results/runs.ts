/** Named model runs of one replication: when they came, began and ended, and where their time went. Times in ms since the start. */
export interface RunRecord {
  readonly id: string
  readonly accelerators: number
  /** Time at full speed that the run takes, and what of it is done. */
  readonly workMs: number
  readonly doneMs: number
  /** When it was to be submitted. */
  readonly plannedMs: number
  /** −1 where it has not come to that. */
  readonly submitMs: number
  readonly startMs: number
  readonly endMs: number
  /** −1 for none. */
  readonly deadlineMs: number
  /** Ended because all work was done. */
  readonly isDone: boolean
  /** Wall time by state: waiting, starting, restoring, running, stalled, ending; the sum is the time from submission to its end, or to that of the simulated time. */
  readonly stateMs: Readonly<Record<string, number>>
  /** Of the running time: training stood still for checkpoints. */
  readonly checkpointMs: number
  /** Interruptions, and work that was lost with them and done again, by cause: what the ledger calls rework. */
  readonly interruptions: Readonly<Record<string, number>>
  readonly lostMs: Readonly<Record<string, number>>
}
