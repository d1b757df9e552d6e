/** The ledger by gate: sums of its buckets, so that they have intervals of their own. */
import type { LedgerRow, Uncertain } from '../results/summary.ts'
import { GATE_LABELS } from '../scenario/buckets.ts'

/** What a gate took, 1–9; 0 is work not yet committed, 10 what was productive. */
export interface GateRow extends Uncertain {
  readonly gate: number
  readonly label: string
  /** Mean over replications. */
  readonly gpuHours: number
  /** Of the contract. */
  readonly share: number
}

/** Losses in their order, then what is not yet committed, then what was productive. */
export function gateRows(ledger: readonly LedgerRow[]): GateRow[] {
  const losses = GATE_LABELS.filter(({ loss }) => loss !== '').map(({ gate, loss }) => ({ gate: gate as number, label: loss }))
  return [...losses, { gate: 0, label: 'Not yet committed' }, { gate: 10, label: 'Productive' }].map(({ gate, label }) => {
    const own = ledger.filter(row => row.gate === gate)
    return { gate, label, gpuHours: own.reduce((sum, row) => sum + row.gpuHours, 0), share: own.reduce((sum, row) => sum + row.share, 0) }
  })
}
