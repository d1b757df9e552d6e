/** The static graph of the site: a bus that all sources feed, and the nodes of each block below it. */
import { LOSSLESS } from '../../physics/converter-loss.ts'
import type { State } from '../kernel/state.ts'
import type { BlockPlan } from './block-plan.ts'
import { components } from './components/index.ts'
import { type Flow, UNLIMITED_W, createFlow } from './flow.ts'
import type { PowerPlan } from './plan.ts'

/** The bus on which feeds, substation and plants meet. */
export const SITE_BUS = 0

/** Nodes of a block, by their order. A stage that a block does not have is a node that hangs on nothing. */
export const NODE = {
  transformer: 0, bus: 1, ups: 2, pdu: 3, busway: 4, it: 5, mechanicalUps: 6, mechanicalOnUps: 7, mechanical: 8, charger: 9,
} as const
const NODES_PER_BLOCK = 10
/** Parent of each of them; the transformer's is the site bus. */
const PARENT = [-1, NODE.transformer, NODE.bus, NODE.ups, NODE.pdu, NODE.busway, NODE.bus, NODE.mechanicalUps, NODE.bus, NODE.bus] as const
const LOADS: readonly number[] = [NODE.it, NODE.mechanicalOnUps, NODE.mechanical, NODE.charger]

/** Index in the flow of a block's node (`NODE.ups`, …). */
export const nodeOf = (block: number, node: number): number => 1 + block * NODES_PER_BLOCK + node

function parentOf(plan: BlockPlan, block: number, node: number): number {
  if (node === NODE.transformer) return SITE_BUS
  if (plan.pdu === undefined && node === NODE.pdu) return -1
  if (plan.pdu === undefined && node === NODE.busway) return nodeOf(block, NODE.ups)
  return nodeOf(block, PARENT[node])
}

/** What hangs on the UPS of a block and leads to its racks: its distribution units, or its busway. */
export const topNode = ({ pdu }: Pick<BlockPlan, 'pdu'>, block: number): number => nodeOf(block, pdu === undefined ? NODE.busway : NODE.pdu)

/** Index of the load that charges the stores on the site bus; only where there are stores. */
export const storageNode = ({ blocks }: Pick<PowerPlan, 'blocks'>): number => nodeOf(blocks.length, 0)

/** The same flow without limits: what may deliver at all delivers whatever is asked. */
function unlimited(flow: Flow): Flow {
  const ample = (w: number): number => (w > 0 ? UNLIMITED_W : 0)
  return { ...flow, setCap: (node, capW) => flow.setCap(node, ample(capW)), setLimit: (node, limitW) => flow.setLimit(node, ample(limitW)) }
}

/** A flow with the shape of the site; curves and ratings of what never changes are set, all blocks are still cut off. */
export function createSiteFlow(state: State, name: string, plan: Pick<PowerPlan, 'blocks'> & Partial<Pick<PowerPlan, 'storage'>>, isUnlimited = false): Flow {
  const parent: number[] = [-1]
  const isLoad: number[] = [0]
  for (let block = 0; block < plan.blocks.length; block++) {
    for (let node = 0; node < NODES_PER_BLOCK; node++) {
      parent.push(parentOf(plan.blocks[block], block, node))
      isLoad.push(LOADS.includes(node) ? 1 : 0)
    }
  }
  if (plan.storage !== undefined && plan.storage.length > 0) {
    parent.push(SITE_BUS)
    isLoad.push(1)
  }
  const alternates = plan.blocks.flatMap(({ catches }, catcher) => (catches?.members ?? []).map(member => ({ node: topNode(plan.blocks[member], member), parent: nodeOf(catcher, NODE.ups) })))
  const limited = createFlow(state, name, { parent, isLoad, alternates })
  const flow = isUnlimited ? unlimited(limited) : limited
  plan.blocks.forEach((block, index) => setStatic(flow, block, index))
  return flow
}

function setStatic(flow: Flow, plan: BlockPlan, block: number): void {
  flow.setCurve(nodeOf(block, NODE.bus), LOSSLESS)
  setPaths(flow, plan, block, plan.topology.paths)
  flow.setCurve(nodeOf(block, NODE.mechanicalUps), components.ups.lossCurve(plan.mechanicalUps, 1))
  flow.setCap(nodeOf(block, NODE.mechanicalUps), plan.mechanicalUps.ratedW)
  flow.setLimit(nodeOf(block, NODE.transformer), 0)
  flow.link(nodeOf(block, NODE.transformer), false)
}

/** Ratings and losses of what leads from the UPS systems to the racks, with `paths` of it live. */
export function setPaths(flow: Flow, plan: BlockPlan, block: number, paths: number): void {
  for (const [node, spec, kind] of [[NODE.busway, plan.distribution, 'busway'], [NODE.pdu, plan.pdu, 'pdu']] as const) {
    if (spec === undefined) continue
    if (paths > 0) flow.setCurve(nodeOf(block, node), components.distribution.lossCurve(spec, paths))
    // What may be overloaded carries more than its rating until its breaker trips or the racks are lowered.
    const mayOverload = plan.branches.some(branch => branch.kind === kind)
    flow.setCap(nodeOf(block, node), mayOverload && paths > 0 ? UNLIMITED_W : Math.floor(components.distribution.capacityW(spec, paths)))
  }
}
