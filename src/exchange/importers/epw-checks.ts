import { humidityRatioOfVapour, humidityRatioOfWetBulb, dewPointC, pressureAtElevationPa, saturationPressurePa, vapourPressurePa, wetBulbC } from '../../physics/psychrometrics.ts'
import type { WeatherDesign, WeatherLocation } from '../../scenario/inputs.ts'
import type { ImportIssue } from '../import-issue.ts'

/** Columns that the checks look at, and that the wet-bulb clip may change. */
interface Columns {
  readonly dryBulbC: Float64Array
  readonly dewPointC: Float64Array
  readonly relativeHumidityFraction: Float64Array
  readonly pressurePa: Float64Array
}

/** Bounds outside which a value is an error: inside them any weather on Earth. */
const TEMPERATURE_C = { min: -60, max: 60 }
const HUMIDITY_FRACTION = { min: 0, max: 1.1 }
const PRESSURE_PA = { min: 31_000, max: 120_000 }

/** How far the pressure may be from that of the elevation. */
const PRESSURE_SLACK_PA = 4000

/** How far dew point and humidity may disagree, as a share of the vapour pressure that the humidity implies. */
const VAPOUR_DISAGREEMENT = 0.15

/** Share of hours with such a disagreement above which the file is not usable. */
const DISAGREEMENT_HOURS_MAX = 0.1

/** How far above the record a wet bulb may lie. */
const WET_BULB_SLACK_K = 1

/** Counts the places where one thing is wrong and remembers the first. */
interface Tally {
  count: number
  first: number
}

function note(tally: Tally, row: number): void {
  if (tally.count === 0) tally.first = row
  tally.count += 1
}

function issueOf(tally: Tally, firstLine: number, code: string, severity: ImportIssue['severity'], message: string): ImportIssue[] {
  return tally.count === 0 ? [] : [{ code, severity, line: firstLine + tally.first, count: tally.count, message }]
}

const within = (value: number, range: { readonly min: number; readonly max: number }): boolean => value >= range.min && value <= range.max

/**
 * Checks hourly weather and clips impossible wet bulbs in place, with a warning. `firstLine` is the line of row 0.
 * A disagreement of dew point and humidity is a warning up to a tenth of the hours; the dew point is used.
 */
export function checkWeather(columns: Columns, location: WeatherLocation, design: WeatherDesign | undefined, firstLine: number): ImportIssue[] {
  const range: Tally = { count: 0, first: 0 }
  const dew: Tally = { count: 0, first: 0 }
  const disagreement: Tally = { count: 0, first: 0 }
  const standardPa = pressureAtElevationPa(location.elevationM)
  const hours = columns.dryBulbC.length
  for (let row = 0; row < hours; row += 1) {
    const dryBulb = columns.dryBulbC[row]
    const dewPoint = columns.dewPointC[row]
    const humidity = columns.relativeHumidityFraction[row]
    const pressure = columns.pressurePa[row]
    const isPressure = within(pressure, PRESSURE_PA) && Math.abs(pressure - standardPa) <= PRESSURE_SLACK_PA
    const isInRange = within(dryBulb, TEMPERATURE_C) && dewPoint >= -100 && within(humidity, HUMIDITY_FRACTION) && isPressure
    if (!isInRange) note(range, row)
    if (dewPoint > dryBulb + 0.1) note(dew, row)
    const vapour = humidity * saturationPressurePa(dryBulb)
    if (Math.abs(vapour - saturationPressurePa(dewPoint)) > VAPOUR_DISAGREEMENT * vapour) note(disagreement, row)
  }
  const isUnusable = disagreement.count > DISAGREEMENT_HOURS_MAX * hours
  const issues = [
    ...issueOf(range, firstLine, 'EPW_RANGE', 'error', 'temperature (−60…60 °C), humidity (0…110 %) or pressure (31…120 kPa, within 4 kPa of the elevation) is missing or out of range'),
    ...issueOf(dew, firstLine, 'EPW_DEW', 'error', 'dew point above dry bulb'),
    ...issueOf(disagreement, firstLine, 'EPW_RH_DEW', isUnusable ? 'error' : 'warn', 'vapour pressure from humidity and from dew point differ by more than 15 %; the dew point is used'),
  ]
  const isBroken = issues.some((issue) => issue.severity === 'error')
  return isBroken || design === undefined ? issues : [...issues, ...clipWetBulb(columns, design, firstLine)]
}

/** Brings wet bulbs that lie more than 1 K above the record down to that bound by taking water out of the air. */
function clipWetBulb(columns: Columns, design: WeatherDesign, firstLine: number): ImportIssue[] {
  const limitC = design.wetBulbMaxC + WET_BULB_SLACK_K
  const clipped: Tally = { count: 0, first: 0 }
  let highestC = -Infinity
  for (let row = 0; row < columns.dryBulbC.length; row += 1) {
    const dryBulb = columns.dryBulbC[row]
    // The wet bulb lies between dew point and dry bulb, so most hours need no solution.
    if (dryBulb <= limitC) continue
    const pressure = columns.pressurePa[row]
    const ratio = humidityRatioOfVapour(saturationPressurePa(columns.dewPointC[row]), pressure)
    const wetBulb = wetBulbC(dryBulb, ratio, pressure)
    if (wetBulb <= limitC) continue
    const vapour = vapourPressurePa(humidityRatioOfWetBulb(dryBulb, limitC, pressure), pressure)
    columns.dewPointC[row] = dewPointC(vapour)
    columns.relativeHumidityFraction[row] = vapour / saturationPressurePa(dryBulb)
    highestC = Math.max(highestC, wetBulb)
    note(clipped, row)
  }
  const message = `wet bulb up to ${highestC.toFixed(2)} °C lies more than 1 K above the record of ${design.wetBulbMaxC} °C; clipped to ${limitC.toFixed(1)} °C`
  return issueOf(clipped, firstLine, 'EPW_WB_EXTREME', 'warn', message)
}
