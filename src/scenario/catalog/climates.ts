import type { Confidence } from '../../base/quantity.ts'
import type { WeatherDesign, WeatherLocation } from '../inputs.ts'

/**
 * Built-in climates: monthly normals, design extremes and the variability that the weather generator needs.
 *
 * Twelve numbers a row, January first. Dry-bulb normals are published ones; where a station has none at hand, and for dew points, they
 * are monthly means of the station's published typical year (NREL TMY3, or TMYx of climate.onebuilding.org). Design extremes are those
 * of the ASHRAE Handbook of Fundamentals ch. 14, as the typical years quote them. Variability is calibrated, not published: fitted so that
 * many generated years agree, about half way, with the typical year's and with ASHRAE's 99.6 % and 0.4 % values.
 *
 * What it reproduces, tested for the eight US stations against their typical years: annual mean dry bulb within 0.7 K, its 0.4 % and
 * 99.6 % quantiles within 2.0 K, mean wet bulb within 0.5 K, its 99.6 % quantile within 1.2 K (Phoenix 2.6 K, because the file's
 * humidity is flagged by the importer; all stations are within 1.2 K of ASHRAE's 0.4 % wet bulb), mean annual maximum of the dry bulb
 * within 1.8 K of the design mean. Dublin, Frankfurt and Singapore are not held against hourly data: low confidence.
 */
export interface Climate {
  readonly id: string
  readonly name: string
  /** Time zone of the place, for civil time. */
  readonly timezone: string
  readonly location: WeatherLocation
  /** Mean dry bulb, °C, and mean difference of daily maximum and minimum, K. */
  readonly meanC: readonly number[]
  readonly rangeK: readonly number[]
  readonly temperatureSource: string
  readonly temperatureConfidence: Confidence
  /** Mean dew point, °C. */
  readonly dewPointC: readonly number[]
  readonly humiditySource: string
  readonly humidityConfidence: Confidence
  readonly design: WeatherDesign
  /** Dew point exceeded in 0.4 % of hours, °C; of the same source as `design`. */
  readonly dewPointDesignC: number
  readonly variability: ClimateVariability
}

/** A value that swings with the seasons: around the coldest time, at the turns, around the warmest time. */
export type Seasonal = readonly [winter: number, midSeason: number, summer: number]

/** How weather departs from its normals. Calibrated; see the top of this file. */
export interface ClimateVariability {
  /** Standard deviation of the daily mean that changes within days, K, and its shape (0 symmetric, positive: hot tail). */
  readonly dayK: Seasonal
  readonly daySkew: Seasonal
  /** Standard deviation of what stays for weeks, K. */
  readonly spellK: Seasonal
  /** Standard deviation of the daily dew point, K, its correlation with warmth, and its shape (negative: dry tail). */
  readonly dewPointK: Seasonal
  readonly dewPointWithWarmth: Seasonal
  readonly dewPointSkew: number
  /** Added to the dew point, so that its mean is the normal although it cannot exceed the dry bulb, K. */
  readonly dewPointOffsetK: number
  /** How much moister the air is in the warmest hour than in the coldest; negative where the afternoon mixes in dry air, K. */
  readonly dewPointDailyK: number
  /** Relative spread of the daily range, and how it goes with warmth and with moist air. */
  readonly rangeSpread: Seasonal
  readonly rangeWithWarmth: number
  readonly rangeWithDewPoint: number
}

interface Normals {
  readonly meanC: readonly number[]
  readonly rangeK: readonly number[]
}

/** Normals published as mean daily maximum and minimum, °C. */
function daily(maxC: readonly number[], minC: readonly number[]): Normals {
  return { meanC: maxC.map((max, month) => (max + minC[month]) / 2), rangeK: maxC.map((max, month) => max - minC[month]) }
}

