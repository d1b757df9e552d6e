/** Prime-power generation on site: engines and turbines that carry blocks before, beside or without the grid, and their gas. */
import type { z } from 'zod'
import { engineCatalog } from '../catalog/generators.ts'
import { catalogItem, choice, count, datedMilestone, distribution, identifier, list, optional, optionalSection, quantity, section, text } from './fields.ts'

const ENGINEERING = { source: 'engineering default', confidence: 'low' } as const

const plant = catalogItem(
  engineCatalog,
  {
    id: identifier({ help: 'Name of the plant.' }),
    inService: datedMilestone({ help: 'Day on which the units may run, with or without a slip.' }),
    redundancy: count({ help: 'Units that may be out without loss of firm power: one in maintenance, one tripped.', max: 1000, default: 2, source: 'islanded plants are built N+2', confidence: 'medium' }),
    serves: optional(list(text({ help: 'Id of a block, such as block[1].' }), { help: 'Blocks that the plant is reserved for; all when left out.', min: 1 })),
    dispatch: choice(['grid-first', 'plant-first'], { help: 'Which carries the load first.', default: 'grid-first', source: 'a bridge runs for what feeds cannot carry', confidence: 'medium' }),
    operation: choice(['grid-parallel', 'island'], { help: 'Whether the site is meant to live on this plant without the grid.', default: 'grid-parallel', ...ENGINEERING }),
    spinning: count({ help: 'Running units beyond what carries the load, for the trip of one.', max: 100, default: 1, source: 'spinning reserve of the largest unit', confidence: 'medium' }),
    designAmbient: optional(quantity('degC', { help: 'Air temperature at which its firm power counts; the hottest hour in twenty years of the climate when left out, 45 °C with a weather file.', min: '-20 degC', max: '60 degC' })),
  },
  { help: 'A plant of equal gas engines or turbines.' },
)

export const generationSection = list(plant, { help: 'Prime-power plants on site.', max: 100, default: [], source: 'none', confidence: 'high' })
export type GenerationSection = z.output<typeof generationSection>

export const gasSection = optionalSection(
  {
    firm: quantity('W', { help: 'Heat that the supplier must deliver at any time, by lower heating value.', min: '0 W', max: '100 GW', examples: ['1500 MJ/s'] }),
    interruptible: quantity('W', { help: 'Further heat that the supplier may withhold in the cold.', max: '100 GW', default: '0 W', source: 'firm contracts unless stated', confidence: 'medium' }),
    curtailedBelow: quantity('degC', { help: 'Air temperature below which the interruptible part is withheld.', min: '-60 degC', max: '40 degC', default: '-5 degC', source: 'heating takes the pipelines in a cold spell, engineering default', confidence: 'low' }),
    outages: section(
      {
        rate: quantity('1/year', { help: 'Losses of the gas supply.', max: '100/year', default: '0.2/year', ...ENGINEERING }),
        duration: distribution('ms', { help: 'Duration.', min: '1 ms', max: '1 year', default: { exponential: '12 h' }, source: 'mean 12 h, engineering default', confidence: 'low' }),
      },
      { help: 'Random losses of the gas supply.' },
    ),
    dualFuel: quantity('ms', { help: 'Hours at full load for which liquid fuel is kept on site.', max: '1 year', default: '0 h', source: 'none unless stated', confidence: 'high' }),
  },
  { help: 'The gas supply of all plants; without this section gas is always there.' },
)
export type GasSection = z.output<typeof gasSection>
