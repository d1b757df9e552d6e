/**
 * Power flow in whole watts over a forest of converters, buses and loads. Three passes, no iteration:
 * A (up) what every node would draw, cut to its own rating; B (down) what it may draw; C (up again) what really flows.
 *
 * A demand is twelve layers in order of importance: the floors of classes 0…5, then what each class wants above its floor. Every
 * shortage fills layers from the front, so it first takes class 5 down to its floor, then 4, …, and only then cuts into floors, 5 first.
 * Losses are charged to the layer that causes them (the first bears the standing loss), so a parent's cut lands in the same layers
 * of its children: nobody draws above a floor while a more important class is short (PF5), and more supply never serves anyone less (PF6).
 */
import { assert } from '../../base/assert.ts'
import { type LossCurve, NO_OUTPUT, integerInputW, integerOutputW } from '../../physics/converter-loss.ts'
import type { State } from '../kernel/state.ts'
import { LOAD_CLASS_COUNT } from '../ports.ts'
import { type FlowTree, type Net, LAYERS, UNLIMITED_W, clearQueue, createNet, touch } from './flow-net.ts'
import { shareByDivisor } from './share.ts'

export { type FlowTree, UNLIMITED_W }

export interface Flow {
  /** Request and floor of one class of a load, whole watts; a floor above the request counts as the request. */
  setLoad(node: number, loadClass: number, requestW: number, minimumW: number): void
  setCurve(node: number, curve: LossCurve): void
  /** Rating at the output, W. */
  setCap(node: number, capW: number): void
  /** What a node without live parent may draw from its own source, W. */
  setLimit(node: number, limitW: number): void
  /** Closes or opens the link to the static parent; a node without link draws from its own source. */
  link(node: number, isLinked: boolean): void
  isLinked(node: number): boolean
  /** Hangs a node on another of its possible parents. */
  hang(node: number, parent: number): void
  /** Solves what has changed. */
  solve(): void
  /** Solves everything from scratch; the same integers as `solve`. */
  solveAll(): void
  /** Watts into and out of a node after the last solve. */
  inW(node: number): number
  outW(node: number): number
  /** What the node would draw if its source were unlimited, W. */
  demandW(node: number): number
  /** What of its demand are floors: the least it would draw with nothing opened, W. */
  floorW(node: number): number
  /** True while the node passes on less than what hangs on it asks for. */
  isCut(node: number): boolean
  /** Watts granted by load node × class: index `node · 6 + class`. */
  readonly grantedW: Float64Array
  /** 1 for nodes computed anew since the reader last cleared it; no state, so clear it after every solve. */
  readonly touched: Uint8Array
}

function curveOf(net: Net, node: number): LossCurve {
  const { constantW, linear, quadraticPerW } = net.nodes.col
  net.curve.constantW = constantW[node]
  net.curve.linear = linear[node]
  net.curve.quadraticPerW = quadraticPerW[node]
  return net.curve
}

function setLoad(net: Net, node: number, loadClass: number, requestW: number, minimumW: number): void {
  if (!(Number.isSafeInteger(requestW) && requestW >= 0 && minimumW >= 0 && Number.isSafeInteger(minimumW))) {
    assert(false, 'a load must be whole watts', { node, loadClass, requestW, minimumW })
  }
  const floorW = minimumW < requestW ? minimumW : requestW
  const at = node * LAYERS + loadClass
  const { outW } = net.layers.col
  if (outW[at] === floorW && outW[at + LOAD_CLASS_COUNT] === requestW - floorW) return
  net.nodes.col.sumW[node] += requestW - outW[at] - outW[at + LOAD_CLASS_COUNT]
  outW[at] = floorW
  outW[at + LOAD_CLASS_COUNT] = requestW - floorW
  touch(net, node)
}

function setColumn(net: Net, column: Float64Array, node: number, value: number): void {
  if (column[node] === value) return
  column[node] = value
  touch(net, node)
}

/** Adds (sign 1) or takes away (sign −1) a node's demand and flow from its parent. */
function moveDemand(net: Net, node: number, sign: number): void {
  const { sumW, flowInW, flowOutW } = net.nodes.col
  const { outW, inW } = net.layers.col
  const parent = net.parent[node]
  for (let layer = 0; layer < LAYERS; layer++) {
    const w = sign * inW[node * LAYERS + layer]
    outW[parent * LAYERS + layer] += w
    sumW[parent] += w
  }
  flowOutW[parent] += sign * flowInW[node]
}

function link(net: Net, node: number, isLinked: boolean): void {
  const { linked, dirty } = net.nodes.col
  if ((linked[node] === 1) === isLinked) return
  assert(net.parent[node] >= 0, 'a node without parent cannot be linked', { node })
  linked[node] = isLinked ? 1 : 0
  moveDemand(net, node, isLinked ? 1 : -1)
  touch(net, net.parent[node])
  // The node itself may be marked already without its new parent knowing.
  dirty[node] = 0
  touch(net, node)
}

