/** Exposure to fire in an audit: what each zone takes at once, and what fires cost in a mean and in a bad year. */
import { digits } from '../analysis/number-text.ts'
import type { FireExposure } from '../results/audit.ts'
import type { Paint } from './report-text.ts'

/** Zones that are listed; the rest is counted. */
const SHOWN = 12
const COLUMNS = { zone: 30, power: 12, racks: 14, rate: 20 } as const

const megawatts = (w: number): string => `${(w / 1e6).toFixed(2)} MW`
const megawattHours = (wh: number): string => `${(wh / 1e6).toFixed(wh < 1e8 ? 2 : 0)} MWh`
const dollars = (usd: number): string => `${(usd / 1e6).toFixed(1)} M USD`

function rateText(perYear: number): string {
  if (perYear <= 0) return ''
  return perYear >= 1 ? `${perYear.toFixed(1)} a year` : `once in ${digits(Math.round(1 / perYear))} years`
}

const row = (zone: string, lostW: number, racks: number | undefined, rate: string): string =>
  `  ${zone.padEnd(COLUMNS.zone)}${megawatts(lostW).padStart(COLUMNS.power)}${(racks === undefined ? '' : `${digits(racks)} racks`).padStart(COLUMNS.racks)}${rate.padStart(COLUMNS.rate)}`.trimEnd()

/** Lines for a terminal: the largest zones first. */
export function fireLines({ zones, units, largestW, year }: FireExposure, paint: Paint): string[] {
  const listed = zones.slice(0, SHOWN).map(({ zone, lostW, racksLost, firesPerYear }) => row(zone, lostW, racksLost, rateText(firesPerYear)))
  const rest = zones.length > SHOWN ? [paint.dim(`    and ${zones.length - SHOWN} zones more that take no more than the last of these`)] : []
  const ofUnits = units.map(({ name, lostW, value, interruption }) => `${row(`unit ${name}`, lostW, undefined, '')}, property ${dollars(value)}, interruption ${dollars(interruption)}`)
  const tail = year === null
    ? [paint.dim('    rates of fires are not stated (section fire): what a year costs is not known')]
    : [`  A year of fires: ${megawattHours(year.meanWh)} in the mean, ${megawattHours(year.p99Wh)} in 1 of 100, ${megawattHours(year.p999Wh)} in 1 of 1000`, paint.dim(`    from ${digits(year.sampledYears)} sampled years; small in the mean, large in the tail`)]
  return [paint.strong(`Fire: at most ${megawatts(largestW)} lost at once`), ...listed, ...rest, ...ofUnits, ...tail]
}
