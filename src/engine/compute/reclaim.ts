/**
 * Reclaiming after Kueue: a tenant whose work waits within its own quota takes back what others of its cohort have borrowed. Victims are jobs of
 * tenants that hold more than their own, of the lowest class, the last started first; those that turn out not to be needed are let off.
 */
import { inCohort, isBorrowing } from './borrowing.ts'
import { fits, minimalSet, preempt } from './preemption.ts'
import { ownRoom, roomOf } from './quotas.ts'
import { type Cluster, JOB_KIND, JOB_STATE, NONE } from './tables.ts'

/** Waiting jobs that are looked at in a pass. */
const DEPTH = 100

/** What tenants hold once the jobs that are ending, and these, have left. */
function heldWithout(c: Cluster, leaving: readonly number[]): Float64Array {
  const { tenant, held } = c.jobs.col
  const after = Float64Array.from(c.tenants.quotas, (_, at) => c.tenants.heldBy(at))
  for (const job of leaving) for (let at = 0; at < after.length; at++) if (c.tenants.isWithin(tenant[job], at)) after[at] -= held[job]
  return after
}

function endingJobs(c: Cluster): number[] {
  const found: number[] = []
  c.ends.walk(job => {
    if (c.jobs.col.state[job] === JOB_STATE.ending) found.push(job)
    return false
  })
  return found
}

/** Running jobs of tenants of the cohort that borrow, in the order in which they give way. */
function borrowers(c: Cluster, claimant: number, job: number): number[] {
  const { kind, state, share, rank, attemptMs, uid, preemptions } = c.jobs.col
  const { exempt, limit, reclaim } = c.params.scheduler.preemption
  const { quotas } = c.tenants
  const found: number[] = []
  c.ends.walk(other => {
    if (kind[other] !== JOB_KIND.batch || state[other] === JOB_STATE.ending || share[other] > 0 || preemptions[other] >= limit || attemptMs[other] + exempt > c.kernel.now) return false
    const owner = inCohort(c, other)
    const borrows = owner >= 0 && owner !== claimant && quotas[owner].cohort === quotas[claimant].cohort && isBorrowing(c, other)
    if (borrows && (reclaim === 'any' || rank[other] < rank[job])) found.push(other)
    return false
  })
  return found.sort((a, b) => rank[a] - rank[b] || attemptMs[b] - attemptMs[a] || uid[b] - uid[a])
}

/** Takes back what a job needs, if it waits within the quota of its own tenant and only others' loans keep it from starting. */
function reclaimFor(c: Cluster, job: number, claimant: number, ending: readonly number[]): void {
  const { nodes } = c.jobs.col
  const { quotas } = c.tenants
  const need = nodes[job] * c.atom
  const now = heldWithout(c, [])
  if (ownRoom(quotas, now, claimant) < need) return
  const isEnough = (chosen: readonly number[]): boolean => roomOf(quotas, heldWithout(c, [...ending, ...chosen]), claimant) >= need && fits(c, job, 0, chosen)
  if (isEnough([])) return
  for (const victim of minimalSet(borrowers(c, claimant, job), isEnough)) preempt(c, victim)
}

/** After a pass: the first waiting job of every tenant of a cohort takes back what it needs. */
export function reclaim(c: Cluster): void {
  if (c.params.scheduler.preemption.reclaim === 'never' || c.tenants.quotas.every(({ cohort }) => cohort < 0)) return
  const seen = new Set<number>()
  let job = c.queue.next(NONE)
  for (let depth = 0; job !== NONE && depth < DEPTH; depth++) {
    const claimant = inCohort(c, job)
    if (claimant >= 0 && !seen.has(claimant) && c.jobs.col.share[job] === 0) {
      seen.add(claimant)
      reclaimFor(c, job, claimant, endingJobs(c))
    }
    job = c.queue.next(job)
  }
}
