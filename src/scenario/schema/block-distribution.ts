/** From the UPS systems of a block to the electronics: kind of distribution, distribution units, busway, converters inside racks. */
import { rackStageCatalog } from '../catalog/rack-stages.ts'
import { catalogItem, choice, count, flag, fraction, list, optional, optionalSection, quantity, section } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

/** Voltage level of what reaches the racks; everything electrical behind the UPS systems follows from it. */
export const DISTRIBUTION_KINDS = ['ac-415', 'ac-480', 'dc-800'] as const
export type DistributionKind = (typeof DISTRIBUTION_KINDS)[number]

const pdu = optionalSection(
  {
    noLoadLoss: fraction({ help: 'Loss of the transformer at no load per rating.', max: 0.1, default: 0.0035, ...ENGINEERING }),
    loadLoss: fraction({ help: 'Further loss at rated load; grows with the square of the load.', max: 0.1, default: 0.012, ...ENGINEERING }),
    rated: optional(quantity('W', { help: 'Rating of one unit of one path; sized to its racks when left out. A unit that its racks may overload trips after a while, as its breaker does.', min: '1 kW', max: '100 MW' })),
    racks: count({ help: 'Racks behind one unit of one path.', min: 1, max: 1000, default: 40, ...ENGINEERING }),
    failures: quantity('1/year', { help: 'Failures of one unit of one path.', min: '0/year', max: '100/year', default: '0.01/year', ...ENGINEERING }),
    repair: quantity('ms', { help: 'Mean repair of a unit.', min: '1 min', max: '1 year', default: '8 h', ...ENGINEERING }),
  },
  { help: 'Power distribution units with a transformer between the UPS systems and the busway; none when left out.' },
)

export const distributionSection = section(
  {
    kind: choice(DISTRIBUTION_KINDS, {
      help: 'What reaches the racks. dc-800 needs modules with a DC output in the place of the UPS and feeds DC-to-DC shelves; the watts of its racks follow from those stated for an AC shelf, so that the electronics draw the same.',
      default: 'ac-415', ...ENGINEERING,
    }),
    pdu,
    loss: optional(fraction({ help: 'Loss of busway and cable at full load of one path; grows with the square of the load. 0.5 % for AC and 0.3 % for DC when left out (engineering defaults).', max: 0.1 })),
    linearLoss: fraction({ help: 'Loss of busway, cable and terminations in proportion to the load, for studies that count it so; 0.5 % is usual with a loss of 0.', max: 0.1, default: 0, source: 'conductors lose with the square of the load', confidence: 'high' }),
    loading: fraction({ help: 'Largest continuous load of a path per rating.', min: 0.1, default: 0.8, source: 'NEC 125 % rule for breakers that are not 100 % rated', confidence: 'medium' }),
    section: count({ help: 'Racks on one section of busway.', min: 1, max: 1000, default: 10, ...ENGINEERING }),
    current: optional(quantity('A', { help: 'Rating of one section of one path; sized to its racks when left out. A section that its racks overload trips after a while, as its breaker does.', min: '1 A', max: '20 kA' })),
    oversubscribed: flag({ help: 'Accepts that the racks of a section or of a distribution unit together may ask for more than its rating.', default: false, ...ENGINEERING }),
    failures: quantity('1/year', { help: 'Failures of one section of one path.', min: '0/year', max: '100/year', default: '0.005/year', ...ENGINEERING }),
    repair: quantity('ms', { help: 'Mean repair of a section.', min: '1 min', max: '1 year', default: '8 h', ...ENGINEERING }),
  },
  { help: 'From the UPS systems to the racks: two paths to each rack, one in n and n-plus-1.' },
)

export const rackStagesSection = list(
  catalogItem(
    rackStageCatalog,
    {
      spare: count({ help: 'Units of a rack that may fail without loss of power.', max: 1000, default: 0, ...ENGINEERING }),
      sharing: choice(['all', 'as-needed'], { help: 'all: the units share the load equally. as-needed: as few work as lose least (smart load sharing).', default: 'all', ...ENGINEERING }),
      beside: quantity('W', { help: 'Load of a rack at the output of this stage beside the next one, such as switches in its chassis.', max: '1 MW', default: '0 W', ...ENGINEERING }),
    },
    { help: 'A stage; count is the units of one rack.' },
  ),
  { help: 'Converters inside each rack from its input to the busbar of the electronics. Counted as IT; the site’s power per busbar power rests on them.', min: 1, max: 6 },
)
