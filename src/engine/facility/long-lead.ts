/**
 * Equipment with long lead times that a scenario contains, and its way from the order to availability: manufacture, factory test (level
 * 1), the road, installation. Pure functions of scenario and streams.
 */
import { type Distribution, quantileOf, sample } from '../../base/distribution.ts'
import { type EntityKey, entityKey, PURPOSE, uniform } from '../../base/rng.ts'
import { DAY_MS } from '../../base/spans.ts'
import { type EquipmentKind, type Holds, LONG_LEAD } from '../../scenario/catalog/long-lead.ts'
import { entersSubstation } from '../../scenario/schema/feed.ts'
import type { ProcurementSection } from '../../scenario/schema/procurement.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { EquipmentDates, World } from '../ports.ts'
import { blockEquipment } from './block-equipment.ts'
import { blockPlan, plannedMs } from './commissioning-plan.ts'

const MEDIAN = 0.5
/** Gas turbines from this rating on are heavy frames, W; engineering default. */
const HEAVY_FROM_W = 80e6
/** Most repetitions of a factory test that are looked at. */
const MOST_REPEATS = 32

/** Equipment of one kind that is ordered together. */
export interface LongLeadItem {
  /** Path, key of its random stream. */
  readonly id: string
  readonly equipment: EquipmentKind
  readonly holds: Holds
  /** Block index, −1 for the site. */
  readonly block: number
  /** Index of the plant or store that it belongs to, −1 for none. */
  readonly owner: number
  /** Machines; null where the design decides. */
  readonly count: number | null
  /** Place in the scenario. */
  readonly place: readonly (string | number)[]
  /** When the plan needs it to be available, and when it is ordered, ms. */
  readonly neededMs: number
  readonly orderedMs: number
  readonly isStated: boolean
  /** Index of its order in the scenario, −1 for none. */
  readonly order: number
  readonly lead: Distribution
  readonly installationMs: number
}

interface Wanted extends Pick<LongLeadItem, 'id' | 'equipment' | 'block' | 'owner' | 'count' | 'place' | 'neededMs'> {
  /** Name by which orders mean it. */
  readonly owned: string
}

/** Dates of one delivery, ms. */
export interface Delivery {
  readonly orderedMs: number
  /** Manufacture is over and the factory test begins; it passes; arrival; available. */
  readonly builtMs: number
  readonly passedMs: number
  readonly arrivedMs: number
  readonly availableMs: number
  /** Factory tests that failed, and whether it was damaged on the way. */
  readonly repeats: number
  readonly isDamaged: boolean
}

const SITE = { block: -1, owner: -1 } as const

function substationItems({ grid }: Scenario, startDay: number): Wanted[] {
  const { substation } = grid
  const dates = Object.values(grid.feeds).filter(entersSubstation).map(({ energised }) => (energised.planned - startDay) * DAY_MS)
  if (substation === undefined || dates.length === 0) return []
  const base = { ...SITE, place: ['grid', 'substation', 'transformers'], neededMs: Math.min(...dates), owned: 'substation' }
  return [
    { ...base, id: 'grid/substation/hvTransformers', equipment: 'hvTransformers', count: substation.transformers.count },
    { ...base, id: 'grid/substation/hvBreakers', equipment: 'hvBreakers', count: substation.transformers.count + dates.length },
  ]
}

function switchgearItems({ grid }: Scenario, levelThreeMs: readonly number[]): Wanted[] {
  const dates = levelThreeMs.filter(Number.isFinite)
  if (grid.switchgear === undefined || dates.length === 0) return []
  return [{ ...SITE, id: 'grid/switchgear/mvSwitchgear', equipment: 'mvSwitchgear', count: grid.switchgear.sections, place: ['grid', 'switchgear'], neededMs: Math.min(...dates), owned: 'switchgear' }]
}

