/**
 * EASY backfilling (Lifka, JSSPP 1995) over whatever order the queue has: the first waiting jobs that do not fit get reservations, later
 * ones start now as long as they delay none of these by the estimates. One scan in queue order: limits only shrink, so a job passed
 * over stays so.
 */
import type { SchedulerSection } from '../../scenario/schema/scheduler.ts'
import type { Shadow } from './ends.ts'
import type { PolicyView } from './policy.ts'
import { ANY, isWithin, type Limits } from './queue.ts'

type Backfill = Pick<SchedulerSection['backfill'], 'reservations' | 'tests' | 'window'>

/** In place of the first waiting job: the pass has started as many as it may, and nothing is known of the rest. */
export const CUT = -1

/** Starts jobs in queue order until one cannot; returns that one, 0 when none is left, or CUT. */
export function startFirst(view: PolicyView, { queue: { depth = Infinity, interval } }: Pick<SchedulerSection, 'queue'>): number {
  let head = view.head()
  let started = 0
  while (head !== 0 && started < depth && view.start(head)) {
    started += 1
    head = view.head()
  }
  if (head === 0 || started < depth) return head
  view.wakeAt(view.nowMs() + interval)
  return CUT
}

/** One pass. With more than one reservation the policy must look ahead by the profile. */
export function backfill(view: PolicyView, scheduler: SchedulerSection): void {
  const head = startFirst(view, scheduler)
  if (head <= 0 || view.freeNodes() === 0) return
  if (scheduler.backfill.reservations > 1) behindSeveral(view, head, scheduler.backfill)
  else behindOne(view, head, view.nodesOf(head), scheduler.backfill)
}

/** The next candidate behind a job, 0 when there is none; where `tests` are limited every waiting job counts as one. */
function nextWithin(view: PolicyView, limits: Readonly<Limits>, behind: number, tests: { left: number }): number {
  if (tests.left === Infinity) return view.firstWithin(limits, behind)
  for (let job = behind; tests.left > 0; ) {
    job = view.firstWithin(ANY, job)
    if (job === 0) return 0
    tests.left -= 1
    if (isWithin(limits, view.nodesOf(job), view.estimateMs(job))) return job
  }
  return 0
}

/** Starts jobs behind `head` that end before `needNodes` are free, or use no more than is left over then. */
export function behindOne(view: PolicyView, head: number, needNodes: number, { tests: most = Infinity, window = Infinity }: Backfill): void {
  const shadow: Shadow = { atMs: 0, spareNodes: 0 }
  view.shadow(head, needNodes, shadow)
  const isFar = shadow.atMs > window
  const limits: Limits = { freeNodes: view.freeNodes(), endsWithinMs: isFar ? Infinity : shadow.atMs, spareNodes: shadow.spareNodes }
  const tests = { left: most }
  let passed = head
  for (let job = nextWithin(view, limits, passed, tests); job !== 0; job = nextWithin(view, limits, passed, tests)) {
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

/** Takes the earliest hole of a job that cannot start now; nothing where that is beyond the window. */
function reserve(view: PolicyView, job: number, window: number): Hold {
  const nodes = view.nodesOf(job)
  const fromMs = view.profile().earliest(nodes, view.estimateMs(job), view.nowMs() + 1)
  const hold = { fromMs, untilMs: fromMs + view.estimateMs(job), nodes: fromMs - view.nowMs() > window ? 0 : nodes }
  view.profile().hold(hold.fromMs, hold.untilMs, hold.nodes)
  return hold
}

/** Starts jobs behind `head` that delay none of the first jobs that cannot start. */
export function behindSeveral(view: PolicyView, head: number, { reservations, tests: most = Infinity, window = Infinity }: Backfill): void {
  const profile = view.profile()
  profile.advance()
  const shadow: Shadow = { atMs: 0, spareNodes: 0 }
  view.shadow(head, view.nodesOf(head), shadow)
  const isFar = shadow.atMs > window
  const holds = [reserve(view, head, window)]
  const limits: Limits = { ...ANY }
  const tests = { left: most }
  let passed = head
  for (let job = nextWithin(view, limits, passed, tests); job !== 0; job = nextWithin(view, limits, passed, tests)) {
    passed = job
    const isStarted = profile.isFree(view.nodesOf(job), view.estimateMs(job)) && view.start(job)
    if (!isStarted && holds.length < reservations) holds.push(reserve(view, job, window))
    if (holds.length < reservations) continue
    // The first reservation alone rules most jobs out; the profile has the last word.
    limits.freeNodes = view.freeNodes()
    limits.endsWithinMs = isFar ? Infinity : shadow.atMs
    limits.spareNodes = shadow.spareNodes
  }
  for (const { fromMs, untilMs, nodes } of holds) profile.hold(fromMs, untilMs, -nodes)
}
