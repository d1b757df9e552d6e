/** All tables of finished results, with their names: of replication 0, over all replications, and of the money. */
import { FIGURE_TEXTS } from '../analysis/figure-text.ts'
import type { RunFigures } from '../analysis/figures.ts'
import { exporters } from '../exchange/exporters/index.ts'
import { moneyTable } from '../exchange/money-table.ts'
import { bucketsTable, monthsTable, replicationsTable } from '../exchange/row-tables.ts'
import { ledgerTable, summaryTable } from '../exchange/summary-table.ts'
import type { Table } from '../exchange/table.ts'
import type { FinishedRun } from './open-results.ts'

export interface ResultTable {
  readonly id: string
  readonly label: string
  readonly help: string
  readonly table: (run: FinishedRun) => Table
}

const FIGURES = (Object.keys(FIGURE_TEXTS) as (keyof RunFigures)[]).map(id => ({ id, label: FIGURE_TEXTS[id].label, unit: FIGURE_TEXTS[id].unit }))

export const resultTables: readonly ResultTable[] = [
  { id: 'summary', label: 'Headline figures', help: 'A row per figure: mean over replications with its 95 % interval, quantiles over replications with theirs; empty where a figure does not apply or there are too few replications.', table: ({ report }) => summaryTable(report.summary, FIGURES) },
  { id: 'ledger-means', label: 'Ledger over replications', help: 'A row per bucket that is not empty: mean hours and share over replications with their 95 % intervals, empty where they are certain.', table: ({ report }) => ledgerTable(report.ledger) },
  { id: 'replications', label: 'Figures by replication', help: 'A row per replication, a column per headline figure; empty where a figure does not apply.', table: ({ rows }) => replicationsTable(rows, FIGURES) },
  { id: 'buckets', label: 'Ledger by replication', help: 'A row per replication and bucket that is not empty; exact accelerator-ms that sum to the contract.', table: ({ rows, first }) => bucketsTable(rows, first.ledger.buckets) },
  { id: 'months', label: 'Capacity by month and replication', help: 'A row per replication and calendar month: mean accelerators and IT power.', table: ({ rows }) => monthsTable(rows) },
  { id: 'money', label: 'Profit and loss by month', help: 'A row per calendar month, means over replications with their 95 % intervals.', table: ({ report }) => moneyTable(report.money) },
  ...exporters.map(({ id, label, help, table }) => ({ id, label, help: `${help} Of replication 0.`, table: ({ first }: FinishedRun) => table(first) })),
]
