import type { Shadow } from '../ends.ts'
import type { Limits } from '../queue.ts'
import { definePolicy } from '../policy.ts'

/**
 * EASY (Lifka, JSSPP 1995): one reservation, for the first job that does not fit. Later jobs start now if they end before its shadow
 * time, or use no more than the nodes left over then. One scan in queue order: limits only shrink, so a job passed over stays so.
 */
export const easyBackfill = definePolicy({
  id: 'easy-backfill',
  label: 'EASY backfill',
  summary: 'First in, first out, but later jobs may start as long as they do not delay the first waiting job by its users’ estimates.',
  decide(view) {
    let head = view.head()
    while (head !== 0 && view.start(head)) head = view.head()
    if (head === 0 || view.freeNodes() === 0) return
    const shadow: Shadow = { atMs: 0, spareNodes: 0 }
    view.shadow(head, shadow)
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
  },
})
