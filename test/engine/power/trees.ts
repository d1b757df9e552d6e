/** Random trees and loads for property tests of the power flow, drawn from the project's own streams so that a seed names a case. */
import { rootKey, uniform } from '../../../src/base/rng.ts'
import { createFlow, type Flow } from '../../../src/engine/power/flow.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import type { LossCurve } from '../../../src/physics/converter-loss.ts'

export const CLASSES = 6

/** A stream of uniforms of one seed. */
export function drawer(seed: number): { next(): number; below(n: number): number } {
  const key = rootKey(seed, 0)
  let n = 0
  const next = (): number => uniform(key, 20, n++)
  return { next, below: limit => Math.floor(next() * limit) }
}

export interface NodePlan {
  readonly parent: number
  readonly isLoad: boolean
  readonly curve: LossCurve
  readonly capW: number
  /** Request and minimum by class; empty for others than loads. */
  readonly loads: readonly { readonly requestW: number; readonly minimumW: number }[]
}

/** A tree of up to 40 nodes, four levels or deeper, with ratings that often bind. */
export function randomTree(seed: number): NodePlan[] {
  const draw = drawer(seed)
  const nodes: NodePlan[] = []
  const inner: number[] = []
  const count = 4 + draw.below(36)
  for (let node = 0; node < count; node++) {
    const parent = node === 0 ? -1 : inner[draw.below(inner.length)]
    const isLoad = node > 1 && draw.next() < 0.5
    if (!isLoad) inner.push(node)
    const ratedW = 1000 * (1 + draw.below(4000))
    const lossless = isLoad || draw.next() < 0.2
    const curve = lossless
      ? { constantW: 0, linear: 0, quadraticPerW: 0 }
      : { constantW: ratedW * 0.02 * draw.next(), linear: 0.03 * draw.next(), quadraticPerW: (0.05 * draw.next()) / ratedW }
    const loads = isLoad ? Array.from({ length: CLASSES }, () => randomLoad(draw)) : []
    nodes.push({ parent, isLoad, curve, capW: draw.next() < 0.3 && !isLoad ? ratedW : 1e15, loads })
  }
  return nodes
}

export function randomLoad(draw: ReturnType<typeof drawer>): { requestW: number; minimumW: number } {
  const requestW = draw.next() < 0.4 ? 0 : draw.below(1_200_000)
  return { requestW, minimumW: Math.floor(requestW * draw.next() * 0.6) }
}

/** The flow of a tree with all its loads and ratings set, the root limited to `limitW`. */
export function flowOf(nodes: readonly NodePlan[], limitW: number, rank?: readonly number[]): { flow: Flow; state: ReturnType<typeof createState> } {
  const state = createState()
  const tree = { parent: nodes.map(node => node.parent), isLoad: nodes.map(node => (node.isLoad ? 1 : 0)) }
  const flow = createFlow(state, 'flow', rank === undefined ? tree : { ...tree, rank })
  nodes.forEach((node, index) => {
    flow.setCurve(index, node.curve)
    flow.setCap(index, node.capW)
    node.loads.forEach(({ requestW, minimumW }, c) => flow.setLoad(index, c, requestW, minimumW))
  })
  flow.setLimit(0, limitW)
  return { flow, state }
}

export const childrenOf = (nodes: readonly NodePlan[], node: number): number[] => nodes.flatMap((other, index) => (other.parent === node ? [index] : []))

/** Loads below a node, the node itself included. */
export function loadsBelow(nodes: readonly NodePlan[], node: number): number[] {
  if (nodes[node].isLoad) return [node]
  return childrenOf(nodes, node).flatMap(child => loadsBelow(nodes, child))
}

/** What the source must deliver when nothing binds at the source: the demand of the root. */
export function demandOf(nodes: readonly NodePlan[]): number {
  const { flow } = flowOf(nodes, 1e15)
  flow.solve()
  return flow.inW(0)
}
