/** Components of the one-line and things of the site, each found from the other. */
import { isSystem } from '../../charts/one-line/effect.ts'
import type { OneLine, OneLineNode } from '../../results/one-line.ts'
import type { Scenario } from '../../scenario/schema/scenario.ts'
import type { Thing } from '../state/view.ts'
import type { SitePlan } from './plan/site-plan.ts'

/** What the links need of the site. */
export interface LinkedSite {
  readonly plan: SitePlan
  readonly blockOfRack: Int32Array
  /** Ids of the plants, in the order of the scenario. */
  readonly plants: readonly string[]
  /** How the racks of each block are divided over its groups. */
  readonly wiring: readonly Wiring[]
}

/** One by one round all groups, in file order group by group, or in a way that cannot be told from here. */
export type Wiring = 'round' | 'listed' | 'unknown'

/** How the engine divides the racks of each block over pairs of systems. */
export const wiringOf = ({ blocks }: Scenario): Wiring[] => blocks.map(({ power: { rackFeeds } }) => (rackFeeds.single > 0 ? 'unknown' : rackFeeds.pairs === undefined ? 'round' : 'listed'))

/** Place below the block, such as `power.ups`; of the site the whole place. */
const placeOf = ({ block, path }: OneLineNode): string => path.slice(block < 0 ? 0 : 2).join('.')

/** Index of the group of racks among those of its block: `block[0]/racks[3]`. */
const groupIndex = ({ id }: OneLineNode): number => Number(/racks\[(\d+)\]$/.exec(id)?.[1] ?? 0)

/** Racks of a group; null where they cannot be told, so that nothing is said of racks that hang elsewhere. */
export function racksOfGroup({ nodes }: OneLine, { blockOfRack, wiring }: Pick<LinkedSite, 'blockOfRack' | 'wiring'>, node: number): number[] | null {
  const group = nodes[node]
  const groups = nodes.filter(each => each.kind === 'racks' && each.block === group.block)
  const first = blockOfRack.indexOf(group.block)
  if (first < 0) return null
  if (wiring[group.block] === 'listed') {
    const before = groups.reduce((sum, each) => (groupIndex(each) < groupIndex(group) ? sum + each.racks : sum), 0)
    return Array.from({ length: group.racks }, (_, index) => first + before + index).filter(rack => blockOfRack[rack] === group.block)
  }
  if (wiring[group.block] !== 'round') return null
  const turn = Math.max(...groups.map(groupIndex)) + 1
  const racks: number[] = []
  for (let rack = first; blockOfRack[rack] === group.block; rack++) if ((rack - first) % turn === groupIndex(group)) racks.push(rack)
  return racks.length === group.racks ? racks : null
}

/** Units of components of one place that come before a component: the second system begins where the first one ends. */
function unitsBefore({ nodes }: OneLine, node: number): number {
  const own = nodes[node]
  return nodes.slice(0, node).reduce((sum, each) => (each.block === own.block && placeOf(each) === placeOf(own) ? sum + each.units : sum), 0)
}

/** Written place of the pieces of a component in the plan of the site; '' when it has no body of its own. */
function writtenEnd(node: OneLineNode, plants: readonly string[]): string {
  const [first, second] = node.path
  if (node.block >= 0) return `.${placeOf(node)}`
  if (first === 'generation' && typeof second === 'number') return `generation.${plants[second] ?? ''}`
  return node.kind === 'transformer' ? 'grid.substation.transformers' : 'grid.substation'
}

/** Indexes of the pieces of the plan that a component stands for, as far as they are drawn. */
export function itemsOfNode(oneLine: OneLine, { plan, plants }: LinkedSite, node: number): number[] {
  const own = oneLine.nodes[node]
  const end = writtenEnd(own, plants)
  const items = plan.items.filter(({ block, path }) => block === own.block && (own.block < 0 ? path === end : path.endsWith(end) || path.includes(`${end}.`)))
  if (own.units <= 1 && !isSystem(own)) return items.map(({ index }) => index)
  const before = unitsBefore(oneLine, node)
  return items.slice(before, before + own.units).map(({ index }) => index)
}

/** What to select in the scene for a component: its first piece, a rack of the group, or the hall that it stands in. */
export function selectionOfNode(oneLine: OneLine, site: LinkedSite, node: number): Thing | null {
  const own = oneLine.nodes[node]
  if (own.kind === 'racks') {
    const [rack] = racksOfGroup(oneLine, site, node) ?? []
    if (rack !== undefined) return { kind: 'rack', index: rack }
  }
  const [item] = itemsOfNode(oneLine, site, node)
  if (item !== undefined) return { kind: 'item', index: item }
  const hall = site.plan.items.find(({ kind, block }) => kind === 'hall' && block === own.block)
  return hall === undefined ? null : { kind: 'item', index: hall.index }
}

const busOf = ({ nodes }: OneLine, block: number): number => nodes.findIndex(node => node.kind === 'bus' && node.block === block)

/** The component that a selected thing belongs to; −1 for none. Halls, and racks of unknown wiring, are found at the bus. */
export function nodeOfSelection(oneLine: OneLine, site: LinkedSite, selection: Thing): number {
  const { nodes } = oneLine
  if (selection.kind === 'rack') {
    const block = site.blockOfRack[selection.index]
    const group = nodes.findIndex((node, index) => node.kind === 'racks' && node.block === block && racksOfGroup(oneLine, site, index)?.includes(selection.index) === true)
    return group >= 0 ? group : busOf(oneLine, block)
  }
  const item = site.plan.items[selection.index]
  if (item === undefined) return -1
  if (item.kind === 'hall') return busOf(oneLine, item.block)
  const owners = nodes.flatMap((_, index) => (itemsOfNode(oneLine, site, index).includes(item.index) ? [index] : []))
  // The component with the longest place is the nearest one.
  return owners.sort((a, b) => nodes[b].path.length - nodes[a].path.length || a - b)[0] ?? -1
}
