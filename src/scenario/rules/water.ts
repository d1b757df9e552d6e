/** Rules of the site's water: cycles that can be kept, a source for what evaporates, one place for every number. */
import { formatDate } from '../../base/civil-date.ts'
import type { Scenario } from '../schema/scenario.ts'
import { rule } from './rule.ts'
import type { Finding, Rule } from './rule.ts'

type Water = Scenario['water']
type Source = NonNullable<Water['sources']>[number]
type Block = Scenario['blocks'][number]

/** Cycles of 1 would bleed all that is drawn. */
function cycles({ cycles: usual, cyclesMax }: Water): Finding[] {
  const above = 'above 1: what is drawn must leave more salt than it brings'
  const found: Finding[] = []
  if (usual <= 1) found.push({ path: ['water', 'cycles'], message: 'cannot be kept: nothing would evaporate', value: String(usual), allowed: above })
  if (cyclesMax <= 1) found.push({ path: ['water', 'cyclesMax'], message: 'cannot be kept: nothing would evaporate', value: String(cyclesMax), allowed: above })
  return found
}

type Machines = { readonly count: number } | undefined
const has = (machines: Machines): boolean => machines !== undefined && machines.count > 0

/** Whether a loop's plant evaporates water: pads on hot days, towers always. */
const loopEvaporates = (plant: Block['cooling']['plant'], units: Machines, pads: number, towers: Machines): boolean =>
  plant === 'dry-adiabatic' ? has(units) && pads > 0 : plant !== 'air-cooled-chiller' && has(towers)

const evaporates = ({ cooling: { plant, units, pads, towers, air }, racks }: Block): boolean =>
  loopEvaporates(air.plant, air.units, pads, air.towers) || (racks.some(({ liquidFraction, count }) => liquidFraction > 0 && count > 0) && loopEvaporates(plant, units, pads, towers))

const gives = ({ limit, annual, ready }: Source, end: number): boolean => limit !== 0 && annual !== 0 && (ready === undefined || ready < end)

function withoutWater({ sources }: Water, blocks: readonly Block[], { end }: Scenario['horizon']): Finding[] {
  const thirsty = blocks.findIndex(evaporates)
  if (thirsty < 0) return []
  const dry = `a source with water before ${formatDate(end)}, or a dry plant (pads: 0)`
  if (sources !== undefined) {
    return sources.some(source => gives(source, end)) ? [] : [{ path: ['water', 'sources'], message: `give no water, but ${blocks[thirsty].label} evaporates it`, value: `${sources.length} sources`, allowed: dry }]
  }
  if (blocks.some(block => evaporates(block) && block.cooling.water.limit !== 0)) return []
  return [{ path: ['blocks', thirsty, 'cooling', 'water', 'limit'], message: 'gives no water to a plant that evaporates it', value: '0 kg/s', allowed: dry }]
}

function statedTwice({ sources }: Water, blocks: readonly Block[]): Finding[] {
  if (sources === undefined) return []
  return blocks.flatMap(({ cooling: { water } }, index): Finding[] =>
    water.limit === undefined ? [] : [{ path: ['blocks', index, 'cooling', 'water', 'limit'], message: 'says what the source delivers, and so does water.sources', allowed: 'one of the two; water.sources is shared by all blocks' }])
}

const falls = (values: readonly number[]): boolean => values.every((value, i) => i === 0 || value <= values[i - 1])

function droughtOrder({ drought: { shares, yearly } }: Water): Finding[] {
  const found: Finding[] = []
  if (!falls(shares)) found.push({ path: ['water', 'drought', 'shares'], message: 'leave more in a worse stage', allowed: 'shares that fall from stage 0 to 3' })
  if (yearly !== undefined && !falls(yearly.frequency)) found.push({ path: ['water', 'drought', 'yearly', 'frequency'], message: 'reach a worse stage in more years', allowed: 'shares of years that fall from stage 1 to 3' })
  return found
}

function repeatedSteps({ shortage: { steps } }: Water): Finding[] {
  const again = steps.findIndex((step, i) => steps.indexOf(step) !== i)
  return again < 0 ? [] : [{ path: ['water', 'shortage', 'steps', again], message: 'is done already by then', value: steps[again], allowed: 'every step once' }]
}

export const waterRules: readonly Rule[] = [
  rule('duplicate-id', 'error', ['water'], ({ water: { sources } }) =>
    (sources ?? []).flatMap(({ id }, index, all): Finding[] =>
      all.findIndex(other => other.id === id) === index ? [] : [{ path: ['water', 'sources', index, 'id'], message: 'is the id of an earlier element', value: id, allowed: 'an id of its own' }])),
  rule('COC', 'error', ['water'], ({ water }) => cycles(water)),
  rule('WATER_ZERO', 'error', ['water', 'blocks', 'horizon'], ({ water, blocks, horizon }) => withoutWater(water, blocks, horizon)),
  rule('water-twice', 'error', ['water', 'blocks'], ({ water, blocks }) => statedTwice(water, blocks)),
  rule('drought-order', 'error', ['water'], ({ water }) => droughtOrder(water)),
  rule('shortage-steps', 'error', ['water'], ({ water }) => repeatedSteps(water)),
]
