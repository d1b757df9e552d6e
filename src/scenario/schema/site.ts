/** Where the site is and which weather it has. */
import type { z } from 'zod'
import { CLIMATE_IDS } from '../catalog/climates.ts'
import { ZONES } from '../catalog/zones.ts'
import { choice, optional, quantity, ratio, section, text } from './fields.ts'

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
      },
      { help: 'Either a built-in climate or a weather file.' },
    ),
    warming: quantity('K/decade', { help: 'Trend added to dry and wet bulb over the run.', min: '-1 K/decade', max: '2 K/decade', default: '0.3 K/decade', source: 'engineering default', confidence: 'medium' }),
  },
  { help: 'Land and weather.' },
)
export type SiteSection = z.output<typeof siteSection>
