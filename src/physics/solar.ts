import { cos, exp, sin } from '../base/exact-math.ts'

/** Output lost per kelvin of cell temperature above 25 °C, and kelvins that a cell is above the air per W/m². Source: PVWatts class modules. */
const TEMPERATURE_LOSS_PER_K = 0.0035
const CELL_RISE_K_PER_W_M2 = 0.03
const STANDARD_IRRADIANCE = 1000
const STANDARD_CELL_C = 25

const RADIANS = Math.PI / 180
const TAU = 2 * Math.PI

/** Temperature of the cells, °C, in air of `ambientC` under `irradiance` W/m². */
export const cellTemperatureC = (ambientC: number, irradiance: number): number => ambientC + CELL_RISE_K_PER_W_M2 * irradiance

/** Output, W, of an array of `peakW` under `irradiance` W/m² with cells at `cellC`; `efficiency` 0–1 stands for wiring, soiling, inverters. */
export function solarOutputW(peakW: number, irradiance: number, efficiency: number, cellC: number): number {
  return Math.max(0, (peakW * irradiance * efficiency * (1 - TEMPERATURE_LOSS_PER_K * (cellC - STANDARD_CELL_C))) / STANDARD_IRRADIANCE)
}

/** Declination of the sun, rad, on a day of the year from 0. Source: Spencer 1971, first terms. */
function declination(dayOfYear: number): number {
  const angle = (TAU * dayOfYear) / 365
  return 0.006918 - 0.399912 * cos(angle) + 0.070257 * sin(angle) - 0.006758 * cos(2 * angle) + 0.000907 * sin(2 * angle) - 0.002697 * cos(3 * angle) + 0.00148 * sin(3 * angle)
}

/** Cosine of the sun's distance from the zenith at `solarHour` (12 is noon, true solar time); negative by night. */
export function zenithCosine(latitudeDeg: number, dayOfYear: number, solarHour: number): number {
  const tilt = declination(dayOfYear)
  const hourAngle = ((solarHour - 12) / 24) * TAU
  return sin(latitudeDeg * RADIANS) * sin(tilt) + cos(latitudeDeg * RADIANS) * cos(tilt) * cos(hourAngle)
}

/** Global horizontal irradiance under a clear sky, W/m². Source: Haurwitz 1945. */
export function clearSkyIrradiance(cosine: number): number {
  return cosine <= 0 ? 0 : 1098 * cosine * exp(-0.057 / cosine)
}
