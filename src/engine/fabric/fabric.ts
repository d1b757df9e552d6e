/**
 * The fabric: which bundles each job loads, and how much slower it runs by placement, contention and failed links. Rates are the
 * proportional bound (feasible, never above max-min); the slowdown of a job follows from its exposed communication share.
 */
import { growTable } from '../../base/table.ts'
import type { DomainContext, FabricPort, Stretches } from '../ports.ts'
import { createBundles, join, leave } from './bundles.ts'
import { createActive, createJobTable, createLeafTable, createNodeTable, type FabricBook, type FabricPorts, railsOf, refresh, tellMembers, uplinkPorts } from './job-rates.ts'
import { createLinkFaults } from './link-faults.ts'

function nicBps(ctx: DomainContext, node: number): number {
  const { lots, nodes, rackTypes } = ctx.world
  return rackTypes[lots.type[nodes.lot[node]]].nicBandwidth
}

function bundleCapacityBps(ctx: DomainContext, bundle: number): number {
  const { leaves, blocks } = ctx.world
  const { fabric } = ctx.scenario
  if (bundle < leaves.count) return uplinkPorts(ctx, bundle) * nicBps(ctx, leaves.nodeBegin[bundle]) * fabric.routingEfficiency
  const block = bundle - leaves.count
  if (blocks.nodeBegin[block] === blocks.nodeBegin[block + 1]) return 0
  return (blocks.accelerators[block] * nicBps(ctx, blocks.nodeBegin[block]) * fabric.routingEfficiency) / fabric.core.oversubscription
}

/** Network share of a path that crosses leaves or blocks, relative to one inside a leaf. */
function tierRate(book: FabricBook, crossesLeaf: boolean, crossesBlock: boolean): number {
  const { routingEfficiency } = book.ctx.scenario.fabric
  if (crossesBlock) return routingEfficiency * routingEfficiency
  return crossesLeaf ? routingEfficiency : 1
}

/** Notes the leaves and blocks of the job's nodes in `touched`; returns how many of each. */
function touch(book: FabricBook, { begin, count }: Stretches): { leafCount: number; blockCount: number } {
  const { leaf } = book.ctx.world.nodes
  const { touched } = book
  let leafCount = 0
  for (let i = 0; i < count; i++) {
    const here = leaf[begin[i]]
    if (touched.leafMark[here] === 1) continue
    touched.leafMark[here] = 1
    touched.leaves[leafCount++] = here
  }
  for (let i = 0; i < leafCount; i++) touched.leafMark[touched.leaves[i]] = 0
  return { leafCount, blockCount: touchBlocks(book, leafCount) }
}

/** Blocks of the touched leaves. */
function touchBlocks({ ctx, touched }: FabricBook, leafCount: number): number {
  const { block } = ctx.world.leaves
  let count = 0
  for (let i = 0; i < leafCount; i++) {
    const here = block[touched.leaves[i]]
    if (touched.blockMark[here] === 1) continue
    touched.blockMark[here] = 1
    touched.blocks[count++] = here
  }
  for (let i = 0; i < count; i++) touched.blockMark[touched.blocks[i]] = 0
  return count
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

function attach(book: FabricBook, job: number, nodes: Stretches, nodeCount: number, commFraction: number): void {
  const { jobs, bundles, touched } = book
  const { fabric } = book.ctx.scenario
  if (job >= jobs.capacity) growTable(jobs, job + 1)
  const { leafCount, blockCount } = touch(book, nodes)
  const [first] = nodes.begin
  const duty = commFraction + fabric.burstCoincidence * (1 - commFraction)
  const bps = railsOf(book, first) * nicBps(book.ctx, first) * duty
  const j = jobs.col
  j.attached[job] = 1
  j.commFraction[job] = commFraction
  j.bps[job] = bps
  j.spanRate[job] = tierRate(book, leafCount > 1, blockCount > 1) / idealRate(book, nodeCount, first)
  j.placement[job] = 0
  j.members[job] = 0
  if (leafCount > 1) for (let i = 0; i < leafCount; i++) j.members[job] = join(bundles, job, touched.leaves[i], bps, j.members[job])
  if (blockCount > 1) for (let i = 0; i < blockCount; i++) j.members[job] = join(bundles, job, book.ctx.world.leaves.count + touched.blocks[i], bps, j.members[job])
  relevelJob(book, job)
  refresh(book, job)
}

/** Re-levels the bundles of a job and tells the other members of those that moved. */
function relevelJob(book: FabricBook, job: number): void {
  const { bundle, ofJob } = book.bundles.members.col
  for (let reference = book.jobs.col.members[job]; reference !== 0; reference = ofJob[reference - 1]) tellMembers(book, bundle[reference - 1])
}

function detach(book: FabricBook, job: number): void {
  const { jobs, bundles } = book
  if (job >= jobs.capacity || jobs.col.attached[job] === 0) return
  jobs.col.attached[job] = 0
  for (let reference = jobs.col.members[job]; reference !== 0; ) {
    const bundle = bundles.members.col.bundle[reference - 1]
    reference = leave(bundles, reference, jobs.col.bps[job])
    tellMembers(book, bundle)
  }
  jobs.col.members[job] = 0
}

export function createFabric(ctx: DomainContext, ports: FabricPorts): FabricPort & { start(): void } {
  const { world, state } = ctx
  const book: FabricBook = {
    ctx,
    ports,
    bundles: createBundles(world, state, bundle => bundleCapacityBps(ctx, bundle)),
    jobs: createJobTable(ctx),
    nodes: createNodeTable(ctx),
    leaves: createLeafTable(ctx),
    down: state.scalars('fabric.down', { rails: 0 }),
    active: createActive(ctx),
    touched: {
      leaves: new Int32Array(world.leaves.count),
      blocks: new Int32Array(world.blocks.count),
      leafMark: new Uint8Array(world.leaves.count),
      blockMark: new Uint8Array(world.blocks.count),
    },
  }
  const faults = createLinkFaults(book)
  return {
    attach: (job, nodes, nodeCount, commFraction) => attach(book, job, nodes, nodeCount, commFraction),
    detach: job => detach(book, job),
    start: () => faults.start(),
  }
}
