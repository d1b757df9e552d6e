/**
 * What power made and stored on site costs: capital as level payments over its life from its planned day on, operation by the energy that it
 * delivers or as a share of its capital, and the levelised cost of its energy. Source: annuity method; unit costs of REopt.jl.
 */
import { DAY_MS, YEAR_MS } from '../base/spans.ts'
import type { RunResult } from '../results/run-result.ts'
import type { MoneyRow } from '../results/summary.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { capitalRecovery } from '../scenario/capital-recovery.ts'
import { gigajoules, megawattHours } from './energy.ts'

const JOULES_PER_KWH = 3.6e6
const isEngine = ({ kind }: Scenario['generation'][number]): boolean => kind === 'gas-engine'

/** Years of a run in which something planned for a day is there. */
const yearsFrom = (planned: number, { horizon }: Scenario, horizonMs: number): number => Math.max(0, horizonMs - Math.max(0, planned - horizon.start) * DAY_MS) / YEAR_MS

/** Capital of a plant and of a store, USD. */
export const plantUsd = ({ money }: Scenario, plant: Scenario['generation'][number]): number => ((plant.rated * plant.count) / 1000) * money.generation[isEngine(plant) ? 'engine' : 'turbine']
export const storeUsd = ({ money }: Scenario, { energy, power, count }: Scenario['storage'][number]): number => count * ((energy / JOULES_PER_KWH) * money.storage.energy + (power / 1000) * money.storage.power)

/** What plants cost in a run, USD. */
function plantCosts(scenario: Scenario, run: RunResult) {
  const { money, generation } = scenario
  const crf = capitalRecovery(money.discountRate, money.generation.life)
  return {
    capital: generation.reduce((sum, plant) => sum + plantUsd(scenario, plant) * crf * yearsFrom(plant.inService.planned, scenario, run.horizonMs), 0),
    operation: megawattHours(run.onSite.plantWms) * money.generation.operation,
  }
}

/** Rows of what the site has. */
export function onSiteRows(scenario: Scenario, run: RunResult): MoneyRow[] {
  const { money, generation, storage } = scenario
  const { capital, operation } = plantCosts(scenario, run)
  const crf = capitalRecovery(money.discountRate, money.storage.life)
  const stores = storage.map(store => storeUsd(scenario, store) * yearsFrom(store.inService.planned, scenario, run.horizonMs)).reduce((sum, usdYears) => sum + usdYears, 0)
  return [
    ...(generation.length === 0 ? [] : [
      { id: 'plants', label: 'Plants on site, annualised', usd: capital, source: 'money.generation' },
      { id: 'plantOperation', label: 'Operation of plants', usd: operation, source: 'money.generation.operation' },
    ]),
    ...(storage.length === 0 ? [] : [
      { id: 'storage', label: 'Storage on site, annualised', usd: stores * crf, source: 'money.storage' },
      { id: 'storageOperation', label: 'Operation of storage', usd: stores * money.storage.operation, source: 'money.storage.operation' },
    ]),
  ]
}

/** Eq 10.2: levelised cost of the energy of the plants, USD/MWh; NaN without plants or energy. */
export function levelisedUsdPerMWh(scenario: Scenario, run: RunResult): number {
  const mwh = megawattHours(run.onSite.plantWms)
  if (scenario.generation.length === 0 || mwh === 0) return Number.NaN
  const { capital, operation } = plantCosts(scenario, run)
  return (capital + operation + gigajoules(run.onSite.gasWms) * scenario.money.fuel) / mwh
}

/** Insurance of what stands, and property tax, over `years`; rows of what is not nothing. */
export function ownershipRows(scenario: Scenario, valueUsd: number, years: number): MoneyRow[] {
  const { money, generation, storage } = scenario
  const value = valueUsd + generation.reduce((sum, plant) => sum + plantUsd(scenario, plant), 0) + storage.reduce((sum, store) => sum + storeUsd(scenario, store), 0)
  const rows: MoneyRow[] = [
    { id: 'insurance', label: 'Insurance', usd: value * money.insurance * years, source: 'money.insurance' },
    { id: 'propertyTax', label: 'Property tax', usd: value * money.propertyTax * years, source: 'money.propertyTax' },
  ]
  return rows.filter(({ usd }) => usd !== 0)
}
