/** What inference services did, one row by service and ledger window: demand, answers, tokens, replicas, percentiles of their times. */
import { formatDate } from '../../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../../base/spans.ts'
import type { RunResult } from '../../results/run-result.ts'
import type { ServiceColumns } from '../../results/services.ts'
import { column, type Table } from '../table.ts'

type Windows = ServiceColumns['windows']

const COLUMNS: readonly (readonly [name: string, unit: string, of: (windows: Windows, at: number, windowMs: number) => number])[] = [
  ['requests', '', ({ requests }, at) => requests[at]],
  ['capacity within the objective', 'request', ({ capacity }, at) => capacity[at]],
  ['answered', '', ({ answered }, at) => answered[at]],
  ['first token in time', '', ({ onTime }, at) => onTime[at]],
  ['time per token in time', '', ({ onTimeTokens }, at) => onTimeTokens[at]],
  ['turned away', '', ({ shed }, at) => shed[at]],
  ['tokens of prompts', '', ({ promptTokens }, at) => promptTokens[at]],
  ['tokens of answers', '', ({ tokens }, at) => tokens[at]],
  ['tokens in time', '', ({ goodTokens }, at) => goodTokens[at]],
  ['tokens turned away', '', ({ shedTokens }, at) => shedTokens[at]],
  ['tokens made again', '', ({ redoneTokens }, at) => redoneTokens[at]],
  ['replicas serving', '', ({ replicaMs }, at, windowMs) => replicaMs[at] / windowMs],
  ['accelerators held', 'h', ({ heldAcceleratorMs }, at) => heldAcceleratorMs[at] / HOUR_MS],
  ['accelerators for rollouts', 'h', ({ rolloutAcceleratorMs }, at) => rolloutAcceleratorMs[at] / HOUR_MS],
  ['turning away', 'h', ({ shortMs }, at) => shortMs[at] / HOUR_MS],
  ['first token 50 %', 'ms', ({ firstTokenP50Ms }, at) => firstTokenP50Ms[at]],
  ['first token 95 %', 'ms', ({ firstTokenP95Ms }, at) => firstTokenP95Ms[at]],
  ['first token 99 %', 'ms', ({ firstTokenP99Ms }, at) => firstTokenP99Ms[at]],
  ['per token 50 %', 'ms', ({ perTokenP50Ms }, at) => perTokenP50Ms[at]],
  ['per token 95 %', 'ms', ({ perTokenP95Ms }, at) => perTokenP95Ms[at]],
  ['per token 99 %', 'ms', ({ perTokenP99Ms }, at) => perTokenP99Ms[at]],
]

export function servicesTable({ services = [], ledger, startDay }: RunResult): Table {
  const columns = [column('service'), column('window', '', 'integer'), column('day', '', 'day'), ...COLUMNS.map(([name, unit]) => column(name, unit, 'number'))]
  const rows = services.flatMap(({ id, windows }) =>
    Array.from({ length: ledger.windowCount }, (_, window) => [id, window, formatDate(startDay + Math.floor((window * ledger.windowMs) / DAY_MS)), ...COLUMNS.map(([, , of]) => of(windows, window, ledger.windowMs))]))
  return { columns, rows }
}
