/** Jobs enter and leave the fabric: which bundles they load, and by how much. Steps in the stretches of the job and the bundles it crosses. */
import { growTable } from '../../base/table.ts'
import type { Stretches } from '../ports.ts'
import type { FabricBook } from './book.ts'
import { join, leave } from './bundles.ts'
import { refresh, tellMembers } from './job-rates.ts'
import { effectiveBps } from './regions.ts'
import { nicBps } from './shape.ts'

/** A job as compute hands it over. */
export interface Attachment {
  readonly nodes: Stretches
  readonly nodeCount: number
  /** Exposed communication share of a step, for jobs without a model. */
  readonly commFraction: number
  /** Index of its workload source; −1 for replicas. */
  readonly source: number
}

/** Network share of a path that crosses leaves or blocks, relative to one inside a leaf. */
function tierRate(book: FabricBook, crossesLeaf: boolean, crossesBlock: boolean): number {
  const { routingEfficiency } = book.ctx.scenario.fabric
  if (crossesBlock) return routingEfficiency * routingEfficiency
  return crossesLeaf ? routingEfficiency : 1
}

/** Notes the leaves and blocks of the job's nodes in `touched`; returns how many of each. */
function touch(book: FabricBook, { begin, length, count }: Stretches): { leafCount: number; blockCount: number } {
  const { leaf } = book.ctx.world.nodes
  const { leaves, leafNodes } = book.touched
  let leafCount = 0
  for (let i = 0; i < count; i++) {
    const here = leaf[begin[i]]
    if (leafNodes[here] === 0) leaves[leafCount++] = here
    leafNodes[here] += length[i]
  }
  return { leafCount, blockCount: touchBlocks(book, leafCount) }
}

/** Blocks of the touched leaves. */
function touchBlocks({ ctx, touched }: FabricBook, leafCount: number): number {
  const { block } = ctx.world.leaves
  let count = 0
  for (let i = 0; i < leafCount; i++) {
    const here = block[touched.leaves[i]]
    if (touched.blockNodes[here] === 0) touched.blocks[count++] = here
    touched.blockNodes[here] += touched.leafNodes[touched.leaves[i]]
  }
  return count
}

function untouch({ touched }: FabricBook, leafCount: number, blockCount: number): void {
  for (let i = 0; i < leafCount; i++) touched.leafNodes[touched.leaves[i]] = 0
  for (let i = 0; i < blockCount; i++) touched.blockNodes[touched.blocks[i]] = 0
}

/** What the best placement of so many nodes would cross. */
function idealRate(book: FabricBook, nodeCount: number, node: number): number {
  const { leaves, blocks, nodes } = book.ctx.world
  const leaf = nodes.leaf[node]
  const block = nodes.block[node]
  const leafSize = leaves.nodeBegin[leaf + 1] - leaves.nodeBegin[leaf]
  const blockSize = blocks.nodeBegin[block + 1] - blocks.nodeBegin[block]
  return tierRate(book, nodeCount > leafSize, nodeCount > blockSize)
}

/** Whether the nodes lie in more than one scale-up domain. */
function usesNetwork(book: FabricBook, { begin, length, count }: Stretches, nodeCount: number): boolean {
  if (nodeCount === 1) return false
  const domain = book.shape.domainNodes(begin[0])
  if (nodeCount > domain) return true
  const { racks, nodes, lots } = book.ctx.world
  const origin = racks.nodeBegin[nodes.rack[begin[0]]] + lots.nodeOffset[nodes.lot[begin[0]]]
  const first = origin + Math.floor((begin[0] - origin) / domain) * domain
  for (let i = 0; i < count; i++) if (begin[i] < first || begin[i] + length[i] > first + domain) return true
  return false
}

/** What a job asks of a boundary with `inside` of its `all` nodes below it, B/s: rings cross once per rail; all to all with every pair. */
function demandBps(railsBps: number, isAllToAll: boolean, inside: number, all: number): number {
  return isAllToAll ? Math.max(railsBps, (inside * railsBps * (all - inside)) / (all - 1)) : railsBps
}

