/** Chooses the weather of a run: the file that the scenario names, or its built-in climate. */
import { entityKey, type EntityKey } from '../base/rng.ts'
import { climateOf } from '../scenario/catalog/climates.ts'
import { MONTHLY_IRRADIATION } from '../scenario/catalog/irradiance.ts'
import type { CarbonTable, JobTrace, RequestDemand, WeatherSeries, WeatherTable } from '../scenario/inputs.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import { withExtremes } from './site/extreme-weather.ts'
import { extremesOf } from './site/extremes.ts'
import { generatedYears } from './site/weather-pool.ts'
import { climateIrradiance, tableIrradiance } from './site/irradiance.ts'
import { buildWeatherSeries, type WeatherSource } from './site/weather-year.ts'

/** Tables that the host read for the scenario. */
export interface EngineInputs {
  readonly weather: WeatherTable | null
  /** Weather of actual years by the file name that the scenario gives; where there are several sites, all their weather files. */
  readonly weatherYears?: Readonly<Record<string, WeatherTable>>
  /** Traces of jobs by the file name that the workload gives. */
  readonly traces?: Readonly<Record<string, JobTrace>>
  /** Demand of services by the file name that the workload gives. */
  readonly requests?: Readonly<Record<string, RequestDemand>>
  /** Hourly carbon of the grid, when the scenario names a file. */
  readonly carbon?: CarbonTable | null
  /** The same by file name, where there are several sites. */
  readonly carbonFiles?: Readonly<Record<string, CarbonTable>>
}

/** The tables that one of several sites names. */
export function inputsOfSite({ site: { weather: { epw } }, grid: { carbonFile } }: Scenario, inputs: EngineInputs): EngineInputs {
  return {
    ...inputs,
    weather: epw === undefined ? null : (inputs.weatherYears?.[epw] ?? null),
    carbon: carbonFile === undefined ? null : (inputs.carbonFiles?.[carbonFile] ?? null),
  }
}

const HOURS_PER_DAY = 24

/** Hourly weather over the whole horizon; the climate's draws hang on the run's root, a file repeats its year. */
export function weatherOf(scenario: Scenario, root: EntityKey, inputs: EngineInputs): WeatherSeries {
  const span = {
    startDay: scenario.horizon.start,
    hours: (scenario.horizon.end - scenario.horizon.start) * HOURS_PER_DAY,
    warmingKPerDecade: scenario.site.warming,
    warmingByMonthKPerDecade: scenario.site.warmingByMonth,
  }
  return withExtremes(buildWeatherSeries(sourceOf(scenario, root, inputs), span), extremesOf(scenario, root))
}

/**
 * Irradiance of every hour of the run, W/m²; undefined on a site without arrays. A climate has its own sun, whatever process makes its
 * weather; of several files the first one repeats its year.
 */
export function irradianceOf(scenario: Scenario, root: EntityKey, inputs: EngineInputs): Float64Array | undefined {
  if (scenario.solar.length === 0) return undefined
  const span = { startDay: scenario.horizon.start, hours: (scenario.horizon.end - scenario.horizon.start) * HOURS_PER_DAY }
  const climate = climateOf(scenario.site.weather.climate ?? '')
  if (climate !== undefined) return climateIrradiance(climate.location, MONTHLY_IRRADIATION[climate.id], entityKey(root, 'site/sun'), span)
  const source = sourceOf(scenario, root, inputs)
  if (source.kind === 'table') return tableIrradiance(source.table, span)
  return 'tables' in source ? tableIrradiance(source.tables[0], span) : undefined
}

function sourceOf(scenario: Scenario, root: EntityKey, inputs: EngineInputs): WeatherSource {
  const { climate: id, epw, years, process, pool } = scenario.site.weather
  if (epw !== undefined) {
    if (inputs.weather === null) throw new Error(`the weather file ${epw} was not handed to the engine`)
    return { kind: 'table', table: inputs.weather }
  }
  const key = entityKey(root, process === 'bootstrap' ? 'site/weather/months' : 'site/weather')
  if (years !== undefined) return { kind: process === 'bootstrap' ? 'bootstrap' : 'sequence', tables: tablesOf(years, inputs), key }
  const climate = climateOf(id ?? '')
  if (climate === undefined) throw new Error(`unknown climate ${id}`)
  if (process !== 'bootstrap') return { kind: 'climate', climate, key }
  return { kind: 'bootstrap', tables: generatedYears(climate, entityKey(root, 'site/weather/pool'), pool), key }
}

function tablesOf(years: readonly string[], inputs: EngineInputs): WeatherTable[] {
  return years.map(file => {
    const table = inputs.weatherYears?.[file]
    if (table === undefined) throw new Error(`the weather file ${file} was not handed to the engine`)
    return table
  })
}
