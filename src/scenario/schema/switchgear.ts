/** Medium-voltage switchgear between the sources and the blocks: sections of bus, ties, breakers, protection. */
import type { z } from 'zod'
import { choice, count, flag, fraction, list, optional, optionalSection, quantity, section } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const
const FESHM = 'FESHM 4240 reliability table in CryoToolBox'

export const BUS_SCHEMES = ['single', 'main-tie-main', 'ring', 'breaker-and-a-half'] as const
export type BusScheme = (typeof BUS_SCHEMES)[number]

export const switchgearSection = optionalSection(
  {
    scheme: choice(BUS_SCHEMES, {
      help: 'single: one bus. main-tie-main: sections with infeeds of their own and ties between them. ring: sections in a closed ring. breaker-and-a-half: two buses with every circuit on both.',
      default: 'main-tie-main', source: 'usual practice', confidence: 'medium',
    }),
    sections: count({ help: 'Sections of the bus; single has one, breaker-and-a-half two.', min: 1, max: 12, default: 2, ...ENGINEERING }),
    voltage: quantity('V', { help: 'Nominal voltage of the bus.', min: '1 kV', max: '70 kV', default: '34.5 kV', ...ENGINEERING }),
    infeeds: optional(list(count({ help: 'Section, counted from 1.', min: 1, max: 12 }), { help: 'Section of each substation transformer; they go round the sections when left out. Feeds and plants beside the substation go round as well.', max: 100 })),
    blocks: choice(['spread', 'alternate'], { help: 'spread: the transformers of each block hang on all sections. alternate: block after block hangs on one section after the other.', default: 'spread', ...ENGINEERING }),
    tie: choice(['open', 'closed'], { help: 'Normal position of the ties between sections.', default: 'open', source: 'usual practice', confidence: 'medium' }),
    parallel: flag({ help: 'Accepts that sources run in parallel over closed ties.', default: false, ...ENGINEERING }),
    detect: quantity('ms', { help: 'How long a section is dead before the transfer begins.', max: '1 min', default: '0.3 s', ...ENGINEERING }),
    close: quantity('ms', { help: 'From there until the tie is closed: 0.5–5 s.', max: '10 min', default: '2 s', ...ENGINEERING }),
    faults: quantity('1/year', { help: 'Bus faults of one section.', min: '0/year', max: '10/year', default: '0.008/year', source: `${FESHM}: 0.005–0.02`, confidence: 'medium' }),
    repair: quantity('ms', { help: 'Mean repair of a section.', min: '1 min', max: '5 years', default: '60 h', source: FESHM, confidence: 'medium' }),
    breakers: section(
      {
        interrupting: quantity('A', { help: 'Short-circuit current that a breaker interrupts.', min: '1 kA', max: '200 kA', default: '31.5 kA', ...ENGINEERING }),
        infeed: optional(quantity('A', { help: 'Rating of the breaker of each substation transformer; it trips when it is overloaded for long. Left out: it carries whatever its transformer does.', min: '10 A', max: '20 kA' })),
        feeder: optional(quantity('A', { help: 'Rating of the breaker of a block at each section that it hangs on; it trips when it is overloaded for long. Left out: it carries whatever its block draws.', min: '10 A', max: '20 kA' })),
        failToOperate: fraction({ help: 'Probability that a breaker does not open or close when it should; the next section then falls as well.', default: 0.001, ...ENGINEERING }),
        trips: quantity('1/year', { help: 'Spurious trips of one breaker.', min: '0/year', max: '10/year', default: '0.009/year', source: FESHM, confidence: 'medium' }),
        repair: quantity('ms', { help: 'Mean time to bring a breaker back.', min: '1 min', max: '5 years', default: '8 h', source: FESHM, confidence: 'medium' }),
      },
      { help: 'Breakers of infeeds and of blocks.' },
    ),
    relays: section(
      {
        failures: quantity('1/year', { help: 'Failures of the protection of one section; a fault in the meantime takes the next section as well.', min: '0/year', max: '10/year', default: '0.003/year', source: `${FESHM}: 0.001–0.005`, confidence: 'medium' }),
        repair: quantity('ms', { help: 'Mean repair of a relay.', min: '1 min', max: '1 year', default: '6 h', source: FESHM, confidence: 'medium' }),
      },
      { help: 'Protection relays, one set a section.' },
    ),
  },
  { help: 'The medium-voltage switchgear of the site; without it the bus is taken as perfect.' },
)
export type SwitchgearSection = NonNullable<z.output<typeof switchgearSection>>