function joinBundles(book: FabricBook, job: number, { nodes, nodeCount, commFraction, source }: Attachment, leafCount: number, blockCount: number): void {
  const { jobs, bundles, touched, ctx, shape } = book
  const { fabric } = ctx.scenario
  const profile = book.profiles.of(source, nodeCount)
  if (leafCount <= 1 && blockCount <= 1 && (profile === undefined || profile.region < 0)) return
  const first = nodes.begin[0]
  const busy = profile === undefined ? commFraction : profile.duty
  const railsBps = ctx.world.nodes.accelerators[first] * nicBps(ctx.world, first) * (busy + fabric.burstCoincidence * (1 - busy))
  const isAllToAll = profile?.isAllToAll ?? false
  const { members } = jobs.col
  const add = (bundle: number, bps: number): void => {
    members[job] = join(bundles, job, bundle, bps, members[job])
  }
  const sendsBps = (leaf: number): number => demandBps(railsBps, isAllToAll, touched.leafNodes[leaf], nodeCount)
  if (leafCount > 1) for (let i = 0; i < leafCount; i++) add(touched.leaves[i], sendsBps(touched.leaves[i]))
  for (let i = 0; i < blockCount; i++) {
    const block = touched.blocks[i]
    if (blockCount > 1 && shape.podBps[block] < Infinity) add(bundles.at.pods + block, demandBps(railsBps, isAllToAll, touched.blockNodes[block], nodeCount))
  }
  if (fabric.spine.oversubscription > 1 && leafCount > 1 && shape.spineBps[0] < Infinity) joinSpines(book, add, sendsBps, leafCount, blockCount)
  if (profile === undefined || profile.region < 0) return
  const region = fabric.wan.regions[profile.region]
  add(bundles.at.regions + profile.region, effectiveBps(region) * (profile.wanDuty + fabric.burstCoincidence * (1 - profile.wanDuty)))
}

/** The spines of a block pass on what all of the job's leaves there send up. */
function joinSpines(book: FabricBook, add: (bundle: number, bps: number) => void, sendsBps: (leaf: number) => number, leafCount: number, blockCount: number): void {
  const { touched, bundles, ctx } = book
  const { leaves, blocks, spineBps } = touched
  for (let i = 0; i < leafCount; i++) spineBps[ctx.world.leaves.block[leaves[i]]] += sendsBps(leaves[i])
  for (let i = 0; i < blockCount; i++) {
    add(bundles.at.spines + blocks[i], spineBps[blocks[i]])
    spineBps[blocks[i]] = 0
  }
}

/** Takes a job in; returns the share of its step that waits for communication. */
export function attach(book: FabricBook, job: number, given: Attachment): number {
  const { jobs, shape } = book
  const { nodes, nodeCount, source } = given
  if (job >= jobs.capacity) growTable(jobs, job + 1)
  const { leafCount, blockCount } = touch(book, nodes)
  const first = nodes.begin[0]
  const j = jobs.col
  const profile = book.profiles.of(source, nodeCount)
  const exposed = profile?.exposed ?? given.commFraction
  j.attached[job] = 1
  j.source[job] = source
  j.nodes[job] = nodeCount
  j.commFraction[job] = exposed
  j.communicates[job] = profile !== undefined || exposed > 0 ? 1 : 0
  j.crosses[job] = blockCount > 1 && shape.podBps[book.touched.blocks[0]] < Infinity ? 1 : 0
  book.down.crossing += j.crosses[job]
  j.usesNetwork[job] = usesNetwork(book, nodes, nodeCount) ? 1 : 0
  j.spanRate[job] = tierRate(book, leafCount > 1, blockCount > 1) / idealRate(book, nodeCount, first)
  j.flapFactor[job] = j.usesNetwork[job] === 1 ? 1 / (1 + nodeCount * shape.portsOf(first) * book.flapShare) : 1
  j.fairHealthy[job] = 1
  j.fair[job] = 1
  j.placement[job] = 0
  j.members[job] = 0
  joinBundles(book, job, given, leafCount, blockCount)
  untouch(book, leafCount, blockCount)
  const { bundle, ofJob } = book.bundles.members.col
  for (let reference = j.members[job]; reference !== 0; reference = ofJob[reference - 1]) tellMembers(book, bundle[reference - 1])
  refresh(book, job)
  return exposed
}

export function detach(book: FabricBook, job: number): void {
  const { jobs, bundles, touched, down } = book
  if (job >= jobs.capacity || jobs.col.attached[job] === 0) return
  jobs.col.attached[job] = 0
  down.crossing -= jobs.col.crosses[job]
  let count = 0
  for (let reference = jobs.col.members[job]; reference !== 0; ) {
    touched.bundles[count++] = bundles.members.col.bundle[reference - 1]
    reference = leave(bundles, reference)
  }
  jobs.col.members[job] = 0
  for (let i = 0; i < count; i++) tellMembers(book, touched.bundles[i])
}
