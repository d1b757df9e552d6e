/** What each chart draws, as plain data; `data.ts` makes it from runs. */
import type { CapacityLevels } from '../analysis/capacity.ts'
import type { RunFigures } from '../analysis/figures.ts'
import type { LedgerBridge } from '../analysis/ledger-bridge.ts'
import type { ServiceColumns } from '../results/services.ts'
import type { LedgerRow } from '../results/summary.ts'
import type { MeasuredLine } from './measured.ts'

export interface WaterfallData {
  /** All buckets of the ledger in waterfall order. */
  readonly rows: readonly LedgerRow[]
}

export interface CapacityData {
  readonly startDay: number
  readonly windowDays: number
  /** End of the axis; later than the last window while a run is under way. */
  readonly endDay: number
  readonly levels: CapacityLevels
  /** Measured numbers of accelerators. */
  readonly measured?: readonly MeasuredLine[]
}

export interface UtilisationData {
  readonly startDay: number
  readonly endDay: number
  /** Day of the first weekly value. */
  readonly firstDay: number
  /** Productive ÷ contracted by week, one list a replication; the shortest counts. */
  readonly weekly: readonly (readonly number[])[]
  /** Sustained level after ramp end; null where it does not apply. */
  readonly sustained: number | null
  /** Which windows reach it: `95 % of weeks`. */
  readonly sustainedOf: string
  /** Plan day of the last contracted block. */
  readonly rampEndDay: number
  /** Measured shares of the contract. */
  readonly measured?: readonly MeasuredLine[]
}

export interface SlipPoint {
  readonly slipMonths: number
  /** Productive share of the contract over the horizon; lowest, middle and highest replication at this slip. */
  readonly low: number
  readonly middle: number
  readonly high: number
  /** Sustained utilisation; null where it does not apply. */
  readonly sustained: number | null
}

/** The same question under another option. */
export interface OtherSlip {
  readonly label: string
  readonly points: readonly SlipPoint[]
}

export interface SlipData {
  /** Ascending by slip; points still running are missing. */
  readonly points: readonly SlipPoint[]
  /** Name of what slips. */
  readonly what: string
  /** Slip of the run shown beside, months; null if unknown. */
  readonly present: number | null
  /** Name of the option that the points belong to, when another one is drawn beside it. */
  readonly label?: string
  readonly other?: OtherSlip
}

export interface PowerData {
  readonly startDay: number
  readonly windowDays: number
  /** End of the axis; later than the last window while a run is under way. */
  readonly endDay: number
  /** Energy by window, kWh. */
  readonly siteKWh: Float64Array
  readonly itKWh: Float64Array
  /** Highest site draw by window, W. */
  readonly peakW: Float64Array
  /** Measured power, MW, and measured PUE. */
  readonly measuredMW?: readonly MeasuredLine[]
  readonly measuredPue?: readonly MeasuredLine[]
}

export interface ServiceData {
  readonly startDay: number
  readonly windowDays: number
  readonly endDay: number
  readonly service: ServiceColumns
}

export interface BindingPeriod {
  readonly fromDay: number
  readonly toDay: number
  /** Share of the contract by gate (index = gate 0–10); sums to 1 where anything is contracted. */
  readonly shares: readonly number[]
}

export interface BindingData {
  readonly startDay: number
  readonly endDay: number
  readonly periods: readonly BindingPeriod[]
}

export interface AccountRow {
  readonly label: string
  /** One value a key of the chart; never negative. */
  readonly parts: readonly number[]
  /** What the row comes to, where that is not the sum of its parts. */
  readonly total?: number
}

export interface AccountData {
  readonly rows: readonly AccountRow[]
  readonly replications: number
}

export interface CashMonth {
  /** `2027-03`. */
  readonly month: string
  readonly fromDay: number
  readonly toDay: number
  readonly revenueUsd: number
  /** Electricity and operation. */
  readonly runningUsd: number
  /** Capital paid, less what was sold. */
  readonly capitalUsd: number
}

export interface CashFlowData {
  readonly months: readonly CashMonth[]
  readonly replications: number
}

export interface TenantUseData {
  readonly startDay: number
  readonly windowDays: number
  readonly endDay: number
  /** Mean accelerators by window. */
  readonly tenants: readonly { readonly label: string; readonly held: Float64Array }[]
  /** Mean accelerators that all of them waited for, by window. */
  readonly waiting: Float64Array
}

export interface ZoneAvailabilityData {
  readonly horizonH: number
  /** Hours by state, in the order of `ZONE_STATES`. */
  readonly zones: readonly { readonly name: string; readonly racks: number; readonly hours: readonly number[] }[]
}

/** One input at its low and its high end, the others in the middle. */
export interface TornadoFactor {
  readonly path: string
  /** The ends as they are written. */
  readonly lowValue: string
  readonly highValue: string
  /** The result at both ends, means over replications; what lies between them, pair by pair. */
  readonly low: number
  readonly high: number
  readonly swing: number
  readonly ci95: readonly [number, number] | null
}

export interface TornadoData {
  readonly result: keyof RunFigures
  /** The result with all inputs in the middle. */
  readonly middle: number
  /** Widest swing first. */
  readonly factors: readonly TornadoFactor[]
  readonly replications: number
}

export interface ResponsePoint {
  /** The input, in the unit of its text. */
  readonly x: number
  readonly text: string
  /** Mean over replications with its interval, and quantiles over replications. */
  readonly mean: number
  readonly ci95: readonly [number, number] | null
  readonly p10: number
  readonly p50: number
  readonly p90: number
}

export interface ResponseData {
  readonly result: keyof RunFigures
  readonly path: string
  /** Unit of the input; '' for plain numbers. */
  readonly unit: string
  /** Ascending by input. */
  readonly points: readonly ResponsePoint[]
  readonly replications: number
}

export interface BridgeData {
  readonly base: string
  readonly option: string
  /** Null while one side is not simulated. */
  readonly bridge: LedgerBridge | null
}

export interface FanMonth {
  /** `2027-03`. */
  readonly month: string
  readonly fromDay: number
  readonly toDay: number
  /** Mean contracted accelerators. */
  readonly contracted: number
  /** Quantiles over replications of the month's mean. */
  readonly p5: number
  readonly p10: number
  readonly p25: number
  readonly p50: number
  readonly p75: number
  readonly p90: number
  readonly p95: number
}

export interface FanData {
  readonly months: readonly FanMonth[]
  readonly replications: number
}
