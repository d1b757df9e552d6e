/** Where the site is and which weather it has. */
import type { z } from 'zod'
import { CLIMATE_IDS } from '../catalog/climates.ts'
import { ZONES } from '../catalog/zones.ts'
import { extremesSection } from './extremes.ts'
import { choice, count, list, optional, quantity, ratio, section, text } from './fields.ts'
import { layoutSection } from './layout.ts'
import { buildingsSection, parcelSection, phasesSection } from './land.ts'

/** How a run's hours are made from files or a climate. */
export const WEATHER_PROCESSES = ['repeat', 'sequence', 'bootstrap'] as const

const zoneIds: readonly string[] = ZONES.map(({ id }) => id)

export const siteSection = section(
  {
    location: section(
      {
        latitude: ratio({ help: 'Latitude in degrees, north positive.', min: -90, max: 90 }),
        longitude: ratio({ help: 'Longitude in degrees, east positive.', min: -180, max: 180 }),
        elevation: quantity('m', { help: 'Height above sea level; sets the air pressure.', min: '-430 m', max: '5000 m', default: '0 m', source: 'sea level unless stated', confidence: 'low' }),
        timezone: choice(zoneIds, { help: 'Civil time zone.', default: 'UTC', source: 'IANA time zone database', confidence: 'high' }),
      },
      { help: 'Where the site lies.' },
    ),
    weather: section(
      {
        climate: optional(choice(CLIMATE_IDS, { help: 'A built-in climate; hourly weather is generated from its published normals.', examples: ['dallas'] })),
        epw: optional(text({ help: 'Path of an EPW weather file, relative to the scenario.', examples: ['weather/site.epw'] })),
        years: optional(list(text({ help: 'Path of an EPW file, relative to the scenario.' }), { help: 'EPW files of actual years, one after the other.', min: 1, max: 100, examples: [['weather/2019.epw', 'weather/2020.epw']] })),
        process: optional(
          choice(WEATHER_PROCESSES, {
            help: 'How hours are made: repeat one file every year; sequence: the files of years in order, again from the first after the last; bootstrap: each month whole from a year drawn at random, of at least ten files or of years of the climate. Left out: repeat a file, sequence years, generate a climate.',
          }),
        ),
        pool: count({ help: 'bootstrap of a climate: years that are generated to draw months from.', min: 10, max: 100, default: 30, source: 'a climate normal is 30 years', confidence: 'medium' }),
      },
      { help: 'A built-in climate, a weather file, or files of several years.' },
    ),
    warming: quantity('K/decade', { help: 'Trend added to dry and wet bulb over the run.', min: '-1 K/decade', max: '2 K/decade', default: '0.3 K/decade', source: 'engineering default', confidence: 'medium' }),
    warmingByMonth: optional(
      list(quantity('K/decade', { help: 'Trend of one month.', min: '-5 K/decade', max: '5 K/decade' }), { help: 'Trend by month, January first, instead of warming: where summers warm faster than winters.', min: 12, max: 12 }),
    ),
    extremes: extremesSection,
    parcel: parcelSection,
    buildings: buildingsSection,
    phases: phasesSection,
    layout: layoutSection,
  },
  { help: 'Land and weather.' },
)
export type SiteSection = z.output<typeof siteSection>
