/**
 * Rates of jobs in the fabric: the factors that follow from the levels of a job's bundles and the links its nodes still have.
 * Shared by the attaching of jobs and by the faults of links.
 */
import { slowdown } from '../../physics/collectives.ts'
import type { ComputePort, DomainContext, GatePort } from '../ports.ts'
import { type Bundles, relevel } from './bundles.ts'

export interface FabricPorts {
  readonly gates: GatePort
  readonly compute: () => Pick<ComputePort, 'setFabricFactors'>
}

const JOB_COLUMNS = { attached: 'u8', commFraction: 'f64', bps: 'f64', members: 'i32', placement: 'f64', contention: 'f64', fault: 'f64', spanRate: 'f64', begin: 'i32', end: 'i32' } as const
/** No job in `nodes.job`. */
export const NO_JOB = 0

/** Everything the functions below work on. */
export interface FabricBook {
  readonly ctx: DomainContext
  readonly ports: FabricPorts
  readonly bundles: Bundles
  readonly jobs: ReturnType<typeof createJobTable>
  readonly nodes: ReturnType<typeof createNodeTable>
  readonly leaves: ReturnType<typeof createLeafTable>
  /** NIC links and leaf switches that are down anywhere: mostly none, and then no job need be walked. */
  readonly down: { rails: number }
  /** Scratch: nodes of the job in work by leaf, leaves and blocks it touches. */
  readonly touched: { readonly leaves: Int32Array; readonly blocks: Int32Array; readonly leafMark: Uint8Array; readonly blockMark: Uint8Array }
}

export const createJobTable = (ctx: DomainContext) => ctx.state.table('fabric.jobs', 256, JOB_COLUMNS)
/** job: attached job + 1; linksDown: failed NIC links of the node; next: next node of the same job + 1. */
export const createNodeTable = (ctx: DomainContext) => ctx.state.table('fabric.nodes', ctx.world.nodes.count, { job: 'i32', linksDown: 'u8', next: 'i32' })
export const createLeafTable = (ctx: DomainContext) => ctx.state.table('fabric.leaves', ctx.world.leaves.count, { switchesDown: 'u8', uplinksDown: 'i32' })

/** NIC rails of a node: one per accelerator. */
export const railsOf = (book: FabricBook, node: number): number => book.ctx.world.nodes.accelerators[node]

/** Uplink ports of a leaf group. */
export function uplinkPorts(ctx: DomainContext, leaf: number): number {
  const { nodeBegin } = ctx.world.leaves
  let down = 0
  for (let node = nodeBegin[leaf]; node < nodeBegin[leaf + 1]; node++) down += ctx.world.nodes.accelerators[node]
  return Math.max(1, Math.floor(down / ctx.scenario.fabric.leaf.oversubscription))
}

/** Lowest share of rails that any node of the job still has. */
function railShare(book: FabricBook, job: number): number {
  const { leaf } = book.ctx.world.nodes
  const { linksDown, next } = book.nodes.col
  if (book.down.rails === 0) return 1
  let share = 1
  for (let reference = book.jobs.col.begin[job]; reference !== 0; reference = next[reference - 1]) {
    const node = reference - 1
    const down = linksDown[node] + book.leaves.col.switchesDown[leaf[node]]
    if (down > 0) share = Math.min(share, Math.max(0, railsOf(book, node) - down) / railsOf(book, node))
  }
  // A node without any rail is closed by its gate; until then the job crawls on one.
  return Math.max(share, 1 / 64)
}

/** Recomputes the factors of a job and passes them on when they moved. */
export function refresh(book: FabricBook, job: number): void {
  const j = book.jobs.col
  if (j.attached[job] === 0) return
  const { healthyLevel, level } = book.bundles.table.col
  const { bundle, ofJob } = book.bundles.members.col
  let healthy = 1
  let actual = 1
  for (let reference = j.members[job]; reference !== 0; reference = ofJob[reference - 1]) {
    healthy = Math.max(healthy, healthyLevel[bundle[reference - 1]])
    actual = Math.max(actual, level[bundle[reference - 1]])
  }
  const { overlap } = book.ctx.scenario.fabric
  const exposed = j.commFraction[job]
  const placed = slowdown(exposed, overlap, j.spanRate[job])
  const contended = slowdown(exposed, overlap, j.spanRate[job] / healthy)
  const faulted = slowdown(exposed, overlap, (j.spanRate[job] / actual) * railShare(book, job))
  const placement = 1 / placed
  const contention = placed / contended
  const fault = contended / faulted
  if (placement === j.placement[job] && contention === j.contention[job] && fault === j.fault[job]) return
  j.placement[job] = placement
  j.contention[job] = contention
  j.fault[job] = fault
  book.ports.compute().setFabricFactors(job, placement, contention, fault)
}

/** Re-levels a bundle; if it moved, all its members get new rates. */
export function tellMembers(book: FabricBook, bundle: number): void {
  if (!relevel(book.bundles, bundle)) return
  const { job, next } = book.bundles.members.col
  for (let reference = book.bundles.table.col.first[bundle]; reference !== 0; reference = next[reference - 1]) refresh(book, job[reference - 1])
}

/** Jobs with nodes below a leaf get new rates (a switch of the leaf failed or came back). */
export function refreshLeaf(book: FabricBook, leaf: number): void {
  const { nodeBegin } = book.ctx.world.leaves
  let before = NO_JOB
  for (let node = nodeBegin[leaf]; node < nodeBegin[leaf + 1]; node++) {
    const job = book.nodes.col.job[node]
    if (job !== NO_JOB && job !== before) refresh(book, job - 1)
    before = job
  }
}
