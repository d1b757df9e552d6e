/** The wide-area network between the sites of a file, over which data goes from one to another, and drills in which one of them is lost. */
import type { z } from 'zod'
import { choice, count, date, distribution, identifier, list, optional, quantity, section, text } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const link = section(
  {
    between: list(identifier({ help: 'Id of a site.' }), { help: 'The two sites that it joins.', min: 2, max: 2, examples: [['east', 'west']] }),
    routes: count({ help: 'Fibre routes that share no trench.', min: 1, max: 100, default: 2, source: 'two diverse routes, usual practice', confidence: 'medium' }),
    bandwidth: quantity('B/s', { help: 'Bandwidth of one route each way.', min: '1 Mbit/s', max: '10 PB/s', default: '800 Gb/s', source: 'one 800 Gb/s wavelength', confidence: 'medium' }),
    roundTrip: quantity('ms', { help: 'Round-trip time.', min: '1 ms', max: '10 s', default: '20 ms', source: '2,000 km of fibre at 5 µs/km each way', confidence: 'medium' }),
    streams: count({ help: 'Streams that one transfer of data opens at a time.', min: 1, max: 100_000, default: 1024, ...ENGINEERING }),
    window: quantity('B', { help: 'Bytes under way in one stream: it moves a window in a round trip.', min: '1 kB', max: '100 GB', default: '4194304 B', source: 'TCP window of SimGrid’s CM02 model', confidence: 'medium' }),
    cuts: quantity('1/year', { help: 'Cuts of one route.', max: '1000 1/year', default: '0.5 1/year', source: '4.39 cuts a year and 1,000 sheath miles (Crawford, FCC filings 1993) on about 200 km', confidence: 'low' }),
    cutRepair: distribution('ms', { help: 'From a cut to the splice.', min: '1 minute', max: '1 year', default: { p50: '10 hours', p90: '24 hours' }, source: 'about 12 h on average, engineering default', confidence: 'low' }),
  },
  { help: 'A link between two sites.' },
)

/** What a drill takes from a site. */
export const DRILL_KINDS = ['power', 'network'] as const

const drill = section(
  {
    id: identifier({ help: 'Name of the drill.' }),
    label: optional(text({ help: 'Name in words.' })),
    site: identifier({ help: 'Site that is lost.' }),
    loses: choice(DRILL_KINDS, { help: 'power: every block is dark, as when feeds and standby sets fail together. network: all links of the site are cut; what it does alone goes on.', default: 'power', source: 'the harder case', confidence: 'high' }),
    from: date({ help: 'Day on which it is lost, from midnight there.' }),
    duration: quantity('ms', { help: 'How long it stays lost.', min: '1 minute', max: '1 year', default: '1 day', ...ENGINEERING }),
  },
  { help: 'A site is lost for a while, by plan.' },
)

export const sitesWanSection = section(
  {
    links: list(link, { help: 'Links between sites; without any, all sites reach each other.', max: 2000, default: [], source: 'sites reach each other', confidence: 'medium' }),
    drills: list(drill, { help: 'Drills in which a site is lost.', max: 100, default: [], source: 'none', confidence: 'high' }),
  },
  { help: 'The network between the sites of the file.' },
)
export type SitesWan = z.output<typeof sitesWanSection>
