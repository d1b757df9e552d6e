/**
 * The worker that streams the first replication. One that dies, or is silent for long, is replaced, and the run goes on from the last state
 * that it sent: what was simulated until then is not lost.
 */
import { livingSession } from '../../runner/client.ts'
import type { Listener, Progress, RemoteSession, RunOutcome, RunTask } from '../../runner/protocol.ts'
import type { Packed } from '../../results/packed.ts'
import type { Issue } from '../../scenario/issue.ts'

/** How often the state is sent. */
const SAVE_EVERY_MS = 3000
/** A worker that has told of its progress and then says nothing for so long is taken for dead. */
const SILENCE_MS = 60_000
/** Workers that may die of one run. */
const MOST_DEATHS = 3

/** Hears that a worker has died, where the next one goes on and why. */
type Death = (fromMs: number, reason: string) => void

export interface LiveSession {
  /** Runs a task to its end, however many workers that takes; `onDeath` is told of each that died, why, and where the next one goes on. */
  run(task: RunTask, onProgress: Listener<Progress>, onDeath: Death): Promise<RunOutcome>
  /** Begins what is likely to be run next: `run` of the same task goes on with it, any other ends it. */
  begin(task: RunTask): void
  prepare(source: RunTask['source'], inputs: RunTask['inputs']): Promise<readonly Issue[]>
  cancel(): void
}

/** What a run told before it was known to be wanted. */
interface Relay {
  tell: Listener<Progress>
  died(fromMs: number, reason: string): void
  /** From now on somebody hears; what was told last comes first. */
  hear(onProgress: Listener<Progress>, onDeath: Death): void
  /** Nobody will. */
  drop(): void
}

function createRelay(): Relay {
  let heard: { readonly onProgress: Listener<Progress>; readonly onDeath: Death } | undefined
  let kept: { readonly progress: Progress; readonly looked: () => void } | undefined
  let death: Parameters<Death> | undefined
  return {
    tell(progress) {
      if (heard !== undefined) return heard.onProgress(progress)
      // A part of the result is worth more than later progress without one; the next part comes when this one was looked at.
      if (progress.partial === null) {
        if (kept === undefined || kept.progress.partial === null) kept = { progress, looked: () => undefined }
        return undefined
      }
      return new Promise<void>(looked => {
        kept = { progress, looked }
      })
    },
    died(...what) {
      if (heard === undefined) death = what
      else heard.onDeath(...what)
    },
    hear(onProgress, onDeath) {
      heard = { onProgress, onDeath }
      if (death !== undefined) onDeath(...death)
      if (kept === undefined) return
      const { progress, looked } = kept
      void Promise.resolve(onProgress(progress)).then(looked)
    },
    drop: () => kept?.looked(),
  }
}

/** Told with tables that are the very same objects, two tasks are one. */
const isSame = (one: RunTask, other: RunTask): boolean => one.inputs === other.inputs && JSON.stringify({ ...one, inputs: null }) === JSON.stringify({ ...other, inputs: null })

export function createLiveSession(): LiveSession {
  // Its worker is made with the first question.
  let session: RemoteSession | undefined
  let generation = 0
  let ahead: { readonly task: RunTask; readonly relay: Relay; readonly outcome: Promise<RunOutcome> } | undefined

  /** One worker's part of a run; why the worker is gone, when it is. */
  async function runOnce(task: RunTask, onProgress: Listener<Progress>): Promise<RunOutcome | string> {
    const mine = (session ??= livingSession(undefined))
    let timer: ReturnType<typeof setTimeout> | undefined
    let isSilent = false
    const heard = (): void => {
      clearTimeout(timer)
      timer = setTimeout(() => {
        isSilent = true
        mine.terminate()
      }, SILENCE_MS)
    }
    const outcome = await mine.run(task, progress => {
      heard()
      return onProgress(progress)
    })
    clearTimeout(timer)
    const reason = isSilent ? `it was silent for ${SILENCE_MS / 1000} s` : mine.diedOf()
    if (reason === undefined) return outcome
    session = livingSession(undefined)
    return reason
  }

  /** All workers' parts of a run. */
  async function drive(task: RunTask, onProgress: Listener<Progress>, onDeath: Death): Promise<RunOutcome> {
    const mine = ++generation
    let saved: { readonly state: Packed; readonly atMs: number } | undefined
    for (let deaths = 0; deaths < MOST_DEATHS; deaths++) {
      const from = saved === undefined ? {} : { from: saved.state }
      const outcome = await runOnce({ ...task, ...from, saveEveryMs: SAVE_EVERY_MS }, progress => {
        if (progress.saved !== undefined) saved = { state: progress.saved, atMs: progress.simulatedMs }
        return onProgress(progress)
      })
      if (typeof outcome !== 'string') return outcome
      if (mine !== generation) return { status: 'cancelled', atMs: 0 }
      onDeath(saved?.atMs ?? 0, outcome)
    }
    return { status: 'failed', message: `unexpected: ${MOST_DEATHS} workers ended while they simulated this scenario; the browser may be short of memory`, atMs: saved?.atMs ?? 0, trace: [] }
  }

  /** What was begun is taken up, or ends. */
  function takeAhead(): typeof ahead {
    const begun = ahead
    ahead = undefined
    return begun
  }

  return {
    async run(task, onProgress, onDeath) {
      const begun = takeAhead()
      if (begun !== undefined && isSame(begun.task, task)) {
        begun.relay.hear(onProgress, onDeath)
        return begun.outcome
      }
      begun?.relay.drop()
      return drive(task, onProgress, onDeath)
    },
    begin(task) {
      takeAhead()?.relay.drop()
      const relay = createRelay()
      ahead = { task, relay, outcome: drive(task, relay.tell, relay.died) }
    },
    prepare(source, inputs) {
      session = livingSession(session)
      return session.prepare(source, inputs)
    },
    cancel() {
      takeAhead()?.relay.drop()
      generation += 1
      void session?.cancel()
    },
  }
}
