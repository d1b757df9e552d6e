/** What inference services did as rows of figures, one service after the other; means over replications, percentiles of all their requests. */
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import type { ServiceColumns } from '../results/services.ts'
import { average } from './estimate.ts'

type Unit = 'share' | 'ms' | 'h' | 'request/s' | 'token/s' | 'million tokens' | ''

export interface ServiceRow extends Uncertain {
  readonly service: string
  readonly item: string
  readonly label: string
  readonly amount: number
  readonly unit: Unit
}

interface Seen {
  readonly service: ServiceColumns
  readonly windowMs: number
  /** Time that had demand, by windows; nobody misses a replica before the first request. */
  readonly askedMs: number
  /** Of it, without a replica. */
  readonly idleMs: number
  /** Time of replicas in it. */
  readonly replicaMs: number
}

function seenOf(service: ServiceColumns, windowMs: number): Seen {
  const { requests, servingMs, replicaMs } = service.windows
  const sum = (of: (window: number) => number): number => requests.reduce((total, count, window) => total + (count > 0 ? of(window) : 0), 0)
  return { service, windowMs, askedMs: sum(() => windowMs), idleMs: sum(window => windowMs - servingMs[window]), replicaMs: sum(window => replicaMs[window]) }
}

const ratio = (part: number, whole: number): number => (whole > 0 ? part / whole : NaN)
const highest = (values: Float64Array): number => values.reduce((most, value) => Math.max(most, value), 0)

const ROWS: readonly (readonly [item: string, label: string, unit: Unit, of: (seen: Seen) => number])[] = [
  ['demand', 'Demand, mean', 'request/s', ({ service, askedMs }) => ratio(service.total.requests * 1000, askedMs)],
  ['peakDemand', 'Demand, highest window', 'request/s', ({ service, windowMs }) => (highest(service.windows.requests) * 1000) / windowMs],
  ['availability', 'Requests answered', 'share', ({ service: { total } }) => ratio(total.answered, total.requests)],
  ['sloAttainment', 'Requests with their first token in time', 'share', ({ service: { total } }) => ratio(total.onTime, total.requests)],
  ['perTokenAttainment', 'Answers with their time per token in time', 'share', ({ service: { total } }) => ratio(total.onTimeTokens, total.answered)],
  ['firstTokenP50', 'Time to first token, median', 'ms', ({ service: { total } }) => total.firstTokenP50Ms],
  ['firstTokenP95', 'Time to first token, 95 %', 'ms', ({ service: { total } }) => total.firstTokenP95Ms],
  ['firstTokenP99', 'Time to first token, 99 %', 'ms', ({ service: { total } }) => total.firstTokenP99Ms],
  ['perTokenP50', 'Time per token, median', 'ms', ({ service: { total } }) => total.perTokenP50Ms],
  ['perTokenP95', 'Time per token, 95 %', 'ms', ({ service: { total } }) => total.perTokenP95Ms],
  ['perTokenP99', 'Time per token, 99 %', 'ms', ({ service: { total } }) => total.perTokenP99Ms],
  ['tokens', 'Tokens of answers', 'million tokens', ({ service: { total } }) => total.tokens / 1e6],
  ['promptTokens', 'Tokens of prompts', 'million tokens', ({ service: { total } }) => total.promptTokens / 1e6],
  ['shedTokens', 'Tokens of requests turned away', 'million tokens', ({ service: { total } }) => total.shedTokens / 1e6],
  ['redoneTokens', 'Tokens made again after interruptions', 'million tokens', ({ service: { total } }) => total.redoneTokens / 1e6],
  ['lostSessions', 'Sessions that lost their state', '', ({ service: { total } }) => total.lostSessions],
  ['replicas', 'Replicas serving, mean', '', ({ replicaMs, askedMs }) => ratio(replicaMs, askedMs)],
  ['short', 'Hours short of capacity', 'h', ({ service: { total } }) => total.shortMs / HOUR_MS],
  ['idle', 'Days without a replica', '', ({ idleMs }) => idleMs / DAY_MS],
  ['acceleratorHours', 'Accelerator-hours held', 'h', ({ service: { total } }) => total.heldAcceleratorMs / HOUR_MS],
  ['rolloutHours', 'Accelerator-hours for rollouts', 'h', ({ service: { total } }) => total.rolloutAcceleratorMs / HOUR_MS],
]

/** Figures of all services; empty where the file has none. A figure without a value (no request was answered) is left out. */
export function serviceRows(runs: readonly RunResult[]): ServiceRow[] {
  const [first] = runs
  return (first.services ?? []).flatMap(({ id }, at) => {
    const seen = runs.flatMap(({ services, ledger }): Seen[] => (services === undefined ? [] : [seenOf(services[at], ledger.windowMs)]))
    return ROWS.map(([item, label, unit, of]): ServiceRow => {
      const values = seen.map(of).filter(value => Number.isFinite(value))
      return { service: id, item, label, unit, amount: values.length === 0 ? NaN : average(values) }
    }).filter(({ amount }) => Number.isFinite(amount))
  })
}