/** What is ordered for the machines of a plant. */
export function plantEquipment({ kind, rated }: Pick<Scenario['generation'][number], 'kind' | 'rated'>): EquipmentKind {
  if (kind === 'gas-engine') return 'engines'
  return rated >= HEAVY_FROM_W ? 'heavyTurbines' : 'turbines'
}

function plantItems({ generation, storage }: Scenario, startDay: number): Wanted[] {
  const plants = generation.flatMap((plant, owner): Wanted[] => {
    const { id, kind, count, inService } = plant
    const equipment = plantEquipment(plant)
    const base = { block: -1, owner, count, place: ['generation', owner], neededMs: (inService.planned - startDay) * DAY_MS, owned: id }
    if (kind === 'gas-engine') return [{ ...base, id: `generation[${id}]/${equipment}`, equipment }]
    return [{ ...base, id: `generation[${id}]/${equipment}`, equipment }, { ...base, id: `generation[${id}]/gsuTransformers`, equipment: 'gsuTransformers' }]
  })
  const stores = storage.map(({ id, count, inService }, owner): Wanted => ({ block: -1, owner, count, place: ['storage', owner], neededMs: (inService.planned - startDay) * DAY_MS, owned: id, id: `storage[${id}]/storage`, equipment: 'storage' }))
  return [...plants, ...stores]
}

function blockItems(block: Scenario['blocks'][number], index: number, levelTwoMs: number): Wanted[] {
  return blockEquipment(block).map(({ equipment, count, place }) => ({
    id: `${block.id}/${equipment}`, equipment, count, place: ['blocks', index, ...place], block: index, owner: -1, neededMs: levelTwoMs, owned: block.id,
  }))
}

/** Planned begin of a level of each block, ms; of blocks that stand at the start −Infinity. */
function plannedBegins(scenario: Scenario, world: World, milestone: 'level2' | 'level3'): number[] {
  return scenario.blocks.map((_, index) => {
    if (world.blocks.contractMs[index] <= 0) return -Infinity
    const { specs, ends } = blockPlan(scenario, world, index)
    const step = specs.findIndex(spec => spec.milestone === milestone)
    return ends[step] - plannedMs(specs[step])
  })
}

/** Median way from order to availability when all goes well, ms. */
const plannedLeadMs = (lead: Distribution, installationMs: number): number => Math.round(quantileOf(lead, MEDIAN)) + installationMs

function itemOf(wanted: Wanted, { equipment, orders }: ProcurementSection, startDay: number): LongLeadItem[] {
  const { owned, ...item } = wanted
  const kind = equipment[item.equipment]
  const index = orders.findIndex(each => each.equipment === item.equipment && (each.for === undefined || each.for.includes(owned)))
  const order = index < 0 ? undefined : orders[index]
  // What is needed before the start and has no order stands.
  if (order === undefined && !(item.neededMs > 0)) return []
  const lead = order?.lead ?? kind.lead
  const orderedMs = order === undefined ? item.neededMs - plannedLeadMs(lead, kind.installation) : (order.ordered - startDay) * DAY_MS
  return [{ ...item, holds: LONG_LEAD[item.equipment].holds, orderedMs, isStated: order !== undefined, order: index, lead, installationMs: kind.installation }]
}

/** All that is still to come, site first, then block by block. */
export function longLeadItems(scenario: Scenario, world: World): LongLeadItem[] {
  const levelTwoMs = plannedBegins(scenario, world, 'level2')
  const wanted = [
    ...substationItems(scenario, world.startDay),
    ...switchgearItems(scenario, plannedBegins(scenario, world, 'level3')),
    ...plantItems(scenario, world.startDay),
    ...scenario.blocks.flatMap((block, index) => blockItems(block, index, levelTwoMs[index])),
  ]
  return wanted.flatMap(each => itemOf(each, scenario.procurement, world.startDay))
}

