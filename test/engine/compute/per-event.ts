/**
 * Drives a policy with a pass after every single event, as simulators of batch queues do; the engine has one pass a millisecond. Rigid jobs
 * on equal processors, without topology or overheads, over the same queue, ends, profile and book as in the engine.
 */
import { createBook } from '../../../src/engine/compute/book.ts'
import { createEnds } from '../../../src/engine/compute/ends.ts'
import type { Policy, PolicyView } from '../../../src/engine/compute/policy.ts'
import { createProfile } from '../../../src/engine/compute/profile.ts'
import { createQueue } from '../../../src/engine/compute/queue.ts'
import { createState } from '../../../src/engine/kernel/state.ts'
import type { SchedulerSection } from '../../../src/scenario/schema/scheduler.ts'

export interface RigidJob {
  readonly submitMs: number
  readonly processors: number
  readonly runMs: number
  readonly estimateMs: number
}

/** Which comes first among the events of one time. */
export type First = 'submissions' | 'ends'

/** Columns of the job table, all jobs in one lane: of one tenant, and too short a time for age to reach its end. */
function columnsOf(jobs: readonly RigidJob[], processors: number, policy: Policy, scheduler: SchedulerSection) {
  const rows = jobs.length + 1
  const columns = {
    uid: Uint32Array.from({ length: rows }, (_, i) => i),
    lane: new Int32Array(rows),
    orderMs: new Float64Array(rows),
    nodes: new Int32Array(rows),
    estimateMs: new Float64Array(rows),
    endEstimateMs: new Float64Array(rows),
    reservedMs: new Float64Array(rows),
    treeLeft: new Int32Array(rows),
    treeRight: new Int32Array(rows),
    treeMs: new Float64Array(rows),
    treeNodes: new Int32Array(rows),
    bookLeft: new Int32Array(rows),
    bookRight: new Int32Array(rows),
  }
  jobs.forEach((job, i) => {
    const { submitMs, processors: nodes, estimateMs: requestedMs } = job
    columns.orderMs[i + 1] = policy.orderMs?.({ submitMs, nodes, requestedMs, siteShare: nodes / processors, partition: 0, classShare: 0, nodeShare: nodes / processors, loadingShare: 0, nice: 0 }, scheduler) ?? submitMs
    columns.nodes[i + 1] = job.processors
    columns.estimateMs[i + 1] = job.estimateMs
  })
  return columns
}

/** A heap of running jobs by (end, job). */
function createRunning(endMs: Float64Array) {
  const rows: number[] = []
  const before = (a: number, b: number): boolean => endMs[a] < endMs[b] || (endMs[a] === endMs[b] && a < b)
  return {
    top: () => rows.at(0) ?? 0,
    push(job: number): void {
      let at = rows.push(job) - 1
      for (let parent = (at - 1) >> 1; at > 0 && before(job, rows[parent]); parent = (at - 1) >> 1) {
        rows[at] = rows[parent]
        at = parent
      }
      rows[at] = job
    },
    pop(): void {
      const last = rows.pop() ?? 0
      if (rows.length === 0) return
      let at = 0
      for (;;) {
        let child = 2 * at + 1
        if (child + 1 < rows.length && before(rows[child + 1], rows[child])) child += 1
        if (child >= rows.length || before(last, rows[child])) break
        rows[at] = rows[child]
        at = child
      }
      rows[at] = last
    },
  }
}

/** Sees every pass. */
export interface Watch {
  before(view: PolicyView): void
  after(view: PolicyView): void
}

/** Start times, ms, by job. Processors of jobs whose estimate is over count as free in a pass, even if the end is told after it. */
export function startsByEvent(jobs: readonly RigidJob[], processors: number, policy: Policy, scheduler: SchedulerSection, first: First, watch?: Watch): number[] {
  const columns = columnsOf(jobs, processors, policy, scheduler)
  const state = createState()
  const queue = createQueue(state, processors, () => columns)
  const ends = createEnds(state, () => columns)
  const endMs = new Float64Array(jobs.length + 1)
  const startMs = new Float64Array(jobs.length + 1).fill(-1)
  const running = createRunning(endMs)
  const expected = createRunning(columns.endEstimateMs)
  const released = new Uint8Array(jobs.length + 1)
  let now = 0
  let free = processors
  let wakeMs = Infinity
  const base = { nowMs: () => now, freeNow: () => free, freeSoon: () => free, capacity: () => free + ends.nodes() }
  const profile = createProfile(state, base)
  const book = createBook(state, base, profile, () => columns)
  const looksAhead = policy.lookAhead?.(scheduler) ?? 'none'
  const release = (job: number): void => {
    released[job] = 1
    ends.remove(job)
    free += columns.nodes[job]
  }
  const view: PolicyView = {
    profile: () => profile,
    book,
    nowMs: () => now,
    freeNodes: () => free,
    head: () => queue.head(),
    nodesOf: job => columns.nodes[job],
    estimateMs: job => columns.estimateMs[job],
    firstWithin: (limits, afterJob) => queue.first(limits, afterJob),
    shadow(_job, nodes, into) {
      ends.shadow(nodes, free, now, into)
      into.atMs -= now
    },
    isAllowed: () => true,
    start(job) {
      if (columns.nodes[job] > free) return false
      queue.remove(job)
      if (looksAhead === 'reservations') book.drop(job)
      free -= columns.nodes[job]
      startMs[job] = now
      endMs[job] = now + jobs[job - 1].runMs
      columns.endEstimateMs[job] = now + columns.estimateMs[job]
      ends.insert(job)
      if (looksAhead !== 'none') profile.change(columns.endEstimateMs[job], columns.nodes[job])
      running.push(job)
      expected.push(job)
      return true
    },
    preempt: () => 0,
    nextTryMs: () => Infinity,
    wakeAt: atMs => void (wakeMs = atMs),
  }
  const pass = (): void => {
    for (let job = expected.top(); job !== 0 && columns.endEstimateMs[job] <= now; job = expected.top()) {
      expected.pop()
      if (released[job] === 0) release(job)
    }
    watch?.before(view)
    policy.decide(view, scheduler)
    watch?.after(view)
  }
  const end = (job: number): void => {
    running.pop()
    if (released[job] === 1) return
    release(job)
    if (looksAhead === 'none' || columns.endEstimateMs[job] <= now) return
    profile.change(columns.endEstimateMs[job], -columns.nodes[job])
    book.noteEarly()
  }
  for (let next = 1; next <= jobs.length || running.top() !== 0 || wakeMs < Infinity; ) {
    const endsAtMs = running.top() === 0 ? Infinity : endMs[running.top()]
    const comesAtMs = next <= jobs.length ? jobs[next - 1].submitMs : Infinity
    now = Math.min(endsAtMs, comesAtMs, wakeMs)
    if (wakeMs < endsAtMs && wakeMs < comesAtMs) wakeMs = Infinity
    else if (comesAtMs < endsAtMs || (comesAtMs === endsAtMs && first === 'submissions')) {
      queue.insert(next)
      if (looksAhead === 'reservations') book.add(next)
      next += 1
    } else end(running.top())
    pass()
  }
  return [...startMs.subarray(1)]
}
