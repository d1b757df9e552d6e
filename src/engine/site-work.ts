/** Crews and maintenance of a run: what they ask of weather, grid and design, put together once. */
import { HOUR_MS } from '../base/spans.ts'
import { crewsSection } from '../scenario/schema/crews.ts'
import type { CrewsSection } from '../scenario/schema/crews.ts'
import type { WeatherSeries } from '../scenario/inputs.ts'
import type { Scenario } from '../scenario/schema/scenario.ts'
import type { Conditions } from './facility/maintenance.ts'
import { type Work, type WorkPorts, createWork } from './facility/work.ts'
import type { AccessPort, AssetPort, DomainContext, GatePort } from './ports.ts'
import { notMaintainable } from './preflight/audit/maintainability.ts'

/** Hours of the year that are hotter than the usual design temperature, and how far below it outdoor work ends. */
const HOT_SHARE = 0.004
const HOT_MARGIN_K = 2

/** The crews that repair and maintain: those of the file, or one sized to the site where maintenance or spare parts ask for people. */
export function crewsOf({ crews, maintenance, spares }: Scenario): CrewsSection | undefined {
  return crews ?? (maintenance === undefined && spares.length === 0 ? undefined : crewsSection.parse({}))
}

/** Temperature that a share of the hours of a series exceeds, °C. */
function exceededC({ dryBulbC }: WeatherSeries, share: number): number {
  const sorted = dryBulbC.slice().sort()
  return sorted[Math.min(sorted.length - 1, Math.floor((1 - share) * sorted.length))]
}

/** The hottest (1) or coldest (−1) hour between two instants, °C. */
function extremeC({ dryBulbC, hours }: WeatherSeries, fromMs: number, toMs: number, sign: 1 | -1): number {
  let extreme = -Infinity
  for (let hour = Math.floor(fromMs / HOUR_MS); hour <= Math.floor(toMs / HOUR_MS); hour++) extreme = Math.max(extreme, sign * dryBulbC[Math.min(hour, hours - 1)])
  return sign * extreme
}

function conditionsOf(weather: WeatherSeries, isCurtailed: () => boolean): Conditions {
  return {
    hottestC: (fromMs, toMs) => extremeC(weather, fromMs, toMs, 1),
    coldestC: (fromMs, toMs) => extremeC(weather, fromMs, toMs, -1),
    hotC: exceededC(weather, HOT_SHARE) - HOT_MARGIN_K,
    isCurtailed,
  }
}

export interface SiteWorkPorts {
  readonly assets: AssetPort
  readonly gates: GatePort
  readonly isCurtailed: () => boolean
  readonly workedNearby: WorkPorts['workedNearby']
  readonly isClosed: WorkPorts['isClosed']
  readonly peopleFree: WorkPorts['peopleFree']
  /** Security; made only where there are crews. */
  readonly access: () => AccessPort | undefined
}

/** Creates the work of a site whose file asks for crews, in any way; undefined when it does not. */
export function createSiteWork(ctx: DomainContext, weather: WeatherSeries, { assets, gates, isCurtailed, workedNearby, isClosed, peopleFree, access }: SiteWorkPorts): Work | undefined {
  const { scenario, world } = ctx
  const crews = crewsOf(scenario)
  if (crews === undefined) return undefined
  const blocked = notMaintainable(scenario, world, weather.designDay)
  return createWork(ctx, crews, { assets, access: access(), workedNearby, isClosed, peopleFree, maintenance: { gates, conditions: conditionsOf(weather, isCurtailed), isMaintainable: path => !blocked.has(path) } })
}
