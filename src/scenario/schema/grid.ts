/** The grid connection: feeds that come in steps, the substation, outages, tariff and carbon. */
import type { z } from 'zod'
import { transformerCatalog } from '../catalog/transformers.ts'
import { feedSection } from './feed.ts'
import { catalogItem, choice, count, fraction, list, named, optional, optionalSection, quantity, ratio, section, text } from './fields.ts'
import { switchgearSection } from './switchgear.ts'
import { tariffSection } from './tariff.ts'

const sagResponse = section(
  {
    retransfer: quantity('ms', { help: 'Time a UPS stays on battery after a sag.', min: '1 ms', max: '1 h', default: '10 s', source: 'at least 10 s until it trusts the mains again, engineering default', confidence: 'low' }),
    dropBelow: fraction({ help: 'Voltage below which contactors and drives without UPS drop, as a share of nominal.', default: 0.7, source: 'engineering default', confidence: 'low' }),
    dropAfter: quantity('ms', { help: 'Time below that voltage before they drop.', max: '10 s', default: '50 ms', source: 'engineering default', confidence: 'low' }),
    dropShare: fraction({ help: 'Share of such sags in which the cooling of a block drops.', default: 0.5, source: 'engineering default', confidence: 'low' }),
    restart: quantity('ms', { help: 'Time until cooling that dropped is back.', min: '1 ms', max: '1 h', default: '20 s', source: 'pumps and fans 10–20 s, engineering default', confidence: 'low' }),
  },
  { help: 'What a voltage sag does to the site.' },
)

const group = section(
  { commonMode: fraction({ help: 'Share of the rarer feed’s interruptions that take all feeds of the group at once.', default: 0.5, source: 'β factor of feeds from one substation, engineering default', confidence: 'low' }) },
  { help: 'Feeds that fail together more often than others.' },
)

export const gridSection = section(
  {
    feeds: named(feedSection, { help: 'Utility feeds by name; live feeds share the load by capacity.', default: {}, source: 'none', confidence: 'high' }),
    commonMode: fraction({ help: 'Share of the rarer feed’s interruptions that take all feeds at once.', default: 0.2, source: 'β factor; 0.5 when both come from one substation, engineering default', confidence: 'low' }),
    groups: named(group, { help: 'Groups of feeds by name; one that is not listed has the default share.', default: {}, source: 'none', confidence: 'high' }),
    response: list(choice(['storage', 'itCap', 'generators', 'shed'], { help: 'A means.' }), { help: 'Order in which the site answers a call to curtail; what is not listed is not used.', max: 4, default: ['storage', 'itCap', 'generators', 'shed'], source: 'cheapest first, engineering default', confidence: 'medium' }),
    sagResponse,
    substation: optionalSection(
      {
        transformers: catalogItem(transformerCatalog, {}, { help: 'Transformers in parallel.' }),
        redundancy: count({ help: 'Transformers that may be out without loss of firm power.', max: 100, default: 1, source: 'N+1 practice', confidence: 'medium' }),
      },
      { help: 'The high-voltage substation of the site.' },
    ),
    switchgear: switchgearSection,
    tariff: tariffSection,
    carbonFile: optional(text({ help: 'Path of a CSV file with the hourly carbon intensity of a year, relative to the scenario; replaces the mean.', examples: ['carbon/ercot-2022.csv'] })),
    carbonShape: list(ratio({ help: 'Intensity of the hour per mean.', max: 10 }), { help: 'Carbon intensity by local standard hour per mean, 24 numbers; constant when left out.', max: 24, default: [], source: 'constant', confidence: 'low' }),
    carbon: quantity('g/kWh', { help: 'Mean carbon of grid energy, location based.', max: '2000 g/kWh', default: '347 g/kWh', source: 'ERCOT mean of hourly 2022 data', confidence: 'medium' }),
  },
  { help: 'The grid connection.' },
)
export type GridSection = z.output<typeof gridSection>
