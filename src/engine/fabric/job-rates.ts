/**
 * Rates of jobs in the fabric: the factors that follow from the levels of a job's bundles and the links its nodes still have.
 * Shared by the attaching of jobs and by the faults of links.
 */
import { slowdown } from '../../physics/training-step.ts'
import type { ComputePort, DomainContext, GatePort } from '../ports.ts'
import { type Bundles, relevel } from './bundles.ts'

export interface FabricPorts {
  readonly gates: GatePort
  readonly compute: () => Pick<ComputePort, 'setFabricFactors' | 'jobOf'>
}

const JOB_COLUMNS = { attached: 'u8', commFraction: 'f64', bps: 'f64', members: 'i32', placement: 'f64', contention: 'f64', fault: 'f64', spanRate: 'f64' } as const
/** Rate at which a job without any rail still counts as running, until the gate of its node closes. */
const LEAST_SHARE = 1 / 64

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
  /** Faults under repair. */
  readonly active: ReturnType<typeof createActive>
  /** Scratch: nodes of the job in work by leaf, leaves and blocks it touches. */
  readonly touched: { readonly leaves: Int32Array; readonly blocks: Int32Array; readonly leafMark: Uint8Array; readonly blockMark: Uint8Array }
}

export const createJobTable = (ctx: DomainContext) => ctx.state.table('fabric.jobs', 256, JOB_COLUMNS)
export const createNodeTable = (ctx: DomainContext) => ctx.state.table('fabric.nodes', ctx.world.nodes.count, { linksDown: 'u8' })
/** Faults under repair: kind 0 is a free row; target is the node of a node link. */
export const createActive = (ctx: DomainContext) => ctx.state.table('fabric.faults', 64, { kind: 'u8', leaf: 'i32', target: 'i32', next: 'i32' })
/** What failed. */
export const FAULT = { none: 0, nodeLink: 1, uplink: 2, leafSwitch: 3 } as const
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

/** Share of rails that a node still has. */
function railShareOf(book: FabricBook, node: number): number {
  const down = book.nodes.col.linksDown[node] + book.leaves.col.switchesDown[book.ctx.world.nodes.leaf[node]]
  return Math.max(0, railsOf(book, node) - down) / railsOf(book, node)
}

/** Lowest share of rails that any node of the job still has: the few faults under repair are asked whose nodes they hit. */
function railShare(book: FabricBook, job: number): number {
  if (book.down.rails === 0) return 1
  const compute = book.ports.compute()
  const { nodeBegin } = book.ctx.world.leaves
  const { kind, leaf, target } = book.active.col
  let share = 1
  for (let row = 0; row < book.active.length; row++) {
    if (kind[row] === FAULT.nodeLink && compute.jobOf(target[row]) === job) share = Math.min(share, railShareOf(book, target[row]))
    if (kind[row] !== FAULT.leafSwitch) continue
    for (let node = nodeBegin[leaf[row]]; node < nodeBegin[leaf[row] + 1]; node++) {
      if (compute.jobOf(node) === job) share = Math.min(share, railShareOf(book, node))
    }
  }
  // A node without any rail is closed by its gate; until then the job crawls.
  return Math.max(share, LEAST_SHARE)
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
  let before = -1
  for (let node = nodeBegin[leaf]; node < nodeBegin[leaf + 1]; node++) {
    const job = book.ports.compute().jobOf(node)
    if (job >= 0 && job !== before) refresh(book, job)
    before = job
  }
}
