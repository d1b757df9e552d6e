/** Money of a run for people and machines: means over replications unless it says otherwise. Dollars of the scenario. */
import type { MoneyRow, Uncertain } from './summary.ts'

/** Capital by kind, and what a year of it costs in both views: level payments with interest, and the straight line of the books. */
export interface CapitalRow {
  readonly id: string
  readonly label: string
  readonly usd: number
  readonly lifeYears: number
  readonly levelUsdPerYear: number
  readonly straightUsdPerYear: number
  readonly source: string
}

/** Cost of an accelerator-hour at a level of the waterfall: all costs over the hours that reached it. */
export interface LevelRow extends Uncertain {
  readonly level: string
  readonly gpuHours: number
  /** Capital as level payments with interest; null without hours. */
  readonly usdPerHour: number | null
  /** Capital as straight-line depreciation. */
  readonly straightUsdPerHour: number | null
}

export interface RevenueRow extends Uncertain {
  readonly id: string
  readonly kind: string
  readonly label: string
  readonly amount: number
  readonly unit: 'GPU·h' | 'Mtoken'
  /** After what is owed back for hours that were not delivered, before credits. */
  readonly usd: number
  readonly creditUsd: number
  /** Delivered over committed; null where nothing is committed. */
  readonly delivered: number | null
}

export interface ProfitMonth extends Uncertain {
  /** `2027-03`. */
  readonly month: string
  /** After credits. */
  readonly revenueUsd: number
  readonly creditUsd: number
  readonly electricityUsd: number
  /** Everything else that running the site costs. */
  readonly operatingUsd: number
  readonly depreciationUsd: number
  /** Revenue less electricity, operation and depreciation. */
  readonly profitUsd: number
  /** Capital paid, less what was sold. */
  readonly capitalUsd: number
  /** Revenue less electricity, operation and capital. */
  readonly cashUsd: number
}

/** The months of a calendar year together. */
export interface ProfitYear extends Omit<ProfitMonth, 'month'> {
  readonly year: string
}

/** Committed hours that a cause took, at their price; non-exceedance quantiles over replications. */
export interface RiskRow extends Uncertain {
  readonly bucket: string
  readonly label: string
  readonly meanUsd: number
  readonly p50Usd: number
  readonly p90Usd: number
}

/** What a start some months later would cost. */
export interface DelayRow extends Uncertain {
  readonly months: number
  /** All results come later, none is lost. */
  readonly shiftedUsd: number
  /** The market does not wait: revenue of the first months is lost, prices follow the calendar. */
  readonly missedUsd: number
  /** Interest on idle capital and damages meanwhile. */
  readonly carriedUsd: number
}

export interface MoneyReport {
  /** Over the simulated time, capital as level payments. */
  readonly costs: readonly MoneyRow[]
  readonly capital: readonly CapitalRow[]
  readonly levels: readonly LevelRow[]
  /** The rest is empty where the file has no contracts. */
  readonly revenue: readonly RevenueRow[]
  readonly months: readonly ProfitMonth[]
  readonly years: readonly ProfitYear[]
  readonly atRisk: readonly RiskRow[]
  readonly delay: readonly DelayRow[]
}
