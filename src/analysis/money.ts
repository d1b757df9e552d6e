/**
 * Annualised cost of a run: capital by capital recovery factor over the contracted time, plus energy, demand, fuel, water,
 * maintenance and staff. Source: model specification §11.2 (financial view) and the bill of the electrical half.
 */
import { pow } from '../base/exact-math.ts'
import { civilFromDays, daysFromCivil } from '../base/civil-date.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneyRow } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { gigajoules, megawattHours } from './energy.ts'

const HOURS_PER_YEAR = 8766
const MS_PER_HOUR = 3_600_000
const DAY_MS = 86_400_000

/** Capital recovery factor: the level annual payment per unit of capital at rate `r` over `years`. */
export function capitalRecovery(rate: number, years: number): number {
  if (rate === 0) return 1 / years
  return rate / (1 - pow(1 + rate, -years))
}

/** Contracted accelerator-hours of a run. */
export function contractedHours(run: RunResult): number {
  return run.ledger.contractedMs.reduce((sum, ms) => sum + ms, 0) / MS_PER_HOUR
}

/** Highest site draw of one calendar month and how much of the month was simulated. */
interface BilledMonth {
  readonly peakKW: number
  readonly days: number
  readonly monthDays: number
}

/** Demand by calendar month, as a utility meters it. */
function billedMonths(run: RunResult): BilledMonth[] {
  const windowDays = run.ledger.windowMs / DAY_MS
  const months: BilledMonth[] = []
  let present = -1
  seriesValues(run, 'peakSite').forEach((peakW, window) => {
    const { year, month } = civilFromDays(run.startDay + Math.floor(window * windowDays))
    const last = months.at(-1)
    if (last === undefined || present !== year * 12 + month) {
      present = year * 12 + month
      const monthDays = daysFromCivil(month === 12 ? year + 1 : year, (month % 12) + 1, 1) - daysFromCivil(year, month, 1)
      months.push({ peakKW: peakW / 1000, days: windowDays, monthDays })
    } else {
      months[months.length - 1] = { ...last, peakKW: Math.max(last.peakKW, peakW / 1000), days: last.days + windowDays }
    }
  })
  return months
}

/** Billed demand in kW·months; a month that the run covers in part counts by its share. */
export function billedDemandKWMonths(run: RunResult): number {
  return billedMonths(run).reduce((sum, { peakKW, days, monthDays }) => sum + (peakKW * days) / monthDays, 0)
}

/** Capacity obligation in MW·days, by the highest draw of each month. */
export function obligedMWDays(run: RunResult): number {
  return billedMonths(run).reduce((sum, { peakKW, days }) => sum + (peakKW / 1000) * days, 0)
}

export function seriesValues(run: RunResult, id: string): Float64Array {
  return run.series.find(series => series.id === id)?.values ?? new Float64Array(run.ledger.windowCount)
}

/** All cost lines of one replication, USD over the horizon. */
export function costRows(scenario: Scenario, run: RunResult): MoneyRow[] {
  const { money, grid } = scenario
  const years = contractedHours(run) / run.acceleratorCount / HOURS_PER_YEAR
  const designW = scenario.blocks.reduce((sum, block) => sum + itMaxW(block), 0)
  const facilityUsd = (designW / 1000) * money.facility.capex
  const hardwareUsd = run.acceleratorCount * money.accelerators.capex
  const annual = (capital: number, life: number): number => capital * capitalRecovery(money.discountRate, life) * years
  const gridMWh = megawattHours(run.energy.gridWms)
  const fuelGJ = gigajoules(run.energy.fuelWms)
  const row = (id: string, label: string, usd: number, source: string): MoneyRow => ({ id, label, usd, source })
  return [
    row('accelerators', 'Accelerators, annualised', annual(hardwareUsd, money.accelerators.life), 'money.accelerators'),
    row('facility', 'Facility, annualised', annual(facilityUsd, money.facility.life), 'money.facility'),
    row('maintenance', 'Maintenance', (hardwareUsd * money.accelerators.maintenance + facilityUsd * money.facility.maintenance) * years, 'money.*.maintenance'),
    row('staff', 'Staff', money.staff * (designW / 1e6) * years, 'money.staff'),
    row('energy', 'Grid energy', gridMWh * grid.tariff.energy, 'grid.tariff.energy'),
    row('demand', 'Demand charge', billedDemandKWMonths(run) * grid.tariff.demand, 'grid.tariff.demand'),
    row('capacity', 'Capacity charge', obligedMWDays(run) * grid.tariff.capacity, 'grid.tariff.capacity'),
    row('fuel', 'Fuel', fuelGJ * money.fuel, 'money.fuel'),
    row('water', 'Water', (run.energy.waterL / 1000) * money.water, 'money.water'),
  ]
}

/** IT power of a block with all racks at maximum, W. */
function itMaxW(block: Scenario['blocks'][number]): number {
  return block.racks.reduce((sum, lot) => sum + lot.count * lot.max, 0)
}
