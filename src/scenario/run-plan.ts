/** When a named model run is submitted and how long it takes at full speed, from what the file states of it. */
import { DAY_MS } from '../base/spans.ts'
import type { TrainingRunEntry } from './schema/workload.ts'

/** Operations of training per parameter and token. */
const FLOP_PER_PARAMETER = 6

export const RUN_STATES = ['waiting', 'starting', 'restoring', 'running', 'stalled', 'ending'] as const
export type RunState = (typeof RUN_STATES)[number]

/** What takes a run down, as the ledger counts lost work. */
export const RUN_CAUSES = ['hw', 'sw', 'power', 'cooling', 'net', 'sdc', 'preempt', 'user'] as const
export type RunCause = (typeof RUN_CAUSES)[number]

export interface RunPlan {
  readonly submitMs: number
  readonly workMs: number
  /** End of the day by which it is needed; Infinity for none. */
  readonly deadlineMs: number
}

/** Operations of a run; undefined where the file states its time. */
export function flopOf({ flop, tokens, parameters }: TrainingRunEntry): number | undefined {
  if (flop !== undefined) return flop
  return tokens === undefined || parameters === undefined ? undefined : FLOP_PER_PARAMETER * tokens * parameters
}

/** `peakFlops` of one accelerator; `startDay` is the day of 0 ms. */
export function runPlan(entry: TrainingRunEntry, startDay: number, peakFlops: number): RunPlan {
  const flop = flopOf(entry)
  const { accelerators, start, deadline, utilisation } = entry
  return {
    submitMs: Math.max(0, start === undefined ? entry.after : (start - startDay) * DAY_MS),
    workMs: flop === undefined ? entry.work : Math.max(1, Math.round((flop / (accelerators * peakFlops * utilisation)) * 1000)),
    deadlineMs: deadline === undefined ? Infinity : (deadline - startDay + 1) * DAY_MS,
  }
}

/** Whether an entry is planned as a run with a date, so that its life is recorded. */
export const isNamedRun = ({ start, deadline, dependsOn, flop, tokens }: TrainingRunEntry): boolean =>
  start !== undefined || deadline !== undefined || dependsOn.length > 0 || flop !== undefined || tokens !== undefined
