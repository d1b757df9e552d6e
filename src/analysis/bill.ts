/**
 * Electricity bills from what the meter read: energy by period, demand with ratchet, coincident peak, capacity, fixed charge, power
 * purchase agreements, minimum take and carbon. Source: model specification of the bill, Eq 2.4.
 */
import { civilFromDays, weekday } from '../base/civil-date.ts'
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import { DEMAND_INTERVAL_MS, type MeteredMonth, type Metering } from '../results/metering.ts'
import { createCalendar } from '../scenario/calendar.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { TariffSection } from '../scenario/schema/tariff.ts'
import { periodByCell, pricePeriods, tariffCell } from '../scenario/tariff-hours.ts'
import { megawattHours } from './energy.ts'

/** Lines of a bill, in order, and whether a tariff has them; the first three are always shown. */
export const BILL_LINES = [
  { id: 'energy', label: 'Grid energy', key: 'energy', has: () => true },
  { id: 'demand', label: 'Demand charge', key: 'demand', has: () => true },
  { id: 'capacity', label: 'Capacity charge', key: 'capacity', has: () => true },
  { id: 'coincidentPeak', label: 'Coincident peak', key: 'coincidentPeak', has: (tariff: TariffSection) => tariff.coincidentPeak !== undefined },
  { id: 'fixed', label: 'Fixed charge', key: 'fixed', has: (tariff: TariffSection) => tariff.fixed > 0 },
  { id: 'contracts', label: 'Power purchase agreements', key: 'contracts', has: (tariff: TariffSection) => tariff.contracts.length > 0 },
  { id: 'minimumTake', label: 'Minimum take', key: 'minimumTake', has: (tariff: TariffSection) => tariff.minimumTake > 0 },
  { id: 'carbon', label: 'Carbon price', key: 'carbonPrice', has: (tariff: TariffSection) => tariff.carbonPrice > 0 },
] as const
export type BillLineId = (typeof BILL_LINES)[number]['id']

export interface Bill {
  readonly year: number
  readonly month: number
  readonly usd: Readonly<Record<BillLineId, number>>
  readonly totalUsd: number
  /** Market-based carbon of the month, kg: contracted energy counts with the carbon of its contract. */
  readonly marketCarbonKg: number
}

const KW = 1000
const MW = 1e6
const HOURS_PER_DAY = 24
const MONTHS_PER_YEAR = 12

