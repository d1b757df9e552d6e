import { atan, exp, ln, pow, sqrt } from '../base/exact-math.ts'

/**
 * Moist-air properties. Pressures in Pa, temperatures in °C, humidity ratio in kg water per kg dry air.
 *
 * Source: ASHRAE Handbook of Fundamentals ch. 1 (Hyland–Wexler saturation curves), coefficients as published in psychrolib.
 * Valid from −100 to 200 °C; the wet bulb is tested between −40 and 60 °C and 60 to 105 kPa.
 */

/** Offset between °C and K. */
export const KELVIN_OFFSET = 273.15

/** Pressure of the standard atmosphere at sea level, Pa. */
export const STANDARD_PRESSURE_PA = 101325

/** Specific heat of dry air, J/(kg·K) (ASHRAE HoF ch. 1). */
export const DRY_AIR_CP_JPKGK = 1006

const TRIPLE_POINT_C = 0.01
const MASS_RATIO = 0.621945
const DRY_AIR_GAS_CONSTANT_JPKGK = 287.042

/** Standard-atmosphere pressure, Pa, at `elevationM` metres above sea level (−500 to 11 000 m). */
export function pressureAtElevationPa(elevationM: number): number {
  return STANDARD_PRESSURE_PA * pow(1 - 2.25577e-5 * elevationM, 5.2559)
}

/**
 * Capacity factor of air-side equipment at site pressure against sea level, for ratings that already name their air
 * temperature: the density ratio at equal temperature, which is the pressure ratio.
 */
export function altitudeFactor(pressurePa: number): number {
  return pressurePa / STANDARD_PRESSURE_PA
}

/** Natural logarithm of the saturation pressure (Pa) over liquid water, `t` in K. */
function lnSaturationOverWater(t: number): number {
  const polynomial = 1.3914993 + t * (-4.8640239e-2 + t * (4.1764768e-5 - 1.4452093e-8 * t))
  return -5.8002206e3 / t + polynomial + 6.5459673 * ln(t)
}

/** Natural logarithm of the saturation pressure (Pa) over ice, `t` in K. */
function lnSaturationOverIce(t: number): number {
  const polynomial =
    6.3925247 + t * (-9.677843e-3 + t * (6.2215701e-7 + t * (2.0747825e-9 - 9.484024e-13 * t)))
  return -5.6745359e3 / t + polynomial + 4.1635019 * ln(t)
}

/** Slope of the logarithm of the saturation pressure, 1/K, over whichever phase is stable at `tempC`. */
function lnSaturationSlope(tempC: number): number {
  const t = tempC + KELVIN_OFFSET
  return tempC > TRIPLE_POINT_C
    ? (5.8002206e3 / t + 6.5459673) / t - 4.8640239e-2 + t * (8.3529536e-5 - 4.3356279e-8 * t)
    : (5.6745359e3 / t + 4.1635019) / t -
        9.677843e-3 +
        t * (1.24431402e-6 + t * (6.2243475e-9 - 3.7936096e-12 * t))
}

/** Saturation vapour pressure, Pa, over water above the triple point and over ice below it. */
export function saturationPressurePa(tempC: number): number {
  const t = tempC + KELVIN_OFFSET
  return exp(tempC > TRIPLE_POINT_C ? lnSaturationOverWater(t) : lnSaturationOverIce(t))
}

/** Humidity ratio of air in which water vapour has the partial pressure `vapourPa`. */
export function humidityRatioOfVapour(vapourPa: number, pressurePa: number): number {
  return (MASS_RATIO * vapourPa) / (pressurePa - vapourPa)
}

/** Partial pressure of water vapour, Pa, in air of the given humidity ratio. */
export function vapourPressurePa(humidityRatio: number, pressurePa: number): number {
  return (pressurePa * humidityRatio) / (MASS_RATIO + humidityRatio)
}

/** Humidity ratio of air at `dryBulbC` and relative humidity 0–1. */
export function humidityRatioOfRelative(
  dryBulbC: number,
  relativeHumidityFraction: number,
  pressurePa: number,
): number {
  return humidityRatioOfVapour(relativeHumidityFraction * saturationPressurePa(dryBulbC), pressurePa)
}

/** Humidity ratio of saturated air at `tempC`. */
export function saturationHumidityRatio(tempC: number, pressurePa: number): number {
  return humidityRatioOfVapour(saturationPressurePa(tempC), pressurePa)
}

/** Enthalpy, J per kg of dry air, zero at 0 °C dry. */
export function enthalpyJPerKg(dryBulbC: number, humidityRatio: number): number {
  return 1006 * dryBulbC + humidityRatio * (2.501e6 + 1860 * dryBulbC)
}

/** Density of moist air, kg/m³. */
export function airDensityKgpm3(dryBulbC: number, humidityRatio: number, pressurePa: number): number {
  const dryAirM3PerKg =
    (DRY_AIR_GAS_CONSTANT_JPKGK * (dryBulbC + KELVIN_OFFSET) * (1 + 1.607858 * humidityRatio)) / pressurePa
  return (1 + humidityRatio) / dryAirM3PerKg
}

