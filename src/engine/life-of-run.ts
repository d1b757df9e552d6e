/**
 * The life of one run: its waits with their reasons, its attempts, and what the time of its accelerators came to. What is settled for it is
 * taken from the ledger itself, so that the parts are the ledger's own integers.
 */
import { assert } from '../base/assert.ts'
import type { RunLife } from '../results/biography.ts'
import { BUCKETS } from '../scenario/buckets.ts'
import type { Wait } from './compute/life-view.ts'
import { BUCKET_OF_STATE } from './compute/holding.ts'
import { JOB_STATE, NONE } from './compute/tables.ts'
import type { EngineEvent } from './events.ts'
import { FACTOR_BUCKET, type SettleListener } from './ledger/accounts.ts'
import { labelOf, stateBucket } from './life-of-accelerator.ts'
import { SAMPLERS_OF } from './ports.ts'
import { createParts, createSpans, type LifeGround, type Observer } from './life-observer.ts'

const WAIT_LABELS: Readonly<Record<Wait, string>> = {
  quota: 'Waiting for quota', power: 'Waiting for power', thermal: 'Waiting for cooling', nodes: 'Waiting for nodes', fragmentation: 'Waiting for nodes that lie together', order: 'Waiting behind others',
}
const waitLabel = (code: string): string => WAIT_LABELS[code.slice('wait.'.length) as Wait]

interface Followed {
  readonly row: number
  readonly uid: number
  /** The present stretch: its begin, the accelerators held in it, and its state. */
  sinceMs: number
  held: number
  state: string
}

/** One run under observation. */
interface Watched {
  readonly ground: LifeGround
  readonly entry: number
  readonly nth: number
  readonly parts: ReturnType<typeof createParts>
  readonly waits: ReturnType<typeof createParts>
  readonly row: ReturnType<typeof createSpans>
  readonly told: { outcome: RunLife['outcome']; submitMs: number; endMs: number; accelerators: number; interruptions: number; heldMs: number; settledMs: number; runMs: number }
  job: Followed | undefined
  /** A job was queued since the last look. */
  hasNews: boolean
  isOver: boolean
}

const hear = (w: Watched) => (event: EngineEvent): void => {
  if (event.kind === 'jobQueued') w.hasNews = true
  if (w.job === undefined || !('job' in event) || event.job !== w.job.uid) return
  if (event.kind === 'jobInterrupted' || event.kind === 'jobPreempted') w.told.interruptions += 1
  if (event.kind === 'jobMoved') w.told.outcome = 'moved'
  if (event.kind === 'jobEnded') w.told.outcome = event.outcome
}

const settleOf = (w: Watched): SettleListener => (owner, fromMs, toMs, accelerators, blockedMs, usefulBucket, _shares, split) => {
  const { ground, parts, row, told, job } = w
  if (job === undefined || (owner !== job.row && owner !== SAMPLERS_OF + job.row) || w.isOver || ground.view.uid(job.row) !== job.uid) return
  told.settledMs += accelerators * (toMs - fromMs)
  parts.add('L9.ckpt', accelerators * blockedMs)
  parts.add(BUCKETS[usefulBucket].code, split[0])
  FACTOR_BUCKET.forEach((bucket, i) => parts.add(BUCKETS[bucket].code, split[i + 1]))
  if (!BUCKETS[usefulBucket].code.startsWith('L9.rework.')) return
  // What is lost is the last of what was done.
  for (let at = row.spans.length - 1; at >= 0; at--) {
    const span = row.spans[at]
    const endMs = at === row.spans.length - 1 ? ground.ctx.kernel.now : span.toMs
    if (endMs <= fromMs) return
    if (span.state === 'run') span.lostMs += Math.max(0, Math.min(toMs, endMs) - Math.max(fromMs, span.fromMs))
  }
}

