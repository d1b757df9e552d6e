/** What took the loss, by group of causes, as text, Markdown and CSV. */
import type { Amount, Attribution, AttributionRow } from '../analysis/attribution/attribute.ts'
import { percent, short } from '../analysis/number-text.ts'
import type { OverlapRow } from '../analysis/overlap.ts'
import { overlapLines, overlapMarkdown } from './overlap-text.ts'
import type { Paint } from './report-text.ts'

const halfOf = ({ ci95 }: Amount): number | null => (ci95 === null ? null : (ci95[1] - ci95[0]) / 2)

/** A mean with half of its interval; a dash where it was not asked for. */
function amountText(amount: Amount | null): string {
  if (amount === null) return '–'
  const half = halfOf(amount)
  return half === null ? short(amount.mean) : `${short(amount.mean)} ± ${short(half)}`
}

const CELLS = [
  { title: 'first unmet', of: ({ precedenceGpuHours }: AttributionRow) => short(precedenceGpuHours) },
  { title: 'remove one', of: ({ removeOne }: AttributionRow) => amountText(removeOne) },
  { title: 'add one', of: ({ addOne }: AttributionRow) => amountText(addOne) },
  { title: 'Shapley', of: ({ shapley }: AttributionRow) => amountText(shapley) },
  { title: 'share', of: ({ share }: AttributionRow) => percent(share, 1) },
  { title: 'worth, USD', of: ({ valueUsd }: AttributionRow) => amountText(valueUsd) },
] as const

/** Columns that somebody asked for. */
const columnsOf = ({ rows }: Attribution): (typeof CELLS)[number][] => CELLS.filter(({ of }) => rows.some(row => of(row) !== '–'))

const WIDTH = { label: 32, cell: 18 } as const

function summary({ loss, residual, replications, isExact, method }: Attribution): string[] {
  const how = method === 'shapley' ? (isExact ? 'exact, over all orders of the causes' : 'sampled, over antithetic orders of the causes') : method
  return [
    `The groups take ${amountText(loss)} GPU-hours together (${replications} replications, ${how}).`,
    ...(residual === null ? [] : [`Mended one by one they give back ${short(loss.mean - residual.mean)}; the rest, ${amountText(residual)}, is their interaction.`]),
  ]
}

/** What stands below the table, for whoever reads it as blame. */
const noteOf = ({ method }: Attribution): string =>
  `first unmet: the ledger, which charges what coincides to the first gate. worth: ${method === 'shapley' ? 'its share of what mending all causes adds to the net present value' : 'net present value without the cause less that of the site as it is'}.`

export function attributionText(attribution: Attribution, overlap: readonly OverlapRow[], paint: Paint): string {
  const columns = columnsOf(attribution)
  const line = (label: string, cells: readonly string[]): string => `  ${label.padEnd(WIDTH.label)}${cells.map(cell => cell.padStart(WIDTH.cell)).join('')}`
  return `${[
    paint.strong('What took the loss, GPU-hours'),
    paint.dim(line('', columns.map(({ title }) => title))),
    ...attribution.rows.map(row => line(row.label, columns.map(({ of }) => of(row)))),
    '',
    ...summary(attribution),
    paint.dim(noteOf(attribution)),
    '',
    ...overlapLines(overlap, text => paint.strong(text)),
  ].join('\n').trimEnd()}\n`
}

export function attributionMarkdown(attribution: Attribution, overlap: readonly OverlapRow[]): string {
  const columns = columnsOf(attribution)
  return `${[
    `| cause, GPU·h | ${columns.map(({ title }) => title).join(' | ')} |`,
    `| --- |${columns.map(() => ' ---: |').join('')}`,
    ...attribution.rows.map(row => `| ${row.label} | ${columns.map(({ of }) => of(row)).join(' | ')} |`),
    '',
    ...summary(attribution),
    '',
    noteOf(attribution),
    '',
    ...overlapMarkdown(overlap),
  ].join('\n').trimEnd()}\n`
}

const NUMBER_COLUMNS = ['precedence_gpuh', 'remove_one_gpuh', 'remove_one_low', 'remove_one_high', 'add_one_gpuh', 'add_one_low', 'add_one_high', 'shapley_gpuh', 'shapley_low', 'shapley_high', 'share', 'value_usd', 'value_low', 'value_high'] as const

/** Plain numbers; empty where there is none. */
export function attributionCsv({ rows }: Attribution): string {
  const three = (amount: Amount | null): (number | '')[] => (amount === null ? ['', '', ''] : [amount.mean, amount.ci95?.[0] ?? '', amount.ci95?.[1] ?? ''])
  const lines = rows.map(row => [row.group, row.precedenceGpuHours, ...three(row.removeOne), ...three(row.addOne), ...three(row.shapley), row.share, ...three(row.valueUsd)].join(','))
  return `${[['group', ...NUMBER_COLUMNS].join(','), ...lines].join('\n')}\n`
}

