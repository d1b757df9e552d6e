/**
 * Life of a batch job: queued → starting → (restoring) → running → ended; a fault stalls it until detection, then it is interrupted, loses
 * what was not durable, and waits again at its old place in the queue.
 */
import type { ReworkCause } from '../ports.ts'
import { askNodes, demandOf, expectedMs, workNodes } from './asked.ts'
import { newJob } from './new-job.ts'
import { storeOf } from './data-supply.ts'
import { noteWriting } from './flushes.ts'
import { armLimit, dropLimit, mayRestart } from './limits.ts'
import { settleEscrow } from './escrow.ts'
import { leaveStores, startWriting, takeData } from './job-stores.ts'
import type { Outcome } from './finished.ts'
import { noteStart } from './bad-nodes.ts'
import { moveHeld } from './books.ts'
import { noteClassStart, noteState } from './class-books.ts'
import { endRun, noteRunLoss, noteRunState } from './named-runs.ts'
import { armCrash, dropCrash } from './crashes.ts'
import { releaseNodes, takeNodes } from './nodes.ts'
import { comingUpMs, waitsForGang } from './gang.ts'
import { attachPair, drawPair, releasePair, resetPair, takePair } from './gang-pair.ts'
import { heldByJob, paceOf, samplerRow, samplingOf, sizeOfJob } from './samplers.ts'
import { trainingShare } from './power-draw.ts'
import { closeSegment, openRun, settleFinished, settleKept, settleLost } from './progress.ts'
import { isKeptFrom } from './gathering.ts'
import { BUCKET_OF_STATE } from './holding.ts'
import { moldFirst, moldNew } from './moldable.ts'
import { resetFactors, scheduleEnd } from './rates.ts'
import { adaptInterval, chooseStore, isNear, noteFault, readBytes, restoreMs } from './saving.ts'
import { canEverPlace, canPlace, everyDemand } from './place.ts'
import { isInQuota, joinQueue, leaveQueue } from './queueing.ts'
import { releaseSpares, setAside } from './spares.ts'
import { awaitShare, changeDraw, hasShare, leaveWait, releaseShare, takeShare } from './shared-nodes.ts'
import type { JobDraft } from './source.ts'
import { isTooLate, noteEnding } from './streams.ts'
import { type Cluster, EARLY, freeJobRow, JOB_KIND, JOB_STATE, NEVER, NONE } from './tables.ts'
import { holdFor } from './tenants.ts'
import { startWaiting, stopWaiting } from './waiting.ts'
import { requestPass } from './wake.ts'

/** Moves the accelerators of a job to the account of a new state and remembers it; −1 in the table is no account. */
export function moveTo(c: Cluster, job: number, state: number): void {
  const { col } = c.jobs
  const before = BUCKET_OF_STATE[col.state[job]]
  const after = BUCKET_OF_STATE[state]
  if (before >= 0) moveHeld(c, job, before, -1)
  if (after >= 0) moveHeld(c, job, after, 1)
  const former = col.state[job]
  noteState(c, job, former)
  if (c.namedRuns !== undefined && state !== JOB_STATE.free) noteRunState(c, job, state)
  col.state[job] = state
  if (former === JOB_STATE.restoring) leaveStores(c, job)
  else if (former === JOB_STATE.dataWait) c.staging?.leave(job)
  else if (former === JOB_STATE.running && col.kind[job] === JOB_KIND.batch) stopTraining(c, job)
}

/** A job trains no longer: whoever counted it or supplied it with data hears of it. */
function stopTraining(c: Cluster, job: number): void {
  const { accelerators, source } = c.jobs.col
  c.adaptive?.train(job, -1)
  noteWriting(c, job, -1)
  c.room?.train(job, -1)
  const bytesPerS = c.loading[source[job]] * accelerators[job]
  if (bytesPerS > 0) storeOf(c, source[job])?.load(-bytesPerS)
}

