/** Whether two runs had the same past, bit by bit: every closed window of the ledger, every series, everything that happened. */
import { DAY_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'

/** The first place at which values differ within the first `count` of them; −1 for none. Equal bits are equal, NaN to NaN too. */
function firstDifference(a: ArrayLike<number>, b: ArrayLike<number>, count: number): number {
  for (let i = 0; i < count; i++) if (!Object.is(a[i], b[i])) return i
  return -1
}

/** What differs before `atMs`, in words, with the day of the run; undefined for nothing. Runs of the same horizon and windows. */
export function whatDiffers(base: RunResult, other: RunResult, atMs: number): { readonly what: string; readonly day: number } | undefined {
  const { ledger, startDay } = base
  const windows = Math.min(ledger.windowCount, Math.floor(atMs / ledger.windowMs))
  const dayOf = (window: number): number => startDay + Math.floor((window * ledger.windowMs) / DAY_MS)
  const columns: (readonly [string, ArrayLike<number>, ArrayLike<number>, number])[] = [
    ['the contract', ledger.contractedMs, other.ledger.contractedMs, 1],
    ['the ledger', ledger.acceleratorMs, other.ledger.acceleratorMs, ledger.buckets.length],
    ['the accepted fleet', ledger.acceptedMs, other.ledger.acceptedMs, 1],
    ...base.series.map(({ id, label, values }) => [label.toLowerCase(), values, other.series.find(each => each.id === id)?.values ?? [], 1] as const),
  ]
  for (const [what, a, b, width] of columns) {
    const at = firstDifference(a, b, windows * width)
    if (at >= 0) return { what, day: dayOf(Math.floor(at / width)) }
  }
  const before = ({ milestones }: RunResult): string[] => milestones.filter(each => each.atMs < atMs).map(({ name, block, atMs: ms }) => `${ms} ${block} ${name}`)
  const [mine, theirs] = [before(base), before(other)]
  if (mine.length === theirs.length && mine.every((each, index) => each === theirs[index])) return undefined
  const ms = Number((mine.find((each, index) => each !== theirs[index]) ?? theirs[mine.length]).split(' ')[0])
  return { what: 'the milestones', day: startDay + Math.floor(ms / DAY_MS) }
}
