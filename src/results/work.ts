/** What the crews of a run did: people, waits, parts, mistakes and planned maintenance, up to its end. Times in ms. */

export interface TeamBook {
  readonly id: string
  /** People that can work at the same time. */
  readonly people: number
  /** Person-ms at work, on the way or at the door. */
  readonly busyMs: number
  readonly jobs: number
  /** People that were sent, summed over jobs; person-ms past the end of shifts. */
  readonly sent: number
  readonly overtimeMs: number
  /** Sum of the waits of what they were then sent to. */
  readonly waitMs: number
}

export interface PartBook {
  readonly id: string
  readonly demands: number
  /** Demands served from the shelf at once. */
  readonly filled: number
  /** Time integral of those that waited, part-ms. */
  readonly backOrderMs: number
}

export interface MaintenanceBook {
  /** Tasks by asset and plan, and how often one of them was done. */
  readonly tasks: number
  readonly done: number
  /** Tasks that are due, and those overdue for more than an eighth of their interval, at the end. */
  readonly due: number
  readonly overdue: number
  /** Task-ms overdue over the run. */
  readonly overdueMs: number
  /** Outages for which racks were drained, and assets that cannot be maintained without that. */
  readonly itWindows: number
  readonly notMaintainable: number
  /** Mornings on which a due task was not begun, by reason. */
  readonly refusals: Readonly<Record<string, number>>
}

export interface WorkBook {
  readonly teams: readonly TeamBook[]
  readonly orders: { readonly orders: number; readonly waiting: number; readonly waitMs: number; readonly delayed: number; readonly preempted: number; readonly evacuated: number; readonly overtime: number }
  readonly mistakes: { readonly harmless: number; readonly redundancyLost: number; readonly tripped: number }
  readonly parts: readonly PartBook[]
  readonly maintenance?: MaintenanceBook | undefined
}