/** Takes a job of an entry in, `drawn` being which of its tenants submits it: it waits from now on, or is refused when the plan can never hold it. */
export function submit(c: Cluster, source: number, draft: JobDraft, drawn: number): number {
  const job = newJob(c, source, draft, drawn)
  const { col } = c.jobs
  c.counts.jobsQueued += 1
  c.tenantAccounts?.count(col.tenant[job], 'submitted')
  c.emit({ kind: 'jobQueued', job: col.uid[job], entry: source, ordinal: draft.ordinal + 1, accelerators: sizeOfJob(c, job) })
  if (!everyDemand(c, job, canEverPlace) || !c.tenants.isAllowed(col.tenant[job], col.nodes[job]) || isTooLate(c, job)) {
    withdraw(c, job)
    return NONE
  }
  startWaiting(c, job)
  if (!awaitData(c, job)) enqueue(c, job)
  return job
}

/** The data of a job is at its site: it waits for nodes, or goes on with those that it has. */
export function dataArrived(c: Cluster, job: number): void {
  if (c.jobs.col.state[job] === JOB_STATE.dataWait) {
    begun(c, job)
    return
  }
  // A checkpoint from another site has come; the data of its entry may still be missing.
  if (c.moves?.hasCome(job) === true && awaitData(c, job)) return
  enqueue(c, job)
  requestPass(c)
}

/** A job waits for its data before it may wait for nodes; false where it need not. */
export function awaitData(c: Cluster, job: number): boolean {
  const { entry, state } = c.jobs.col
  if (c.staging?.waits(entry[job], 'queue') !== true) return false
  state[job] = JOB_STATE.staging
  noteRunState(c, job, JOB_STATE.staging)
  c.room?.stage(job, entry[job])
  c.staging.ask(job, entry[job])
  return true
}

export function enqueue(c: Cluster, job: number): void {
  const { entry } = c.jobs.col
  if (c.entrySpares[entry[job]] > 0 || c.elastic[entry[job]] !== undefined || c.handoverWaits !== undefined) askNodes(c, job)
  if (c.elastic.length > 0) moldNew(c, job)
  c.jobs.col.estimateMs[job] = expectedMs(c, job)
  c.book?.add(job)
  c.jobs.col.state[job] = JOB_STATE.queued
  c.jobs.col.enteredMs[job] = c.kernel.now
  if (c.namedRuns !== undefined) noteRunState(c, job, JOB_STATE.queued)
  joinQueue(c, job)
  if (c.jobs.col.share[job] > 0) awaitShare(c, job)
  c.tenantAccounts?.wait(c.jobs.col.tenant[job], demandOf(c, job))
  c.counts.queuedCount += 1
  c.expectedStart?.waits(job)
  c.moves?.waits(job)
}

/** A waiting job leaves the queue. */
export function unqueue(c: Cluster, job: number): void {
  leaveQueue(c, job)
  c.expectedStart?.leaves(job)
  c.tenantAccounts?.wait(c.jobs.col.tenant[job], -demandOf(c, job))
  c.book?.drop(job)
  if (c.jobs.col.share[job] > 0) leaveWait(c, job)
}

/** Ends a job that never started: refused, or its user gave up. */
export function withdraw(c: Cluster, job: number): void {
  if (c.jobs.col.state[job] === JOB_STATE.queued) {
    unqueue(c, job)
    stopWaiting(c, job)
    c.counts.queuedCount -= 1
  } else if (c.jobs.col.state[job] === JOB_STATE.staging) {
    c.staging?.leave(job)
    stopWaiting(c, job)
  }
  end(c, job, 'withdrawn')
}

const COUNT_OF = { completed: 'jobsCompleted', withdrawn: 'jobsWithdrawn', failed: 'jobsFailed', cancelled: 'jobsCancelled' } as const

