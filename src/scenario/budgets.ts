/** Budgets of tenants: periods of the calendar, and what of a budget is spent. */
import { civilFromDays, daysFromCivil } from '../base/civil-date.ts'
import type { BudgetPeriod } from './schema/tenants.ts'

const MONTHS: Readonly<Record<BudgetPeriod, number>> = { month: 1, quarter: 3, year: 12 }

/** First day of the period of the calendar that a day lies in, and of the next one. */
export function periodOf(every: BudgetPeriod, day: number): { readonly from: number; readonly until: number } {
  const { year, month } = civilFromDays(day)
  const first = year * 12 + Math.floor((month - 1) / MONTHS[every]) * MONTHS[every]
  const dayOf = (index: number): number => daysFromCivil(Math.floor(index / 12), (index % 12) + 1, 1)
  return { from: dayOf(first), until: dayOf(first + MONTHS[every]) }
}

/** Accelerator-ms that a budget pays for in a period. */
export const budgetMs = ({ amount, price }: { readonly amount: number; readonly price: number }): number => Math.floor((amount / price) * 3_600_000)
