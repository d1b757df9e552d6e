/**
 * Lines beside the ledger: what is part of a bucket but worth a line of its own, and the second denominator. Source: utilisation
 * accounting of the model specification.
 */
import { HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { productiveByWindow } from './capacity.ts'
import { average } from './estimate.ts'

export interface MemoRow extends Uncertain {
  readonly code: string
  readonly label: string
  /** Replication 0, decimal string. */
  readonly acceleratorMs: string
  /** Mean over replications. */
  readonly gpuHours: number
}

const exact = (values: Float64Array): bigint => values.reduce((sum, value) => sum + BigInt(value), 0n)

/** Useful time at the rate of the model’s own arithmetic, whole accelerator-ms. */
function modelFlopMs({ ledger: { modelFlopUse } }: Scenario, productiveMs: bigint): bigint {
  return (productiveMs * BigInt(Math.round(modelFlopUse * 1e6))) / 1_000_000n
}

type Memo = readonly [code: string, label: string, of: (run: RunResult) => bigint]

export function memoRows(scenario: Scenario, runs: readonly RunResult[]): MemoRow[] {
  const productive = (run: RunResult): bigint => exact(productiveByWindow(run.ledger))
  const memos: readonly Memo[] = [
    ['fleet.accepted', 'Accepted fleet: contracted and once in service', run => exact(run.ledger.acceptedMs)],
    ['X.surplus', 'In service before its contract begins, outside of the contract', run => BigInt(run.ledger.surplusMs ?? 0)],
    ['P.modelFlops', 'Productive, arithmetic of the model', run => modelFlopMs(scenario, productive(run))],
    ['P.intrinsic', 'Productive, what the code itself leaves unused', run => productive(run) - modelFlopMs(scenario, productive(run))],
    ['P.discardedByUser', `Result thrown away by its user, booked as ${scenario.ledger.discarded}`, run => BigInt(run.ledger.discardedMs)],
    ['L7.fragmentation.fabric', 'Fragmentation while blocks were cut off from each other', run => BigInt(Math.round(run.counts.heldByFabricMs ?? 0))],
    ['L7.quota.budget', 'Quota: the money of the tenant was spent', run => BigInt(Math.round(run.counts.heldByBudgetMs ?? 0))],
    ['P.uncommitted', 'Productive, not committed at the horizon', run => BigInt(run.ledger.horizonMemoMs)],
  ]
  return memos.map(([code, label, of]) => {
    const each = runs.map(of)
    return { code, label, acceleratorMs: each[0].toString(), gpuHours: average(each.map(ms => Number(ms) / HOUR_MS)) }
  })
}