/** The same in °F, as NOAA publishes them. */
function dailyF(maxF: readonly number[], minF: readonly number[]): Normals {
  const toC = (tempF: number) => (tempF - 32) / 1.8
  return daily(maxF.map(toC), minF.map(toC))
}

/** Extremes in the order of an ASHRAE table: hottest hour of a year, coldest (mean, standard deviation), record wet bulb. */
function extremes(max: readonly [number, number], min: readonly [number, number], wetBulbMaxC: number, source: string): WeatherDesign {
  return { dryBulbMaxMeanC: max[0], dryBulbMaxSdK: max[1], dryBulbMinMeanC: min[0], dryBulbMinSdK: min[1], wetBulbMaxC, source }
}

const NOAA_1991 = 'NOAA US climate normals 1991–2020'
const NOAA_1981 = 'NOAA US climate normals 1981–2010'
const TMY3 = 'monthly means of the NREL TMY3 typical year (1973–2005)'
const TMYX = 'monthly means of the TMYx typical year (2007–2021, climate.onebuilding.org, NOAA ISD)'
const ASHRAE_2021 = 'ASHRAE Handbook of Fundamentals 2021, ch. 14'
const ASHRAE_2009 = 'ASHRAE Handbook of Fundamentals 2009, ch. 14'
const ESTIMATE = 'order of the ASHRAE Handbook of Fundamentals ch. 14, engineering estimate'

const SPELL_INLAND: Seasonal = [1.2, 1, 0.8]

