/** How far all runs of a text are together, as one piece of work: those that have ended, and the parts of those that go on. */
import { endWork, noteWork, RUNS } from './work.ts'
import { createTimeLeft } from './time-left.ts'

/** Told no more often than this, ms: progress comes from every core. */
const TELL_EVERY_MS = 150

export interface RunProgress {
  /** What is being worked on now, and the runs of the whole work: ended ones and all. */
  phase(what: string, done: number, of: number): void
  /** Part of one run that goes on, 0 to 1. */
  part(name: string, share: number): void
  /** A run is over, however it ended. */
  over(name: string): void
  end(): void
}

export function createRunProgress(cancel: () => void): RunProgress {
  const time = createTimeLeft(performance.now())
  const parts = new Map<string, number>()
  let [what, done, of, toldMs] = ['', 0, 1, -Infinity]
  function tell(): void {
    const now = performance.now()
    toldMs = now
    const going = [...parts.values()].reduce((sum, share) => sum + share, 0)
    const share = Math.min(1, (done + going) / Math.max(1, of))
    noteWork({ id: RUNS, what, share, leftMs: time.note(share, now), cancel })
  }
  return {
    phase(nowWhat, nowDone, nowOf) {
      ;[what, done, of] = [nowWhat, nowDone, nowOf]
      tell()
    },
    part(name, share) {
      parts.set(name, share)
      if (performance.now() - toldMs >= TELL_EVERY_MS) tell()
    },
    over: name => void parts.delete(name),
    end: () => endWork(RUNS),
  }
}