interface Month {
  readonly reading: MeteredMonth
  readonly tariff: TariffSection
  /** MWh by period, in all, and what they cost at the periods' prices. */
  readonly mwh: readonly number[]
  readonly totalMWh: number
  readonly energyUsd: number
  /** Months before this one and this one, the latest twelve at most. */
  readonly year: readonly MeteredMonth[]
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const share = ({ days, monthDays }: MeteredMonth): number => days / monthDays

/** Demand billed for the month: its own highest quarter-hour, or the ratchet of the eleven months before, kW. */
export function billedDemandKW(months: readonly MeteredMonth[], at: number, ratchet: number): number {
  const before = months.slice(Math.max(0, at - (MONTHS_PER_YEAR - 1)), at).map(({ peakW }) => peakW)
  return Math.max(months[at].peakW, ratchet * Math.max(0, ...before)) / KW
}

/** Obligation, W: the highest demand of the last twelve months, at the peaks of the grid where the tariff states them. */
function obligationW({ tariff, year }: Month): number {
  if (tariff.coincidentPeak === undefined) return Math.max(0, ...year.map(({ peakW }) => peakW))
  return Math.max(0, ...year.map(({ coincidentW }) => coincidentW))
}

/** Mean demand at the peaks of the grid over the last twelve months that had one, W. */
function coincidentW({ year }: Month): number {
  const peaks = year.filter(({ coincidentInterval }) => coincidentInterval >= 0).map(({ coincidentW: w }) => w)
  return peaks.length === 0 ? 0 : sum(peaks) / peaks.length
}

type Contract = TariffSection['contracts'][number]

/** Energy that a contract delivers in the month, MWh: its share, or its constant power, taken or not. */
function contractedMWh(contract: Contract, { reading, totalMWh }: Month): number {
  return contract.power === undefined ? (contract.share ?? 0) * totalMWh : (contract.power / MW) * HOURS_PER_DAY * reading.days
}

/** What contracts add to the bill at the tariff's own prices; negative when they save. */
function contractUsd(contract: Contract, month: Month): number {
  const volume = contractedMWh(contract, month)
  if (contract.settlement === 'financial') return volume * (contract.strike - contract.reference)
  const taken = Math.min(volume, month.totalMWh)
  const meanPrice = month.totalMWh === 0 ? 0 : month.energyUsd / month.totalMWh
  return volume * contract.strike - taken * meanPrice
}

/** Carbon of the month with contracted energy at the carbon of its contracts, kg; nobody buys more than he draws. */
function marketCarbonKg(month: Month): number {
  const { reading, totalMWh, tariff } = month
  if (totalMWh === 0) return 0
  const volumes = tariff.contracts.map(contract => Math.min(contractedMWh(contract, month), totalMWh))
  const scale = Math.min(1, totalMWh / Math.max(1e-9, sum(volumes)))
  const covered = sum(volumes) * scale
  // 1 g/kWh is 1 kg/MWh.
  const ofContracts = sum(tariff.contracts.map(({ carbon }, i) => volumes[i] * scale * carbon))
  return reading.carbonKg * (1 - covered / totalMWh) + ofContracts
}

function minimumTakeUsd({ tariff, reading, totalMWh, energyUsd }: Month, prices: readonly { price: number }[]): number {
  const missing = Math.max(0, tariff.minimumTake * share(reading) - totalMWh)
  return missing * (totalMWh === 0 ? sum(prices.map(({ price }) => price)) / prices.length : energyUsd / totalMWh)
}

function linesOf(month: Month, months: readonly MeteredMonth[], at: number): Record<BillLineId, number> {
  const { tariff, reading } = month
  return {
    energy: month.energyUsd,
    demand: billedDemandKW(months, at, tariff.ratchet) * tariff.demand * share(reading),
    capacity: (obligationW(month) / MW) * tariff.capacity * reading.days,
    coincidentPeak: ((tariff.coincidentPeak?.price ?? 0) / MONTHS_PER_YEAR) * (coincidentW(month) / KW) * share(reading),
    fixed: tariff.fixed * share(reading),
    contracts: sum(tariff.contracts.map(contract => contractUsd(contract, month))),
    minimumTake: minimumTakeUsd(month, pricePeriods(tariff)),
    carbon: (reading.carbonKg / 1000) * tariff.carbonPrice,
  }
}

/** (1 + rate) to a whole power, by multiplication. */
function compounded(rate: number, years: number): number {
  let factor = 1
  for (let year = 0; year < years; year++) factor *= 1 + rate
  return factor
}

/** The bill of every metered month. A month that was metered in part bears its part of what is charged by the month. */
export function monthlyBills({ grid: { tariff } }: Scenario, { months }: Metering): Bill[] {
  const prices = pricePeriods(tariff)
  return months.map((reading, at) => {
    const mwh = reading.energyWms.map(megawattHours)
    const energyUsd = sum(mwh.map((amount, period) => amount * prices[period].price))
    const month: Month = { reading, tariff, mwh, totalMWh: sum(mwh), energyUsd, year: months.slice(Math.max(0, at - (MONTHS_PER_YEAR - 1)), at + 1) }
    const factor = compounded(tariff.escalation, Math.floor(at / MONTHS_PER_YEAR))
    const usd = linesOf(month, months, at)
    for (const { id } of BILL_LINES) usd[id] *= factor
    return { year: reading.year, month: reading.month, usd, totalUsd: sum(Object.values(usd)), marketCarbonKg: marketCarbonKg(month) }
  })
}

/**
 * Reads the months anew from the logged quarter-hours of a recorded run, without the running sums of the meter: the check that a bill
 * can be recomputed from the interval data that a utility hands over.
 */
export function readIntervals(scenario: Scenario, metering: Metering, startDay: number): MeteredMonth[] {
  const { tariff } = scenario.grid
  const calendar = createCalendar(scenario.site.location.timezone, startDay)
  const byCell = periodByCell(tariff)
  const read = metering.months.map(month => ({ ...month, energy: metering.periods.map(() => 0n), peakW: 0 }))
  metering.intervalsWms.forEach((wms, interval) => {
    const standardMs = interval * DEMAND_INTERVAL_MS
    const civilMs = standardMs + (calendar.isDaylight(standardMs) ? HOUR_MS : 0)
    const day = startDay + Math.floor(civilMs / DAY_MS)
    const { year, month } = civilFromDays(day)
    const row = read[(year - read[0].year) * MONTHS_PER_YEAR + month - read[0].month]
    row.energy[byCell[tariffCell(month, weekday(day), Math.floor((civilMs % DAY_MS) / HOUR_MS))]] += BigInt(wms)
    row.peakW = Math.max(row.peakW, wms / DEMAND_INTERVAL_MS)
  })
  return read.map(({ energy, ...month }) => ({ ...month, energyWms: energy.map(String), coincidentW: month.coincidentInterval < 0 ? 0 : metering.intervalsWms[month.coincidentInterval] / DEMAND_INTERVAL_MS }))
}
