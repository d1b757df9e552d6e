/** Where the sun stands at mid-morning, by latitude and day of the year. */
import { dayOfYear } from '../../base/civil-date.ts'
import type { Vector } from './pick.ts'

/** Hour angle of half past nine, radians: long enough shadows to read heights. */
const HOUR_ANGLE = ((9.5 - 12) / 24) * 2 * Math.PI
const TILT = (23.45 / 180) * Math.PI
/** A lower sun would put the whole site into shadow. */
const LOWEST_SINE = 0.42

/** Unit vector to the sun: x east, y up, z south. */
export function sunDirection(latitudeDeg: number, day: number): Vector {
  const declination = TILT * Math.sin((2 * Math.PI * (dayOfYear(Math.floor(day)) + 284)) / 365)
  const latitude = (latitudeDeg / 180) * Math.PI
  const up = Math.max(LOWEST_SINE, Math.sin(latitude) * Math.sin(declination) + Math.cos(latitude) * Math.cos(declination) * Math.cos(HOUR_ANGLE))
  const east = -Math.cos(declination) * Math.sin(HOUR_ANGLE)
  const south = Math.sin(latitude) * Math.cos(declination) * Math.cos(HOUR_ANGLE) - Math.cos(latitude) * Math.sin(declination)
  const flat = Math.sqrt(Math.max(1e-6, 1 - up * up) / Math.max(1e-6, east * east + south * south))
  return [east * flat, up, south * flat]
}
