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

export interface LiveSession {
  /** Runs a task to its end, however many workers that takes; `onDeath` is told of each that died, why, and where the next one goes on. */
  run(task: RunTask, onProgress: Listener<Progress>, onDeath: (fromMs: number, reason: string) => void): Promise<RunOutcome>
  /** Reads what is likely to be run next. */
  read(source: RunTask['source']): void
  prepare(source: RunTask['source'], inputs: RunTask['inputs']): Promise<readonly Issue[]>
  cancel(): void
}

export function createLiveSession(): LiveSession {
  // Its worker is made with the first question.
  let session: RemoteSession | undefined
  let generation = 0

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

  return {
    async run(task, onProgress, onDeath) {
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
    },
    read(source) {
      session = livingSession(session)
      void session.read(source)
    },
    prepare(source, inputs) {
      session = livingSession(session)
      return session.prepare(source, inputs)
    },
    cancel() {
      generation += 1
      void session?.cancel()
    },
  }
}
