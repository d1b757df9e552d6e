/** The site's clockwork: the weather of every hour, told to whoever cools or burns, and planned milestones. */
import type { WeatherSeries } from '../../scenario/inputs.ts'
import { Phase } from '../kernel/kernel.ts'
import type { DomainContext, WeatherNow } from '../ports.ts'
import { HOUR_MS } from '../../scenario/calendar.ts'

export interface Site {
  start(): void
  readonly weather: WeatherNow
}

/** Specific gas constant of dry air, J/(kg·K). Source: ASHRAE Fundamentals ch. 1. */
const DRY_AIR_GAS_CONSTANT = 287.042
const KELVIN = 273.15

/** Reads hour `index` of the series into `into`; the series covers the whole horizon. */
function readHour(series: WeatherSeries, index: number, into: { -readonly [K in keyof WeatherNow]: number }): void {
  const hour = Math.min(index, series.hours - 1)
  into.dryBulbC = series.dryBulbC[hour]
  into.wetBulbC = series.wetBulbC[hour]
  into.humidityRatio = series.humidityRatio[hour]
  into.pressurePa = series.pressurePa[hour]
  const specificVolume = (DRY_AIR_GAS_CONSTANT * (into.dryBulbC + KELVIN) * (1 + 1.607858 * into.humidityRatio)) / into.pressurePa
  into.densityKgpm3 = (1 + into.humidityRatio) / specificVolume
}

export function createSite(ctx: DomainContext, series: WeatherSeries, weatherChanged: (weather: WeatherNow) => void): Site {
  const { kernel, world, state } = ctx
  const weather = state.scalars('site.weather', { dryBulbC: 0, wetBulbC: 0, humidityRatio: 0, pressurePa: 0, densityKgpm3: 0 })
  const hourly = kernel.command('site.hour', Phase.facility, hour => {
    readHour(series, hour, weather)
    weatherChanged(weather)
    if ((hour + 1) * HOUR_MS < world.horizonMs) kernel.schedule(hourly, hour + 1, (hour + 1) * HOUR_MS)
  })
  readHour(series, 0, weather)
  return { weather, start: () => void kernel.schedule(hourly, 0, 0) }
}
