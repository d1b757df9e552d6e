/** The static graph of the site: a bus that all sources feed, and nine nodes for each block below it. */
import { LOSSLESS } from '../../physics/converter-loss.ts'
import type { State } from '../kernel/state.ts'
import type { BlockPlan } from './block-plan.ts'
import { components } from './components/index.ts'
import { type Flow, createFlow } from './flow.ts'
import type { PowerPlan } from './plan.ts'

/** The bus on which feeds, substation and plants meet. */
export const SITE_BUS = 0

/** Nodes of a block, by their order. */
export const NODE = {
  transformer: 0, bus: 1, ups: 2, busway: 3, it: 4, mechanicalUps: 5, mechanicalOnUps: 6, mechanical: 7, charger: 8,
} as const
const NODES_PER_BLOCK = 9
/** Parent of each of them; the transformer's is the site bus. */
const PARENT = [-1, NODE.transformer, NODE.bus, NODE.ups, NODE.busway, NODE.bus, NODE.mechanicalUps, NODE.bus, NODE.bus] as const
const LOADS: readonly number[] = [NODE.it, NODE.mechanicalOnUps, NODE.mechanical, NODE.charger]

/** Index in the flow of a block's node (`NODE.ups`, …). */
export const nodeOf = (block: number, node: number): number => 1 + block * NODES_PER_BLOCK + node

/** A flow with the shape of the site; curves and ratings of what never changes are set, all blocks are still cut off. */
export function createSiteFlow(state: State, name: string, plan: Pick<PowerPlan, 'blocks'>): Flow {
  const parent: number[] = [-1]
  const isLoad: number[] = [0]
  for (let block = 0; block < plan.blocks.length; block++) {
    for (let node = 0; node < NODES_PER_BLOCK; node++) {
      parent.push(node === NODE.transformer ? SITE_BUS : nodeOf(block, PARENT[node]))
      isLoad.push(LOADS.includes(node) ? 1 : 0)
    }
  }
  const flow = createFlow(state, name, { parent, isLoad })
  plan.blocks.forEach((block, index) => setStatic(flow, block, index))
  return flow
}

function setStatic(flow: Flow, plan: BlockPlan, block: number): void {
  const { paths } = plan.topology
  flow.setCurve(nodeOf(block, NODE.bus), LOSSLESS)
  flow.setCurve(nodeOf(block, NODE.busway), components.distribution.lossCurve(plan.distribution, paths))
  flow.setCap(nodeOf(block, NODE.busway), Math.floor(components.distribution.capacityW(plan.distribution, paths)))
  flow.setCurve(nodeOf(block, NODE.mechanicalUps), components.ups.lossCurve(plan.mechanicalUps, 1))
  flow.setCap(nodeOf(block, NODE.mechanicalUps), plan.mechanicalUps.ratedW)
  flow.setLimit(nodeOf(block, NODE.transformer), 0)
  flow.link(nodeOf(block, NODE.transformer), false)
}
