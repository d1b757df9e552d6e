/** What the crews of a run did as rows of figures: how busy they were, what waited for whom and for what, what became overdue. */
import { HOUR_MS, YEAR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { Uncertain } from '../results/summary.ts'
import type { WorkBook } from '../results/work.ts'
import { average } from './estimate.ts'

export interface WorkRow extends Uncertain {
  readonly item: string
  readonly label: string
  /** Mean over replications. */
  readonly amount: number
  /** `share` (0–1), `h`, `1/year`, or nothing for a count. */
  readonly unit: 'share' | 'h' | '1/year' | ''
}

interface Worked {
  readonly book: WorkBook
  readonly horizonMs: number
}

const ratio = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole)

type Row = readonly [item: string, label: string, unit: WorkRow['unit'], of: (run: Worked) => number]

/** Teams and parts of a scenario are the same in all of its runs. */
function teamRows({ teams }: WorkBook): Row[] {
  return teams.flatMap(({ id }, at): Row[] => [
    [`team.${id}.busy`, `Busy share of the team ${id}`, 'share', ({ book, horizonMs }) => book.teams[at].busyMs / (book.teams[at].people * horizonMs)],
    [`team.${id}.hours`, `Person-hours a year of the team ${id}`, 'h', ({ book, horizonMs }) => ((book.teams[at].busyMs / HOUR_MS) * YEAR_MS) / horizonMs],
    [`team.${id}.overtime`, `Person-hours a year past shifts, team ${id}`, 'h', ({ book, horizonMs }) => ((book.teams[at].overtimeMs / HOUR_MS) * YEAR_MS) / horizonMs],
    [`team.${id}.jobs`, `Jobs of the team ${id}`, '1/year', ({ book, horizonMs }) => (book.teams[at].jobs * YEAR_MS) / horizonMs],
    [`team.${id}.wait`, `Mean wait for the team ${id}`, 'h', ({ book }) => ratio(book.teams[at].waitMs, book.teams[at].jobs) / HOUR_MS],
  ])
}

function partRows({ parts }: WorkBook): Row[] {
  return parts.flatMap(({ id }, at): Row[] => [
    [`part.${id}.filled`, `Share of demands for ${id} served from the shelf`, 'share', ({ book }) => ratio(book.parts[at].filled, book.parts[at].demands)],
    [`part.${id}.wait`, `Mean wait for ${id}`, 'h', ({ book }) => ratio(book.parts[at].backOrderMs, book.parts[at].demands) / HOUR_MS],
  ])
}

const ORDER_ROWS: readonly Row[] = [
  ['orders', 'Work orders', '1/year', ({ book, horizonMs }) => (book.orders.orders * YEAR_MS) / horizonMs],
  ['backlog', 'Orders waiting for people at the end', '', ({ book }) => book.orders.waiting],
  ['delayed', 'Share of orders that waited for people', 'share', ({ book }) => ratio(book.orders.delayed, book.orders.orders)],
  ['preempted', 'Orders interrupted for what was urgent', '1/year', ({ book, horizonMs }) => (book.orders.preempted * YEAR_MS) / horizonMs],
  ['evacuated', 'Orders whose people had to leave a closed zone', '1/year', ({ book, horizonMs }) => (book.orders.evacuated * YEAR_MS) / horizonMs],
  ['overtime', 'Share of orders past the end of a shift', 'share', ({ book }) => ratio(book.orders.overtime, book.orders.orders)],
  ['mistakes', 'Mistakes', '1/year', ({ book: { mistakes }, horizonMs }) => ((mistakes.harmless + mistakes.redundancyLost + mistakes.tripped) * YEAR_MS) / horizonMs],
  ['mistakesFelt', 'Mistakes that took equipment out', '1/year', ({ book: { mistakes }, horizonMs }) => ((mistakes.redundancyLost + mistakes.tripped) * YEAR_MS) / horizonMs],
]

const MAINTENANCE_ROWS: readonly Row[] = [
  ['maintained', 'Maintenance done', '1/year', ({ book, horizonMs }) => ((book.maintenance?.done ?? 0) * YEAR_MS) / horizonMs],
  ['overdue', 'Tasks overdue, mean over time', '', ({ book, horizonMs }) => (book.maintenance?.overdueMs ?? 0) / horizonMs],
  ['overdueAtEnd', 'Tasks overdue at the end', '', ({ book }) => book.maintenance?.overdue ?? 0],
  ['itWindows', 'Outages for which racks were drained', '1/year', ({ book, horizonMs }) => ((book.maintenance?.itWindows ?? 0) * YEAR_MS) / horizonMs],
  ['notMaintainable', 'Assets that cannot be maintained without loss', '', ({ book }) => book.maintenance?.notMaintainable ?? 0],
]

const REFUSAL_LABELS: Readonly<Record<string, string>> = {
  redundancy: 'redundancy', window: 'a window for the racks', weather: 'weather', curtailment: 'calls of the utility', freeze: 'change freeze', people: 'people', part: 'parts', permit: 'permits',
}

function refusalRows({ maintenance }: WorkBook): Row[] {
  return Object.keys(maintenance?.refusals ?? {}).map((why): Row =>
    [`refused.${why}`, `Mornings a due task waited for ${REFUSAL_LABELS[why] ?? why}`, '1/year', ({ book, horizonMs }) => ((book.maintenance?.refusals[why] ?? 0) * YEAR_MS) / horizonMs])
}

/** Figures of the work of all replications; empty where the file asks for no crews. */
export function workRows(runs: readonly RunResult[]): WorkRow[] {
  const worked = runs.flatMap(({ work, horizonMs }): Worked[] => (work === undefined ? [] : [{ book: work, horizonMs }]))
  const [first] = worked
  if (first === undefined) return []
  const { book } = first
  const rows = [...teamRows(book), ...ORDER_ROWS, ...partRows(book), ...(book.maintenance === undefined ? [] : [...MAINTENANCE_ROWS, ...refusalRows(book)])]
  return rows.map(([item, label, unit, of]) => ({ item, label, amount: average(worked.map(of)), unit }))
}