/** All built-in climates. */
export const CLIMATES: readonly Climate[] = [
  {
    id: 'dallas',
    name: 'Dallas–Fort Worth, Texas',
    timezone: 'America/Chicago',
    location: { latitudeDeg: 32.9, longitudeDeg: -97.02, elevationM: 170.7, utcOffsetH: -6 },
    ...dailyF([57.7, 62, 69.9, 77.4, 84.9, 92.7, 96.9, 97.1, 90, 79.5, 67.8, 59.2], [37.9, 41.9, 49.4, 56.8, 66, 73.8, 77.7, 77.4, 70.1, 58.7, 47.8, 39.8]),
    temperatureSource: NOAA_1991,
    temperatureConfidence: 'high',
    dewPointC: [1.3, 3.1, 6.9, 11.4, 13.6, 20.3, 21, 18.2, 17.1, 10.5, 6.8, 2.7],
    humiditySource: TMYX,
    humidityConfidence: 'medium',
    design: extremes([40.3, 1.8], [-8.1, 1.9], 28.3, ASHRAE_2021),
    dewPointDesignC: 24.1,
    variability: {
      dayK: [3.6, 3.3, 1.75], daySkew: [-0.03, -0.03, -0.13], spellK: SPELL_INLAND,
      dewPointK: [6.19, 5.08, 1.3], dewPointWithWarmth: [0.7, 0.75, 0], dewPointSkew: -0.36, dewPointOffsetK: 0.31, dewPointDailyK: -1.6,
      rangeSpread: [0.45, 0.34, 0.13], rangeWithWarmth: 0.32, rangeWithDewPoint: -0.45,
    },
  },
  {
    id: 'ashburn',
    name: 'Ashburn, Virginia (Leesburg Executive Airport)',
    timezone: 'America/New_York',
    location: { latitudeDeg: 39.08, longitudeDeg: -77.56, elevationM: 119, utcOffsetH: -5 },
    meanC: [1.2, 2.9, 7.2, 13.5, 18.6, 23.9, 25.8, 24.5, 20.5, 14.6, 7.8, 4.2],
    rangeK: [7.4, 8.1, 10.4, 12, 11.8, 11.3, 12.6, 10.9, 10.7, 10.7, 10.6, 7.5],
    temperatureSource: TMYX,
    temperatureConfidence: 'medium',
    dewPointC: [-5.2, -2.6, -0.9, 4.9, 11.8, 16.5, 19.2, 18.6, 15.7, 9.7, 2.5, -1.1],
    humiditySource: TMYX,
    humidityConfidence: 'medium',
    design: extremes([37.1, 1.2], [-13.8, 2.9], 29, ASHRAE_2021),
    dewPointDesignC: 24.9,
    variability: {
      dayK: [4.53, 4.09, 2.3], daySkew: [-0.11, -0.04, -0.15], spellK: SPELL_INLAND,
      dewPointK: [6.33, 4.99, 2.64], dewPointWithWarmth: [0.9, 0.8, 0.5], dewPointSkew: -0.25, dewPointOffsetK: 0.86, dewPointDailyK: -1.2,
      rangeSpread: [0.45, 0.35, 0.23], rangeWithWarmth: 0.29, rangeWithDewPoint: -0.37,
    },
  },
  {
    id: 'phoenix',
    name: 'Phoenix, Arizona (Sky Harbor)',
    timezone: 'America/Phoenix',
    location: { latitudeDeg: 33.43, longitudeDeg: -112, elevationM: 337.4, utcOffsetH: -7 },
    ...dailyF([67.6, 70.8, 78.1, 85.5, 94.5, 104.2, 106.5, 105.1, 100.4, 89.2, 76.5, 66.2], [46, 48.7, 54.8, 61, 70, 78.6, 84.7, 83.9, 78, 66, 54, 45.3]),
    temperatureSource: NOAA_1991,
    temperatureConfidence: 'high',
    dewPointC: [-2.6, 0.6, 0.2, -1.6, -0.9, 2.4, 13.5, 14.5, 11.2, 2.6, -0.2, 1.3],
    humiditySource: TMYX,
    humidityConfidence: 'medium',
    design: extremes([46, 1.3], [1.4, 1.5], 27.5, ASHRAE_2021),
    dewPointDesignC: 21.9,
    variability: {
      dayK: [2.61, 2.6, 1.83], daySkew: [-0.02, -0.06, -0.05], spellK: SPELL_INLAND,
      dewPointK: [5.83, 3.79, 4], dewPointWithWarmth: [0.3, 0.1, -0.35], dewPointSkew: -0.3, dewPointOffsetK: 0.67, dewPointDailyK: -2.2,
      rangeSpread: [0.3, 0.24, 0.17], rangeWithWarmth: 0.15, rangeWithDewPoint: -0.31,
    },
  },
  {
    id: 'atlanta',
    name: 'Atlanta, Georgia (Hartsfield–Jackson)',
    timezone: 'America/New_York',
    location: { latitudeDeg: 33.63, longitudeDeg: -84.44, elevationM: 307.9, utcOffsetH: -5 },
    ...dailyF([54, 58.2, 65.9, 73.8, 81.1, 87.1, 90.1, 89, 83.9, 74.4, 64.1, 56.2], [35.6, 38.9, 45.3, 52.5, 61.3, 68.6, 72.1, 71.6, 66, 54.9, 44.6, 38.4]),
    temperatureSource: NOAA_1991,
    temperatureConfidence: 'medium',
    dewPointC: [-1.4, 0.6, 6.5, 8.2, 14.1, 20, 21, 18.8, 16.5, 12.4, 2.6, 4.2],
    humiditySource: TMYX,
    humidityConfidence: 'medium',
    design: extremes([35.8, 2], [-9.5, 2.6], 27.5, ASHRAE_2021),
    dewPointDesignC: 23.4,
    variability: {
      dayK: [4.5, 3.4, 1.1], daySkew: [-0.06, 0.06, -0.01], spellK: SPELL_INLAND,
      dewPointK: [6.85, 4.16, 1.28], dewPointWithWarmth: [0.9, 0.75, 0.15], dewPointSkew: -0.32, dewPointOffsetK: 0.27, dewPointDailyK: -0.8,
      rangeSpread: [0.4, 0.33, 0.18], rangeWithWarmth: 0.11, rangeWithDewPoint: -0.36,
    },
  },
  {
    id: 'chicago',
    name: "Chicago, Illinois (O'Hare)",
    timezone: 'America/Chicago',
    location: { latitudeDeg: 41.98, longitudeDeg: -87.92, elevationM: 201, utcOffsetH: -6 },
    ...dailyF([31, 35.3, 46.6, 59, 70, 79.7, 84.1, 81.9, 74.8, 62.3, 48.2, 34.8], [16.5, 20.1, 29.2, 38.8, 48.3, 58.1, 63.9, 62.9, 54.3, 42.8, 32.4, 20.7]),
    temperatureSource: NOAA_1981,
    temperatureConfidence: 'high',
    dewPointC: [-9.4, -8.2, -1.5, 4, 7.2, 13, 18.7, 16.6, 12.9, 5, 0.4, -7.7],
    humiditySource: TMY3,
    humidityConfidence: 'medium',
    design: extremes([35.9, 1.9], [-23.7, 4.5], 28.5, ASHRAE_2009),
    dewPointDesignC: 23.8,
    variability: {
      dayK: [6.86, 4.33, 3.02], daySkew: [-0.16, -0.09, -0.09], spellK: SPELL_INLAND,
      dewPointK: [6.11, 4.77, 2.94], dewPointWithWarmth: [0.96, 0.83, 0.7], dewPointSkew: -0.28, dewPointOffsetK: 0.87, dewPointDailyK: 0.4,
      rangeSpread: [0.38, 0.42, 0.28], rangeWithWarmth: 0.32, rangeWithDewPoint: -0.37,
    },
  },
  {
    id: 'san-francisco',
    name: 'San Francisco, California (International Airport)',
    timezone: 'America/Los_Angeles',
    location: { latitudeDeg: 37.62, longitudeDeg: -122.4, elevationM: 2, utcOffsetH: -8 },
    meanC: [9.6, 11.3, 12.7, 13.7, 15, 15.3, 15.9, 16.6, 16.7, 15.1, 12.8, 10.7],
    rangeK: [5.8, 7.7, 8.7, 7.6, 8.6, 10.2, 7.7, 9.1, 8.7, 8.4, 6.4, 6.2],
    temperatureSource: TMY3,
    temperatureConfidence: 'medium',
    dewPointC: [6.4, 6.6, 8.1, 8.2, 9.4, 10, 10.7, 11.5, 12.5, 9.4, 8.3, 6.2],
    humiditySource: TMY3,
    humidityConfidence: 'medium',
    design: extremes([34.6, 2.3], [1.8, 1.5], 22.3, ASHRAE_2009),
    dewPointDesignC: 16.1,
    variability: {
      dayK: [1.87, 2.6, 2.7], daySkew: [-0.23, 0.32, 0.32], spellK: SPELL_INLAND,
      dewPointK: [2.54, 2.25, 1.06], dewPointWithWarmth: [0.64, 0, 0.1], dewPointSkew: -0.35, dewPointOffsetK: 0.36, dewPointDailyK: 0,
      rangeSpread: [0.38, 0.38, 0.37], rangeWithWarmth: 0.74, rangeWithDewPoint: -0.21,
    },
  },
  {
    id: 'denver',
    name: 'Denver, Colorado (International Airport)',
    timezone: 'America/Denver',
    location: { latitudeDeg: 39.83, longitudeDeg: -104.65, elevationM: 1650, utcOffsetH: -7 },
    ...dailyF([44.6, 45.7, 55.7, 61.7, 71.2, 83.4, 89.9, 87.5, 79.6, 65.3, 53.1, 44.3], [18.7, 20.2, 28, 34.4, 44, 53.6, 60, 58.2, 49.4, 37.1, 26.6, 18.9]),
    temperatureSource: NOAA_1991,
    temperatureConfidence: 'medium',
    dewPointC: [-10.5, -8.9, -7.9, -2.5, 3.8, 6.6, 9.5, 8.3, 3, 1.3, -7, -9.1],
    humiditySource: TMY3,
    humidityConfidence: 'medium',
    design: extremes([37.1, 1.3], [-22.7, 2.8], 20.7, ASHRAE_2009),
    dewPointDesignC: 16,
    variability: {
      dayK: [5.21, 3.61, 2.3], daySkew: [-0.15, -0.03, -0.28], spellK: SPELL_INLAND,
      dewPointK: [3.75, 3.6, 2.72], dewPointWithWarmth: [0.3, 0, -0.6], dewPointSkew: -0.29, dewPointOffsetK: 0.81, dewPointDailyK: -2.6,
      rangeSpread: [0.3, 0.32, 0.22], rangeWithWarmth: 0.18, rangeWithDewPoint: -0.5,
    },
  },
  {
    id: 'new-york',
    name: 'New York (John F. Kennedy Airport)',
    timezone: 'America/New_York',
    location: { latitudeDeg: 40.65, longitudeDeg: -73.8, elevationM: 5, utcOffsetH: -5 },
    ...dailyF([39.5, 41.7, 48.7, 58.8, 68.4, 78, 83.6, 82.2, 75.8, 64.6, 54.2, 44.7], [26.8, 28, 34.3, 43.4, 52.7, 62.6, 69, 68.2, 61.6, 50.8, 40.9, 32.7]),
    temperatureSource: NOAA_1991,
    temperatureConfidence: 'medium',
    dewPointC: [-4.4, -7.5, 0.3, 4.8, 9.1, 15.8, 20.3, 17.2, 13.2, 8, 2.1, -2.8],
    humiditySource: TMY3,
    humidityConfidence: 'medium',
    design: extremes([35.6, 1.7], [-13.7, 2.9], 28, ASHRAE_2009),
    dewPointDesignC: 23.8,
    variability: {
      dayK: [4.66, 3.45, 2.48], daySkew: [-0.09, -0.06, 0.12], spellK: SPELL_INLAND,
      dewPointK: [6.66, 4.38, 2.18], dewPointWithWarmth: [0.9, 0.7, 0.2], dewPointSkew: -0.42, dewPointOffsetK: 0.68, dewPointDailyK: -0.7,
      rangeSpread: [0.38, 0.38, 0.3], rangeWithWarmth: 0.28, rangeWithDewPoint: -0.35,
    },
  },
  {
    id: 'dublin',
    name: 'Dublin, Ireland (Airport)',
    timezone: 'Europe/Dublin',
    location: { latitudeDeg: 53.43, longitudeDeg: -6.24, elevationM: 74, utcOffsetH: 0 },
    ...daily([8.1, 8.3, 10.2, 12.1, 14.8, 17.6, 19.5, 19.2, 17, 13.6, 10.3, 8.3], [2.4, 2.3, 3.4, 4.6, 6.9, 9.6, 11.7, 11.5, 9.8, 7.3, 4.5, 2.8]),
    temperatureSource: 'Met Éireann averages 1981–2010',
    temperatureConfidence: 'medium',
    dewPointC: [2.9, 2.6, 3.6, 4.4, 6.7, 9.4, 11.4, 11.3, 9.9, 7.8, 5, 3.4],
    humiditySource: 'from Met Éireann relative humidity 1981–2010, 9 h and 15 h',
    humidityConfidence: 'low',
    design: extremes([25.2, 1.6], [-4.6, 2.3], 21, ESTIMATE),
    dewPointDesignC: 16.4,
    variability: {
      dayK: [3.2, 2.2, 1.6], daySkew: [-0.05, 0, 0.15], spellK: [1, 0.8, 0.7],
      dewPointK: [3.4, 2.8, 2], dewPointWithWarmth: [0.85, 0.75, 0.6], dewPointSkew: -0.2, dewPointOffsetK: 0.3, dewPointDailyK: 0,
      rangeSpread: [0.45, 0.4, 0.33], rangeWithWarmth: 0.25, rangeWithDewPoint: -0.3,
    },
  },
  {
    id: 'frankfurt',
    name: 'Frankfurt am Main, Germany (Airport)',
    timezone: 'Europe/Berlin',
    location: { latitudeDeg: 50.04, longitudeDeg: 8.56, elevationM: 112, utcOffsetH: 1 },
    ...daily([4.6, 6.3, 11, 16.1, 20.1, 23.4, 25.6, 25.3, 20.6, 14.8, 8.7, 5.2], [-0.6, -0.6, 1.8, 4.8, 9, 12.3, 14.2, 13.9, 10.1, 6.4, 2.9, 0.3]),
    temperatureSource: 'Deutscher Wetterdienst means 1991–2020, as commonly published',
    temperatureConfidence: 'low',
    dewPointC: [-0.5, -0.8, 1.3, 3.9, 8.1, 11.3, 13.2, 13.3, 10.7, 7.3, 3.5, 0.4],
    humiditySource: 'from monthly relative humidity of 64–86 %, engineering estimate',
    humidityConfidence: 'low',
    design: extremes([34.6, 1.9], [-11.2, 4], 24.5, ESTIMATE),
    dewPointDesignC: 18.3,
    variability: {
      dayK: [4.4, 3.5, 2.9], daySkew: [-0.1, 0, 0.1], spellK: SPELL_INLAND,
      dewPointK: [4.2, 3.6, 2.6], dewPointWithWarmth: [0.9, 0.7, 0.4], dewPointSkew: -0.25, dewPointOffsetK: 0.4, dewPointDailyK: -0.5,
      rangeSpread: [0.45, 0.35, 0.28], rangeWithWarmth: 0.35, rangeWithDewPoint: -0.3,
    },
  },
  {
    id: 'singapore',
    name: 'Singapore (Changi)',
    timezone: 'Asia/Singapore',
    location: { latitudeDeg: 1.37, longitudeDeg: 103.98, elevationM: 15, utcOffsetH: 8 },
    ...daily([30.6, 31.5, 32.2, 32.4, 32.3, 31.9, 31.4, 31.4, 31.6, 31.8, 31.2, 30.5], [24.3, 24.6, 24.9, 25.3, 25.7, 25.7, 25.4, 25.3, 25.2, 25, 24.6, 24.3]),
    temperatureSource: 'Meteorological Service Singapore normals 1991–2020',
    temperatureConfidence: 'medium',
    dewPointC: [23.7, 23.8, 24.2, 24.8, 25.2, 24.8, 24.5, 24.4, 24.4, 24.5, 24.5, 24.2],
    humiditySource: 'from Meteorological Service Singapore relative humidity normals',
    humidityConfidence: 'low',
    design: extremes([34.6, 0.7], [21.7, 0.6], 29.5, ESTIMATE),
    dewPointDesignC: 26.6,
    variability: {
      dayK: [0.85, 0.8, 0.85], daySkew: [-0.1, -0.1, -0.1], spellK: [0.35, 0.35, 0.35],
      dewPointK: [0.7, 0.65, 0.7], dewPointWithWarmth: [0.1, 0.1, 0.1], dewPointSkew: -0.2, dewPointOffsetK: 0.1, dewPointDailyK: -0.5,
      rangeSpread: [0.22, 0.2, 0.18], rangeWithWarmth: 0.3, rangeWithDewPoint: -0.3,
    },
  },
]

/** Ids of the built-in climates. */
export const CLIMATE_IDS: readonly string[] = CLIMATES.map(({ id }) => id)

/** A built-in climate by id; undefined if there is none of that name. */
export function climateOf(id: string): Climate | undefined {
  return CLIMATES.find((climate) => climate.id === id)
}
