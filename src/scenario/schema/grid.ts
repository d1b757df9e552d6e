/** The grid connection: feeds that come in steps, the substation, outages, tariff and carbon. */
import type { z } from 'zod'
import { transformerCatalog } from '../catalog/transformers.ts'
import { catalogItem, choice, count, datedMilestone, distribution, fraction, list, named, optional, optionalSection, quantity, ratio, section, text } from './fields.ts'
import { tariffSection } from './tariff.ts'

const EIA = 'EIA 2023 table 11.1 by the IEEE method: SAIFI 1.348 with and 1.022 without major events'

const capacity = quantity('W', { help: 'Firm power at the meter.', min: '1 kW', max: '20 GW' })
const energised = datedMilestone({ help: 'Day on which the power is there, with or without a slip.' })

const outages = section(
  {
    scale: optional(ratio({ help: 'Factor on both rates; by voltage when left out: 1 below 34.5 kV, 0.5 below 115 kV, else 0.15.', min: 0, max: 100 })),
    ordinary: section(
      {
        rate: quantity('1/year', { help: 'Interruptions a year outside major events, for a distribution feed.', min: '0/year', max: '1000/year', default: '1.022/year', source: EIA, confidence: 'high' }),
        duration: distribution('ms', { help: 'Duration.', min: '1 ms', default: { p50: '60 min', p90: '274.5 min' }, source: `${EIA}; mean 121.3 min, median an engineering default`, confidence: 'medium' }),
      },
      { help: 'Ordinary interruptions.' },
    ),
    major: section(
      {
        rate: quantity('1/year', { help: 'Interruptions a year in major events, for a distribution feed.', min: '0/year', max: '1000/year', default: '0.326/year', source: EIA, confidence: 'high' }),
        duration: distribution('ms', { help: 'Duration.', min: '1 ms', default: { p50: '368.3 min', p90: '1684.8 min' }, source: `${EIA}; mean 744.5 min, spread as for ordinary ones`, confidence: 'medium' }),
      },
      { help: 'Interruptions in major events such as storms.' },
    ),
  },
  { help: 'Random interruptions of the feed.' },
)

const feed = section(
  {
    capacity,
    voltage: quantity('V', { help: 'Nominal voltage.', min: '100 V', max: '1200 kV', default: '138 kV', source: 'engineering default', confidence: 'low' }),
    energised,
    steps: list(section({ capacity, energised }, { help: 'A later step.' }), { help: 'Further capacity that comes later; a step never precedes the one before.', max: 100, default: [], source: 'one step', confidence: 'high' }),
    entry: optional(choice(['substation', 'site-bus'], { help: 'Where the feed comes in; by voltage when left out: the substation from 34.5 kV, the site bus below.' })),
    outages,
  },
  { help: 'A utility feed.' },
)

export const gridSection = section(
  {
    feeds: named(feed, { help: 'Utility feeds by name; live feeds share the load by capacity.', default: {}, source: 'none', confidence: 'high' }),
    commonMode: fraction({ help: 'Share of the rarer feed’s interruptions that take all feeds at once.', default: 0.2, source: 'β factor; 0.5 when both come from one substation, engineering default', confidence: 'low' }),
    substation: optionalSection(
      {
        transformers: catalogItem(transformerCatalog, {}, { help: 'Transformers in parallel.' }),
        redundancy: count({ help: 'Transformers that may be out without loss of firm power.', max: 100, default: 1, source: 'N+1 practice', confidence: 'medium' }),
      },
      { help: 'The high-voltage substation of the site.' },
    ),
    tariff: tariffSection,
    carbonFile: optional(text({ help: 'Path of a CSV file with the hourly carbon intensity of a year, relative to the scenario; replaces the mean.', examples: ['carbon/ercot-2022.csv'] })),
    carbonShape: list(ratio({ help: 'Intensity of the hour per mean.', max: 10 }), { help: 'Carbon intensity by local standard hour per mean, 24 numbers; constant when left out.', max: 24, default: [], source: 'constant', confidence: 'low' }),
    carbon: quantity('g/kWh', { help: 'Mean carbon of grid energy, location based.', max: '2000 g/kWh', default: '347 g/kWh', source: 'ERCOT mean of hourly 2022 data', confidence: 'medium' }),
  },
  { help: 'The grid connection.' },
)
export type GridSection = z.output<typeof gridSection>