function end(c: Cluster, job: number, outcome: Outcome): void {
  const { uid, submitMs, requestedMs } = c.jobs.col
  if (outcome !== 'stopped' && outcome !== 'expired') c.counts[COUNT_OF[outcome]] += 1
  noteEnding(c, job, outcome)
  c.tenantAccounts?.count(c.jobs.col.tenant[job], outcome)
  if (outcome === 'completed' && c.kernel.now <= submitMs[job] + requestedMs[job] / paceOf(c, job) + c.params.patienceMs) c.counts.jobsOnTime += 1
  if (c.namedRuns !== undefined) endRun(c, job, outcome === 'completed')
  c.emit({ kind: 'jobEnded', job: uid[job], accelerators: sizeOfJob(c, job), outcome })
  c.room?.free(job)
  if (c.tiers !== undefined) settleEscrow(c, job, c.kernel.now, 'preempt')
  c.finished.add(job, sizeOfJob(c, job), c.kernel.now, outcome)
  c.feedback?.ended(job, outcome === 'completed')
  freeJobRow(c, job)
}

/** Starts a waiting job if its nodes can be had. */
export function start(c: Cluster, job: number): boolean {
  const { col } = c.jobs
  const { counts, kernel } = c
  if (!isInQuota(c, job) || c.room?.mayStart(job) === false) return false
  if (c.elastic.length > 0) moldFirst(c, job)
  const isSmall = col.share[job] > 0
  if (isSmall) {
    if (!hasShare(c, job) && (isKeptFrom(c, job) || !canPlace(c, col.entry[job], 1))) return false
  } else if (isKeptFrom(c, job) || !takesNodes(c, job)) return false
  c.room?.take(job)
  unqueue(c, job)
  const sampling = samplingOf(c, job)
  if (sampling === undefined && col.spareNodes[job] > 0) setAside(c, job)
  noteClassStart(c, job)
  counts.queuedCount -= 1
  counts.runningCount += 1
  if (col.startMs[job] === NEVER) {
    stopWaiting(c, job)
    col.startMs[job] = kernel.now
    counts.jobsStarted += 1
    counts.waitMsSum += kernel.now - col.submitMs[job]
    c.tenantAccounts?.count(col.tenant[job], 'started')
    c.tenantAccounts?.count(col.tenant[job], 'waitMsSum', kernel.now - col.submitMs[job])
  }
  col.attemptMs[job] = kernel.now
  col.endEstimateMs[job] = kernel.now + col.estimateMs[job]
  armLimit(c, job)
  if (isSmall) takeShare(c, job, c.params.phases.starting)
  else c.ends.insert(job)
  holdFor(c, col.tenant[job], heldByJob(c, job))
  if (c.isPreempting && !isSmall) c.victims.enter(job)
  if (sampling !== undefined) resetPair(c, job, sampling)
  resetFactors(c, job)
  if (c.badNodes.length > 0) noteStart(c, job)
  c.emit({ kind: 'jobStarted', job: col.uid[job], accelerators: sizeOfJob(c, job), waitMs: kernel.now - col.submitMs[job] })
  if (sampling !== undefined) attachPair(c, job, workNodes(c, job))
  else if (!isSmall) col.commFraction[job] = c.fabric().attach(job, c.picked, workNodes(c, job), col.commFraction[job], col.source[job])
  moveTo(c, job, JOB_STATE.starting)
  const startup = comingUpMs(c, job, workNodes(c, job))
  if (startup > 0) col.timer[job] = kernel.schedule(c.commands.begin, job, kernel.now + startup)
  else begun(c, job)
  return true
}

/** Takes the nodes of a job that holds whole ones: of both its gangs where it has two. */
function takesNodes(c: Cluster, job: number): boolean {
  const sampling = samplingOf(c, job)
  const { starting } = c.params.phases
  return sampling === undefined ? takeNodes(c, job, starting) : takePair(c, job, sampling, starting)
}

/** The job reads what it saved last; false when that takes no time. */
function beginRestore(c: Cluster, job: number): boolean {
  const { col } = c.jobs
  const store = chooseStore(c, job)
  const takesMs = restoreMs(c, job)
  if (takesMs <= 0) return false
  moveTo(c, job, JOB_STATE.restoring)
  if (store !== undefined) store.join(job, readBytes(c, job), takesMs)
  else col.timer[job] = c.kernel.schedule(c.commands.begin, job, c.kernel.now + takesMs)
  return true
}

