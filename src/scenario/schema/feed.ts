/** A utility feed: what it gives and when, what interrupts it, and what its connection demands of the site. */
import { curtailmentSection } from './curtailment.ts'
import { choice, datedMilestone, distribution, flag, fraction, identifier, list, optional, quantity, ratio, section } from './fields.ts'

const EIA = 'EIA 2023 table 11.1 by the IEEE method: SAIFI 1.348 with and 1.022 without major events'
const EPRI = 'order of magnitude of the EPRI distribution power quality surveys'
const DEFAULT = 'engineering default'

const momentary = section(
  {
    perInterruption: ratio({ help: 'Momentary interruptions for each longer one.', min: 0, max: 1000, rangeCode: 'SAIFI_NEG', default: 3, source: 'range 2–4, engineering default', confidence: 'low' }),
    duration: distribution('ms', { help: 'Duration; below 5 minutes by definition, and cut there.', min: '1 ms', max: '5 min', default: { p50: '5 s', p90: '60 s' }, source: 'reclosing within seconds to a minute, engineering default', confidence: 'low' }),
  },
  { help: 'Interruptions of less than 5 minutes, as by reclosing.' },
)

const sags = section(
  {
    below90: optional(quantity('1/year', { help: 'Sags below 0.9 of nominal voltage a year; by voltage when left out: 50 below 115 kV, else 10.', min: '0/year', max: '10000/year', rangeCode: 'SAIFI_NEG', source: EPRI })),
    below70: optional(quantity('1/year', { help: 'Those of them below 0.7 of nominal voltage; by voltage when left out: 18 below 115 kV, else 3.', min: '0/year', max: '10000/year', rangeCode: 'SAIFI_NEG', source: EPRI })),
    duration: distribution('ms', { help: 'Duration.', min: '1 ms', max: '1 min', default: { p50: '120 ms', p90: '388.3 ms' }, source: 'lognormal with a geometric spread of 2.5, engineering default', confidence: 'low' }),
  },
  { help: 'Voltage sags, by faults elsewhere on the network; what is left lies between 0.3 and 0.9 of nominal.' },
)

const planned = section(
  {
    rate: quantity('1/year', { help: 'Outages a year for the utility’s own work.', min: '0/year', max: '1000/year', rangeCode: 'SAIFI_NEG', default: '0.333333/year', source: 'one in three years, engineering default', confidence: 'low' }),
    duration: distribution('ms', { help: 'Duration.', min: '1 ms', default: { uniform: ['8 h', '48 h'] }, source: DEFAULT, confidence: 'low' }),
    notice: quantity('ms', { help: 'How long before it is announced.', max: '1 year', default: '30 days', source: DEFAULT, confidence: 'low' }),
  },
  { help: 'Outages planned by the utility.' },
)

const outages = section(
  {
    scale: optional(ratio({ help: 'Factor on all rates of this feed. When left out it is 1 below 34.5 kV, 0.5 below 115 kV, else 0.15, and concerns random interruptions alone.', min: 0, max: 100, rangeCode: 'SAIFI_NEG' })),
    ordinary: section(
      {
        rate: quantity('1/year', { help: 'Interruptions a year outside major events, for a distribution feed.', min: '0/year', max: '1000/year', rangeCode: 'SAIFI_NEG', default: '1.022/year', source: EIA, confidence: 'high' }),
        duration: distribution('ms', { help: 'Duration.', min: '1 ms', default: { p50: '60 min', p90: '274.5 min' }, source: `${EIA}; mean 121.3 min, median an engineering default`, confidence: 'medium' }),
      },
      { help: 'Ordinary interruptions.' },
    ),
    major: section(
      {
        rate: quantity('1/year', { help: 'Interruptions a year in major events, for a distribution feed.', min: '0/year', max: '1000/year', rangeCode: 'SAIFI_NEG', default: '0.326/year', source: EIA, confidence: 'high' }),
        duration: distribution('ms', { help: 'Duration.', min: '1 ms', default: { p50: '368.3 min', p90: '1684.8 min' }, source: `${EIA}; mean 744.5 min, spread as for ordinary ones`, confidence: 'medium' }),
      },
      { help: 'Interruptions in major events such as storms.' },
    ),
    momentary,
    sags,
    planned,
  },
  { help: 'What interrupts the feed, by chance and by plan.' },
)

