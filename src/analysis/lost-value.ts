/** What each cause took from the contract, in money: its accelerator-hours at what a contracted hour costs, all costs included. */
import { isEstimate, type LedgerRow, type Summary, type Uncertain } from '../results/summary.ts'

export interface LostValueRow extends Uncertain {
  readonly bucket: string
  readonly label: string
  readonly gpuHours: number
  readonly share: number
  readonly usd: number
}

/** Largest first; idle for want of work is left out, since nothing was taken. */
export function lostValue(ledger: readonly LedgerRow[], { totalCostUsd, contractedGpuHours }: Pick<Summary, 'totalCostUsd' | 'contractedGpuHours'>): LostValueRow[] {
  const perHour = isEstimate(totalCostUsd) && isEstimate(contractedGpuHours) && contractedGpuHours.mean > 0 ? totalCostUsd.mean / contractedGpuHours.mean : NaN
  return ledger
    .filter(({ gate, gpuHours, bucket }) => gate >= 1 && gate <= 9 && gpuHours > 0 && bucket !== 'L7.noDemand')
    .map(({ bucket, label, gpuHours, share, intervals }) => ({ bucket, label, gpuHours, share, usd: gpuHours * perHour, ...(intervals === undefined ? {} : { intervals: { ...intervals, ...(intervals.gpuHours === undefined ? {} : { usd: [intervals.gpuHours[0] * perHour, intervals.gpuHours[1] * perHour] as const }) } }) }))
    .sort((a, b) => b.gpuHours - a.gpuHours || (a.bucket < b.bucket ? -1 : 1))
}
