/** Electrical chain of one block: transformers, UPS systems in a topology, distribution to racks, standby sets. */
import type { z } from 'zod'
import { standbyCatalog } from '../catalog/generators.ts'
import { transformerCatalog } from '../catalog/transformers.ts'
import { upsCatalog } from '../catalog/ups.ts'
import { distributionSection, rackStagesSection } from './block-distribution.ts'
import { catalogItem, choice, count, flag, fraction, list, optional, optionalSection, quantity, ratio, section, text } from './fields.ts'
import { fireZonesSection } from './fire-zones.ts'
import { cappingSection, rackFeedsSection, SHEDDING } from './rack-feeds.ts'
import { TOPOLOGIES } from './topologies.ts'
import { standbySections } from './standby.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

export { TOPOLOGIES, type TopologyId } from './topologies.ts'
export type { DistributionKind } from './block-distribution.ts'

/** Power factors at or below a half are no design. */
const POWER_FACTOR_FROM = 0.501
const powerFactor = (what: string, value: number) => fraction({ help: `Power factor of ${what}: above 0.5, up to 1.`, min: POWER_FACTOR_FROM, default: value, rangeCode: 'PF', ...ENGINEERING })
const powerFactorSection = section({ it: powerFactor('racks', 0.98), mechanical: powerFactor('motors', 0.9) }, { help: 'Power factors by kind of load; they turn watts into the volt-amperes that transformers and feeds carry.' })

const mainBreaker = optional(quantity('A', { help: 'Rating of the breaker between each transformer and the switchboard, at 415 V or 480 V as the distribution says (480 V before rectifiers). It trips when it is overloaded for long. Left out: it carries whatever its transformer does.', min: '10 A', max: '20 kA', examples: ['4 kA'] }))

const catchesSection = optionalSection(
  {
    blocks: list(text({ help: 'Id of a block, such as hall[1].' }), { help: 'Blocks whose racks move over to this one when their own UPS output is lost.', min: 1, max: 1000 }),
    atOnce: count({ help: 'Blocks that it carries at a time with all racks at maximum: the C of N+C.', min: 1, max: 100, default: 1, source: 'one catcher', confidence: 'high' }),
    inhibit: flag({ help: 'Switches do not transfer to a reserve that carries as many blocks already; without it more fall on it and it is overloaded.', default: false, ...ENGINEERING }),
    switchFailure: fraction({ help: 'Probability that the static transfer switch of a block does not transfer.', max: 0.5, default: 0.0005, source: 'static transfer switch 5e-4 a demand, engineering default', confidence: 'low' }),
  },
  { help: 'This block has no racks: its UPS, battery and sets are the reserve of other blocks (block redundant, N+C).' },
)

export const blockPowerSection = section(
  {
    topology: choice(TOPOLOGIES, { help: 'How UPS systems back each other.', default: '4-to-make-3', ...ENGINEERING }),
    ups: catalogItem(upsCatalog, {}, { help: 'UPS modules of the block, spread evenly over its systems.' }),
    transformers: catalogItem(transformerCatalog, {}, { help: 'Block transformers, in parallel.' }),
    switchboard: section({ breaker: mainBreaker }, { help: 'Low-voltage switchboard between the transformers of the block and its UPS systems and cooling.' }),
    generators: optional(catalogItem(standbyCatalog, standbySections, { help: 'Standby sets of the block.' })),
    fireZones: fireZonesSection,
    distribution: distributionSection,
    rackStages: optional(rackStagesSection),
    rackFeeds: rackFeedsSection,
    capping: cappingSection,
    oversubscription: ratio({ help: 'Rated power of the racks per power that the block and each of its rows may draw at a time; caps keep the sum within it. Usual: 1.00 for training, whose racks peak together, 1.10 for inference, 1.25 for mixed enterprise load.', max: 3, default: 1, ...ENGINEERING }),
    shedding: choice(SHEDDING, { help: 'How racks give up power within a load class: all in proportion, whole racks from the end of the list, or whole jobs, the smallest first.', default: 'proportional', ...ENGINEERING }),
    designPower: optional(quantity('W', { help: 'Power that must be firm before the block is energised; derived from racks, losses and cooling when left out.', min: '1 kW', max: '5 GW' })),
    powerFactor: powerFactorSection,
    mechanicalAllowance: ratio({ help: 'Cooling power at the design day per maximum IT power, for the derived design power.', max: 2, default: 0.115, source: 'design day of a 100 MW liquid-cooled campus: 115.6 MW at the meter', confidence: 'medium' }),
    mechanicalOnUps: fraction({ help: 'Share of the design cooling power on a UPS of its own: pumps of the technology loop and air handlers first, then the other pumps.', default: 0.35, source: 'pumps need 21 W/kW of heat, air handlers 8, lighting and controls 7.5; engineering default', confidence: 'low' }),
    mechanicalUps: optionalSection(
      {
        modules: count({ help: 'Modules in parallel.', min: 1, max: 100 }),
        rated: quantity('W', { help: 'Rating of one module.', min: '1 kW', max: '10 MW' }),
        bypass: flag({ help: 'A static bypass puts pumps and fans on the mains when the modules left cannot carry them; without it they lose their supply.', default: true, source: 'usual practice', confidence: 'medium' }),
        failures: quantity('1/year', { help: 'Failures of one module.', min: '0/year', max: '100/year', default: '0.035/year', ...ENGINEERING }),
        repair: quantity('ms', { help: 'Mean repair of a module.', min: '1 min', max: '1 year', default: '8 h', ...ENGINEERING }),
      },
      { help: 'Modules of the UPS of pumps and fans. Left out, that UPS is as large as the share on it, never fails, and the audit cannot tell what its loss does.' },
    ),
    catches: catchesSection,
    retransfer: quantity('ms', { help: 'How long the utility must be healthy before the block leaves its generators.', max: '24 h', default: '10 min', source: 'usual 10–30 min', confidence: 'medium' }),
  },
  { help: 'Power of the block.' },
)
export type BlockPowerSection = z.output<typeof blockPowerSection>
