/** Profit and loss by month as a table: means over replications, each with the ends of its 95 % interval, empty where it is certain. */
import type { MoneyReport } from '../results/money.ts'
import { column, type Table } from './table.ts'

const COLUMNS = [
  ['revenue', 'revenueUsd'], ['credits', 'creditUsd'], ['electricity', 'electricityUsd'], ['operation', 'operatingUsd'],
  ['depreciation', 'depreciationUsd'], ['profit', 'profitUsd'], ['capital', 'capitalUsd'], ['cash', 'cashUsd'],
] as const

export const moneyTable = ({ months }: Pick<MoneyReport, 'months'>): Table => ({
  columns: [column('month'), ...COLUMNS.flatMap(([name]) => ['', ' low', ' high'].map(end => column(`${name}${end}`, 'USD', 'number')))],
  rows: months.map(month => [month.month, ...COLUMNS.flatMap(([, key]) => [month[key], month.intervals?.[key]?.[0] ?? null, month.intervals?.[key]?.[1] ?? null])]),
})
