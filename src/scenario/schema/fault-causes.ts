/** What strikes many nodes at once, and what makes all of them fail more often: common causes of zones, and the air at their inlets. */
import type { z } from 'zod'
import { choice, count, distribution, fraction, identifier, list, optional, optionalSection, quantity, section, text } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

/** Kinds of zones; racks of a zone follow each other. */
export const CAUSE_ZONES = ['racks', 'leaf', 'block', 'lot', 'site'] as const
/** What a common cause takes: supply, coolant or network of a zone, or the equipment itself. */
export const CAUSE_TAKES = ['power', 'cooling', 'fabric', 'equipment'] as const

export const commonCausesSection = list(
  section(
    {
      id: identifier({ help: 'Name of the cause, such as busbar or driver.' }),
      label: optional(text({ help: 'The same in words, for tables.' })),
      takes: choice(CAUSE_TAKES, {
        help: 'power, cooling, fabric: what is struck is out as a whole until the zone is restored; after power and cooling some nodes do not return (noReturn). equipment: each node that is struck has a fault of its own, to be found and repaired, as after a surge, a bad batch or a bad driver.',
        default: 'power', ...ENGINEERING,
      }),
      zone: choice(CAUSE_ZONES, { help: 'What one event is confined to: a group of neighbouring racks (a busbar, a row), a leaf, a block, a lot bought together, or the site. Every zone has a clock of its own.', default: 'racks', ...ENGINEERING }),
      racks: count({ help: 'Racks in a group, counted from the first of each block; for `zone: racks`.', min: 1, max: 100_000, default: 1, ...ENGINEERING }),
      rate: quantity('1/year', { help: 'Events per zone and year.', max: '1000 1/year', default: '0.02 1/year', source: 'engineering default; no published number', confidence: 'low' }),
      struck: fraction({ help: 'Probability that an event takes a rack of the zone (with `equipment`: a node), each for itself.', min: 0.0001, default: 1, source: 'Marshall–Olkin shocks take all members', confidence: 'medium' }),
      outage: distribution('ms', { help: 'Until the zone is restored; not for `equipment`.', min: '1 ms', max: '365 days', default: { p50: '4 hours', p90: '12 hours' }, ...ENGINEERING }),
      autoFix: fraction({ help: 'Probability that triage (reset, reboot, a driver rolled back) cures a node; for `equipment`.', default: 0.5, ...ENGINEERING }),
    },
    { help: 'One cause of faults that come together.' },
  ),
  { help: 'Common causes: shocks that strike many nodes at once (Marshall–Olkin), beside those that the models of power, cooling and network make of their own.', max: 20, default: [], source: 'none', confidence: 'medium' },
)
export type CommonCause = z.output<typeof commonCausesSection>[number]

export const stressSection = optionalSection(
  {
    reference: quantity('degC', { help: 'Air at the inlets at which nodes fail at the rate of the preset.', min: '15 degC', max: '45 degC', default: '25 degC', source: 'inlets of the measured fleets are not published; engineering default', confidence: 'low' }),
  },
  { help: 'Faults follow the air at the inlets of the racks by the x-factors of ASHRAE TC 9.9 (2011 guidelines): 0.72 at 15 °C, 1 at 20 and 1.76 at 45, medium confidence; 1.24 at 25 and 1.42 at 30, low confidence; the nearest beyond. Left out: temperature does not matter.' },
)
