/** What stands in the yard and the electrical rooms, for pictures and inspectors. */
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { World } from '../ports.ts'
import type { BlockPlan } from './block-plan.ts'
import { powerPlan } from './plan.ts'

export type PowerItemKind = 'feed' | 'substation-transformer' | 'gas-engine' | 'gas-turbine' | 'battery-container' | 'solar-array' | 'block-transformer' | 'ups-module' | 'standby-set' | 'busway'

export interface PowerItem {
  /** Path of the item, as in events and random streams. */
  readonly id: string
  readonly kind: PowerItemKind
  /** Its block, −1 for the site. */
  readonly block: number
  /** W; VA for transformers. */
  readonly rating: number
  readonly model: string
}

const times = (count: number, make: (index: number) => PowerItem): PowerItem[] => Array.from({ length: count }, (_, index) => make(index))

function blockItems(plan: BlockPlan, block: number): PowerItem[] {
  const { path, standby, topology, distribution } = plan
  return [
    ...times(plan.transformerCount, i => ({ id: `${path}/transformer[${i}]`, kind: 'block-transformer', block, rating: plan.transformer.rating.ratedVa, model: plan.transformerModel })),
    ...plan.modules.flatMap((count, system) => times(count, i => ({ id: `${path}/ups[${system}]/module[${i}]`, kind: 'ups-module', block, rating: plan.ups.ratedW, model: plan.upsModel }))),
    ...times(standby?.count ?? 0, i => ({ id: `${path}/generator[${i}]`, kind: 'standby-set', block, rating: standby?.spec.ratedW ?? 0, model: standby?.model ?? '' })),
    ...times(plan.sections * topology.paths, i => ({
      id: `${path}/busway[${Math.floor(i / topology.paths)}]/path[${i % topology.paths}]`, kind: 'busway', block, rating: Math.floor(distribution.ratedW / plan.sections), model: 'busway',
    })),
  ]
}

/** All electrical equipment of the site in path order. */
export function powerInventory(scenario: Scenario, world: World): PowerItem[] {
  const { feeds, substation, plants, storage, solar, blocks } = powerPlan(scenario, world)
  return [
    ...feeds.map(feed => ({ id: feed.path, kind: 'feed' as const, block: -1, rating: feed.steps.reduce((sum, step) => sum + step.capacityW, 0), model: `${feed.voltageV / 1000} kV` })),
    ...times(substation?.count ?? 0, i => ({ id: `grid/substation/transformer[${i}]`, kind: 'substation-transformer', block: -1, rating: substation?.spec.rating.ratedVa ?? 0, model: substation?.model ?? '' })),
    ...plants.flatMap(plant => times(plant.count, i => ({ id: `${plant.path}/engine[${i}]`, kind: plant.kind, block: -1, rating: plant.spec.ratedW, model: plant.model }))),
    ...storage.flatMap(store => times(store.count, i => ({ id: `${store.path}/unit[${i}]`, kind: 'battery-container', block: -1, rating: store.spec.inverterW, model: store.model }))),
    ...solar.map(array => ({ id: array.path, kind: 'solar-array' as const, block: -1, rating: array.spec.peakW, model: 'photovoltaic' })),
    ...blocks.flatMap(blockItems),
  ]
}
