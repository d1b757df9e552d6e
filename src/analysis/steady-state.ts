/** The productive share of the contract once it has settled, of one replication: the mean of its days after ramp end. */
import { DAY_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import { capacityLevels } from './capacity.ts'
import { BATCHES, steadyMean } from './statistics/steady-state.ts'

export interface SteadyRow {
  /** Productive share of the contract by day; its interval is that of one long run, over its days, not over replications. */
  readonly mean: number
  readonly ci95: readonly [number, number]
  /** Days after ramp end; those cut as warm-up; days of each of the batches. */
  readonly days: number
  readonly warmUpDays: number
  readonly batches: number
  readonly batchDays: number
}

/** Productive ÷ contracted by whole day from ramp end on; windows divide a day. */
export function dailyShares({ ledger, rampEndMs }: Pick<RunResult, 'ledger' | 'rampEndMs'>): number[] {
  const perDay = Math.round(DAY_MS / ledger.windowMs)
  const { contracted, productive } = capacityLevels(ledger)
  const shares: number[] = []
  for (let day = Math.ceil(rampEndMs / DAY_MS); (day + 1) * perDay <= ledger.windowCount; day++) {
    let [useful, promised] = [0, 0]
    for (let window = day * perDay; window < (day + 1) * perDay; window++) {
      useful += productive[window]
      promised += contracted[window]
    }
    if (promised > 0) shares.push(useful / promised)
  }
  return shares
}

/** One row, or none where the days are too few or have not settled. */
export function steadyRows(run: RunResult): SteadyRow[] {
  const shares = dailyShares(run)
  const steady = steadyMean(shares)
  if (steady === null) return []
  const { mean, ci95: [low, high], warmUp, batch } = steady
  return [{ mean, ci95: [Math.max(0, low), Math.min(1, high)], days: shares.length, warmUpDays: warmUp, batches: BATCHES, batchDays: batch }]
}
