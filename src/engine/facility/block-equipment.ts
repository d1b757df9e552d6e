/** Equipment of a block with long lead times: which kinds it has, how many, and where the scenario states them. */
import { placeCount } from '../../scenario/lots.ts'
import type { EquipmentKind } from '../../scenario/catalog/long-lead.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import { isLiquidBlock } from './commissioning-plan.ts'

export interface BlockEquipment {
  readonly equipment: EquipmentKind
  /** Null where the design decides. */
  readonly count: number | null
  /** Place below the block. */
  readonly place: readonly string[]
}

type Block = Scenario['blocks'][number]

function electrical(block: Block): BlockEquipment[] {
  const { power } = block
  const { pdu } = power.distribution
  return [
    { equipment: 'transformers', count: power.transformers.count, place: ['power', 'transformers'] },
    { equipment: 'switchboards', count: power.transformers.count, place: ['power', 'transformers'] },
    ...(power.generators === undefined ? [] : [{ equipment: 'generators' as const, count: power.generators.count, place: ['power', 'generators'] }]),
    ...(power.ups.model === 'none' ? [] : [{ equipment: 'ups' as const, count: power.ups.count, place: ['power', 'ups'] }]),
    ...(pdu === undefined ? [] : [{ equipment: 'pdu' as const, count: Math.ceil(placeCount(block) / pdu.racks), place: ['power', 'distribution', 'pdu'] }]),
  ]
}

/** Plants of the air share that have chillers whether their number is stated or not. */
const WITH_CHILLERS: ReadonlySet<string> = new Set(['air-cooled-chiller', 'water-cooled-chiller'])

interface Machines {
  readonly count: number | null
  readonly place: readonly string[]
}

/** Machines of one kind in both loops, as one order. */
function together(equipment: EquipmentKind, machines: readonly (Machines | undefined)[]): BlockEquipment[] {
  const present = machines.filter(each => each !== undefined)
  if (present.length === 0) return []
  const count = present.reduce<number | null>((sum, each) => (sum === null || each.count === null ? null : sum + each.count), 0)
  return [{ equipment, count, place: present[0].place }]
}

function mechanical(block: Block): BlockEquipment[] {
  const { air, units, trim, towers, cdu } = block.cooling
  const isLiquid = isLiquidBlock(block)
  const at = (machines: { readonly count: number } | undefined, ...place: string[]): Machines | undefined => (machines === undefined ? undefined : { count: machines.count, place: ['cooling', ...place] })
  const hasAirChillers = WITH_CHILLERS.has(air.plant) || (air.chillers.count ?? 0) > 0
  return [
    ...together('chillers', [hasAirChillers ? { count: air.chillers.count ?? null, place: ['cooling', 'air', 'chillers'] } : undefined, isLiquid ? at(trim, 'trim') : undefined]),
    ...together('coolers', [isLiquid ? at(units, 'units') : undefined, at(air.units, 'air', 'units')]),
    ...together('towers', [isLiquid ? at(towers, 'towers') : undefined, at(air.towers, 'air', 'towers')]),
    { equipment: 'airHandlers', count: null, place: ['cooling', 'air'] },
    ...(isLiquid ? [{ equipment: 'cdus' as const, count: cdu.count ?? null, place: ['cooling', 'cdu'] }] : []),
  ]
}

/** Kinds of equipment of a block, power first. */
export const blockEquipment = (block: Block): BlockEquipment[] => [...electrical(block), ...mechanical(block)]
