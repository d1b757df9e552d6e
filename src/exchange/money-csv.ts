/** Profit and loss by month as CSV, means over replications. */
import type { MoneyReport } from '../results/money.ts'
import { writeCsv } from './csv.ts'

const COLUMNS = [
  ['revenue', 'revenueUsd'], ['credits', 'creditUsd'], ['electricity', 'electricityUsd'], ['operation', 'operatingUsd'],
  ['depreciation', 'depreciationUsd'], ['profit', 'profitUsd'], ['capital', 'capitalUsd'], ['cash', 'cashUsd'],
] as const

export const moneyCsv = ({ months }: Pick<MoneyReport, 'months'>): string =>
  writeCsv([{ name: 'month', unit: '' }, ...COLUMNS.map(([name]) => ({ name, unit: 'USD' }))], months.map(month => [month.month, ...COLUMNS.map(([, key]) => month[key])]))
