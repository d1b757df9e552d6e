/** What binds at a point: the gate that takes most of the contract, month by month over all replications, and how much each takes. */
import type { MonthlyValues } from '../../results/replication.ts'
import { BUCKETS, GATE_LABELS } from '../../scenario/buckets.ts'
import { average, meanInterval } from '../estimate.ts'

export interface BindingShare {
  readonly gate: number
  readonly label: string
  /** Share of the months under contract in which it takes most. */
  readonly months: number
  readonly monthsCi95: readonly [number, number] | null
  /** Share of the contract that it takes. */
  readonly share: number
  readonly shareCi95: readonly [number, number] | null
  /** The bucket that takes most of it. */
  readonly bucket: string
  readonly bucketLabel: string
}

interface Told {
  readonly months: MonthlyValues
  readonly contractedMs: string
  readonly buckets: Readonly<Record<string, string>>
}

const LOSS_GATES = GATE_LABELS.filter(({ gate }) => gate >= 1 && gate <= 9)
const SHARE = { low: 0, high: 1 }

/** Share of the months under contract in which each gate, from 1, takes most; the first of equals. */
function bindingMonths({ contracted, lost }: MonthlyValues): number[] {
  const counts = lost.map(() => 0)
  let months = 0
  contracted.forEach((accelerators, month) => {
    if (!(accelerators > 0)) return
    months += 1
    const most = Math.max(...lost.map(values => values[month]))
    if (most > 0) counts[lost.findIndex(values => values[month] === most)] += 1
  })
  return counts.map(count => (months === 0 ? 0 : count / months))
}

/** Gates that take anything, the one that binds longest first. */
export function bindingShares(rows: readonly Told[]): BindingShare[] {
  const months = rows.map(({ months: each }) => bindingMonths(each))
  const shareOf = ({ buckets, contractedMs }: Told, codes: readonly string[]): number => (contractedMs === '0' ? 0 : codes.reduce((sum, code) => sum + Number(buckets[code] ?? '0'), 0) / Number(contractedMs))
  return LOSS_GATES.map(({ gate, loss }): BindingShare => {
    const own = BUCKETS.filter(bucket => bucket.gate === gate)
    const taken = own.map(({ code }) => average(rows.map(row => shareOf(row, [code]))))
    const largest = own[taken.indexOf(Math.max(...taken))]
    const [bound, shares] = [months.map(each => each[gate - 1] ?? 0), rows.map(row => shareOf(row, own.map(({ code }) => code)))]
    return { gate, label: loss, months: average(bound), monthsCi95: meanInterval(bound, SHARE), share: average(shares), shareCi95: meanInterval(shares, SHARE), bucket: largest.code, bucketLabel: largest.label }
  })
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.months - a.months || b.share - a.share || a.gate - b.gate)
}
