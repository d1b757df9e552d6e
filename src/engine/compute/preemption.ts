/**
 * Preemption after Kueue: a blocked job takes nodes from jobs of lower classes, whole gangs at a time. Victims are chosen one by one until
 * the job fits, then those that turn out not to be needed are let off in reverse. They have a grace time in which their nodes are torn down;
 * what frees nodes then is foreseen like any expected end, so that nobody takes them before.
 */
import { isBorrowing, mayBorrow, wouldBorrow } from './borrowing.ts'
import { signalEnd } from './jobs.ts'
import { everyDemand } from './place.ts'
import { LEVEL } from './placement-rules.ts'
import { closeSegment } from './progress.ts'
import { ANY } from './queue.ts'
import { heldByJob } from './samplers.ts'
import { fitsAfter, isAnywhere } from './shadow.ts'
import { type Cluster, JOB_STATE, NONE } from './tables.ts'

/** Waiting jobs that may claim nodes in one pass. */
const DEPTH = 100

/** Nodes that victims chosen before will free. */
const comingNodes = (c: Cluster): number => c.counts.endingNodes

/** Whether a job fits once all that are ending, and the chosen ones, have left; `claimed` nodes are promised to others before it. */
export function fits(c: Cluster, job: number, claimed: number, chosen: readonly number[]): boolean {
  const { nodes } = c.jobs.col
  const coming = chosen.reduce((sum, victim) => sum + nodes[victim], comingNodes(c))
  if (c.counts.freeNodes + coming - claimed < nodes[job]) return false
  if (everyDemand(c, job, isAnywhere)) return true
  const ending: number[] = []
  c.ends.walk(other => {
    if (c.jobs.col.state[other] === JOB_STATE.ending) ending.push(other)
    return c.jobs.col.endEstimateMs[other] > c.kernel.now + c.params.scheduler.preemption.grace
  })
  return fitsAfter(c, job, [...ending, ...chosen])
}

/** Work that would be lost with a job, accelerator-ms; its books are brought to now for it. */
function lossOf(c: Cluster, job: number): number {
  const { state, workedMs, doneMs } = c.jobs.col
  if (state[job] !== JOB_STATE.running) return 0
  closeSegment(c, job)
  return heldByJob(c, job) * (workedMs[job] - doneMs[job])
}

/** Jobs of a class that may be preempted now, in the order in which they are. */
function candidates(c: Cluster, rank: number, byMs: number): number[] {
  const { order, limit } = c.params.scheduler.preemption
  const found: number[] = []
  c.victims.walk(rank, byMs, job => {
    if (c.jobs.col.preemptions[job] < limit) found.push(job)
    return false
  })
  if (order === 'most-recent') return found
  const loss = new Map(found.map(job => [job, lossOf(c, job)]))
  return found.sort((a, b) => (loss.get(a) ?? 0) - (loss.get(b) ?? 0) || c.jobs.col.uid[b] - c.jobs.col.uid[a])
}

/** Fewest victims by the rule, empty when none suffice: chosen from the lowest class up, then those not needed are let off. */
export function minimalSet(order: Iterable<number>, isEnough: (chosen: readonly number[]) => boolean): readonly number[] {
  const chosen: number[] = []
  let found = false
  for (const victim of order) {
    chosen.push(victim)
    found = isEnough(chosen)
    if (found) break
  }
  if (!found) return []
  for (let at = chosen.length - 1; at >= 0; at--) {
    const without = chosen.filter((_, index) => index !== at)
    if (isEnough(without)) chosen.splice(at, 1)
  }
  return chosen
}

/** Victims of the classes below, those that run on what their tenants have borrowed before all others, whatever their class. */
function* lowerFirst(c: Cluster, rank: number, byMs: number): Generator<number> {
  if (mayBorrow(c)) {
    const all = Array.from({ length: rank }, (_, lower) => candidates(c, lower, byMs)).flat()
    const borrows = new Set(all.filter(job => isBorrowing(c, job)))
    yield* borrows
    yield* all.filter(job => !borrows.has(job))
    return
  }
  for (let lower = 0; lower < rank; lower++) yield* candidates(c, lower, byMs)
}

