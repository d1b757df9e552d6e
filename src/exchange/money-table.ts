/** Profit and loss by month as a table, means over replications. */
import type { MoneyReport } from '../results/money.ts'
import { column, type Table } from './table.ts'

const COLUMNS = [
  ['revenue', 'revenueUsd'], ['credits', 'creditUsd'], ['electricity', 'electricityUsd'], ['operation', 'operatingUsd'],
  ['depreciation', 'depreciationUsd'], ['profit', 'profitUsd'], ['capital', 'capitalUsd'], ['cash', 'cashUsd'],
] as const

export const moneyTable = ({ months }: Pick<MoneyReport, 'months'>): Table => ({
  columns: [column('month'), ...COLUMNS.map(([name]) => column(name, 'USD', 'number'))],
  rows: months.map(month => [month.month, ...COLUMNS.map(([, key]) => month[key])]),
})
