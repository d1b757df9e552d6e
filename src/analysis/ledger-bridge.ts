/** How the useful hours of one ledger become those of another: what the contract adds and what each gate gives back or takes, pair by pair. */
import { HOUR_MS } from '../base/spans.ts'
import type { ReplicationRow } from '../results/replication.ts'
import { BUCKETS, GATE_LABELS } from '../scenario/buckets.ts'
import { pairedInterval } from './compare.ts'
import { average } from './estimate.ts'
import { observations } from './statistics/antithetic.ts'

const PRODUCTIVE = 10
/** Place of the contract among the steps; gates count from 0 (work not yet committed) to 9. */
export const CONTRACT_STEP = -1

type Side = Pick<ReplicationRow<object>, 'contractedMs' | 'buckets'>

/** A change of useful accelerator-hours, mean over replications; above 0 more of them are useful. */
export interface BridgeStep {
  readonly gate: number
  readonly label: string
  readonly gpuHours: number
  /** 95 % paired interval; null below two replications. */
  readonly ci95: readonly [number, number] | null
}

export interface LedgerBridge {
  /** Useful accelerator-hours of both sides, means over replications. */
  readonly base: number
  readonly option: number
  readonly replications: number
  /** Contract first, then the gates in their order; their sum is `change`, replication by replication to the accelerator-millisecond. */
  readonly steps: readonly BridgeStep[]
  readonly change: BridgeStep
}

const CODES_BY_GATE: ReadonlyMap<number, readonly string[]> = new Map(
  [...new Set(BUCKETS.map(({ gate }) => gate))].map(gate => [gate, BUCKETS.filter(each => each.gate === gate).map(({ code }) => code)]),
)

const taken = ({ buckets }: Side, gate: number): bigint => (CODES_BY_GATE.get(gate) ?? []).reduce((sum, code) => sum + BigInt(buckets[code] ?? '0'), 0n)

const hours = (ms: bigint): number => Number(ms) / HOUR_MS

function stepOf(gate: number, label: string, changes: readonly bigint[], isAntithetic: boolean, comparisons: number): BridgeStep {
  const values = changes.map(hours)
  return { gate, label, gpuHours: average(values), ci95: pairedInterval(observations(values, isAntithetic), comparisons) }
}

/** Both sides in the order of replications, equally many, at least one; `comparisons` options against one base widen the intervals. */
export function ledgerBridge(base: readonly Side[], option: readonly Side[], isAntithetic = false, comparisons = 1): LedgerBridge {
  const step = (gate: number, label: string, changes: readonly bigint[]): BridgeStep => stepOf(gate, label, changes, isAntithetic, comparisons)
  const contract = option.map(({ contractedMs }, at) => BigInt(contractedMs) - BigInt(base[at].contractedMs))
  const less = (gate: number): bigint[] => base.map((side, at) => taken(side, gate) - taken(option[at], gate))
  const gates = GATE_LABELS.filter(({ loss }) => loss !== '').map(({ gate, loss }) => step(gate, loss, less(gate)))
  const useful = (side: Side): bigint => taken(side, PRODUCTIVE)
  return {
    base: average(base.map(side => hours(useful(side)))),
    option: average(option.map(side => hours(useful(side)))),
    replications: base.length,
    steps: [step(CONTRACT_STEP, 'Contract', contract), ...gates, step(0, 'Not yet committed', less(0))],
    change: step(PRODUCTIVE, 'Productive', option.map((side, at) => useful(side) - useful(base[at]))),
  }
}