/** Victims of the choice in work; overwritten by every choice. */
const chosen: number[] = []

/** The minimal set where nothing but the number of nodes counts, `missing` of them: the last started go first, without a look at more than are needed. */
function lastStarted(c: Cluster, rank: number, byMs: number, missing: number): readonly number[] {
  const { nodes, preemptions } = c.jobs.col
  const { limit } = c.params.scheduler.preemption
  let sum = 0
  chosen.length = 0
  const take = (job: number): boolean => {
    if (preemptions[job] < limit) {
      chosen.push(job)
      sum += nodes[job]
    }
    return sum >= missing
  }
  let isEnough = false
  for (let lower = 0; lower < rank && !isEnough; lower++) isEnough = c.victims.walk(lower, byMs, take)
  if (!isEnough) chosen.length = 0
  for (let at = chosen.length - 1; at >= 0; at--) {
    if (sum - nodes[chosen[at]] < missing) continue
    sum -= nodes[chosen[at]]
    chosen.splice(at, 1)
  }
  return chosen
}

/** Whether the file binds a demand to no part of the site. */
const isUnbound = ({ rules, eligibility }: Cluster, demand: number): boolean => rules[demand].within === LEVEL.site && rules[demand].segment === 1 && eligibility?.has(demand) !== true

/** Sees to it that nodes for a job are free or will be after a grace time; false when preemption cannot help it now. Who needs a loan makes nobody leave, as in Kueue. */
export function claimNodes(c: Cluster, job: number, claimed: number): boolean {
  const { nodes, rank } = c.jobs.col
  const { exempt, order } = c.params.scheduler.preemption
  const isFree = everyDemand(c, job, isUnbound)
  if (wouldBorrow(c, job)) return false
  const missing = nodes[job] + claimed - c.counts.freeNodes - comingNodes(c)
  if (isFree ? missing <= 0 : fits(c, job, claimed, [])) return true
  const byMs = c.kernel.now - exempt
  let most = 0
  for (let lower = 0; lower < rank[job]; lower++) most += c.victims.nodes(lower, byMs)
  if (most < missing) return false
  const victims = isFree && order === 'most-recent' && !mayBorrow(c) ? lastStarted(c, rank[job], byMs, missing) : minimalSet(lowerFirst(c, rank[job], byMs), set => fits(c, job, claimed, set))
  for (let at = 0; at < victims.length; at++) preempt(c, victims[at])
  return victims.length > 0
}

/** Signals a running job to leave; it saves its work where the file says so and there is the time. */
export function preempt(c: Cluster, job: number): void {
  const { grace, save, mode } = c.params.scheduler.preemption
  const { intervalMs, blockingMs, flushMs } = c.jobs.col
  const canSave = save && intervalMs[job] > 0 && grace >= blockingMs[job] + flushMs[job]
  signalEnd(c, job, mode === 'suspend' || canSave, grace)
}

/** Lets the first blocked job, and those behind it in order, preempt lower classes. Returns the nodes that are promised to them together. */
export function preemptFor(c: Cluster, head: number): number {
  let claimed = c.counts.claimedNodes
  let job = head
  for (let depth = 0; job !== NONE && depth < DEPTH && c.jobs.col.rank[job] > 0; depth++) {
    // One behind the first that fits into what is free now is backfill's business.
    if (job === head || c.jobs.col.nodes[job] > c.counts.freeNodes) {
      if (!claimNodes(c, job, claimed)) break
      claimed += c.jobs.col.nodes[job]
    }
    job = c.queue.first(ANY, job)
  }
  return claimed
}

/** When a job whose class is too young to be preempted now may be: the next time at which it is worth to try again. */
export function nextTryMs(c: Cluster, head: number): number {
  const { exempt } = c.params.scheduler.preemption
  let beginMs = Infinity
  for (let lower = 0; lower < c.jobs.col.rank[head]; lower++) beginMs = Math.min(beginMs, c.victims.nextBegin(lower, c.kernel.now - exempt))
  return beginMs + exempt
}
