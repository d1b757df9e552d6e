/** Named model runs over the replications: when they are done, how likely by their date, and what delays them. */
import { DAY_MS } from '../base/spans.ts'
import type { RunRecord } from '../results/runs.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import { RUN_CAUSES, type RunCause } from '../scenario/run-plan.ts'
import { average, quantile } from './estimate.ts'

/** Part of the time from its planned submission to its end that is not work at full speed; mean over replications, days. */
export interface RunDelay extends Uncertain {
  readonly cause: string
  readonly label: string
  readonly days: number
}

export interface NamedRunRow extends Uncertain {
  readonly id: string
  readonly accelerators: number
  /** Work at full speed, days. */
  readonly workDays: number
  /** Days since the start of the scenario. */
  readonly plannedDay: number
  readonly deadlineDay: number | null
  /** Share of replications that were done by the date; null without a date, or where the horizon ends before it is known. */
  readonly onTime: number | null
  /** End by non-exceedance, days since the start; null past the horizon. */
  readonly endDay: { readonly p10: number | null; readonly p50: number | null; readonly p90: number | null }
  readonly replications: number
  /** Interruptions, mean. */
  readonly interruptions: number
  /** Largest first. */
  readonly delays: readonly RunDelay[]
}

const LOST: Readonly<Record<RunCause, string>> = {
  hw: 'Work lost to hardware faults', sw: 'Work lost to software faults', power: 'Work lost to power', cooling: 'Work lost to cooling', net: 'Work lost to the network', sdc: 'Work lost to silent corruption', preempt: 'Work lost to preemption and maintenance', user: 'Work lost to its own errors',
}

type Part = readonly [cause: string, label: string, ms: (run: RunRecord) => number]

const lostOf = (run: RunRecord): number => RUN_CAUSES.reduce((sum, cause) => sum + run.lostMs[cause], 0)
/** Running time beyond work, lost work and checkpoints. */
const slowerMs = (run: RunRecord): number => run.stateMs.running - run.doneMs - lostOf(run) - run.checkpointMs

const PARTS: readonly Part[] = [
  ['before', 'Waiting for the runs before it', run => (run.submitMs < 0 ? 0 : run.submitMs - run.plannedMs)],
  ['waiting', 'Waiting for nodes', run => run.stateMs.waiting],
  ['start', 'Starting and reading back what was saved', run => run.stateMs.starting + run.stateMs.restoring + run.stateMs.ending],
  ['stalled', 'Faults not yet noticed', run => run.stateMs.stalled],
  ['checkpoint', 'Saving', run => run.checkpointMs],
  ['slowdown', 'Slower running: network, power, heat, slow nodes', slowerMs],
  ...RUN_CAUSES.map((cause): Part => [`lost.${cause}`, LOST[cause], run => run.lostMs[cause]]),
]

/** Up to where a run is known: its horizon, or the last window that is closed while it goes on. */
export const reachedMs = ({ horizonMs, ledger }: Pick<RunResult, 'horizonMs' | 'ledger'>): number => Math.min(horizonMs, ledger.windowCount * ledger.windowMs)

/** 1 on time, 0 late, NaN where it is not known by the time that is reached: what goes on before its date is not late. */
export function onTimeOf(run: RunRecord, reached: number): number {
  if (run.deadlineMs < 0) return Number.NaN
  if (run.isDone) return run.endMs <= run.deadlineMs ? 1 : 0
  return reached >= run.deadlineMs || run.endMs >= 0 ? 0 : Number.NaN
}

function rowOf(records: readonly RunRecord[], reached: number): NamedRunRow {
  const [first] = records
  const ends = records.map(({ isDone, endMs }) => (isDone ? endMs / DAY_MS : Infinity)).toSorted((a, b) => a - b)
  // Between a date and never there is nothing to interpolate.
  const endAt = (p: number): number | null => {
    const day = ends.includes(Infinity) ? ends[Math.min(ends.length - 1, Math.floor(p * ends.length))] : quantile(ends, p)
    return day === Infinity ? null : day
  }
  const judged = records.map(run => onTimeOf(run, reached)).filter(flag => !Number.isNaN(flag))
  return {
    id: first.id,
    accelerators: first.accelerators,
    workDays: first.workMs / DAY_MS,
    plannedDay: first.plannedMs / DAY_MS,
    deadlineDay: first.deadlineMs < 0 ? null : first.deadlineMs / DAY_MS,
    onTime: judged.length === 0 ? null : average(judged),
    endDay: { p10: endAt(0.1), p50: endAt(0.5), p90: endAt(0.9) },
    replications: records.length,
    interruptions: average(records.map(run => RUN_CAUSES.reduce((sum, cause) => sum + run.interruptions[cause], 0))),
    delays: PARTS.map(([cause, label, ms]) => ({ cause, label, days: average(records.map(ms)) / DAY_MS })).filter(({ days }) => days > 1e-6).sort((a, b) => b.days - a.days || (a.cause < b.cause ? -1 : 1)),
  }
}

/** In the order of the file; empty where it plans no runs. */
export function namedRunRows(runs: readonly RunResult[]): NamedRunRow[] {
  return (runs[0]?.runs ?? []).map((_, index) => rowOf(runs.flatMap(run => run.runs?.[index] ?? []), reachedMs(runs[0])))
}

/** Share of the runs with a date that were done by it in one replication; NaN where there is none that is judged. */
export function namedRunsOnTime(result: RunResult): number {
  const reached = reachedMs(result)
  const judged = (result.runs ?? []).map(run => onTimeOf(run, reached)).filter(flag => !Number.isNaN(flag))
  return judged.length === 0 ? Number.NaN : average(judged)
}
