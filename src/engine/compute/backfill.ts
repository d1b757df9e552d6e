/**
 * EASY backfilling (Lifka, JSSPP 1995) over whatever order the queue has: the first waiting jobs that do not fit get reservations, later
 * ones start now as long as they delay none of these by the estimates. One scan in queue order: limits only shrink, so a job passed
 * over stays so.
 */
import type { Shadow } from './ends.ts'
import type { PolicyView } from './policy.ts'
import { ANY, type Limits } from './queue.ts'

/** Starts jobs in queue order until one cannot; returns that one, 0 when none is left. */
export function startFirst(view: PolicyView): number {
  let head = view.head()
  while (head !== 0 && view.start(head)) head = view.head()
  return head
}

/** One pass with `reservations` ≥ 1 of them. With more than one the policy must look ahead by the profile. */
export function backfill(view: PolicyView, reservations: number): void {
  const head = startFirst(view)
  if (head === 0 || view.freeNodes() === 0) return
  if (reservations > 1) behindSeveral(view, head, reservations)
  else behindOne(view, head, view.nodesOf(head))
}

/** Starts jobs behind `head` that end before `needNodes` are free, or use no more than is left over then. */
export function behindOne(view: PolicyView, head: number, needNodes: number): void {
  const shadow: Shadow = { atMs: 0, spareNodes: 0 }
  view.shadow(head, needNodes, shadow)
  const limits: Limits = { freeNodes: view.freeNodes(), endsWithinMs: shadow.atMs, spareNodes: shadow.spareNodes }
  let passed = head
  for (let job = view.firstWithin(limits, passed); job !== 0; job = view.firstWithin(limits, passed)) {
    const estimateMs = view.estimateMs(job)
    const nodes = view.nodesOf(job)
    passed = job
    if (!view.start(job)) continue
    if (estimateMs > limits.endsWithinMs) limits.spareNodes -= nodes
    limits.freeNodes = view.freeNodes()
  }
}

interface Hold {
  readonly fromMs: number
  readonly untilMs: number
  readonly nodes: number
}

/** Takes the earliest hole of a job that cannot start now. */
function reserve(view: PolicyView, job: number): Hold {
  const nodes = view.nodesOf(job)
  const fromMs = view.profile.earliest(nodes, view.estimateMs(job), view.nowMs() + 1)
  const hold = { fromMs, untilMs: fromMs + view.estimateMs(job), nodes }
  view.profile.hold(hold.fromMs, hold.untilMs, nodes)
  return hold
}

/** Starts jobs behind `head` that delay none of the first jobs that cannot start. */
export function behindSeveral(view: PolicyView, head: number, reservations: number): void {
  const { profile } = view
  profile.advance()
  const shadow: Shadow = { atMs: 0, spareNodes: 0 }
  view.shadow(head, view.nodesOf(head), shadow)
  const holds = [reserve(view, head)]
  const limits: Limits = { ...ANY }
  let passed = head
  for (let job = view.firstWithin(limits, passed); job !== 0; job = view.firstWithin(limits, passed)) {
    passed = job
    const isStarted = profile.isFree(view.nodesOf(job), view.estimateMs(job)) && view.start(job)
    if (!isStarted && holds.length < reservations) holds.push(reserve(view, job))
    if (holds.length < reservations) continue
    // The first reservation alone rules most jobs out; the profile has the last word.
    limits.freeNodes = view.freeNodes()
    limits.endsWithinMs = shadow.atMs
    limits.spareNodes = shadow.spareNodes
  }
  for (const { fromMs, untilMs, nodes } of holds) profile.hold(fromMs, untilMs, -nodes)
}
