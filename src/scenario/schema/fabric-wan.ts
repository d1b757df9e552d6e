/** Wide-area links to other regions, fibre cuts on them, and drills in which a region is lost. */
import { count, date, distribution, flag, identifier, list, optional, quantity, ratio, section, text } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const region = section(
  {
    id: identifier({ help: 'Name of the region at the other end.' }),
    label: optional(text({ help: 'Name in words.' })),
    routes: count({ help: 'Fibre routes that share no trench.', min: 1, max: 100, default: 2, source: 'two diverse routes, usual practice', confidence: 'medium' }),
    bandwidth: quantity('B/s', { help: 'Bandwidth of one route each way.', min: '1 Mbit/s', max: '10 PB/s', default: '800 Gb/s', source: 'one 800 Gb/s wavelength', confidence: 'medium' }),
    roundTrip: quantity('ms', { help: 'Round-trip time.', min: '1 ms', max: '10 s', default: '20 ms', source: '2,000 km of fibre at 5 µs/km each way', confidence: 'medium' }),
    streams: count({ help: 'Streams that one job opens at a time.', min: 1, max: 100_000, default: 1024, ...ENGINEERING }),
    window: quantity('B', { help: 'Bytes under way in one stream: it moves a window in a round trip.', min: '1 kB', max: '100 GB', default: '4194304 B', source: 'TCP window of SimGrid’s CM02 model', confidence: 'medium' }),
    cuts: quantity('1/year', { help: 'Cuts of one route.', min: '0 1/year', max: '1000 1/year', default: '0.5 1/year', source: '4.39 cuts a year and 1,000 sheath miles (Crawford, FCC filings 1993) on about 200 km', confidence: 'low' }),
    cutRepair: distribution('ms', { help: 'From a cut to the splice.', min: '1 minute', max: '1 year', default: { p50: '10 hours', p90: '24 hours' }, source: 'about 12 h on average, engineering default', confidence: 'low' }),
  },
  { help: 'A region at the other end of a wide-area link.' },
)

const drill = section(
  {
    id: identifier({ help: 'Name of the drill.' }),
    region: identifier({ help: 'Region that is lost; its links are dead meanwhile.' }),
    from: date({ help: 'Day on which it is lost.' }),
    duration: quantity('ms', { help: 'How long it stays lost.', min: '1 hour', max: '1 year', default: '1 day', ...ENGINEERING }),
    takeover: ratio({ help: 'Requests of its services that come here meanwhile, as a share of those that come here anyway.', min: 0, max: 100, default: 1, source: 'two regions of one size', confidence: 'medium' }),
  },
  { help: 'A region is lost for a while, by plan.' },
)

export const wanSection = section(
  {
    regions: list(region, { help: 'Regions that the site is linked to.', max: 100, default: [], source: 'none', confidence: 'high' }),
    isolates: flag({ help: 'Without any link to any region the nodes here are of no use: they are booked as lost to the wide-area network.', default: false, source: 'a site works on alone unless stated', confidence: 'medium' }),
    drills: list(drill, { help: 'Drills in which a region is lost.', max: 100, default: [], source: 'none', confidence: 'high' }),
  },
  { help: 'The wide-area network between this site and others.' },
)