/** The delivery of an item in a run, from its order on; `root` is that of the run's streams. */
export function deliveryOf(item: LongLeadItem, section: ProcurementSection, root: EntityKey): Delivery {
  const key = entityKey(root, item.id)
  const leadMs = Math.round(sample(item.lead, uniform(key, PURPOSE.leadTime, 0)))
  let repeats = 0
  while (repeats < MOST_REPEATS && uniform(key, PURPOSE.leadTime, 1 + repeats) < section.factoryTest.failure) repeats += 1
  const isDamaged = uniform(key, PURPOSE.leadTime, 1 + MOST_REPEATS) < section.damage.probability
  return delivery(item, section, leadMs, repeats, isDamaged)
}

/** The delivery of an item whose lead time is its median and with which nothing goes wrong. */
export const plannedDelivery = (item: LongLeadItem, section: ProcurementSection): Delivery => delivery(item, section, Math.round(quantileOf(item.lead, MEDIAN)), 0, false)

function delivery({ orderedMs, installationMs }: LongLeadItem, { factoryTest, shipping, damage }: ProcurementSection, leadMs: number, repeats: number, isDamaged: boolean): Delivery {
  const roadMs = Math.min(shipping, leadMs)
  const testMs = Math.min(factoryTest.duration, leadMs - roadMs)
  const builtMs = orderedMs + leadMs - roadMs - testMs
  const passedMs = builtMs + testMs + repeats * factoryTest.repeat
  const arrivedMs = passedMs + roadMs + (isDamaged ? Math.round(damage.repair * leadMs) : 0)
  return { orderedMs, builtMs, passedMs, arrivedMs, availableMs: arrivedMs + installationMs, repeats, isDamaged }
}

/** What of the site waits for which items, given when each may be put to use. */
export function equipmentDates(scenario: Scenario, items: readonly LongLeadItem[], availableMs: (item: number) => number): EquipmentDates {
  const latest = (holds: Holds, of: (item: LongLeadItem) => boolean): number => items.reduce((last, item, index) => (item.holds === holds && of(item) ? Math.max(last, availableMs(index)) : last), -Infinity)
  return {
    substationMs: latest('feeds', () => true),
    switchgearMs: latest('switchgear', () => true),
    plantsMs: scenario.generation.map((_, owner) => latest('plant', item => item.owner === owner)),
    storageMs: scenario.storage.map((_, owner) => latest('storage', item => item.owner === owner)),
    powerMs: scenario.blocks.map((_, block) => latest('power', item => item.block === block)),
    coolingMs: scenario.blocks.map((_, block) => latest('cooling', item => item.block === block)),
  }
}

/** Points of the lead time’s distribution from which quantiles of the whole way are taken. */
const GRID = 400

/**
 * Quantiles of the way from order to availability, ms: the lead time at equal steps of probability, with every number of repeated tests
 * and with or without damage, by weight.
 */
export function leadQuantiles({ lead, installationMs }: Pick<LongLeadItem, 'lead' | 'installationMs'>, { factoryTest, damage }: ProcurementSection, shares: readonly number[]): number[] {
  const cases: { ms: number; weight: number }[] = []
  for (let i = 0; i < GRID; i++) {
    const leadMs = sample(lead, (i + 0.5) / GRID)
    let left = 1 / GRID
    for (let repeats = 0; left > 1e-9 && repeats < MOST_REPEATS; repeats++) {
      const weight = left * (1 - factoryTest.failure)
      const ms = leadMs + repeats * factoryTest.repeat + installationMs
      cases.push({ ms, weight: weight * (1 - damage.probability) }, { ms: ms + damage.repair * leadMs, weight: weight * damage.probability })
      left -= weight
    }
  }
  cases.sort((a, b) => a.ms - b.ms)
  const total = cases.reduce((sum, { weight }) => sum + weight, 0)
  return shares.map(share => {
    let passed = 0
    for (const { ms, weight } of cases) {
      passed += weight
      if (passed >= share * total) return Math.round(ms)
    }
    return Math.round(cases[cases.length - 1].ms)
  })
}
