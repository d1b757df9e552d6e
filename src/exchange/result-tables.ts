/** All tables of finished results, with their names: of replication 0, over all replications, and of the money. */
import type { BundledRun } from '../results/bundle.ts'
import type { MoneyReport } from '../results/money.ts'
import type { LedgerRow, Manifest, Summary } from '../results/summary.ts'
import { exporters } from './exporters/index.ts'
import { moneyTable } from './money-table.ts'
import { bucketsTable, type FigureColumn, monthsTable, replicationsTable } from './row-tables.ts'
import { ledgerTable, summaryTable } from './summary-table.ts'
import type { Table } from './table.ts'

/** What the tables need of a finished run. */
export type TabledRun = BundledRun<{ readonly manifest: Manifest; readonly summary: Summary; readonly ledger: readonly LedgerRow[]; readonly money: MoneyReport }>

export interface ResultTable {
  readonly id: string
  readonly label: string
  readonly help: string
  readonly table: (run: TabledRun) => Table
}

/** `figures` are the headline figures, which the analysis names. */
export const resultTables = (figures: readonly FigureColumn[]): readonly ResultTable[] => [
  { id: 'summary', label: 'Headline figures', help: 'A row per figure: mean over replications with its 95 % interval, quantiles over replications with theirs; empty where a figure does not apply or there are too few replications.', table: ({ report }) => summaryTable(report.summary, figures) },
  { id: 'ledger-means', label: 'Ledger over replications', help: 'A row per bucket that is not empty: mean hours and share over replications with their 95 % intervals, empty where they are certain.', table: ({ report }) => ledgerTable(report.ledger) },
  { id: 'replications', label: 'Figures by replication', help: 'A row per replication, a column per headline figure; empty where a figure does not apply.', table: ({ rows }) => replicationsTable(rows, figures) },
  { id: 'buckets', label: 'Ledger by replication', help: 'A row per replication and bucket that is not empty; exact accelerator-ms that sum to the contract.', table: ({ rows, first }) => bucketsTable(rows, first.ledger.buckets) },
  { id: 'months', label: 'Capacity by month and replication', help: 'A row per replication and calendar month: mean accelerators and IT power.', table: ({ rows }) => monthsTable(rows) },
  { id: 'money', label: 'Profit and loss by month', help: 'A row per calendar month, means over replications with their 95 % intervals.', table: ({ report }) => moneyTable(report.money) },
  ...exporters.map(({ id, label, help, table }) => ({ id, label, help: `${help} Of replication 0.`, table: ({ first }: TabledRun) => table(first) })),
]