/** Books the stretch that ends now. */
function leave({ ground, waits, parts, told }: Watched, job: Followed): void {
  const { now } = ground.ctx.kernel
  const spentMs = now - job.sinceMs
  job.sinceMs = now
  if (job.state.startsWith('wait.')) {
    waits.add(job.state, spentMs)
    return
  }
  told.heldMs += job.held * spentMs
  if (job.state === 'run') told.runMs += job.held * spentMs
  else parts.add(job.state, job.held * spentMs)
}

/** The run is over, or the simulated time is. */
function close({ ground, row, told }: Watched): void {
  const last = row.last()
  if (last !== undefined) last.toMs = ground.ctx.kernel.now
  told.endMs = ground.ctx.kernel.now
}

/** Looks whether the job has come. */
function follow(w: Watched): Followed | undefined {
  const { ground: { view }, entry, nth, told } = w
  w.hasNews = false
  const found = view.submitted(entry) >= nth ? view.find(entry, nth - 1) : NONE
  if (found === NONE) return undefined
  told.submitMs = view.submitMs(found)
  told.accelerators = view.accelerators(found)
  return { row: found, uid: view.uid(found), sinceMs: told.submitMs, held: 0, state: '' }
}

function stateNow({ ground: { view } }: Watched, at: number): { readonly state: string; readonly label: string } {
  const state = view.state(at)
  // What holds no accelerators waits, in the queue or on its way to it.
  if (BUCKET_OF_STATE[state] < 0) {
    const why = view.waits(at)
    return { state: `wait.${why}`, label: WAIT_LABELS[why] }
  }
  const held = stateBucket(state)
  return held === undefined ? { state: 'run', label: 'Working' } : { state: held, label: labelOf(held) }
}

function look(w: Watched): void {
  if (w.isOver) return
  if (w.job === undefined && w.hasNews) w.job = follow(w)
  const { job, ground: { view, ctx } } = w
  if (job === undefined) return
  if (view.uid(job.row) !== job.uid || view.state(job.row) === JOB_STATE.free) {
    leave(w, job)
    close(w)
    w.isOver = true
    return
  }
  const { state, label } = stateNow(w, job.row)
  const held = view.held(job.row)
  if (state === job.state && held === job.held) return
  if (job.state !== '') leave(w, job)
  w.row.enter(ctx.kernel.now, state, label, job.uid)
  job.state = state
  job.held = held
}

function tell(w: Watched): RunLife | undefined {
  const { ground, job, parts, waits, row, told } = w
  if (job === undefined) return undefined
  if (!w.isOver) {
    leave(w, job)
    close(w)
  }
  const horizonMs = told.runMs - told.settledMs
  parts.add('P', horizonMs)
  assert(horizonMs >= 0 && parts.total() === told.heldMs, 'the parts of a run do not sum to the time that it held', { parts: parts.total(), heldMs: told.heldMs })
  const { outcome, submitMs, endMs, accelerators, interruptions, heldMs } = told
  return {
    kind: 'run', name: ground.ctx.scenario.workload[w.entry].id, ordinal: w.nth, job: job.uid, accelerators, submitMs, endMs, outcome, interruptions,
    spans: row.spans, waits: waits.list(), parts: parts.list(), heldMs, horizonMs,
  }
}

/** Tells the life of the n-th job (from 1) of a workload entry; undefined when it was never queued. */
export function observeRun(ground: LifeGround, entry: number, nth: number): Observer<RunLife | undefined> {
  const told: Watched['told'] = { outcome: 'unfinished', submitMs: 0, endMs: 0, accelerators: 0, interruptions: 0, heldMs: 0, settledMs: 0, runMs: 0 }
  const w: Watched = { ground, entry, nth, parts: createParts(labelOf), waits: createParts(waitLabel), row: createSpans(), told, job: undefined, hasNews: false, isOver: false }
  ground.listen(hear(w))
  ground.accounts.watch(settleOf(w))
  return { look: () => look(w), tell: () => tell(w) }
}
