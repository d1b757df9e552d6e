/**
 * Annualised cost of a run: capital by capital recovery factor over the contracted time, plus energy, demand, fuel, water,
 * maintenance and staff. Source: model specification §11.2 (financial view) and the bill of the electrical half.
 */
import { pow } from '../base/exact-math.ts'
import { civilFromDays } from '../base/civil-date.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneyRow } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'

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

/** Highest site draw by calendar month, summed over months, in kW·months; partial months count by their share of 30.4 days. */
export function billedDemandKWMonths(run: RunResult): number {
  const peaks = seriesValues(run, 'peakSite')
  const byMonth = new Map<string, { peakW: number; days: number }>()
  const windowDays = run.ledger.windowMs / DAY_MS
  peaks.forEach((peakW, window) => {
    const { year, month } = civilFromDays(run.startDay + Math.floor(window * windowDays))
    const key = `${year}-${month}`
    const entry = byMonth.get(key) ?? { peakW: 0, days: 0 }
    byMonth.set(key, { peakW: Math.max(entry.peakW, peakW), days: entry.days + windowDays })
  })
  let sum = 0
  for (const { peakW, days } of byMonth.values()) sum += (peakW / 1000) * Math.min(1, days / 28)
  return sum
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
  const gridMWh = Number(BigInt(run.energy.gridWms) / 3_600_000_000n) / 1000
  const fuelGJ = Number(BigInt(run.energy.fuelWms) / 1_000_000_000n) / 1000
  const row = (id: string, label: string, usd: number, source: string): MoneyRow => ({ id, label, usd, source })
  return [
    row('accelerators', 'Accelerators, annualised', annual(hardwareUsd, money.accelerators.life), 'money.accelerators'),
    row('facility', 'Facility, annualised', annual(facilityUsd, money.facility.life), 'money.facility'),
    row('maintenance', 'Maintenance', (hardwareUsd * money.accelerators.maintenance + facilityUsd * money.facility.maintenance) * years, 'money.*.maintenance'),
    row('staff', 'Staff', money.staff * (designW / 1e6) * years, 'money.staff'),
    row('energy', 'Grid energy', gridMWh * grid.tariff.energy, 'grid.tariff.energy'),
    row('demand', 'Demand charge', billedDemandKWMonths(run) * grid.tariff.demand, 'grid.tariff.demand'),
    row('fuel', 'Fuel', fuelGJ * money.fuel, 'money.fuel'),
    row('water', 'Water', (run.energy.waterL / 1000) * money.water, 'money.water'),
  ]
}

/** IT power of a block with all racks at maximum, W. */
function itMaxW(block: Scenario['blocks'][number]): number {
  return block.racks.reduce((sum, lot) => sum + lot.count * lot.max, 0)
}
