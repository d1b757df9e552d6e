import type { SchedulerSection } from '../../../scenario/schema/scheduler.ts'
import { backfill, behindOne, behindSeveral, CUT, startFirst } from '../backfill.ts'
import { definePolicy, type PolicyView } from '../policy.ts'

/** Where age counts nothing, a point of priority is worth this, ms. */
const POINT_MS = 1000

/** Age that is worth one point of priority, ms. */
function pointMs({ weights, maxAge }: SchedulerSection['priority']): number {
  return weights.age > 0 ? maxAge / weights.age : POINT_MS
}

/** What waits first takes nodes from lower classes; what it is promised is kept free of those who would be late for it. */
function preemptAndFill(view: PolicyView, scheduler: SchedulerSection): void {
  const head = startFirst(view, scheduler)
  if (head === CUT) return
  const promised = head === 0 ? 0 : view.preempt(head)
  view.wakeAt(head === 0 || promised > 0 ? Infinity : view.nextTryMs(head))
  if (head === 0 || view.freeNodes() === 0) return
  if (scheduler.backfill.reservations > 1) behindSeveral(view, head, scheduler.backfill)
  else behindOne(view, head, Math.max(promised, view.nodesOf(head)), scheduler.backfill)
}

/**
 * Multifactor priority as in Slurm, with EASY backfill. All waiting jobs age alike, so a job keeps its place among those of its tenant: each
 * point of the other factors counts as the time in which age would have given it. Age stops at its highest, fair share moves whole tenants.
 */
export const priority = definePolicy({
  id: 'priority',
  label: 'Multifactor priority',
  summary: 'Jobs queue by age, fair share, size, resources, partition and class, each with its weight; later ones may fill gaps as in EASY backfill, higher classes may preempt lower ones.',
  lookAhead: scheduler => (scheduler.backfill.reservations > 1 ? 'profile' : 'none'),
  orderMs(job, scheduler) {
    const { weights } = scheduler.priority
    const { accelerators, nodes, loading } = weights.resources
    const asked = accelerators * job.siteShare + nodes * job.nodeShare + loading * job.loadingShare
    const points = weights.size * job.siteShare + weights.partition * job.partition + weights.qos * job.classShare + asked - job.nice
    return (weights.age > 0 ? job.submitMs : 0) - Math.round(points * pointMs(scheduler.priority))
  },
  maxAgeMs: ({ priority: { weights, maxAge } }) => (weights.age > 0 ? maxAge : Infinity),
  fairShareMs: scheduler => scheduler.priority.weights.fairShare * pointMs(scheduler.priority),
  preempts: true,
  decide(view, scheduler) {
    if (scheduler.preemption.mode === 'off') backfill(view, scheduler)
    else preemptAndFill(view, scheduler)
  },
})