/** Moves a node to another parent, with what it asks for. */
function hang(net: Net, node: number, parent: number): void {
  if (net.parent[node] === parent) return
  const isLinked = net.nodes.col.linked[node] === 1
  link(net, node, false)
  net.parent[node] = parent
  link(net, node, isLinked)
}

/** Whether a possible child hangs on a node now. */
const hangsOn = (net: Net, child: number, node: number): boolean => net.nodes.col.linked[child] === 1 && net.parent[child] === node

/** Pass A of one node whose children are done: the layers at its output, cut to the rating, become layers at its input. */
function ask(net: Net, node: number): void {
  const { capW, inW: totalInW, linked, sumW } = net.nodes.col
  const { outW, inW } = net.layers.col
  const base = node * LAYERS
  const cap = capW[node]
  const curve = curveOf(net, node)
  const isLossless = net.isLoad[node] === 1 || (curve.constantW === 0 && curve.linear === 0 && curve.quadraticPerW === 0)
  const parent = linked[node] === 1 ? net.parent[node] * LAYERS : -1
  // A device that feeds nothing is still energised: its standing loss counts as most important.
  const standsIdle = !isLossless && (sumW[node] === 0 || cap <= 0)
  let out = 0
  let into = 0
  for (let layer = 0; layer < LAYERS; layer++) {
    const wantW = outW[base + layer]
    // Most layers of most nodes are empty and stay so.
    if (wantW === 0 && inW[base + layer] === 0 && !standsIdle) continue
    const takeW = wantW > cap - out ? cap - out : wantW
    let addW = takeW
    if (!isLossless) {
      addW = 0
      if (takeW > 0 || (layer === 0 && standsIdle)) addW = integerInputW(curve, out + takeW) - into
    }
    out += takeW
    into += addW
    if (parent >= 0 && addW !== inW[base + layer]) {
      outW[parent + layer] += addW - inW[base + layer]
      sumW[net.parent[node]] += addW - inW[base + layer]
    }
    inW[base + layer] = addW
  }
  totalInW[node] = into
}

function askAll(net: Net, node: number): void {
  const { dirty, linked } = net.nodes.col
  for (let i = net.childBegin[node]; i < net.childBegin[node + 1]; i++) {
    const child = net.children[i]
    if (dirty[child] === 1 && linked[child] === 1 && net.parent[child] === node) askAll(net, child)
  }
  ask(net, node)
}

/** Passes B and C of a node that may draw `allowedW`. */
function grant(net: Net, node: number, allowedW: number): void {
  const { dirty, cut, dead, capW, sumW, inW, allowedW: before, flowInW, flowOutW } = net.nodes.col
  const demandW = inW[node]
  const isSame = allowedW === before[node] || (allowedW >= demandW && before[node] >= demandW)
  before[node] = allowedW
  if (dirty[node] === 0 && isSame) return
  dirty[node] = 0
  net.touched[node] = 1
  let outAllowedW = sumW[node] < capW[node] ? sumW[node] : capW[node]
  let isDead = 0
  if (net.isLoad[node] === 1) outAllowedW = allowedW < outAllowedW ? allowedW : outAllowedW
  else if (allowedW < demandW) {
    const reachedW = integerOutputW(curveOf(net, node), allowedW)
    isDead = reachedW === NO_OUTPUT ? 1 : 0
    outAllowedW = isDead === 1 ? 0 : reachedW
  }
  const wasCut = cut[node] === 1
  const isCut = outAllowedW < sumW[node] || isDead === 1
  cut[node] = isCut ? 1 : 0
  dead[node] = isDead
  if (net.isLoad[node] === 1) {
    grantLoad(net, node, outAllowedW)
    flowOutW[node] = outAllowedW
    flowInW[node] = outAllowedW
    return
  }
  if (isCut) divide(net, node, outAllowedW)
  else if (wasCut) grantFully(net, node)
  else grantChanged(net, node)
  flowInW[node] = isDead === 1 ? 0 : integerInputW(curveOf(net, node), flowOutW[node])
  if (flowInW[node] > allowedW) assert(false, 'a node draws more than it may', { node, drawnW: flowInW[node], allowedW })
}

/** Nothing binds here and nothing did: only changed children differ. */
function grantChanged(net: Net, node: number): void {
  const { dirty, inW, flowInW, flowOutW } = net.nodes.col
  for (let i = net.childBegin[node]; i < net.childBegin[node + 1]; i++) {
    const child = net.children[i]
    if (dirty[child] === 0 || !hangsOn(net, child, node)) continue
    const beforeW = flowInW[child]
    grant(net, child, inW[child])
    flowOutW[node] += flowInW[child] - beforeW
  }
}

function grantFully(net: Net, node: number): void {
  const { inW, flowInW, flowOutW } = net.nodes.col
  let sum = 0
  for (let i = net.childBegin[node]; i < net.childBegin[node + 1]; i++) {
    const child = net.children[i]
    if (!hangsOn(net, child, node)) continue
    grant(net, child, inW[child])
    sum += flowInW[child]
  }
  flowOutW[node] = sum
}