/** Dew (or frost) point, °C, of a vapour pressure between 1 Pa and 100 kPa; Newton on the logarithm of pressure. */
export function dewPointC(vapourPa: number): number {
  const target = ln(vapourPa)
  // Magnus form as the first guess, good to about 1 K.
  const magnus = target - 6.4145
  let tempC = (243.12 * magnus) / (17.62 - magnus)
  for (let step = 0; step < 12; step += 1) {
    const t = tempC + KELVIN_OFFSET
    const value = tempC > TRIPLE_POINT_C ? lnSaturationOverWater(t) : lnSaturationOverIce(t)
    const change = (target - value) / lnSaturationSlope(tempC)
    tempC += change
    if (Math.abs(change) < 1e-9) break
  }
  return tempC
}

/** Humidity ratio that a wet-bulb temperature implies at `dryBulbC`; ASHRAE HoF ch. 1 eqs. 33 (water) and 35 (ice). */
export function humidityRatioOfWetBulb(dryBulbC: number, wetBulbC: number, pressurePa: number): number {
  const saturated = saturationHumidityRatio(wetBulbC, pressurePa)
  const cooling = 1.006 * (dryBulbC - wetBulbC)
  return wetBulbC >= 0
    ? ((2501 - 2.326 * wetBulbC) * saturated - cooling) / (2501 + 1.86 * dryBulbC - 4.186 * wetBulbC)
    : ((2830 - 0.24 * wetBulbC) * saturated - cooling) / (2830 + 1.86 * dryBulbC - 2.1 * wetBulbC)
}

/** Lowest trial wet bulb, °C; the tests reach down to −40 °C of dry bulb. */
const WET_BULB_FLOOR_C = -100

/**
 * Thermodynamic wet bulb, °C: the root of the exact psychrometric equation, to 1e-7 K.
 *
 * The equation has one form over water and one over ice, and the ice form asks for more humidity at 0 °C; between the two
 * both have a root. The water root is taken wherever there is one. Humidity above saturation gives the dry bulb.
 */
export function wetBulbC(dryBulbC: number, humidityRatio: number, pressurePa: number): number {
  const isIcy = dryBulbC < 0 || humidityRatio < humidityRatioOfWetBulb(dryBulbC, 0, pressurePa)
  return isIcy
    ? newtonWetBulbC(dryBulbC, humidityRatio, pressurePa, 2830, 0.24, 2.1)
    : newtonWetBulbC(dryBulbC, humidityRatio, pressurePa, 2501, 2.326, 4.186)
}

/**
 * Newton on the heat (kJ per kg of dry air) that the trial lacks before the air is saturated: rises with the trial and is
 * convex, so that steps from above come down to the root without crossing it.
 */
function newtonWetBulbC(
  dryBulbC: number,
  humidityRatio: number,
  pressurePa: number,
  latentKj: number,
  latentSlope: number,
  liquidCp: number,
): number {
  let trialC = latentSlope > 1 ? dryBulbC : Math.min(dryBulbC, 0)
  for (let step = 0; step < 40; step += 1) {
    const saturatedPa = saturationPressurePa(trialC)
    const dryPa = pressurePa - saturatedPa
    const saturated = (MASS_RATIO * saturatedPa) / dryPa
    const saturatedSlope = (saturated * pressurePa * lnSaturationSlope(trialC)) / dryPa
    const latent = latentKj - latentSlope * trialC
    const defect =
      latent * saturated - 1.006 * (dryBulbC - trialC) - humidityRatio * (latentKj + 1.86 * dryBulbC - liquidCp * trialC)
    if (step === 0 && defect <= 0) return trialC
    const slope = latent * saturatedSlope - latentSlope * saturated + 1.006 + liquidCp * humidityRatio
    const change = defect / slope
    trialC = Math.max(WET_BULB_FLOOR_C, trialC - change)
    // Newton squares the error: behind a step of a thousandth of a kelvin there is less than 1e-7 K left.
    if (Math.abs(change) < 1e-3) break
  }
  return trialC
}

/**
 * Wet bulb by Stull's regression (J. Appl. Meteorol. Climatol. 2011): sea-level pressure, 5–99 % humidity, −20 to 50 °C,
 * within about 1 K. For previews only; it ignores the pressure of the site.
 */
export function stullWetBulbC(dryBulbC: number, relativeHumidityFraction: number): number {
  const percent = relativeHumidityFraction * 100
  return (
    dryBulbC * atan(0.151977 * sqrt(percent + 8.313659)) +
    atan(dryBulbC + percent) -
    atan(percent - 1.676331) +
    0.00391838 * percent * sqrt(percent) * atan(0.023101 * percent) -
    4.686035
  )
}