const energised = datedMilestone({ help: 'Day on which the power is there, with or without a slip.' })

const needs = list(
  section(
    {
      what: choice(['study', 'line', 'substation'], { help: 'What must be finished first.' }),
      ready: datedMilestone({ help: 'Day on which it is finished, with or without a slip.' }),
    },
    { help: 'One thing that must be finished first.' },
  ),
  { help: 'What the power waits for: it never comes before all of it is finished.', max: 20, default: [], source: 'nothing but its own date', confidence: 'high' },
)

const reservation = optional(quantity('USD', { help: 'Paid once for the place in the queue, when it is energised at the latest.', max: '10000000000 USD', source: 'Texas SB 6 asks at least 100 000 USD for the study' }))

const step = section(
  {
    capacity: quantity('W', { help: 'Firm power that this step adds; negative where it ends or turns from interruptible to firm.', min: '-20 GW', max: '20 GW' }),
    interruptible: quantity('W', { help: 'Interruptible power that this step adds.', min: '-20 GW', max: '20 GW', default: '0 W', source: 'firm service', confidence: 'high' }),
    energised,
    decommission: flag({ help: 'Whether the step takes power away for good.', default: false, source: 'power once there stays', confidence: 'high' }),
    needs,
    reservation,
  },
  { help: 'A later step.' },
)

const rideThrough = list(
  section(
    {
      retained: fraction({ help: 'Voltage that is left, as a share of nominal.' }),
      duration: quantity('ms', { help: 'How long the site must stay connected at that voltage.', max: '1 h' }),
    },
    { help: 'A point of the curve.' },
  ),
  { help: 'Sags that the site must ride through without dropping load: at least this voltage for at most this time.', max: 20, default: [], source: 'no obligation', confidence: 'high' },
)

/** A feed as authors write it. */
export const feedSection = section(
  {
    capacity: quantity('W', { help: 'Firm power at the meter.', max: '20 GW' }),
    interruptible: quantity('W', { help: 'Further power that the utility may take back for hours, by the curtailment contract.', max: '20 GW', default: '0 W', source: 'firm service', confidence: 'high' }),
    promised: flag({ help: 'Whether blocks may be energised on the interruptible power.', default: true, source: 'what interruptible service is bought for: connect now, curtailable until the network is built', confidence: 'medium' }),
    curtailment: optional(curtailmentSection),
    voltage: quantity('V', { help: 'Nominal voltage.', min: '100 V', max: '1200 kV', default: '138 kV', source: DEFAULT, confidence: 'low' }),
    energised,
    needs,
    reservation,
    steps: list(step, { help: 'Further capacity that comes later; a step never precedes the one before.', max: 100, default: [], source: 'one step', confidence: 'high' }),
    entry: optional(choice(['substation', 'site-bus'], { help: 'Where the feed comes in; by voltage when left out: the substation from 34.5 kV, the site bus below.' })),
    group: optional(identifier({ help: 'Name that this feed shares with others that fail with it, such as those from one utility substation.' })),
    powerFactor: fraction({ help: 'Least power factor that the contract allows.', min: 0.5, default: 0.95, source: 'usual contract minimum', confidence: 'medium' }),
    shortCircuit: optional(quantity('VA', { help: 'Short-circuit power of the network at the point of connection.', max: '200 GVA' })),
    ramp: optional(quantity('W/min', { help: 'Fastest change of the draw that the utility allows; no limit when left out.', min: '1 kW/min', max: '10 GW/min', examples: ['10 MW/min'] })),
    rideThrough,
    outages,
  },
  { help: 'A utility feed.' },
)

/** Feeds from this voltage up come in at the substation, unless the file says otherwise. */
const SUBSTATION_V = 34_500

/** Whether a feed comes in at the high side of the substation, if the site has one. */
export const entersSubstation = ({ entry, voltage }: { readonly entry?: 'substation' | 'site-bus' | undefined; readonly voltage: number }): boolean =>
  entry === undefined ? voltage >= SUBSTATION_V : entry === 'substation'