/** A shortage: whole layers while they fit, the next one in proportion to what each child asks of it, nothing behind. */
function divide(net: Net, node: number, outAllowedW: number): void {
  const { flowInW, flowOutW } = net.nodes.col
  const { outW, inW } = net.layers.col
  let left = outAllowedW
  let layer = 0
  while (layer < LAYERS && outW[node * LAYERS + layer] <= left) left -= outW[node * LAYERS + layer++]
  const begin = net.childBegin[node]
  const width = net.childBegin[node + 1] - begin
  for (let i = 0; i < width; i++) {
    const child = net.children[begin + i]
    net.weights[i] = hangsOn(net, child, node) && layer < LAYERS ? inW[child * LAYERS + layer] : 0
    net.ranks[i] = net.rank[child]
  }
  shareByDivisor(net.weights, net.ranks, width, layer < LAYERS ? left : 0, net.shares)
  // Deeper nodes overwrite the scratch, so what each child may draw is kept by node.
  for (let i = 0; i < width; i++) {
    const child = net.children[begin + i]
    let allowed = net.shares[i]
    for (let full = 0; full < layer; full++) allowed += inW[child * LAYERS + full]
    net.pendingW[child] = allowed
  }
  let sum = 0
  for (let i = 0; i < width; i++) {
    const child = net.children[begin + i]
    if (!hangsOn(net, child, node)) continue
    grant(net, child, net.pendingW[child])
    sum += flowInW[child]
  }
  flowOutW[node] = sum
}

function grantLoad(net: Net, node: number, allowedW: number): void {
  const { outW } = net.layers.col
  const { grantedW } = net
  let left = allowedW
  for (let layer = 0; layer < LAYERS; layer++) {
    const wantW = outW[node * LAYERS + layer]
    const takeW = wantW < left ? wantW : left
    left -= takeW
    const at = node * LOAD_CLASS_COUNT + (layer < LOAD_CLASS_COUNT ? layer : layer - LOAD_CLASS_COUNT)
    if (layer < LOAD_CLASS_COUNT) grantedW[at] = takeW
    else grantedW[at] += takeW
  }
}

function solve(net: Net): void {
  const { dirty, linked, limitW } = net.nodes.col
  for (let i = 0; i < net.queued.count; i++) {
    const root = net.queue.col.node[i]
    // What was linked since it was queued is solved with the tree that it hangs on.
    if (linked[root] === 1 || dirty[root] === 0) continue
    askAll(net, root)
    grant(net, root, limitW[root])
  }
  clearQueue(net)
}

function solveAll(net: Net): void {
  const { dirty, linked, cut, sumW, allowedW, limitW } = net.nodes.col
  const { outW, inW } = net.layers.col
  dirty.fill(1)
  cut.fill(1)
  allowedW.fill(-1)
  for (let node = 0; node < net.count; node++) {
    if (net.isLoad[node] === 1) {
      inW.fill(0, node * LAYERS, (node + 1) * LAYERS)
      continue
    }
    sumW[node] = 0
    outW.fill(0, node * LAYERS, (node + 1) * LAYERS)
    inW.fill(0, node * LAYERS, (node + 1) * LAYERS)
  }
  for (let node = 0; node < net.count; node++) if (linked[node] === 0) askAll(net, node)
  for (let node = 0; node < net.count; node++) if (linked[node] === 0) grant(net, node, limitW[node])
  clearQueue(net)
}

/** A flow over `tree` whose state is registered under `name`; lossless and unlimited until told otherwise, loads at zero. */
export function createFlow(state: State, name: string, tree: FlowTree): Flow {
  const net = createNet(state, name, tree)
  const { col } = net.nodes
  return {
    setLoad: (node, loadClass, requestW, minimumW) => setLoad(net, node, loadClass, requestW, minimumW),
    setCurve(node, curve) {
      setColumn(net, col.constantW, node, curve.constantW)
      setColumn(net, col.linear, node, curve.linear)
      setColumn(net, col.quadraticPerW, node, curve.quadraticPerW)
    },
    setCap: (node, capW) => setColumn(net, col.capW, node, capW),
    setLimit: (node, limitW) => setColumn(net, col.limitW, node, limitW),
    link: (node, isLinked) => link(net, node, isLinked),
    isLinked: node => col.linked[node] === 1,
    hang: (node, parent) => hang(net, node, parent),
    solve: () => solve(net),
    solveAll: () => solveAll(net),
    inW: node => col.flowInW[node],
    outW: node => col.flowOutW[node],
    demandW: node => col.inW[node],
    floorW(node) {
      const { inW } = net.layers.col
      let sum = 0
      for (let layer = node * LAYERS; layer < node * LAYERS + LOAD_CLASS_COUNT; layer++) sum += inW[layer]
      return sum
    },
    isCut: node => col.cut[node] === 1,
    grantedW: net.grantedW,
    touched: net.touched,
  }
}
