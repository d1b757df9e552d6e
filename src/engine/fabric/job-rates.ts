/**
 * Rates of jobs in the fabric: the factors that follow from the shares of a job's bundles and the links its nodes still have.
 * Shared by the attaching of jobs and by all that changes what the network carries.
 */
import { slowdown, stepTimeS } from '../../physics/training-step.ts'
import { FAULT, type FabricBook } from './book.ts'
import { relevel } from './bundles.ts'

/** Least share of bandwidth that counts: a node without any rail is closed by its gate, until then its job crawls. */
const LEAST_SHARE = 1 / 64
/** Least share of a wide-area link: without any, a job that spans sites stands still but for this. */
const LEAST_WAN_SHARE = 1e-4

/** Share of its network bandwidth that a node still has; 0 where it cannot go on. */
export function nodeShare({ ctx, shape, nodes }: FabricBook, node: number): number {
  const lost = nodes.col.linksDown[node] + nodes.col.switchPortsDown[node]
  if (lost === 0) return 1
  const ports = shape.portsOf(node)
  if (lost >= ports) return 0
  if (ctx.scenario.fabric.detour) return (ports - lost) / ports
  // The ring on the rail that lost a port sets the pace.
  return (shape.planes - 1) / shape.planes
}

const PORT_FAULTS: ReadonlySet<number> = new Set([FAULT.nodeLink, FAULT.nodeOptic, FAULT.leafSwitch, FAULT.leafWork])

/** Lowest of a share of the nodes that a job has among those hit by faults of some kinds: the few faults under repair are asked whose nodes they hit. */
function lowest(book: FabricBook, job: number, counts: (kind: number) => boolean, shareOf: (node: number) => number): number {
  const compute = book.ports.compute()
  const { kind, from, to } = book.active.col
  let share = 1
  for (let row = 0; row < book.active.length; row++) {
    if (!counts(kind[row])) continue
    for (let node = from[row]; node < to[row]; node++) if (compute.jobOf(node) === job) share = Math.min(share, shareOf(node))
  }
  return share
}

function railShare(book: FabricBook, job: number): number {
  if (book.down.ports === 0 || book.jobs.col.usesNetwork[job] === 0) return 1
  return Math.max(LEAST_SHARE, lowest(book, job, kind => PORT_FAULTS.has(kind), node => nodeShare(book, node)))
}

/** Least share of bandwidth that a scale-up domain of the job still has. */
function scaleUpShare(book: FabricBook, job: number): number {
  if (book.down.trays === 0) return 1
  const { traysDown } = book.nodes.col
  const left = (node: number): number => 1 - traysDown[node] * book.shape.trayShare(node)
  return Math.max(LEAST_SHARE, lowest(book, job, kind => kind === FAULT.tray, left))
}

/** How much longer a step of the job takes than an ideal one. */
function slowdownOf(book: FabricBook, job: number, rate: number, wan: number, scaleUp: number): number {
  const { source, nodes, commFraction } = book.jobs.col
  const profile = book.profiles.of(source[job], nodes[job])
  if (profile === undefined) return slowdown(commFraction[job], book.ctx.scenario.fabric.overlap, Math.min(rate, scaleUp))
  return stepTimeS(profile.step, rate, scaleUp, wan) / profile.idealS
}

/** Scratch: shares of the job's tightest bundles on the site's network and on the links to its region, by healthy and by present capacities. */
const shares = { healthy: 1, actual: 1, wanHealthy: 1, wanActual: 1 }

function readShares(book: FabricBook, job: number): void {
  const { healthyLevel, level } = book.bundles.table.col
  const { bundle, ofJob } = book.bundles.members.col
  const { regions } = book.bundles.at
  let healthy = 1
  let actual = 1
  let wanHealthy = 1
  let wanActual = 1
  for (let reference = book.jobs.col.members[job]; reference !== 0; reference = ofJob[reference - 1]) {
    const b = bundle[reference - 1]
    if (b < regions) {
      healthy = Math.max(healthy, healthyLevel[b])
      actual = Math.max(actual, level[b])
    } else {
      wanHealthy = Math.max(wanHealthy, healthyLevel[b])
      wanActual = Math.max(wanActual, level[b])
    }
  }
  shares.healthy = 1 / healthy
  shares.actual = Math.max(LEAST_SHARE, 1 / actual)
  shares.wanHealthy = 1 / wanHealthy
  shares.wanActual = Math.max(LEAST_WAN_SHARE, 1 / wanActual)
  if (book.fair === undefined) return
  const { fairHealthy, fair } = book.jobs.col
  // A job is one rate: what its tightest bundle gives holds for all of them.
  shares.healthy = fairHealthy[job]
  shares.wanHealthy = fairHealthy[job]
  shares.actual = Math.max(LEAST_SHARE, fair[job])
  shares.wanActual = Math.max(LEAST_WAN_SHARE, fair[job])
}

/** Recomputes the factors of a job and passes them on when they moved. */
export function refresh(book: FabricBook, job: number): void {
  const j = book.jobs.col
  if (j.attached[job] === 0) return
  let placement = 1
  let contention = 1
  let fault = 1
  if (j.communicates[job] === 1) {
    readShares(book, job)
    const span = j.spanRate[job]
    const placed = slowdownOf(book, job, span, 1, 1)
    const healthy = span * shares.healthy
    const actual = span * Math.min(shares.actual, railShare(book, job))
    const scaleUp = scaleUpShare(book, job)
    // Mostly nothing contends and nothing has failed.
    const contended = healthy === span && shares.wanHealthy === 1 ? placed : slowdownOf(book, job, healthy, shares.wanHealthy, 1)
    const faulted = actual === healthy && shares.wanActual === shares.wanHealthy && scaleUp === 1 ? contended : slowdownOf(book, job, actual, shares.wanActual, scaleUp)
    placement = 1 / placed
    contention = placed / contended
    fault = Math.min(1, contended / faulted) * j.flapFactor[job]
  }
  if (placement === j.placement[job] && contention === j.contention[job] && fault === j.fault[job]) return
  j.placement[job] = placement
  j.contention[job] = contention
  j.fault[job] = fault
  book.ports.compute().setFabricFactors(job, placement, contention, fault)
}

/** Re-levels a bundle whose load or capacity changed; if it moved, all its members get new rates. */
export function tellMembers(book: FabricBook, bundle: number): void {
  const moved = relevel(book.bundles, bundle)
  const { regions } = book.bundles.at
  if (moved && bundle >= regions) book.ports.compute().regionShareChanged(bundle - regions)
  if (book.fair !== undefined) {
    book.fair.resolve(bundle, job => refresh(book, job))
    return
  }
  if (!moved) return
  const { job, next } = book.bundles.members.col
  for (let reference = book.bundles.table.col.first[bundle]; reference !== 0; reference = next[reference - 1]) refresh(book, job[reference - 1])
}

/** Jobs with nodes from `from` to before `to` get new rates. */
export function refreshNodes(book: FabricBook, from: number, to: number): void {
  let before = -1
  for (let node = from; node < to; node++) {
    const job = book.ports.compute().jobOf(node)
    if (job >= 0 && job !== before) refresh(book, job)
    before = job
  }
}