/** States in which a job has not restored yet what it saved. */
const STARTS = Uint8Array.from(Object.values(JOB_STATE), state => Number(state === JOB_STATE.starting || state === JOB_STATE.gangWait || state === JOB_STATE.dataWait))

/** Start-up or restore is over, or the swap of a node. */
export function begun(c: Cluster, job: number): void {
  const { col } = c.jobs
  col.timer[job] = 0
  if (col.state[job] === JOB_STATE.stalled) {
    moveTo(c, job, JOB_STATE.starting)
    changeDraw(c, job, c.params.phases.starting)
    const startup = comingUpMs(c, job, workNodes(c, job))
    if (startup > 0) {
      col.timer[job] = c.kernel.schedule(c.commands.begin, job, c.kernel.now + startup)
      return
    }
  }
  if (c.gang !== undefined && waitsForGang(c, job, workNodes(c, job))) return
  if ((col.state[job] === JOB_STATE.starting || col.state[job] === JOB_STATE.gangWait) && c.staging?.waits(col.entry[job], 'nodes') === true) {
    moveTo(c, job, JOB_STATE.dataWait)
    c.room?.stage(job, col.entry[job])
    c.staging.ask(job, col.entry[job])
    return
  }
  if (STARTS[col.state[job]] === 1 && col.doneMs[job] > 0 && beginRestore(c, job)) return
  adaptInterval(c, job)
  c.adaptive?.train(job, 1)
  startWriting(c, job)
  c.room?.train(job, 1)
  takeData(c, job)
  moveTo(c, job, JOB_STATE.running)
  openRun(c, job)
  c.moves?.runs(job)
  drawOfTraining(c, job)
  scheduleEnd(c, job)
  armCrash(c, job)
}

/** A job draws what training does, checkpoints included. */
export function drawOfTraining(c: Cluster, job: number): void {
  if (samplingOf(c, job) !== undefined) {
    drawPair(c, job)
    return
  }
  const { intervalMs, blockingMs, commFraction, entry } = c.jobs.col
  const writing = intervalMs[job] > 0 ? blockingMs[job] / (blockingMs[job] + intervalMs[job]) : 0
  changeDraw(c, job, trainingShare(c.params.phases, commFraction[job], writing, c.generates[entry[job]]))
}

/** By `fails`: all work is done, the user's own error ends the job, the user does, or the time that was asked for is over. */
const OUTCOME_OF_END: readonly Outcome[] = ['completed', 'failed', 'stopped', 'expired']

/** The job ends by itself; its time counts as used either way. */
export function finish(c: Cluster, job: number): void {
  c.jobs.col.timer[job] = 0
  settleFinished(c, job)
  leave(c, job)
  end(c, job, OUTCOME_OF_END[c.jobs.col.fails[job]])
}

/** The time that the user of a job asked for is over. */
export function timeOut(c: Cluster, job: number): void {
  const { state, fails, timer } = c.jobs.col
  fails[job] = EARLY.expires
  c.kernel.cancel(timer[job])
  timer[job] = 0
  if (state[job] === JOB_STATE.running) {
    finish(c, job)
    return
  }
  settleLost(c, job, 'user')
  leave(c, job)
  end(c, job, 'expired')
}

/** Gives nodes, fabric and expected end back. */
function leave(c: Cluster, job: number): void {
  const { state, nodes, share } = c.jobs.col
  if (state[job] === JOB_STATE.ending) c.counts.endingNodes -= nodes[job]
  else if (c.isPreempting && share[job] === 0) c.victims.leave(job)
  dropCrash(c, job)
  dropLimit(c, job)
  moveTo(c, job, JOB_STATE.free)
  holdFor(c, c.jobs.col.tenant[job], -heldByJob(c, job))
  // What waits for a quota has no other sign.
  if (c.tenants.hasQuota) c.book?.noteEarly()
  if (c.jobs.col.share[job] > 0) releaseShare(c, job)
  else {
    const samplers = samplerRow(c, job)
    if (samplers === NONE) releaseSpares(c, job)
    else releasePair(c, job, samplers)
    c.ends.remove(job)
    c.fabric().detach(job)
    releaseNodes(c, job)
  }
  c.counts.runningCount -= 1
}

