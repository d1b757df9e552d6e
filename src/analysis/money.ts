/**
 * Annualised cost of a run: capital by capital recovery factor over the contracted time, plus electricity bills, fuel, water,
 * maintenance and staff. Source: model specification §11.2 (financial view).
 */
import { DAY_MS, HOUR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneyRow } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { BILL_LINES, monthlyBills } from './bill.ts'
import { runsBySite } from './by-site.ts'
import { itMaxW, sharedItems } from './capital.ts'
import { capitalRecovery } from '../scenario/capital-recovery.ts'
import { crewRows } from './crew-money.ts'
import { gridServiceRows } from './grid-money.ts'
import { gigajoules } from './energy.ts'
import { fireWatchRows } from './fire-watch.ts'
import { onSiteRows, ownershipRows } from './on-site-money.ts'

const HOURS_PER_YEAR = 8766
/** Heat of diesel by lower heating value, GJ/L; EN 590. */
const DIESEL_GJ_PER_L = 0.0358
/** A month of 365.25 / 12 days. */
const MONTH_MS = (365.25 / 12) * DAY_MS

/** Contracted accelerator-hours of a run. */
export function contractedHours(run: RunResult): number {
  return run.ledger.contractedMs.reduce((sum, ms) => sum + ms, 0) / HOUR_MS
}

export function seriesValues(run: RunResult, id: string): Float64Array {
  return run.series.find(series => series.id === id)?.values ?? new Float64Array(run.ledger.windowCount)
}

/** The electricity bills of the run, summed by line. */
function billRows(scenario: Scenario, run: RunResult): MoneyRow[] {
  const bills = monthlyBills(scenario, run.metering)
  return BILL_LINES.filter(({ has }) => has(scenario.grid.tariff)).map(({ id, label, key }) => ({
    id, label, usd: bills.reduce((sum, bill) => sum + bill.usd[id], 0), source: `grid.tariff.${key}`,
  }))
}

/** All cost lines of one replication, USD over the horizon; those of several sites summed line by line. */
export function costRows(scenario: Scenario, run: RunResult): MoneyRow[] {
  if (run.sites === undefined) return siteCostRows(scenario, run)
  const lines = new Map<string, MoneyRow>()
  for (const site of runsBySite(scenario, run)) {
    for (const row of siteCostRows(site.scenario, site.run)) lines.set(row.id, { ...row, usd: row.usd + (lines.get(row.id)?.usd ?? 0) })
  }
  return [...lines.values()]
}

function siteCostRows(scenario: Scenario, run: RunResult): MoneyRow[] {
  const { money } = scenario
  const years = contractedHours(run) / run.acceleratorCount / HOURS_PER_YEAR
  const designW = scenario.blocks.reduce((sum, block) => sum + itMaxW(block), 0)
  const facilityUsd = (designW / 1000) * money.facility.capex
  const hardwareUsd = run.acceleratorCount * money.accelerators.capex
  const annual = (capital: number, life: number): number => capital * capitalRecovery(money.discountRate, life) * years
  const dieselGJ = gigajoules(run.onSite.dieselWms)
  const shared = sharedItems(scenario, run)
  const sharedUsd = shared.reduce((sum, { usd }) => sum + usd, 0)
  const upkeepUsd = shared.reduce((sum, { usd, maintenance }) => sum + usd * maintenance, 0)
  const row = (id: string, label: string, usd: number, source: string): MoneyRow => ({ id, label, usd, source })
  return [
    row('accelerators', 'Accelerators, annualised', annual(hardwareUsd, money.accelerators.life), 'money.accelerators'),
    row('facility', 'Facility, annualised', annualFacility(scenario, years), 'money.facility'),
    ...shared.map(({ id, label, usd, lifeYears, source }) => row(id, `${label}, annualised`, annual(usd, lifeYears), source)),
    row('maintenance', 'Maintenance', (hardwareUsd * money.accelerators.maintenance + facilityUsd * money.facility.maintenance + upkeepUsd) * years, 'money.*.maintenance'),
    ...(scenario.crews === undefined ? [row('staff', 'Staff', money.staff * (designW / 1e6) * years, 'money.staff')] : crewRows(scenario, run)),
    ...ownershipRows(scenario, hardwareUsd + facilityUsd + sharedUsd, years),
    ...rentRows(scenario, run, years),
    ...onSiteRows(scenario, run),
    ...billRows(scenario, run),
    ...gridServiceRows(scenario, run),
    ...fireWatchRows(scenario, run),
    row('fuel', 'Gas', (gigajoules(run.energy.fuelWms) - dieselGJ) * money.fuel, 'money.fuel'),
    row('diesel', 'Diesel', (dieselGJ / DIESEL_GJ_PER_L) * money.diesel, 'money.diesel'),
    row('fines', 'Fines of standby sets', run.onSite.fineUsd, 'blocks.*.power.generators.permit.fine'),
    ...(run.onSite.emissions ?? []).map(({ id, fineUsd }) => row(`emissions.${id}`, `Fine of air permit ${id}`, fineUsd, 'airPermits.*.fine')),
    ...waterCost(scenario, run),
  ]
}

/** The facility as level payments, each part over its own life. */
function annualFacility({ money: { facility, discountRate }, blocks }: Scenario, years: number): number {
  const kW = blocks.reduce((sum, block) => sum + itMaxW(block), 0) / 1000
  const parts = Object.values(facility.parts)
  const perKW = parts.length === 0 ? facility.capex * capitalRecovery(discountRate, facility.life) : parts.reduce((sum, { capex, life }) => sum + capex * capitalRecovery(discountRate, life ?? facility.life), 0)
  return kW * perKW * years
}

/** Rent from the promised day of each block on, and licences; rows of what the file has. */
function rentRows({ money, blocks, horizon }: Scenario, run: RunResult, years: number): MoneyRow[] {
  const kWMonths = blocks.reduce((sum, block) => sum + (itMaxW(block) / 1000) * (Math.max(0, run.horizonMs - Math.max(0, block.ready - horizon.start) * DAY_MS) / MONTH_MS), 0)
  const rows: MoneyRow[] = [
    { id: 'lease', label: 'Rent', usd: kWMonths * money.lease.price, source: 'money.lease' },
    { id: 'software', label: 'Licences', usd: run.acceleratorCount * money.software * years, source: 'money.software' },
  ]
  return rows.filter(({ usd }) => usd !== 0)
}

/** Water at the price of each source. */
function waterCost({ water, money }: Scenario, run: RunResult): MoneyRow[] {
  const cubicMetres = (ug: string): number => Number(BigInt(ug)) / 1e12
  if (water.sources === undefined) return [{ id: 'water', label: 'Water', usd: (run.energy.waterL / 1000) * money.water, source: 'money.water' }]
  return water.sources.map(({ id, price }, index) => ({
    id: `water.${id}`, label: `Water from ${id}`, usd: cubicMetres(run.water.sources[index].ug) * (price ?? money.water), source: price === undefined ? 'money.water' : `water.sources.${id}.price`,
  }))
}
