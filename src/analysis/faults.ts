/** What failed and what it cost, as rows: faults by kind, and how well running work came through (goodput, useful share, times between faults). */
import { HOUR_MS } from '../base/spans.ts'
import type { FaultBook } from '../results/faults.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import { average } from './estimate.ts'

export interface FaultRow extends Uncertain {
  readonly kind: string
  readonly label: string
  readonly reach: FaultBook['reach']
  readonly cause: string
  /** Means over replications: faults, and hours of nodes out of service. */
  readonly count: number
  readonly downNodeHours: number
}

/** Most frequent first, by name where equal. */
export const byCount = (a: FaultRow, b: FaultRow): number => b.count - a.count || (a.kind < b.kind ? -1 : 1)

/** Faults by kind, those that happened in any replication. */
export function faultRows(runs: readonly RunResult[]): FaultRow[] {
  const books = runs.flatMap(({ faults }) => (faults === undefined ? [] : [faults]))
  const [first = []] = books
  const rows = first.map(({ id, label, reach, cause }, at): FaultRow => ({
    kind: id, label, reach, cause, count: average(books.map(book => book[at].count)), downNodeHours: average(books.map(book => book[at].downMs)) / HOUR_MS,
  }))
  return rows.filter(({ count }) => count > 0).toSorted(byCount)
}

export interface GoodputRow extends Uncertain {
  readonly item: string
  readonly label: string
  /** Mean over replications; null where nothing ran or nothing was interrupted. */
  readonly amount: number | null
  readonly unit: 'share' | 'h'
}

/** Accelerator-ms by level: held by jobs at all, and shares of that. */
interface Used {
  readonly allocated: number
  readonly productive: number
  readonly checkpoint: number
  readonly rework: number
  readonly restart: number
  readonly interruptions: number
}

function usedOf({ ledger: { buckets, acceleratorMs, windowCount }, counts }: RunResult): Used {
  const used = { allocated: 0, productive: 0, checkpoint: 0, rework: 0, restart: 0 }
  buckets.forEach(({ code, gate }, at) => {
    // Levels 8 and 9, what is not committed yet, and what was useful: all that jobs and services hold.
    if (gate !== 0 && gate < 8) return
    let sum = 0
    for (let window = 0; window < windowCount; window++) sum += acceleratorMs[window * buckets.length + at]
    used.allocated += sum
    if (code === 'P') used.productive += sum
    else if (code === 'L9.ckpt') used.checkpoint += sum
    else if (code.startsWith('L9.rework.')) used.rework += sum
    else if (gate === 8) used.restart += sum
  })
  return { ...used, interruptions: counts.jobInterruptions }
}

type Reading = readonly [item: string, label: string, unit: GoodputRow['unit'], of: (used: Used) => number | null]
const shareOf = (pick: (used: Used) => number) => (used: Used): number | null => (used.allocated === 0 ? null : pick(used) / used.allocated)

const READINGS: readonly Reading[] = [
  ['goodput', 'Goodput: useful of what jobs and services held', 'share', shareOf(used => used.productive)],
  ['checkpointShare', 'Spent on checkpoints', 'share', shareOf(used => used.checkpoint)],
  ['reworkShare', 'Lost and done again', 'share', shareOf(used => used.rework)],
  ['restartShare', 'Starting, restoring, stalled', 'share', shareOf(used => used.restart)],
  ['hoursBetweenInterruptions', 'Accelerator-hours between interruptions of a job', 'h', used => (used.interruptions === 0 ? null : used.allocated / used.interruptions / HOUR_MS)],
]

/** How well running work came through, all jobs and services of the site together (goodput = productive ÷ allocated). */
export function goodputRows(runs: readonly RunResult[]): GoodputRow[] {
  const used = runs.map(usedOf)
  return READINGS.map(([item, label, unit, of]) => {
    const amounts = used.flatMap(each => of(each) ?? [])
    return { item, label, unit, amount: amounts.length === 0 ? null : average(amounts) }
  })
}