/** A fault struck: nothing progresses until somebody notices. */
export function stall(c: Cluster, job: number): void {
  const { col } = c.jobs
  if (col.state[job] === JOB_STATE.stalled || col.state[job] === JOB_STATE.ending) return
  if (col.state[job] === JOB_STATE.running) closeSegment(c, job)
  c.kernel.cancel(col.timer[job])
  col.timer[job] = 0
  moveTo(c, job, JOB_STATE.stalled)
  changeDraw(c, job, c.params.phases.stalled)
}

/**
 * A running job is preempted: it works no longer, and its nodes are torn down for `graceMs`. What is not durable is lost unless it
 * `keeps` its progress.
 */
export function signalEnd(c: Cluster, job: number, keeps: boolean, graceMs: number): void {
  const { col } = c.jobs
  const wasRunning = col.state[job] === JOB_STATE.running
  if (wasRunning) closeSegment(c, job)
  if (wasRunning && keeps) settleKept(c, job, 'preempt')
  else settleLost(c, job, 'preempt')
  if (c.namedRuns !== undefined) noteRunLoss(c, job, 'preempt')
  c.kernel.cancel(col.timer[job])
  c.victims.leave(job)
  c.ends.remove(job)
  col.endEstimateMs[job] = c.kernel.now + graceMs
  c.ends.insert(job)
  moveTo(c, job, JOB_STATE.ending)
  col.preemptions[job] += 1
  c.counts.endingNodes += col.nodes[job]
  c.counts.jobPreemptions += 1
  c.emit({ kind: 'jobPreempted', job: col.uid[job], accelerators: sizeOfJob(c, job) })
  changeDraw(c, job, c.params.phases.stalled)
  col.timer[job] = c.kernel.schedule(c.commands.vacate, job, c.kernel.now + Math.max(1, graceMs))
}

/** The grace time of a preempted job is over, or one of its nodes was lost: it waits again at its old place, or is gone for good. */
export function vacate(c: Cluster, job: number): void {
  const { timer } = c.jobs.col
  c.kernel.cancel(timer[job])
  timer[job] = 0
  leave(c, job)
  if (c.params.scheduler.preemption.mode === 'cancel') end(c, job, 'cancelled')
  else enqueue(c, job)
}

/** A job that saved its work to make room leaves its nodes, or loses what it could not save; it waits again at its old place. */
export function moveOut(c: Cluster, job: number, keeps: boolean): void {
  if (keeps) settleKept(c, job, 'preempt')
  else settleLost(c, job, 'preempt')
  c.kernel.cancel(c.jobs.col.timer[job])
  c.jobs.col.timer[job] = 0
  leave(c, job)
  enqueue(c, job)
}

/** The job loses its nodes and what was not durable, and waits again at its old place. */
export function interrupt(c: Cluster, job: number, rework: ReworkCause): void {
  const { col } = c.jobs
  if (col.state[job] === JOB_STATE.ending) {
    vacate(c, job)
    return
  }
  if (col.state[job] === JOB_STATE.running) closeSegment(c, job)
  noteFault(c, job, rework)
  settleLost(c, job, rework, isNear(c, job))
  if (c.namedRuns !== undefined) noteRunLoss(c, job, rework)
  c.kernel.cancel(col.timer[job])
  col.timer[job] = 0
  leave(c, job)
  col.restarts[job] += 1
  c.counts.jobInterruptions += 1
  c.emit({ kind: 'jobInterrupted', job: col.uid[job], accelerators: sizeOfJob(c, job) })
  if (mayRestart(c, job)) enqueue(c, job)
  else end(c, job, 'failed')
}
